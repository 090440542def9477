//! Facts as a document: plain data, as files hold it, not yet checked.
//!
//! [`super::Facts::new`] checks everything at once against a scheme.

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::units::Number;

/// What happened in a period (事实).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactsDocument {
    /// The period that is settled.
    pub period: PeriodDocument,
    /// Who is paid.
    pub payees: Vec<PayeeDocument>,
    /// What they did.
    pub volumes: Vec<VolumeDocument>,
    /// How well they did it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkDocument>,
    /// What inspections found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingDocument>,
    /// What the instalments of a plan are shares of, where the plan's base is a budget.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub budgets: Vec<BudgetDocument>,
    /// What was paid during the period.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advances: Vec<AdvanceDocument>,
    /// The approved numbers, of items of which no more counts (核定数).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approved: Vec<ApprovedDocument>,
    /// What the lines of pools hold that the scheme leaves to the facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pool_amounts: Vec<PoolAmountDocument>,
    /// What was brought forward from the period before.
    #[serde(default, skip_serializing_if = "OpeningDocument::is_empty")]
    pub opening: OpeningDocument,
}

/// A half-open period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PeriodDocument {
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
}

/// Who is paid (付费对象).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayeeDocument {
    /// The code by which volumes and marks refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its group.
    pub group: String,
}

/// A record of service volume (服务量).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct VolumeDocument {
    /// The code of the payee.
    pub payee: String,
    /// The code of the service item.
    pub item: String,
    /// The month, such as `2024-03`; or else `from` and `until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// The first day, where the record is not of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The day after the last, where the record is not of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// What the payee reported (申报).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::units::Volume>"))]
    pub reported: Option<Number>,
    /// What was found right (核定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::units::Volume>"))]
    pub verified: Option<Number>,
    /// The voucher of a correction (冲正), which may be negative; none on an ordinary record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}

/// What an appraisal recorded of a payee for an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MarkDocument {
    /// The code of the payee.
    pub payee: String,
    /// The code of the indicator.
    pub indicator: String,
    /// The code of the round, where the appraisal has rounds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
    /// Marks given; 1 or 0 for yes or no; or what was measured.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::Mark"))]
    pub mark: Number,
}

/// A finding of an inspection (核查发现).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FindingDocument {
    /// Its own code, such as the number of the decision.
    pub code: String,
    /// The code of its kind, which says what follows.
    pub kind: String,
    /// The code of the payee.
    pub payee: String,
    /// The code of the service item whose volume is disallowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The month of the disallowed volume; or else `from` and `until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<String>,
    /// The first day of the disallowed volume, where it is not of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The day after the last, where it is not of a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The disallowed volume.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<Number>,
    /// The amount in yuan, where the kind leaves it to the finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// The code of the round that a veto concerns, where each round governs its part; none is all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<String>,
}

/// A payee's budget in a channel for the period, of which instalments are shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BudgetDocument {
    /// The code of the payee.
    pub payee: String,
    /// The code of the channel.
    pub channel: String,
    /// The amount in yuan.
    pub amount: Number,
}

/// Money that was paid during the period (预拨).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AdvanceDocument {
    /// The payment voucher; unique.
    pub code: String,
    /// The code of the payee.
    pub payee: String,
    /// The code of the channel.
    pub channel: String,
    /// The code of the instalment, where it pays one of the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instalment: Option<String>,
    /// The day on which the payee received it.
    pub date: String,
    /// The amount in yuan.
    pub amount: Number,
}

/// The approved number of an item for a payee: of posts within a control number, for example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ApprovedDocument {
    /// The code of the payee.
    pub payee: String,
    /// The code of the item.
    pub item: String,
    /// The number.
    pub number: Number,
    /// The document that approves it.
    pub cite: String,
}

/// An amount of a line of a pool, where the scheme leaves it to the facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoolAmountDocument {
    /// The code of the channel.
    pub channel: String,
    /// The code of the line.
    pub line: String,
    /// The code of the payee that it comes from, where it is one of several amounts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
    /// The amount in yuan.
    pub amount: Number,
    /// The document that it is taken from.
    pub cite: String,
}

/// What was brought forward from the period before.
///
/// For the first period it is stated by hand; from then on a statement's closing is the next
/// opening ([`super::Closing`]).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpeningDocument {
    /// The statement that these balances come out of; none where they are stated by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<PriorDocument>,
    /// What the risk reserves held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<ReserveBalanceDocument>,
    /// What payees are still owed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owed: Vec<PayeeAmountDocument>,
    /// What payees still have to give back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimDocument>,
    /// What payees were owed for the period before, for plans whose base it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entitlements: Vec<PayeeAmountDocument>,
}

impl OpeningDocument {
    /// Whether nothing was brought forward.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The statement of the period before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PriorDocument {
    /// The number of its scheme.
    pub scheme: String,
    /// Its period.
    pub period: PeriodDocument,
    /// Its digest.
    pub digest: String,
}

/// The balance of a channel's risk reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReserveBalanceDocument {
    /// The code of the channel.
    pub channel: String,
    /// The balance in yuan.
    pub balance: Number,
}

/// An amount of a payee in a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PayeeAmountDocument {
    /// The code of the channel.
    pub channel: String,
    /// The code of the payee.
    pub payee: String,
    /// The amount in yuan.
    pub amount: Number,
}

/// What a payee still has to give back, with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ClaimDocument {
    /// The code of the channel.
    pub channel: String,
    /// The code of the payee.
    pub payee: String,
    /// The period in which it arose.
    pub period: PeriodDocument,
    /// What it comes from.
    pub cause: Cause,
    /// The amount in yuan.
    pub amount: Number,
}
