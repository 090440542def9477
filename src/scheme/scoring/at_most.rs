//! Full marks up to a target, pro rata beyond it.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, measured_from_zero, target_above_zero};
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Full marks up to a target; beyond it, full marks × target / measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AtMost {
    /// The target, above zero.
    pub target: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    target: Mark,
}

impl RuleOnPaper for AtMost {
    type Rule = Rule;

    fn check(&self, _: Mark, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        target_above_zero(&self.target, place, report).map(|target| Rule { target })
    }
}

impl ScoringRule for Rule {
    fn accepts(&self, mark: Mark, _: Mark) -> Result<(), String> {
        measured_from_zero(mark)
    }

    fn formula(&self, mark: Formula, full: Formula) -> Formula {
        let target = Formula::Value(self.target.to_exact());
        let divisor = Formula::Greatest(vec![mark, target.clone()]);
        Formula::Product(vec![full, target.over(divisor)])
    }

    fn label(&self) -> String {
        format!("不高于{}得满分，超出按比例得分", self.target)
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{is_refused, mark_is_refused, scores};

    #[test]
    fn pays_pro_rata_beyond_the_target() {
        scores(
            r#"{"kind":"at-most","target":"3"}"#,
            &[("0", "10"), ("3", "10"), ("6", "5"), ("9", "10/3")],
        );
    }

    #[test]
    fn says_what_is_wrong() {
        mark_is_refused(
            r#"{"kind":"at-most","target":"1"}"#,
            "-1",
            "-1 is below zero: what is measured against a target is not",
        );
        is_refused(
            r#"{"kind":"at-most","target":"x"}"#,
            &[
                "rule.target: \"x\" is not a mark: write plain digits with at most one decimal point \
               and no separators, such as \"12.5\"",
            ],
        );
    }
}
