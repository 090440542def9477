//! A coefficient for each band of scores.

use serde::{Deserialize, Serialize};

use super::{CurveShape, Jump, ShapeOnPaper, rising_scores};
use crate::formula::{Formula, Point};
use crate::report::{Place, Report};
use crate::units::{Coefficient, Mark, Number};

/// A coefficient for each band of scores, closed below and open above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CurveBands {
    /// The bands, in rising order; the first begins at zero.
    pub bands: Vec<ScoreBand>,
}

/// A band: a coefficient from a score on, up to the next band.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ScoreBand {
    /// Where the band begins, itself included.
    pub from: Number,
    /// The coefficient in the band.
    pub value: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    bands: Vec<(Mark, Coefficient)>,
}

impl ShapeOnPaper for CurveBands {
    type Shape = Shape;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Shape> {
        let pairs = self.bands.iter().map(|band| (&band.from, &band.value));
        let bands = rising_scores("bands", "from", pairs, place, report)?;
        if let Some((lowest, _)) = bands.first()
            && *lowest > Mark::default()
        {
            let place = place.record("bands", 0, "");
            report.add(
                &place.field("from"),
                format!(
                    "the lowest band begins at {lowest}: a score below it would have no \
                     coefficient, so begin at 0"
                ),
            );
        }
        Some(Shape { bands })
    }
}

impl CurveShape for Shape {
    fn formula(&self, score: Formula) -> Formula {
        let step = |(from, value): &(Mark, Coefficient)| Point {
            at: from.to_exact(),
            value: value.exact().clone(),
        };
        Formula::Step { of: Box::new(score), steps: self.bands.iter().map(step).collect() }
    }

    fn jumps(&self) -> Vec<Jump> {
        let jump = |((_, below), (score, reached)): (&(Mark, Coefficient), &(_, Coefficient))| {
            Jump { score: *score, below: below.exact().clone(), reached: reached.exact().clone() }
        };
        self.bands.iter().zip(self.bands.iter().skip(1)).map(jump).collect()
    }

    fn label(&self) -> String {
        "按得分分档".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::curve::trial::{coefficients, is_refused, jumps, label};

    #[test]
    fn gives_the_coefficient_of_the_band() {
        let shape = r#"{"kind":"bands","bands":[{"from":"0","value":"0.5"},{"from":"60","value":"0.8"},{"from":"90","value":"1"}]}"#;
        coefficients(
            shape,
            &[("0", "0.5"), ("59.999999", "0.5"), ("60", "0.8"), ("90", "1"), ("100", "1")],
        );
        jumps(shape, &[("60", "0.8"), ("90", "1")]);
        label(shape, "按得分分档");
    }

    #[test]
    fn says_what_is_wrong() {
        is_refused(
            r#"{"kind":"bands","bands":[{"from":"10","value":"1"}]}"#,
            &["shape.bands[0].from: the lowest band begins at 10: a score below it would have no \
                 coefficient, so begin at 0"],
        );
        is_refused(r#"{"kind":"bands","bands":[]}"#, &["shape.bands: is empty: give at least one"]);
        // What is wrong in the lowest band does not make another the lowest.
        is_refused(
            r#"{"kind":"bands","bands":[{"from":"x","value":"0"},{"from":"50","value":"1"}]}"#,
            &[
                "shape.bands[0].from: \"x\" is not a mark: write plain digits with at most one decimal point and no separators, such as \"12.5\"",
            ],
        );
        is_refused(
            r#"{"kind":"bands","bands":[{"from":"0","value":"x"},{"from":"50","value":"1"}]}"#,
            &[
                "shape.bands[0].value: \"x\" is not a coefficient: write plain digits with at most one decimal point and no separators, such as \"12.5\"",
            ],
        );
    }
}
