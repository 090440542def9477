//! Full marks from a target on, pro rata below it.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule, measured_from_zero, target_above_zero};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::{Mark, Number};

/// Full marks from a target on; below it, full marks × measured / target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "AtLeast"))]
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
        let reached = mark.over(Formula::Value(self.target.to_exact()));
        Formula::Product(vec![full, Formula::Least(vec![reached, Formula::Value(Exact::one())])])
    }

    fn label(&self) -> String {
        format!("不低于{}得满分，未达按比例得分", self.target)
    }
}
