//! How a number crosses a format: as a string, or as an integer; never as a binary fraction.
//!
//! The crate does not use any other crate's (de)serialization of numbers, because a host's
//! dependency graph can change it by a feature. `serde_json`'s `arbitrary_precision` hands every
//! number over as a map with one well-known key; that map is read here by the same rules as a
//! plain integer, so that switching the feature on changes nothing.

use core::fmt;

use serde::de::{self, Deserializer, MapAccess, Unexpected, Visitor};

/// Reads the text of a number: a string as it stands, or an integer of at most 64 bits.
pub(crate) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_any(NumberVisitor)
}

/// The key under which `serde_json` passes a number when `arbitrary_precision` is on.
const ARBITRARY_PRECISION_KEY: &str = "$serde_json::private::Number";

struct NumberVisitor;

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a decimal in quotes, such as \"12.35\", or an integer (a bare fraction would pass \
             through binary floating point: quote it)",
        )
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let key: Option<String> = map.next_key()?;
        if key.as_deref() != Some(ARBITRARY_PRECISION_KEY) {
            return Err(de::Error::invalid_type(Unexpected::Map, &self));
        }
        let text: String = map.next_value()?;
        // What a format without the feature would pass on as an integer, and no more.
        // (JSON's `-0` arrives there as a binary fraction.)
        if text != "-0" && (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()) {
            Ok(text)
        } else {
            let written = format!("floating point `{}`", crate::text::clip(&text));
            Err(de::Error::invalid_type(Unexpected::Other(&written), &self))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{Error, MapDeserializer};

    use super::*;

    /// What is read of a map with one entry; a part of the message where it is refused.
    fn read(key: &str, text: &str) -> Result<String, String> {
        let map = MapDeserializer::<_, Error>::new([(key, text)].into_iter());
        number(map).map_err(|error| error.to_string())
    }

    /// `tests/wire` does the same with `serde_json` itself.
    #[test]
    fn a_number_of_any_precision_is_read_like_a_plain_one() {
        for text in ["12", "-7", "0", "9223372036854775808", "18446744073709551615"] {
            assert_eq!(read(ARBITRARY_PRECISION_KEY, text).unwrap(), text);
        }
        for text in ["-0", "1.5", "1e3", "18446744073709551616", "-9223372036854775809"] {
            let refused = read(ARBITRARY_PRECISION_KEY, text).unwrap_err();
            let floating = format!("invalid type: floating point `{text}`, expected a decimal in");
            assert!(refused.starts_with(&floating), "{refused}");
        }
        let refused = read("value", "12").unwrap_err();
        assert!(
            refused.starts_with("invalid type: map, expected a decimal in quotes"),
            "{refused}"
        );
    }
}
