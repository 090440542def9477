//! A number as a document writes it, before it is known what it should be.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::quantity::{self, Quantity, QuantityError};

/// A number as it is written in a document, not yet checked.
///
/// Documents ([`crate::scheme::SchemeDocument`], [`crate::facts::FactsDocument`]) hold their
/// numbers as written, so that validation can report every malformed one together with its place,
/// and so that writing a document back changes nothing. It deserializes from a string or an
/// integer; a bare fraction is refused, because it would pass through binary floating point.
///
/// ```
/// use work_equivalent::units::Number;
///
/// let number: Number = serde_json::from_str("\"12.50\"").unwrap();
/// assert_eq!(number, Number::from("12.50"));
/// assert!(serde_json::from_str::<Number>("12.50").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(String);

impl Number {
    /// The text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The quantity that is written here.
    pub(crate) fn read<Q: Quantity>(&self) -> Result<Q, QuantityError> {
        quantity::read(&self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::text::pad(f, &self.0)
    }
}

impl From<&str> for Number {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Number {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        Self(value.to_string())
    }
}

impl From<rust_decimal::Decimal> for Number {
    fn from(value: rust_decimal::Decimal) -> Self {
        Self(value.to_string())
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::number(deserializer).map(Self)
    }
}
