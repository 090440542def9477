//! Full marks up to a target, pro rata beyond it.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, measured_from_zero, target_above_zero};
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Full marks up to a target; beyond it, full marks × target / measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AtMost"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The target, above zero.
    pub target: Number,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    target: Mark,
}

impl RuleOnPaper for Document {
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
