//! A scheme as a document: plain data, as a file holds it, not yet checked.
//!
//! Field names are the keys of the file. Numbers are kept as written ([`Number`]), dates as text;
//! unknown keys are errors. [`super::Scheme::new`] checks everything at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::curve::CurveDocument;
use super::scoring::RuleDocument;
use crate::exact::Rounding;
use crate::units::Number;

/// Everything one policy document fixes, with effective dates (实施方案).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchemeDocument {
    /// The title of the policy document.
    pub title: String,
    /// Its document number, such as `莲政办发〔2023〕75号`.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
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
    /// Streams of money.
    pub channels: Vec<ChannelDocument>,
}

/// A value with the dates from and until which it holds, and its citation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A class of payee with its own weights (机构类别).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A service item (服务项目).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Equivalents per unit of count, by date and group.
    pub weights: Vec<WeightDocument>,
    /// The most a payee is paid for in a period; what is beyond counts nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ceiling: Vec<DatedDocument>,
    /// Factors on parts of the volume (阶梯).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bands: Option<BandsDocument>,
}

/// The weight of an item from a date on: one for all groups, or one for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeightDocument {
    /// The first day on which the weight holds.
    pub from: String,
    /// The day on which it ceases to hold; where left out, it holds until the next one begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The weight for all groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Number>,
    /// The weight for each group, by its code; every group is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_group: Option<BTreeMap<String, Number>>,
    /// The document and clause that sets it.
    pub cite: String,
}

/// Bands of an item's volume per payee and period, each with a factor on what lies in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandsDocument {
    /// The document and clause that sets them.
    pub cite: String,
    /// The bands, in rising order; the first begins above zero.
    pub steps: Vec<BandDocument>,
}

/// A band: what lies above a volume, up to the next band, counts with a factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandDocument {
    /// The volume above which the band begins.
    pub above: Number,
    /// The factor on the volume in the band.
    pub factor: Number,
}

/// An appraisal: dimensions of indicators, and the curve from score to coefficient (绩效评价).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Its dimensions.
    pub dimensions: Vec<DimensionDocument>,
}

/// A dimension of an appraisal, such as service quality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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

/// A stream of money, bought by equivalents (补偿渠道).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChannelDocument {
    /// The code by which categories refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that opens it.
    pub cite: String,
    /// The code of the appraisal that governs it; none pays in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appraisal: Option<String>,
    /// What a record without a verified volume means.
    pub unverified: Unverified,
    /// The price.
    pub price: PriceDocument,
    /// The lines of the pool; an announced price can do without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<PoolLineDocument>,
    /// What is set aside for the risk reserve before anything is distributed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provision: Option<ProvisionDocument>,
    /// How amounts are rounded; where left out, to the fen, half away from zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Rounding>,
}

/// What a record means that has a reported but no verified volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unverified {
    /// It is an error.
    Refuse,
    /// The reported volume is paid.
    PayReported,
}

/// The price of an equivalent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum PriceDocument {
    /// Announced: yuan per equivalent, by date.
    Announced {
        /// Where the money goes that an appraisal keeps from payees; not `redistributed`.
        appraisal_loss: AppraisalLoss,
        /// The prices.
        values: Vec<DatedDocument>,
    },
    /// Derived from the pool, and not rounded.
    Derived {
        /// Where the money goes that an appraisal keeps from payees.
        appraisal_loss: AppraisalLoss,
        /// The document and clause that says so.
        cite: String,
    },
    /// Derived from the pool, rounded once, and then used as if announced.
    Published {
        /// Where the money goes that an appraisal keeps from payees.
        appraisal_loss: AppraisalLoss,
        /// How the price is rounded; towards zero, it cannot overspend.
        rounding: Rounding,
        /// The document and clause that says so.
        cite: String,
    },
}

/// Where the money goes that an appraisal keeps from payees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppraisalLoss {
    /// Back to the treasury.
    Treasury,
    /// Into the risk reserve.
    Reserve,
    /// To all payees, by what they earned after appraisal.
    Redistributed,
}

/// A line of the pool (购买服务可用资金).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolLineDocument {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it adds to the pool or is taken out of it.
    pub kind: PoolLineKind,
    /// The amount in yuan, by date; the one in force on the first day of the period counts.
    pub amounts: Vec<DatedDocument>,
}

/// Whether a pool line adds or takes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PoolLineKind {
    /// Adds to the pool.
    Source,
    /// Is taken out of it.
    CarveOut,
}

/// What is set aside for the risk reserve: a rate of the pool or an amount, up to a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProvisionDocument {
    /// A rate of the pool, from 0 to 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate: Vec<DatedDocument>,
    /// Or an amount in yuan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amount: Vec<DatedDocument>,
    /// The balance of the reserve beyond which nothing is set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<DatedDocument>,
}
