//! The catalogue: groups of payee, classes of income, categories and items with their weights.

use std::collections::BTreeMap;

use super::document::{
    BandsDocument, CategoryDocument, DatedDocument, GroupDocument, IncomeClassDocument,
    ItemDocument, WeightDocument,
};
use super::lists::{Codes, dated_values, series, sorted};
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::units::{Factor, Number, Volume, Weight};

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

/// A service item, with the place of its category.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) category: usize,
    /// By date, one for each group.
    pub(crate) weights: Dated<Vec<Weight>>,
    pub(crate) ceiling: Option<Dated<Volume>>,
    pub(crate) bands: Option<Bands>,
}

/// Bands of volume: never empty, the first above zero, rising.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    pub(crate) cite: String,
    pub(crate) steps: Vec<(Volume, Factor)>,
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

impl Item {
    pub(super) fn check_all(
        documents: &[ItemDocument],
        groups: &Codes<'_>,
        categories: &Codes<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        if documents.is_empty() {
            report.add(&Place::ROOT.field("items"), "is empty: a catalogue has service items");
        }
        let check = |document: &ItemDocument, place: &Place<'_>, report: &mut Report| {
            Self::check(document, groups, categories, place, report)
        };
        sorted("items", documents, |item| &item.code, report, check)
    }

    fn check(
        document: &ItemDocument,
        groups: &Codes<'_>,
        categories: &Codes<'_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let code = &document.code;
        report.code(place, code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("unit"), &document.unit);
        let category =
            categories.find(&document.category, "category", &place.field("category"), report);
        let weights = check_weights(code, &document.weights, groups, place, report);
        let name = format!("the ceiling of item \"{code}\"");
        let ceiling: Option<Dated<Volume>> =
            optional_series(&document.ceiling, "ceiling", name, place, report);
        if ceiling.iter().flat_map(Dated::values).any(|value| value.value < Volume::default()) {
            report.add(&place.field("ceiling"), "is below zero: a ceiling is zero or more");
        }
        let bands =
            document.bands.as_ref().map(|bands| Bands::check(bands, &place.field("bands"), report));
        Some(Self {
            code: code.clone(),
            name: document.name.clone(),
            unit: document.unit.clone(),
            category: category?,
            weights: weights?,
            ceiling,
            bands,
        })
    }
}

impl Bands {
    fn check(document: &BandsDocument, place: &Place<'_>, report: &mut Report) -> Self {
        report.line(&place.field("cite"), &document.cite);
        if document.steps.is_empty() {
            report.add(&place.field("steps"), "has no band: give at least one");
        }
        let mut before: Option<Volume> = None;
        let mut steps = Vec::new();
        for (index, step) in document.steps.iter().enumerate() {
            let place = place.record("steps", index, "");
            let above_place = place.field("above");
            let above: Option<Volume> = report.number(&above_place, &step.above);
            let factor: Option<Factor> = report.number(&place.field("factor"), &step.factor);
            if let Some(above) = above {
                match before {
                    None if index == 0 && above != Volume::default() => report.add(
                        &above_place,
                        format!("the first band begins above {above}: begin above 0"),
                    ),
                    Some(before) if above <= before => report.add(
                        &above_place,
                        format!("{above} is not above {before}, where the band before begins"),
                    ),
                    _ => {}
                }
                before = Some(above);
            }
            steps.extend(above.zip(factor));
        }
        Self { cite: document.cite.clone(), steps }
    }
}

/// The weights of an item, one for each group from each date on.
fn check_weights(
    code: &str,
    documents: &[WeightDocument],
    groups: &Codes<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Dated<Vec<Weight>>> {
    let value = |document: &WeightDocument, place: &Place<'_>, report: &mut Report| match (
        &document.value,
        &document.by_group,
    ) {
        (Some(value), None) => report
            .number::<Weight>(&place.field("value"), value)
            .map(|weight| vec![weight; groups.len()]),
        (None, Some(by_group)) => {
            weights_by_group(by_group, groups, &place.field("by_group"), report)
        }
        _ => {
            report.add(place, "needs either \"value\" or \"by_group\", and not both");
            None
        }
    };
    let name = format!("the weight of item \"{code}\"");
    series(documents, ("weights", name), place, report, |d| (&d.from, &d.until, &d.cite), value)
}

fn weights_by_group(
    by_group: &BTreeMap<String, Number>,
    groups: &Codes<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Vec<Weight>> {
    for code in by_group.keys() {
        groups.find(code, "group", &place.key(code), report);
    }
    let weights: Vec<Weight> = groups
        .iter()
        .filter_map(|group| {
            let number = by_group.get(group);
            if number.is_none() {
                report.add(&place.key(group), "is missing: every group needs its weight");
            }
            report.number(&place.key(group), number?)
        })
        .collect();
    (weights.len() == groups.len()).then_some(weights)
}

/// A series that may be left out altogether.
fn optional_series<Q: crate::units::Quantity>(
    documents: &[DatedDocument],
    field: &'static str,
    name: String,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Dated<Q>> {
    if documents.is_empty() {
        return None;
    }
    dated_values(documents, field, name, place, report)
}
