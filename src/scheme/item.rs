//! Service items, and what else channels count: heads, cases, posts, amounts.

use std::collections::BTreeMap;

use super::channel::Measure;
use super::document::{
    BandsDocument, ChannelDocument, ItemDocument, Per, SchemeDocument, WeightDocument,
};
use super::lists::{Codes, optional_series, series, sorted};
use crate::period::{Date, Dated, DatedValue};
use crate::report::{Place, Report};
use crate::text::clip;
use crate::units::{Factor, Number, Quantity, Quota, Volume, Weight};

/// A service item, with the place of its category.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) category: usize,
    /// By date, one for each group: equivalents, or the quota in yuan, per unit of count. An
    /// amount is worth itself.
    pub(crate) weights: Dated<Vec<Weight>>,
    /// Over what time one of those that there are counts; none where a volume is what was done.
    pub(crate) per: Option<Per>,
    /// The clause by which no more than the approved number counts.
    pub(crate) approved: Option<String>,
    pub(crate) ceiling: Option<Dated<Volume>>,
    pub(crate) bands: Option<Bands>,
}

/// Bands of volume: never empty, the first above zero, rising.
#[derive(Clone, Debug)]
pub(crate) struct Bands {
    pub(crate) cite: String,
    pub(crate) steps: Vec<(Volume, Factor)>,
}

/// What the channels of items measure: by the code of an item's category.
type Measures<'d> = BTreeMap<&'d str, (Measure, &'d ChannelDocument)>;

/// What the items of a document are checked against.
struct Against<'a, 'd> {
    groups: &'a Codes<'d>,
    categories: &'a Codes<'d>,
    measures: Measures<'d>,
    /// The first day of the scheme.
    from: Option<Date>,
}

impl Against<'_, '_> {
    /// Whether what the facts state of an item is an amount.
    fn is_of_amounts(&self, item: &ItemDocument) -> bool {
        let measure = self.measures.get(item.category.as_str());
        measure.is_some_and(|(measure, _)| *measure == Measure::Amounts)
    }
}

impl Item {
    pub(super) fn check_all(
        scheme: &SchemeDocument,
        groups: &Codes<'_>,
        categories: &Codes<'_>,
        from: Option<Date>,
        report: &mut Report,
    ) -> Vec<Self> {
        if scheme.items.is_empty() {
            report.add(&Place::ROOT.field("items"), "is empty: a catalogue has service items");
        }
        let against = Against { groups, categories, measures: measures(scheme), from };
        let check = |document: &ItemDocument, place: &Place<'_>, report: &mut Report| {
            Self::check(document, &against, place, report)
        };
        sorted("items", &scheme.items, |item| &item.code, report, check)
    }

    fn check(
        document: &ItemDocument,
        against: &Against<'_, '_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let code = &document.code;
        report.code(place, code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("unit"), &document.unit);
        let category = &place.field("category");
        let category = against.categories.find(&document.category, "category", category, report);
        let weights = document.check_worth(against, place, report);
        document.check_time(against, place, report);
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
            per: document.per,
            approved: document.approved.as_ref().map(|approved| approved.cite.clone()),
            ceiling,
            bands,
        })
    }
}

/// The channel of each category, and what it measures; what refers to nothing is reported where it
/// is checked.
fn measures(scheme: &SchemeDocument) -> Measures<'_> {
    let channels: BTreeMap<&str, (Measure, &ChannelDocument)> = scheme
        .channels
        .iter()
        .map(|channel| (channel.code.as_str(), (channel.price.measure(), channel)))
        .collect();
    let categories = scheme.categories.iter();
    categories
        .filter_map(|category| {
            channels.get(category.channel.as_str()).map(|found| (category.code.as_str(), *found))
        })
        .collect()
}

impl ItemDocument {
    /// The weights or the quotas, as the channel needs them.
    fn check_worth(
        &self,
        against: &Against<'_, '_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Dated<Vec<Weight>>> {
        let measure = against.measures.get(self.category.as_str());
        let mut without_effect = |field, given: bool, why: &str| {
            if given {
                report.add(&place.field(field), format!("has no effect: {why}"));
            }
        };
        match measure {
            // A category that is unknown, or whose channel is, was reported.
            None if self.quotas.is_empty() => self.check_weights(against.groups, place, report),
            None => self.check_quotas(against.groups, place, report),
            Some((Measure::Equivalents, channel)) => {
                let why =
                    format!("channel \"{}\" buys equivalents, by \"weights\"", clip(&channel.code));
                without_effect("quotas", !self.quotas.is_empty(), &why);
                self.check_weights(against.groups, place, report)
            }
            Some((Measure::Quotas, channel)) => {
                let why = format!("channel \"{}\" pays quotas, by \"quotas\"", clip(&channel.code));
                without_effect("weights", !self.weights.is_empty(), &why);
                self.check_quotas(against.groups, place, report)
            }
            Some((Measure::Amounts, channel)) => {
                let why = format!(
                    "channel \"{}\" pays amounts that the facts state",
                    clip(&channel.code)
                );
                for (field, given) in [
                    ("weights", !self.weights.is_empty()),
                    ("quotas", !self.quotas.is_empty()),
                    ("per", self.per.is_some()),
                    ("approved", self.approved.is_some()),
                    ("ceiling", !self.ceiling.is_empty()),
                    ("bands", self.bands.is_some()),
                ] {
                    without_effect(field, given, &why);
                }
                let value = vec![Weight::ONE; against.groups.len()];
                let cite = channel.cite.clone();
                let worth = DatedValue { from: against.from?, until: None, value, cite };
                Dated::new(self.code.clone(), vec![worth]).ok()
            }
        }
    }

    fn check_weights(
        &self,
        groups: &Codes<'_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Dated<Vec<Weight>>> {
        let list = ("weights", format!("the weight of item \"{}\"", self.code));
        check_values(list, &self.weights, groups, place, report, |weight| weight)
    }

    /// The quotas, in the place of weights.
    fn check_quotas(
        &self,
        groups: &Codes<'_>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Dated<Vec<Weight>>> {
        let list = ("quotas", format!("the quota of item \"{}\"", self.code));
        check_values(list, &self.quotas, groups, place, report, Quota::as_weight)
    }

    /// What is counted over time has no ceiling and no bands, and only of it a number is approved.
    fn check_time(&self, against: &Against<'_, '_>, place: &Place<'_>, report: &mut Report) {
        if self.per.is_some() && !against.is_of_amounts(self) {
            for (field, given) in
                [("ceiling", !self.ceiling.is_empty()), ("bands", self.bands.is_some())]
            {
                if given {
                    let message = "has no place in an item that counts per month or year: let \
                                   \"approved\" say how many count";
                    report.add(&place.field(field), message);
                }
            }
        }
        let Some(approved) = &self.approved else { return };
        if against.is_of_amounts(self) {
            return;
        }
        let field = place.field("approved");
        report.line(&field.field("cite"), &approved.cite);
        if self.per.is_none() {
            let message = "has no effect: only of what counts per month or year a number is \
                           approved: leave it out, or give the item \"per\"";
            report.add(&field, message);
        }
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

/// The weights or quotas of an item, one for each group from each date on.
fn check_values<Q: Quantity>(
    (field, name): (&'static str, String),
    documents: &[WeightDocument],
    groups: &Codes<'_>,
    place: &Place<'_>,
    report: &mut Report,
    weight: fn(Q) -> Weight,
) -> Option<Dated<Vec<Weight>>> {
    let value = |document: &WeightDocument, place: &Place<'_>, report: &mut Report| match (
        &document.value,
        &document.by_group,
    ) {
        (Some(value), None) => report
            .number::<Q>(&place.field("value"), value)
            .map(|value| vec![weight(value); groups.len()]),
        (None, Some(by_group)) => {
            let values = by_group_values(by_group, groups, &place.field("by_group"), report);
            values.map(|values| values.into_iter().map(weight).collect())
        }
        _ => {
            report.add(place, "needs either \"value\" or \"by_group\", and not both");
            None
        }
    };
    series(documents, (field, name), place, report, |d| (&d.from, &d.until, &d.cite), value)
}

fn by_group_values<Q: Quantity>(
    by_group: &BTreeMap<String, Number>,
    groups: &Codes<'_>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Vec<Q>> {
    for code in by_group.keys() {
        groups.find(code, "group", &place.key(code), report);
    }
    let values: Vec<Q> = groups
        .iter()
        .filter_map(|group| {
            let number = by_group.get(group);
            if number.is_none() {
                let message = format!("is missing: every group needs its {}", Q::NAME);
                report.add(&place.key(group), message);
            }
            report.number(&place.key(group), number?)
        })
        .collect();
    (values.len() == groups.len()).then_some(values)
}
