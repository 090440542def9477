//! What a vector states of a statement: as much of it as somebody worked out.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// A number that somebody worked out: exact, or after `≈` to so many decimals.
pub(super) const STATED: &str = r"^(≈ *)?-?[0-9]+(\.[0-9]+|/0*[1-9][0-9]*)?$";

/// A schema of parts of `T`: the same keys, of which none is required, and any may be null.
pub(super) fn part_of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let mut own = SchemaSettings::draft2020_12().for_deserialize().into_generator();
    own.subschema_for::<T>();
    for (name, mut schema) in own.take_definitions(true) {
        relax(&mut schema);
        generator.definitions_mut().insert(renamed(&name), schema);
    }
    Schema::new_ref(format!("#/$defs/{}", renamed(&T::schema_name())))
}

/// Whole documents stand in a vector too, so their parts have names of their own.
fn renamed(name: &str) -> String {
    format!("PartOf{name}")
}

/// Lets documents in a vector hold malformed numbers, of which it expects the error; what is
/// compared, and what arithmetic alone is tried on, keeps its form.
pub(super) fn loosen(schema: &mut Value) {
    let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) else { return };
    for (name, definition) in definitions {
        let keeps = name.starts_with("PartOf") || name == "Exact" || name == "Money";
        if let Some(number) = definition.as_object_mut().filter(|keys| !keeps && is_number(keys)) {
            number.retain(|key, _| key == "description" || key == "type");
        }
    }
}

fn is_number(keys: &Map<String, Value>) -> bool {
    keys.get("type") == Some(&json!(["string", "integer"]))
}

fn relax(schema: &mut Value) {
    match schema {
        Value::Object(keys) => {
            keys.remove("required");
            if is_number(keys) {
                keys.retain(|key, _| key == "description" || key == "type");
                keys.insert("pattern".to_owned(), STATED.into());
            }
            // Without its required keys, a part can be one of several choices.
            if let Some(choices) = keys.remove("oneOf") {
                keys.insert("anyOf".to_owned(), choices);
            }
            if let Some(Value::String(reference)) = keys.get_mut("$ref")
                && let Some(name) = reference.strip_prefix("#/$defs/")
            {
                *reference = format!("#/$defs/{}", renamed(name));
            }
            keys.values_mut().for_each(relax);
            if let Some(properties) = keys.get_mut("properties").and_then(Value::as_object_mut) {
                properties.values_mut().filter_map(Value::as_object_mut).for_each(or_null);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(relax),
        _ => {}
    }
}

/// Lets a property be null, but for the kind of a choice, which a part has or leaves out.
fn or_null(property: &mut Map<String, Value>) {
    let null = json!({ "type": "null" });
    let choices = property.get("anyOf").and_then(Value::as_array);
    let can_be_null = choices.is_some_and(|choices| choices.contains(&null))
        || matches!(property.get("type"), Some(Value::Array(kinds)) if kinds.contains(&"null".into()));
    if can_be_null || property.contains_key("const") {
        return;
    }
    let description = property.remove("description");
    let own = Value::Object(std::mem::take(property));
    property.insert("anyOf".to_owned(), Value::Array(vec![own, null]));
    property.extend(description.map(|text| ("description".to_owned(), text)));
}
