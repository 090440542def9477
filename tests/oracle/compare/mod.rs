//! The engine against the oracle: every figure of random settlements, and their traces.
//!
//! `ORACLE_SEEDS=FROM..UNTIL` runs other seeds than the first ten thousand.

mod balances;
mod distribution;
mod figures;
mod parts;
mod payees;
mod read;
mod refusals;
mod refused;
mod sequence;
mod settlement;
mod straddle;
mod totals;
mod years;

use std::ops::Range;
use std::thread;

use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;

use settlement::compare;

use crate::calculate;
use crate::generate;

#[test]
fn ten_thousand_random_settlements_agree() {
    let seeds = seeds(10_000);
    let settled = on_all_cores(&seeds, |seed| {
        let (scheme, facts) = generate::case(seed);
        let oracle = calculate::settle(&scheme, &facts);
        let at = format!("seed {seed}");
        let checked = Scheme::new(scheme.clone()).unwrap_or_else(|error| panic!("{at}: {error}"));
        let facts = Facts::new(&checked, &facts).unwrap_or_else(|error| panic!("{at}: {error}"));
        compare(&at, &scheme, &facts, &oracle, seed.is_multiple_of(7)).is_some()
    });
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} settlements agree, {} refusals agree", seeds - settled);
    assert!(settled * 10 > seeds * 8, "most cases settle");
}

/// The seeds to run: so many, or those that are asked for.
fn seeds(count: u64) -> Range<u64> {
    std::env::var("ORACLE_SEEDS").map_or(0..count, |range| {
        let (from, until) = range.split_once("..").expect("ORACLE_SEEDS is FROM..UNTIL");
        from.parse().unwrap()..until.parse().unwrap()
    })
}

/// Runs a comparison for all seeds; for how many of them it holds true.
fn on_all_cores(seeds: &Range<u64>, holds: impl Fn(u64) -> bool + Sync) -> u64 {
    let workers = thread::available_parallelism().map_or(1, |workers| workers.get() as u64);
    let share = |worker: u64| {
        let at = |worker| seeds.start + (seeds.end - seeds.start) * worker / workers;
        at(worker)..at(worker + 1)
    };
    let holds = &holds;
    let count = move |seeds: Range<u64>| seeds.map(|seed| u64::from(holds(seed))).sum::<u64>();
    thread::scope(|scope| {
        let threads: Vec<_> =
            (0..workers).map(|worker| scope.spawn(move || count(share(worker)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}
