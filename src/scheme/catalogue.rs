//! The catalogue: groups of payee, classes of income, categories.

use super::document::{CategoryDocument, GroupDocument, IncomeClassDocument};
use super::lists::{Codes, optional_series, sorted};
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::Factor;

/// A class of payee.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) difficulty: Option<Dated<Factor>>,
}

/// A class of income.
#[derive(Clone, Debug)]
pub(crate) struct IncomeClass {
    pub(crate) code: String,
    pub(crate) name: String,
}

/// A category of items, with its places in the lists of income classes and channels.
#[derive(Clone, Debug)]
pub(crate) struct Category {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) income_class: usize,
    pub(crate) channel: usize,
}

impl Group {
    pub(super) fn check_all(documents: &[GroupDocument], report: &mut Report) -> Vec<Self> {
        if documents.is_empty() {
            report.add(&Place::ROOT.field("groups"), "is empty: payees need a group");
        }
        let check = |document: &GroupDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            let name = format!("the difficulty of group \"{}\"", document.code);
            let difficulty =
                optional_series(&document.difficulty, "difficulty", name, place, report);
            Some(Self { code: document.code.clone(), name: document.name.clone(), difficulty })
        };
        sorted("groups", documents, |group| &group.code, report, check)
    }
}

impl IncomeClass {
    pub(super) fn check_all(documents: &[IncomeClassDocument], report: &mut Report) -> Vec<Self> {
        let check = |document: &IncomeClassDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            report.line(&place.field("cite"), &document.cite);
            Some(Self { code: document.code.clone(), name: document.name.clone() })
        };
        sorted("income_classes", documents, |class| &class.code, report, check)
    }
}

impl Category {
    pub(super) fn check_all(
        documents: &[CategoryDocument],
        income_classes: &Codes<'_>,
        channels: &Codes<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        let check = |document: &CategoryDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            let income_class = income_classes.find(
                &document.income_class,
                "income class",
                &place.field("income_class"),
                report,
            );
            let channel =
                channels.find(&document.channel, "channel", &place.field("channel"), report);
            Some(Self {
                code: document.code.clone(),
                name: document.name.clone(),
                income_class: income_class?,
                channel: channel?,
            })
        };
        sorted("categories", documents, |category| &category.code, report, check)
    }
}
