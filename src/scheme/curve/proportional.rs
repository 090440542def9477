//! Score / 100.

use serde::{Deserialize, Serialize};

use super::{CurveShape, ShapeOnPaper};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};

/// Score / 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Proportional {}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape;

impl ShapeOnPaper for Proportional {
    type Shape = Shape;

    fn check(&self, _: &Place<'_>, _: &mut Report) -> Option<Shape> {
        Some(Shape)
    }
}

impl CurveShape for Shape {
    fn formula(&self, score: Formula) -> Formula {
        score.over(Formula::Value(Exact::from(100)))
    }

    fn label(&self) -> String {
        "得分÷100".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::curve::trial::{coefficients, jumps, label};

    #[test]
    fn gives_a_hundredth_of_the_score() {
        let shape = r#"{"kind":"proportional"}"#;
        coefficients(shape, &[("0", "0"), ("83.5", "0.835"), ("100", "1")]);
        jumps(shape, &[]);
        label(shape, "得分÷100");
    }
}
