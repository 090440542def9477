//! Full marks from a target on, pro rata below it.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, measured_from_zero, target_above_zero};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Full marks from a target on; below it, full marks × measured / target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AtLeast {
    /// The target, above zero.
    pub target: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    target: Mark,
}

impl RuleOnPaper for AtLeast {
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
        let reached = mark.over(Formula::Value(self.target.to_exact()));
        Formula::Product(vec![full, Formula::Least(vec![reached, Formula::Value(Exact::one())])])
    }

    fn label(&self) -> String {
        format!("不低于{}得满分，未达按比例得分", self.target)
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{is_refused, mark_is_refused, scores};

    #[test]
    fn pays_pro_rata_below_the_target() {
        scores(
            r#"{"kind":"at-least","target":"0.85"}"#,
            &[("0", "0"), ("0.425", "5"), ("0.84", "168/17"), ("0.85", "10"), ("2", "10")],
        );
    }

    #[test]
    fn says_what_is_wrong() {
        mark_is_refused(
            r#"{"kind":"at-least","target":"1"}"#,
            "-1",
            "-1 is below zero: what is measured against a target is not",
        );
        is_refused(
            r#"{"kind":"at-least","target":"0"}"#,
            &["rule.target: 0 has no pro rata: a target is above zero"],
        );
    }
}
