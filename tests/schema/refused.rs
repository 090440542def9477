//! Mistakes of form that people make, each refused by the schema and by the library's reader.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::monitor::{MonitorDocument, ObservationsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::StatementFigures;

use crate::validator::{Case, validate};
use crate::vectors::verify;

/// A mistake: the document, the place, what stands there (nothing takes the key out), and how the
/// validator names it.
type Mistake = (&'static str, &'static str, Option<Value>, &'static str);

/// Of a choice, the validator says no more.
const CHOICE: &str = "is not valid under any of the given schemas";

fn mistakes() -> Vec<Mistake> {
    vec![
        ("scheme", "/titel", Some(json!("方案")), "Additional properties"),
        ("scheme", "/channels/0/price/rate", Some(json!("1")), CHOICE),
        ("scheme", "/channels", None, "'channels' is a required property"),
        ("scheme", "/channels/0/price/kind", Some(json!("derved")), CHOICE),
        ("scheme", "/channels/0/pool/0/amounts/0/value", Some(json!(12.35)), "12.35 is not"),
        ("scheme", "/channels/0/unverified", Some(json!("pay")), CHOICE),
        ("scheme", "/items", Some(json!({})), "is not of type 'array'"),
        ("scheme", "/number", Some(json!(75)), "is not of type 'string'"),
        ("facts", "/volumes/0/verifed", Some(json!("1")), "Additional properties"),
        ("facts", "/volumes/0/verified", Some(json!(0.5)), "0.5 is not"),
        ("facts", "/volumes/0/verified", Some(json!(true)), "True is not"),
        ("facts", "/period/until", None, "'until' is a required property"),
        ("facts", "/marks/0/mark", Some(json!(null)), "None is not of type"),
        ("monitor", "/rules/0/rule/kind", Some(json!("targets")), CHOICE),
        ("monitor", "/rules/0/rule/value", Some(json!(0.85)), CHOICE),
        ("monitor", "/rules/0/rule/percent", Some(json!("yes")), CHOICE),
        ("observations", "/values/0/value", Some(json!(0.9)), "0.9 is not"),
        ("observations", "/value", Some(json!([])), "Additional properties"),
        ("statement", "/total", Some(json!(0.1)), "0.1 is not of type 'string'"),
        ("statement", "/period/from", Some(json!("2024-1-1")), "'2024-1-1' does not match"),
        ("statement", "/totals", Some(json!("1.00")), "Additional properties"),
    ]
}

fn whole(schema: &str) -> Value {
    let read = |text| serde_json::from_str(text).unwrap();
    match schema {
        "scheme" => read(include_str!("../../examples/data/small/scheme.json")),
        "facts" => read(include_str!("../../examples/data/small/facts.json")),
        "monitor" => json!({
            "title": "监测规则", "number": "示例〔2024〕2号", "issuer": "示例区",
            "rules": [{
                "code": "signed", "name": "签约率", "cite": "示例",
                "rule": {
                    "kind": "target", "measure": "signed", "bound": "at-least", "value": "0.85",
                },
            }],
        }),
        "observations" => json!({
            "period": { "from": "2024-01-01", "until": "2025-01-01" },
            "subjects": [{ "code": "W01", "name": "甲卫生院" }],
            "values": [{ "subject": "W01", "measure": "signed", "value": "0.9", "cite": "年报" }],
        }),
        _ => {
            let input = json!({ "scheme": whole("scheme"), "facts": whole("facts") });
            crate::samples::statement(&input).unwrap().1
        }
    }
}

fn is_read(schema: &str, document: Value) -> bool {
    match schema {
        "scheme" => serde_json::from_value::<SchemeDocument>(document).is_ok(),
        "facts" => serde_json::from_value::<FactsDocument>(document).is_ok(),
        "monitor" => serde_json::from_value::<MonitorDocument>(document).is_ok(),
        "observations" => serde_json::from_value::<ObservationsDocument>(document).is_ok(),
        _ => serde_json::from_value::<StatementFigures>(document).is_ok(),
    }
}

fn put(document: &mut Value, place: &str, value: Option<Value>) {
    let (above, key) = place.rsplit_once('/').unwrap();
    let record = document.pointer_mut(above).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => drop(record.insert(key.to_owned(), value)),
        None => assert!(record.remove(key).is_some(), "{place}"),
    }
}

#[test]
fn mistakes_of_form_are_refused() {
    let mut cases = Vec::new();
    for (schema, place, value, _) in mistakes() {
        let mut document = whole(schema);
        assert!(is_read(schema, document.clone()), "{schema}");
        put(&mut document, place, value);
        assert!(!is_read(schema, document.clone()), "{schema}{place} is read");
        cases.push(Case::new(format!("{schema}{place}"), schema, document));
    }
    let Some(said) = validate("mistakes", &cases) else { return };
    for ((case, said), (_, _, _, named)) in cases.iter().zip(said).zip(mistakes()) {
        let said = said.unwrap_or_else(|| panic!("{} is valid", case.what));
        assert!(said.contains(named), "{}: {said} does not say {named}", case.what);
    }
}

/// Texts and numbers that any reader takes in, and that are refused when they are checked: the
/// document, the record and the place in it, what is wrong there, and what would be right.
type Malformed = (&'static str, &'static str, &'static str, Value, Value);

fn malformed() -> Vec<Malformed> {
    let weight = "/items/1/weights/0";
    let indicator = "/appraisals/0/dimensions/0/indicators/0";
    let amount = "/channels/0/pool/0/amounts/0";
    vec![
        ("scheme", "", "number", json!(" "), json!("示例〔2024〕2号")),
        ("scheme", "", "issuer", json!(""), json!("财政局")),
        ("scheme", "", "from", json!("2024-1-1"), json!("2023-01-01")),
        ("scheme", "/items/0", "name", json!("\t"), json!("门诊")),
        ("scheme", weight, "until", json!("2024-13-01"), json!("2024-12-01")),
        ("scheme", weight, "cite", json!(""), json!("示例 二")),
        ("scheme", weight, "value", json!("1e1"), json!("1.50")),
        ("scheme", indicator, "full", json!("-100"), json!(100)),
        ("scheme", indicator, "full", json!("100.0000001"), json!("100.000000")),
        ("scheme", amount, "value", json!("105,000.00"), json!("105000")),
        ("scheme", "/appraisals/0/curve", "cap", json!("100"), json!("99.9")),
        ("facts", "/period", "until", json!("2025/01/01"), json!("2024-07-01")),
        ("facts", "/payees/0", "name", json!(""), json!("丙卫生院")),
        ("facts", "/volumes/0", "month", json!("2024-3"), json!("2024-04")),
        ("facts", "/volumes/0", "verified", json!("4000.0000001"), json!("4000.0000000")),
        ("facts", "/volumes/0", "verified", json!("12345678901"), json!("01234567890")),
        ("facts", "/volumes/0", "reported", json!("+1"), json!(4100)),
        ("facts", "/marks/0", "mark", json!("85%"), json!("85")),
        ("facts", "/advances/0", "amount", json!("12.345"), json!("12.340")),
        ("facts", "/advances/0", "amount", json!(-1), json!(1)),
        ("facts", "/advances/0", "code", json!("第 1 号"), json!("第1号")),
        ("facts", "/advances/0", "date", json!("20240601"), json!("2024-06-02")),
        ("facts", "/opening/owed/0", "amount", json!("1e3"), json!("1000.5")),
    ]
}

#[test]
fn malformed_texts_and_numbers_are_refused() {
    let mut scheme = whole("scheme");
    scheme["channels"][0]["advances"] = json!({ "excess": "recover", "cite": "示例 五" });
    let mut facts = whole("facts");
    facts["advances"] = json!([{
        "code": "V1", "payee": "W01", "channel": "purchase", "date": "2024-06-01", "amount": "1",
    }]);
    facts["opening"] = json!({ "owed": [{
        "payee": "W01", "channel": "purchase", "amount": "1000.00",
    }] });
    let mut cases = Vec::new();
    for (name, record, key, wrong, right) in malformed() {
        for (value, expected) in [(right, true), (wrong, false)] {
            let (mut scheme, mut facts) = (scheme.clone(), facts.clone());
            let document = if name == "scheme" { &mut scheme } else { &mut facts };
            document.pointer_mut(record).unwrap()[key] = value.clone();
            let document = document.clone();
            let checked = read::<SchemeDocument>(&scheme).map(Scheme::new);
            let is_right = match (name, checked, read::<FactsDocument>(&facts)) {
                ("scheme", Some(scheme), _) => scheme.is_ok(),
                (_, Some(Ok(scheme)), Some(facts)) => {
                    // A shorter period leaves records outside, which is no matter of form.
                    key == "until" && expected || Facts::new(&scheme, &facts).is_ok()
                }
                _ => false,
            };
            let what = format!("{name}{record}/{key} = {value}");
            assert_eq!(is_right, expected, "{what}");
            cases.push((expected, Case::new(what, name, document)));
        }
    }
    let (expected, cases): (Vec<bool>, Vec<Case>) = cases.into_iter().unzip();
    let Some(said) = validate("malformed", &cases) else { return };
    for ((expected, case), said) in expected.into_iter().zip(&cases).zip(said) {
        // The field does not say what the value is, so only its grammar is looked at.
        assert_eq!(said.is_none(), expected, "{}: {said:?}", case.what);
    }
}

fn read<D: DeserializeOwned>(document: &Value) -> Option<D> {
    serde_json::from_value(document.clone()).ok()
}

/// What is wrong with a file of vectors, by the runner that finance teams use.
fn unusable(name: &str, document: &Value) -> Option<String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("schema-{name}.json"));
    std::fs::write(&path, document.to_string()).unwrap();
    let found = verify(&[path]).remove(0);
    let problems = found.vectors.into_iter().flat_map(|vector| vector.problems);
    found.problem.into_iter().chain(problems).next()
}

/// Mistakes in vectors: the runner cannot use them either.
#[test]
fn mistakes_in_vectors_are_refused() {
    let file = json!({
        "format": "work-equivalent vectors, version 1",
        "title": "手算",
        "vectors": [{
            "id": "手算-1", "kind": "settle", "comment": "手算", "source": "示例",
            "input": { "scheme": whole("scheme"), "facts": whole("facts") },
            "expected": {
                "figures": [{
                    "path": "channels[purchase].payees[W01].entitlement",
                    "value": "72000.00",
                    "steps": ["5000 × 15 × 0.96"],
                }],
                "statement": { "payees": [{ "code": "W01", "payable": "≈72000.0" }] },
            },
        }],
    });
    let expected = |expected: Value| ("/vectors/0/expected", Some(expected));
    let mistakes = [
        ("/format", Some(json!("vectors, version 2"))),
        ("/vectors", Some(json!([]))),
        ("/vectors/0/id", Some(json!(" "))),
        ("/vectors/0/kind", Some(json!("settled"))),
        ("/vectors/0/source", None),
        ("/vectors/0/flags", Some(json!(["good"]))),
        ("/vectors/0/expect", Some(json!({}))),
        ("/vectors/0/input/scheme/titel", Some(json!("方案"))),
        ("/vectors/0/input/fact", Some(json!({}))),
        ("/vectors/0/input/facts", Some(json!(7))),
        ("/vectors/0/expected/figures/0/vlaue", Some(json!("1.00"))),
        ("/vectors/0/expected/figures/0/path", None),
        ("/vectors/0/expected/figures/0/value", Some(json!(72000.5))),
        ("/vectors/0/expected/figures/0/steps", Some(json!(5))),
        ("/vectors/0/expected/statment", Some(json!({}))),
        ("/vectors/0/expected/readings", Some(json!([]))),
        ("/vectors/0/expected/statement/totall", Some(json!("1.00"))),
        ("/vectors/0/expected/statement/total", Some(json!(72000.5))),
        ("/vectors/0/expected/statement/total", Some(json!("72,000.00"))),
        ("/vectors/0/expected/statement/payees/0/paid", Some(json!("1.00"))),
        expected(json!({})),
        expected(json!({ "errors": [] })),
        expected(json!({ "alerts": 1 })),
    ];
    assert_eq!(unusable("whole", &file), None);
    let mut cases = vec![Case::new("whole", "vectors", file.clone())];
    for (number, (place, value)) in mistakes.iter().enumerate() {
        let mut document = file.clone();
        put(&mut document, place, value.clone());
        let problem = unusable(&format!("mistake-{number}"), &document);
        assert!(problem.is_some(), "{place} {value:?} is used");
        cases.push(Case::new(format!("{place} {value:?}"), "vectors", document));
    }
    let Some(said) = validate("mistakes-in-vectors", &cases) else { return };
    assert_eq!(said[0], None);
    for (case, said) in cases.iter().zip(said).skip(1) {
        assert!(said.is_some(), "{} is valid", case.what);
    }
}
