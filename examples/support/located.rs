//! Problems with their file, line and column name, as a list that people can work through.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use work_equivalent::{PathStep, Problem};

/// A problem and where it stands.
#[derive(Clone, Debug)]
pub struct Located {
    file: PathBuf,
    /// The line of the problem and, behind it, those of problems with the same message.
    lines: Vec<usize>,
    column: Option<String>,
    message: String,
    /// The line of another record that the problem is about too.
    other: Option<usize>,
}

impl Located {
    pub fn new(file: &Path, line: Option<usize>, message: String) -> Self {
        let lines = line.into_iter().collect();
        Self { file: file.to_owned(), lines, column: None, message, other: None }
    }
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        /// More lines than these are counted.
        const MOST: usize = 6;
        write!(f, "{}", self.file.display())?;
        if let [line] = self.lines[..] {
            write!(f, ", line {line}")?;
        } else if !self.lines.is_empty() {
            let lines: Vec<String> = self.lines.iter().take(MOST).map(usize::to_string).collect();
            write!(f, ", lines {}", lines.join(", "))?;
            if self.lines.len() > MOST {
                write!(f, " and {} more", self.lines.len() - MOST)?;
            }
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.message)?;
        self.other.map_or(Ok(()), |line| write!(f, " (the other is in line {line})"))
    }
}

/// The problems file by file and line by line; those that say the same are one, with its lines.
pub fn in_order(problems: Vec<Located>) -> Vec<Located> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut ordered: Vec<Located> = Vec::new();
    let mut places: BTreeMap<(PathBuf, Option<String>, String), usize> = BTreeMap::new();
    for problem in problems {
        if !files.contains(&problem.file) {
            files.push(problem.file.clone());
        }
        let key = (problem.file.clone(), problem.column.clone(), problem.message.clone());
        match places.get(&key) {
            Some(place) if problem.other.is_none() => ordered[*place].lines.extend(problem.lines),
            _ => {
                places.insert(key, ordered.len());
                ordered.push(problem);
            }
        }
    }
    for problem in &mut ordered {
        problem.lines.sort_unstable();
    }
    // Stable: problems without a line come first, and one line's stay as they were found.
    ordered.sort_by_key(|problem| {
        let file = files.iter().position(|file| *file == problem.file);
        (file, problem.lines.first().copied())
    });
    ordered
}

/// How to find the line of a problem.
pub enum Lines {
    /// A document whose reader keeps no lines.
    Unknown,
    /// A TOML document: the line of each value, by its path.
    Document(BTreeMap<Vec<String>, usize>),
    /// A table.
    Table {
        /// The name of its list.
        list: &'static str,
        /// The line of each record.
        lines: Vec<usize>,
        /// The header of each field.
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
        Lines::Document(lines) => {
            let line = line_of(lines, problem.path());
            let message = format!("{}: {}", problem.place(), problem.message());
            let other = problem.related().and_then(|index| {
                let mut path = problem.path().to_vec();
                let record = path.iter_mut().rev().find_map(|step| match step {
                    PathStep::Record { index, .. } => Some(index),
                    _ => None,
                });
                *record? = index;
                line_of(lines, &path)
            });
            Located { other, ..Located::new(path, line, message) }
        }
        Lines::Table { lines, columns, .. } => {
            let line = |index: usize| lines.get(index).copied();
            let header = |field: &str| {
                let column = columns.iter().find(|(name, _)| *name == field);
                column.map_or_else(|| field.to_owned(), |(_, header)| (*header).to_owned())
            };
            let (at, column) = match problem.path() {
                [PathStep::Record { index, .. }, rest @ ..] => match rest.first() {
                    Some(PathStep::Field(field)) => (line(*index), Some(header(field))),
                    _ => (line(*index), None),
                },
                _ => (None, None),
            };
            // Messages name fields as documents do; in a table they have headers.
            let named = columns.iter().filter(|(name, _)| !["from", "until"].contains(name));
            let message = named.fold(problem.message().to_owned(), |message, (name, header)| {
                message.replace(&format!(" \"{name}\""), &format!(" {header}"))
            });
            let other = problem.related().and_then(line);
            Located { column, other, ..Located::new(path, at, message) }
        }
    }
}

/// The line of the innermost value on the way that the file holds.
fn line_of(lines: &BTreeMap<Vec<String>, usize>, steps: &[PathStep]) -> Option<usize> {
    let mut path: Vec<String> = Vec::new();
    for step in steps {
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
