//! Funds passed on in full and in time.

use serde::{Deserialize, Serialize};

use super::{WatchOnPaper, Watching};
use crate::monitor::Observations;
use crate::monitor::given::Given;
use crate::monitor::observations::Transfer;
use crate::monitor::readings::{Figures, Found, Named, Outcome};
use crate::period::Date;
use crate::report::{Place, Report};
use crate::units::{Money, Number};

/// Funds that were received are passed on in full, within so many calendar days.
///
/// What is still missing is looked at on the last day of the period of the observations, or on the
/// day of the last payment if that is later: once the deadline lies before it, that is an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "PassedOnRule"))]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Calendar days after the day on which they were received, from 0 to 3650.
    pub days: Number,
}

#[derive(Clone, Debug)]
pub struct Rule {
    days: i64,
}

impl WatchOnPaper for Document {
    type Watch = Rule;

    fn check(&self, place: &Place<'_>, report: &mut Report) -> Option<Rule> {
        const DAYS: (i64, i64) = (0, 3650);
        report.count(&place.field("days"), &self.days, DAYS).map(|days| Rule { days })
    }
}

impl Watching for Rule {
    fn watch(&self, given: &Given<'_>, place: &Place<'_>, report: &mut Report) -> Vec<Found> {
        let Some(observations) = given.observations(place, report) else { return Vec::new() };
        let transfers = observations.transfers.iter();
        transfers.filter_map(|transfer| self.read(transfer, observations)).collect()
    }
}

impl Rule {
    fn read(&self, transfer: &Transfer, observations: &Observations) -> Option<Found> {
        let subject = observations.subjects.get(transfer.subject)?;
        let missing = transfer.amount.checked_sub(transfer.passed)?;
        // A deadline beyond the calendar never passes.
        let deadline = transfer.received.days_later(self.days);
        let (outcome, overdue) =
            outcome(transfer, missing, deadline, observations.period().last_day());
        let figures = Figures::PassedOn {
            funds: Named::new(&transfer.code, &transfer.name),
            received: transfer.received,
            amount: transfer.amount,
            passed: transfer.passed,
            missing,
            last: transfer.last,
            days: self.days,
            deadline,
            overdue,
        };
        Some(Found::of(Named::new(&subject.code, &subject.name), outcome, figures))
    }
}

/// The outcome, and by how many days it is late.
fn outcome(
    transfer: &Transfer,
    missing: Money,
    deadline: Option<Date>,
    last_day: Date,
) -> (Outcome, i64) {
    let complete = missing == Money::ZERO;
    // In full, the last payment counts; otherwise the last day of which anything is known.
    let day = match transfer.last {
        Some(last) if complete => last,
        last => last.map_or(last_day, |last| last.max(last_day)),
    };
    let late = deadline.map_or(0, |deadline| deadline.days_until(day)).max(0);
    let outcome = match (complete, late > 0) {
        (true, false) => Outcome::Met,
        (true, true) => Outcome::Late,
        (false, false) => Outcome::Open,
        (false, true) if transfer.passed == Money::ZERO => Outcome::NotPassedOn,
        (false, true) => Outcome::Short,
    };
    (outcome, late)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn funds_are_late_or_short_or_still_open() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        // Received on 2024-03-01; 30 days later is 2024-03-31.
        for (passed, last, last_day, expected) in [
            ("100", Some("2024-03-01"), "2024-12-31", (Outcome::Met, 0)),
            ("100", Some("2024-03-31"), "2024-12-31", (Outcome::Met, 0)),
            ("100", Some("2024-04-01"), "2024-12-31", (Outcome::Late, 1)),
            ("100", Some("2024-04-30"), "2024-03-31", (Outcome::Late, 30)),
            ("99.99", Some("2024-03-31"), "2024-12-31", (Outcome::Short, 275)),
            ("99.99", Some("2024-03-31"), "2024-04-01", (Outcome::Short, 1)),
            ("99.99", Some("2024-03-31"), "2024-03-31", (Outcome::Open, 0)),
            // A payment after the period says that the rest was missing on that day too.
            ("99.99", Some("2024-04-02"), "2024-03-31", (Outcome::Short, 2)),
            ("0", None, "2024-12-31", (Outcome::NotPassedOn, 275)),
            ("0", None, "2024-04-01", (Outcome::NotPassedOn, 1)),
            ("0", None, "2024-03-31", (Outcome::Open, 0)),
            ("0", None, "2024-03-30", (Outcome::Open, 0)),
        ] {
            let amount: Money = "100".parse().unwrap();
            let transfer = Transfer {
                subject: 0,
                code: "T".to_owned(),
                name: "T".to_owned(),
                received: date("2024-03-01"),
                amount,
                passed: passed.parse().unwrap(),
                last: last.map(date),
            };
            let missing = amount.checked_sub(transfer.passed).unwrap();
            let deadline = transfer.received.days_later(30);
            let found = outcome(&transfer, missing, deadline, date(last_day));
            assert_eq!(found, expected, "{passed} by {last:?}, seen on {last_day}");
            assert!(outcome(&transfer, missing, None, date(last_day)).1 == 0);
        }
    }
}
