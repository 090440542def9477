//! TOML with the line of every value.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::located::{Lines, Located};

/// Reads a document; bare fractions and bare dates are all reported before anything else, each
/// with its line.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<(T, Lines), Vec<Located>> {
    let line_at = |offset: usize| 1 + text[..offset].matches('\n').count();
    let located = |error: &toml::de::Error| {
        let line = error.span().map(|span| line_at(span.start));
        Located::new(path, line, error.message().to_owned())
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(first) = errors.first() {
        // What follows the first error is often its consequence.
        return Err(vec![located(first)]);
    }
    let mut walk = Walk { line_at: &line_at, lines: BTreeMap::new(), bare: Vec::new() };
    walk.table(&mut Vec::new(), table.get_ref());
    if !walk.bare.is_empty() {
        let bare = walk.bare.into_iter();
        return Err(bare.map(|(line, message)| Located::new(path, Some(line), message)).collect());
    }
    let document = toml::from_str(text).map_err(|error| vec![located(&error)])?;
    Ok((document, Lines::Document(walk.lines)))
}

struct Walk<'t> {
    line_at: &'t dyn Fn(usize) -> usize,
    lines: BTreeMap<Vec<String>, usize>,
    /// Values that need quotation marks: their lines, and what to do.
    bare: Vec<(usize, String)>,
}

impl Walk<'_> {
    fn table(&mut self, path: &mut Vec<String>, table: &DeTable<'_>) {
        for (key, value) in table {
            path.push(key.get_ref().to_string());
            self.lines.insert(path.clone(), (self.line_at)(key.span().start));
            self.value(path, value.get_ref(), value.span().start);
            path.pop();
        }
    }

    fn value(&mut self, path: &mut Vec<String>, value: &DeValue<'_>, start: usize) {
        match value {
            DeValue::Table(table) => self.table(path, table),
            DeValue::Array(array) => {
                for (index, value) in array.iter().enumerate() {
                    path.push(index.to_string());
                    self.lines.insert(path.clone(), (self.line_at)(value.span().start));
                    self.value(path, value.get_ref(), value.span().start);
                    path.pop();
                }
            }
            DeValue::Float(number) => {
                let number = number.as_str();
                let plain = number.bytes().all(|b| b.is_ascii_digit() || b"-.".contains(&b));
                let advice = if plain { number } else { "0.03" };
                let message = format!(
                    "{number} is a bare fraction, which would pass through binary floating point: \
                     write its digits in quotes, such as \"{advice}\""
                );
                self.bare(path, start, &message);
            }
            DeValue::Datetime(date) => {
                let message = format!("{date} is a bare date: write it in quotes, \"{date}\"");
                self.bare(path, start, &message);
            }
            _ => {}
        }
    }

    fn bare(&mut self, path: &[String], start: usize, message: &str) {
        let message = format!("{}: {message}", path.join("."));
        self.bare.push(((self.line_at)(start), message));
    }
}
