//! The money cycle: what holds for every combination of its rules. Cases are random small
//! districts, by seed: one to five payees, one or two channels.

mod balance;
mod corrections;
mod coverage;
mod district;
mod events;
mod monotony;
mod order;
mod parts;
mod rules;
mod splitting;
mod straddle;
mod tampering;
mod traces;
mod years;

use proptest::prelude::*;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use crate::random::Random;
use district::{District, Rounds};

/// A scheme and the facts of a year, with a source of choices of their own.
pub struct Case {
    pub scheme: SchemeDocument,
    pub facts: FactsDocument,
    pub random: Random,
}

/// All months of a year.
const YEAR: [i64; 12] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/// A year of a random district, opened by hand.
pub fn case(seed: u64) -> Case {
    let mut district = District::new(seed);
    let scheme = district.scheme(2024, Rounds::Any);
    let mut facts = district.facts(&scheme, 2024, &YEAR);
    district.opening(&scheme, &mut facts, 2024);
    Case { scheme, facts, random: district.random }
}

/// The scheme of a document that has no problems.
pub fn checked(document: &SchemeDocument) -> Scheme {
    Scheme::new(document.clone()).unwrap_or_else(|error| panic!("{error}"))
}

/// Settles a year; one that is refused has nothing to check, and is rejected.
pub fn statement(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
) -> Result<Statement, TestCaseError> {
    let scheme = checked(scheme);
    let facts = Facts::new(&scheme, facts).unwrap_or_else(|error| panic!("{error}"));
    let settlement = settle(&facts).map_err(|error| TestCaseError::reject(error.to_string()))?;
    Ok(settlement.statement().unwrap().clone())
}
