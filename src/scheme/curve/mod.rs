//! From score to coefficient: one file for each shape of curve.
//!
//! As with scoring rules, a shape is written once, as a formula from the score to the
//! coefficient. To add one, write its file and register it in the list below.

mod bands;
mod full_from;
mod piecewise;
mod proportional;

use serde::{Deserialize, Serialize};

use crate::exact::{Exact, Rounding};
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Coefficient, Mark, Number};

/// A shape as a document states it.
pub(crate) trait ShapeOnPaper {
    /// The shape once checked.
    type Shape: CurveShape;

    /// Checks the shape; every problem goes into the report.
    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Self::Shape>;
}

/// A shape that was checked.
pub(crate) trait CurveShape {
    /// The coefficient of a score.
    fn formula(&self, score: Formula) -> Formula;

    /// The scores at which the coefficient may jump, each with the limit just below it.
    fn jumps(&self) -> Vec<(Mark, Exact)>;

    /// The shape in Chinese, for the trace.
    fn label(&self) -> String;
}

/// Declares the shapes: their variant names, which are their names in documents, and their files.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident: $file:ident,)*) => {
        /// The shape of a curve from score to coefficient, as a document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum ShapeDocument {
            $($(#[$doc])* $name($file::Document),)*
        }

        #[derive(Clone, Debug, PartialEq, Eq)]
        enum Shape {
            $($name($file::Shape),)*
        }

        impl ShapeDocument {
            fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Shape> {
                match self {
                    $(Self::$name(shape) => shape.check(place, report).map(Shape::$name),)*
                }
            }
        }

        impl Shape {
            fn as_shape(&self) -> &dyn CurveShape {
                match self {
                    $(Self::$name(shape) => shape,)*
                }
            }
        }
    };
}

shapes! {
    /// Score / 100.
    Proportional: proportional,
    /// A coefficient for each band of scores, closed below and open above.
    Bands: bands,
    /// Linear between points, flat beyond the first and the last.
    Piecewise: piecewise,
    /// One from a threshold on, score / 100 below it.
    FullFrom: full_from,
}

pub use bands::{Document as CurveBands, ScoreBand};
pub use full_from::Document as FullFrom;
pub use piecewise::{Document as Piecewise, ScorePoint};
pub use proportional::Document as Proportional;

/// The way from a score to a coefficient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CurveDocument {
    /// The shape of the curve.
    pub shape: ShapeDocument,
    /// The least the coefficient can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Number>,
    /// The most it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Number>,
    /// How it is rounded; where left out, it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Rounding>,
    /// The document and clause that sets it.
    pub cite: String,
}

/// The way from a score to a coefficient, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Curve {
    shape: Shape,
    floor: Option<Coefficient>,
    cap: Option<Coefficient>,
    pub(crate) rounding: Option<Rounding>,
    pub(crate) cite: String,
}

/// A score at which one point more moves the coefficient by a jump.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cliff {
    pub(crate) score: Mark,
    pub(crate) below: Exact,
    pub(crate) reached: Exact,
}

impl Curve {
    pub(super) fn check(
        document: &CurveDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.line(&place.field("cite"), &document.cite);
        let shape = document.shape.check(&place.field("shape"), report);
        let mut bound = |number: &Option<Number>, name| -> Option<Coefficient> {
            number.as_ref().and_then(|number| report.number(&place.field(name), number))
        };
        let floor = bound(&document.floor, "floor");
        let cap = bound(&document.cap, "cap");
        if let (Some(floor), Some(cap)) = (&floor, &cap)
            && cap < floor
        {
            report.add(&place.field("cap"), format!("{cap} is below the floor, {floor}"));
        }
        Some(Self {
            shape: shape?,
            floor,
            cap,
            rounding: document.rounding,
            cite: document.cite.clone(),
        })
    }

    /// The coefficient of a score, before it is rounded.
    pub(crate) fn formula(&self, score: Formula) -> Formula {
        self.bounded(self.shape.as_shape().formula(score))
    }

    /// A coefficient of the shape, within floor and cap.
    fn bounded(&self, mut coefficient: Formula) -> Formula {
        if let Some(floor) = &self.floor {
            let floor = Formula::Value(floor.exact().clone());
            coefficient = Formula::Greatest(vec![coefficient, floor]);
        }
        if let Some(cap) = &self.cap {
            let cap = Formula::Value(cap.exact().clone());
            coefficient = Formula::Least(vec![coefficient, cap]);
        }
        coefficient
    }

    /// The curve in Chinese, for the trace.
    pub(crate) fn label(&self) -> String {
        let shape = self.shape.as_shape().label();
        let floor = self.floor.as_ref().map_or_else(String::new, |floor| format!("，最低{floor}"));
        let cap = self.cap.as_ref().map_or_else(String::new, |cap| format!("，最高{cap}"));
        shape + &floor + &cap
    }

    /// Where the coefficient jumps, after floor and cap.
    pub(crate) fn cliffs(&self) -> Vec<Cliff> {
        let cliff = |(score, limit): (Mark, Exact)| -> Option<Cliff> {
            let below = self.bounded(Formula::Value(limit)).value().ok()?;
            let reached = self.formula(Formula::Value(score.to_exact())).value().ok()?;
            (below != reached).then_some(Cliff { score, below, reached })
        };
        self.shape.as_shape().jumps().into_iter().filter_map(cliff).collect()
    }
}

/// A score that a document states: from 0 to 100.
fn score_within(number: &Number, place: &Place<'_>, report: &mut Report) -> Option<Mark> {
    let score: Mark = report.number(place, number)?;
    if score < Mark::default() || score.to_exact() > Exact::from(100) {
        report.add(place, format!("{score} is not a score: a score lies between 0 and 100"));
        return None;
    }
    Some(score)
}

/// A rising series of scores, each with a coefficient.
fn rising_scores<'d>(
    list: &'static str,
    score_field: &'static str,
    pairs: impl Iterator<Item = (&'d Number, &'d Number)>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Vec<(Mark, Coefficient)>> {
    let mut before: Option<Mark> = None;
    let mut checked = Vec::new();
    let mut complete = true;
    for (index, (score, value)) in pairs.enumerate() {
        let place = place.record(list, index, "");
        let score = score_within(score, &place.field(score_field), report);
        let value: Option<Coefficient> = report.number(&place.field("value"), value);
        if let (Some(score), Some(before)) = (score, before)
            && score <= before
        {
            report.add(
                &place.field(score_field),
                format!("{score} is not above {before}, the score before it"),
            );
        }
        before = score.or(before);
        complete &= score.is_some() && value.is_some();
        checked.extend(score.zip(value));
    }
    if checked.is_empty() && complete {
        report.add(&place.field(list), "is empty: give at least one");
    }
    (complete && !checked.is_empty()).then_some(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(json: &str) -> Result<Curve, Vec<String>> {
        let document: CurveDocument = serde_json::from_str(json).unwrap();
        let mut report = Report::default();
        match Curve::check(&document, &Place::ROOT.field("curve"), &mut report) {
            Some(curve) if report.is_empty() => Ok(curve),
            _ => Err(report.into_problems().iter().map(ToString::to_string).collect()),
        }
    }

    fn coefficient(curve: &Curve, score: &str) -> String {
        curve.formula(Formula::Value(score.parse().unwrap())).value().unwrap().to_string()
    }

    const PROPORTIONAL: &str = r#"{"shape":{"kind":"proportional"},"cite":"c"}"#;
    const BOUNDED: &str =
        r#"{"shape":{"kind":"proportional"},"floor":"0.5","cap":"0.9","cite":"c"}"#;
    const BANDS: &str = r#"{"shape":{"kind":"bands","bands":[{"from":"0","value":"0.5"},{"from":"60","value":"0.8"},{"from":"90","value":"1"}]},"cite":"c"}"#;
    const PIECEWISE: &str = r#"{"shape":{"kind":"piecewise","points":[{"score":"60","value":"0.6"},{"score":"90","value":"1"}]},"cite":"c"}"#;
    const FULL_FROM: &str = r#"{"shape":{"kind":"full-from","threshold":"85"},"cite":"c"}"#;

    #[test]
    fn every_shape_gives_coefficients() {
        for (json, cases) in [
            (PROPORTIONAL, &[("0", "0"), ("83.5", "0.835"), ("100", "1")][..]),
            (
                BOUNDED,
                &[("0", "0.5"), ("50", "0.5"), ("83.5", "0.835"), ("90", "0.9"), ("95", "0.9")],
            ),
            (
                BANDS,
                &[("0", "0.5"), ("59.999999", "0.5"), ("60", "0.8"), ("90", "1"), ("100", "1")],
            ),
            (
                PIECEWISE,
                &[("0", "0.6"), ("60", "0.6"), ("70", "11/15"), ("75", "0.8"), ("100", "1")],
            ),
            (FULL_FROM, &[("84.99", "0.8499"), ("85", "1"), ("100", "1")]),
        ] {
            let curve = curve(json).unwrap();
            for (score, expected) in cases {
                assert_eq!(coefficient(&curve, score), *expected, "{json} {score}");
            }
        }
    }

    #[test]
    fn cliffs_are_found_with_their_size() {
        let cliffs = |json: &str| -> Vec<(String, String)> {
            let cliffs = curve(json).unwrap().cliffs();
            cliffs.iter().map(|c| (c.score.to_string(), c.reached.to_string())).collect()
        };
        assert_eq!(cliffs(PROPORTIONAL), []);
        assert_eq!(cliffs(PIECEWISE), []);
        assert_eq!(
            cliffs(BANDS),
            [("60".to_owned(), "0.8".to_owned()), ("90".to_owned(), "1".to_owned())]
        );
        assert_eq!(cliffs(FULL_FROM), [("85".to_owned(), "1".to_owned())]);
        // A cap can hide the jump.
        let flat = FULL_FROM.replace("\"cite\"", "\"cap\":\"0.5\",\"cite\"");
        assert_eq!(cliffs(&flat), []);
        let at_hundred = FULL_FROM.replace("85", "100");
        assert_eq!(cliffs(&at_hundred), []);
    }

    #[test]
    fn every_shape_reports_what_is_wrong_with_it() {
        for (json, messages) in [
            (
                r#"{"shape":{"kind":"bands","bands":[{"from":"10","value":"1"}]},"cite":"c"}"#,
                &[
                    "curve.shape.bands[0].from: the lowest band begins at 10: a score below it would \
                   have no coefficient, so begin at 0",
                ][..],
            ),
            (
                r#"{"shape":{"kind":"bands","bands":[]},"cite":""}"#,
                &[
                    "curve.cite: is empty: write what people should read there",
                    "curve.shape.bands: is empty: give at least one",
                ],
            ),
            (
                r#"{"shape":{"kind":"piecewise","points":[{"score":"60","value":"1"},{"score":"60","value":"-1"},{"score":"101","value":"1"}]},"floor":"2","cap":"1","cite":"c"}"#,
                &[
                    "curve.shape.points[1].value: \"-1\" is negative: a coefficient is zero or more",
                    "curve.shape.points[1].score: 60 is not above 60, the score before it",
                    "curve.shape.points[2].score: 101 is not a score: a score lies between 0 and 100",
                    "curve.cap: 1 is below the floor, 2",
                ],
            ),
            (
                r#"{"shape":{"kind":"full-from","threshold":"-1"},"cite":"c"}"#,
                &["curve.shape.threshold: -1 is not a score: a score lies between 0 and 100"],
            ),
        ] {
            assert_eq!(curve(json).unwrap_err(), messages, "{json}");
        }
    }

    #[test]
    fn a_label_tells_the_whole_curve() {
        assert_eq!(curve(BOUNDED).unwrap().label(), "得分÷100，最低0.5，最高0.9");
    }
}
