//! Linear between points.

use serde::{Deserialize, Serialize};

use super::{CurveShape, ShapeOnPaper, rising_scores};
use crate::exact::Exact;
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Coefficient, Mark, Number};

/// Linear between points, flat beyond the first and the last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Piecewise"))]
#[serde(deny_unknown_fields)]
pub struct Document {
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
pub struct Shape {
    points: Vec<(Mark, Coefficient)>,
}

impl ShapeOnPaper for Document {
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

    fn jumps(&self) -> Vec<(Mark, Exact)> {
        Vec::new()
    }

    fn label(&self) -> String {
        "按得分在各点间线性插值".to_owned()
    }
}
