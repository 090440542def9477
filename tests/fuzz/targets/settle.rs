//! A scheme and facts, as they come: refused with a reason, or settled as the oracle settles them.

use serde_json::Value;
use work_equivalent::facts::FactsDocument;
use work_equivalent::settle;

use super::documents::{
    checked_facts, checked_scheme, documents, is_for_the_oracle, reads_back, settled_alike,
};
use crate::calculate;
use crate::compare::settlement::compare;

/// Reads, checks and settles `{"scheme": …, "facts": …}`.
pub fn run(data: &[u8]) {
    let Ok(input) = serde_json::from_slice::<Value>(data) else { return };
    let Some((scheme, facts)) = documents(&input) else { return };
    reads_back(&scheme);
    reads_back(&facts);
    let Some(checked) = checked_scheme(&scheme) else { return };
    let Some(accepted) = checked_facts(&checked, &facts) else { return };
    if is_for_the_oracle(std::slice::from_ref(&scheme), &facts) {
        compare("input", &scheme, &accepted, &calculate::settle(&scheme, &facts), true);
    }
    let settled = settled_alike(&accepted);

    // The order of the input changes nothing.
    let reversed = reversed(facts);
    let again = checked_facts(&checked, &reversed).expect("the order matters to a check");
    let again = settle(&again).ok().map(|it| it.statement().unwrap().clone());
    assert_eq!(again, settled.map(|(statement, _)| statement), "the order matters");
}

/// Every list of facts the other way round.
fn reversed(mut facts: FactsDocument) -> FactsDocument {
    facts.payees.reverse();
    facts.volumes.reverse();
    facts.marks.reverse();
    facts.findings.reverse();
    facts.budgets.reverse();
    facts.advances.reverse();
    facts.approved.reverse();
    facts.pool_amounts.reverse();
    facts.opening.reserves.reverse();
    facts.opening.owed.reverse();
    facts.opening.entitlements.reverse();
    facts.opening.claims.reverse();
    facts
}
