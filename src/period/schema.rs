//! JSON Schema of dates and periods.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Date, Period};
use crate::exact::schema::described;

impl JsonSchema for Date {
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A calendar date, such as 2024-03-31",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        })
    }
}

impl JsonSchema for Period {
    fn schema_name() -> Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A half-open period: from a first day, until the day after the last",
            "type": "object",
            "properties": {
                "from": described("The first day.", generator.subschema_for::<Date>()),
                "until": described("The day after the last.", generator.subschema_for::<Date>()),
            },
            "required": ["from", "until"],
            "additionalProperties": false,
        })
    }
}
