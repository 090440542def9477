//! Marks on the line between two points.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, marks_within};
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Marks on the line between two points, flat beyond them; the line may fall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Linear {
    /// The end with the lower measurement.
    pub low: End,
    /// The end with the higher measurement.
    pub high: End,
}

/// An end of the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The measurement.
    #[cfg_attr(feature = "schema", schemars(with = "Mark"))]
    pub at: Number,
    /// The marks there.
    pub marks: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    low: (Mark, Mark),
    high: (Mark, Mark),
}

impl RuleOnPaper for Linear {
    type Rule = Rule;

    fn check(&self, full: Mark, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        let mut end = |end: &End, name| -> (Option<Mark>, Option<Mark>) {
            let place = place.field(name);
            let at = report.number(&place.field("at"), &end.at);
            (at, marks_within(&end.marks, full, &place.field("marks"), report))
        };
        let low = end(&self.low, "low");
        let high = end(&self.high, "high");
        if let (Some(low), Some(high)) = (low.0, high.0)
            && high <= low
        {
            let place = place.field("high");
            report.add(
                &place.field("at"),
                format!("{high} is not above {low}, where the low end lies"),
            );
            return None;
        }
        Some(Rule { low: low.0.zip(low.1)?, high: high.0.zip(high.1)? })
    }
}

impl ScoringRule for Rule {
    fn accepts(&self, _: Mark, _: Mark) -> Result<(), String> {
        Ok(())
    }

    fn formula(&self, mark: Formula, _: Formula) -> Formula {
        let point =
            |(at, marks): (Mark, Mark)| Point { at: at.to_exact(), value: marks.to_exact() };
        Formula::Interpolate { of: Box::new(mark), points: vec![point(self.low), point(self.high)] }
    }

    fn label(&self) -> String {
        format!("在{}与{}之间按线性给分", self.low.0, self.high.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{is_refused, scores};

    #[test]
    fn pays_by_a_line_that_rises_or_falls() {
        scores(
            r#"{"kind":"linear","low":{"at":"0.5","marks":"0"},"high":{"at":"0.9","marks":"10"}}"#,
            &[("0", "0"), ("0.5", "0"), ("0.6", "2.5"), ("0.9", "10"), ("1", "10")],
        );
        scores(
            r#"{"kind":"linear","low":{"at":"2","marks":"10"},"high":{"at":"5","marks":"0"}}"#,
            &[("1", "10"), ("3", "20/3"), ("5", "0"), ("6", "0")],
        );
    }

    #[test]
    fn says_what_is_wrong() {
        is_refused(
            r#"{"kind":"linear","low":{"at":"5","marks":"0"},"high":{"at":"5","marks":"20"}}"#,
            &[
                "rule.high.marks: 20 is not between 0 and the full marks, 10",
                "rule.high.at: 5 is not above 5, where the low end lies",
            ],
        );
    }
}
