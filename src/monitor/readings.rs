//! What the rules found: every reading, and the alerts among them.

use serde::Serialize;

use super::rules::Bound;
use crate::exact::Exact;
use crate::period::{Date, Period};
use crate::units::{Equivalents, Money};

/// What the rules of a monitor found, in order of the code of rule, subject, channel and item.
///
/// It serializes, exact numbers as strings, and is printed as a text in Chinese.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Readings {
    /// The title of the document that sets the rules.
    pub(super) title: String,
    /// Its number.
    pub(super) number: String,
    /// Who issued it.
    pub(super) issuer: String,
    /// The period of the statement.
    pub(super) period: Option<Period>,
    /// The period that it was compared with.
    pub(super) base: Option<Period>,
    /// The period of the observations.
    pub(super) observed: Option<Period>,
    /// Every rule, those that concern nobody too.
    pub(super) rules: Vec<RuleReference>,
    /// What each rule found of each subject.
    #[serde(rename = "readings")]
    pub(super) all: Vec<Reading>,
    /// How many readings are alerts.
    pub(super) alerts: usize,
}

impl Readings {
    /// Every rule that was watched, in order of code.
    #[must_use]
    pub fn rules(&self) -> &[RuleReference] {
        &self.rules
    }

    /// Every reading, in order of the code of rule, subject, channel and item.
    #[must_use]
    pub fn all(&self) -> &[Reading] {
        &self.all
    }

    /// The readings that are alerts, in the same order.
    pub fn alerts(&self) -> impl Iterator<Item = &Reading> {
        self.all.iter().filter(|reading| reading.alert)
    }
}

/// A rule as readings name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct RuleReference {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The document and clause that asks for it.
    pub cite: String,
}

/// A code with its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

impl Named {
    pub(super) fn new(code: &str, name: &str) -> Self {
        Self { code: code.to_owned(), name: name.to_owned() }
    }
}

/// What a rule found of one subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Reading {
    /// The rule.
    pub rule: RuleReference,
    /// Whom it concerns.
    pub subject: Named,
    /// The channel, where the reading is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Named>,
    /// The service item, where the reading is of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<Named>,
    /// What was found.
    pub outcome: Outcome,
    /// Whether it is an alert: [`Outcome::is_alert`].
    pub alert: bool,
    /// The figures behind it, with the threshold.
    pub figures: Figures,
}

/// What a rule found, before it is known whose rule it is.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) subject: Named,
    pub(super) channel: Option<Named>,
    pub(super) item: Option<Named>,
    pub(super) outcome: Outcome,
    pub(super) figures: Figures,
}

impl Found {
    pub(super) fn of(subject: Named, outcome: Outcome, figures: Figures) -> Self {
        Self { subject, channel: None, item: None, outcome, figures }
    }

    pub(super) fn by(self, rule: RuleReference) -> Reading {
        let Self { subject, channel, item, outcome, figures } = self;
        Reading { rule, subject, channel, item, outcome, alert: outcome.is_alert(), figures }
    }
}

/// What a reading says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// Within its limit, at its target, or passed on in time: no alert.
    Met,
    /// Equivalents rose beyond the limit.
    Rose,
    /// Equivalents fell beyond the limit.
    Fell,
    /// There were no equivalents in the base period, and there are now.
    New,
    /// One item has more than its share.
    Concentrated,
    /// Income is too low for its cost.
    Low,
    /// Income is too high for its cost.
    High,
    /// There was income, and a cost of zero.
    IncomeWithoutCost,
    /// Neither income nor cost: there is no ratio. No alert.
    NotComputable,
    /// The target was missed.
    Missed,
    /// The rule concerns the subject, and nothing was observed of it.
    NotObserved,
    /// Funds were passed on in full, too late.
    Late,
    /// Funds were passed on in part, and the deadline has passed.
    Short,
    /// No funds were passed on, and the deadline has passed.
    NotPassedOn,
    /// Funds were not passed on in full, and the deadline has not passed. No alert.
    Open,
    /// It lasted longer than it may.
    TooLong,
}

impl Outcome {
    /// Whether somebody should look at it.
    #[must_use]
    pub fn is_alert(self) -> bool {
        !matches!(self, Self::Met | Self::NotComputable | Self::Open)
    }
}

/// The figures of a reading, exact, with the threshold of its rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Figures {
    /// Equivalents against a base period.
    Change {
        /// Equivalents now.
        now: Equivalents,
        /// Equivalents in the base period.
        base: Equivalents,
        /// (now − base) ÷ base; none where the base is zero.
        change: Option<Exact>,
        /// The threshold of a rise.
        rise: Option<Exact>,
        /// The threshold of a fall.
        fall: Option<Exact>,
    },
    /// The share of one item.
    Concentration {
        /// Its equivalents.
        equivalents: Equivalents,
        /// All equivalents of the payee in the channel.
        total: Equivalents,
        /// The one divided by the other.
        share: Exact,
        /// The threshold.
        limit: Exact,
    },
    /// Income against cost.
    IncomeToCost {
        /// The income in yuan.
        income: Money,
        /// The cost in yuan; none where it was not observed.
        cost: Option<Exact>,
        /// The one divided by the other; none without a cost above zero.
        ratio: Option<Exact>,
        /// The lower threshold.
        low: Option<Exact>,
        /// The upper threshold.
        high: Option<Exact>,
        /// Where the cost comes from.
        observed_in: Option<String>,
    },
    /// A value against a target.
    Target {
        /// The measure.
        measure: String,
        /// The value; none where it was not observed.
        value: Option<Exact>,
        /// The part, where the value was observed as a part of a whole.
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<Exact>,
        /// The whole.
        #[serde(skip_serializing_if = "Option::is_none")]
        whole: Option<Exact>,
        /// Whether the target is to be reached or not to be exceeded.
        bound: Bound,
        /// The target.
        target: Exact,
        /// Whether people read both as percentages.
        percent: bool,
        /// Where the value comes from.
        observed_in: Option<String>,
    },
    /// Funds to pass on.
    PassedOn {
        /// The funds.
        funds: Named,
        /// When they were received.
        received: Date,
        /// How much in yuan.
        amount: Money,
        /// What was passed on.
        passed: Money,
        /// What was not.
        missing: Money,
        /// When anything was passed on last.
        last: Option<Date>,
        /// The threshold in calendar days.
        days: i64,
        /// The last day that is in time; none beyond the end of the calendar.
        deadline: Option<Date>,
        /// By how many days it is late: until the last payment where it was made in full, and else
        /// until the last day of which something is known.
        overdue: i64,
    },
    /// A stretch of days.
    Spell {
        /// The measure.
        measure: String,
        /// Whom it concerns.
        who: String,
        /// From when until when.
        period: Period,
        /// How many days that is.
        lasted: i64,
        /// The threshold in days.
        days: i64,
    },
}
