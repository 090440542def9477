//! No amount of a statement can be changed alone: some equation, or the order of deductions, fails.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use work_equivalent::statement::Statement;
use work_equivalent::units::Money;

use super::{Case, case, statement};
use crate::support::{check, seeds};

/// The places of all leaves of a value, as JSON pointers.
pub fn places(value: &Value) -> Vec<String> {
    fn walk(value: &Value, pointer: &str, found: &mut Vec<String>) {
        match value {
            Value::Array(list) => {
                let entries = list.iter().enumerate();
                entries
                    .for_each(|(index, value)| walk(value, &format!("{pointer}/{index}"), found));
            }
            Value::Object(fields) => {
                for (key, value) in fields {
                    walk(value, &format!("{pointer}/{key}"), found);
                }
            }
            _ => found.push(pointer.to_owned()),
        }
    }
    let mut found = Vec::new();
    walk(value, "", &mut found);
    found
}

/// An amount of yuan with two decimals, and so many fen more; none where a text is something else.
pub fn add_fen(text: &str, fen: i128) -> Option<String> {
    let (_, decimals) = text.split_once('.')?;
    let amount: Money = (decimals.len() == 2).then(|| text.parse().ok())??;
    Some(amount.checked_add(Money::from_fen(fen)?)?.to_string())
}

/// Keys of figures that are no money, though one of them may have two decimals.
const NO_MONEY: [&str; 9] =
    ["quota", "equivalents", "price", "derived", "score", "coefficient", "code", "name", "number"];

/// Keys of amounts that no equation of a statement fixes, with the reason.
const NOT_TIED: [(&str, &str); 3] = [
    ("before_appraisal", "what full marks would have been worth is no part of any sum"),
    ("target", "a parameter of the scheme, which a statement repeats for its reader"),
    ("paid", "of what was advanced, any part can have been for an instalment"),
];

#[test]
fn no_amount_can_be_changed_alone() {
    let accepted: RefCell<BTreeSet<String>> = RefCell::default();
    check(64, &seeds(), |seed| {
        let Case { scheme, facts, mut random } = case(seed);
        let mut json = serde_json::to_value(statement(&scheme, &facts)?).unwrap();
        let mut changed = 0;
        for place in places(&json) {
            let key = place.rsplit('/').next().unwrap();
            let before = json.pointer(&place).unwrap().as_str().unwrap_or_default().to_owned();
            if NO_MONEY.contains(&key) {
                continue;
            }
            let Some(after) = add_fen(&before, *random.pick(&[1, 1, -1])) else { continue };
            if key == "amount"
                && json.pointer(place.trim_end_matches("/amount")).unwrap()["kind"] == "limit"
            {
                // A pool that does not reach its limit says nothing about it.
                continue;
            }
            if key == "carried_forward" && is_one_fen_of_excess(&json, &place) {
                continue;
            }
            *json.pointer_mut(&place).unwrap() = Value::from(after);
            let read = serde_json::from_value::<Statement>(json.clone());
            if NOT_TIED.iter().any(|(name, _)| *name == key) {
                accepted.borrow_mut().extend(read.is_ok().then(|| key.to_owned()));
            } else {
                prop_assert!(read.is_err(), "{} was {}", place, before);
            }
            *json.pointer_mut(&place).unwrap() = Value::from(before);
            changed += 1;
        }
        prop_assert!(changed > 20);
        Ok(())
    });
    // None is listed without need.
    let listed = NOT_TIED.map(|(name, _)| name.to_owned());
    assert_eq!(accepted.into_inner(), BTreeSet::from(listed));
}

/// Whether a payee got one fen too much, which it pays back. A statement does not say whether it
/// is paid back or carried forward, so that fen could be either.
fn is_one_fen_of_excess(statement: &Value, place: &str) -> bool {
    let payee = place.trim_end_matches("/carried_forward");
    statement.pointer(payee).unwrap()["balance"] == "-0.01"
}
