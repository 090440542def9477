//! The form of texts and numbers, by the key that they stand under.
//!
//! Documents hold them as they were written, so that checking can report every one that is
//! malformed: a code and a date are plain strings there, and all numbers are of one type. Which of
//! them has which form goes by its key, which means the same in every document: one thing where it
//! is a text, and one where it is a number. A key that means several things, such as `value`, has
//! none here; a field that differs names its type itself.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::exact::schema::decimal;
use crate::period::Date;
use crate::units::{Factor, Mark, Money, Volume};

/// The form of a text by its key.
const TEXTS: &[(&str, Form)] = &[
    ("cite", Form::Line),
    ("code", Form::Code),
    ("date", Form::Date),
    ("digest", Form::Digest),
    ("from", Form::Date),
    ("issuer", Form::Line),
    ("month", Form::Month),
    ("name", Form::Line),
    ("number", Form::Line),
    ("reason", Form::Line),
    ("received", Form::Date),
    ("title", Form::Line),
    ("until", Form::Date),
];

/// The form of a number by its key.
const NUMBERS: &[(&str, Form)] = &[
    ("above", Form::Volume),
    ("amount", Form::Yuan),
    ("balance", Form::Yuan),
    ("cap", Form::Factor),
    ("day", Form::Whole),
    ("days", Form::Whole),
    ("factor", Form::Factor),
    ("fall", Form::Factor),
    ("floor", Form::Factor),
    ("from", Form::Mark),
    ("full", Form::Mark),
    ("high", Form::Factor),
    ("least", Form::Yuan),
    ("low", Form::Factor),
    ("marks", Form::Mark),
    ("month", Form::Whole),
    ("month_ends", Form::Whole),
    ("months", Form::Whole),
    ("number", Form::Volume),
    ("rise", Form::Factor),
    ("score", Form::Mark),
    ("share", Form::Factor),
    ("target", Form::Mark),
    ("threshold", Form::Mark),
    ("volume", Form::Volume),
    ("weight", Form::Factor),
];

/// Characters that could make a text mislead, within brackets of a pattern; those beyond 16 bits,
/// which patterns write in several ways, are left to the library.
const HIDDEN: &str = r"\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb";

/// No number of these may be below zero.
#[derive(Clone, Copy)]
enum Form {
    Code,
    Date,
    Digest,
    Factor,
    Line,
    Mark,
    Month,
    Volume,
    Whole,
    Yuan,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::Code => "Code",
            Self::Date => "Date",
            Self::Digest => "Digest",
            Self::Factor => "Factor",
            Self::Line => "Line",
            Self::Mark => "MarkFromZero",
            Self::Month => "Month",
            Self::Volume => "VolumeFromZero",
            Self::Whole => "WholeNumber",
            Self::Yuan => "Yuan",
        }
    }

    fn schema(self) -> Value {
        let generator = &mut SchemaSettings::draft2020_12().for_deserialize().into_generator();
        match self {
            // Codes have at most 64 bytes, and lines 600: characters are at most as many.
            Self::Code => {
                let mut code = written(
                    "A code: without spaces, slashes or control characters",
                    &format!(r"^[^\s/{HIDDEN}]+$"),
                );
                code["maxLength"] = json!(64);
                code
            }
            Self::Line => {
                let mut line = written(
                    "A line that people read: not empty, without control characters",
                    &format!(r"^[^{HIDDEN}]*[^\s{HIDDEN}][^{HIDDEN}]*$"),
                );
                line["maxLength"] = json!(600);
                line
            }
            Self::Date => Date::json_schema(generator).to_value(),
            Self::Month => {
                written("A calendar month, such as 2024-03", "^[0-9]{4}-(0[1-9]|1[0-2])$")
            }
            Self::Digest => written("The SHA-256 of a statement", "^[0-9a-f]{64}$"),
            Self::Factor => decimal("A rate or a factor", Factor::LIMITS, false, generator).into(),
            Self::Mark => decimal("Marks or a measure", Mark::LIMITS, false, generator).into(),
            Self::Volume => decimal("A volume", Volume::LIMITS, false, generator).into(),
            Self::Yuan => decimal("An amount in yuan", Money::LIMITS, false, generator).into(),
            Self::Whole => json!({
                "description": "A whole number: its digits in quotes, or an integer",
                "type": ["string", "integer"],
                "pattern": "^[0-9]+$",
                "minimum": 0,
            }),
        }
    }
}

fn written(description: &str, pattern: &str) -> Value {
    json!({ "description": description, "type": "string", "pattern": pattern })
}

/// Gives every text and number in a schema its form.
pub(super) fn give(schema: &mut Value) {
    let mut used = Vec::new();
    within(schema, &mut used);
    let others_are_left = refers_to(schema, NUMBER);
    if let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) {
        for form in used {
            definitions.entry(form.name()).or_insert_with(|| form.schema());
        }
        if !others_are_left {
            definitions.remove("Number");
        }
    }
}

/// What a number of a document refers to.
const NUMBER: &str = "#/$defs/Number";

fn refers_to(schema: &Value, reference: &str) -> bool {
    match schema {
        Value::Object(keys) => keys
            .iter()
            .any(|(key, value)| key == "$ref" && value == reference || refers_to(value, reference)),
        Value::Array(values) => values.iter().any(|value| refers_to(value, reference)),
        _ => false,
    }
}

fn within(schema: &mut Value, used: &mut Vec<Form>) {
    match schema {
        Value::Object(keys) => {
            if let Some(properties) = keys.get_mut("properties").and_then(Value::as_object_mut) {
                for (key, property) in properties {
                    let form = |forms: &[(&str, Form)]| {
                        forms.iter().find(|(name, _)| name == key).map(|(_, form)| *form)
                    };
                    let Some(property) = property.as_object_mut() else { continue };
                    if let Some(form) = form(TEXTS).filter(|form| text(property, *form)) {
                        used.push(form);
                    }
                    if let Some(form) = form(NUMBERS).filter(|form| number(property, *form)) {
                        used.push(form);
                    }
                }
            }
            keys.values_mut().for_each(|value| within(value, used));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| within(value, used)),
        _ => {}
    }
}

fn reference(form: Form) -> Value {
    json!({ "$ref": format!("#/$defs/{}", form.name()) })
}

/// Turns a plain string into a reference to its form; says whether it was one.
fn text(text: &mut Map<String, Value>, form: Form) -> bool {
    let can_be_null = match text.get("type") {
        Some(Value::String(kind)) if kind == "string" => false,
        Some(Value::Array(kinds)) if *kinds == ["string", "null"] => true,
        _ => return false,
    };
    if ["const", "enum", "minLength", "pattern"].iter().any(|key| text.contains_key(*key)) {
        return false;
    }
    text.remove("type");
    if can_be_null {
        text.insert("anyOf".to_owned(), json!([reference(form), { "type": "null" }]));
    } else if let Value::Object(reference) = reference(form) {
        text.extend(reference);
    }
    true
}

/// Turns a reference to any number into one to its form; says whether it was one.
fn number(number: &mut Map<String, Value>, form: Form) -> bool {
    let any = json!({ "$ref": NUMBER });
    if number.get("$ref") == any.get("$ref") {
        if let Value::Object(reference) = reference(form) {
            number.extend(reference);
        }
        return true;
    }
    let choices = number.get_mut("anyOf").and_then(Value::as_array_mut);
    let choice = choices.and_then(|choices| choices.iter_mut().find(|choice| **choice == any));
    choice.map(|choice| *choice = reference(form)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_numbers_get_the_form_of_their_key() {
        let any = json!({ "$ref": NUMBER });
        let mut schema = json!({
            "$defs": { "Number": {} },
            "oneOf": [{ "properties": {
                "code": { "type": "string" },
                "name": { "type": ["string", "null"] },
                "number": { "type": "integer" },
                "cite": { "type": ["integer", "null"] },
                "title": { "type": "string", "const": "A" },
                "day": any,
                "month": { "anyOf": [any, { "type": "null" }] },
                "share": { "type": "string" },
            } }],
        });
        let mut expected = schema.clone();
        let properties = &mut expected["oneOf"][0]["properties"];
        properties["code"] = reference(Form::Code);
        properties["name"] = json!({ "anyOf": [reference(Form::Line), { "type": "null" }] });
        properties["day"] = reference(Form::Whole);
        properties["month"] = json!({ "anyOf": [reference(Form::Whole), { "type": "null" }] });
        let forms = [Form::Code, Form::Line, Form::Whole].map(|form| (form.name(), form.schema()));
        expected["$defs"] = forms.into_iter().map(|(name, form)| (name.to_owned(), form)).collect();
        give(&mut schema);
        assert_eq!(schema, expected);
    }

    #[test]
    fn numbers_of_any_kind_are_left_where_something_refers_to_them() {
        for (properties, is_left) in [
            (json!({ "day": { "$ref": NUMBER } }), false),
            (json!({ "value": { "$ref": NUMBER } }), true),
            (json!({ "value": { "anyOf": [{ "type": "null" }, { "$ref": NUMBER }] } }), true),
            (json!({ "value": { "title": NUMBER } }), false),
        ] {
            let mut schema = json!({ "$defs": { "Number": {} }, "properties": properties });
            give(&mut schema);
            assert_eq!(schema["$defs"].get("Number").is_some(), is_left, "{properties}");
        }
    }
}
