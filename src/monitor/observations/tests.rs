//! Observations report everything that is wrong with them.

use serde_json::{Value, json};

use super::*;

fn document(change: impl FnOnce(&mut Value)) -> ObservationsDocument {
    let mut document = json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": [{"code": "W2", "name": "乙"}, {"code": "W1", "name": "甲", "group": "plain"}],
        "values": [
            {"subject": "W1", "measure": "rate", "part": "1", "whole": "3", "cite": "年报"},
            {"subject": "W2", "measure": "rate", "value": "-0.5", "cite": "年报"}
        ],
        "spells": [
            {"subject": "W1", "measure": "away", "who": "A", "from": "2024-03-08", "until": "2024-03-15"},
            {"subject": "W1", "measure": "away", "who": "A", "from": "2024-03-01", "until": "2024-03-08"},
            {"subject": "W1", "measure": "away", "who": "B", "from": "2024-03-01", "until": "2024-03-08"},
            {"subject": "W1", "measure": "away", "who": "A", "from": "2024-03-16", "until": "2024-03-17"}
        ],
        "transfers": [{
            "subject": "W1", "code": "T1", "name": "补助", "received": "2023-12-20", "amount": "100",
            "passed": [{"date": "2024-02-01", "amount": "40"}, {"date": "2023-12-20", "amount": "60"}]
        }]
    });
    change(&mut document);
    serde_json::from_value(document).unwrap()
}

fn problems(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let error = Observations::new(&document(change)).unwrap_err();
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_right_is_read_in_order_of_code() {
    let observations = Observations::new(&document(|_| ())).unwrap();
    let codes: Vec<&str> = observations.subjects.iter().map(|s| s.code.as_str()).collect();
    assert_eq!(codes, ["W1", "W2"]);
    let value = |subject| observations.observed(subject, "rate").unwrap().value.to_string();
    assert_eq!((value(0), value(1)), ("1/3".to_owned(), "-0.5".to_owned()));
    // Records that touch are one stretch; a day between them makes two.
    let spells: Vec<(&str, i64)> =
        observations.spells.iter().map(|s| (s.who.as_str(), s.days.days())).collect();
    assert_eq!(spells, [("A", 14), ("A", 1), ("B", 7)]);
    let [transfer] = observations.transfers.as_slice() else { panic!("one transfer") };
    assert_eq!(transfer.passed.to_string(), "100.00");
    assert_eq!(transfer.last.unwrap().to_string(), "2024-02-01");
    assert_eq!(observations.place_of("W2"), Some(1));
    assert_eq!(observations.place_of("W3"), None);
}

#[test]
fn every_problem_is_reported_at_once() {
    let found = problems(|document| {
        document["subjects"] = json!([
            {"code": "W1", "name": ""},
            {"code": "W1", "name": "甲", "group": "a b"}
        ]);
        document["values"] = json!([
            {"subject": "W1", "measure": "rate", "value": "85%", "cite": "年报"},
            {"subject": "W1", "measure": "rate", "part": "-1", "whole": "0", "cite": " "},
            {"subject": "W9", "measure": "", "value": "1", "cite": "年报"},
            {"subject": "W1", "measure": "both", "value": "1", "whole": "2", "cite": "年报"},
            {"subject": "W1", "measure": "none", "cite": "年报"},
            {"subject": "W1", "measure": "part", "part": "1", "cite": "年报"},
            {"subject": "W1", "measure": "long", "value": "0.0000000001", "cite": "年报"}
        ]);
        document["spells"] = json!([
            {"subject": "W1", "measure": "away", "who": "A", "from": "2024-03-01", "until": "2024-03-01"},
            {"subject": "W1", "measure": "away", "who": "A", "from": "2025-01-01", "until": "2025-01-02"},
            {"subject": "W1", "measure": "away", "who": "B", "from": "2024-03-01", "until": "2024-03-08"},
            {"subject": "W1", "measure": "away", "who": "B", "from": "2024-03-07", "until": "2024-03-09"}
        ]);
        document["transfers"] = json!([
            {"subject": "W1", "code": "T1", "name": "补助", "received": "2024-3-1", "amount": "-5"},
            {"subject": "W1", "code": "T1", "name": "补助", "received": "2025-01-01", "amount": "0"},
            {"subject": "W1", "code": "T2", "name": "补助", "received": "2024-03-01", "amount": "100",
             "passed": [{"date": "2024-02-29", "amount": "100"}, {"date": "2024-03-02", "amount": "0.01"}]}
        ]);
    });
    assert_eq!(
        found,
        [
            "subjects[0 W1].name: is empty: write what people should read there",
            "subjects[1 W1].group: contains a space: a code has no spaces, slashes or control \
             characters",
            "subjects[1 W1].code: \"W1\" is the code of another record too: codes are unique \
             (see subjects[0])",
            "values[0 W1].value: \"85%\" is not a value: write a percentage as a decimal, such as \
             \"0.85\"",
            "values[1 W1]: \"W1\" has another value of \"rate\": give one (see values[0])",
            "values[1 W1].cite: is empty: write what people should read there",
            "values[1 W1].part: \"-1\" is negative: a count is zero or more",
            "values[1 W1].whole: is zero: nothing is a part of it",
            "values[2 W9].subject: there is no subject \"W9\": there is W1",
            "values[2 W9].measure: is empty: give a code",
            "values[3 W1]: needs either \"value\", or \"part\" and \"whole\"",
            "values[4 W1]: needs either \"value\", or \"part\" and \"whole\"",
            "values[5 W1]: needs either \"value\", or \"part\" and \"whole\"",
            "values[6 W1].value: \"0.0000000001\" is too long for a value: at most 15 digits \
             before the point and 9 after",
            "spells[0 W1].until: a period from 2024-03-01 until 2024-03-01 has no day: \"until\" \
             is the day after the last",
            "spells[1 W1]: 2025-01-01 to 2025-01-01 has no day in the period, 2024-01-01 to \
             2024-12-31",
            "spells[3 W1]: shares a day with another record of the same person: give each day \
             once, and different people different texts (see spells[2])",
            "transfers[0 T1].received: \"2024-3-1\" is not a date of the calendar: write it as \
             \"2024-03-31\"",
            "transfers[0 T1].amount: \"-5\" is negative: a sum of money in yuan is zero or more",
            "transfers[1 T1].code: \"T1\" is the code of another record too: codes are unique \
             (see transfers[0])",
            "transfers[1 T1].received: 2025-01-01 lies after the period, 2024-01-01 to 2024-12-31",
            "transfers[1 T1].amount: is zero: leave the record out",
            "transfers[2 T2].passed[0].date: 2024-02-29 lies before 2024-03-01, when the funds \
             were received",
            "transfers[2 T2].passed: 100.01 yuan were passed on of 100.00: no more than was \
             received",
        ]
    );
}

#[test]
fn nobody_and_no_period_are_problems_too() {
    let found = problems(|document| {
        document["period"]["until"] = json!("2024-01-01");
        document["subjects"] = json!([]);
    });
    assert_eq!(
        found,
        [
            "period.until: a period from 2024-01-01 until 2024-01-01 has no day: \"until\" is the \
             day after the last",
            "subjects: is empty: there is nobody to observe",
        ]
    );
    // The same funds can reach two subjects under one code.
    let twice = document(|document| {
        let mut other = document["transfers"][0].clone();
        other["subject"] = json!("W2");
        document["transfers"].as_array_mut().unwrap().push(other);
    });
    assert_eq!(Observations::new(&twice).unwrap().transfers.len(), 2);
}
