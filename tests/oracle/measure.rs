//! Stage 1: from records of volume to equivalents.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};
use work_equivalent::facts::{FactsDocument, PayeeDocument};
use work_equivalent::scheme::{ChannelDocument, ItemDocument, SchemeDocument, Unverified};

use crate::dated::{first_day, in_force, weight_in_force};
use crate::numbers::{self, Fraction, whole};

/// Equivalents that a payee earned with an item on a date.
pub struct Earned {
    pub item: String,
    pub date: String,
    pub equivalents: Fraction,
}

/// Rule 6.1: everything that a payee earned with the items of a channel,
/// volume × weight × difficulty.
pub fn measure(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    channel: &ChannelDocument,
    payee: &PayeeDocument,
) -> Vec<Earned> {
    let mut earned = Vec::new();
    for item in items_of(scheme, channel) {
        let mut before = Fraction::zero();
        for (date, volume) in payable(facts, channel, payee, item) {
            let after = &before + volume;
            let counted = counted(item, &facts.period.from, &after)
                - counted(item, &facts.period.from, &before);
            let weight = weight_in_force(&item.weights, &payee.group, &date);
            let equivalents = counted * weight * difficulty(scheme, payee, &date);
            earned.push(Earned { item: item.code.clone(), date, equivalents });
            before = after;
        }
    }
    earned
}

/// Rule 4, catalogue: the items in the categories that a channel buys.
fn items_of<'a>(
    scheme: &'a SchemeDocument,
    channel: &ChannelDocument,
) -> impl Iterator<Item = &'a ItemDocument> {
    let bought = |item: &&ItemDocument| {
        scheme
            .categories
            .iter()
            .any(|category| category.code == item.category && category.channel == channel.code)
    };
    scheme.items.iter().filter(bought)
}

/// Rule 6.1, payable volume of a payee and item by date, in chronological order: what was
/// verified, or reported where the channel pays that.
fn payable(
    facts: &FactsDocument,
    channel: &ChannelDocument,
    payee: &PayeeDocument,
    item: &ItemDocument,
) -> BTreeMap<String, Fraction> {
    let mut by_date: BTreeMap<String, Fraction> = BTreeMap::new();
    for record in &facts.volumes {
        if record.payee != payee.code || record.item != item.code {
            continue;
        }
        let unverified = match channel.unverified {
            Unverified::Refuse => None,
            Unverified::PayReported => record.reported.as_ref(),
        };
        let volume = numbers::read(record.verified.as_ref().or(unverified).unwrap());
        *by_date.entry(first_day(record)).or_insert_with(Fraction::zero) += volume;
    }
    by_date
}

/// Rule 6.1, ceiling and bands: what a cumulative volume of the period counts for.
fn counted(item: &ItemDocument, first_day: &str, volume: &Fraction) -> Fraction {
    let mut volume = volume.clone();
    if !item.ceiling.is_empty() {
        volume = volume.min(in_force(&item.ceiling, first_day));
    }
    let Some(bands) = &item.bands else {
        return volume;
    };
    let steps = &bands.steps;
    if volume.is_negative() {
        return numbers::read(&steps[0].factor) * volume;
    }
    let mut counted = Fraction::zero();
    for (index, step) in steps.iter().enumerate() {
        let above = numbers::read(&step.above);
        let top = match steps.get(index + 1) {
            Some(next) => numbers::read(&next.above).min(volume.clone()),
            None => volume.clone(),
        };
        if top > above {
            counted += numbers::read(&step.factor) * (top - above);
        }
    }
    counted
}

/// Rule 4, catalogue: the difficulty factor of a payee's group on a date; none given is 1.
fn difficulty(scheme: &SchemeDocument, payee: &PayeeDocument, date: &str) -> Fraction {
    let group = scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
    if group.difficulty.is_empty() {
        return whole(1);
    }
    in_force(&group.difficulty, date)
}
