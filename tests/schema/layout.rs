//! Schemas as files that people read: what a thing is comes first, what it refers to last.

use std::cmp::Reverse;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

const FIRST: &[&str] =
    &["$schema", "title", "description", "type", "const", "$ref", "anyOf", "oneOf", "items"];
const LAST: &[&str] = &["$defs", "additionalProperties", "required", "properties"];

/// A schema as the text of its file.
pub fn pretty(schema: &Value) -> String {
    serde_json::to_string_pretty(&Ordered { value: schema, names: false }).unwrap() + "\n"
}

struct Ordered<'v> {
    value: &'v Value,
    /// Whether the keys are names, and not keywords.
    names: bool,
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(keys) => {
                let mut keys: Vec<(&String, &Value)> = keys.iter().collect();
                if !self.names {
                    keys.sort_by_key(|(key, _)| {
                        let first = FIRST.iter().position(|first| first == key);
                        let last = LAST.iter().position(|last| last == key);
                        (first.unwrap_or(FIRST.len()), Reverse(last.unwrap_or(LAST.len())))
                    });
                }
                let mut map = serializer.serialize_map(Some(keys.len()))?;
                for (key, value) in keys {
                    let names = !self.names && matches!(key.as_str(), "properties" | "$defs");
                    map.serialize_entry(key, &Ordered { value, names })?;
                }
                map.end()
            }
            Value::Array(values) => {
                let values = values.iter().map(|value| Ordered { value, names: false });
                serializer.collect_seq(values)
            }
            value => value.serialize(serializer),
        }
    }
}
