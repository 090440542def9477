//! Where a record counts, and whether.

use serde_json::{Value, json};

use super::*;
use crate::facts::{Facts, VolumeCounts};
use crate::sample;
use crate::statement::StatementFigures;

#[test]
fn a_stock_and_nothing_are_not_counted() {
    let kind = |is_stock| {
        let code = "A".to_owned();
        ItemKind { code, refuses_unverified: None, in_fen: false, is_stock }
    };
    let one = Some("1".parse().unwrap());
    let said = |found: Result<(), CountError>| found.unwrap_err().to_string();
    assert_eq!(
        said(kind(true).check(None, one)),
        "item \"A\" counts how many there are per month or year: state it in \"volumes\", as a record of its \
         own"
    );
    assert_eq!(
        said(kind(false).check(None, None)),
        "item \"A\" has no volume: give the verified one, or at least the reported one"
    );
}

#[test]
fn a_volume_counts_or_says_why_not() {
    for (in_fen, reported, verified, refused) in [
        (false, None, Some("0"), None),
        (false, None, Some("0.001"), None),
        (false, Some("0"), None, None),
        (true, None, Some("12.34"), None),
        (true, Some("0.01"), Some("0"), None),
        (
            true,
            Some("0.001"),
            Some("1"),
            Some("0.001 is an amount in yuan, and finer than a fen: write at most 2 places"),
        ),
        (
            true,
            None,
            Some("12.345"),
            Some("12.345 is an amount in yuan, and finer than a fen: write at most 2 places"),
        ),
    ] {
        let kind =
            ItemKind { code: "A".to_owned(), refuses_unverified: None, in_fen, is_stock: false };
        let volume = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        let found = kind.check(volume(reported), volume(verified)).map_err(|e| e.to_string());
        let expected = refused.map_or(Ok(()), |message| Err(format!("item \"A\": {message}")));
        assert_eq!(found, expected, "{reported:?} {verified:?}");
    }
}

/// Two groups, of which the difficulty of one changes in the middle of March; two items, of which
/// the weight of one changes in the middle of July, and the price from August on.
fn changing() -> (Scheme, Value) {
    let series = |values: &[(&str, &str)]| {
        let value =
            |(from, value): &(&str, &str)| json!({ "from": from, "value": value, "cite": "示例" });
        Value::from(values.iter().map(value).collect::<Vec<_>>())
    };
    let mut scheme: Value = sample::scheme();
    scheme["groups"] = json!([
        { "code": "plain", "name": "平原", "difficulty": series(&[("2024-01-01", "1")]) },
        { "code": "hill", "name": "山区",
          "difficulty": series(&[("2024-01-01", "1.1"), ("2024-03-15", "1.2")]) },
    ]);
    scheme["items"][1]["weights"] = series(&[("2024-01-01", "2.5"), ("2024-07-11", "3")]);
    scheme["channels"][0]["price"] = json!({
        "kind": "announced", "appraisal_loss": "treasury",
        "values": series(&[("2024-01-01", "10"), ("2024-08-01", "11")]),
    });
    let mut facts: Value = sample::facts();
    facts["payees"][1]["group"] = "hill".into();
    facts["volumes"] = json!([]);
    (serde_json::from_value(scheme).unwrap(), facts)
}

#[test]
fn what_is_counted_is_worth_what_its_record_is() {
    let (scheme, facts) = changing();
    let empty: FactsDocument = serde_json::from_value(facts.clone()).unwrap();
    let counts = VolumeCounts::new(&scheme, &empty).unwrap();
    let figures = |facts: &Facts<'_>| -> StatementFigures {
        crate::settle(facts).unwrap().statement().unwrap().figures().clone()
    };
    let months = (1..=12).map(|month| format!("2024-{month:02}"));
    let days = ["01-31", "03-14", "03-15", "03-31", "07-10", "07-11", "08-01", "12-31"];
    let times: Vec<String> = months.chain(days.map(|day| format!("2024-{day}"))).collect();
    let mut refused = Vec::new();
    for (payee, item) in [("W01", "M01"), ("W01", "D01"), ("W02", "M01"), ("W02", "D01")] {
        for time in &times {
            let mut record = json!({ "payee": payee, "item": item, "verified": "8" });
            if time.len() == 7 {
                record["month"] = time.as_str().into();
            } else {
                let next = time.parse::<Date>().unwrap().days_later(1).unwrap();
                record["from"] = time.as_str().into();
                record["until"] = next.to_string().into();
            }
            let mut document = facts.clone();
            document["volumes"] = json!([record]);
            let document = serde_json::from_value(document).unwrap();
            let mut counts = counts.clone();
            let counted = counts.count(payee, item, time, None, Some("8".parse().unwrap()));
            match Facts::new(&scheme, &document) {
                Ok(facts) => {
                    assert_eq!(counted, Ok(()), "{payee} {item} {time}");
                    let counted = Facts::counted(&scheme, &empty, &counts).unwrap();
                    assert!(figures(&counted) == figures(&facts), "{payee} {item} {time}");
                }
                Err(error) => {
                    let (problem, counted) = (&error.problems()[0], counted.unwrap_err());
                    let message = format!("item \"{item}\": {}", problem.message());
                    assert_eq!(counted.to_string(), message);
                    refused.push(format!("{payee} {item} {time}"));
                }
            }
        }
    }
    assert_eq!(
        refused,
        ["W01 D01 2024-07", "W02 M01 2024-03", "W02 D01 2024-03", "W02 D01 2024-07"]
    );
}

#[test]
fn a_period_has_its_months_and_what_is_left_of_them() {
    let days = |from: &str, until: &str| Period::new(from.parse().unwrap(), until.parse().unwrap());
    for (from, until, expected) in [
        ("2024-02-01", "2024-03-01", vec![("2024-02-01", "2024-03-01")]),
        ("2024-02-29", "2024-03-01", vec![("2024-02-29", "2024-03-01")]),
        (
            "2023-12-25",
            "2024-02-02",
            vec![
                ("2023-12-25", "2024-01-01"),
                ("2024-01-01", "2024-02-01"),
                ("2024-02-01", "2024-02-02"),
            ],
        ),
    ] {
        let expected: Vec<Period> = expected.iter().map(|(a, b)| days(a, b).unwrap()).collect();
        assert_eq!(months(days(from, until).unwrap()), expected);
    }
}

#[test]
fn what_a_table_is_made_of_is_checked() {
    let (scheme, facts) = changing();
    let document = |change: fn(&mut Value)| -> FactsDocument {
        let mut facts = facts.clone();
        change(&mut facts);
        serde_json::from_value(facts).unwrap()
    };
    let counts = VolumeCounts::new(&scheme, &document(|_| {})).unwrap();
    for (change, expected) in [
        (
            (|facts| facts["payees"][0]["group"] = "x".into()) as fn(&mut Value),
            "payees[0 W01].group: there is no group \"x\"",
        ),
        (|facts| facts["period"]["from"] = "2024-13-01".into(), "period.from: "),
        (|facts| facts["period"]["from"] = "2019-01-01".into(), "period"),
    ] {
        let wrong = document(change);
        let found = VolumeCounts::new(&scheme, &wrong).unwrap_err();
        assert!(found.problems()[0].to_string().starts_with(expected), "{found}");
        // The same of facts that were counted, and nothing of the table.
        let found = Facts::counted(&scheme, &wrong, &counts).unwrap_err();
        assert!(found.problems().iter().any(|it| it.to_string().starts_with(expected)), "{found}");
        assert!(!found.to_string().contains("the tables"), "{found}");
    }
}

#[test]
fn groups_items_and_days_together_are_not_too_many() {
    let mut scheme: Value = sample::scheme();
    let group = |place: usize| json!({ "code": format!("G{place}"), "name": "平原" });
    let item = |place: usize| {
        let mut item = scheme["items"][0].clone();
        item["code"] = format!("M{place}").into();
        item
    };
    let (groups, items): (Vec<_>, Vec<_>) = (0..600).map(|at| (group(at), item(at))).unzip();
    (scheme["groups"], scheme["items"]) = (groups.into(), items.into());
    let scheme: Scheme = serde_json::from_value(scheme).unwrap();
    let (_, mut facts) = changing();
    for payee in facts["payees"].as_array_mut().unwrap() {
        payee["group"] = "G7".into();
    }
    let document = serde_json::from_value(facts).unwrap();
    let error = VolumeCounts::new(&scheme, &document).unwrap_err();
    assert_eq!(
        error.problems().iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "period: 600 groups × 600 items × 24 months and days of change are too many: their product \
          is at most 8388608"
        ]
    );
}
