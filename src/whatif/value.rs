//! Any value of a document.

use core::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value as Json;

use crate::text::clip;

/// A value that a change sets, or an axis of a sweep takes: a number, a text, a list, a table. Copies
/// share it.
///
/// Numbers are strings or integers. A bare fraction is refused wherever it stands, because it would
/// pass through binary floating point.
///
/// ```
/// use work_equivalent::whatif::Value;
///
/// let curve: Value = serde_json::from_str(
///     r#"{"shape": {"kind": "full-from", "threshold": "85"}, "cite": "草案 四"}"#,
/// )?;
/// assert_eq!(Value::from("12.35").to_string(), "12.35");
/// assert!(serde_json::from_str::<Value>("12.35").is_err());
/// # let _ = curve;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value(Arc<Json>);

/// How deep a value can be: no document is nearly as deep.
const MOST_DEPTH: usize = 32;

impl Value {
    /// The value that something serializes to, such as a part of a document.
    ///
    /// # Errors
    ///
    /// What has a fraction that is not a string in it, lists or tables more than 32 deep, or what
    /// cannot be serialized at all.
    pub fn of(value: &impl Serialize) -> Result<Self, ValueError> {
        let json = serde_json::to_value(value).map_err(|error| ValueError(error.to_string()))?;
        Self::checked(json)
    }

    fn checked(json: Json) -> Result<Self, ValueError> {
        match objection(&json, MOST_DEPTH) {
            None => Ok(Self(Arc::new(json))),
            Some(objection) => Err(ValueError(objection)),
        }
    }

    pub(super) fn json(&self) -> &Json {
        &self.0
    }
}

/// What is wrong with a value that can be so deep: a number that is not an integer of 64 bits, or
/// its depth.
fn objection(json: &Json, depth: usize) -> Option<String> {
    let Some(deeper) = depth.checked_sub(1) else {
        return Some(format!("lists and tables are more than {MOST_DEPTH} deep"));
    };
    match json {
        Json::Number(number) => {
            let integer = (number.is_i64() || number.is_u64()) && number.to_string() != "-0";
            let fraction = || {
                format!(
                    "{} is a bare fraction, which would pass through binary floating point: quote \
                     it",
                    clip(&number.to_string())
                )
            };
            (!integer).then(fraction)
        }
        Json::Array(values) => values.iter().find_map(|value| objection(value, deeper)),
        Json::Object(fields) => fields.values().find_map(|value| objection(value, deeper)),
        Json::Null | Json::Bool(_) | Json::String(_) => None,
    }
}

/// The error of a value that no document can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(String);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Arc::new(Json::from(text)))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(Arc::new(Json::from(text)))
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self(Arc::new(Json::from(integer)))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self(Arc::new(Json::from(value)))
    }
}

impl fmt::Display for Value {
    /// A text as it is; lists and tables as compact JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.json() {
            Json::String(text) => f.write_str(text),
            json => write!(f, "{json}"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::checked(Json::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Value {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AnyValue".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let any = generator.subschema_for::<Self>();
        schemars::json_schema!({
            "description": "Any value of a document: numbers are strings or integers",
            "type": ["string", "integer", "boolean", "null", "array", "object"],
            "minimum": i64::MIN,
            "maximum": u64::MAX,
            "items": any,
            "additionalProperties": any,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_fraction_is_refused_wherever_it_stands() {
        for json in ["1.5", "[1, 2.5]", r#"{"a": {"b": [1e2]}}"#, "-0", "99999999999999999999"] {
            let message = serde_json::from_str::<Value>(json).unwrap_err().to_string();
            assert!(message.contains("quote it"), "{json}: {message}");
        }
        for json in ["1", "-3", "\"1.5\"", "true", r#"{"a":["1.5",2]}"#] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), json);
        }
        assert!(toml::from_str::<std::collections::BTreeMap<String, Value>>("a = 1.5").is_err());
    }

    #[test]
    fn a_value_is_as_deep_as_a_document_and_no_deeper() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(serde_json::from_str::<Value>(&nested(32)).is_ok());
        let error = serde_json::from_str::<Value>(&nested(33)).unwrap_err();
        assert_eq!(error.to_string(), "lists and tables are more than 32 deep");
    }
}
