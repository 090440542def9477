//! Advances: what is paid during the period, by which plan, and what an excess becomes (预拨).

use std::collections::BTreeMap;

use super::document::{
    AdvancesDocument, Base, Excess, InstalmentDocument, PlanDocument, TransferDocument,
};
use super::lists::twice;
use crate::exact::Exact;
use crate::report::{Place, Report};
use crate::units::{Factor, Number};

/// What is paid during the period and set off at its end.
#[derive(Clone, Debug)]
pub(crate) struct Advances {
    pub(crate) excess: Excess,
    pub(crate) cite: String,
    pub(crate) plan: Option<InstalmentPlan>,
}

/// Shares of a base, with due dates and transfer deadlines.
#[derive(Clone, Debug)]
pub(crate) struct InstalmentPlan {
    pub(crate) base: Base,
    /// In order of code.
    pub(crate) instalments: Vec<Instalment>,
    pub(crate) transfers: Vec<Transfer>,
}

/// A share of the base and when it is due.
#[derive(Clone, Debug)]
pub(crate) struct Instalment {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) share: Factor,
    /// The month of the period, from 1.
    pub(crate) month: i64,
    /// The day of the month; beyond its end, its last day.
    pub(crate) day: i64,
    pub(crate) cite: String,
}

/// A tier that the money passes.
#[derive(Clone, Debug)]
pub(crate) struct Transfer {
    pub(crate) name: String,
    pub(crate) within: Within,
    pub(crate) cite: String,
}

/// How long the money may take.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Within {
    /// Calendar days.
    Days(i64),
    /// Until the end of the month that lies so many months later.
    MonthEnds(i64),
}

/// Days and months are small: a century at most.
const MOST_DAYS: i64 = 36_525;
const MOST_MONTHS: i64 = 1_200;

impl Advances {
    pub(super) fn check(
        document: &AdvancesDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Self {
        report.line(&place.field("cite"), &document.cite);
        let plan = document.plan.as_ref();
        let plan = plan.map(|plan| InstalmentPlan::check(plan, &place.field("plan"), report));
        Self { excess: document.excess, cite: document.cite.clone(), plan }
    }
}

impl InstalmentPlan {
    fn check(document: &PlanDocument, place: &Place<'_>, report: &mut Report) -> Self {
        if document.instalments.is_empty() {
            report.add(&place.field("instalments"), "is empty: give at least one");
        }
        let mut seen = BTreeMap::new();
        let mut instalments = Vec::new();
        for (index, instalment) in document.instalments.iter().enumerate() {
            let place = place.record("instalments", index, &instalment.code);
            if let Some(first) = seen.insert(&instalment.code, index) {
                report.add_related(&place.field("code"), twice(&instalment.code), first);
            }
            instalments.extend(Instalment::check(instalment, &place, report));
        }
        // Summed whatever else is wrong with an instalment.
        let shares = document.instalments.iter().filter_map(|record| record.share.read().ok());
        let shares: Exact = shares.map(|share: Factor| share.to_exact()).sum();
        if shares > Exact::one() {
            report.add(
                &place.field("instalments"),
                format!("the shares sum to {shares}: together they are at most 1, the whole base"),
            );
        }
        let transfers = document.transfers.iter().enumerate().filter_map(|(index, transfer)| {
            Transfer::check(transfer, &place.record("transfers", index, ""), report)
        });
        let transfers = transfers.collect();
        instalments.sort_by(|a, b| a.code.cmp(&b.code));
        Self { base: document.base, instalments, transfers }
    }
}

impl Instalment {
    fn check(
        document: &InstalmentDocument,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        report.code(place, &document.code);
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("cite"), &document.cite);
        let share: Option<Factor> = report.number(&place.field("share"), &document.share);
        if share == Some(Factor::default()) {
            report
                .add(&place.field("share"), "is zero: give a share of the base, such as \"0.25\"");
        }
        let month = report.count(&place.field("month"), &document.month, (1, MOST_MONTHS));
        let day = report.count(&place.field("day"), &document.day, (1, 31));
        Some(Self {
            code: document.code.clone(),
            name: document.name.clone(),
            share: share?,
            month: month?,
            day: day?,
            cite: document.cite.clone(),
        })
    }
}

impl Transfer {
    fn check(document: &TransferDocument, place: &Place<'_>, report: &mut Report) -> Option<Self> {
        report.line(&place.field("name"), &document.name);
        report.line(&place.field("cite"), &document.cite);
        let mut count =
            |field, number: &Number, most| report.count(&place.field(field), number, (0, most));
        let within = match (&document.days, &document.month_ends) {
            (Some(days), None) => Within::Days(count("days", days, MOST_DAYS)?),
            (None, Some(months)) => Within::MonthEnds(count("month_ends", months, MOST_MONTHS)?),
            _ => {
                report.add(place, "needs either \"days\" or \"month_ends\", and not both");
                return None;
            }
        };
        Some(Self { name: document.name.clone(), within, cite: document.cite.clone() })
    }
}
