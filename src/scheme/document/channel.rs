//! Channels as documents: price and pool (补偿渠道).

use serde::{Deserialize, Serialize};

use super::money::{
    AdvancesDocument, DeductionsDocument, OverrunDocument, ReserveDocument, SurplusDocument,
};
use super::{ClauseDocument, DatedDocument};
use crate::exact::Rounding;

/// A stream of money with its own measure, price and rules (补偿渠道).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Who pays it, where that is not the payer of the scheme: it is only recorded and classified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<RecordedDocument>,
    /// The price.
    pub price: PriceDocument,
    /// The lines of the pool; an announced price can do without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool: Vec<PoolLineDocument>,
    /// What happens when the payees are owed more than the pool holds; a pool needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overrun: Option<OverrunDocument>,
    /// What happens with what is left of the pool; a pool needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surplus: Option<SurplusDocument>,
    /// The risk reserve of the channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reserve: Option<ReserveDocument>,
    /// Where deducted money goes; a channel from which findings deduct needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deductions: Option<DeductionsDocument>,
    /// What is paid during the period and set off at its end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advances: Option<AdvancesDocument>,
    /// How amounts are rounded; where left out, to the fen, half away from zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<Rounding>,
}

/// Who pays what a channel only records and classifies (据实记录).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with by and cite")]
pub struct RecordedDocument {
    /// Who pays it, such as `医保基金和患者个人`.
    pub by: String,
    /// The document and clause that says so.
    pub cite: String,
}

/// What a record means that has a reported but no verified volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Unverified {
    /// It is an error.
    Refuse,
    /// The reported volume is paid.
    PayReported,
}

/// The price of an equivalent; or of each item, where the channel does not buy equivalents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"derived\", appraisal_loss = \"treasury\", cite = \"…\" }"
)]
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
    /// Each item has its own: its quota, in yuan per head, case or post (定额).
    Quota {
        /// Where the money goes that an appraisal keeps from payees; not `redistributed`.
        appraisal_loss: AppraisalLoss,
        /// The document and clause that says so.
        cite: String,
    },
    /// None: the volumes of the items are amounts in yuan already (核定金额).
    Stated {
        /// Where the money goes that an appraisal keeps from payees; not `redistributed`.
        appraisal_loss: AppraisalLoss,
        /// The document and clause that says so.
        cite: String,
    },
}

/// Where the money goes that an appraisal keeps from payees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoolLineDocument {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it adds to the pool or is taken out of it.
    pub kind: PoolLineKind,
    /// The amount in yuan, by date; the one in force on the first day of the period counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<DatedDocument>,
    /// Or the facts state it, in one amount or in one for each payee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<ClauseDocument>,
    /// Or, of a carve-out, a rate from 0 to 1 of what the other lines leave of the sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate: Vec<DatedDocument>,
}

/// What a pool line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PoolLineKind {
    /// Adds to the pool.
    Source,
    /// Is taken out of it.
    CarveOut,
    /// Is the most that the pool can be, such as an approved total of performance pay
    /// (核定绩效工资总量); what is beyond it stays with the payer.
    Limit,
}
