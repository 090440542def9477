//! A problem with its file, line and column name.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use work_equivalent::{PathStep, Problem};

/// A problem and where it stands.
#[derive(Clone, Debug)]
pub struct Located {
    file: PathBuf,
    line: Option<usize>,
    message: String,
}

impl Located {
    pub fn new(file: &Path, line: Option<usize>, message: String) -> Self {
        Self { file: file.to_owned(), line, message }
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file.display())?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        write!(f, ": {}", self.message)
    }
}

/// How to find the line of a problem.
pub enum Lines {
    /// A document whose reader keeps no lines.
    Unknown,
    /// A TOML document: the line of each value, by its path.
    Document(BTreeMap<Vec<String>, usize>),
    /// A table: the name of its list, the line of each record, and the header of each field.
    Table {
        list: &'static str,
        lines: Vec<usize>,
        columns: &'static [(&'static str, &'static str)],
    },
}

impl Lines {
    /// Whether the problem lies in the list of this table.
    pub fn holds(&self, problem: &Problem) -> bool {
        let Self::Table { list, .. } = self else { return false };
        match problem.path().first() {
            Some(PathStep::Record { list: of, .. }) => of == list,
            Some(PathStep::Field(field)) => field == list,
            _ => false,
        }
    }
}

/// A problem with its line, and in a table with the header of its column.
pub fn locate(path: &Path, lines: &Lines, problem: &Problem) -> Located {
    match lines {
        Lines::Unknown => Located::new(path, None, problem.to_string()),
        Lines::Document(lines) => Located::new(path, line_of(lines, problem), problem.to_string()),
        Lines::Table { lines, columns, .. } => {
            let line = |index: usize| lines.get(index).copied();
            let mut message = problem.message().to_owned();
            // Problems refer to other records of the table by their index.
            if let Some((list, index)) = quoted_record(&message)
                && let Some(line) = line(index)
            {
                message = message.replace(&format!("{list}[{index}]"), &format!("line {line}"));
            }
            match problem.path() {
                [PathStep::Record { index, .. }, PathStep::Field(field), ..] => {
                    let column = columns.iter().find(|(name, _)| name == field);
                    let column = column.map_or(*field, |(_, header)| header);
                    Located::new(path, line(*index), format!("column {column}: {message}"))
                }
                [PathStep::Record { index, .. }, ..] => Located::new(path, line(*index), message),
                _ => Located::new(path, None, message),
            }
        }
    }
}

/// The line of the innermost value on the way that the file holds.
fn line_of(lines: &BTreeMap<Vec<String>, usize>, problem: &Problem) -> Option<usize> {
    let mut path: Vec<String> = Vec::new();
    for step in problem.path() {
        match step {
            PathStep::Field(name) => path.push((*name).to_owned()),
            PathStep::Record { list, index, .. } => {
                path.extend([(*list).to_owned(), index.to_string()]);
            }
            PathStep::Key(key) => path.push(key.clone()),
        }
    }
    while !path.is_empty() {
        if let Some(line) = lines.get(&path) {
            return Some(*line);
        }
        path.pop();
    }
    None
}

/// A record such as `volumes[12]` that a message refers to.
fn quoted_record(message: &str) -> Option<(&str, usize)> {
    let open = message.find('[')?;
    let list = message[..open].rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let close = message[open..].find(']')?;
    let index = message[open + 1..open + close].parse().ok()?;
    Some((list, index))
}
