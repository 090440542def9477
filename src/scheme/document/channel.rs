//! Channels as documents: price and pool (补偿渠道).

use serde::{Deserialize, Serialize};

use super::DatedDocument;
use super::money::{
    AdvancesDocument, DeductionsDocument, OverrunDocument, ReserveDocument, SurplusDocument,
};
use crate::exact::Rounding;

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
