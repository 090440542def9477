//! The schemas in `schemas/`: they are what the types give, every sample and vector is valid by
//! an independent validator, and what the library's readers refuse is refused by the schemas.
//!
//!     cargo test --features schema --test schema
//!     UPDATE_SCHEMAS=1 cargo test --features schema --test schema current    # writes them anew

mod grammar;
mod layout;
mod mutants;
mod refused;
mod samples;
#[allow(dead_code, reason = "the examples use more of it")]
#[path = "../../examples/support/mod.rs"]
mod support;
#[path = "../../examples/policy/takes.rs"]
mod takes;
mod validator;
#[allow(dead_code, unused_imports, reason = "the examples use more of it")]
#[path = "../../examples/support/vectors/mod.rs"]
mod vectors;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use work_equivalent::schema;

/// What was read; a panic with every problem if there are some.
fn right<T>(read: Result<T, Vec<support::Located>>) -> T {
    read.unwrap_or_else(|problems| {
        let lines: Vec<String> =
            support::in_order(problems).iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

#[test]
fn the_files_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let mut names = BTreeSet::new();
    for (name, schema) in schema::all() {
        let path = folder.join(format!("{name}.json"));
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(&path, layout::pretty(&schema)).unwrap();
        }
        let file = fs::read_to_string(&path).unwrap_or_default();
        let file: Value = serde_json::from_str(&file).unwrap_or_default();
        assert!(
            file == schema,
            "schemas/{name}.json is not what the types give: run `UPDATE_SCHEMAS=1 cargo test \
             --features schema --test schema current`, and review the diff"
        );
        names.insert(format!("{name}.json"));
    }
    let there = fs::read_dir(folder).unwrap();
    let there: BTreeSet<String> =
        there.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, names);
}

/// Every schema in a schema, with its place.
fn each(place: &str, schema: &Value, look: &mut impl FnMut(&str, &Value)) {
    look(place, schema);
    match schema {
        Value::Object(keywords) => {
            for (keyword, value) in keywords {
                let place = format!("{place}/{keyword}");
                match value {
                    // The names of properties are no keywords.
                    Value::Object(named) if matches!(keyword.as_str(), "properties" | "$defs") => {
                        for (name, value) in named {
                            each(&format!("{place}/{name}"), value, look);
                        }
                    }
                    _ => each(&place, value, look),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|one| each(place, one, look)),
        _ => {}
    }
}

/// Every record refuses keys that it does not know, and nothing is a bare fraction.
#[test]
fn every_record_is_closed() {
    for (name, schema) in schema::all() {
        let mut records = 0;
        each(name, &schema, &mut |place, schema| {
            if schema.get("properties").is_some() {
                records += 1;
                assert_eq!(schema["additionalProperties"], false, "{place}");
            }
            assert!(schema.get("type") != Some(&"number".into()), "{place}");
        });
        assert!(records >= 2, "{name}: {records}");
    }
}

/// Whoever has the file alone knows what each key is.
#[test]
fn every_key_is_described() {
    for (name, schema) in schema::all() {
        let mut keys = 0;
        assert!(schema["title"].as_str().unwrap().contains('('), "{name}");
        each(name, &schema, &mut |place, schema| {
            let text = |schema: &Value| schema["description"].as_str().map(str::to_owned);
            let properties = schema.get("properties").and_then(Value::as_object);
            for (key, property) in properties.into_iter().flatten() {
                // The kind of a choice, and the only key of one, are what the choice is.
                let only = schema["required"] == json!([key]);
                let choice = property.get("const").is_some() || only && text(schema).is_some();
                assert!(text(property).is_some() || choice, "{place}/{key}: {property}");
                keys += 1;
            }
            for rust in ["[`", "::", "```", "  "] {
                assert!(!text(schema).unwrap_or_default().contains(rust), "{place}: {schema}");
            }
        });
        assert!(keys >= 8, "{name}: {keys}");
    }
}

/// A number under a new key says what it is: in `NUMBERS` of `src/schema/forms.rs`, or by a type of
/// its own. (Vectors hold parts of documents, in which numbers may be malformed.)
#[test]
fn every_number_has_a_form() {
    let any = json!({ "$ref": "#/$defs/Number" }).to_string();
    let any = any.trim_matches(['{', '}']);
    // A value is of many kinds; what it is goes by what it is a value of.
    let of_many_kinds = ["value", "by_group"];
    for (name, schema) in schema::all() {
        each(name, &schema, &mut |place, schema| {
            let properties = schema.get("properties").and_then(Value::as_object);
            for (key, property) in properties.into_iter().flatten() {
                let has_form = !property.to_string().contains(any);
                let known = name == "vectors" || of_many_kinds.contains(&key.as_str());
                assert!(has_form || known, "{place}/{key} is any number: give {key} a form");
            }
        });
    }
}

/// Two types of one name would be told apart by a number behind it: `PeriodDocument2`.
#[test]
fn every_definition_has_a_name_of_its_own() {
    for (name, schema) in schema::all() {
        for definition in schema["$defs"].as_object().unwrap().keys() {
            assert!(!definition.ends_with(|c: char| c.is_ascii_digit()), "{name}: {definition}");
            let reference = format!("\"#/$defs/{definition}\"");
            assert!(schema.to_string().contains(&reference), "{name}: nothing is a {definition}");
        }
    }
}
