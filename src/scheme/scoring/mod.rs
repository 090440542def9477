//! How an indicator is scored: one file for each rule, which has its document, its check, its
//! formula and its tests.
//!
//! A rule is written once, as a formula from the mark to the score. To add one, write its file
//! and register it in the list below.

use serde::{Deserialize, Serialize};

use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::Mark;

/// A rule as a document states it.
pub(crate) trait RuleOnPaper {
    /// The rule once checked.
    type Rule: ScoringRule;

    /// Checks the rule; every problem goes into the report.
    fn check(&self, full: Mark, place: &Place<'_>, report: &mut Report) -> Option<Self::Rule>;
}

/// A rule that was checked.
pub(crate) trait ScoringRule {
    /// Whether the mark is one that this rule can score; if not, what would be right.
    fn accepts(&self, mark: Mark, full: Mark) -> Result<(), String>;

    /// The score of a mark.
    fn formula(&self, mark: Formula, full: Formula) -> Formula;

    /// The rule in Chinese, for the trace.
    fn label(&self) -> String;
}

/// Declares the rules: their names in documents, their variants, their files, and the documents in
/// these, which are public in [`crate::scheme`].
macro_rules! rules {
    ($($(#[$doc:meta])* $kind:literal $name:ident: $file:ident::{$document:ident $(, $part:ident)*},)*) => {
        $(pub use $file::{$document $(, $part)*};)*

        /// How a mark becomes a score, as a document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind")]
        #[non_exhaustive]
        pub enum RuleDocument {
            $($(#[$doc])* #[serde(rename = $kind)] $name($document),)*
        }

        /// How a mark becomes a score.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Rule {
            $($name($file::Rule),)*
        }

        impl RuleDocument {
            /// The kinds of rules there are, as documents name them.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// Its kind, as documents name it.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => $kind,)*
                }
            }

            pub(super) fn check(
                &self,
                full: Mark,
                place: &Place<'_>,
                report: &mut Report,
            ) -> Option<Rule> {
                match self {
                    $(Self::$name(rule) => rule.check(full, place, report).map(Rule::$name),)*
                }
            }
        }

        impl Rule {
            fn as_rule(&self) -> &dyn ScoringRule {
                match self {
                    $(Self::$name(rule) => rule,)*
                }
            }
        }
    };
}

// A line here and one in the list: formatting and mutation follow no module that a macro declares.
mod at_least;
mod at_most;
mod bands;
mod given;
mod linear;
mod yes_no;

rules! {
    /// Marks are given by appraisers, from zero to full marks.
    "given" Given: given::{Given},
    /// Full marks for yes (1), none for no (0).
    "yes-no" YesNo: yes_no::{YesNo},
    /// Full marks from a target on, pro rata below it.
    "at-least" AtLeast: at_least::{AtLeast},
    /// Full marks up to a target, pro rata beyond it.
    "at-most" AtMost: at_most::{AtMost},
    /// Marks by bands of what was measured, closed below and open above.
    "bands" Bands: bands::{MarkBands, Band},
    /// Marks on the line between two points, flat beyond them.
    "linear" Linear: linear::{Linear, End},
}

impl Rule {
    pub(crate) fn accepts(&self, mark: Mark, full: Mark) -> Result<(), String> {
        self.as_rule().accepts(mark, full)
    }

    pub(crate) fn formula(&self, mark: Formula, full: Formula) -> Formula {
        self.as_rule().formula(mark, full)
    }

    pub(crate) fn label(&self) -> String {
        self.as_rule().label()
    }
}

/// Marks that a rule can give: from zero to full marks.
fn marks_within(
    marks: &crate::units::Number,
    full: Mark,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Mark> {
    let marks: Mark = report.number(place, marks)?;
    if marks < Mark::default() || marks > full {
        report.add(place, format!("{marks} is not between 0 and the full marks, {full}"));
        return None;
    }
    Some(marks)
}

/// A target that a measurement is divided by or compared with: above zero.
fn target_above_zero(
    target: &crate::units::Number,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Mark> {
    let place = place.field("target");
    let target: Mark = report.number(&place, target)?;
    if target <= Mark::default() {
        report.add(&place, format!("{target} has no pro rata: a target is above zero"));
        return None;
    }
    Some(target)
}

/// A measurement against a target is zero or more.
fn measured_from_zero(mark: Mark) -> Result<(), String> {
    if mark < Mark::default() {
        return Err(format!("{mark} is below zero: what is measured against a target is not"));
    }
    Ok(())
}

/// What the tests of all rules do.
#[cfg(test)]
mod trial {
    use super::*;

    /// Checks a rule as a document states it.
    fn rule(json: &str, full: &str) -> Result<Rule, Vec<String>> {
        let document: RuleDocument = serde_json::from_str(json).unwrap();
        assert!(json.contains(document.kind()));
        let mut report = Report::default();
        let rule = document.check(full.parse().unwrap(), &Place::ROOT.field("rule"), &mut report);
        match rule {
            Some(rule) if report.is_empty() => Ok(rule),
            _ => Err(report.into_problems().listed().iter().map(ToString::to_string).collect()),
        }
    }

    fn score(rule: &Rule, mark: &str, full: &str) -> Result<String, String> {
        let (mark, full): (Mark, Mark) = (mark.parse().unwrap(), full.parse().unwrap());
        rule.accepts(mark, full)?;
        let number = |mark: Mark| Formula::Value(mark.to_exact());
        Ok(rule.formula(number(mark), number(full)).value().unwrap().to_string())
    }

    /// Marks, each with the score that it gets of ten.
    pub(super) fn scores(json: &str, cases: &[(&str, &str)]) {
        let rule = rule(json, "10").unwrap();
        for (mark, expected) in cases {
            assert_eq!(score(&rule, mark, "10").as_deref(), Ok(*expected), "{json} {mark}");
        }
    }

    /// A mark that the rule cannot score.
    pub(super) fn mark_is_refused(json: &str, mark: &str, message: &str) {
        assert_eq!(score(&rule(json, "10").unwrap(), mark, "10"), Err(message.to_owned()));
    }

    /// A rule with something wrong in it, where full marks are ten.
    pub(super) fn is_refused(json: &str, messages: &[&str]) {
        assert_eq!(rule(json, "10").unwrap_err(), messages, "{json}");
    }

    #[test]
    fn every_kind_has_its_name() {
        assert!(RuleDocument::KINDS.contains(&"at-least"));
        for kind in RuleDocument::KINDS {
            let unknown = format!(r#"{{"kind":"{kind}","unknown":1}}"#);
            let error = serde_json::from_str::<RuleDocument>(&unknown).unwrap_err().to_string();
            assert!(error.contains("unknown field"), "{error}");
        }
        for json in [
            r#"{"kind":"guess"}"#,
            r#"{"kind":"given","target":"1"}"#,
            r#"{"kind":"at-least"}"#,
            r#"{"kind":"at-least","target":0.85}"#,
        ] {
            assert!(serde_json::from_str::<RuleDocument>(json).is_err(), "{json}");
        }
    }
}
