//! Service volumes: checked record by record, then kept in columns by payee, item and segment.

use core::ops::Range;
use std::collections::BTreeSet;

use super::{Payee, VolumeDocument};
use crate::exact::format_scaled;
use crate::period::{Date, Period};
use crate::report::{Place, Report};
use crate::scheme::{Codes, Plan, Scheme, Unverified};
use crate::units::Volume;

/// The volumes of a period: one cell for each payee, item and segment.
#[derive(Clone, Debug)]
pub(crate) struct VolumeTable {
    items: usize,
    segments: usize,
    reported: Column,
    payable: Column,
    /// Cells that contain a reported volume which nobody verified.
    unverified: BTreeSet<usize>,
}

/// The sums of a run of cells, scaled by ten to the power of a volume's digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) reported: i128,
    pub(crate) payable: i128,
    pub(crate) unverified: bool,
}

/// A column of sums: 64 bits wide, and 128 from the moment that one does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Column {
    fn add(&mut self, index: usize, volume: i64) {
        match self {
            Self::Narrow(sums) => {
                if let Some(sum) = sums[index].checked_add(volume) {
                    sums[index] = sum;
                } else {
                    let mut wide: Vec<i128> = sums.iter().copied().map(i128::from).collect();
                    wide[index] += i128::from(volume);
                    *self = Self::Wide(wide);
                }
            }
            // A record is below 2⁶³: an i128 holds 2⁶⁴ of them.
            Self::Wide(sums) => sums[index] += i128::from(volume),
        }
    }

    fn get(&self, index: usize) -> i128 {
        match self {
            Self::Narrow(sums) => i128::from(sums[index]),
            Self::Wide(sums) => sums[index],
        }
    }
}

impl VolumeTable {
    fn new(payees: usize, items: usize, segments: usize) -> Self {
        let column = || Column::Narrow(vec![0; payees * items * segments]);
        Self { items, segments, reported: column(), payable: column(), unverified: BTreeSet::new() }
    }

    fn index(&self, payee: usize, item: usize, segment: usize) -> usize {
        (payee * self.items + item) * self.segments + segment
    }

    /// The payable volume of a cell, scaled.
    pub(crate) fn payable(&self, payee: usize, item: usize, segment: usize) -> i128 {
        self.payable.get(self.index(payee, item, segment))
    }

    /// Everything that is known of a run of cells.
    pub(crate) fn total(&self, payee: usize, item: usize, segments: Range<usize>) -> Total {
        let mut total = Total { reported: 0, payable: 0, unverified: false };
        for segment in segments {
            let index = self.index(payee, item, segment);
            total.reported += self.reported.get(index);
            total.payable += self.payable.get(index);
            total.unverified |= self.unverified.contains(&index);
        }
        total
    }
}

/// One record whose references were found.
struct Record {
    payee: usize,
    item: usize,
    period: Period,
    index: usize,
}

/// Checks all records and sums them into a table.
pub(super) fn check(
    plan: &Plan<'_>,
    codes: &Codes<'_>,
    payees: &[Option<Payee>],
    documents: &[VolumeDocument],
    settled: Period,
    report: &mut Report,
) -> VolumeTable {
    let scheme = plan.scheme();
    let items = Codes::of(&scheme.items, |item| &item.code);
    let mut table = VolumeTable::new(codes.len(), items.len(), plan.segments().len());
    let mut ordinary = Vec::new();
    let mut corrections = BTreeSet::new();

    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("volumes", index, "");
        let payee = codes.find(&document.payee, "a payee", &place.field("payee"), report);
        let item = items.find(&document.item, "a service item", &place.field("item"), report);
        let period = record_period(document, settled, &place, report);
        let volumes = record_volumes(document, scheme, item, &place, report);
        let (Some(payee), Some(item), Some(period)) = (payee, item, period) else { continue };

        match &document.correction {
            None => ordinary.push(Record { payee, item, period, index }),
            Some(voucher) => {
                report.line(&place.field("correction"), voucher);
                if !corrections.insert((payee, item, period, voucher)) {
                    let message = format!(
                        "voucher \"{voucher}\" corrects item \"{}\" of payee \"{}\" twice in the \
                         same period",
                        document.item, document.payee
                    );
                    report.add(&place.field("correction"), message);
                }
            }
        }
        let Some(group) = payees[payee].as_ref().map(|payee| payee.group) else { continue };
        let segment = plan.segment_of(period.from());
        if let Err(message) = constant_over(plan, group, item, period) {
            report.add(&place, message);
            continue;
        }
        let Some((reported, verified)) = volumes else { continue };
        let cell = table.index(payee, item, segment);
        table.reported.add(cell, reported.unwrap_or_default().scaled());
        table.payable.add(cell, verified.or(reported).unwrap_or_default().scaled());
        if verified.is_none() {
            table.unverified.insert(cell);
        }
    }

    refuse_overlaps(ordinary, documents, report);
    refuse_negative_totals(plan, codes, payees, &table, report);
    table
}

/// The period of a record: a month or two dates, inside the period that is settled.
fn record_period(
    document: &VolumeDocument,
    settled: Period,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Period> {
    let (field, period) = match (&document.month, &document.from, &document.until) {
        (Some(month), None, None) => {
            let place = place.field("month");
            ("month", report.take(&place, Period::month(month))?)
        }
        (None, Some(from), Some(until)) => ("from", report.period(place, from, until)?),
        _ => {
            report.add(place, "needs either \"month\", or \"from\" and \"until\"");
            return None;
        }
    };
    if !settled.covers(period) {
        let message = format!("{period} is not inside the period that is settled, {settled}");
        report.add(&place.field(field), message);
        return None;
    }
    Some(period)
}

/// The reported and the verified volume of a record, if both are right.
fn record_volumes(
    document: &VolumeDocument,
    scheme: &Scheme,
    item: Option<usize>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<(Option<Volume>, Option<Volume>)> {
    let mut right = true;
    let mut read = |number: &Option<crate::units::Number>, field| -> Option<Volume> {
        let place = place.field(field);
        let number = number.as_ref()?;
        let volume: Option<Volume> = report.number(&place, number);
        right &= volume.is_some();
        if volume.is_some_and(|volume| volume < Volume::default()) && document.correction.is_none()
        {
            right = false;
            let message = format!(
                "{number} is negative: a volume is zero or more, unless \"correction\" names the \
                 voucher that corrects an earlier record"
            );
            report.add(&place, message);
        }
        volume
    };
    let reported = read(&document.reported, "reported");
    let verified = read(&document.verified, "verified");
    if document.verified.is_none() {
        let channel = item.map(|item| {
            let category = &scheme.categories[scheme.items[item].category];
            &scheme.channels[category.channel]
        });
        let refused = channel.filter(|channel| channel.unverified == Unverified::Refuse);
        if let Some(channel) = refused {
            let message = format!("is missing: channel \"{}\" pays verified volumes", channel.code);
            report.add(&place.field("verified"), message);
            right = false;
        } else if document.reported.is_none() {
            report.add(place, "has no volume: give \"verified\", or at least \"reported\"");
            right = false;
        }
    }
    right.then_some((reported, verified))
}

/// Whether a unit of the item is worth the same on every day of a record, and what to do if not.
fn constant_over(plan: &Plan<'_>, group: usize, item: usize, period: Period) -> Result<(), String> {
    let first = plan.segment_of(period.from());
    let rate = plan.rate(group, item, period.from())?;
    let later = plan.segments().iter().skip(first + 1);
    let mut cuts: Vec<Date> = Vec::new();
    let mut before = rate;
    for stretch in later.take_while(|stretch| stretch.from() < period.until()) {
        let rate = plan.rate(group, item, stretch.from())?;
        if !rate.is_worth(&before) {
            cuts.push(stretch.from());
        }
        before = rate;
    }
    if cuts.is_empty() {
        return Ok(());
    }
    let cuts: Vec<String> = cuts.iter().map(ToString::to_string).collect();
    Err(format!(
        "{period} straddles a change of weight, difficulty or price: split the record at {}",
        cuts.join(" and at ")
    ))
}

/// Two ordinary records of one payee and item must not share a day: one of them would be paid
/// twice.
fn refuse_overlaps(mut records: Vec<Record>, documents: &[VolumeDocument], report: &mut Report) {
    records.sort_by_key(|record| (record.payee, record.item, record.period, record.index));
    let mut problems = Vec::new();
    // The record with the latest end so far of the same payee and item.
    let mut latest: Option<&Record> = None;
    for record in &records {
        let same = latest.filter(|l| (l.payee, l.item) == (record.payee, record.item));
        if let Some(before) = same.filter(|before| before.period.overlaps(record.period)) {
            let (earlier, later) =
                if before.index < record.index { (before, record) } else { (record, before) };
            problems.push((earlier.index, later.index, earlier.period == later.period));
        }
        if same.is_none_or(|before| before.period.until() < record.period.until()) {
            latest = Some(record);
        }
    }
    problems.sort_by_key(|(_, later, _)| *later);
    for (earlier, later, equal) in problems {
        let document = &documents[later];
        let what = if equal { "repeats" } else { "overlaps" };
        let message = format!(
            "{what} volumes[{earlier}], of the same payee \"{}\" and item \"{}\": keep one, or name \
             the voucher in \"correction\"",
            document.payee, document.item
        );
        report.add(&Place::ROOT.record("volumes", later, ""), message);
    }
}

/// A correction may not take back more than there is, in any stretch in which a unit is worth
/// the same.
fn refuse_negative_totals(
    plan: &Plan<'_>,
    codes: &Codes<'_>,
    payees: &[Option<Payee>],
    table: &VolumeTable,
    report: &mut Report,
) {
    let scheme = plan.scheme();
    for (payee, (code, record)) in codes.iter().zip(payees).enumerate() {
        let Some(group) = record.as_ref().map(|payee| payee.group) else { continue };
        for (item, document) in scheme.items.iter().enumerate() {
            for stretch in plan.stretches(group, item) {
                let total = table.total(payee, item, stretch.clone()).payable;
                if total < 0 {
                    let total = format_scaled(total, Volume::LIMITS.after);
                    let from = plan.segments()[stretch.start].from();
                    let message = format!(
                        "the payable total of item \"{}\" of payee \"{code}\" is {total} from \
                         {from} on: corrections must not take back more than was counted",
                        document.code
                    );
                    report.add(&Place::ROOT.field("volumes"), message);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_widens_when_a_sum_does_not_fit() {
        let mut column = Column::Narrow(vec![0, 5]);
        column.add(0, i64::MAX);
        assert_eq!(column, Column::Narrow(vec![i64::MAX, 5]));
        column.add(0, 1);
        assert_eq!(column, Column::Wide(vec![i128::from(i64::MAX) + 1, 5]));
        column.add(1, -7);
        column.add(0, i64::MAX);
        assert_eq!((column.get(0), column.get(1)), (2 * i128::from(i64::MAX) + 1, -2));
        let mut column = Column::Narrow(vec![i64::MIN]);
        column.add(0, -1);
        assert_eq!(column.get(0), i128::from(i64::MIN) - 1);
    }
}
