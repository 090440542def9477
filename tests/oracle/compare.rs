//! The engine against the oracle: every figure of random settlements, and their traces.
//!
//! `ORACLE_SEEDS=FROM..UNTIL` runs other seeds than the first ten thousand.

use std::ops::Range;
use std::thread;

use num_bigint::BigInt;
use work_equivalent::exact::Exact;
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{
    CategoryFigures, ChannelFigures, PayeeFigures, PriceFigures, Statement,
};
use work_equivalent::units::Money;

use crate::calculate::{self, ChannelOutcome, PayeeOutcome, Refusal};
use crate::generate;
use crate::numbers::{Fen, Fraction};

#[test]
fn ten_thousand_random_settlements_agree() {
    let seeds = std::env::var("ORACLE_SEEDS").map_or(0..10_000, |range| {
        let (from, until) = range.split_once("..").expect("ORACLE_SEEDS is FROM..UNTIL");
        from.parse().unwrap()..until.parse().unwrap()
    });
    let workers = thread::available_parallelism().map_or(1, |workers| workers.get() as u64);
    let share = |worker: u64| {
        let at = |worker| seeds.start + (seeds.end - seeds.start) * worker / workers;
        at(worker)..at(worker + 1)
    };
    let settled: u64 = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..workers).map(|worker| scope.spawn(move || compare_all(share(worker)))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    });
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} settlements agree, {} refusals agree", seeds - settled);
    assert!(settled * 10 > seeds * 8, "most cases settle");
}

/// Compares the cases of all seeds; how many of them settle.
fn compare_all(seeds: Range<u64>) -> u64 {
    seeds.map(|seed| u64::from(compare(seed))).sum()
}

/// Compares one case; whether it settles.
fn compare(seed: u64) -> bool {
    let (scheme, facts) = generate::case(seed);
    let one_channel = scheme.channels.len() == 1;
    let oracle = calculate::settle(&scheme, &facts);
    let scheme = Scheme::new(scheme).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let facts = Facts::new(&scheme, &facts).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let (outcomes, settlement) = match (oracle, settle(&facts)) {
        (Ok(outcomes), Ok(settlement)) => (outcomes, settlement),
        (Err(refusal), Err(error)) => {
            let why = |refusal| match refusal {
                Refusal::NoEquivalents => "no equivalents",
                Refusal::PoolNegative => "exceed sources",
            };
            // Two channels may both refuse, and each side names the first in its own order.
            let is = |refusal| error.to_string().contains(why(refusal));
            let either = is(Refusal::NoEquivalents) || is(Refusal::PoolNegative);
            assert!(is(refusal) || !one_channel && either, "seed {seed}: {refusal:?}, but {error}");
            return false;
        }
        (oracle, engine) => panic!("seed {seed}: {oracle:?}, but {engine:?}"),
    };

    let statement = settlement.statement_by_item().unwrap();
    let channels = &statement.figures().channels;
    assert_eq!(channels.len(), outcomes.len(), "seed {seed}");
    for outcome in &outcomes {
        let channel = channels.iter().find(|channel| channel.code == outcome.code).unwrap();
        channel_agrees(seed, channel, outcome, &statement);
    }

    // A trace is slow to write out in full for every payee of every seed.
    if seed.is_multiple_of(7) {
        for payee in facts.payees() {
            let trace = settlement.explain(payee).unwrap();
            assert_eq!(trace.reevaluate().unwrap(), None, "seed {seed}, {payee}");
            let total = statement.figures().payees.iter().find(|total| total.code == payee);
            let figure = trace.figure("total").unwrap();
            assert_eq!(figure.value, total.unwrap().total.to_exact(), "seed {seed}, {payee}");
            let json = serde_json::to_string(&trace).unwrap();
            assert_eq!(
                serde_json::from_str::<work_equivalent::statement::Trace>(&json).unwrap(),
                trace
            );
        }
        let json = serde_json::to_string(&statement).unwrap();
        assert_eq!(serde_json::from_str::<Statement>(&json).unwrap(), statement, "seed {seed}");
    }
    true
}

fn channel_agrees(
    seed: u64,
    channel: &ChannelFigures,
    outcome: &ChannelOutcome,
    statement: &Statement,
) {
    let at = format!("seed {seed}, channel {}", channel.code);
    let pool = channel.pool.as_ref();
    let money = |amount: Option<Money>| amount.map(fen);
    assert_eq!(money(pool.map(|pool| pool.sources)), outcome.sources, "{at}: sources");
    assert_eq!(money(pool.map(|pool| pool.carve_outs)), outcome.carve_outs, "{at}: carve-outs");
    assert_eq!(money(pool.map(|pool| pool.pool)), outcome.pool, "{at}: pool");
    assert_eq!(money(pool.map(|pool| pool.provision)), outcome.provision, "{at}: provision");
    let distributable = money(pool.map(|pool| pool.distributable));
    assert_eq!(distributable, outcome.distributable, "{at}: distributable");
    assert_eq!(prices(channel), expected_prices(outcome, statement), "{at}: prices");
    assert_eq!(fen(channel.appraisal_loss.amount), outcome.appraisal_loss, "{at}: appraisal_loss");
    assert_eq!(money(channel.remainder), outcome.remainder, "{at}: remainder");
    assert_eq!(channel.payees.len(), outcome.payees.len(), "{at}: payees");
    for (payee, outcome) in channel.payees.iter().zip(&outcome.payees) {
        payee_agrees(&at, payee, outcome);
    }
}

fn payee_agrees(at: &str, payee: &PayeeFigures, outcome: &PayeeOutcome) {
    let at = format!("{at}, payee {}", payee.code);
    assert_eq!(payee.code, outcome.code, "{at}");
    assert_eq!(fraction(payee.equivalents.exact()), outcome.equivalents, "{at}: equivalents");
    let score = payee.score.as_ref().map(|score| fraction(score.exact()));
    assert_eq!(score, outcome.score, "{at}: score");
    assert_eq!(fraction(payee.coefficient.exact()), outcome.coefficient, "{at}: coefficient");
    assert_eq!(fen(payee.entitlement), outcome.entitlement, "{at}: entitlement");
    let parts = |category: &CategoryFigures| {
        let equivalents = fraction(category.equivalents.exact());
        (category.code.clone(), equivalents, fen(category.amount))
    };
    let categories: Vec<_> = payee.categories.iter().map(parts).collect();
    assert_eq!(categories, outcome.categories, "{at}: categories");
    let mut items: Vec<_> = payee
        .categories
        .iter()
        .flat_map(|category| &category.items)
        .map(|item| (item.code.clone(), fraction(item.equivalents.exact()), fen(item.amount)))
        .collect();
    items.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(items, outcome.items, "{at}: items");
}

fn prices(channel: &ChannelFigures) -> Vec<(String, Fraction)> {
    match &channel.price {
        PriceFigures::Announced { prices } => prices
            .iter()
            .map(|price| (price.from.to_string(), fraction(price.price.exact())))
            .collect(),
        PriceFigures::Derived { price } | PriceFigures::Published { price, .. } => {
            vec![(String::new(), fraction(price.exact()))]
        }
    }
}

/// The oracle's prices in the statement's terms: each from its first day inside the period, and
/// one that only states the price before it again left out.
fn expected_prices(outcome: &ChannelOutcome, statement: &Statement) -> Vec<(String, Fraction)> {
    let channel = statement.figures().channels.iter().find(|channel| channel.code == outcome.code);
    if !matches!(channel.unwrap().price, PriceFigures::Announced { .. }) {
        return outcome.prices.iter().map(|(_, price)| (String::new(), price.clone())).collect();
    }
    let first_day = statement.figures().period.from().to_string();
    let mut prices: Vec<(String, Fraction)> = Vec::new();
    for (from, price) in &outcome.prices {
        if prices.last().is_none_or(|(_, before)| before != price) {
            prices.push((from.clone().max(first_day.clone()), price.clone()));
        }
    }
    prices
}

fn fen(amount: Money) -> Fen {
    BigInt::from(amount.fen())
}

fn fraction(number: &Exact) -> Fraction {
    let text = number.to_string();
    let integer = |digits: &str| digits.parse::<BigInt>().unwrap();
    if let Some((numerator, denominator)) = text.split_once('/') {
        return Fraction::new(integer(numerator), integer(denominator));
    }
    match text.split_once('.') {
        None => Fraction::from_integer(integer(&text)),
        Some((whole, decimals)) => {
            let places = u32::try_from(decimals.len()).unwrap();
            Fraction::new(integer(&format!("{whole}{decimals}")), BigInt::from(10).pow(places))
        }
    }
}
