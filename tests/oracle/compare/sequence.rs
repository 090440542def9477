//! Three periods in a row: what one leaves, the next begins with.

use std::collections::BTreeMap;

use work_equivalent::facts::{Closing, Facts, OpeningDocument, PayeeAmountDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::statement::Statement;

use super::{compare, on_all_cores, seeds};
use crate::calculate;
use crate::generate;
use crate::numbers::{Fraction, read};
use crate::opening::next_opening;

#[test]
fn two_thousand_random_sequences_agree() {
    let seeds = seeds(2_000);
    let settled = on_all_cores(&seeds, three_periods_agree);
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} sequences of three periods agree");
    assert!(settled * 10 > seeds * 5, "most sequences can be settled to the end");
}

/// Compares three periods in a row; whether all of them settle. The oracle opens a period with
/// its own balances, and the engine with its closing.
fn three_periods_agree(seed: u64) -> bool {
    let (scheme, years) = generate::sequence(seed);
    let checked = Scheme::new(scheme.clone()).unwrap_or_else(|error| panic!("{seed}: {error}"));
    let mut before: Option<(OpeningDocument, Statement, Closing)> = None;
    for (year, mut facts) in years.into_iter().enumerate() {
        let at = format!("sequence {seed}, period {year}");
        let (engine, statement_before) = match before.take() {
            None => (Facts::new(&checked, &facts), None),
            Some((opening, statement, closing)) => {
                facts.opening = OpeningDocument::default();
                let engine = Facts::following(&checked, &facts, closing);
                facts.opening = opening;
                (engine, Some(statement))
            }
        };
        let engine = engine.unwrap_or_else(|error| panic!("{at}: {error}"));
        let oracle = calculate::settle(&scheme, &facts);
        let (Some((statement, closing)), Ok(outcomes)) =
            (compare(&at, &scheme, &engine, &oracle, seed.is_multiple_of(7)), oracle)
        else {
            return false;
        };
        if let Some(before) = statement_before {
            statement.follows(&before).unwrap_or_else(|error| panic!("{at}: {error}"));
        }
        let opening = next_opening(&facts, &outcomes);
        assert_eq!(balances(closing.balances()), balances(&opening), "{at}: closing");
        if !can_be_stated(&opening) {
            return false;
        }
        before = Some((opening, statement, closing));
    }
    true
}

/// All balances, by what they are of, channel, payee and origin; of each list, in any order.
pub fn balances(opening: &OpeningDocument) -> BTreeMap<String, Fraction> {
    let mut balances = BTreeMap::new();
    let mut add = |name: String, amount: Fraction| {
        assert_eq!(balances.insert(name.clone(), amount), None, "twice: {name}");
    };
    for it in &opening.reserves {
        add(format!("reserve {:?}", it.channel), read(&it.balance));
    }
    let mut add_all = |name: &str, amounts: &[PayeeAmountDocument]| {
        for it in amounts {
            add(format!("{name} {:?} {:?}", it.channel, it.payee), read(&it.amount));
        }
    };
    add_all("owed", &opening.owed);
    add_all("entitlement", &opening.entitlements);
    for it in &opening.claims {
        let origin = (&it.channel, &it.payee, &it.period, &it.cause);
        add(format!("claim {origin:?}"), read(&it.amount));
    }
    balances
}

/// Whether no balance is larger than a document may state.
fn can_be_stated(opening: &OpeningDocument) -> bool {
    let most = crate::numbers::whole(10_i64.pow(15));
    balances(opening).values().all(|amount| *amount < most)
}
