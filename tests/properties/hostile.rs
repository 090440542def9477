//! No panics: whatever the JSON, reading it is an answer or an error, and so is checking and
//! settling what was read.

use core::cell::Cell;

use proptest::prelude::*;
use serde_json::{Map, Number, Value};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::statement::{Statement, Trace};

use crate::random::Random;
use crate::support::{case, check, seeds, settled_case};

/// Keys that documents, statements and traces have, so that random JSON gets past the first.
const KEYS: [&str; 40] = [
    "amount",
    "appraisal",
    "bands",
    "by_group",
    "categories",
    "channels",
    "cite",
    "code",
    "curve",
    "entitlement",
    "equivalents",
    "exact",
    "figures",
    "formula",
    "from",
    "groups",
    "id",
    "items",
    "kind",
    "marks",
    "month",
    "name",
    "payee",
    "payees",
    "period",
    "pool",
    "price",
    "prices",
    "provision",
    "rounding",
    "scheme",
    "shape",
    "stage",
    "title",
    "total",
    "until",
    "value",
    "verified",
    "volumes",
    "weights",
];

/// Texts that mean something somewhere, or nearly so.
const TEXTS: [&str; 44] = [
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "00001.50",
    "1e3",
    "1/3",
    "1/0",
    "-1/3",
    "+1",
    ".5",
    "١",
    "9999999999.999999",
    "-9999999999.999999",
    "999999999999999.99",
    "99.999999999",
    "99999999.9999999999",
    "99999999999999999999999999999999999999",
    "NaN",
    "0000-01-01",
    "9999-12-31",
    "9999-12",
    "2024-02-29",
    "2023-02-29",
    "2024-01",
    "2024-07-01",
    "2024-13-01",
    "derived",
    "announced",
    "published",
    "proportional",
    "full-from",
    "source",
    "carve-out",
    "redistributed",
    "pay-reported",
    "towards-zero",
    "income",
    "a/category",
    "\u{202e}",
    "甲\n乙",
];

/// Any JSON, with the keys and texts of documents more often than others.
fn any_json() -> impl Strategy<Value = Value> {
    let text =
        prop_oneof![prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned), any::<String>()];
    let key = prop_oneof![4 => prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned), 1 => any::<String>()];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(Number::from(number))),
        any::<u64>().prop_map(|number| Value::Number(Number::from(number))),
        Just(serde_json::from_str("1.5").unwrap()),
        text.prop_map(Value::String),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((key.clone(), inner), 0..6)
                .prop_map(|fields| Value::Object(fields.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Reads JSON as everything that can be read, and uses what was read.
fn read_all(json: &Value) {
    let _ = serde_json::from_value::<FactsDocument>(json.clone());
    let _ = serde_json::from_value::<SchemeDocument>(json.clone());
    if let Err(error) = serde_json::from_value::<Scheme>(json.clone()) {
        let _ = error.to_string();
    }
    if let Ok(statement) = serde_json::from_value::<Statement>(json.clone()) {
        let _ = statement.to_string();
    }
    if let Ok(trace) = serde_json::from_value::<Trace>(json.clone()) {
        let _ = trace.reevaluate();
        let _ = trace.to_string();
    }
}

#[test]
fn reading_arbitrary_json_never_panics() {
    check(1500, &any_json(), |json| {
        read_all(&json);
        Ok(())
    });
}

/// The places of a value, as JSON pointers.
fn places(value: &Value, pointer: &str, found: &mut Vec<String>) {
    found.push(pointer.to_owned());
    match value {
        Value::Array(list) => {
            let entries = list.iter().enumerate();
            entries.for_each(|(index, value)| places(value, &format!("{pointer}/{index}"), found));
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(value, &format!("{pointer}/{key}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn reading_damaged_statements_and_traces_never_panics() {
    check(150, &(seeds(), any_json()), |(seed, json)| {
        let settled = settled_case(seed)?;
        let mut random = Random::new(seed);
        let trace = random.pick(&settled.traces).clone();
        let statement = serde_json::to_value(&settled.by_item).unwrap();
        for whole in [statement, serde_json::to_value(&trace).unwrap()] {
            let mut pointers = Vec::new();
            places(&whole, "", &mut pointers);
            for _ in 0..10 {
                let mut damaged = whole.clone();
                let text = Value::from(*random.pick(&TEXTS));
                let other = whole.pointer(random.pick::<String>(&pointers)).unwrap().clone();
                let place = damaged.pointer_mut(random.pick::<String>(&pointers)).unwrap();
                *place = random.pick(&[text.clone(), text, other, json.clone()]).clone();
                read_all(&damaged);
            }
        }
        Ok(())
    });
}

/// Replaces some texts of a document: by texts of it or of its fellow, or by any that are at hand.
fn mutate(document: &mut Value, at_hand: &[String], random: &mut Random) {
    let mut pointers = Vec::new();
    places(document, "", &mut pointers);
    pointers.retain(|pointer| document.pointer(pointer).unwrap().is_string());
    for _ in 0..random.between(0, 2) {
        let place = document.pointer_mut(random.pick::<String>(&pointers)).unwrap();
        *place = match random.below(3) {
            0 => Value::from(random.pick(at_hand).as_str()),
            1 => Value::from(*random.pick(&TEXTS)),
            // A number of another size, or a date nearby.
            _ => {
                let text = place.as_str().unwrap();
                let digit = random.below(10).to_string();
                Value::from(text.replace(*random.pick(&["0", "1", "2", "5"]), &digit))
            }
        };
    }
}

/// Checks, settles and explains; whether it came that far.
fn use_all(scheme: &Value, facts: &Value) -> bool {
    let scheme = serde_json::from_value::<SchemeDocument>(scheme.clone());
    let facts = serde_json::from_value::<FactsDocument>(facts.clone());
    let (Ok(scheme), Ok(facts)) = (scheme, facts) else { return false };
    let scheme = match Scheme::new(scheme) {
        Ok(scheme) => scheme,
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            return false;
        }
    };
    let _ = scheme.warnings();
    let facts = match Facts::new(&scheme, &facts) {
        Ok(facts) => facts,
        Err(error) => {
            assert!(!error.problems().is_empty() && !error.to_string().is_empty());
            return false;
        }
    };
    let Ok(settlement) = settle(&facts) else { return false };
    let _ = settlement.statement().unwrap().to_string();
    let _ = settlement.statement_by_item().unwrap();
    for payee in facts.payees() {
        let trace = settlement.explain(payee).unwrap();
        let _ = trace.to_string();
        assert_eq!(trace.reevaluate(), Ok(None));
        assert!(settlement.statement().unwrap().notice(payee).is_some());
    }
    assert!(settlement.explain("nobody").is_err());
    true
}

#[test]
fn checking_and_settling_mutated_documents_never_panics() {
    let (tried, settled) = (Cell::new(0), Cell::new(0));
    check(1200, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let mut scheme = serde_json::to_value(&scheme).unwrap();
        let mut facts = serde_json::to_value(&facts).unwrap();
        let mut at_hand = Vec::new();
        for document in [&scheme, &facts] {
            let mut pointers = Vec::new();
            places(document, "", &mut pointers);
            let texts = pointers.iter().filter_map(|at| document.pointer(at).unwrap().as_str());
            at_hand.extend(texts.map(str::to_owned));
        }
        mutate(&mut scheme, &at_hand, &mut random);
        mutate(&mut facts, &at_hand, &mut random);
        tried.set(tried.get() + 1);
        settled.set(settled.get() + u32::from(use_all(&scheme, &facts)));
        Ok(())
    });
    let (tried, settled) = (tried.get(), settled.get());
    assert!(settled * 4 > tried, "only {settled} of {tried} are still worth settling");
}
