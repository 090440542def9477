//! Score / 100.

use serde::{Deserialize, Serialize};

use super::{CurveShape, ShapeOnPaper};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::Mark;

/// Score / 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Proportional"))]
#[serde(deny_unknown_fields)]
pub struct Document {}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape;

impl ShapeOnPaper for Document {
    type Shape = Shape;

    fn check(&self, _: &Place<'_>, _: &mut Report) -> Option<Shape> {
        Some(Shape)
    }
}

impl CurveShape for Shape {
    fn formula(&self, score: Formula) -> Formula {
        score.over(Formula::Value(Exact::from(100)))
    }

    fn jumps(&self) -> Vec<(Mark, Exact)> {
        Vec::new()
    }

    fn label(&self) -> String {
        "得分÷100".to_owned()
    }
}
