//! Full marks for yes, none for no.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::Mark;

/// Full marks for yes (1), none for no (0).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct YesNo {}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule;

impl RuleOnPaper for YesNo {
    type Rule = Rule;

    fn check(&self, _: Mark, _: &Place<'_>, _: &mut Report) -> Option<Rule> {
        Some(Rule)
    }
}

impl ScoringRule for Rule {
    fn accepts(&self, mark: Mark, _: Mark) -> Result<(), String> {
        let exact = mark.to_exact();
        if exact.is_zero() || exact == Exact::one() {
            return Ok(());
        }
        Err(format!("{mark} is neither 1 (yes, 是) nor 0 (no, 否)"))
    }

    fn formula(&self, mark: Formula, full: Formula) -> Formula {
        Formula::Product(vec![full, mark])
    }

    fn label(&self) -> String {
        "是得满分，否不得分".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{mark_is_refused, scores};

    #[test]
    fn pays_all_or_nothing() {
        let yes_no = r#"{"kind":"yes-no"}"#;
        scores(yes_no, &[("0", "0"), ("1", "10")]);
        mark_is_refused(yes_no, "0.5", "0.5 is neither 1 (yes, 是) nor 0 (no, 否)");
    }
}
