//! From score to coefficient: one file for each shape of curve, which has its document, its check,
//! its formula and its tests.
//!
//! As with scoring rules, a shape is written once, as a formula from the score to the
//! coefficient. To add one, write its file and register it in the list below.

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

    /// The scores at which the coefficient may jump.
    fn jumps(&self) -> Vec<Jump> {
        vec![]
    }

    /// The shape in Chinese, for the trace.
    fn label(&self) -> String;
}

/// A score at which the coefficient of a shape may jump.
pub(crate) struct Jump {
    score: Mark,
    /// The limit just below the score.
    below: Exact,
    /// The coefficient of the score.
    reached: Exact,
}

/// Declares the shapes: their names in documents, their variants, their files, and the documents in
/// these, which are public in [`crate::scheme`].
macro_rules! shapes {
    ($($(#[$doc:meta])* $kind:literal $name:ident: $file:ident::{$document:ident $(, $part:ident)*},)*) => {
        $(pub use $file::{$document $(, $part)*};)*

        /// The shape of a curve from score to coefficient, as a document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind")]
        #[non_exhaustive]
        pub enum ShapeDocument {
            $($(#[$doc])* #[serde(rename = $kind)] $name($document),)*
        }

        #[derive(Clone, Debug, PartialEq, Eq)]
        enum Shape {
            $($name($file::Shape),)*
        }

        impl ShapeDocument {
            /// The kinds of shapes there are, as documents name them.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// Its kind, as documents name it.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)*
                }
            }

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

// A line here and one in the list: formatting and mutation follow no module that a macro declares.
mod bands;
mod full_from;
mod piecewise;
mod proportional;

shapes! {
    /// Score / 100.
    "proportional" Proportional: proportional::{Proportional},
    /// A coefficient for each band of scores, closed below and open above.
    "bands" Bands: bands::{CurveBands, ScoreBand},
    /// Linear between points, flat beyond the first and the last.
    "piecewise" Piecewise: piecewise::{Piecewise, ScorePoint},
    /// One from a threshold on, score / 100 below it.
    "full-from" FullFrom: full_from::{FullFrom},
}

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
        let bounded = |coefficient| self.bounded(Formula::Value(coefficient)).value().ok();
        let cliff = |Jump { score, below, reached }: Jump| -> Option<Cliff> {
            let (below, reached) = (bounded(below)?, bounded(reached)?);
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

/// What the tests of all shapes do.
#[cfg(test)]
mod trial {
    use super::*;

    fn shape(json: &str) -> Result<Shape, Vec<String>> {
        let document: ShapeDocument = serde_json::from_str(json).unwrap();
        assert!(json.contains(document.kind()));
        let mut report = Report::default();
        match document.check(&Place::ROOT.field("shape"), &mut report) {
            Some(shape) if report.is_empty() => Ok(shape),
            _ => Err(report.into_problems().listed().iter().map(ToString::to_string).collect()),
        }
    }

    /// Scores, each with its coefficient.
    pub(super) fn coefficients(json: &str, cases: &[(&str, &str)]) {
        let shape = shape(json).unwrap();
        for (score, expected) in cases {
            let score = Formula::Value(score.parse().unwrap());
            let coefficient = shape.as_shape().formula(score).value().unwrap();
            assert_eq!(coefficient.to_string(), *expected, "{json}");
        }
    }

    /// The scores at which a curve of this shape jumps, each with the coefficient from there on.
    pub(super) fn jumps(json: &str, expected: &[(&str, &str)]) {
        let (floor, cap, rounding, cite) = (None, None, None, String::new());
        let curve = Curve { shape: shape(json).unwrap(), floor, cap, rounding, cite };
        let cliffs = curve.cliffs();
        let cliffs: Vec<(String, String)> =
            cliffs.iter().map(|c| (c.score.to_string(), c.reached.to_string())).collect();
        let same = cliffs.iter().map(|(score, reached)| (score.as_str(), reached.as_str()));
        assert!(same.eq(expected.iter().copied()), "{json}: {cliffs:?}");
    }

    /// What the trace calls a shape.
    pub(super) fn label(json: &str, expected: &str) {
        assert_eq!(shape(json).unwrap().as_shape().label(), expected, "{json}");
    }

    /// A shape with something wrong in it.
    pub(super) fn is_refused(json: &str, messages: &[&str]) {
        assert_eq!(shape(json).unwrap_err(), messages, "{json}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(json: &str) -> Result<Curve, Vec<String>> {
        let document: CurveDocument = serde_json::from_str(json).unwrap();
        let mut report = Report::default();
        match Curve::check(&document, &Place::ROOT.field("curve"), &mut report) {
            Some(curve) if report.is_empty() => Ok(curve),
            _ => Err(report.into_problems().listed().iter().map(ToString::to_string).collect()),
        }
    }

    const BOUNDED: &str =
        r#"{"shape":{"kind":"proportional"},"floor":"0.5","cap":"0.9","cite":"c"}"#;

    #[test]
    fn a_coefficient_keeps_within_floor_and_cap() {
        let curve = curve(BOUNDED).unwrap();
        for (score, expected) in
            [("0", "0.5"), ("50", "0.5"), ("83.5", "0.835"), ("90", "0.9"), ("95", "0.9")]
        {
            let formula = curve.formula(Formula::Value(score.parse().unwrap()));
            assert_eq!(formula.value().unwrap().to_string(), expected);
        }
        assert_eq!(curve.label(), "得分÷100，最低0.5，最高0.9");
    }

    #[test]
    fn a_cap_can_be_the_floor() {
        let json = r#"{"shape":{"kind":"proportional"},"floor":"0.9","cap":"0.9","cite":"c"}"#;
        let formula = curve(json).unwrap().formula(Formula::Value("10".parse().unwrap()));
        assert_eq!(formula.value().unwrap().to_string(), "0.9");
    }

    #[test]
    fn a_cap_can_hide_a_jump() {
        let cliffs = |threshold: &str, cap: &str| {
            let shape = format!(r#"{{"kind":"full-from","threshold":"{threshold}"}}"#);
            curve(&format!(r#"{{"shape":{shape},"cap":"{cap}","cite":"c"}}"#)).unwrap().cliffs()
        };
        assert_eq!(cliffs("85", "1").len(), 1);
        assert_eq!(cliffs("85", "0.5"), []);
        assert_eq!(cliffs("100", "1"), []);
    }

    #[test]
    fn all_that_is_wrong_is_reported() {
        assert_eq!(
            curve(r#"{"shape":{"kind":"bands","bands":[]},"floor":"2","cap":"1","cite":""}"#)
                .unwrap_err(),
            [
                "curve.cite: is empty: write what people should read there",
                "curve.shape.bands: is empty: give at least one",
                "curve.cap: 1 is below the floor, 2",
            ]
        );
    }
}
