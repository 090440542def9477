//! Marks on the line between two points.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, marks_within};
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Marks on the line between two points, flat beyond them; the line may fall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Linear"))]
#[serde(deny_unknown_fields)]
pub struct Document {
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
pub struct Rule {
    low: (Mark, Mark),
    high: (Mark, Mark),
}

impl RuleOnPaper for Document {
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
