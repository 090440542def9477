//! One from a threshold on, score / 100 below it.

use serde::{Deserialize, Serialize};

use super::{CurveShape, Jump, ShapeOnPaper, proportional, score_within};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// One from a threshold on, score / 100 below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FullFrom {
    /// The score from which the coefficient is one.
    pub threshold: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    threshold: Mark,
}

impl ShapeOnPaper for FullFrom {
    type Shape = Shape;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Shape> {
        score_within(&self.threshold, &place.field("threshold"), report)
            .map(|threshold| Shape { threshold })
    }
}

impl CurveShape for Shape {
    fn formula(&self, score: Formula) -> Formula {
        Formula::FromThreshold {
            of: Box::new(score.clone()),
            threshold: self.threshold.to_exact(),
            reached: Box::new(Formula::Value(Exact::one())),
            missed: Box::new(proportional::Shape.formula(score)),
        }
    }

    fn jumps(&self) -> Vec<Jump> {
        let below = self.threshold.to_exact().times(&Exact::scaled(1, 2));
        vec![Jump { score: self.threshold, below, reached: Exact::one() }]
    }

    fn label(&self) -> String {
        format!("达到{}分为1，未达为得分÷100", self.threshold)
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::curve::trial::{coefficients, is_refused, jumps, label};

    #[test]
    fn gives_one_from_the_threshold_on() {
        let shape = r#"{"kind":"full-from","threshold":"85"}"#;
        coefficients(shape, &[("84.99", "0.8499"), ("85", "1"), ("100", "1")]);
        jumps(shape, &[("85", "1")]);
        label(shape, "达到85分为1，未达为得分÷100");
    }

    #[test]
    fn says_what_is_wrong() {
        is_refused(
            r#"{"kind":"full-from","threshold":"-1"}"#,
            &["shape.threshold: -1 is not a score: a score lies between 0 and 100"],
        );
    }
}
