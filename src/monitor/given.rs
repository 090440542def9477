//! What the monitor is given to watch.

use super::Observations;
use crate::report::{Place, Report};
use crate::statement::Statement;

/// What is watched: each rule says what it needs of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watched<'w> {
    /// The statement of the period that is watched; by item where a rule goes by item.
    pub statement: Option<&'w Statement>,
    /// The statement of the period to compare with.
    pub base: Option<&'w Statement>,
    /// What was observed beside the settlement.
    pub observations: Option<&'w Observations>,
}

/// What is watched, as rules ask for it: what is missing goes into the report.
pub(super) struct Given<'w>(pub(super) Watched<'w>);

impl<'w> Given<'w> {
    pub(super) fn statement(&self, rule: &Place<'_>, report: &mut Report) -> Option<&'w Statement> {
        needed(self.0.statement, "a statement", rule, report)
    }

    pub(super) fn base(&self, rule: &Place<'_>, report: &mut Report) -> Option<&'w Statement> {
        needed(self.0.base, "a base: the statement of the period to compare with", rule, report)
    }

    pub(super) fn observations(
        &self,
        rule: &Place<'_>,
        report: &mut Report,
    ) -> Option<&'w Observations> {
        needed(self.0.observations, "observations", rule, report)
    }
}

fn needed<T>(given: Option<T>, what: &str, rule: &Place<'_>, report: &mut Report) -> Option<T> {
    if given.is_none() {
        report.add(rule, format!("needs {what}, and none was given"));
    }
    given
}
