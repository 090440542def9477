//! A calendar date, written `2024-03-31` and no other way.

use core::fmt;
use core::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::clip;

/// A calendar date.
///
/// ```
/// use work_equivalent::period::Date;
///
/// let leap_day: Date = "2024-02-29".parse()?;
/// assert_eq!(leap_day.to_string(), "2024-02-29");
/// assert!("2023-02-29".parse::<Date>().is_err());
/// assert!("20240229".parse::<Date>().is_err());
/// # Ok::<(), work_equivalent::period::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

impl Date {
    /// The first day of the month after this one, if the calendar goes that far.
    pub(super) fn first_of_next_month(self) -> Option<Self> {
        self.0.last_of_month().tomorrow().ok().map(Self)
    }

    /// Whether it is the first day of its month.
    pub(crate) fn is_first_of_month(self) -> bool {
        self.0 == self.0.first_of_month()
    }

    /// The same day so many months later, or the last day of a shorter month.
    pub(crate) fn months_later(self, months: i64) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_months(months).ok()?).ok().map(Self)
    }

    /// So many calendar days later.
    pub(crate) fn days_later(self, days: i64) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Self)
    }

    /// The last day of the month.
    pub(crate) fn last_of_month(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// A day of the month, counted from 1; beyond its end, its last day.
    pub(crate) fn day_of_month(self, day: i64) -> Self {
        let first = Self(self.0.first_of_month());
        let last = self.last_of_month();
        day.checked_sub(1).and_then(|days| first.days_later(days)).map_or(last, |d| d.min(last))
    }

    /// Whole days until another day; negative where it lies before.
    pub(crate) fn days_until(self, other: Self) -> i64 {
        let span = self.0.until(other.0).map(|span| i64::from(span.get_days()));
        span.unwrap_or_default()
    }

    /// The day before, if the calendar goes that far.
    pub(super) fn day_before(self) -> Option<Self> {
        self.0.yesterday().ok().map(Self)
    }
}

impl FromStr for Date {
    type Err = DateError;

    /// Reads `year-month-day` with four, two and two digits.
    ///
    /// # Errors
    ///
    /// `"2024-2-9"`, `"20240209"`, `"2024-02-30"`, `"2024-02-09T00:00"`, `"09/02/2024"`.
    fn from_str(text: &str) -> Result<Self, DateError> {
        read(text).map(Self).ok_or_else(|| DateError::not_a_date(text))
    }
}

/// The calendar is the library's; the form is stricter than the one its own parser accepts.
fn read(text: &str) -> Option<jiff::civil::Date> {
    let digits = |part: &str, length: usize| -> Option<i16> {
        let plain = part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse().ok()).flatten()
    };
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = i8::try_from(digits(parts.next()?, 2)?).ok()?;
    let day = i8::try_from(digits(parts.next()?, 2)?).ok()?;
    if parts.next().is_some() {
        return None;
    }
    jiff::civil::Date::new(year, month, day).ok()
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The error of a text that is not a date or month, or of a period without a day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct DateError(Kind);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("is empty: give a date such as \"2024-03-31\"")]
    NoDate,
    #[error("is empty: give a month such as \"2024-03\"")]
    NoMonth,
    #[error("\"{0}\" is not a date of the calendar: write it as \"2024-03-31\"")]
    NotADate(String),
    #[error("\"{0}\" is not a month: write it as \"2024-03\"")]
    NotAMonth(String),
    #[error("a period from {0} until {1} has no day: \"until\" is the day after the last")]
    Backwards(Date, Date),
}

impl DateError {
    fn not_a_date(text: &str) -> Self {
        if text.is_empty() {
            return Self(Kind::NoDate);
        }
        Self(Kind::NotADate(clip(text).into_owned()))
    }

    pub(super) fn not_a_month(text: &str) -> Self {
        if text.is_empty() {
            return Self(Kind::NoMonth);
        }
        Self(Kind::NotAMonth(clip(text).into_owned()))
    }

    pub(super) fn backwards(from: Date, until: Date) -> Self {
        Self(Kind::Backwards(from, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_one_form_only() {
        for text in ["2024-02-29", "0001-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        for text in [
            "2024-2-9",
            "20240209",
            "2024-02-30",
            "2024-02-09T00:00",
            "09/02/2024",
            "2024-02-09-1",
            "-024-02-09",
            "+024-02-09",
            "2024-+2-09",
            "",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }

    #[test]
    fn orders_by_the_calendar() {
        let [a, b, c] =
            ["2023-12-31", "2024-01-01", "2024-02-01"].map(|d| d.parse::<Date>().unwrap());
        assert!(a < b && b < c);
    }
}
