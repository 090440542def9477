//! A parameter whose value depends on the date, each value with its citation.

use super::{Date, Period};

/// One value of a dated parameter: what it is, from when until when, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatedValue<T> {
    /// The first day on which the value holds.
    pub(crate) from: Date,
    /// The day on which it ceases to hold; none where it holds until the next value begins.
    pub(crate) until: Option<Date>,
    /// The value.
    pub(crate) value: T,
    /// The document and clause that sets it.
    pub(crate) cite: String,
}

/// A parameter as a series of dated values without overlaps and without gaps between them.
///
/// Before its first value, and after a last value with an end, a parameter has none: asking for
/// it is an error that names the parameter and the date, never zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated<T> {
    name: String,
    /// In order of date; never empty.
    values: Vec<DatedValue<T>>,
}

/// Why a list of dated values is not a series.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DatedProblem {
    #[error("has no value: give at least one, with a date and a citation")]
    Empty,
    #[error("two values start on {0}: each start date may occur once")]
    DuplicateStart(Date),
    #[error(
        "the value from {from} holds until {until}, after the next one starts on {next}: end it there or earlier"
    )]
    Overlap { from: Date, until: Date, next: Date },
    #[error("no value between {until} and {next}: extend the value from {from} or add one")]
    Gap { from: Date, until: Date, next: Date },
    #[error("the value from {from} ends on {until}, before it begins")]
    Backwards { from: Date, until: Date },
}

/// The error of a dated parameter that has no value on a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name} has no value on {date}: its values {reach}")]
pub(crate) struct MissingValue {
    name: String,
    date: Date,
    reach: String,
}

impl<T> Dated<T> {
    /// The series of these values, in any order.
    ///
    /// # Errors
    ///
    /// No value at all, two with one start, one that reaches into the next, a gap between two.
    pub(crate) fn new(
        name: String,
        mut values: Vec<DatedValue<T>>,
    ) -> Result<Self, Vec<DatedProblem>> {
        values.sort_by_key(|value| value.from);
        let mut problems = Vec::new();
        if values.is_empty() {
            problems.push(DatedProblem::Empty);
        }
        for value in &values {
            if let Some(until) = value.until
                && until <= value.from
            {
                problems.push(DatedProblem::Backwards { from: value.from, until });
            }
        }
        for (value, next) in values.iter().zip(values.iter().skip(1)) {
            let (from, next) = (value.from, next.from);
            if from == next {
                problems.push(DatedProblem::DuplicateStart(from));
                continue;
            }
            match value.until {
                Some(until) if until > next => {
                    problems.push(DatedProblem::Overlap { from, until, next });
                }
                Some(until) if until < next && until > from => {
                    problems.push(DatedProblem::Gap { from, until, next });
                }
                _ => {}
            }
        }
        if problems.is_empty() { Ok(Self { name, values }) } else { Err(problems) }
    }

    /// What the parameter is called in messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The values, in order of date.
    pub(crate) fn values(&self) -> &[DatedValue<T>] {
        &self.values
    }

    /// The value that holds on a date.
    ///
    /// # Errors
    ///
    /// A date before the first value, or after the end of the last.
    pub(crate) fn at(&self, date: Date) -> Result<&DatedValue<T>, MissingValue> {
        let after = self.values.partition_point(|value| value.from <= date);
        after
            .checked_sub(1)
            .and_then(|index| self.values.get(index))
            .filter(|value| value.until.is_none_or(|until| date < until))
            .ok_or_else(|| self.missing(date))
    }

    /// The dates inside the period on which the value changes or ends.
    pub(crate) fn changes_within(&self, period: Period) -> impl Iterator<Item = Date> + '_ {
        let inside = move |date: &Date| *date > period.from() && *date < period.until();
        let starts = self.values.iter().map(|value| value.from);
        let end = self.values.last().and_then(|value| value.until);
        starts.chain(end).filter(inside)
    }

    fn missing(&self, date: Date) -> MissingValue {
        let first = self.values.first().map(|value| value.from);
        let end = self.values.last().and_then(|value| value.until);
        let reach = match (first, end) {
            (Some(first), Some(end)) => format!("reach from {first} until {end}"),
            (Some(first), None) => format!("begin on {first}"),
            (None, _) => "are missing".to_owned(),
        };
        MissingValue { name: self.name.clone(), date, reach }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn series(values: &[(&str, Option<&str>, u32)]) -> Result<Dated<u32>, Vec<DatedProblem>> {
        let values = values
            .iter()
            .map(|&(from, until, value)| DatedValue {
                from: date(from),
                until: until.map(date),
                value,
                cite: "a clause".to_owned(),
            })
            .collect();
        Dated::new("the price".to_owned(), values)
    }

    #[test]
    fn a_value_that_ends_before_it_begins_leaves_no_gap() {
        let found = series(&[("2024-03-01", Some("2024-02-01"), 1), ("2024-05-01", None, 2)]);
        assert_eq!(found.unwrap_err().len(), 1);
        let found = series(&[("2024-03-01", Some("2024-04-01"), 1), ("2024-05-01", None, 2)]);
        let [DatedProblem::Gap { .. }] = found.unwrap_err()[..] else { panic!("there is a gap") };
        assert!(series(&[("2024-03-01", Some("2024-05-01"), 1), ("2024-05-01", None, 2)]).is_ok());
    }

    #[test]
    fn finds_the_value_of_a_date_whatever_the_order_given() {
        let price =
            series(&[("2024-03-09", Some("2025-01-01"), 2), ("2024-01-01", None, 1)]).unwrap();
        for (day, value) in
            [("2024-01-01", 1), ("2024-03-08", 1), ("2024-03-09", 2), ("2024-12-31", 2)]
        {
            assert_eq!(price.at(date(day)).unwrap().value, value, "{day}");
        }
        assert_eq!(
            price.at(date("2023-12-31")).unwrap_err().to_string(),
            "the price has no value on 2023-12-31: its values reach from 2024-01-01 until 2025-01-01"
        );
        assert!(price.at(date("2025-01-01")).is_err());
        assert_eq!(price.name(), "the price");
        assert_eq!(price.values().len(), 2);
    }

    #[test]
    fn lists_changes_strictly_inside_a_period() {
        let price = series(&[
            ("2024-01-01", None, 1),
            ("2024-03-09", None, 2),
            ("2024-06-01", Some("2024-09-01"), 3),
        ])
        .unwrap();
        let period = Period::new(date("2024-01-01"), date("2025-01-01")).unwrap();
        let changes: Vec<String> = price.changes_within(period).map(|d| d.to_string()).collect();
        assert_eq!(changes, ["2024-03-09", "2024-06-01", "2024-09-01"]);
        let half = Period::new(date("2024-03-09"), date("2024-06-01")).unwrap();
        assert_eq!(price.changes_within(half).count(), 0);
    }

    #[test]
    fn refuses_what_is_not_a_series() {
        for (values, message) in [
            (&[][..], "has no value: give at least one, with a date and a citation"),
            (
                &[("2024-01-01", None, 1), ("2024-01-01", None, 2)][..],
                "two values start on 2024-01-01: each start date may occur once",
            ),
            (
                &[("2024-01-01", Some("2024-03-01"), 1), ("2024-02-01", None, 2)],
                "the value from 2024-01-01 holds until 2024-03-01, after the next one starts on \
                 2024-02-01: end it there or earlier",
            ),
            (
                &[("2024-01-01", Some("2024-02-01"), 1), ("2024-03-01", None, 2)],
                "no value between 2024-02-01 and 2024-03-01: extend the value from 2024-01-01 or add one",
            ),
            (
                &[("2024-01-01", Some("2024-01-01"), 1)],
                "the value from 2024-01-01 ends on 2024-01-01, before it begins",
            ),
        ] {
            let problems: Vec<String> =
                series(values).unwrap_err().iter().map(ToString::to_string).collect();
            assert_eq!(problems, [message]);
        }
        // Ends exactly where the next begins: neither an overlap nor a gap.
        assert!(series(&[("2024-01-01", Some("2024-02-01"), 1), ("2024-02-01", None, 2)]).is_ok());
    }
}
