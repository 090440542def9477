//! Kinds of finding: what an inspection can find, and what follows from it (核查发现).

use super::Codes;
use super::document::{FindingKindDocument, FindingRuleDocument};
use super::lists::{dated_values, sorted};
use crate::exact::Exact;
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::{Coefficient, Factor, Money};

/// A kind of finding.
#[derive(Clone, Debug)]
pub(crate) struct FindingKind {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) cite: String,
    pub(crate) rule: FindingRule,
}

/// What follows from a finding; channels and appraisals by their place.
#[derive(Clone, Debug)]
pub(crate) enum FindingRule {
    /// The volume is not paid, and a multiple of its value is deducted.
    Disallow(Dated<Factor>),
    /// A fixed amount is deducted.
    Fixed { channel: usize, amount: Dated<Money> },
    /// The amount that the finding states is deducted.
    Stated { channel: usize },
    /// The coefficient is forced down to a value.
    Veto { appraisal: usize, coefficient: Dated<Coefficient> },
}

impl FindingKind {
    pub(super) fn check_all(
        documents: &[FindingKindDocument],
        channels: &Codes<'_>,
        appraisals: &Codes<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        let check = |document: &FindingKindDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            report.line(&place.field("cite"), &document.cite);
            let code = &document.code;
            let rule =
                FindingRule::check(&document.rule, code, channels, appraisals, place, report)?;
            Some(Self {
                code: code.clone(),
                name: document.name.clone(),
                cite: document.cite.clone(),
                rule,
            })
        };
        sorted("finding_kinds", documents, |kind| &kind.code, report, check)
    }
}

impl FindingRule {
    fn check(
        document: &FindingRuleDocument,
        kind: &str,
        channels: &Codes<'_>,
        appraisals: &Codes<'_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let place = place.field("rule");
        let name = |what: &str| format!("the {what} of finding kind \"{kind}\"");
        match document {
            FindingRuleDocument::Disallow { multiple } => {
                dated_values(multiple, "multiple", name("multiple"), &place, report)
                    .map(Self::Disallow)
            }
            FindingRuleDocument::Fixed { channel, amount } => {
                let channel = channels.find(channel, "channel", &place.field("channel"), report);
                let amount = dated_values(amount, "amount", name("amount"), &place, report);
                Some(Self::Fixed { channel: channel?, amount: amount? })
            }
            FindingRuleDocument::Stated { channel } => channels
                .find(channel, "channel", &place.field("channel"), report)
                .map(|channel| Self::Stated { channel }),
            FindingRuleDocument::Veto { appraisal, coefficient } => {
                let place_of = place.field("appraisal");
                let appraisal = appraisals.find(appraisal, "appraisal", &place_of, report);
                let name = name("coefficient");
                let coefficient: Option<Dated<Coefficient>> =
                    dated_values(coefficient, "coefficient", name, &place, report);
                for (index, value) in coefficient.iter().flat_map(Dated::values).enumerate() {
                    if *value.value.exact() > Exact::one() {
                        let place = place.record("coefficient", index, "");
                        let value = &value.value;
                        let message =
                            format!("{value} is above 1: a veto forces the coefficient down");
                        report.add(&place.field("value"), message);
                    }
                }
                Some(Self::Veto { appraisal: appraisal?, coefficient: coefficient? })
            }
        }
    }
}
