//! Random records of volume, ordinary ones and corrections.

use std::collections::BTreeSet;

use work_equivalent::facts::{PayeeDocument, VolumeDocument};
use work_equivalent::scheme::{
    ChannelDocument, DatedDocument, ItemDocument, PriceDocument, RoundsDocument, SchemeDocument,
    Unverified,
};

use super::Maker;
use super::calendar::Day;
use super::items::step;
use crate::setting::buys_equivalents;

/// The most volume, in millionths.
pub(super) const MOST_VOLUME: i64 = 9_999_999_999_999_999;

/// A piece of the period in which an item can be counted once.
#[derive(Clone)]
struct Cell {
    from: String,
    until: String,
    /// Cells of the same stretch meet the same weight or quota, difficulty, price and round.
    stretch: usize,
}

impl Maker {
    /// Rule 5, volumes: up to twelve records for each payee, and four more for each further channel,
    /// and corrections of some.
    pub(super) fn volumes(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> Vec<VolumeDocument> {
        let all_zero = self.random().chance(2);
        let channels = i64::try_from(scheme.channels.len()).unwrap();
        let mut volumes = Vec::new();
        for payee in payees {
            let mut places: Vec<(&ItemDocument, Cell, Vec<Cell>)> = Vec::new();
            for item in &scheme.items {
                let cells = self.cells(scheme, payee, item);
                for cell in &cells {
                    let mut stretch = cells.clone();
                    stretch.retain(|other| other.stretch == cell.stretch);
                    places.push((item, cell.clone(), stretch));
                }
            }
            self.random().shuffle(&mut places);
            let records = self.random().count(0, 8 + 4 * channels);
            let mut corrected = BTreeSet::new();
            for (item, cell, stretch) in places.into_iter().take(records) {
                let channel = channel_of(scheme, item);
                let volume = if all_zero { 0 } else { self.volume(channel) };
                let record = self.ordinary(channel, payee, item, &cell, volume);
                let place = self.random().pick(&stretch).clone();
                let may_be_corrected =
                    item.per.is_none() && corrected.insert((&item.code, place.from.clone()));
                if may_be_corrected && volume > 0 && self.random().chance(25) {
                    volumes.push(self.correction(channel, payee, item, &place, (&record, volume)));
                }
                volumes.push(record);
            }
        }
        self.random().shuffle(&mut volumes);
        volumes
    }

    /// Pieces of the period that straddle no change: months, parts of months, several months.
    fn cells(
        &mut self,
        scheme: &SchemeDocument,
        payee: &PayeeDocument,
        item: &ItemDocument,
    ) -> Vec<Cell> {
        let (from, until) = (self.calendar.from.text(), self.calendar.until.text());
        let changes = self.changes(scheme, payee, item);
        let mut bounds = changes.clone();
        // What there is, may be there throughout.
        let per_month = if item.per.is_some() && self.random().chance(30) { 0 } else { 75 };
        for month in self.calendar.from.month + 1..=self.calendar.until.month {
            let first_day = Day::first_of(month);
            if first_day < self.calendar.until && self.random().chance(per_month) {
                bounds.insert(first_day.text());
            }
        }
        if self.random().chance(if item.per.is_some() { 60 } else { 30 }) {
            bounds.insert(self.calendar.inside(&mut self.quantities.random).text());
        }
        bounds.extend([from, until]);
        let bounds: Vec<String> = bounds.into_iter().collect();
        let cell = |pair: &[String]| Cell {
            from: pair[0].clone(),
            until: pair[1].clone(),
            stretch: stretch(&changes, &pair[0]),
        };
        bounds.windows(2).map(cell).collect()
    }

    /// The days inside the period from which the item's weight or quota, the group's difficulty, the
    /// channel's announced price or the round that governs it is another.
    pub(super) fn changes(
        &self,
        scheme: &SchemeDocument,
        payee: &PayeeDocument,
        item: &ItemDocument,
    ) -> BTreeSet<String> {
        let starts = |values: &[DatedDocument]| -> Vec<String> {
            values.iter().map(|value| value.from.clone()).collect()
        };
        let group = scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
        let channel = channel_of(scheme, item);
        let mut changes = BTreeSet::new();
        if buys_equivalents(&channel.price) {
            changes.extend(starts(&group.difficulty));
        }
        let worths = item.weights.iter().chain(&item.quotas);
        changes.extend(worths.map(|worth| worth.from.clone()));
        if let PriceDocument::Announced { values, .. } = &channel.price {
            changes.extend(starts(values));
        }
        let mut appraisals = scheme.appraisals.iter();
        let appraisal = appraisals.find(|it| channel.appraisal.as_ref() == Some(&it.code));
        if let Some(RoundsDocument::ByPart { rounds, .. }) =
            appraisal.and_then(|it| it.rounds.as_ref())
        {
            let mut month = self.calendar.from.month;
            for round in rounds {
                month += round.months.as_str().parse::<i64>().unwrap();
                changes.insert(Day::first_of(month).text());
            }
        }
        let (from, until) = (self.calendar.from.text(), self.calendar.until.text());
        changes.retain(|change| from < *change && *change < until);
        changes
    }

    /// A volume as a channel counts it.
    fn volume(&mut self, channel: &ChannelDocument) -> i64 {
        let step = step(channel);
        self.quantities.volume() / step * step
    }

    /// An ordinary record; without a verified volume, now and then, where the channel pays so.
    fn ordinary(
        &mut self,
        channel: &ChannelDocument,
        payee: &PayeeDocument,
        item: &ItemDocument,
        cell: &Cell,
        volume: i64,
    ) -> VolumeDocument {
        let pays_reported = channel.unverified == Unverified::PayReported;
        let mut record = self.record(payee, item, cell, volume, pays_reported);
        if record.verified.is_some() && self.random().chance(40) {
            let step = step(channel);
            let beyond = self.volume(channel).min((MOST_VOLUME - volume) / step * step);
            record.reported = Some(self.quantities.write(volume + beyond, 6));
        }
        record
    }

    /// A correction in the same stretch as the record that it corrects: more, or at most as much
    /// less. What was not reported cannot be corrected as reported.
    fn correction(
        &mut self,
        channel: &ChannelDocument,
        payee: &PayeeDocument,
        item: &ItemDocument,
        place: &Cell,
        (corrected, volume): (&VolumeDocument, i64),
    ) -> VolumeDocument {
        let step = step(channel);
        let less = -step * self.random().between(1, volume / step);
        let more = self.volume(channel);
        let volume = *self.random().pick(&[less, less, -volume, more]);
        self.vouchers += 1;
        let was_reported = corrected.reported.is_some();
        let pays_reported = channel.unverified == Unverified::PayReported;
        let mut record = self.record(payee, item, place, volume, was_reported && pays_reported);
        if was_reported && self.random().chance(40) {
            record.reported = record.reported.or(record.verified.clone());
        }
        record.correction = Some(format!("冲{}", self.vouchers));
        record
    }

    /// A record whose payable volume is the given one; now and then, if that may be, it is only
    /// reported.
    fn record(
        &mut self,
        payee: &PayeeDocument,
        item: &ItemDocument,
        cell: &Cell,
        volume: i64,
        may_be_unverified: bool,
    ) -> VolumeDocument {
        let (from, until) = (Day::read(&cell.from), Day::read(&cell.until));
        let is_month = from.day == 1 && until == Day::first_of(from.month + 1);
        let by_month = is_month && self.random().chance(80);
        let is_unverified = may_be_unverified && self.random().chance(40);
        let number = self.quantities.write(volume, 6);
        VolumeDocument {
            payee: payee.code.clone(),
            item: item.code.clone(),
            month: by_month.then(|| from.month_text()),
            from: (!by_month).then(|| cell.from.clone()),
            until: (!by_month).then(|| cell.until.clone()),
            reported: is_unverified.then(|| number.clone()),
            verified: (!is_unverified).then_some(number),
            correction: None,
        }
    }
}

/// Which of the stretches between changes a day lies in.
pub(super) fn stretch(changes: &BTreeSet<String>, day: &str) -> usize {
    changes.iter().filter(|change| change.as_str() <= day).count()
}

/// The channel that buys an item.
pub(super) fn channel_of<'a>(
    scheme: &'a SchemeDocument,
    item: &ItemDocument,
) -> &'a ChannelDocument {
    let category =
        scheme.categories.iter().find(|category| category.code == item.category).unwrap();
    scheme.channels.iter().find(|channel| channel.code == category.channel).unwrap()
}
