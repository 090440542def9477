//! Stage 1: from records of volume to equivalents.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};
use work_equivalent::facts::PayeeDocument;
use work_equivalent::scheme::{ItemDocument, Unverified};

use crate::dated::{first_day, in_force, weight_in_force};
use crate::numbers::{self, Fraction, whole};
use crate::setting::Setting;

/// Equivalents that a payee earned with an item on a date.
pub struct Earned {
    pub item: String,
    pub date: String,
    pub equivalents: Fraction,
}

/// Stage 1: everything that a payee earned with the items of a channel,
/// volume × weight × difficulty.
pub fn measure(setting: &Setting, payee: &PayeeDocument) -> Vec<Earned> {
    let mut earned = Vec::new();
    let first_day = &setting.facts.period.from;
    for item in setting.scheme.items.iter().filter(|item| is_bought_by(setting, item)) {
        let mut before = Fraction::zero();
        for (date, volume) in payable(setting, payee, item) {
            let after = &before + volume;
            let counted = counted(item, first_day, &after) - counted(item, first_day, &before);
            let weight = weight_in_force(&item.weights, &payee.group, &date);
            let equivalents = counted * weight * difficulty(setting, payee, &date);
            earned.push(Earned { item: item.code.clone(), date, equivalents });
            before = after;
        }
    }
    earned
}

/// Rule 4, catalogue: whether an item is in a category that a channel buys.
pub fn is_bought_by(setting: &Setting, item: &ItemDocument) -> bool {
    setting
        .scheme
        .categories
        .iter()
        .any(|category| category.code == item.category && category.channel == setting.channel.code)
}

/// Stage 1, payable volume of a payee and item by date, in chronological order: what was
/// verified, or reported where the channel pays that, less what was disallowed.
fn payable(
    setting: &Setting,
    payee: &PayeeDocument,
    item: &ItemDocument,
) -> BTreeMap<String, Fraction> {
    let mut by_date: BTreeMap<String, Fraction> = BTreeMap::new();
    let mut count = |date: String, volume: Fraction| {
        *by_date.entry(date).or_insert_with(Fraction::zero) += volume;
    };
    for record in &setting.facts.volumes {
        if record.payee != payee.code || record.item != item.code {
            continue;
        }
        let unverified = match setting.channel.unverified {
            Unverified::Refuse => None,
            Unverified::PayReported => record.reported.as_ref(),
        };
        let volume = numbers::read(record.verified.as_ref().or(unverified).unwrap());
        count(first_day(record.month.as_ref(), record.from.as_ref()), volume);
    }
    for finding in &setting.facts.findings {
        if finding.payee != payee.code || finding.item.as_ref() != Some(&item.code) {
            continue;
        }
        let volume = numbers::read(finding.volume.as_ref().unwrap());
        count(first_day(finding.month.as_ref(), finding.from.as_ref()), -volume);
    }
    by_date
}

/// Stage 1, ceiling and bands: what a cumulative volume of the period counts for.
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
pub fn difficulty(setting: &Setting, payee: &PayeeDocument, date: &str) -> Fraction {
    let group = setting.scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
    if group.difficulty.is_empty() {
        return whole(1);
    }
    in_force(&group.difficulty, date)
}
