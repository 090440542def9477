//! Funds that were received and have to be passed on.

use crate::monitor::document::TransferDocument;
use crate::monitor::lists::Seen;
use crate::period::{Date, Period};
use crate::report::{Place, Report};
use crate::scheme::{Codes, twice};
use crate::units::{Money, Number};

/// Funds that a subject received and has to pass on.
#[derive(Clone, Debug)]
pub(in crate::monitor) struct Transfer {
    pub(in crate::monitor) subject: usize,
    pub(in crate::monitor) code: String,
    pub(in crate::monitor) name: String,
    pub(in crate::monitor) received: Date,
    pub(in crate::monitor) amount: Money,
    /// What was passed on so far.
    pub(in crate::monitor) passed: Money,
    /// The last day on which anything was.
    pub(in crate::monitor) last: Option<Date>,
}

/// The funds in order of subject and code.
pub(super) fn check(
    documents: &[TransferDocument],
    subjects: &Codes<'_>,
    observed: Option<Period>,
    report: &mut Report,
) -> Vec<Transfer> {
    let mut seen = Seen::new();
    let mut transfers = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        let (subject, code) = (&document.subject, &document.code);
        let place = Place::ROOT.record("transfers", index, code);
        report.code(&place, code);
        // The same allocation can reach several subjects.
        seen.once(report, &place.field("code"), ((subject, code), index), || twice(code));
        report.line(&place.field("name"), &document.name);
        let subject = subjects.find(subject, "subject", &place.field("subject"), report);
        let received = report.date(&place.field("received"), &document.received);
        if let (Some(date), Some(observed)) = (received, observed)
            && date >= observed.until()
        {
            let message = format!("{date} lies after the period, {}", observed.in_words());
            report.add(&place.field("received"), message);
        }
        let amount = above_zero(&document.amount, &place.field("amount"), report);
        let passed = check_passed(document, (received, amount), &place, report);
        if let (Some(subject), Some(received), Some(amount), Some((passed, last))) =
            (subject, received, amount, passed)
        {
            let (code, name) = (document.code.clone(), document.name.clone());
            transfers.push(Transfer { subject, code, name, received, amount, passed, last });
        }
    }
    transfers.sort_by(|a, b| (a.subject, &a.code).cmp(&(b.subject, &b.code)));
    transfers
}

/// What was passed on in all, and when last.
fn check_passed(
    document: &TransferDocument,
    (received, amount): (Option<Date>, Option<Money>),
    place: &Place<'_>,
    report: &mut Report,
) -> Option<(Money, Option<Date>)> {
    let mut amounts = Vec::new();
    let mut last = None;
    for (index, payment) in document.passed.iter().enumerate() {
        let place = place.record("passed", index, "");
        amounts.push(above_zero(&payment.amount, &place.field("amount"), report));
        let Some(date) = report.date(&place.field("date"), &payment.date) else { continue };
        if let Some(received) = received.filter(|received| date < *received) {
            let message = format!("{date} lies before {received}, when the funds were received");
            report.add(&place.field("date"), message);
        }
        last = last.max(Some(date));
    }
    let amounts: Vec<Money> = amounts.into_iter().collect::<Option<_>>()?;
    let Some(passed) = Money::checked_sum(amounts) else {
        report.add(&place.field("passed"), "is out of the range of money");
        return None;
    };
    if let Some(amount) = amount.filter(|amount| passed > *amount) {
        let message =
            format!("{passed} yuan were passed on of {amount}: no more than was received");
        report.add(&place.field("passed"), message);
    }
    Some((passed, last))
}

/// An amount that moves money.
fn above_zero(amount: &Number, place: &Place<'_>, report: &mut Report) -> Option<Money> {
    let amount: Money = report.number(place, amount)?;
    if amount == Money::ZERO {
        report.add(place, "is zero: leave the record out");
        return None;
    }
    Some(amount)
}
