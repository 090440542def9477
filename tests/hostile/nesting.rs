//! Documents of a hundred thousand levels: readers refuse them before anything of ours sees them.

use serde::de::DeserializeOwned;
use work_equivalent::facts::{Closing, FactsDocument};
use work_equivalent::formula::Formula;
use work_equivalent::monitor::{Monitor, Observations};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::{Statement, StatementInParts, Trace};
use work_equivalent::whatif::{Changes, Solve, Sweep, Value};

const LEVELS: usize = 100_000;

/// Lists in lists, tables in tables, and both under each of the keys of a document.
fn json(keys: &[&str]) -> Vec<String> {
    let lists = "[".repeat(LEVELS) + &"]".repeat(LEVELS);
    let tables = "{\"kind\":".repeat(LEVELS) + "1" + &"}".repeat(LEVELS);
    let mut texts = Vec::new();
    for deep in [lists, tables] {
        texts.extend(keys.iter().map(|key| format!("{{\"{key}\":{deep}}}")));
        texts.push(deep);
    }
    texts
}

/// The same in TOML, where a key with dots is a table in a table, too.
fn toml(keys: &[&str]) -> Vec<String> {
    let lists = "[".repeat(LEVELS) + &"]".repeat(LEVELS);
    let tables = "{a=".repeat(LEVELS) + "1" + &"}".repeat(LEVELS);
    let dots = format!("a{}", ".a".repeat(LEVELS));
    let mut texts = Vec::new();
    for key in keys {
        texts.extend([format!("{key} = {lists}"), format!("{key} = {tables}")]);
        texts.extend([
            format!("{key}.{dots} = 1"),
            format!("[{key}.{dots}]"),
            format!("[[{key}.{dots}]]"),
        ]);
    }
    texts
}

fn refused<D: DeserializeOwned>(keys: &[&str]) {
    let said = json(keys)
        .into_iter()
        .map(|text| serde_json::from_str::<D>(&text).err().map(|e| e.to_string()));
    let said = said.chain(
        toml(keys)
            .into_iter()
            .map(|text| toml::from_str::<D>(&text).err().map(|error| error.message().to_owned())),
    );
    for said in said {
        let message = said.expect("a document of a hundred thousand levels is refused");
        assert!(message.len() < 1_000, "{} bytes are said", message.len());
    }
}

#[test]
fn deep_documents_are_refused() {
    refused::<SchemeDocument>(&["items", "channels", "title", "appraisals"]);
    refused::<Scheme>(&["items"]);
    refused::<FactsDocument>(&["volumes", "opening", "period", "findings"]);
    refused::<Closing>(&["owed", "claims"]);
    refused::<Changes>(&["changes", "name"]);
    refused::<Solve>(&["unknown", "goal"]);
    refused::<Sweep>(&["axes", "samples"]);
    refused::<Monitor>(&["rules"]);
    refused::<Observations>(&["values", "period"]);
    refused::<Statement>(&["channels", "after"]);
    refused::<StatementInParts>(&["parts"]);
    refused::<Trace>(&["figures"]);
    refused::<Formula>(&["sum", "figure"]);
}

#[test]
fn deep_values_of_changes_are_refused() {
    for text in json(&["a"]) {
        assert!(serde_json::from_str::<Value>(&text).is_err());
    }
    // Deep enough to be refused, and shallow enough to be read.
    let tables = "{\"a\":".repeat(100) + "1" + &"}".repeat(100);
    let error = serde_json::from_str::<Value>(&tables).unwrap_err().to_string();
    assert!(error.contains("more than 32 deep"), "{error}");
}

/// A million keys that no document has end at the first.
#[test]
fn unknown_keys_end_at_the_first() {
    let keys: Vec<String> = (0..1_000_000).map(|key| format!("\"k{key}\":1")).collect();
    let text = format!("{{{}}}", keys.join(","));
    for message in [
        serde_json::from_str::<SchemeDocument>(&text).unwrap_err().to_string(),
        serde_json::from_str::<FactsDocument>(&text).unwrap_err().to_string(),
        serde_json::from_str::<Trace>(&text).unwrap_err().to_string(),
    ] {
        assert!(message.starts_with("unknown field `k0`") && message.len() < 1_000, "{message}");
    }
}
