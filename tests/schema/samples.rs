//! Every sample, what it settles to, and every vector.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use work_equivalent::facts::{Closing, Facts, FactsDocument};
use work_equivalent::monitor::{Monitor, Observations, Watched};
use work_equivalent::scheme::{Scheme, Split};
use work_equivalent::statement::Statement;
use work_equivalent::{Settlement, settle, settle_in_parts};

use crate::support::{Inputs, read_facts, read_scheme, read_toml};
use crate::validator::{Case, all_valid};
use crate::{right, takes};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data")
}

/// The files under a folder that have an extension, but for those of bad samples.
fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                let name = path.file_name().unwrap();
                folders.extend((name != "bad").then_some(path));
            } else if path.extension().is_some_and(|ending| ending == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn json_file(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn value(document: &impl serde::Serialize) -> Value {
    serde_json::to_value(document).unwrap()
}

/// Schemes, rules and observations as their files hold them: TOML has the types of JSON.
#[test]
fn files_of_one_document_are_valid() {
    let mut cases = Vec::new();
    for path in files(&data(), "toml") {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Some(schema @ ("scheme" | "monitor" | "observations" | "changes" | "sweep" | "solve")) =
            name.split('-').next()
        else {
            continue;
        };
        let document: Value = right(read_toml(&path));
        cases.push(Case::new(path.display().to_string(), schema, document));
    }
    for name in ["scheme", "facts"] {
        let path = data().join(format!("small/{name}.json"));
        cases.push(Case::new(path.display().to_string(), name, json_file(&path)));
    }
    let counted = |schema: &str| cases.iter().filter(|case| case.schema == schema).count();
    assert!(counted("scheme") >= 12 && counted("monitor") >= 6 && counted("observations") >= 6);
    all_valid("files", &cases);
}

/// The facts of a folder, from TOML and CSV, with what they take from the level before.
fn facts(folder: &Path, first: Option<&Statement>) -> FactsDocument {
    let mut copy = None;
    let read = right(read_facts(&Inputs::in_folder(folder))).completed(|document| {
        for take in right(takes::read(&folder.join("takes.toml"))) {
            take.add_to(document, first.expect("a first level")).unwrap();
        }
        copy = Some(document.clone());
        Ok::<(), Infallible>(())
    });
    read.unwrap_or_else(|none| match none {});
    let mut document = copy.unwrap();
    for mark in &mut document.marks {
        // Words of the tables only, which the examples replace too.
        match mark.mark.as_str() {
            "是" => mark.mark = "1".into(),
            "否" => mark.mark = "0".into(),
            _ => {}
        }
    }
    document
}

/// The facts of a settlement, its statement by category and by item, and what it leaves behind.
fn add(cases: &mut Vec<Case>, what: &str, facts: &FactsDocument, settlement: Settlement<'_>) {
    let by_item = settlement.statement_by_item().unwrap();
    let (statement, closing) = settlement.close().unwrap();
    cases.push(Case::new(format!("{what}: facts"), "facts", value(facts)));
    cases.push(Case::new(format!("{what}: by item"), "statement", value(&by_item)));
    cases.push(Case::new(format!("{what}: statement"), "statement", value(&statement)));
    cases.push(Case::new(format!("{what}: closing"), "closing", value(&closing)));
}

#[test]
fn what_the_policies_settle_to_is_valid() {
    let mut cases = Vec::new();
    for policy in ["liandu", "deqing", "qinghai-package", "qinghai-insurance", "yunnan", "invented"]
    {
        let folder = data().join(policy);
        let read = |folder: &Path| right(read_scheme(&Inputs::in_folder(folder)));
        let scheme = read(&folder);
        let settled = |folder: &Path| {
            let document = facts(folder, None);
            let facts = Facts::new(&scheme, &document).unwrap();
            (document.clone(), settle(&facts).unwrap().statement_by_item().unwrap())
        };
        let (document, first) = settled(&folder);
        let checked = Facts::new(&scheme, &document).unwrap();
        add(&mut cases, policy, &document, settle(&checked).unwrap());
        for other in ["base", "facts-surplus"] {
            if folder.join(other).exists() {
                let (document, statement) = settled(&folder.join(other));
                let what = format!("{policy}/{other}");
                cases.push(Case::new(format!("{what}: facts"), "facts", value(&document)));
                cases.push(Case::new(what, "statement", value(&statement)));
            }
        }
        let second = folder.join("distribution");
        if second.exists() {
            let scheme = read(&second);
            let document = facts(&second, Some(&first));
            let checked = Facts::new(&scheme, &document).unwrap();
            add(
                &mut cases,
                &format!("{policy}/distribution"),
                &document,
                settle(&checked).unwrap(),
            );
        }
        if folder.join("monitor.toml").exists() {
            let monitor: Monitor = right(read_toml(&folder.join("monitor.toml")));
            let seen: Observations = right(read_toml(&folder.join("observations.toml")));
            let base = folder.join("base");
            let base = base.exists().then(|| settled(&base).1);
            let watched =
                Watched { statement: Some(&first), base: base.as_ref(), observations: Some(&seen) };
            let readings = monitor.watch(&watched).unwrap();
            cases.push(Case::new(format!("{policy}: readings"), "readings", value(&readings)));
        }
    }
    assert!(cases.len() >= 50, "{}", cases.len());
    all_valid("policies", &cases);
}

#[test]
fn what_the_years_settle_to_is_valid() {
    let folder = data().join("years");
    let schemes = ["scheme-2019.toml", "scheme-2023.toml"].map(|file| {
        let mut inputs = Inputs::in_folder(&folder);
        inputs.scheme = folder.join(file);
        right(read_scheme(&inputs))
    });
    let mut cases = Vec::new();
    let document = facts(&folder.join("2023"), None);
    let settlement = settle_in_parts(&schemes, Split::Days, &document).unwrap();
    let (in_parts, closing) = settlement.close().unwrap();
    cases.push(Case::new("2023: facts", "facts", value(&document)));
    cases.push(Case::new("2023", "statement-in-parts", value(&in_parts)));
    cases.push(Case::new("2023: closing", "closing", value(&closing)));
    let mut closing: Option<Closing> = Some(closing);
    for year in ["2024", "2025"] {
        let document = facts(&folder.join(year), None);
        let before = closing.take().unwrap();
        // As a file of its own would hold it.
        let mut opened = document.clone();
        opened.opening = before.balances().clone();
        let checked = Facts::following(&schemes[1], &document, before).unwrap();
        add(&mut cases, year, &opened, settle(&checked).unwrap());
        let (_, left) = settle(&checked).unwrap().close().unwrap();
        closing = Some(left);
    }
    drop(closing);
    all_valid("years", &cases);
}

/// Every vector with its file and id.
pub fn vectors() -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let kept = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors"), "json");
    for path in kept.into_iter().chain(files(&data(), "json")) {
        let file = json_file(&path);
        for vector in file.get("vectors").and_then(Value::as_array).into_iter().flatten() {
            let name = path.file_name().unwrap().display();
            found.push((format!("{name}: {}", vector["id"]), vector.clone()));
        }
    }
    found
}

/// One by one, so that a message says which. Documents of which no error is expected have the
/// form of their own schema too, which is stricter, and so has what they settle to.
#[test]
fn vectors_are_valid() {
    let mut cases = Vec::new();
    let mut documents = Vec::new();
    for (what, vector) in vectors() {
        if vector["expected"].get("errors").is_none() {
            for name in ["scheme", "facts", "monitor", "observations"] {
                let document = &vector["input"][name];
                if document.is_object() {
                    documents.push(Case::new(&what, name, document.clone()));
                }
            }
            let statement = statement(&vector["input"]).map(|(_, statement)| statement);
            documents.extend(statement.map(|found| Case::new(&what, "statement", found)));
        }
        let file = json!({
            "format": "work-equivalent vectors, version 1",
            "title": "一个向量",
            "vectors": [vector],
        });
        cases.push(Case::new(what, "vectors", file));
    }
    assert!(cases.len() >= 600 && documents.len() >= 900, "{} {}", cases.len(), documents.len());
    cases.extend(documents);
    all_valid("vectors", &cases);
}

/// What a vector settles to.
pub fn statement(input: &Value) -> Option<(&Value, Value)> {
    let facts = input.get("facts").filter(|facts| facts.is_object())?;
    let scheme: Scheme = serde_json::from_value(input.get("scheme")?.clone()).ok()?;
    let document: FactsDocument = serde_json::from_value(facts.clone()).ok()?;
    let checked = Facts::new(&scheme, &document).ok()?;
    let settlement = settle(&checked).ok()?;
    Some((facts, value(&settlement.statement_by_item().unwrap())))
}
