//! Marks by bands of what was measured.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, marks_within};
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Marks by bands of what was measured, closed below and open above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkBands {
    /// The bands, in rising order.
    pub bands: Vec<Band>,
}

/// A band: marks from a measurement on, up to the next band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// Where the band begins, itself included.
    #[cfg_attr(feature = "schema", schemars(with = "Mark"))]
    pub from: Number,
    /// The marks in the band.
    pub marks: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    /// In rising order; never empty.
    bands: Vec<(Mark, Mark)>,
}

impl RuleOnPaper for MarkBands {
    type Rule = Rule;

    fn check(&self, full: Mark, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        if self.bands.is_empty() {
            report.add(&place.field("bands"), "has no band: give at least one");
            return None;
        }
        let mut before: Option<Mark> = None;
        let mut bands = Vec::new();
        for (index, band) in self.bands.iter().enumerate() {
            let place = place.record("bands", index, "");
            let from: Option<Mark> = report.number(&place.field("from"), &band.from);
            let marks = marks_within(&band.marks, full, &place.field("marks"), report);
            if let (Some(from), Some(before)) = (from, before)
                && from <= before
            {
                report.add(
                    &place.field("from"),
                    format!("{from} is not above {before}, where the band before begins"),
                );
            }
            before = from.or(before);
            bands.extend(from.zip(marks));
        }
        (bands.len() == self.bands.len()).then_some(Rule { bands })
    }
}

impl ScoringRule for Rule {
    fn accepts(&self, mark: Mark, _: Mark) -> Result<(), String> {
        match self.bands.first() {
            Some((lowest, _)) if mark < *lowest => {
                Err(format!("{mark} lies below the lowest band, which begins at {lowest}"))
            }
            _ => Ok(()),
        }
    }

    fn formula(&self, mark: Formula, _: Formula) -> Formula {
        let step =
            |(from, marks): &(Mark, Mark)| Point { at: from.to_exact(), value: marks.to_exact() };
        Formula::Step { of: Box::new(mark), steps: self.bands.iter().map(step).collect() }
    }

    fn label(&self) -> String {
        "分档给分".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{is_refused, mark_is_refused, scores};

    #[test]
    fn pays_by_the_band_that_a_mark_lies_in() {
        scores(
            r#"{"kind":"bands","bands":[{"from":"0","marks":"0"},{"from":"0.6","marks":"5"},{"from":"0.85","marks":"10"}]}"#,
            &[("0", "0"), ("0.599999", "0"), ("0.6", "5"), ("0.85", "10"), ("9", "10")],
        );
    }

    #[test]
    fn says_what_is_wrong() {
        mark_is_refused(
            r#"{"kind":"bands","bands":[{"from":"1","marks":"0"},{"from":"2","marks":"5"}]}"#,
            "0.5",
            "0.5 lies below the lowest band, which begins at 1",
        );
        is_refused(
            r#"{"kind":"bands","bands":[]}"#,
            &["rule.bands: has no band: give at least one"],
        );
        is_refused(
            r#"{"kind":"bands","bands":[{"from":"1","marks":"11"},{"from":"1","marks":"-2"}]}"#,
            &[
                "rule.bands[0].marks: 11 is not between 0 and the full marks, 10",
                "rule.bands[1].marks: -2 is not between 0 and the full marks, 10",
                "rule.bands[1].from: 1 is not above 1, where the band before begins",
            ],
        );
    }
}
