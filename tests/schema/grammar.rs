//! Numbers, dates and choices: a text is valid exactly where the type reads it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use work_equivalent::exact::{Exact, Mode, Rounding};
use work_equivalent::period::{Date, Period};
use work_equivalent::schema;
use work_equivalent::units::{Equivalents, Factor, Mark, Money, Volume};

use crate::validator::{Case, validate};

fn reads<T: DeserializeOwned>(value: &Value) -> bool {
    serde_json::from_value::<T>(value.clone()).is_ok()
}

fn written<T: DeserializeOwned + serde::Serialize>(value: &Value) -> bool {
    let read = serde_json::from_value::<T>(value.clone());
    read.is_ok_and(|read| serde_json::to_value(read).unwrap() == *value)
}

/// A type, a schema in which it is defined, and whether the type reads a value; of a statement's
/// types, whether it writes the value so.
type Defined = (&'static str, &'static str, fn(&Value) -> bool);

const DEFINED: &[Defined] = &[
    ("Volume", "facts", reads::<Volume>),
    ("Mark", "facts", reads::<Mark>),
    ("Exact", "vectors", reads::<Exact>),
    ("Money", "vectors", reads::<Money>),
    ("Factor", "scheme", reads::<Factor>),
    ("Date", "scheme", reads::<Date>),
    ("Mode", "scheme", reads::<Mode>),
    ("Rounding", "scheme", reads::<Rounding>),
    ("Money", "statement", written::<Money>),
    ("Equivalents", "statement", written::<Equivalents>),
    ("Date", "statement", written::<Date>),
    ("Period", "statement", written::<Period>),
];

fn values() -> Vec<Value> {
    let nines = |count: usize| "9".repeat(count);
    let zeros = "0".repeat(50);
    let mut texts: Vec<String> = [
        "",
        "0",
        "-0",
        "-0.00",
        "00",
        "007",
        "007.500",
        "1",
        "-1",
        "12.35",
        "-12.35",
        "12.3",
        "0.005",
        "1.",
        ".5",
        "-.5",
        "+1",
        "1e3",
        "1E3",
        "1_000",
        "1,000",
        " 1",
        "1 ",
        "--1",
        "1.2.3",
        "NaN",
        "inf",
        "0x1",
        "１",
        "1/3",
        "-1/3",
        "2/6",
        "1/0",
        "1/-3",
        "1 / 3",
        "1/03",
        "1/00",
        "1.5/2",
        "100%",
        "12.350",
        "0.0000001",
        "0.1234567",
        "0.123456",
        "0.1234560",
        "half-to-even",
        "half-even",
        "2024-02-29",
        "2024-2-9",
        "20240229",
        "2024-13-01",
        "2024-00-10",
        "2024-01-32",
        "24-01-01",
        "2024-01-01T00:00",
        "0000-01-01",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.extend([9, 10, 11, 15, 36, 37, 60].map(nines));
    texts.extend([format!("{zeros}1"), format!("1.{zeros}"), format!("{}.99", nines(36))]);
    let mut values: Vec<Value> = texts.into_iter().map(Value::String).collect();
    values.extend([
        json!(0),
        json!(1),
        json!(-1),
        json!(9_999_999_999_u64),
        json!(10_000_000_000_u64),
        json!(-9_999_999_999_i64),
        json!(-10_000_000_000_i64),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(0.5),
        json!(-12.35),
        json!(1e300),
        json!(true),
        json!(null),
        json!({}),
        json!({ "places": 2, "mode": "half-to-even" }),
        json!({ "places": 13, "mode": "half-to-even" }),
        json!({ "places": -1, "mode": "half-to-even" }),
        json!({ "places": "2", "mode": "half-to-even" }),
        json!({ "places": 2 }),
        json!({ "places": 2, "mode": "half-to-even", "of": "1" }),
        json!({ "from": "2024-01-01", "until": "2025-01-01" }),
        json!({ "from": "2024-01-01", "until": "2025-01-01", "days": 366 }),
        json!({ "from": "2024-01-01" }),
        json!({ "from": 20_240_101, "until": "2025-01-01" }),
    ]);
    values
}

#[test]
fn a_text_is_valid_where_it_is_read() {
    let schemas = schema::all();
    let mut cases = Vec::new();
    let mut expected = Vec::new();
    for (name, within, reads) in DEFINED {
        let (_, schema) = schemas.iter().find(|(schema, _)| schema == within).unwrap();
        assert!(schema["$defs"][name].is_object(), "{within} has no {name}");
        let needed = |(of, _): &(&String, &Value)| DEFINED.iter().any(|(name, ..)| of == name);
        let definitions = schema["$defs"].as_object().unwrap().iter().filter(needed);
        let definitions: Map<String, Value> =
            definitions.map(|(name, schema)| (name.clone(), schema.clone())).collect();
        let one = json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions });
        for value in values() {
            expected.push(reads(&value));
            cases.push(Case::new(format!("{name} of {within}: {value}"), one.clone(), value));
        }
    }
    // What a pattern cannot say: that a fraction is in lowest terms, and that zero has no sign.
    let beyond = |case: &Case| {
        case.what.contains("of statement")
            && ["-0", "-0.00", "2/6"].iter().any(|it| case.document == *it)
    };
    let Some(said) = validate("grammar", &cases) else { return };
    let mut wrong = Vec::new();
    for ((case, read), said) in cases.iter().zip(&expected).zip(said) {
        if *read != said.is_none() && !beyond(case) {
            wrong.push(format!("{}: read {read}, but {said:?}", case.what));
        }
    }
    let read = expected.iter().filter(|read| **read).count();
    println!("{} values, of which {read} are read", expected.len());
    assert!(read > 100 && read * 2 < expected.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
