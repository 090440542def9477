//! TOML with the line of every value, and with all problems of its form at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::Parsed;
use super::located::{Lines, Located};

/// Reads a document.
///
/// Bare fractions, bare dates and unknown keys are problems, and yet the document is read: as if
/// the values stood in quotes and the keys did not stand there at all. So whatever else is wrong
/// with it is found in the same run.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<Parsed<T>, Vec<Located>> {
    let ends: Vec<usize> = text.match_indices('\n').map(|(end, _)| end).collect();
    let line_at = |offset: usize| 1 + ends.partition_point(|end| *end < offset);
    let located = |error: &toml::de::Error| {
        let line = error.span().map(|span| line_at(span.start));
        Located::new(path, line, error.message().to_owned())
    };
    let (mut table, errors) = DeTable::parse_recoverable(text);
    if let Some(first) = errors.first() {
        // What follows the first error is often its consequence.
        return Err(vec![located(first)]);
    }
    let mut walk = Walk { line_at: &line_at, lines: BTreeMap::new(), bare: Vec::new() };
    walk.table(&mut Vec::new(), table.get_mut());
    let mut problems: Vec<Located> = walk
        .bare
        .into_iter()
        .map(|(line, message)| Located::new(path, Some(line), message))
        .collect();

    loop {
        match T::deserialize(Deserializer::from(table.clone())) {
            Ok(document) => {
                return Ok(Parsed { document, lines: Lines::Document(walk.lines), problems });
            }
            Err(error) => {
                let key = error.span().filter(|_| error.message().starts_with("unknown field"));
                if key.is_some_and(|key| remove_key(table.get_mut(), &key)) {
                    problems.push(located(&error));
                    continue;
                }
                // Inside a choice, the reader only knows where the choice stands.
                let name = error.message().strip_prefix("unknown field `");
                let name = name.and_then(|rest| rest.split('`').next());
                let removed = name
                    .zip(error.span())
                    .and_then(|(name, choice)| remove_named(table.get_mut(), name, &choice));
                let Some(key) = removed else {
                    problems.push(located(&error));
                    return Err(problems);
                };
                let line = Some(line_at(key.start));
                problems.push(Located::new(path, line, error.message().to_owned()));
            }
        }
    }
}

/// Removes the entry whose key stands there.
fn remove_key(table: &mut DeTable<'_>, key: &Range<usize>) -> bool {
    let before = table.len();
    *table = std::mem::take(table).into_iter().filter(|(name, _)| name.span() != *key).collect();
    table.len() < before
        || table.iter_mut().any(|(_, value)| remove_key_in_value(value.get_mut(), key))
}

fn remove_key_in_value(value: &mut DeValue<'_>, key: &Range<usize>) -> bool {
    match value {
        DeValue::Table(table) => remove_key(table, key),
        DeValue::Array(array) => {
            array.iter_mut().any(|value| remove_key_in_value(value.get_mut(), key))
        }
        _ => false,
    }
}

/// Removes the first entry of that name inside the value that stands there, and returns where its
/// key stood.
fn remove_named(
    table: &mut DeTable<'_>,
    name: &str,
    inside: &Range<usize>,
) -> Option<Range<usize>> {
    let mut values = table.iter_mut().map(|(_, value)| value);
    values.find_map(|value| remove_named_in_value(value, name, inside))
}

fn remove_named_in_value(
    value: &mut toml::Spanned<DeValue<'_>>,
    name: &str,
    inside: &Range<usize>,
) -> Option<Range<usize>> {
    let is_there = value.span() == *inside;
    match value.get_mut() {
        DeValue::Table(table) if is_there => {
            let key = first_key(table, name)?;
            remove_key(table, &key).then_some(key)
        }
        DeValue::Table(table) => remove_named(table, name, inside),
        DeValue::Array(array) => {
            array.iter_mut().find_map(|value| remove_named_in_value(value, name, inside))
        }
        _ => None,
    }
}

/// Where the first key of that name stands in a table or below it.
fn first_key(table: &DeTable<'_>, name: &str) -> Option<Range<usize>> {
    let own = table.keys().find(|key| *key.get_ref() == name).map(toml::Spanned::span);
    own.or_else(|| table.values().find_map(|value| first_key_in_value(value.get_ref(), name)))
}

fn first_key_in_value(value: &DeValue<'_>, name: &str) -> Option<Range<usize>> {
    match value {
        DeValue::Table(table) => first_key(table, name),
        DeValue::Array(array) => {
            array.iter().find_map(|value| first_key_in_value(value.get_ref(), name))
        }
        _ => None,
    }
}

struct Walk<'t> {
    line_at: &'t dyn Fn(usize) -> usize,
    lines: BTreeMap<Vec<String>, usize>,
    /// Values that need quotation marks: their lines, and what to do.
    bare: Vec<(usize, String)>,
}

impl Walk<'_> {
    fn table(&mut self, path: &mut Vec<String>, table: &mut DeTable<'_>) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            self.lines.insert(path.clone(), (self.line_at)(key.span().start));
            let start = value.span().start;
            self.value(path, value.get_mut(), start);
            path.pop();
        }
    }

    /// Notes the lines below a value, and puts bare fractions and dates in quotes.
    fn value(&mut self, path: &mut Vec<String>, value: &mut DeValue<'_>, start: usize) {
        let (written, message) = match value {
            DeValue::Table(table) => return self.table(path, table),
            DeValue::Array(array) => {
                for (index, value) in array.iter_mut().enumerate() {
                    path.push(index.to_string());
                    let start = value.span().start;
                    self.lines.insert(path.clone(), (self.line_at)(start));
                    self.value(path, value.get_mut(), start);
                    path.pop();
                }
                return;
            }
            DeValue::Float(number) => {
                let number = number.as_str().to_owned();
                let plain = number.bytes().all(|b| b.is_ascii_digit() || b"-.".contains(&b));
                // A number that quotation marks alone do not mend stays out of further checks.
                let advice = if plain { number.clone() } else { "0.03".to_owned() };
                let message = format!(
                    "{number} is a bare fraction, which would pass through binary floating point: \
                     write its digits in quotes, such as \"{advice}\""
                );
                (advice, message)
            }
            DeValue::Datetime(date) => {
                let date = date.to_string();
                let message = format!("{date} is a bare date: write it in quotes, \"{date}\"");
                (date, message)
            }
            _ => return,
        };
        let message = format!("{}: {message}", path.join("."));
        self.bare.push(((self.line_at)(start), message));
        *value = DeValue::String(written.into());
    }
}
