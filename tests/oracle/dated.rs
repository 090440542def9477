//! Dates: which of several dated values is in force, and the calendar. Dates in ISO form sort as
//! text.

use work_equivalent::scheme::{DatedDocument, WeightDocument};

use crate::numbers::{self, Fraction, whole};

/// Rule 4, dated values, on one interval: whether `[from, until)` contains the date.
fn holds(from: &str, until: Option<&String>, date: &str) -> bool {
    from <= date && until.is_none_or(|until| date < until.as_str())
}

/// Rule 4, dated values: the value with the latest start that is in force on a date.
pub fn in_force(values: &[DatedDocument], date: &str) -> Fraction {
    let value = values
        .iter()
        .filter(|value| holds(&value.from, value.until.as_ref(), date))
        .max_by_key(|value| &value.from)
        .unwrap();
    numbers::read(&value.value)
}

/// Rule 4, catalogue: the weight for a group on a date, its own or the one for all groups.
pub fn weight_in_force(weights: &[WeightDocument], group: &str, date: &str) -> Fraction {
    let weight = weights
        .iter()
        .filter(|weight| holds(&weight.from, weight.until.as_ref(), date))
        .max_by_key(|weight| &weight.from)
        .unwrap();
    let by_group = weight.by_group.as_ref().map(|by_group| &by_group[group]);
    numbers::read(by_group.or(weight.value.as_ref()).unwrap())
}

/// Rule 6.4, announced prices: the values in force on some day of `[from, until)`, in order.
pub fn in_force_within(
    values: &[DatedDocument],
    from: &str,
    until: &str,
) -> Vec<(String, Fraction)> {
    let mut segments: Vec<(String, Fraction)> = values
        .iter()
        .enumerate()
        .filter(|(index, value)| {
            let next = values.iter().enumerate().filter(|(other, _)| other != index);
            let next = next.map(|(_, next)| &next.from).filter(|next| **next > value.from).min();
            let ends = [value.until.as_ref(), next].into_iter().flatten().min();
            value.from.as_str() < until && ends.is_none_or(|ends| ends.as_str() > from)
        })
        .map(|(_, value)| (value.from.clone(), numbers::read(&value.value)))
        .collect();
    segments.sort();
    segments
}

/// The first day of a month, or of an interval: what a record is dated by.
pub fn first_day(month: Option<&String>, from: Option<&String>) -> String {
    match (month, from) {
        (Some(month), _) => format!("{month}-01"),
        (None, Some(from)) => from.clone(),
        (None, None) => panic!("a record without dates"),
    }
}

/// The month of a date, counted from the year zero.
pub fn month_of(date: &str) -> i64 {
    let (year, month): (i64, i64) = (date[..4].parse().unwrap(), date[5..7].parse().unwrap());
    year * 12 + month - 1
}

/// The day of the month of a date.
pub fn day_of(date: &str) -> i64 {
    date[8..].parse().unwrap()
}

/// How many days a month has.
pub fn days_in(month: i64) -> i64 {
    let (year, month) = (month / 12, month % 12 + 1);
    let is_leap_year = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap_year => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day of a month, or the month's last day if it is shorter.
pub fn day_in(month: i64, day: i64) -> String {
    let day = day.min(days_in(month));
    format!("{:04}-{:02}-{day:02}", month / 12, month % 12 + 1)
}

/// The last day of the month that lies so many months after that of a date.
pub fn month_end(date: &str, months: i64) -> String {
    day_in(month_of(date) + months, 31)
}

/// The date so many days later.
pub fn days_after(date: &str, days: i64) -> String {
    let (mut month, mut day) = (month_of(date), day_of(date) + days);
    while day > days_in(month) {
        day -= days_in(month);
        month += 1;
    }
    day_in(month, day)
}

/// How many days of a month lie in `[from, until)`.
fn days_of_month(month: i64, from: &str, until: &str) -> i64 {
    let first = if month_of(from) == month { day_of(from) } else { 1 };
    let after = if month_of(until) == month { day_of(until) } else { days_in(month) + 1 };
    after - first
}

/// How many days `[from, until)` lasts.
pub fn days_between(from: &str, until: &str) -> Fraction {
    let months = month_of(from)..=month_of(until);
    months.map(|month| whole(days_of_month(month, from, until))).sum()
}

/// How many months `[from, until)` lasts, each that it cuts by its days.
pub fn months_between(from: &str, until: &str) -> Fraction {
    let months = month_of(from)..=month_of(until);
    months.map(|month| whole(days_of_month(month, from, until)) / whole(days_in(month))).sum()
}

/// How many months a record lasts that is of a month or an interval.
pub fn months_of_record(
    month: Option<&String>,
    from: Option<&String>,
    until: Option<&String>,
) -> Fraction {
    match (month, from, until) {
        (Some(_), ..) => whole(1),
        (None, Some(from), Some(until)) => months_between(from, until),
        _ => panic!("a record without dates"),
    }
}
