//! Rule 4, dated values: dates and months in one form only, those of the calendar and no others.

use proptest::prelude::*;
use proptest::string::string_regex;
use work_equivalent::period::{Date, Period};

use crate::support::check;

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The numbers of a text that is written with so many digits each.
fn numbers<const N: usize>(text: &str, lengths: [usize; N]) -> Option<[u32; N]> {
    let parts: Vec<&str> = text.split('-').collect();
    let parts: [&str; N] = parts.try_into().ok()?;
    let is_right = parts.iter().zip(lengths).all(|(part, length)| {
        part.chars().count() == length && part.chars().all(|c| c.is_ascii_digit())
    });
    is_right.then(|| parts.map(|part| part.parse().unwrap()))
}

fn is_date(text: &str) -> bool {
    let numbers = numbers(text, [4, 2, 2]);
    numbers.is_some_and(|[year, month, day]| (1..=days_in_month(year, month)).contains(&day))
}

#[test]
fn dates_are_those_of_the_calendar() {
    let texts = prop_oneof![
        any::<String>(),
        string_regex("[0-9]{4}-[01][0-9]-[0-3][0-9]").unwrap(),
        string_regex("[0-9]{2}00-02-(28|29)").unwrap(),
        string_regex("[-+0-9]{0,5}-[0-9]{1,3}-[0-9]{1,2}(T00:00|-1| )?").unwrap(),
    ];
    check(2000, &texts, |text| {
        let date = text.parse::<Date>();
        prop_assert_eq!(date.is_ok(), is_date(&text));
        if let Ok(date) = date {
            prop_assert_eq!(date.to_string(), text.clone());
            let json = serde_json::to_string(&date).unwrap();
            prop_assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
        }
        Ok(())
    });
}

#[test]
fn dates_sort_as_their_texts_do() {
    let date = || string_regex("[0-9]{3}[0-3]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])").unwrap();
    check(500, &(date(), date()), |(one, other)| {
        let [first, second] = [&one, &other].map(|text| text.parse::<Date>().unwrap());
        prop_assert_eq!(first.cmp(&second), one.cmp(&other));
        prop_assert_eq!(Period::new(first, second).is_ok(), one < other);
        Ok(())
    });
}

#[test]
fn months_are_those_of_the_calendar() {
    let texts = prop_oneof![
        any::<String>(),
        string_regex("[0-9]{4}-[01][0-9]").unwrap(),
        string_regex("9999-1[0-2]").unwrap(),
        string_regex("[0-9]{1,5}-?[0-9]{1,2}(-01)?").unwrap(),
    ];
    check(1000, &texts, |text| {
        let month = Period::month(&text);
        let numbers = numbers(&text, [4, 2])
            .filter(|[year, month]| (1..=12).contains(month) && (*year, *month) != (9999, 12));
        prop_assert_eq!(month.is_ok(), numbers.is_some());
        if let (Ok(period), Some([year, month])) = (month, numbers) {
            prop_assert_eq!(period.from().to_string(), format!("{text}-01"));
            let last = format!("{text}-{:02}", days_in_month(year, month));
            prop_assert_eq!(period.last_day().to_string(), last);
            prop_assert!(period.until() > period.last_day());
            let json = serde_json::to_string(&period).unwrap();
            prop_assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
        }
        Ok(())
    });
}
