//! Everything that is wrong with a monitor's rules, or with what they are given to watch.

use crate::report::{Problem, Report, listing};

/// Everything that is wrong with a monitor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("monitor {number}: {}", listing(problems))]
pub struct MonitorError {
    number: String,
    problems: Vec<Problem>,
}

impl MonitorError {
    pub(super) fn new(number: &str, report: Report) -> Self {
        Self { number: number.to_owned(), problems: report.into_problems() }
    }

    /// The problems, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// Everything that rules need and were not given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("monitor {number} cannot watch: {}", listing(problems))]
pub struct WatchError {
    number: String,
    problems: Vec<Problem>,
}

impl WatchError {
    pub(super) fn new(number: &str, report: Report) -> Self {
        Self { number: number.to_owned(), problems: report.into_problems() }
    }

    /// The problems, rule by rule in order of code.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// Everything that is wrong with observations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("observations: {}", listing(problems))]
pub struct ObservationsError {
    problems: Vec<Problem>,
}

impl ObservationsError {
    pub(super) fn new(report: Report) -> Self {
        Self { problems: report.into_problems() }
    }

    /// The problems, list by list, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
