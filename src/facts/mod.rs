//! What happened in a period: payees, volumes, appraisal marks, opening balances (事实).
//!
//! A [`FactsDocument`] is what files hold. [`Facts`] are checked against a [`Scheme`]: they exist
//! only if every record is right, and what is wrong is reported all at once ([`FactsError`]).

mod document;
mod marks;
mod table;
mod volumes;

pub use document::{
    FactsDocument, MarkDocument, PayeeDocument, PeriodDocument, ReserveDocument, VolumeDocument,
};
pub(crate) use table::VolumeTable;

use std::collections::{BTreeMap, BTreeSet};

use crate::period::Period;
use crate::report::{Place, Problem, Report};
use crate::scheme::{Codes, Plan, Scheme, twice};
use crate::units::{Mark, Money};

/// What happened in a period, checked against a scheme.
///
/// ```
/// use work_equivalent::facts::{Facts, FactsDocument};
/// # use work_equivalent::scheme::Scheme;
/// # let scheme: Scheme = toml::from_str(include_str!("../../examples/data/liandu/scheme.toml"))?;
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
    pub(crate) payees: Vec<Payee>,
    pub(crate) volumes: VolumeTable,
    /// By payee, then in the order of all indicators of all appraisals.
    pub(crate) marks: Vec<Vec<Option<Mark>>>,
    /// By channel.
    pub(crate) openings: Vec<Option<Money>>,
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
        let mut report = Report::default();
        match Self::check(scheme, document, &mut report) {
            Some(checked) if report.is_empty() => Ok(checked),
            _ => Err(FactsError {
                number: scheme.number().to_owned(),
                problems: report.into_problems(),
            }),
        }
    }

    fn check(scheme: &'s Scheme, document: &FactsDocument, report: &mut Report) -> Option<Self> {
        let (codes, payees) = check_payees(scheme, &document.payees, report);
        let period = check_period(scheme, &document.period, report);
        let plan = period.map(|period| Plan::compile(scheme, period, report));
        // Without a plan there is nothing to sum, but every record is checked all the same.
        let volumes =
            volumes::check(scheme, plan.as_ref(), &codes, &payees, &document.volumes, report);
        let marks = marks::check(scheme, &codes, &document.marks, report);
        let openings = check_openings(scheme, &document.reserves, report);
        let payees: Option<Vec<Payee>> = payees.into_iter().collect();
        Some(Self {
            scheme,
            period: period?,
            plan: plan?,
            payees: payees?,
            volumes: volumes?,
            marks,
            openings,
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

    /// The codes of the payees, in order.
    pub fn payees(&self) -> impl Iterator<Item = &str> {
        self.payees.iter().map(|payee| payee.code.as_str())
    }
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

/// The opening balances of the reserves, by channel.
fn check_openings(
    scheme: &Scheme,
    documents: &[ReserveDocument],
    report: &mut Report,
) -> Vec<Option<Money>> {
    let channels = Codes::of(&scheme.channels, |channel| &channel.code);
    let mut openings = vec![None; scheme.channels.len()];
    let mut seen = BTreeSet::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("reserves", index, &document.channel);
        if !seen.insert(&document.channel) {
            report.add(&place.field("channel"), "occurs twice: a reserve opens with one balance");
        }
        let opening = report.number(&place.field("opening"), &document.opening);
        let channel = channels.find(&document.channel, "channel", &place.field("channel"), report);
        if let Some(channel) = channel {
            if scheme.channels[channel].provision.is_none() {
                report.add(&place.field("channel"), "has no provision, and so no reserve");
            }
            openings[channel] = opening;
        }
    }
    let unknown = seen.iter().any(|code| channels.position(code).is_none());
    for channel in &scheme.channels {
        let target = channel.provision.as_ref().and_then(|provision| provision.target.as_ref());
        if target.is_some() && !seen.contains(&channel.code) && !unknown {
            report.add(
                &Place::ROOT.field("reserves"),
                format!(
                    "the opening balance of channel \"{}\" is missing: its reserve has a target, \
                     so give the balance, 0 if there is none",
                    channel.code
                ),
            );
        }
    }
    openings
}

/// Everything that is wrong with facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("facts under scheme {number}: {}", crate::report::listing(problems))]
pub struct FactsError {
    number: String,
    problems: Vec<Problem>,
}

impl FactsError {
    /// The problems, list by list, in the order of the document.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}
