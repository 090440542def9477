//! The smallest sample, for the tests of every room.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Settlement;
use crate::facts::Facts;
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

/// What is read from its settlement after a change of scheme and facts.
pub(crate) fn settlement<T>(
    change: impl FnOnce(&mut Value, &mut Value),
    read: impl FnOnce(Settlement<'_>) -> T,
) -> T {
    let (mut scheme, mut facts) = (scheme(), facts());
    change(&mut scheme, &mut facts);
    let scheme: Scheme = serde_json::from_value(scheme).unwrap();
    let facts = serde_json::from_value(facts).unwrap();
    let facts = Facts::new(&scheme, &facts).unwrap();
    read(crate::settle(&facts).unwrap())
}
