//! What is counted along: payees, items and sub-periods.

use core::iter;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::error::{CountError, Reason};
use super::lookup::Lookup;
use super::{ItemAt, PayeeAt, TimeAt, VolumeRecord};
use crate::facts::volumes::{constant_over, finer_than_a_fen};
use crate::facts::{
    FactsDocument, FactsError, PartOfPeriod, VolumeTable, check_payees, check_period,
};
use crate::period::{Date, Period};
use crate::report::{Place, Report};
use crate::scheme::{MOST_CELLS, MOST_PLACES, Plan, Scheme, Unverified, fits};
use crate::units::Volume;

/// What is counted along.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Axes {
    pub(super) payees: Lookup,
    /// By payee.
    pub(super) groups: Vec<usize>,
    pub(super) items: Lookup,
    /// By item.
    pub(super) kinds: Vec<ItemKind>,
    pub(super) months: Lookup,
    /// How many times a record can be of: months, then sub-periods.
    pub(super) time_count: usize,
    /// The months of the period, cut where a weight, a difficulty or a price changes.
    pub(super) sub_periods: Vec<Period>,
    /// By segment: the first of its sub-periods; then how many there are.
    pub(super) starts: Arc<[usize]>,
    /// By group, item and time, which is a month or, after those, a sub-period: in which
    /// sub-period a record counts.
    places: Vec<Option<u32>>,
    /// Why it cannot be counted where there is none.
    reasons: BTreeMap<usize, String>,
}

/// What is to know of an item.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ItemKind {
    pub(super) code: String,
    /// Its channel, where that pays nothing that is not verified.
    refuses_unverified: Option<String>,
    in_fen: bool,
    is_stock: bool,
}

impl Axes {
    pub(super) fn of(scheme: &Scheme, document: &FactsDocument) -> Result<Self, FactsError> {
        let mut report = Report::default();
        let (_, payees) = check_payees(scheme, &document.payees, &mut report);
        let period = check_period(scheme, &document.period, &mut report);
        let whole = PartOfPeriod::WHOLE.portion;
        let plan = period.and_then(|period| Plan::compile(scheme, period, &whole, &mut report));
        let payees: Option<Vec<_>> = payees.into_iter().collect();
        let (Some(payees), Some(plan), true) = (payees, plan, report.is_empty()) else {
            return Err(FactsError::new(scheme, report));
        };
        let months = months(plan.period());
        let (sub_periods, starts) = sub_periods(&plan, &months);
        let days: Vec<Period> = months.iter().chain(&sub_periods).copied().collect();
        let (items, groups) = ((scheme.items.len(), "items"), (scheme.groups.len(), "groups"));
        let place = Place::ROOT.field("period");
        let cells = [(payees.len(), "payees"), items, (sub_periods.len(), "months")];
        let places = [groups, items, (days.len(), "months and days of change")];
        if !(fits(&cells, MOST_CELLS, &place, &mut report)
            && fits(&places, MOST_PLACES, &place, &mut report))
        {
            return Err(FactsError::new(scheme, report));
        }
        let (mut places, mut reasons) = (Vec::new(), BTreeMap::new());
        let of_groups = (0..scheme.groups.len())
            .flat_map(|group| (0..scheme.items.len()).map(move |item| (group, item)))
            .flat_map(|(group, item)| days.iter().map(move |days| (group, item, *days)));
        for (group, item, days) in of_groups {
            let constant = constant_over(&plan, group, item, days);
            let sub_period = sub_periods.partition_point(|sub| sub.until() <= days.from());
            let place = constant.map(|()| u32::try_from(sub_period).ok());
            places.push(place.unwrap_or_else(|reason| {
                reasons.insert(places.len(), reason);
                None
            }));
        }
        let kinds = scheme.items.iter().enumerate().map(|(place, item)| {
            let channel = &scheme.channels[scheme.channel_of(place)];
            let refuses = channel.unverified == Unverified::Refuse;
            ItemKind {
                code: item.code.clone(),
                refuses_unverified: refuses.then(|| channel.code.clone()),
                in_fen: scheme.is_of_amounts(place),
                is_stock: item.per.is_some(),
            }
        });
        Ok(Self {
            kinds: kinds.collect(),
            payees: Lookup::of(payees.iter().map(|payee| payee.code.as_str()).zip(0..)),
            groups: payees.iter().map(|payee| payee.group).collect(),
            items: Lookup::of(scheme.items.iter().map(|item| item.code.as_str()).zip(0..)),
            months: Lookup::of(whole_months(&months)),
            time_count: days.len(),
            sub_periods,
            starts,
            places,
            reasons,
        })
    }

    /// The cell that a record counts in.
    pub(super) fn cell(
        &self,
        record: &VolumeRecord,
        table: &VolumeTable,
    ) -> Result<usize, CountError> {
        let VolumeRecord { payee: PayeeAt(payee), item: ItemAt(item), time: TimeAt(time), .. } =
            *record;
        let (Some(group), Some(kind)) = (self.groups.get(payee), self.kinds.get(item)) else {
            return Err(Reason::Elsewhere.into());
        };
        if time >= self.time_count {
            return Err(Reason::Elsewhere.into());
        }
        let place = (group * self.kinds.len() + item) * self.time_count + time;
        let Some(sub_period) = self.places[place] else {
            let reason = self.reasons.get(&place).cloned().unwrap_or_default();
            return Err(Reason::TwoValues(kind.code.clone(), reason).into());
        };
        kind.check(record.reported, record.verified)?;
        Ok(table.cell(payee, item, sub_period as usize))
    }

    /// Where the times begin that are sub-periods.
    pub(super) fn month_count(&self) -> usize {
        self.time_count - self.sub_periods.len()
    }
}

/// The months of a period, the first and the last as far as they lie in it.
fn months(period: Period) -> Vec<Period> {
    let month = |from: Date| {
        let next = from.last_of_month().days_later(1).unwrap_or(period.until());
        // At the end of the period there is no day left.
        Period::new(from, next.min(period.until())).ok()
    };
    iter::successors(month(period.from()), |before| month(before.until())).collect()
}

/// The names of those months all of whose days are in the period, and where they are in the list.
fn whole_months(months: &[Period]) -> impl Iterator<Item = (String, usize)> {
    months.iter().enumerate().filter_map(|(place, days)| {
        let name: String = days.from().to_string().chars().take(7).collect();
        (Period::month(&name) == Ok(*days)).then_some((name, place))
    })
}

/// The months cut where segments begin, and by segment where its part of them begins.
fn sub_periods(plan: &Plan<'_>, months: &[Period]) -> (Vec<Period>, Arc<[usize]>) {
    let segments = plan.segments().iter().map(|segment| segment.from());
    let mut cuts: Vec<Date> = months.iter().map(|month| month.from()).chain(segments).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let ends = cuts.iter().skip(1).copied().chain([plan.period().until()]);
    let subs: Vec<Period> =
        cuts.iter().zip(ends).filter_map(|(from, until)| Period::new(*from, until).ok()).collect();
    let starts = plan
        .segments()
        .iter()
        .map(|segment| subs.partition_point(|sub| sub.from() < segment.from()));
    let starts = starts.chain([subs.len()]).collect();
    (subs, starts)
}

impl ItemKind {
    pub(super) fn check(
        &self,
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) -> Result<(), CountError> {
        let item = || self.code.clone();
        if self.is_stock {
            return Err(Reason::Stock(item()).into());
        }
        if let (None, Some(channel)) = (verified, &self.refuses_unverified) {
            return Err(Reason::Unverified(item(), channel.clone()).into());
        }
        if reported.is_none() && verified.is_none() {
            return Err(Reason::NoVolume(item()).into());
        }
        for volume in [reported, verified].into_iter().flatten() {
            if volume < Volume::default() {
                return Err(Reason::Negative(item(), volume).into());
            }
            if self.in_fen && !volume.is_in_fen() {
                return Err(Reason::Finer(item(), finer_than_a_fen(volume)).into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
