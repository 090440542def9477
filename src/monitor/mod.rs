//! Alerts that are independent of payment: what changed, piles up, is missed or comes late (监测).
//!
//! A [`MonitorDocument`] states rules, each with its threshold and citation; a [`Monitor`] is one
//! that was checked. It looks at statements, and at [`Observations`] of what no statement holds, and
//! gives [`Readings`]: of every subject that a rule concerns, met or not. Nothing here moves money.
//!
//! | kind of rule | what is read | alert |
//! |---|---|---|
//! | `change` | equivalents of a payee, or of each of its items, against a base period | beyond a rise or a fall; nothing in the base |
//! | `concentration` | the share of an item in a payee's equivalents | beyond a share |
//! | `income-to-cost` | a payee's income in the statement ÷ its observed cost | below or above a ratio; no cost |
//! | `target` | an observed value | missed; not observed |
//! | `passed-on` | funds received and what was passed on of them | late, short, not passed on |
//! | `spell` | an observed stretch of days | too long |
//!
//! A limit is exceeded strictly beyond it, and a target is met at it. All of it is exact: a third
//! is above 0.333333333.

mod document;
mod equivalents;
mod error;
mod given;
mod lists;
mod observations;
mod quantity;
mod readings;
mod rules;
mod text;

pub use document::{
    MonitorDocument, ObservationsDocument, PassedDocument, PeriodDocument, RuleDocument,
    SpellDocument, SubjectDocument, TransferDocument, ValueDocument,
};
pub use error::{MonitorError, ObservationsError, WatchError};
pub use given::Watched;
pub use observations::Observations;
pub use readings::{Figures, Named, Outcome, Reading, Readings, RuleReference};
pub use rules::{
    Bound, ChangeOf, ChangeRule, ConcentrationRule, IncomeToCostRule, PassedOnRule, SpellRule,
    TargetRule, WatchDocument,
};

use serde::{Deserialize, Serialize, Serializer};

use crate::report::{Place, Report};
use given::Given;
use lists::Seen;
use rules::Watch;

/// Rules that were checked, and that watch.
///
/// ```
/// use work_equivalent::monitor::{Monitor, Observations, Outcome, Watched};
///
/// let monitor: Monitor = serde_json::from_str(r#"{
///     "title": "监测规则", "number": "示例〔2024〕2号", "issuer": "示例区",
///     "rules": [{
///         "code": "signed", "name": "重点人群签约率", "cite": "示例 一",
///         "rule": {
///             "kind": "target", "measure": "signed", "bound": "at-least",
///             "value": "0.85", "percent": true
///         }
///     }]
/// }"#)?;
/// let observations: Observations = serde_json::from_str(r#"{
///     "period": {"from": "2024-01-01", "until": "2025-01-01"},
///     "subjects": [
///         {"code": "W01", "name": "甲卫生院"},
///         {"code": "W02", "name": "乙卫生院"},
///         {"code": "W03", "name": "丙卫生院"}
///     ],
///     "values": [
///         {"subject": "W01", "measure": "signed", "part": "850", "whole": "1000", "cite": "年报"},
///         {"subject": "W02", "measure": "signed", "part": "849", "whole": "1000", "cite": "年报"}
///     ]
/// }"#)?;
///
/// let watched = Watched { observations: Some(&observations), ..Watched::default() };
/// let readings = monitor.watch(&watched)?;
/// let outcomes: Vec<Outcome> = readings.all().iter().map(|reading| reading.outcome).collect();
/// assert_eq!(outcomes, [Outcome::Met, Outcome::Missed, Outcome::NotObserved]);
/// assert_eq!(readings.alerts().count(), 2);
/// println!("{readings}"); // in Chinese, with the citation
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "MonitorDocument")]
pub struct Monitor {
    document: MonitorDocument,
    /// In order of code.
    rules: Vec<Rule>,
}

/// A rule, with its place in the document.
#[derive(Clone, Debug)]
struct Rule {
    index: usize,
    reference: RuleReference,
    watch: Watch,
}

impl Monitor {
    /// The monitor of a document.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once: no rule; a code that occurs twice; a
    /// malformed number (`"20%"`) or one out of range; a change without a rise and a fall; a fall
    /// or a share of 1 or more, which nothing exceeds; a low ratio above the high one; a target
    /// with both a value and values by group, or neither; a number of days that is not whole.
    pub fn new(document: MonitorDocument) -> Result<Self, MonitorError> {
        let mut report = Report::default();
        let rules = check(&document, &mut report);
        if report.is_empty() {
            Ok(Self { document, rules })
        } else {
            Err(MonitorError::new(&document.number, report))
        }
    }

    /// The document as it was given.
    #[must_use]
    pub fn document(&self) -> &MonitorDocument {
        &self.document
    }

    /// What the rules find.
    ///
    /// # Errors
    ///
    /// For every rule at once: a statement, a base or observations that it needs and that were not
    /// given; a statement by category where it goes by item; a class of income that the statement
    /// does not have; income and cost of different periods; a cost below zero.
    pub fn watch(&self, watched: &Watched<'_>) -> Result<Readings, WatchError> {
        let mut report = Report::default();
        let mut readings = Vec::new();
        let given = Given(*watched);
        for Rule { index, reference, watch } in &self.rules {
            let place = Place::ROOT.record("rules", *index, &reference.code);
            let found = watch.watch(&given, &place, &mut report);
            readings.extend(found.into_iter().map(|found| found.by(reference.clone())));
        }
        let MonitorDocument { title, number, issuer, .. } = &self.document;
        if !report.is_empty() {
            return Err(WatchError::new(number, report));
        }
        Ok(Readings {
            title: title.clone(),
            number: number.clone(),
            issuer: issuer.clone(),
            period: watched.statement.map(|statement| statement.figures().period),
            base: watched.base.map(|base| base.figures().period),
            observed: watched.observations.map(Observations::period),
            rules: self.rules.iter().map(|rule| rule.reference.clone()).collect(),
            alerts: readings.iter().filter(|reading| reading.alert).count(),
            all: readings,
        })
    }
}

/// The most rules of a monitor: each can make a reading of every subject.
const MOST_RULES: usize = 1_000;

/// The rules in order of code.
fn check(document: &MonitorDocument, report: &mut Report) -> Vec<Rule> {
    let root = Place::ROOT;
    report.line(&root.field("title"), &document.title);
    report.line(&root.field("number"), &document.number);
    report.line(&root.field("issuer"), &document.issuer);
    if document.rules.is_empty() {
        report.add(&root.field("rules"), "is empty: there is nothing to watch");
    }
    if document.rules.len() > MOST_RULES {
        let message = format!("has {} rules: at most {MOST_RULES}", document.rules.len());
        report.add(&root.field("rules"), message);
    }
    let mut seen = Seen::new();
    let mut rules = Vec::new();
    for (index, RuleDocument { code, name, cite, rule }) in document.rules.iter().enumerate() {
        let place = root.record("rules", index, code);
        report.code(&place, code);
        seen.code(report, &place, (code, index));
        report.line(&place.field("name"), name);
        report.line(&place.field("cite"), cite);
        if let Some(watch) = rule.check(&place.field("rule"), report) {
            let (code, name, cite) = (code.clone(), name.clone(), cite.clone());
            rules.push(Rule { index, reference: RuleReference { code, name, cite }, watch });
        }
    }
    rules.sort_by(|a, b| a.reference.code.cmp(&b.reference.code));
    rules
}

impl TryFrom<MonitorDocument> for Monitor {
    type Error = MonitorError;

    fn try_from(document: MonitorDocument) -> Result<Self, MonitorError> {
        Self::new(document)
    }
}

impl Serialize for Monitor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

#[cfg(test)]
mod tests;
