//! Which records go to which part, and what is said of those that go to none.

use serde_json::{Value as Json, json};

use super::*;
use crate::sample;

/// What is wrong with facts under schemes that follow each other.
fn problems(schemes: &[Scheme], facts: &Json) -> Vec<String> {
    let document: FactsDocument = serde_json::from_value(facts.clone()).unwrap();
    match Parts::new(schemes, Split::Days, &document) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

/// A scheme that applies from each of some days on, until the next.
fn schemes(days: &[&str]) -> Vec<Scheme> {
    let numbered = |index: usize| format!("示例{index}号");
    let document = sample::scheme::<Json>().to_string().replace("2024-01-01", "2020-01-01");
    let document: Json = serde_json::from_str(&document).unwrap();
    let scheme = |(index, from): (usize, &&str)| {
        let mut document = document.clone();
        document["from"] = (*from).into();
        document["number"] = numbered(index + 1).into();
        // Each calls the line of its pool by another name.
        document["channels"][0]["pool"][0]["code"] = format!("funds{}", index + 1).into();
        if index > 0 {
            document["repeals"] = json!([numbered(index)]);
        }
        serde_json::from_value(document).unwrap()
    };
    days.iter().enumerate().map(scheme).collect()
}

#[test]
fn a_scheme_has_the_days_until_the_next_begins() {
    let idle = |number: u32| {
        format!(
            "period: scheme 示例{number}号 applies on no day of 2024-01-01 to 2024-12-31: leave it out"
        )
    };
    for (days, expected) in [
        (&["2020-01-01"][..], vec![]),
        (&["2020-01-01", "2024-07-01"], vec![]),
        // One that is followed before the period begins, or begins after it, has no part of it.
        (&["2020-01-01", "2024-01-01"], vec![idle(1)]),
        (&["2020-01-01", "2023-07-01", "2024-07-01"], vec![idle(1)]),
        (&["2020-01-01", "2022-01-01", "2023-01-01"], vec![idle(1), idle(2)]),
        (&["2020-01-01", "2024-07-01", "2025-01-01", "2026-01-01"], vec![idle(3), idle(4)]),
    ] {
        assert_eq!(problems(&schemes(days), &sample::facts()), expected, "{days:?}");
    }
}

#[test]
fn a_record_names_the_changes_that_it_spans() {
    let schemes = schemes(&["2024-01-01", "2024-04-01", "2024-07-01", "2024-10-01"]);
    let spans = |changes: &str| {
        Some(format!("spans a change of scheme on {changes}: split the record there"))
    };
    let outside =
        || Some("is not inside the period that is settled, 2024-01-01 to 2024-12-31".to_owned());
    for (from, until, expected) in [
        ("2024-01-01", "2024-04-01", None),
        ("2024-04-01", "2024-07-01", None),
        ("2024-10-01", "2025-01-01", None),
        ("2024-04-01", "2024-10-01", spans("2024-07-01")),
        ("2024-06-30", "2024-07-02", spans("2024-07-01")),
        ("2024-03-31", "2024-10-01", spans("2024-04-01 and 2024-07-01")),
        ("2024-01-01", "2025-01-01", spans("2024-04-01 and 2024-07-01 and 2024-10-01")),
        ("2023-12-31", "2024-04-01", outside()),
        ("2024-06-30", "2025-01-02", outside()),
        ("2025-01-01", "2025-02-01", outside()),
    ] {
        let mut facts: Json = sample::facts();
        facts["volumes"] = json!([{
            "payee": "W01", "item": "M01", "from": from, "until": until, "verified": "1",
        }]);
        let found = problems(&schemes, &facts);
        let days = Period::new(from.parse().unwrap(), until.parse().unwrap()).unwrap().in_words();
        let expected = expected.map(|message| format!("volumes[0 W01]: {days} {message}"));
        assert_eq!(found, Vec::from_iter(expected), "{from} {until}");
    }
}

#[test]
fn what_is_stated_of_a_pool_is_for_the_first_part() {
    let mut facts: Json = sample::facts();
    let stated =
        |line: &str| json!({ "channel": "purchase", "line": line, "amount": "1", "cite": "示例" });
    facts["pool_amounts"] = json!([stated("funds1"), stated("funds2")]);
    assert_eq!(
        problems(&schemes(&["2024-01-01", "2024-07-01"]), &facts),
        [
            "pool_amounts[0 funds1].line: the scheme says what line \"funds1\" holds: leave it out",
            "pool_amounts[1 funds2].line: there is no pool line of channel \"purchase\" called \
             \"funds2\": there is funds1",
        ]
    );
}

#[test]
fn of_more_problems_than_are_listed_the_first_part_s_suffice() {
    let mut facts: Json = sample::facts();
    let mark = json!({ "payee": "W01", "indicator": "Q9", "mark": "1" });
    facts["marks"].as_array_mut().unwrap().extend(vec![mark; 1_100]);
    let schemes = schemes(&["2024-01-01", "2024-07-01"]);
    let document: FactsDocument = serde_json::from_value(facts).unwrap();
    let error = Parts::new(&schemes, Split::Days, &document).unwrap_err();
    assert_eq!((error.problems().len(), error.unlisted()), (1_000, 100));
}
