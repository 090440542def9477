//! The equivalents of a statement by payee, channel and item.

use std::collections::BTreeMap;

use super::readings::{Figures, Found, Named, Outcome};
use crate::exact::Exact;
use crate::report::{Place, Report};
use crate::statement::{CategoryFigures, ChannelFigures, PayeeFigures, Statement};
use crate::units::Equivalents;

/// Where equivalents were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot<'s> {
    pub(super) payee: &'s str,
    pub(super) channel: &'s str,
    /// None is all items.
    item: Option<&'s str>,
}

/// What was counted there, with the names of the place.
#[derive(Clone, Debug)]
pub(super) struct Counted<'s> {
    pub(super) equivalents: Exact,
    payee: &'s str,
    channel: &'s str,
    item: &'s str,
}

/// Equivalents in order of payee, channel and item.
pub(super) type Counts<'s> = BTreeMap<Spot<'s>, Counted<'s>>;

impl Counted<'_> {
    /// What a rule finds there.
    pub(super) fn found(&self, spot: &Spot<'_>, outcome: Outcome, figures: Figures) -> Found {
        Found {
            channel: Some(Named::new(spot.channel, self.channel)),
            item: spot.item.map(|code| Named::new(code, self.item)),
            ..Found::of(Named::new(spot.payee, self.payee), outcome, figures)
        }
    }
}

/// The equivalents that were counted; none in a channel that is not bought by them.
fn counted(equivalents: Option<&Equivalents>) -> Option<&Exact> {
    equivalents.map(Equivalents::exact)
}

/// The channels of a statement that are not bought by equivalents.
pub(super) fn channels_without(statement: &Statement) -> impl Iterator<Item = &str> {
    let channels = statement.figures().channels.iter();
    let without = channels.filter(|channel| counted(channel.equivalents.as_ref()).is_none());
    without.map(|channel| channel.code.as_str())
}

/// The equivalents of each payee in each channel that is bought by them.
pub(super) fn by_payee(statement: &Statement) -> Counts<'_> {
    let mut counts = Counts::new();
    for (channel, payee) in payees(statement) {
        if let Some(equivalents) = counted(payee.equivalents.as_ref()) {
            let spot = Spot { payee: &payee.code, channel: &channel.code, item: None };
            let counted = Counted {
                equivalents: equivalents.clone(),
                payee: &payee.name,
                channel: &channel.name,
                item: "",
            };
            counts.insert(spot, counted);
        }
    }
    counts
}

/// The same by item; a problem of the rule where the statement does not go by item.
pub(super) fn by_item<'s>(
    statement: &'s Statement,
    rule: &Place<'_>,
    report: &mut Report,
) -> Option<Counts<'s>> {
    let mut counts = Counts::new();
    for (channel, payee) in payees(statement) {
        for category in &payee.categories {
            if category.items.is_empty() && has_equivalents(category) {
                let message = format!(
                    "needs items, but the statement of {} has none in category \"{}\" of payee \
                     \"{}\", which has equivalents: give the statement by item",
                    statement.figures().period.in_words(),
                    category.code,
                    payee.code
                );
                report.add(rule, message);
                return None;
            }
            for item in &category.items {
                let Some(equivalents) = counted(item.equivalents.as_ref()) else { continue };
                let spot =
                    Spot { payee: &payee.code, channel: &channel.code, item: Some(&item.code) };
                let counted = counts.entry(spot).or_insert_with(|| Counted {
                    equivalents: Exact::zero(),
                    payee: &payee.name,
                    channel: &channel.name,
                    item: &item.name,
                });
                counted.equivalents = counted.equivalents.plus(equivalents);
            }
        }
    }
    Some(counts)
}

fn has_equivalents(category: &CategoryFigures) -> bool {
    counted(category.equivalents.as_ref()).is_some_and(|equivalents| !equivalents.is_zero())
}

fn payees(statement: &Statement) -> impl Iterator<Item = (&ChannelFigures, &PayeeFigures)> {
    let channels = statement.figures().channels.iter();
    channels.flat_map(|channel| channel.payees.iter().map(move |payee| (channel, payee)))
}
