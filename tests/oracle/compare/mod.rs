//! The engine against the oracle: every figure of random settlements, and their traces.
//!
//! `ORACLE_SEEDS=FROM..UNTIL` runs other seeds than the first ten thousand.

mod distribution;
mod figures;
mod payees;
mod read;
mod refusals;
mod refused;
mod sequence;
mod straddle;
mod totals;

use std::ops::Range;
use std::thread;

use work_equivalent::facts::{Closing, Facts};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use crate::calculate;
use crate::generate;
use crate::outcome::{ChannelOutcome, Refusal};

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

/// Compares one case; the statement and what it leaves to the next, if it settles.
fn compare(
    at: &str,
    scheme: &SchemeDocument,
    facts: &Facts,
    oracle: &Result<Vec<ChannelOutcome>, Refusal>,
    with_traces: bool,
) -> Option<(Statement, Closing)> {
    let (outcomes, settlement) = match (oracle, settle(facts)) {
        (Ok(outcomes), Ok(settlement)) => (outcomes, settlement),
        (Err(refusal), Err(error)) => {
            assert!(is_refusal(refusal, &error.to_string()), "{at}: {refusal:?}, but {error}");
            return None;
        }
        (oracle, engine) => panic!("{at}: {oracle:?}, but {engine:?}"),
    };
    let statement = settlement.statement_by_item().unwrap();
    figures::agree(at, statement.figures(), scheme, outcomes, true);

    // A trace is slow to write out in full for every payee of every seed.
    if with_traces {
        for payee in facts.payees() {
            let trace = settlement.explain(payee).unwrap();
            assert_eq!(trace.reevaluate().unwrap(), None, "{at}, {payee}");
            let total = statement.figures().payees.iter().find(|total| total.code == payee);
            let figure = trace.figure("total").unwrap();
            assert_eq!(figure.value, total.unwrap().total.to_exact(), "{at}, {payee}");
            let json = serde_json::to_string(&trace).unwrap();
            assert_eq!(
                serde_json::from_str::<work_equivalent::statement::Trace>(&json).unwrap(),
                trace
            );
        }
        let json = serde_json::to_string(&statement).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&json).unwrap(), statement, "{at}");
    }
    Some(settlement.close().unwrap())
}

/// Whether the engine refuses for the reason of the oracle.
fn is_refusal(refusal: &Refusal, error: &str) -> bool {
    match refusal {
        Refusal::NoEquivalents => error.contains("no equivalents"),
        Refusal::PoolNegative => error.contains("exceed sources"),
        Refusal::Overrun { rest } => {
            let (yuan, fen) = (rest / 100, rest % 100);
            // What is missing is the whole gap, or what the reserve leaves of it.
            let missing = format!("{yuan}.{fen:0>2}");
            error.contains("rejects an overrun")
                && (error.contains(&format!("{missing} are missing"))
                    || error.contains(&format!("owed {missing} yuan")))
        }
        Refusal::NobodyRetains => error.contains("retain"),
        Refusal::OutOfRange => error.contains("is out of range"),
    }
}
