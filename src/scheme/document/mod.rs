//! A scheme as a document: plain data, as a file holds it, not yet checked.
//!
//! Field names are the keys of the file. Numbers are kept as written ([`Number`]), dates as text;
//! unknown keys are errors. [`super::Scheme::new`] checks everything at once.

mod appraisal;
mod channel;
mod finding;
mod money;

pub use appraisal::{
    AppraisalDocument, Combine, CombinedRound, DimensionDocument, IndicatorDocument, PartRound,
    RoundsDocument,
};
pub use channel::{
    AppraisalLoss, ChannelDocument, PoolLineDocument, PoolLineKind, PriceDocument,
    RecordedDocument, Unverified,
};
pub use finding::{FindingKindDocument, FindingRuleDocument};
pub use money::{
    AdvancesDocument, Base, DeductionsDocument, Destination, Excess, InstalmentDocument,
    OverrunDocument, OverrunRestDocument, PlanDocument, ProvisionDocument, Release,
    ReserveDocument, Split, SurplusDocument, SurplusRestDocument, TransferDocument,
    WithholdingDocument,
};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::units::Number;

/// Everything one policy document fixes, with effective dates (实施方案).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SchemeDocument {
    /// The title of the policy document.
    pub title: String,
    /// Its document number, such as `莲政办发〔2023〕75号`.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// Whose money it is: to whom goes back what payees do not get; where left out, the treasury
    /// (财政).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// What its payees are called; where left out, institutions (机构).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
    /// The first day on which it applies.
    pub from: String,
    /// The day on which it ceases to apply, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The document numbers it repeals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub repeals: Vec<String>,
    /// Classes of payee.
    pub groups: Vec<GroupDocument>,
    /// Classes of income under which payees book what they receive.
    pub income_classes: Vec<IncomeClassDocument>,
    /// Categories of service item.
    pub categories: Vec<CategoryDocument>,
    /// The catalogue of service items.
    pub items: Vec<ItemDocument>,
    /// Appraisals, to which channels refer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appraisals: Vec<AppraisalDocument>,
    /// What an inspection can find, and what follows from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub finding_kinds: Vec<FindingKindDocument>,
    /// Streams of money.
    pub channels: Vec<ChannelDocument>,
}

/// A value with the dates from and until which it holds, and its citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatedDocument {
    /// The first day on which the value holds.
    pub from: String,
    /// The day on which it ceases to hold; where left out, it holds until the next one begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The value.
    pub value: Number,
    /// The document and clause that sets it.
    pub cite: String,
}

/// The document and clause that leaves something to the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table such as { cite = \"…\" }")]
pub struct ClauseDocument {
    /// The document and clause.
    pub cite: String,
}

/// A class of payee with its own weights (机构类别).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GroupDocument {
    /// The code by which payees and weights refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// A factor on all equivalents of the group; none is 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub difficulty: Vec<DatedDocument>,
}

/// A class of income under which a payee books what it receives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IncomeClassDocument {
    /// The code by which categories refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that names it.
    pub cite: String,
}

/// A category of service items.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CategoryDocument {
    /// The code by which items refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of the class of income it is booked under.
    pub income_class: String,
    /// The code of the channel that buys it.
    pub channel: String,
}

/// A service item (服务项目), or what else a channel counts: heads, cases, posts, amounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemDocument {
    /// The code by which volumes refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The unit of count, such as `人次`.
    pub unit: String,
    /// The code of its category.
    pub category: String,
    /// Equivalents per unit of count, by date and group, where a channel buys equivalents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<WeightDocument>,
    /// Yuan per unit of count, by date and group, where a channel pays quotas (定额).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<WeightDocument>,
    /// Over what time a unit counts, where a volume is how many there are (人头、岗位), not how
    /// much was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Says that no more than the approved number counts, which the facts give for each payee
    /// (核定数); only for what counts per month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved: Option<ClauseDocument>,
    /// The most a payee is paid for in a period; what is beyond counts nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ceiling: Vec<DatedDocument>,
    /// Factors on parts of the volume (阶梯).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<BandsDocument>,
}

/// Over what time one of those that there are counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// One of them counts 1 in each month.
    Month,
    /// One of them counts 1 in a year: a twelfth in each month.
    Year,
}

/// The weight or quota of an item from a date on: one for all groups, or one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WeightDocument {
    /// The first day on which the value holds.
    pub from: String,
    /// The day on which it ceases to hold; where left out, it holds until the next one begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The value for all groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// The value for each group, by its code; every group is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_group: Option<BTreeMap<String, Number>>,
    /// The document and clause that sets it.
    pub cite: String,
}

/// Bands of an item's volume per payee and period, each with a factor on what lies in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BandsDocument {
    /// The document and clause that sets them.
    pub cite: String,
    /// The bands, in rising order; the first begins above zero.
    pub steps: Vec<BandDocument>,
}

/// A band: what lies above a volume, up to the next band, counts with a factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BandDocument {
    /// The volume above which the band begins.
    pub above: Number,
    /// The factor on the volume in the band.
    pub factor: Number,
}
