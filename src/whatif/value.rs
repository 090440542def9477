//! Any value of a document.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value as Json;

/// A value that a change sets, or an axis of a sweep takes: a number, a text, a list, a table.
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Value(Json);

impl Value {
    /// The value that something serializes to, such as a part of a document.
    ///
    /// # Errors
    ///
    /// What has a fraction that is not a string in it, or cannot be serialized at all.
    pub fn of(value: &impl Serialize) -> Result<Self, ValueError> {
        let json = serde_json::to_value(value).map_err(|error| ValueError(error.to_string()))?;
        Self::checked(json)
    }

    fn checked(json: Json) -> Result<Self, ValueError> {
        match fraction(&json) {
            None => Ok(Self(json)),
            Some(number) => Err(ValueError(format!(
                "{number} is a bare fraction, which would pass through binary floating point: \
                 quote it"
            ))),
        }
    }

    pub(super) fn json(&self) -> &Json {
        &self.0
    }
}

/// The first number in a value that is not an integer of 64 bits.
fn fraction(json: &Json) -> Option<String> {
    match json {
        Json::Number(number) => {
            let integer = (number.is_i64() || number.is_u64()) && number.to_string() != "-0";
            (!integer).then(|| number.to_string())
        }
        Json::Array(values) => values.iter().find_map(fraction),
        Json::Object(fields) => fields.values().find_map(fraction),
        Json::Null | Json::Bool(_) | Json::String(_) => None,
    }
}

/// The error of a value that no document can have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ValueError(String);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(Json::from(text))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(Json::from(text))
    }
}

impl From<i64> for Value {
    fn from(integer: i64) -> Self {
        Self(Json::from(integer))
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self(Json::from(value))
    }
}

impl fmt::Display for Value {
    /// A text as it is; lists and tables as compact JSON.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Json::String(text) => f.write_str(text),
            json => write!(f, "{json}"),
        }
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
}
