//! Rule 6: a statement that does not balance cannot be constructed, not from JSON either.

use proptest::prelude::*;
use serde_json::Value;
use work_equivalent::exact::Exact;
use work_equivalent::statement::Statement;

use crate::random::Random;
use crate::support::{check, seeds, settled_case};

/// Where figures of some names stand in a statement, as JSON pointers.
fn figures(statement: &Value, names: &[&str]) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, names: &[&str], found: &mut Vec<String>) {
        let mut enter = |key: &str, value: &Value| {
            let pointer = format!("{pointer}/{key}");
            if value.is_string() && names.contains(&key) {
                found.push(pointer);
            } else {
                walk(value, &pointer, names, found);
            }
        };
        match value {
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(index, value)| enter(&index.to_string(), value));
            }
            Value::Object(fields) => fields.iter().for_each(|(key, value)| enter(key, value)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(statement, "", names, &mut found);
    found
}

/// Changes a figure that stands as text in JSON, and returns what it was.
fn change(statement: &mut Value, pointer: &str, by: &Exact) -> Value {
    let place = statement.pointer_mut(pointer).unwrap();
    let changed = place.as_str().unwrap().parse::<Exact>().unwrap().plus(by);
    std::mem::replace(place, Value::String(changed.to_string()))
}

/// Every amount but `before_appraisal`, which no equation fixes.
const AMOUNTS: [&str; 9] = [
    "amount",
    "carve_outs",
    "distributable",
    "entitlement",
    "pool",
    "provision",
    "remainder",
    "sources",
    "total",
];

/// Whether an amount is a limit, which a pool that does not reach it says nothing about.
fn is_limit(statement: &Value, pointer: &str) -> bool {
    let line = pointer.trim_end_matches("/amount");
    statement.pointer(line).is_some_and(|line| line["kind"] == "limit")
}

#[test]
fn no_amount_of_a_statement_can_be_changed_alone() {
    check(80, &seeds(), |seed| {
        let settled = settled_case(seed)?;
        let mut random = Random::new(seed);
        for statement in [&settled.statement, &settled.by_item] {
            let mut json = serde_json::to_value(statement).unwrap();
            let amounts = figures(&json, &AMOUNTS);
            prop_assert!(amounts.len() > 6);
            for pointer in amounts {
                if is_limit(&json, &pointer) {
                    continue;
                }
                let most = *random.pick(&[1, 100, 1_000_000_000]);
                let sign = *random.pick(&[-1, 1]);
                let by = Exact::scaled(i128::from(random.between(1, most) * sign), 2);
                let before = change(&mut json, &pointer, &by);
                let read = serde_json::from_value::<Statement>(json.clone());
                prop_assert!(read.is_err(), "{} was {}, now {:+}", pointer, before, by);
                *json.pointer_mut(&pointer).unwrap() = before;
            }
        }
        Ok(())
    });
}

#[test]
fn no_equivalents_of_a_statement_can_be_changed_alone() {
    check(40, &seeds(), |seed| {
        let settled = settled_case(seed)?;
        let mut random = Random::new(seed);
        let mut json = serde_json::to_value(&settled.by_item).unwrap();
        for pointer in figures(&json, &["equivalents"]) {
            let by = Exact::scaled(random.between(1, 1_000_000).into(), 6);
            let before = change(&mut json, &pointer, &by);
            let read = serde_json::from_value::<Statement>(json.clone());
            prop_assert!(read.is_err(), "{} was {}", pointer, before);
            *json.pointer_mut(&pointer).unwrap() = before;
        }
        Ok(())
    });
}
