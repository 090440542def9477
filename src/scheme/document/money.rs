//! The money cycle of a channel as documents: closing, reserve, deductions, advances.

use serde::{Deserialize, Serialize};

use super::DatedDocument;
use crate::units::Number;

/// How amounts for a whole period are split over its parts, where the scheme changes inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Split {
    /// By the days of each part.
    Days,
    /// By months, of which one that is cut counts by its days.
    Months,
    /// The amounts of each scheme are those of its part already.
    Amounts,
}

/// What happens when the payees are owed more than the pool holds (超支).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with draw_reserve, rest and cite")]
pub struct OverrunDocument {
    /// Whether the risk reserve is drawn on first, up to its balance.
    pub draw_reserve: bool,
    /// What happens with the rest.
    pub rest: OverrunRestDocument,
    /// The document and clause that says so.
    pub cite: String,
}

/// What happens with the part of an overrun that the reserve does not cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"prorate\" }"
)]
pub enum OverrunRestDocument {
    /// The payees bear it: what there is, is apportioned over what they are owed (按比例折减).
    Prorate {},
    /// It is owed, and paid first out of the pool of the next period (结转欠付).
    CarryForward {},
    /// The payer adds a share of it, and the payees bear the rest (超支分担).
    Share {
        /// The payer's share, from 0 to 1.
        payer: Vec<DatedDocument>,
    },
    /// Nothing is settled: the error states the gap.
    Reject {},
}

/// What happens with what is left of the pool (结余).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with to_reserve, rest and cite")]
pub struct SurplusDocument {
    /// Whether it goes to the risk reserve first, up to the reserve's target.
    pub to_reserve: bool,
    /// What happens with the rest.
    pub rest: SurplusRestDocument,
    /// The document and clause that says so.
    pub cite: String,
}

/// What happens with the part of a surplus that does not go to the reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    deny_unknown_fields,
    expecting = "a table such as { kind = \"return\" }"
)]
pub enum SurplusRestDocument {
    /// It goes back to the treasury.
    Return {},
    /// A share of it stays with the payees, apportioned over what they are owed (结余留用); what
    /// is left then goes back to the treasury.
    Retain {
        /// The share that the payees retain, from 0 to 1.
        share: Vec<DatedDocument>,
    },
}

/// The risk reserve of a channel (风险保障基金).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with cite, and target, provision or withholding")]
pub struct ReserveDocument {
    /// The document and clause that sets it up.
    pub cite: String,
    /// The balance in yuan beyond which neither provision nor surplus goes into it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<DatedDocument>,
    /// What is set aside from the pool before anything is distributed (风险金预提).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provision: Option<ProvisionDocument>,
    /// What is kept from each entitlement (风险金计提).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withholding: Option<WithholdingDocument>,
}

/// What is set aside for the risk reserve: a rate of the pool, or an amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with rate or amount")]
pub struct ProvisionDocument {
    /// A rate of the pool, from 0 to 1.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rate: Vec<DatedDocument>,
    /// Or an amount in yuan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amount: Vec<DatedDocument>,
}

/// What is kept from each entitlement for the risk reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with rate and release")]
pub struct WithholdingDocument {
    /// A rate of the entitlement after closing, from 0 to 1.
    pub rate: Vec<DatedDocument>,
    /// Whether it is given back in the period's settlement.
    pub release: Release,
}

/// What of a period's withholding is given back in the period's settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Release {
    /// Nothing: the reserve holds it.
    Held,
    /// All of it.
    All,
    /// What the reserve would hold above its target, apportioned over what was withheld.
    AboveTarget,
}

/// Where deducted money goes (核减资金去向).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with to and cite")]
pub struct DeductionsDocument {
    /// Where it goes.
    pub to: Destination,
    /// The document and clause that says so.
    pub cite: String,
}

/// Where money goes that payees do not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Destination {
    /// Back to the treasury.
    Treasury,
    /// Into the risk reserve.
    Reserve,
}

/// What is paid during the period and set off at final settlement (预拨与清算).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with excess and cite")]
pub struct AdvancesDocument {
    /// What happens where more was advanced than is payable.
    pub excess: Excess,
    /// The document and clause that provides for advances.
    pub cite: String,
    /// When which share of a base is advanced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanDocument>,
}

/// What happens where more was advanced than is payable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Excess {
    /// The payee pays it back.
    Recover,
    /// It is a claim on the payee, deducted in the next period.
    CarryForward,
}

/// A plan of instalments: shares of a base, with due dates and transfer deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, expecting = "a table with base and instalments")]
pub struct PlanDocument {
    /// What the shares are shares of.
    pub base: Base,
    /// The instalments; what their shares leave of the base is paid at final settlement.
    pub instalments: Vec<InstalmentDocument>,
    /// The tiers that the money passes, each with its own deadline, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<TransferDocument>,
}

/// What the shares of an instalment plan are shares of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Base {
    /// Each payee's budget for the period, which the facts state.
    Budget,
    /// What each payee was owed for the period before, which its closing brings forward.
    PreviousEntitlement,
}

/// An instalment: a share of the base, and when it is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InstalmentDocument {
    /// The code by which advances refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its share of the base, above 0; all shares sum to at most 1.
    pub share: Number,
    /// The month of the period in which it is due, from 1.
    pub month: Number,
    /// The day of the month, from 1 to 31; in a shorter month its last day.
    pub day: Number,
    /// The document and clause that sets it.
    pub cite: String,
}

/// A tier that the money passes, and how long it may take there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TransferDocument {
    /// Its name, such as `市级→县级`.
    pub name: String,
    /// So many calendar days after the deadline before it, or after the due date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Number>,
    /// Or by the end of the month that lies so many months later; 0 is the same month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month_ends: Option<Number>,
    /// The document and clause that sets it.
    pub cite: String,
}
