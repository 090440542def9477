//! Marks given by appraisers.

use serde::{Deserialize, Serialize};

use super::{RuleOnPaper, ScoringRule};
use crate::formula::Formula;
use crate::report::{Place, Report};
use crate::units::Mark;

/// Marks are given, from zero to full marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Given {}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule;

impl RuleOnPaper for Given {
    type Rule = Rule;

    fn check(&self, _: Mark, _: &Place<'_>, _: &mut Report) -> Option<Rule> {
        Some(Rule)
    }
}

impl ScoringRule for Rule {
    fn accepts(&self, mark: Mark, full: Mark) -> Result<(), String> {
        if mark < Mark::default() || mark > full {
            return Err(format!("{mark} is not between 0 and the full marks, {full}"));
        }
        Ok(())
    }

    fn formula(&self, mark: Formula, _: Formula) -> Formula {
        mark
    }

    fn label(&self) -> String {
        "评定给分".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use crate::scheme::scoring::trial::{mark_is_refused, scores};

    #[test]
    fn pays_what_was_given() {
        let given = r#"{"kind":"given"}"#;
        scores(given, &[("0", "0"), ("7.5", "7.5"), ("10", "10")]);
        mark_is_refused(given, "10.1", "10.1 is not between 0 and the full marks, 10");
        mark_is_refused(given, "-1", "-1 is not between 0 and the full marks, 10");
    }
}
