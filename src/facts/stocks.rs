//! Stocks: how many there are of what counts per month or year, such as heads and posts, no more
//! than the approved number (莲政办发〔2023〕75号 三(二)1, 三(二)2: 控制数).

use core::ops::Range;
use std::collections::BTreeMap;

use super::ApprovedDocument;
use crate::exact::Exact;
use crate::period::Period;
use crate::report::{Place, Report};
use crate::scheme::{Codes, Per, Scheme};
use crate::text::clip;
use crate::units::Volume;

/// How many there are on some days.
#[derive(Clone, Debug)]
pub(crate) struct Stock {
    pub(crate) days: Period,
    /// The segment of the period in which the days begin; a unit is worth the same on all of them.
    pub(crate) segment: usize,
    pub(crate) reported: Option<Volume>,
    pub(crate) verified: Option<Volume>,
    /// The number of which no more counts, with its citation.
    pub(crate) approved: Option<Approved>,
}

/// The approved number of an item for a payee.
#[derive(Clone, Debug)]
pub(crate) struct Approved {
    pub(crate) number: Volume,
    pub(crate) cite: String,
}

impl Stock {
    /// How many there are.
    pub(crate) fn number(&self) -> Volume {
        self.verified.or(self.reported).unwrap_or_default()
    }

    /// How many of them count.
    pub(crate) fn counted(&self) -> Volume {
        let number = self.number();
        self.approved.as_ref().map_or(number, |approved| number.min(approved.number))
    }
}

/// How much of the time over which one counts lies in some days: months, or twelfths of a year.
pub(crate) fn time(per: Per, days: Period) -> Exact {
    let months = days.months();
    match per {
        Per::Month => months,
        Per::Year => months.divided_by(&Exact::from(12)).unwrap_or_else(Exact::zero),
    }
}

/// The stocks of a period by payee and item, each list in order of date.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stocks(BTreeMap<(usize, usize), Vec<Stock>>);

impl Stocks {
    pub(super) fn add(&mut self, payee: usize, item: usize, stock: Stock) {
        self.0.entry((payee, item)).or_default().push(stock);
    }

    /// The same in order of days, as all stocks stand once they are counted.
    pub(super) fn in_order(mut self) -> Self {
        for stocks in self.0.values_mut() {
            stocks.sort_by_key(|stock| stock.days);
        }
        self
    }

    /// The stocks of a run of segments.
    pub(crate) fn of(
        &self,
        payee: usize,
        item: usize,
        segments: Range<usize>,
    ) -> impl Iterator<Item = &Stock> {
        let stocks = self.0.get(&(payee, item)).into_iter().flatten();
        stocks.filter(move |stock| segments.contains(&stock.segment))
    }

    /// `Σ how many count × time`, over a run of segments.
    pub(crate) fn volume(
        &self,
        (payee, item): (usize, usize),
        per: Per,
        segments: Range<usize>,
    ) -> Exact {
        let stocks = self.of(payee, item, segments);
        stocks.map(|stock| stock.counted().to_exact().times(&time(per, stock.days))).sum()
    }
}

/// The approved numbers, by payee and item.
pub(super) fn check_approved(
    scheme: &Scheme,
    payees: &Codes<'_>,
    documents: &[ApprovedDocument],
    report: &mut Report,
) -> BTreeMap<(usize, usize), Option<Approved>> {
    let items = Codes::of(&scheme.items, |item| &item.code);
    let mut approved = BTreeMap::new();
    let mut first = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("approved", index, &document.payee);
        report.line(&place.field("cite"), &document.cite);
        let payee = payees.find(&document.payee, "payee", &place.field("payee"), report);
        let item = items.find(&document.item, "service item", &place.field("item"), report);
        let number: Option<Volume> = report.number(&place.field("number"), &document.number);
        let number = number.filter(|number| {
            let negative = *number < Volume::default();
            if negative {
                report.add(
                    &place.field("number"),
                    format!("{number} is negative: an approved number is zero or more"),
                );
            }
            !negative
        });
        let (Some(payee), Some(item)) = (payee, item) else { continue };
        if scheme.items[item].approved.is_none() {
            let message = format!(
                "has no effect: item \"{}\" counts without an approved number",
                document.item
            );
            report.add(&place.field("item"), message);
        }
        let number = number.map(|number| Approved { number, cite: document.cite.clone() });
        if let Some(first) = first.insert((payee, item), index) {
            let message = format!(
                "payee \"{}\" has an approved number of item \"{}\" already: keep one",
                clip(&document.payee),
                document.item
            );
            report.add_related(&place, message, first);
        }
        approved.insert((payee, item), number);
    }
    approved
}
