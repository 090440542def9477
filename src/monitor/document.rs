//! The monitor's documents: plain data, as files hold it, not yet checked.
//!
//! Field names are the keys of the file. Numbers are kept as written ([`Number`]), dates as text;
//! unknown keys are errors. Each kind of rule has its document beside it, in `rules/`.

use serde::{Deserialize, Serialize};

use super::rules::WatchDocument;
use crate::units::Number;

/// Which rules are watched, and who set them (监测规则).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MonitorDocument {
    /// The title of the document that sets the rules.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// The rules.
    #[cfg_attr(feature = "schema", schemars(length(max = super::MOST_RULES)))]
    pub rules: Vec<RuleDocument>,
}

/// A rule of the monitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "WatchedRule"))]
#[serde(deny_unknown_fields)]
pub struct RuleDocument {
    /// Its code: readings are in its order.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that asks for it.
    pub cite: String,
    /// What is watched, and the threshold.
    pub rule: WatchDocument,
}

/// What was observed in a period beside the settlement (监测数据).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ObservationsDocument {
    /// The period in which it was observed.
    pub period: PeriodDocument,
    /// Who was observed.
    pub subjects: Vec<SubjectDocument>,
    /// Values: rates, counts, costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueDocument>,
    /// Stretches of days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spells: Vec<SpellDocument>,
    /// Funds that were received and have to be passed on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transfers: Vec<TransferDocument>,
}

/// A half-open period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ObservedPeriod"))]
#[serde(deny_unknown_fields)]
pub struct PeriodDocument {
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
}

/// Who was observed: a payee of a statement, under its code, or anyone else (监测对象).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubjectDocument {
    /// The code by which observations refer to it.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The code of its group, where targets go by group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

/// A value of a measure: a decimal, or a part of a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueDocument {
    /// The code of the subject.
    pub subject: String,
    /// The code of the measure, by which rules refer to it.
    pub measure: String,
    /// The value; or else `part` and `whole`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::quantity::Value>"))]
    pub value: Option<Number>,
    /// The part, such as residents with a signed family doctor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::quantity::Count>"))]
    pub part: Option<Number>,
    /// The whole that it is a part of, above zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::quantity::Count>"))]
    pub whole: Option<Number>,
    /// Where the value comes from.
    pub cite: String,
}

/// A stretch of days, such as one person's redeployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SpellDocument {
    /// The code of the subject.
    pub subject: String,
    /// The code of the measure, by which rules refer to it.
    pub measure: String,
    /// Whom it concerns; different people have different texts.
    pub who: String,
    /// The first day.
    pub from: String,
    /// The day after the last.
    pub until: String,
}

/// Funds that a subject received and has to pass on (资金拨付).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ReceivedFunds"))]
#[serde(deny_unknown_fields)]
pub struct TransferDocument {
    /// The code of the subject that received them.
    pub subject: String,
    /// Their own code, such as the number of the allocation.
    pub code: String,
    /// Their name.
    pub name: String,
    /// The day on which they were received.
    pub received: String,
    /// The amount in yuan.
    pub amount: Number,
    /// What was passed on so far; left out where nothing was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed: Vec<PassedDocument>,
}

/// A payment by which funds were passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PassedDocument {
    /// The day.
    pub date: String,
    /// The amount in yuan.
    pub amount: Number,
}
