//! Periods in a row under one scheme: the same figures of each, and the same balances between them.

use work_equivalent::facts::{Closing, Facts, FactsDocument, OpeningDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::Statement;

use super::balances::{balances, can_be_stated};
use super::settlement::compare;
use crate::calculate;
use crate::opening::next_opening;

/// Compares the periods; whether all of them settle. The oracle opens a period with
/// its own balances, and the engine with its closing.
pub fn agree(
    at: &str,
    scheme: &SchemeDocument,
    years: Vec<FactsDocument>,
    with_traces: bool,
) -> bool {
    let checked = Scheme::new(scheme.clone()).unwrap_or_else(|error| panic!("{at}: {error}"));
    let mut before: Option<(OpeningDocument, Statement, Closing)> = None;
    for (year, mut facts) in years.into_iter().enumerate() {
        let at = format!("{at}, period {year}");
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
        let oracle = calculate::settle(scheme, &facts);
        let (Some((statement, closing)), Ok(outcomes)) =
            (compare(&at, scheme, &engine, &oracle, with_traces), oracle)
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
