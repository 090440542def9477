//! TOML with the line of every value.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::located::{Lines, Located};

/// Reads a document; bare fractions are all reported before anything else, each with its line.
pub fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<(T, Lines), Vec<Located>> {
    let line_at = |offset: usize| 1 + text[..offset].matches('\n').count();
    let located = |error: &toml::de::Error| {
        let line = error.span().map(|span| line_at(span.start));
        Located::new(path, line, error.message().to_owned())
    };
    let (table, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(errors.iter().map(located).collect());
    }
    let mut walk = Walk { line_at: &line_at, lines: BTreeMap::new(), fractions: Vec::new() };
    walk.table(&mut Vec::new(), table.get_ref());
    if !walk.fractions.is_empty() {
        let located = walk.fractions.into_iter().map(|(line, place, number)| {
            let message = format!(
                "{place}: {number} is a bare fraction, which would pass through binary floating \
                 point: write it in quotes, \"{number}\""
            );
            Located::new(path, Some(line), message)
        });
        return Err(located.collect());
    }
    let document = toml::from_str(text).map_err(|error| vec![located(&error)])?;
    Ok((document, Lines::Document(walk.lines)))
}

struct Walk<'t> {
    line_at: &'t dyn Fn(usize) -> usize,
    lines: BTreeMap<Vec<String>, usize>,
    fractions: Vec<(usize, String, String)>,
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
                let place = path.join(".");
                self.fractions.push(((self.line_at)(start), place, number.as_str().to_owned()));
            }
            _ => {}
        }
    }
}
