//! What is said of records that are wrong.

use serde_json::{Value, json};

use crate::sample;

/// What is wrong with records of one item of one payee.
fn problems(volumes: &Value) -> Vec<String> {
    sample::problems(|_, facts| {
        facts["volumes"] = volumes.clone();
        for record in facts["volumes"].as_array_mut().unwrap() {
            (record["payee"], record["item"]) = ("W01".into(), "M01".into());
        }
    })
}

#[test]
fn of_a_volume_that_cannot_be_read_no_more_is_said() {
    let unreadable = |field: &str| {
        format!(
            "volumes[0 W01].{field}: \"x\" is not a volume: write plain digits with at most one \
             decimal point and no separators, such as \"12.5\""
        )
    };
    for (reported, verified, field) in [("x", "5", "reported"), ("5", "x", "verified")] {
        let found = problems(&json!([
            { "month": "2024-03", "reported": reported, "verified": verified },
            { "month": "2024-03", "verified": "-3", "correction": "V1" },
        ]));
        assert_eq!(found, [unreadable(field)]);
    }
}

#[test]
fn a_record_that_overlaps_names_one_that_it_overlaps_with() {
    let days = |from: &str, until: &str| json!({ "from": from, "until": until, "verified": "1" });
    let keep = "keep one, or name the voucher in \"correction\"";
    let shares = |later: usize, earlier: usize| {
        format!(
            "volumes[{later} W01]: item \"M01\" of payee \"W01\" shares days with another: {keep} \
             (see volumes[{earlier}])"
        )
    };
    let same = |later: usize, earlier: usize| {
        format!(
            "volumes[{later} W01]: item \"M01\" of payee \"W01\" is the same record as another: \
             {keep} (see volumes[{earlier}])"
        )
    };
    for (records, expected) in [
        // The first of those that are the same is the one to keep.
        (vec![("03-01", "03-05"); 3], vec![same(1, 0), same(2, 0)]),
        (vec![("03-04", "03-06"), ("03-01", "03-05")], vec![shares(1, 0)]),
        (
            vec![("03-01", "03-31"), ("03-02", "03-03"), ("03-30", "04-02")],
            vec![shares(1, 0), shares(2, 0)],
        ),
        (
            vec![("03-01", "03-05"), ("03-02", "03-09"), ("03-08", "03-10")],
            vec![shares(1, 0), shares(2, 1)],
        ),
        // What ends together: the one that began first.
        (
            vec![("03-01", "03-09"), ("03-02", "03-09"), ("03-03", "03-09")],
            vec![shares(1, 0), shares(2, 0)],
        ),
        (vec![("03-01", "03-05"), ("03-05", "03-06")], vec![]),
    ] {
        let written =
            |(from, until): &(&str, &str)| days(&format!("2024-{from}"), &format!("2024-{until}"));
        let found = problems(&records.iter().map(written).collect());
        assert_eq!(found, expected, "{records:?}");
    }
}
