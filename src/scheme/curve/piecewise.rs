//! Linear between points.

use serde::{Deserialize, Serialize};

use super::{CurveShape, ShapeOnPaper, rising_scores};
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Coefficient, Mark, Number};

/// Linear between points, flat beyond the first and the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Piecewise {
    /// The points, in rising order.
    pub points: Vec<ScorePoint>,
}

/// A score and the coefficient there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScorePoint {
    /// The score.
    pub score: Number,
    /// The coefficient.
    pub value: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    points: Vec<(Mark, Coefficient)>,
}

impl ShapeOnPaper for Piecewise {
    type Shape = Shape;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Shape> {
        let pairs = self.points.iter().map(|point| (&point.score, &point.value));
        let points = rising_scores("points", "score", pairs, place, report)?;
        Some(Shape { points })
    }
}

impl CurveShape for Shape {
    fn formula(&self, score: Formula) -> Formula {
        let point = |(score, value): &(Mark, Coefficient)| Point {
            at: score.to_exact(),
            value: value.exact().clone(),
        };
        Formula::Interpolate {
            of: Box::new(score),
            points: self.points.iter().map(point).collect(),
        }
    }

    fn label(&self) -> String {
        "按得分在各点间线性插值".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::curve::trial::{coefficients, is_refused, jumps, label};

    #[test]
    fn gives_what_lies_between_points() {
        let shape = r#"{"kind":"piecewise","points":[{"score":"60","value":"0.6"},{"score":"90","value":"1"}]}"#;
        coefficients(
            shape,
            &[("0", "0.6"), ("60", "0.6"), ("70", "11/15"), ("75", "0.8"), ("100", "1")],
        );
        jumps(shape, &[]);
        label(shape, "按得分在各点间线性插值");
    }

    #[test]
    fn says_what_is_wrong() {
        is_refused(
            r#"{"kind":"piecewise","points":[{"score":"60","value":"1"},{"score":"60","value":"-1"},{"score":"101","value":"1"}]}"#,
            &[
                "shape.points[1].value: \"-1\" is negative: a coefficient is zero or more",
                "shape.points[1].score: 60 is not above 60, the score before it",
                "shape.points[2].score: 101 is not a score: a score lies between 0 and 100",
            ],
        );
    }
}
