//! What is counted, and what is not.

use super::*;
use crate::sample;

fn documents() -> (Scheme, FactsDocument) {
    let mut facts: FactsDocument = sample::facts();
    facts.volumes.clear();
    (sample::scheme(), facts)
}

fn volume(text: &str) -> Volume {
    text.parse().unwrap()
}

#[test]
fn says_what_cannot_be_counted() {
    let (scheme, facts) = documents();
    let mut counts = VolumeCounts::new(&scheme, &facts).unwrap();
    for (payee, item, time, reported, verified, message) in [
        ("W9", "M01", "2024-03", None, Some(volume("1")), "there is no payee \"W9\""),
        ("W01", "M9", "2024-03", None, Some(volume("1")), "there is no service item \"M9\""),
        (
            "W01",
            "M01",
            "2025-01",
            None,
            Some(volume("1")),
            "\"2025-01\" is not a month such as \"2024-03\", nor a day such as \"2024-03-15\", of \
             the period from 2024-01-01 to 2024-12-31",
        ),
        (
            "W01",
            "M01",
            "2024-02-30",
            None,
            Some(volume("1")),
            "\"2024-02-30\" is not a month such as \"2024-03\", nor a day such as \"2024-03-15\", \
             of the period from 2024-01-01 to 2024-12-31",
        ),
        (
            "W01",
            "M01",
            "2024-03",
            Some(volume("1")),
            None,
            "item \"M01\": nobody verified the volume, and channel \"purchase\" pays verified \
             volumes",
        ),
        (
            "W01",
            "M01",
            "2024-03",
            None,
            Some(volume("-1")),
            "item \"M01\": -1 is negative: what corrects an earlier record stands in \"volumes\", \
             with its voucher",
        ),
    ] {
        let error = counts.count(payee, item, time, reported, verified).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(counts.records(), 0);
    // Bytes say the same as their text; what is no text is no code.
    assert_eq!(counts.payee(b"W01"), counts.payee("W01"));
    assert_eq!(counts.time(b"2024-03-15"), counts.time("2024-03-31"));
    let error = counts.item(b"M\xff").unwrap_err();
    assert_eq!(error.to_string(), "there is no service item \"M\u{fffd}\"");
    assert!(counts.time(b"2024-03-1\xff").is_err());
    let elsewhere = counts.add(PayeeAt(9), ItemAt(0), TimeAt(0), None, Some(volume("1")));
    assert!(elsewhere.unwrap_err().to_string().contains("another table"));
    assert!(counts.add(PayeeAt(0), ItemAt(0), TimeAt(99), None, Some(volume("1"))).is_err());
}

#[test]
fn a_block_counts_like_its_records() {
    let (scheme, facts) = documents();
    let mut counts = VolumeCounts::new(&scheme, &facts).unwrap();
    let (payee, item) = (counts.payee("W02").unwrap(), counts.item("M01").unwrap());
    let record = |month, verified: &str| VolumeRecord {
        payee,
        item,
        time: counts.time(month).unwrap(),
        reported: None,
        verified: Some(volume(verified)),
    };
    let block = [record("2024-03", "1.5"), record("2024-04", "2"), record("2024-03", "3")];
    let mut one_by_one = counts.clone();
    one_by_one.count("W02", "M01", "2024-03", None, Some(volume("4.5"))).unwrap();
    one_by_one.count("W02", "M01", "2024-04", None, Some(volume("2"))).unwrap();
    counts.add_block(&block).unwrap();
    assert_eq!((counts.records(), one_by_one.records()), (3, 2));
    let march = |counts: &VolumeCounts| counts.table.total(payee.0, item.0, 0..1);
    assert_eq!(march(&counts), march(&one_by_one));
    assert_eq!(march(&counts).payable, 6_500_000);
    counts.merge(&one_by_one).unwrap();
    assert_eq!(counts.records(), 5);
}

#[test]
fn a_cell_takes_four_bytes() {
    let (scheme, facts) = documents();
    let mut counts = VolumeCounts::new(&scheme, &facts).unwrap();
    assert_eq!(counts.bytes(), 0);
    let cells = facts.payees.len() * scheme.document().items.len() * 12;
    counts.count("W01", "M01", "2024-03", None, Some(volume("12.5"))).unwrap();
    assert_eq!(counts.bytes(), 4 * cells);
    counts.count("W01", "M01", "2024-04", Some(volume("13")), Some(volume("12"))).unwrap();
    assert_eq!(counts.bytes(), 8 * cells);
    counts.count("W01", "M01", "2024-05", None, Some(volume("9999999999.9"))).unwrap();
    assert_eq!(counts.bytes(), 12 * cells);
}

#[test]
fn a_table_fits_what_it_was_made_for() {
    let (scheme, facts) = documents();
    let mut counts = VolumeCounts::new(&scheme, &facts).unwrap();
    let mut others = facts.clone();
    others.payees.pop();
    others.marks.pop();
    let other = VolumeCounts::new(&scheme, &others).unwrap();
    assert!(counts.merge(&other).unwrap_err().to_string().contains("not made for the same"));
    let mut elsewhere = VolumeCounts::new(&scheme, &facts).unwrap();
    elsewhere.count("W02", "M01", "2024-06", None, Some(volume("1"))).unwrap();
    counts.merge(&elsewhere).unwrap();
    assert_eq!(counts.records(), 1);
    let error = super::super::Facts::counted(&scheme, &others, &counts).unwrap_err();
    assert!(error.to_string().contains("volumes: the tables were not made for"), "{error}");

    counts.count("W01", "M01", "2024-03-15", None, Some(volume("1"))).unwrap();
    counts.count("W01", "M01", "2024-12-31", None, Some(volume("1"))).unwrap();
    let mut more = facts.clone();
    for month in ["2024-02", "2024-03", "2024-04", "2024-12"] {
        more.volumes.push(
            serde_json::from_value(serde_json::json!({
                "payee": "W01", "item": "M01", "month": month, "verified": "1",
            }))
            .unwrap(),
        );
    }
    let error = super::super::Facts::counted(&scheme, &more, &counts).unwrap_err();
    let twice = |index| {
        format!(
            "volumes[{index} W01]: item \"M01\" of payee \"W01\" was counted on these days: keep \
             one, or name the voucher in \"correction\""
        )
    };
    let found: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(found, [twice(1), twice(3)]);
}
