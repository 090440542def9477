//! Appraisals as documents (绩效评价).

use serde::{Deserialize, Serialize};

use crate::scheme::curve::CurveDocument;
use crate::scheme::scoring::RuleDocument;
use crate::units::Number;

/// An appraisal: dimensions of indicators, and the curve from score to coefficient (绩效评价).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AppraisalDocument {
    /// The code by which channels refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that requires it.
    pub cite: String,
    /// From score to coefficient.
    pub curve: CurveDocument,
    /// Several rounds in a period; none is one for the whole of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounds: Option<RoundsDocument>,
    /// Its dimensions.
    pub dimensions: Vec<DimensionDocument>,
}

/// A dimension of an appraisal, such as service quality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DimensionDocument {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its indicators.
    pub indicators: Vec<IndicatorDocument>,
}

/// An indicator: its full marks and how it is scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IndicatorDocument {
    /// The code by which marks refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Full marks.
    pub full: Number,
    /// How a mark becomes a score.
    pub rule: RuleDocument,
    /// The document and clause that sets it.
    pub cite: String,
}

/// The rounds of an appraisal in a period, such as half-years or quarters; every indicator is
/// marked in each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"combined\", of = \"scores\", rounds = […], cite = \"…\" }"
)]
pub enum RoundsDocument {
    /// All rounds combine into one coefficient for the whole period.
    Combined {
        /// What is combined.
        of: Combine,
        /// The rounds, with their weights.
        rounds: Vec<CombinedRound>,
        /// The document and clause that says so.
        cite: String,
    },
    /// Each round governs its own part of the period.
    ByPart {
        /// The rounds, in order of time; together they last as long as the period.
        rounds: Vec<PartRound>,
        /// The document and clause that says so.
        cite: String,
    },
}

/// What of several rounds is combined by their weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// The scores; the curve then gives one coefficient.
    Scores,
    /// The coefficients that the curve gives for each score.
    Coefficients,
}

/// A round that combines with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CombinedRound {
    /// The code by which marks refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its weight, above 0; weights are divided by their sum.
    pub weight: Number,
}

/// A round that governs its own part of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartRound {
    /// The code by which marks and findings refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many months its part lasts.
    pub months: Number,
}
