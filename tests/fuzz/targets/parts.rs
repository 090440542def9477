//! Periods that follow one another, and periods inside which the scheme changes.

use serde_json::Value;
use work_equivalent::facts::Facts;
use work_equivalent::scheme::{SchemeDocument, Split};
use work_equivalent::{StraddleError, settle_in_parts};

use super::documents::{
    checked_scheme, documents, field, is_for_the_oracle, reads_back, settled_alike,
};
use crate::compare;
use crate::generate::Straddle;

/// Reads, checks and settles `{"schemes": […], "split": …, "facts": …}` or
/// `{"years": [{"scheme": …, "facts": …}, …]}`.
pub fn run(data: &[u8]) {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    straddles(&input);
    let years = input.get("years").and_then(Value::as_array);
    follows(years.map_or(&[], Vec::as_slice));
}

fn straddles(input: &Value) -> Option<()> {
    let schemes: Vec<SchemeDocument> = field(input, "schemes")?;
    let facts = field(input, "facts")?;
    let split: Split = field(input, "split")?;
    let checked: Vec<_> = schemes.iter().map(checked_scheme).collect::<Option<_>>()?;
    match settle_in_parts(&checked, split, &facts) {
        Err(StraddleError::Facts(error)) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            return None;
        }
        Err(_) => {}
        Ok(settlement) => {
            let statement = settlement.statement();
            reads_back(statement);
            assert!(statement.to_string().contains(&statement.digest().unwrap()));
            for part in statement.parts() {
                reads_back(part);
            }
            reads_back(&settlement.close().unwrap().1);
        }
    }
    if is_for_the_oracle(&schemes, &facts) {
        compare::parts::agree("input", Straddle { schemes, split, facts }, true);
    }
    Some(())
}

/// Settles one period after another, each opened with what the one before left.
fn follows(years: &[Value]) -> Option<()> {
    let mut before = None;
    for year in years.iter().take(4) {
        let (scheme, facts) = documents(year)?;
        let scheme = checked_scheme(&scheme)?;
        let (checked, statement_before) = match before.take() {
            None => (Facts::new(&scheme, &facts), None),
            Some((statement, closing)) => {
                (Facts::following(&scheme, &facts, closing), Some(statement))
            }
        };
        let settled = settled_alike(&checked.ok()?)?;
        if let Some(before) = statement_before {
            settled.0.follows(&before).unwrap_or_else(|error| panic!("{error}"));
        }
        before = Some(settled);
    }
    Some(())
}
