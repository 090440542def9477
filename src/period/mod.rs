//! Dates, half-open periods, and parameters whose value depends on the date.

mod date;
mod dated;
#[cfg(feature = "schema")]
mod schema;

pub use date::{Date, DateError};
pub(crate) use dated::{Dated, DatedValue};

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::exact::Exact;

/// A half-open period: from a first day, until the day after the last.
///
/// ```
/// use work_equivalent::period::Period;
///
/// let march = Period::month("2024-03")?;
/// assert_eq!(march, Period::new("2024-03-01".parse()?, "2024-04-01".parse()?)?);
/// assert!(march.contains("2024-03-31".parse()?));
/// assert!(!march.contains("2024-04-01".parse()?));
/// # Ok::<(), work_equivalent::period::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Period {
    from: Date,
    until: Date,
}

/// A period as it is written, before its order is checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    from: Date,
    until: Date,
}

impl Period {
    /// The period that begins on `from` and ends before `until`.
    ///
    /// # Errors
    ///
    /// `until` on or before `from`: a period has at least one day.
    pub fn new(from: Date, until: Date) -> Result<Self, DateError> {
        if until <= from {
            return Err(DateError::backwards(from, until));
        }
        Ok(Self { from, until })
    }

    /// A calendar month, written `2024-03`.
    ///
    /// # Errors
    ///
    /// `"2024-13"`, `"2024-3"`, `"202403"`; `"9999-12"`, which ends after the last date there is.
    pub fn month(text: &str) -> Result<Self, DateError> {
        let error = || DateError::not_a_month(text);
        let from = Date::from_str(&format!("{text}-01")).map_err(|_| error())?;
        let until = from.first_of_next_month().ok_or_else(error)?;
        Ok(Self { from, until })
    }

    /// The first day.
    #[must_use]
    pub const fn from(self) -> Date {
        self.from
    }

    /// The day after the last.
    #[must_use]
    pub const fn until(self) -> Date {
        self.until
    }

    /// The last day.
    #[must_use]
    pub fn last_day(self) -> Date {
        // A period has a day, so there is one before its end.
        self.until.day_before().unwrap_or(self.from)
    }

    /// Both days as people say them: `2024-01-01 to 2024-12-31`.
    pub(crate) fn in_words(self) -> String {
        format!("{} to {}", self.from, self.last_day())
    }

    /// How many days it has.
    #[must_use]
    pub fn days(self) -> i64 {
        self.from.days_until(self.until)
    }

    /// How many months it has; one that is cut counts by its days.
    pub(crate) fn months(self) -> Exact {
        let mut months = Exact::zero();
        let mut from = self.from;
        while from < self.until {
            let first = from.day_of_month(1);
            let next = from.first_of_next_month().unwrap_or(self.until);
            let until = next.min(self.until);
            let part = Exact::from(i128::from(from.days_until(until)));
            let whole = Exact::from(i128::from(first.days_until(next)));
            months = months.plus(&part.divided_by(&whole).unwrap_or_else(Exact::zero));
            from = until;
        }
        months
    }

    /// Whether the day lies in the period.
    #[must_use]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date < self.until
    }

    /// Whether all of `other` lies in this period.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.from <= other.from && other.until <= self.until
    }

    /// Whether the two have a day in common.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

impl TryFrom<Written> for Period {
    type Error = DateError;

    fn try_from(written: Written) -> Result<Self, DateError> {
        Self::new(written.from, written.until)
    }
}

impl fmt::Display for Period {
    /// Both days, the half-open way: `[2024-01-01, 2025-01-01)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {})", self.from, self.until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, until: &str) -> Period {
        Period::new(from.parse().unwrap(), until.parse().unwrap()).unwrap()
    }

    #[test]
    fn months_end_where_the_next_begins() {
        for (month, from, until) in [
            ("2024-02", "2024-02-01", "2024-03-01"),
            ("2023-12", "2023-12-01", "2024-01-01"),
            ("2023-02", "2023-02-01", "2023-03-01"),
        ] {
            assert_eq!(Period::month(month).unwrap(), period(from, until));
        }
        for text in ["2024-13", "2024-00", "2024-3", "202403", "2024-03-01", "9999-12"] {
            let message = Period::month(text).unwrap_err().to_string();
            assert_eq!(message, format!("\"{text}\" is not a month: write it as \"2024-03\""));
        }
    }

    #[test]
    fn periods_are_half_open() {
        let year = period("2024-01-01", "2025-01-01");
        let march = period("2024-03-01", "2024-04-01");
        let april = period("2024-04-01", "2024-05-01");
        assert!(year.covers(march) && year.covers(year) && !march.covers(year));
        assert!(!march.overlaps(april) && !april.overlaps(march) && year.overlaps(april));
        let february = "2024-02-29".parse().unwrap();
        assert!(march.contains(march.from()) && !march.contains(march.until()));
        assert!(!march.contains(february));
        assert_eq!(march.to_string(), "[2024-03-01, 2024-04-01)");
        assert_eq!(march.last_day().to_string(), "2024-03-31");
    }

    #[test]
    fn a_period_has_at_least_one_day() {
        let day: Date = "2024-01-01".parse().unwrap();
        assert_eq!(
            Period::new(day, day).unwrap_err().to_string(),
            "a period from 2024-01-01 until 2024-01-01 has no day: \"until\" is the day after the last"
        );
        let json = r#"{"from":"2024-02-01","until":"2024-01-01"}"#;
        assert!(serde_json::from_str::<Period>(json).is_err());
        let json = r#"{"from":"2024-01-01","until":"2024-02-01"}"#;
        let month: Period = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&month).unwrap(), json);
    }
}
