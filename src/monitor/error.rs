//! Everything that is wrong with a monitor's rules, or with what they are given to watch.

use crate::report::{Problem, Problems, Report};
use crate::text::clip;

/// Everything that is wrong with a monitor.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("monitor {}: {problems}", clip(number))]
pub struct MonitorError {
    number: String,
    problems: Problems,
}

impl MonitorError {
    pub(super) fn new(number: &str, report: Report) -> Self {
        Self { number: number.to_owned(), problems: report.into_problems() }
    }

    /// The problems, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.problems.listed()
    }

    /// How many more there are: of many, the first thousand are listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.problems.unlisted()
    }
}

/// Everything that rules need and were not given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("monitor {} cannot watch: {problems}", clip(number))]
pub struct WatchError {
    number: String,
    problems: Problems,
}

impl WatchError {
    pub(super) fn new(number: &str, report: Report) -> Self {
        Self { number: number.to_owned(), problems: report.into_problems() }
    }

    /// The problems, rule by rule in order of code.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.problems.listed()
    }

    /// How many more there are: of many, the first thousand are listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.problems.unlisted()
    }
}

/// Everything that is wrong with observations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("observations: {problems}")]
pub struct ObservationsError {
    problems: Problems,
}

impl ObservationsError {
    pub(super) fn new(report: Report) -> Self {
        Self { problems: report.into_problems() }
    }

    /// The problems, list by list, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.problems.listed()
    }

    /// How many more there are: of many, the first thousand are listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.problems.unlisted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Place;

    #[test]
    fn of_many_problems_a_thousand_are_listed() {
        let report = || {
            let mut report = Report::default();
            (0..1_003).for_each(|index| report.add(&Place::ROOT.record("rules", index, ""), "no"));
            report
        };
        let monitor = MonitorError::new("1号", report());
        assert_eq!((monitor.problems().len(), monitor.unlisted()), (1_000, 3));
        let watch = WatchError::new("1号", report());
        assert_eq!((watch.problems().len(), watch.unlisted()), (1_000, 3));
        let observations = ObservationsError::new(report());
        assert_eq!((observations.problems().len(), observations.unlisted()), (1_000, 3));
    }
}
