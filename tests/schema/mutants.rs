//! Samples, each changed in one place in every way that matters. Where the library cannot read
//! the changed document at all, the schema refuses it; where the schema refuses it, the library
//! does too, at the latest when it is checked.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use work_equivalent::facts::{Facts, FactsDocument, OpeningDocument};
use work_equivalent::monitor::{Monitor, MonitorDocument, Observations, ObservationsDocument};
use work_equivalent::schema;
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::StatementFigures;
use work_equivalent::whatif::{Changes, ChangesDocument, Solve, Sweep, SweepDocument};

use crate::samples::{statement, vectors};
use crate::validator::{Case, validate};

/// What the library says of a document.
#[derive(Debug, PartialEq)]
enum Verdict {
    Unreadable,
    Wrong,
    Right,
}

fn verdict<D: DeserializeOwned>(document: Value, is_right: impl FnOnce(D) -> bool) -> Verdict {
    match serde_json::from_value(document).map(is_right) {
        Err(_) => Verdict::Unreadable,
        Ok(false) => Verdict::Wrong,
        Ok(true) => Verdict::Right,
    }
}

/// What stands in the place of a value.
fn others(value: &Value) -> Vec<Value> {
    let mut others = vec![
        json!(null),
        json!(true),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(""),
        json!(" "),
        json!("x"),
        json!("a b"),
        json!("-1"),
        json!("1.50"),
        json!("1e3"),
        json!("+1"),
        json!("1/3"),
        json!("2024-02-30x"),
        json!({}),
    ];
    // A list in place of a record is read by its order.
    if !value.is_object() {
        others.push(json!([]));
    }
    if let Value::Array(records) = value {
        others.push(json!([records, records]));
    }
    others.retain(|other| other != value);
    others
}

/// Changes documents where none like them was changed before.
struct Mutants {
    schema: &'static str,
    /// Places, with the kind of every choice that they are in and without indices.
    seen: BTreeSet<String>,
    keys: BTreeSet<String>,
    cases: Vec<Case>,
    verdicts: Vec<Verdict>,
}

impl Mutants {
    fn of(schema: &'static str) -> Self {
        let (seen, keys) = (BTreeSet::new(), BTreeSet::new());
        Self { schema, seen, keys, cases: Vec::new(), verdicts: Vec::new() }
    }

    fn add(&mut self, what: &str, document: &Value, judge: impl Fn(Value) -> Verdict) {
        let mut places = Vec::new();
        self.collect(document, (String::new(), String::new()), &mut places);
        for place in places {
            let value = document.pointer(&place).unwrap();
            for (how, other) in changes(value) {
                let mut mutant = document.clone();
                *mutant.pointer_mut(&place).unwrap() = other;
                self.verdicts.push(judge(mutant.clone()));
                self.cases.push(Case::new(format!("{what}: {place} {how}"), self.schema, mutant));
            }
        }
    }

    fn collect(&mut self, value: &Value, at: (String, String), places: &mut Vec<String>) {
        let (place, mut like) = at;
        match value {
            Value::Object(keys) => {
                if let Some(Value::String(kind)) = keys.get("kind") {
                    like = format!("{like}={kind}");
                }
                for (key, below) in keys {
                    self.keys.insert(key.clone());
                    let at = (format!("{place}/{key}"), format!("{like}/{key}"));
                    self.collect(below, at, places);
                }
            }
            Value::Array(records) => {
                for (index, below) in records.iter().enumerate() {
                    self.collect(below, (format!("{place}/{index}"), format!("{like}/*")), places);
                }
            }
            _ => {}
        }
        if self.seen.insert(like) {
            places.push(place);
        }
    }

    /// Holds what the library says against what the schema says.
    fn agree(self) {
        let missing: Vec<String> =
            properties(self.schema).difference(&self.keys).cloned().collect();
        assert!(missing.is_empty(), "{}: no vector has {missing:?}", self.schema);
        let Some(said) = validate(&format!("mutants-{}", self.schema), &self.cases) else { return };
        let mut wrong = Vec::new();
        for ((case, verdict), said) in self.cases.iter().zip(&self.verdicts).zip(&said) {
            match (verdict, said) {
                (Verdict::Unreadable, None) => {
                    wrong.push(format!("{}: valid, but cannot be read", case.what));
                }
                (Verdict::Right, Some(said)) => {
                    wrong.push(format!("{}: right, but refused: {said}", case.what));
                }
                _ => {}
            }
        }
        let (count, schema) = (said.len(), self.schema);
        let refused = said.iter().flatten().count();
        let unreadable = self.verdicts.iter().filter(|is| **is == Verdict::Unreadable).count();
        println!("{schema}: of {count}, {unreadable} unreadable, {refused} refused");
        assert!(unreadable > 80, "{schema}: {unreadable} of {count}");
        assert!(wrong.is_empty(), "{schema}: {}\n{}", wrong.len(), wrong.join("\n"));
    }
}

/// What can stand in the place of a value, and what was done.
fn changes(value: &Value) -> Vec<(String, Value)> {
    let mut changes: Vec<(String, Value)> =
        others(value).into_iter().map(|other| (format!("= {other}"), other)).collect();
    let Value::Object(keys) = value else { return changes };
    let mut put = |how: String, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut keys = keys.clone();
        change(&mut keys);
        changes.push((how, Value::Object(keys)));
    };
    put("+ unknown".to_owned(), &|keys| drop(keys.insert("unknown".to_owned(), json!("1"))));
    for key in keys.keys() {
        put(format!("- {key}"), &|keys| drop(keys.remove(key)));
        put(format!("{key} misspelt"), &|keys| {
            let value = keys.remove(key).unwrap();
            keys.insert(format!("{key}_"), value);
        });
    }
    changes
}

/// Every key that a schema has.
fn properties(name: &str) -> BTreeSet<String> {
    fn look(schema: &Value, found: &mut BTreeSet<String>) {
        match schema {
            Value::Object(keys) => {
                if let Some(Value::Object(properties)) = keys.get("properties") {
                    found.extend(properties.keys().cloned());
                }
                keys.values().for_each(|below| look(below, found));
            }
            Value::Array(all) => all.iter().for_each(|below| look(below, found)),
            _ => {}
        }
    }
    let (_, schema) = schema::all().into_iter().find(|(schema, _)| *schema == name).unwrap();
    let mut found = BTreeSet::new();
    look(&schema, &mut found);
    found
}

/// The inputs of all vectors that expect no error and have a scheme and facts, with their ids; and
/// one with what no vector states.
fn inputs() -> Vec<(String, Value)> {
    let right = vectors().into_iter().filter(|(_, vector)| {
        vector["kind"] == "settle" && vector["expected"].get("errors").is_none()
    });
    let read = |text| serde_json::from_str::<Value>(text).unwrap();
    let mut scheme = read(include_str!("../../examples/data/small/scheme.json"));
    let mut facts = read(include_str!("../../examples/data/small/facts.json"));
    scheme["repeals"] = json!(["示例〔2019〕1号"]);
    facts["opening"] = json!({ "after": {
        "scheme": "示例〔2019〕1号",
        "period": { "from": "2023-01-01", "until": "2024-01-01" },
        "digest": "0123456789abcdef".repeat(4),
    } });
    right
        .map(|(what, vector)| (what, vector["input"].clone()))
        .chain([("small".to_owned(), json!({ "scheme": scheme, "facts": facts }))])
        .collect()
}

fn is_right(scheme: &Value, facts: &FactsDocument) -> bool {
    let scheme: Scheme = serde_json::from_value(scheme.clone()).unwrap();
    Facts::new(&scheme, facts).is_ok()
}

#[test]
fn of_schemes() {
    let mut mutants = Mutants::of("scheme");
    for (what, input) in inputs() {
        mutants.add(&what, &input["scheme"], |mutant| {
            verdict(mutant, |document: SchemeDocument| Scheme::new(document).is_ok())
        });
    }
    mutants.agree();
}

#[test]
fn of_facts() {
    let mut mutants = Mutants::of("facts");
    for (what, input) in inputs() {
        let judge = |mutant| verdict(mutant, |facts| is_right(&input["scheme"], &facts));
        mutants.add(&what, &input["facts"], judge);
    }
    mutants.agree();
}

#[test]
fn of_closings() {
    let mut mutants = Mutants::of("closing");
    for (what, input) in inputs() {
        let Some(opening) = input["facts"].get("opening") else { continue };
        mutants.add(&what, opening, |mutant| {
            verdict(mutant, |opening: OpeningDocument| {
                let facts: FactsDocument = serde_json::from_value(input["facts"].clone()).unwrap();
                is_right(&input["scheme"], &FactsDocument { opening, ..facts })
            })
        });
    }
    mutants.agree();
}

/// Statements are written in one way and read in several, so only what cannot be read is held
/// against the schema.
#[test]
fn of_statements() {
    let mut mutants = Mutants::of("statement");
    for (what, input) in inputs() {
        let Some((_, statement)) = statement(&input) else { continue };
        mutants.add(&what, &statement, |mutant| verdict(mutant, |_: StatementFigures| false));
    }
    mutants.agree();
}

#[test]
fn of_rules_and_observations() {
    let mut rules = Mutants::of("monitor");
    let mut seen = Mutants::of("observations");
    for (what, vector) in vectors() {
        if vector["kind"] != "monitor" || vector["expected"].get("errors").is_some() {
            continue;
        }
        rules.add(&what, &vector["input"]["monitor"], |mutant| {
            verdict(mutant, |document: MonitorDocument| Monitor::new(document).is_ok())
        });
        if let Some(observations) = vector["input"].get("observations") {
            seen.add(&what, observations, |mutant| {
                verdict(mutant, |document: ObservationsDocument| {
                    Observations::new(&document).is_ok()
                })
            });
        }
    }
    rules.agree();
    seen.agree();
}

/// Proposals, variants and questions. Whether a question has an answer only solving it says.
#[test]
fn of_what_if() {
    let mut changes = Mutants::of("changes");
    let path = "scheme.channels[purchase].price.values[*].value";
    let table = json!({ "kind": "stated", "of": ["1", 2, true, null, { "x": "-1.5" }] });
    for change in [
        json!({ "path": path, "set": "12.50", "reason": "草案 二" }),
        json!({ "path": path, "set": table }),
        json!({ "path": path, "scale": "1.05", "places": 2 }),
        json!({ "path": path, "add": "-0.5" }),
    ] {
        let kind = change.as_object().unwrap().keys().cloned().collect::<String>();
        let document = json!({ "name": "", "changes": [change] });
        changes.seen.retain(|like| !like.contains("changes/*"));
        changes.add(&kind, &document, |mutant| {
            verdict(mutant, |document: ChangesDocument| Changes::new(document).is_ok())
        });
    }
    changes.agree();

    let mut sweep = Mutants::of("sweep");
    let axes = json!([
        { "name": "单价", "path": path, "by": "set", "values": ["12", 13] },
        { "name": "增长", "path": "facts.volumes[*]", "by": "scale", "places": 2,
          "range": { "low": "1", "high": "1.2", "step": "0.05" } },
    ]);
    for samples in [json!(null), json!({ "count": 10, "seed": 7 })] {
        let document = json!({ "name": "测算", "axes": axes, "samples": samples });
        sweep.add("sweep", &document, |mutant| {
            verdict(mutant, |document: SweepDocument| Sweep::new(document).is_ok())
        });
    }
    sweep.agree();

    let mut solve = Mutants::of("solve");
    for goal in [
        json!({ "kind": "no-gap" }),
        json!({ "kind": "covered" }),
        json!({ "kind": "reserve-keeps", "least": "1000.00" }),
    ] {
        let document = json!({
            "unknown": {
                "path": path, "by": "set", "low": "-1", "high": "99", "places": 2, "rounded": 2,
            },
            "channel": "purchase", "goal": goal, "sense": "largest",
        });
        solve.add("solve", &document, |mutant| verdict(mutant, |_: Solve| false));
    }
    solve.agree();
}
