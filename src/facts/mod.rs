//! What happened in a period: payees, volumes, appraisal marks, findings, advances, and what the
//! period before left behind (事实).
//!
//! A [`FactsDocument`] is what files hold. [`Facts`] are checked against a [`Scheme`]: they exist
//! only if every record is right, and what is wrong is reported all at once ([`FactsError`]).

mod advances;
mod closing;
mod column;
mod counts;
mod document;
mod extent;
mod findings;
mod marks;
mod opening;
mod origin;
mod parts;
mod pool_amounts;
mod shared;
mod stocks;
mod table;
mod volumes;
mod weighing;

pub(crate) use advances::Advance;
pub use closing::Closing;
pub use counts::{CountError, ItemAt, PayeeAt, TimeAt, VolumeCounts, VolumeRecord};
pub use document::{
    AdvanceDocument, ApprovedDocument, BudgetDocument, ClaimDocument, FactsDocument,
    FindingDocument, MarkDocument, OpeningDocument, PayeeAmountDocument, PayeeDocument,
    PeriodDocument, PoolAmountDocument, PriorDocument, ReserveBalanceDocument, VolumeDocument,
};
pub(crate) use findings::{Consequence, Finding};
pub(crate) use opening::Opening;
pub use origin::{Cause, Origin};
pub(crate) use parts::Parts;
pub(crate) use pool_amounts::PoolAmount;
pub(crate) use shared::{Counted, marked_alike};
pub(crate) use stocks::{Stock, Stocks, time};
pub(crate) use table::VolumeTable;
pub(crate) use weighing::{Weighing, WeightOf};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::period::Period;
use crate::report::{Place, Problem, Problems, Report};
use crate::scheme::{Codes, Plan, Portion, Scheme, twice};
use crate::units::{Mark, Money};

/// What happened in a period, checked against a scheme.
///
/// ```
/// use work_equivalent::facts::{Facts, FactsDocument};
/// # use work_equivalent::scheme::Scheme;
/// # let scheme: Scheme = toml::from_str(&std::fs::read_to_string("examples/data/liandu/scheme.toml")?)?;
///
/// let document: FactsDocument = serde_json::from_str(r#"{
///     "period": {"from": "2024-01-01", "until": "2025-01-01"},
///     "payees": [{"code": "W01", "name": "某卫生院", "group": "lowland"}],
///     "volumes": [{"payee": "W01", "item": "nothing", "month": "2024-13", "verified": "1,5"}]
/// }"#)?;
/// let error = Facts::new(&scheme, &document).unwrap_err();
/// assert!(error.problems().len() >= 4); // the group, the item, the month, the number, ...
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Facts<'s> {
    pub(crate) scheme: &'s Scheme,
    pub(crate) period: Period,
    pub(crate) plan: Plan<'s>,
    /// In order of code.
    pub(crate) payees: Arc<[Payee]>,
    /// Variants of these facts share the volumes, as they do the payees, the stocks and the marks.
    pub(crate) volumes: Arc<VolumeTable>,
    /// Of items that count per month or year, which the table does not hold.
    pub(crate) stocks: Arc<Stocks>,
    /// By payee, then by appraisal, round and indicator.
    pub(crate) marks: Arc<Marks>,
    /// By payee, in order of code.
    pub(crate) findings: Vec<Vec<Finding<'s>>>,
    /// By channel, then payee.
    pub(crate) budgets: Vec<Vec<Option<Money>>>,
    /// By payee, in order of date and voucher.
    pub(crate) advances: Vec<Vec<Advance>>,
    /// By channel and pool line: what the scheme leaves to the facts.
    pub(crate) pool_amounts: Vec<Vec<Vec<PoolAmount>>>,
    pub(crate) opening: Opening,
    /// Whether instalments are planned: a plan is that of the scheme with which a period begins.
    pub(crate) plans: bool,
}

/// The marks of payees, by appraisal, round and indicator.
pub(crate) type Marks = Vec<Vec<Option<Mark>>>;

/// Which volumes were summed before the document is looked at.
#[derive(Clone, Copy)]
enum Summed<'c> {
    Nothing,
    /// A table that records were counted into; the document has more.
    Counts(&'c VolumeCounts),
    /// All of them.
    All(&'c Counted),
}

impl<'c> Summed<'c> {
    fn all(self) -> Option<&'c Counted> {
        match self {
            Self::All(counted) => Some(counted),
            Self::Nothing | Self::Counts(_) => None,
        }
    }
}

/// How the facts of a part of a period differ from those of a whole one.
#[derive(Clone, Debug)]
pub(crate) struct PartOfPeriod {
    pub(crate) portion: Portion,
    pub(crate) plans: bool,
}

impl PartOfPeriod {
    const WHOLE: Self = Self { portion: Portion::WHOLE, plans: true };
}

/// Who is paid, with the place of its group.
#[derive(Clone, Debug)]
pub(crate) struct Payee {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) group: usize,
}

impl<'s> Facts<'s> {
    /// The facts of a document, under a scheme.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the document, at once: unknown payees, items, groups and
    /// indicators; records that occur twice or overlap; months outside the period; malformed or
    /// negative volumes; corrections that bring a total below zero; a volume on a date on which
    /// the item has no weight; a record that straddles a change of weight, difficulty or price;
    /// missing marks, and marks that their rule cannot score.
    pub fn new(scheme: &'s Scheme, document: &FactsDocument) -> Result<Self, FactsError> {
        Self::in_part(scheme, &PartOfPeriod::WHOLE, document)
    }

    /// The facts of a period that follows a settled one, whose closing opens it.
    ///
    /// # Errors
    ///
    /// What [`Facts::new`] refuses, and: a document that states an opening of its own; a closing
    /// of another period than the one just before; a balance in a channel, or of a payee, that the
    /// scheme or the document no longer has.
    pub fn following(
        scheme: &'s Scheme,
        document: &FactsDocument,
        closing: Closing,
    ) -> Result<Self, FactsError> {
        let mut report = Report::default();
        let place = Place::ROOT.field("opening");
        if !document.opening.is_empty() {
            report.add(&place, "is stated beside the closing of the period before: leave it out");
        }
        if closing.balances().after.is_none() {
            let place = place.field("after");
            report.add(&place, "is missing: a closing names the statement that it comes out of");
        }
        let mut document = document.clone();
        document.opening = closing.into_document();
        Self::reporting(scheme, &PartOfPeriod::WHOLE, &document, Summed::Nothing, report)
    }

    /// The facts of a document, and of records that were counted into a table.
    ///
    /// The document can have more volumes: corrections, with their vouchers, items that count per
    /// month or year, and records of days of which nothing was counted.
    ///
    /// # Errors
    ///
    /// What [`Facts::new`] refuses, and: a table that was made for other payees, items or dates; a
    /// record of days that were counted.
    pub fn counted(
        scheme: &'s Scheme,
        document: &FactsDocument,
        counts: &VolumeCounts,
    ) -> Result<Self, FactsError> {
        let report = Report::default();
        Self::reporting(scheme, &PartOfPeriod::WHOLE, document, Summed::Counts(counts), report)
    }

    pub(crate) fn in_part(
        scheme: &'s Scheme,
        part: &PartOfPeriod,
        document: &FactsDocument,
    ) -> Result<Self, FactsError> {
        Self::reporting(scheme, part, document, Summed::Nothing, Report::default())
    }

    fn reporting(
        scheme: &'s Scheme,
        part: &PartOfPeriod,
        document: &FactsDocument,
        summed: Summed<'_>,
        mut report: Report,
    ) -> Result<Self, FactsError> {
        match Self::check(scheme, part, document, summed, &mut report) {
            Some(checked) if report.is_empty() => Ok(checked),
            _ => Err(FactsError::new(scheme, report)),
        }
    }

    fn check(
        scheme: &'s Scheme,
        part: &PartOfPeriod,
        document: &FactsDocument,
        summed: Summed<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let counted = summed.all();
        let (codes, payees) = match counted {
            None => check_payees(scheme, &document.payees, report),
            // What is looked up of a payee was checked against it before, and is the same.
            Some(_) => (Codes::of(&document.payees, |payee| &payee.code), Vec::new()),
        };
        let period = check_period(scheme, &document.period, report);
        let plan = period.and_then(|period| Plan::compile(scheme, period, &part.portion, report));
        extent::check(scheme, plan.as_ref(), codes.len(), report)?;
        let approved = stocks::check_approved(scheme, &codes, &document.approved, report);
        // Without a plan there is nothing to sum, but every record is checked all the same.
        let against = volumes::Against {
            scheme,
            plan: plan.as_ref(),
            codes: &codes,
            payees: &payees,
            approved,
        };
        // What was summed before needs no second look.
        let (mut volumes, stocks) = match summed {
            Summed::All(_) => (None, Stocks::default()),
            Summed::Counts(counts) => {
                let counts = counts.fitting(scheme, document, report)?;
                volumes::check(&against, &document.volumes, Some(counts), report)
            }
            Summed::Nothing => volumes::check(&against, &document.volumes, None, report),
        };
        let marks = match counted.and_then(|counted| counted.marks(scheme, document)) {
            None => Arc::new(marks::check(scheme, &codes, &document.marks, report)),
            Some(marks) => marks,
        };
        let items = Codes::of(&scheme.items, |item| &item.code);
        let against = findings::Against {
            scheme,
            plan: plan.as_ref(),
            codes: &codes,
            items: &items,
            payees: &payees,
        };
        let findings = findings::check(&against, &document.findings, volumes.as_mut(), report);
        let budgets =
            advances::check_budgets(scheme, part.plans, &codes, &document.budgets, report);
        let advances = advances::check(scheme, &codes, &document.advances, report);
        let pool_amounts = pool_amounts::check(scheme, &codes, &document.pool_amounts, report);
        let lookup = opening::Lookup::new(scheme, &codes);
        let opening = opening::check(&lookup, part.plans, period, &document.opening, report);
        let payees: Option<Arc<[Payee]>> = match counted {
            None => payees.into_iter().collect::<Option<Vec<Payee>>>().map(Arc::from),
            Some(counted) => Some(counted.payees()),
        };
        let (volumes, stocks) = match counted {
            None => (volumes, Arc::new(stocks)),
            Some(counted) => counted.tables(),
        };
        Some(Self {
            scheme,
            period: period?,
            plan: plan?,
            payees: payees?,
            volumes: volumes?,
            stocks,
            marks,
            findings,
            budgets,
            advances,
            pool_amounts,
            opening,
            plans: part.plans,
        })
    }

    /// The scheme that the facts were checked against.
    #[must_use]
    pub fn scheme(&self) -> &'s Scheme {
        self.scheme
    }

    /// The period that is settled.
    #[must_use]
    pub fn period(&self) -> Period {
        self.period
    }

    /// The place of a payee in the order of codes.
    pub(crate) fn place_of(&self, payee: &str) -> Option<usize> {
        self.payees.binary_search_by(|record| record.code.as_str().cmp(payee)).ok()
    }

    /// The codes of the payees, in order.
    pub fn payees(&self) -> impl Iterator<Item = &str> {
        self.payees.iter().map(|payee| payee.code.as_str())
    }
}

/// Records by the payee they concern, in their order.
fn by_payee<T>(count: usize, records: Vec<T>, payee: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut lists: Vec<Vec<T>> = (0..count).map(|_| Vec::new()).collect();
    for record in records {
        let payee = payee(&record);
        lists[payee].push(record);
    }
    lists
}

/// The period, if the scheme applies on all of its days.
fn check_period(scheme: &Scheme, document: &PeriodDocument, report: &mut Report) -> Option<Period> {
    let place = Place::ROOT.field("period");
    let period = report.period(&place, &document.from, &document.until)?;
    if scheme.covers(period) {
        return Some(period);
    }
    let end = scheme.until().map_or(String::new(), |until| format!(" until {until}"));
    let message = format!(
        "{} is not covered by scheme {}, which applies from {}{end}: settle the rest under the \
         scheme before or after it",
        period.in_words(),
        scheme.number(),
        scheme.from()
    );
    report.add(&place, message);
    None
}

/// The payees in order of code; none for one that has a problem.
fn check_payees<'d>(
    scheme: &Scheme,
    documents: &'d [PayeeDocument],
    report: &mut Report,
) -> (Codes<'d>, Vec<Option<Payee>>) {
    if documents.is_empty() {
        report.add(&Place::ROOT.field("payees"), "is empty: there is nobody to pay");
    }
    let codes = Codes::of(documents, |payee| &payee.code);
    let groups = Codes::of(&scheme.groups, |group| &group.code);
    let mut payees = vec![None; codes.len()];
    let mut seen = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("payees", index, &document.code);
        report.code(&place, &document.code);
        report.line(&place.field("name"), &document.name);
        if let Some(first) = seen.insert(&document.code, index) {
            report.add_related(&place.field("code"), twice(&document.code), first);
        }
        let group = groups.find(&document.group, "group", &place.field("group"), report);
        let payee = group.map(|group| Payee {
            code: document.code.clone(),
            name: document.name.clone(),
            group,
        });
        if let Some(position) = codes.position(&document.code) {
            payees[position] = payee;
        }
    }
    (codes, payees)
}

/// Everything that is wrong with facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("facts under scheme {number}: {problems}")]
pub struct FactsError {
    number: String,
    problems: Problems,
}

impl FactsError {
    fn new(scheme: &Scheme, report: Report) -> Self {
        Self { number: scheme.number().to_owned(), problems: report.into_problems() }
    }

    /// The problems, list by list, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        self.problems.listed()
    }

    /// How many more there are: of many, the first thousand are listed.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.problems.unlisted()
    }
}

#[cfg(test)]
mod tests;
