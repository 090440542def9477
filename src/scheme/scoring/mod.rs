//! How an indicator is scored: one file for each rule.
//!
//! A rule is written once, as a formula from the mark to the score. To add one, write its file
//! and register it in the list below.

mod at_least;
mod at_most;
mod bands;
mod given;
mod linear;
mod yes_no;

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

/// Declares the rules: their variant names, which are their names in documents, and their files.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident: $file:ident,)*) => {
        /// How a mark becomes a score, as a document states it.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(tag = "kind", rename_all = "kebab-case")]
        #[non_exhaustive]
        pub enum RuleDocument {
            $($(#[$doc])* $name($file::Document),)*
        }

        /// How a mark becomes a score.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub(crate) enum Rule {
            $($name($file::Rule),)*
        }

        impl RuleDocument {
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

rules! {
    /// Marks are given by appraisers, from zero to full marks.
    Given: given,
    /// Full marks for yes (1), none for no (0).
    YesNo: yes_no,
    /// Full marks from a target on, pro rata below it.
    AtLeast: at_least,
    /// Full marks up to a target, pro rata beyond it.
    AtMost: at_most,
    /// Marks by bands of what was measured, closed below and open above.
    Bands: bands,
    /// Marks on the line between two points, flat beyond them.
    Linear: linear,
}

pub use at_least::Document as AtLeast;
pub use at_most::Document as AtMost;
pub use bands::{Band, Document as Bands};
pub use given::Document as Given;
pub use linear::{Document as Linear, End};
pub use yes_no::Document as YesNo;

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

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a rule as a document states it, and scores marks by it.
    fn rule(json: &str, full: &str) -> Result<Rule, Vec<String>> {
        let document: RuleDocument = serde_json::from_str(json).unwrap();
        let mut report = Report::default();
        let rule = document.check(full.parse().unwrap(), &Place::ROOT.field("rule"), &mut report);
        match rule {
            Some(rule) if report.is_empty() => Ok(rule),
            _ => Err(report.into_problems().iter().map(ToString::to_string).collect()),
        }
    }

    fn score(rule: &Rule, mark: &str, full: &str) -> Result<String, String> {
        let (mark, full): (Mark, Mark) = (mark.parse().unwrap(), full.parse().unwrap());
        rule.accepts(mark, full)?;
        let number = |mark: Mark| Formula::Value(mark.to_exact());
        Ok(rule.formula(number(mark), number(full)).value().unwrap().to_string())
    }

    #[test]
    fn every_rule_scores() {
        let bands = r#"{"kind":"bands","bands":[{"from":"0","marks":"0"},{"from":"0.6","marks":"5"},{"from":"0.85","marks":"10"}]}"#;
        let rising =
            r#"{"kind":"linear","low":{"at":"0.5","marks":"0"},"high":{"at":"0.9","marks":"10"}}"#;
        let falling =
            r#"{"kind":"linear","low":{"at":"2","marks":"10"},"high":{"at":"5","marks":"0"}}"#;
        for (json, cases) in [
            (r#"{"kind":"given"}"#, &[("0", "0"), ("7.5", "7.5"), ("10", "10")][..]),
            (r#"{"kind":"yes-no"}"#, &[("0", "0"), ("1", "10")]),
            (
                r#"{"kind":"at-least","target":"0.85"}"#,
                &[("0", "0"), ("0.425", "5"), ("0.84", "168/17"), ("0.85", "10"), ("2", "10")],
            ),
            (
                r#"{"kind":"at-most","target":"3"}"#,
                &[("0", "10"), ("3", "10"), ("6", "5"), ("9", "10/3")],
            ),
            (bands, &[("0", "0"), ("0.599999", "0"), ("0.6", "5"), ("0.85", "10"), ("9", "10")]),
            (rising, &[("0", "0"), ("0.5", "0"), ("0.6", "2.5"), ("0.9", "10"), ("1", "10")]),
            (falling, &[("1", "10"), ("3", "20/3"), ("5", "0"), ("6", "0")]),
        ] {
            let rule = rule(json, "10").unwrap();
            for (mark, expected) in cases {
                assert_eq!(score(&rule, mark, "10").as_deref(), Ok(*expected), "{json} {mark}");
            }
        }
    }

    #[test]
    fn every_rule_refuses_marks_it_cannot_score() {
        let bands =
            r#"{"kind":"bands","bands":[{"from":"1","marks":"0"},{"from":"2","marks":"5"}]}"#;
        for (json, mark, message) in [
            (r#"{"kind":"given"}"#, "10.1", "10.1 is not between 0 and the full marks, 10"),
            (r#"{"kind":"given"}"#, "-1", "-1 is not between 0 and the full marks, 10"),
            (r#"{"kind":"yes-no"}"#, "0.5", "0.5 is neither 1 (yes, 是) nor 0 (no, 否)"),
            (
                r#"{"kind":"at-least","target":"1"}"#,
                "-1",
                "-1 is below zero: what is measured against a target is not",
            ),
            (
                r#"{"kind":"at-most","target":"1"}"#,
                "-1",
                "-1 is below zero: what is measured against a target is not",
            ),
            (bands, "0.5", "0.5 lies below the lowest band, which begins at 1"),
        ] {
            assert_eq!(score(&rule(json, "10").unwrap(), mark, "10"), Err(message.to_owned()));
        }
    }

    #[test]
    fn every_rule_reports_what_is_wrong_with_it() {
        for (json, messages) in [
            (
                r#"{"kind":"at-least","target":"0"}"#,
                &["rule.target: 0 has no pro rata: a target is above zero"][..],
            ),
            (
                r#"{"kind":"at-most","target":"x"}"#,
                &[
                    "rule.target: \"x\" is not a mark: write plain digits with at most one decimal point and no separators, such as \"12.5\"",
                ],
            ),
            (r#"{"kind":"bands","bands":[]}"#, &["rule.bands: has no band: give at least one"]),
            (
                r#"{"kind":"bands","bands":[{"from":"1","marks":"11"},{"from":"1","marks":"-2"}]}"#,
                &[
                    "rule.bands[0].marks: 11 is not between 0 and the full marks, 10",
                    "rule.bands[1].marks: -2 is not between 0 and the full marks, 10",
                    "rule.bands[1].from: 1 is not above 1, where the band before begins",
                ],
            ),
            (
                r#"{"kind":"linear","low":{"at":"5","marks":"0"},"high":{"at":"5","marks":"20"}}"#,
                &[
                    "rule.high.marks: 20 is not between 0 and the full marks, 10",
                    "rule.high.at: 5 is not above 5, where the low end lies",
                ],
            ),
        ] {
            assert_eq!(rule(json, "10").unwrap_err(), messages, "{json}");
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
