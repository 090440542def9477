//! Facts as a document: plain data, as files hold it, not yet checked.
//!
//! [`super::Facts::new`] checks everything at once against a scheme.

use serde::{Deserialize, Serialize};

use crate::units::Number;

/// What happened in a period (事实).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What the risk reserves held at the beginning.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reserves: Vec<ReserveDocument>,
}

/// A half-open period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeriodDocument {
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
}

/// Who is paid (付费对象).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    pub reported: Option<Number>,
    /// What was found right (核定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Number>,
    /// The voucher of a correction (冲正), which may be negative; none on an ordinary record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<String>,
}

/// What an appraisal recorded of a payee for an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarkDocument {
    /// The code of the payee.
    pub payee: String,
    /// The code of the indicator.
    pub indicator: String,
    /// Marks given; 1 or 0 for yes or no; or what was measured.
    pub mark: Number,
}

/// The balance of a channel's risk reserve at the beginning of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReserveDocument {
    /// The code of the channel.
    pub channel: String,
    /// The balance in yuan.
    pub opening: Number,
}
