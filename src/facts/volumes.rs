//! Service volumes: checked record by record, and summed into the table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::stocks::Approved;
use super::{Payee, Stock, Stocks, VolumeCounts, VolumeDocument, VolumeTable};
use crate::exact::format_scaled;
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::{Codes, Plan, Scheme, Unverified};
use crate::text::clip;
use crate::units::Volume;

/// One record whose references were found.
struct Record {
    payee: usize,
    item: usize,
    period: Period,
    index: usize,
}

/// What volumes are checked against.
pub(super) struct Against<'a, 's> {
    pub(super) scheme: &'a Scheme,
    pub(super) plan: Option<&'a Plan<'s>>,
    pub(super) codes: &'a Codes<'a>,
    pub(super) payees: &'a [Option<Payee>],
    /// By payee and item; none where the number has a problem.
    pub(super) approved: BTreeMap<(usize, usize), Option<Approved>>,
}

/// Checks all records and, where the period is right, sums them into a table; those of items that
/// count per month or year are kept as they are.
pub(super) fn check(
    against: &Against<'_, '_>,
    documents: &[VolumeDocument],
    counts: Option<&VolumeCounts>,
    report: &mut Report,
) -> (Option<Arc<VolumeTable>>, Stocks) {
    let Against { scheme, plan, codes, payees, .. } = *against;
    let items = Codes::of(&scheme.items, |item| &item.code);
    let mut table = match counts {
        Some(counts) => Some(Arc::clone(counts.table())),
        None => plan.map(|plan| {
            Arc::new(VolumeTable::new(codes.len(), items.len(), plan.segments().len()))
        }),
    };
    let mut stocks = Stocks::default();
    let mut ordinary = Vec::new();
    let mut corrections = BTreeMap::new();
    let mut missing = BTreeSet::new();

    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("volumes", index, &document.payee);
        let payee = codes.find(&document.payee, "payee", &place.field("payee"), report);
        let item = items.find(&document.item, "service item", &place.field("item"), report);
        let days = Days::of([&document.month, &document.from, &document.until]);
        let period = days.period(plan, &place, report);
        let volumes = record_volumes(document, scheme, item, &place, report);
        let (Some(payee), Some(item), Some(period)) = (payee, item, period) else { continue };

        match &document.correction {
            None => {
                if counts.is_some_and(|counts| counts.has(payee, item, period)) {
                    let message = format!(
                        "item \"{}\" of payee \"{}\" was counted on these days: keep one, or name the \
                         voucher in \"correction\"",
                        document.item,
                        clip(&document.payee)
                    );
                    report.add(&place, message);
                }
                ordinary.push(Record { payee, item, period, index });
            }
            Some(voucher) => {
                report.line(&place.field("correction"), voucher);
                if corrections.insert((payee, item, period, voucher), index).is_some() {
                    let message = format!(
                        "voucher \"{}\" corrects item \"{}\" of payee \"{}\" twice in the same \
                         period: keep one",
                        clip(voucher),
                        document.item,
                        clip(&document.payee)
                    );
                    report.add(&place.field("correction"), message);
                }
            }
        }
        let stock = scheme.items[item].per.is_some();
        if stock && !is_stock(against, document, (payee, item), &mut missing, &place, report) {
            continue;
        }
        let (Some(plan), Some(table)) = (plan, &mut table) else { continue };
        let Some(group) = payees[payee].as_ref().map(|payee| payee.group) else { continue };
        let segment = plan.segment_of(period.from());
        if let Err(message) = constant_over(plan, group, item, period) {
            report.add(&place, message);
            continue;
        }
        let Some((reported, verified)) = volumes else { continue };
        if stock {
            let approved = against.approved.get(&(payee, item)).cloned().flatten();
            let stock = Stock { days: period, segment, reported, verified, approved };
            stocks.add(payee, item, stock);
        } else {
            Arc::make_mut(table).add((payee, item, segment), reported, verified);
        }
    }

    refuse_overlaps(scheme, ordinary, documents, report);
    let corrections = corrections
        .into_iter()
        .map(|((payee, item, period, _), index)| (payee, item, period, index));
    if let (Some(plan), Some(table)) = (plan, &table) {
        refuse_negative_totals(plan, payees, documents, corrections, table, report);
    }
    (table, stocks.in_order())
}

/// Whether a record can say how many there are: it is no correction, and where no more than the
/// approved number counts, there is one.
fn is_stock(
    against: &Against<'_, '_>,
    document: &VolumeDocument,
    at: (usize, usize),
    missing: &mut BTreeSet<(usize, usize)>,
    place: &Place<'_>,
    report: &mut Report,
) -> bool {
    let item = &against.scheme.items[at.1];
    let mut right = true;
    if document.correction.is_some() {
        let message = format!(
            "has no place in a record of item \"{}\", which says how many there are: state the right \
             number in the record itself",
            item.code
        );
        report.add(&place.field("correction"), message);
        right = false;
    }
    if item.approved.is_some() && !against.approved.contains_key(&at) {
        right = false;
        if !missing.insert(at) {
            // Said of the first record of the payee already.
            return right;
        }
        let message = format!(
            "no more than the approved number of item \"{}\" counts, and \"approved\" has none of \
             payee \"{}\": state it there",
            item.code,
            clip(&document.payee)
        );
        report.add(place, message);
    }
    right
}

/// The days of a record as it is written: a month, or two dates.
pub(super) struct Days<'d> {
    month: Option<&'d String>,
    from: Option<&'d String>,
    until: Option<&'d String>,
}

impl<'d> Days<'d> {
    /// Month, first day, and day after the last, each as far as it is written.
    pub(super) fn of(written: [&'d Option<String>; 3]) -> Self {
        let [month, from, until] = written.map(Option::as_ref);
        Self { month, from, until }
    }

    /// Whether none were written.
    pub(super) fn are_left_out(&self) -> bool {
        self.month.is_none() && self.from.is_none() && self.until.is_none()
    }

    /// The period, inside the one that is settled.
    pub(super) fn period(
        &self,
        plan: Option<&Plan<'_>>,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Period> {
        let (field, period) = match (self.month, self.from, self.until) {
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
        let settled = plan.map(Plan::period).filter(|settled| !settled.covers(period));
        if let Some(settled) = settled {
            let message = format!(
                "{} is not inside the period that is settled, {}",
                period.in_words(),
                settled.in_words()
            );
            report.add(&place.field(field), message);
            return None;
        }
        Some(period)
    }
}

/// The reported and the verified volume of a record, unless one is refused. One that cannot be
/// read is none: the other then counts, so that no correction seems to take back more than it.
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
        if volume.is_some_and(|volume| volume < Volume::default()) && document.correction.is_none()
        {
            right = false;
            let stock = item.is_some_and(|item| scheme.items[item].per.is_some());
            let unless = if stock {
                ""
            } else {
                ", unless \"correction\" names the voucher that corrects an earlier record"
            };
            let message = format!("{number} is negative: a volume is zero or more{unless}");
            report.add(&place, message);
        }
        volume
    };
    let reported = read(&document.reported, "reported");
    let verified = read(&document.verified, "verified");
    let amounts = item.is_some_and(|item| scheme.is_of_amounts(item));
    for (volume, field) in [(reported, "reported"), (verified, "verified")] {
        if let Some(volume) = volume.filter(|volume| amounts && !volume.is_in_fen()) {
            right = false;
            report.add(&place.field(field), finer_than_a_fen(volume));
        }
    }
    if document.verified.is_none() {
        let channel = item.map(|item| &scheme.channels[scheme.channel_of(item)]);
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

/// The message of an amount of money that is not of whole fen.
pub(super) fn finer_than_a_fen(volume: Volume) -> String {
    format!("{volume} is an amount in yuan, and finer than a fen: write at most 2 places")
}

/// Whether a unit of the item is worth the same on every day of a record, and what to do if not.
pub(super) fn constant_over(
    plan: &Plan<'_>,
    group: usize,
    item: usize,
    period: Period,
) -> Result<(), String> {
    let first = plan.segment_of(period.from());
    let mut before = plan.rate(group, item, period.from())?;
    let later = plan.segments().iter().skip(first).skip(1).map(|stretch| stretch.from());
    let mut changes: Vec<String> = Vec::new();
    for date in later.take_while(|date| *date < period.until()) {
        let rate = plan.rate(group, item, date)?;
        if let Some(changed) = plan.change(group, item, &before, &rate) {
            changes.push(format!("on {date}, when {changed} changes"));
        }
        before = rate;
    }
    if changes.is_empty() {
        return Ok(());
    }
    let (days, changes) = (period.in_words(), changes.join(", and "));
    Err(format!("{days} is one record over two values: split it {changes}"))
}

/// Two ordinary records of one payee and item must not share a day: one of them would be paid
/// twice.
fn refuse_overlaps(
    scheme: &Scheme,
    mut records: Vec<Record>,
    documents: &[VolumeDocument],
    report: &mut Report,
) {
    records.sort_by_key(|record| (record.payee, record.item, record.period, record.index));
    let mut problems = Vec::new();
    // The record with the latest end so far of the same payee and item.
    let mut latest: Option<&Record> = None;
    for record in &records {
        let same = latest.filter(|l| (l.payee, l.item) == (record.payee, record.item));
        if let Some(before) = same.filter(|before| before.period.overlaps(record.period)) {
            let (earlier, later) = (before.index.min(record.index), before.index.max(record.index));
            problems.push((earlier, later, before.period == record.period, record.item));
        }
        if same.is_none_or(|before| before.period.until() < record.period.until()) {
            latest = Some(record);
        }
    }
    problems.sort_by_key(|(_, later, ..)| *later);
    for (earlier, later, equal, item) in problems {
        let document = &documents[later];
        let what = if equal { "is the same record as" } else { "shares days with" };
        let right = match scheme.items[item].per {
            None => "keep one, or name the voucher in \"correction\"",
            Some(_) => "on any day there is one number",
        };
        let message = format!(
            "item \"{}\" of payee \"{}\" {what} another: {right}",
            document.item,
            clip(&document.payee)
        );
        let place = Place::ROOT.record("volumes", later, &document.payee);
        report.add_related(&place, message, earlier);
    }
}

/// A correction may not take back more than there is, in any stretch in which a unit is worth
/// the same.
fn refuse_negative_totals(
    plan: &Plan<'_>,
    payees: &[Option<Payee>],
    documents: &[VolumeDocument],
    corrections: impl Iterator<Item = (usize, usize, Period, usize)>,
    table: &VolumeTable,
    report: &mut Report,
) {
    let mut seen = BTreeSet::new();
    for (payee, item, period, index) in corrections {
        let Some(group) = payees[payee].as_ref().map(|payee| payee.group) else { continue };
        let at = (payee, group, item);
        let Some(negative) = negative_total(plan, table, at, period) else { continue };
        let Negative { stretch, counted: total, days, .. } = negative;
        if seen.insert((payee, item, stretch)) {
            let document = &documents[index];
            let message = format!(
                "the total of item \"{}\" of payee \"{}\" is {total} in {days}: corrections must \
                 not take back more than was counted",
                document.item,
                clip(&document.payee),
            );
            report.add(&Place::ROOT.record("volumes", index, &document.payee), message);
        }
    }
}

/// A total below zero in a stretch in which a unit is worth the same.
pub(super) struct Negative {
    /// Where the stretch begins.
    pub(super) stretch: usize,
    /// What records and corrections make.
    pub(super) counted: String,
    /// What findings take out of it.
    pub(super) disallowed: String,
    pub(super) days: String,
}

/// The total of an item of a payee in the stretch of constant worth that a period lies in, if it
/// is below zero.
pub(super) fn negative_total(
    plan: &Plan<'_>,
    table: &VolumeTable,
    (payee, group, item): (usize, usize, usize),
    period: Period,
) -> Option<Negative> {
    let segment = plan.segment_of(period.from());
    let stretches = plan.stretches(group, item);
    let stretch = stretches.into_iter().find(|stretch| stretch.contains(&segment))?;
    let total = table.total(payee, item, stretch.clone());
    if total.payable >= 0 {
        return None;
    }
    let written = |volume| format_scaled(volume, Volume::LIMITS.after);
    Some(Negative {
        stretch: stretch.start,
        counted: written(total.payable + total.disallowed),
        disallowed: written(total.disallowed),
        days: plan.days(&stretch).map_or_else(String::new, Period::in_words),
    })
}

#[cfg(test)]
mod tests;
