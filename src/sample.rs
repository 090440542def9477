//! The smallest sample, for the tests of every room.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Settlement;
use crate::facts::{Facts, FactsDocument};
use crate::scheme::Scheme;

/// Its scheme, as text is read: a document, a checked scheme or plain JSON.
pub(crate) fn scheme<T: DeserializeOwned>() -> T {
    serde_json::from_str(include_str!("../examples/data/small/scheme.json")).unwrap()
}

/// Its facts.
pub(crate) fn facts<T: DeserializeOwned>() -> T {
    serde_json::from_str(include_str!("../examples/data/small/facts.json")).unwrap()
}

/// A series with one value.
pub(crate) fn since(value: &str) -> Value {
    json!([{ "from": "2024-01-01", "value": value, "cite": "示例" }])
}

/// Its scheme, and another that follows from a day on.
pub(crate) fn successive(day: &str) -> [Scheme; 2] {
    let first: Value = scheme();
    let mut second = first.clone();
    second["number"] = "示例〔2024〕2号".into();
    second["from"] = day.into();
    second["repeals"] = json!([first["number"]]);
    [first, second].map(|scheme| serde_json::from_value(scheme).unwrap())
}

/// Its scheme and facts after a change.
pub(crate) fn changed(change: impl FnOnce(&mut Value, &mut Value)) -> (Scheme, FactsDocument) {
    let (mut scheme, mut facts) = (scheme(), facts());
    change(&mut scheme, &mut facts);
    (serde_json::from_value(scheme).unwrap(), serde_json::from_value(facts).unwrap())
}

/// What is wrong with its facts after a change of scheme and facts.
pub(crate) fn problems(change: impl FnOnce(&mut Value, &mut Value)) -> Vec<String> {
    let (scheme, facts) = changed(change);
    match Facts::new(&scheme, &facts) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    }
}

/// What is read from its settlement after a change of scheme and facts.
pub(crate) fn settlement<T>(
    change: impl FnOnce(&mut Value, &mut Value),
    read: impl FnOnce(Settlement<'_>) -> T,
) -> T {
    let (scheme, facts) = changed(change);
    let facts = Facts::new(&scheme, &facts).unwrap();
    read(crate::settle(&facts).unwrap())
}
