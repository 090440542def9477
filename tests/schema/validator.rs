//! The independent validator: Python's `jsonschema`.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// A document, and the schema that it is held against: the name of a file, or a schema.
pub struct Case {
    pub what: String,
    pub schema: Value,
    pub document: Value,
}

impl Case {
    pub fn new(what: impl Into<String>, schema: impl Into<Value>, document: Value) -> Self {
        Self { what: what.into(), schema: schema.into(), document }
    }
}

/// What the validator says of each case: nothing, or what is wrong. None, after a message that
/// nothing captures, where Python or its package is not there; `.ci/run` sees that it is.
pub fn validate(name: &str, cases: &[Case]) -> Option<Vec<Option<String>>> {
    let there = Command::new("python3").args(["-c", "import jsonschema"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        let message = format!(
            "\nSKIPPED schema::{name}: needs Python with jsonschema (pip install jsonschema)\n"
        );
        std::io::stderr().write_all(message.as_bytes()).unwrap();
        return None;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines: String = cases
        .iter()
        .map(|Case { schema, document, .. }| {
            json!({ "schema": schema, "document": document }).to_string() + "\n"
        })
        .collect();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("schema-{name}.jsonl"));
    std::fs::write(&file, lines).unwrap();
    let output = Command::new("python3")
        .arg(root.join("tests/schema/validate.py"))
        .arg(root.join("schemas"))
        .arg(&file)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Vec<Option<String>> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(said.len(), cases.len());
    Some(said)
}

/// Every case is valid.
pub fn all_valid(name: &str, cases: &[Case]) {
    let Some(said) = validate(name, cases) else { return };
    let wrong: Vec<String> = cases
        .iter()
        .zip(said)
        .filter_map(|(case, said)| said.map(|said| format!("{}: {said}", case.what)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
