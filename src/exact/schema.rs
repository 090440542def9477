//! JSON Schema of exact numbers: what `FromStr` reads, what `Display` writes.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::written::MOST_DIGITS;
use super::{Exact, Limits, Mode, Rounding};

/// A number in text; where it is read, an integer too. Never a bare fraction.
pub(crate) fn number(
    description: &str,
    written: &str,
    read: &str,
    integers: (i64, u64),
    generator: &SchemaGenerator,
) -> Schema {
    if generator.contract().is_serialize() {
        return json_schema!({ "description": description, "type": "string", "pattern": written });
    }
    json_schema!({
        "description": description,
        "type": ["string", "integer"],
        "pattern": read,
        "minimum": integers.0,
        "maximum": integers.1,
    })
}

/// A decimal within limits. Zeros before the number and after its decimals do not count.
pub(crate) fn decimal(
    what: &str,
    limits: Limits,
    signed: bool,
    generator: &SchemaGenerator,
) -> Schema {
    let Limits { before, after } = limits;
    let description = format!("{what}: at most {limits}");
    let most = 10_u64.checked_pow(before).map_or(u64::MAX, |beyond| beyond.saturating_sub(1));
    let least = if signed { i64::try_from(most).map_or(i64::MIN, |most| -most) } else { 0 };
    let digits = format!(r"0*[0-9]{{1,{before}}}(\.[0-9]{{1,{after}}}0*)?");
    let read = with_sign(&digits, signed);
    let minus = if signed { "-?" } else { "" };
    let (before, after) = (before.saturating_sub(1), after.saturating_sub(1));
    let written = format!(r"^{minus}(0|[1-9][0-9]{{0,{before}}})(\.[0-9]{{0,{after}}}[1-9])?$");
    number(&description, &written, &read, (least, most), generator)
}

/// Digits with the sign that is read: where nothing is below zero, only before a zero.
pub(crate) fn with_sign(digits: &str, signed: bool) -> String {
    if signed { format!("^-?{digits}$") } else { format!(r"^({digits}|-0+(\.0+)?)$") }
}

/// An exact number: a decimal of any length, or a fraction.
pub(crate) fn exact(description: &str, generator: &SchemaGenerator) -> Schema {
    let written = r"^-?((0|[1-9][0-9]*)(\.[0-9]*[1-9])?|[1-9][0-9]*/[1-9][0-9]*)$";
    let read = r"^-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?$";
    let mut schema = number(description, written, read, (i64::MIN, u64::MAX), generator);
    if generator.contract().is_deserialize() {
        schema.insert("maxLength".to_owned(), MOST_DIGITS.into());
    }
    schema
}

/// A schema with a description of the place where it stands.
pub(crate) fn described(description: &str, mut schema: Schema) -> Schema {
    schema.insert("description".to_owned(), description.into());
    schema
}

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        exact("An exact number: a decimal of any length, or a fraction such as 100/3", generator)
    }
}

impl JsonSchema for Rounding {
    fn schema_name() -> Cow<'static, str> {
        "Rounding".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A rounding point: so many decimal places, in this mode",
            "type": "object",
            "properties": {
                "places": {
                    "description": "How many decimal places are kept.",
                    "type": "integer",
                    "minimum": 0,
                    "maximum": Self::MOST_PLACES,
                },
                "mode": described("To which neighbour.", generator.subschema_for::<Mode>()),
            },
            "required": ["places", "mode"],
            "additionalProperties": false,
        })
    }
}
