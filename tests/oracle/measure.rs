//! Stage 1: from records of volume to equivalents, or to yuan.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};
use work_equivalent::facts::{ApprovedDocument, PayeeDocument, VolumeDocument};
use work_equivalent::scheme::{ItemDocument, Per, Unverified};

use crate::dated::{first_day, in_force, months_of_record};
use crate::numbers::{self, Fraction, whole};
use crate::setting::Setting;
use crate::worth::worth;

/// What a payee earned with an item on a date: equivalents, or yuan where the channel does not buy
/// equivalents.
pub struct Earned {
    pub item: String,
    pub date: String,
    pub measured: Fraction,
}

/// Stage 1: everything that a payee earned with the items of a channel, count × worth of a unit.
pub fn measure(setting: &Setting, payee: &PayeeDocument) -> Vec<Earned> {
    let mut earned = Vec::new();
    for item in setting.scheme.items.iter().filter(|item| is_bought_by(setting, item)) {
        let counts = match item.per {
            None => done(setting, payee, item),
            Some(per) => there(setting, payee, item, per),
        };
        earned.extend(counts.into_iter().map(|(date, count)| Earned {
            measured: count * worth(setting, payee, item, &date),
            item: item.code.clone(),
            date,
        }));
    }
    earned
}

/// What was done of an item, by date: each volume counts for what the ceiling and the bands of the
/// period leave of it.
fn done(setting: &Setting, payee: &PayeeDocument, item: &ItemDocument) -> Vec<(String, Fraction)> {
    let first_day = &setting.facts.period.from;
    let mut counts = Vec::new();
    let mut before = Fraction::zero();
    for (date, volume) in payable(setting, payee, item) {
        let after = &before + volume;
        let count = counted(item, first_day, &after) - counted(item, first_day, &before);
        counts.push((date, count));
        before = after;
    }
    counts
}

/// How many there are of an item, by record: the number, but no more than was approved, × the
/// months of the record, of which a year has twelve.
fn there(
    setting: &Setting,
    payee: &PayeeDocument,
    item: &ItemDocument,
    per: Per,
) -> Vec<(String, Fraction)> {
    let approved = approved(setting, payee, item);
    let count = |record: &VolumeDocument| {
        let [month, from, until] = [&record.month, &record.from, &record.until].map(Option::as_ref);
        let mut number = paid(setting, record);
        if let Some(approved) = &approved {
            number = number.min(approved.clone());
        }
        let months = months_of_record(month, from, until);
        let count = match per {
            Per::Month => number * months,
            Per::Year => number * months / whole(12),
        };
        (first_day(month, from), count)
    };
    records(setting, payee, item).map(count).collect()
}

/// The approved number of an item for a payee; none where the item has none.
fn approved(setting: &Setting, payee: &PayeeDocument, item: &ItemDocument) -> Option<Fraction> {
    item.approved.as_ref()?;
    let mut approved = setting.facts.approved.iter();
    let is_meant = |it: &&ApprovedDocument| (&it.payee, &it.item) == (&payee.code, &item.code);
    Some(numbers::read(&approved.find(is_meant)?.number))
}

/// Rule 4, catalogue: whether an item is in a category that a channel buys.
pub fn is_bought_by(setting: &Setting, item: &ItemDocument) -> bool {
    setting
        .scheme
        .categories
        .iter()
        .any(|category| category.code == item.category && category.channel == setting.channel.code)
}

/// The records of a payee and item.
fn records<'a>(
    setting: &Setting<'a>,
    payee: &'a PayeeDocument,
    item: &'a ItemDocument,
) -> impl Iterator<Item = &'a VolumeDocument> {
    let is_meant =
        |record: &&VolumeDocument| record.payee == payee.code && record.item == item.code;
    setting.facts.volumes.iter().filter(is_meant)
}

/// The volume of a record that counts: what was verified, or reported where the channel pays that.
fn paid(setting: &Setting, record: &VolumeDocument) -> Fraction {
    let unverified = match setting.channel.unverified {
        Unverified::Refuse => None,
        Unverified::PayReported => record.reported.as_ref(),
    };
    numbers::read(record.verified.as_ref().or(unverified).unwrap())
}

/// Stage 1, payable volume of a payee and item by date, in chronological order: what is
/// paid of each record, less what was disallowed.
fn payable(
    setting: &Setting,
    payee: &PayeeDocument,
    item: &ItemDocument,
) -> BTreeMap<String, Fraction> {
    let mut by_date: BTreeMap<String, Fraction> = BTreeMap::new();
    let mut count = |date: String, volume: Fraction| {
        *by_date.entry(date).or_insert_with(Fraction::zero) += volume;
    };
    for record in records(setting, payee, item) {
        count(first_day(record.month.as_ref(), record.from.as_ref()), paid(setting, record));
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
