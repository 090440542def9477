//! Everything that crosses the wire, written out: each quantity from good and bad JSON, a scheme,
//! facts, a statement and a trace. Built into the test and into a host with other features.

use std::fmt::Write;

use serde::{Serialize, de::DeserializeOwned};
use work_equivalent::exact::{Exact, Rounding};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{RuleDocument, Scheme, ShapeDocument};
use work_equivalent::settle;
use work_equivalent::statement::{Statement, Trace};
use work_equivalent::units::{
    Coefficient, Equivalents, Factor, Mark, Money, Number, Score, UnitPrice, Volume, Weight,
};

/// JSON values as a careless or a careful sender writes numbers.
const NUMBERS: &[&str] = &[
    "\"12.50\"",
    "\"-12.5\"",
    "\"0.1\"",
    "\"100/3\"",
    "\"1e3\"",
    "\".5\"",
    "\"+1\"",
    "\"\"",
    "12",
    "-3",
    "0",
    "-0",
    "12.5",
    "1e2",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "99999999999999999999",
    "90071992547409.93",
    "null",
    "true",
    "[1]",
    "{}",
    "{\"a\":1}",
];

pub fn report() -> String {
    let mut report = String::new();
    quantity::<Volume>("Volume", &mut report);
    quantity::<Weight>("Weight", &mut report);
    quantity::<Factor>("Factor", &mut report);
    quantity::<Mark>("Mark", &mut report);
    quantity::<Money>("Money", &mut report);
    quantity::<UnitPrice>("UnitPrice", &mut report);
    quantity::<Coefficient>("Coefficient", &mut report);
    quantity::<Score>("Score", &mut report);
    quantity::<Equivalents>("Equivalents", &mut report);
    quantity::<Exact>("Exact", &mut report);
    quantity::<Number>("Number", &mut report);
    for json in
        ["{\"places\":2,\"mode\":\"towards-zero\"}", "{\"places\":2.0,\"mode\":\"towards-zero\"}"]
    {
        one::<Rounding>("Rounding", json, &mut report);
    }
    // Tagged enums are buffered by serde before they are read.
    for number in ["\"0.85\"", "1", "0.85", "99999999999999999999"] {
        let rule = format!("{{\"kind\":\"at-least\",\"target\":{number}}}");
        one::<RuleDocument>("RuleDocument", &rule, &mut report);
        let shape = format!("{{\"kind\":\"full-from\",\"threshold\":{number}}}");
        one::<ShapeDocument>("ShapeDocument", &shape, &mut report);
    }
    documents(&mut report);
    report
}

fn quantity<T: Serialize + DeserializeOwned>(name: &str, report: &mut String) {
    for json in NUMBERS {
        one::<T>(name, json, report);
    }
}

fn one<T: Serialize + DeserializeOwned>(name: &str, json: &str, report: &mut String) {
    let outcome = match serde_json::from_str::<T>(json) {
        Ok(value) => serde_json::to_string(&value).unwrap(),
        // How a reader writes the number it refuses is its own; why it is refused is ours.
        Err(error) if error.to_string().contains("quote it") => "refused: bare".to_owned(),
        Err(_) => "refused".to_owned(),
    };
    writeln!(report, "{name} {json} -> {outcome}").unwrap();
}

fn documents(report: &mut String) {
    let scheme = include_str!("../../examples/data/small/scheme.json");
    let facts = include_str!("../../examples/data/small/facts.json");
    let scheme: Scheme = serde_json::from_str(scheme).unwrap();
    let document: FactsDocument = serde_json::from_str(facts).unwrap();
    let facts = Facts::new(&scheme, &document).unwrap();
    let settlement = settle(&facts).unwrap();
    let statement = serde_json::to_string(&settlement.statement_by_item().unwrap()).unwrap();
    let trace = serde_json::to_string(&settlement.explain("W01").unwrap()).unwrap();
    let again: Statement = serde_json::from_str(&statement).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), statement);
    let again: Trace = serde_json::from_str(&trace).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), trace);
    for line in [
        serde_json::to_string(&scheme).unwrap(),
        serde_json::to_string(&document).unwrap(),
        statement,
        trace,
    ] {
        writeln!(report, "{line}").unwrap();
    }
}
