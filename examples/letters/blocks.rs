//! What a letter is made of, and how the texts of the library are read into it.
//!
//! The library writes its notices as Markdown of five forms of lines: headings, list items, rows
//! of tables, paragraphs and nothing. Reading them back keeps the letter's figures those of the
//! notice, and every name is plain text again, to be escaped as its document needs it.

use crate::markdown::Align;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Title(String),
    Heading(u8, String),
    Paragraph(String),
    /// A paragraph that is not to be overlooked.
    Result(String),
    List(Vec<String>),
    /// Labels with what they say.
    Particulars(Vec<[String; 2]>),
    Table(Table),
    Steps(Vec<Stage>),
    /// Citations, to which steps refer by their number from one.
    Cites(Vec<String>),
    /// Room for signatures and seals: who pays, and who is paid.
    Signatures([Signature; 2]),
    /// Blocks that stay on one page.
    Together(Vec<Block>),
    NewPage,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    pub columns: Vec<(String, Align)>,
    pub rows: Vec<Vec<String>>,
    /// Whether the last row is a sum.
    pub has_sum: bool,
}

/// The steps of one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    pub name: String,
    pub steps: Vec<Step>,
}

/// How one figure came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub number: usize,
    pub label: String,
    pub value: String,
    pub formula: String,
    /// How it was rounded, and remarks.
    pub remarks: Vec<String>,
    /// The numbers of its citations.
    pub cites: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    pub role: String,
    pub name: String,
}

/// What is written for each, one behind the other.
pub fn each<T>(all: impl IntoIterator<Item = T>, write: impl Fn(T) -> String) -> String {
    all.into_iter().map(write).collect()
}

/// Reads a text of the library.
pub fn read(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let heading = line.trim_start_matches('#');
        let level = line.len() - heading.len();
        if level > 0 && heading.starts_with(' ') {
            let heading = heading.trim().to_owned();
            let level = u8::try_from(level).unwrap_or(u8::MAX);
            blocks.push(if level == 1 {
                Block::Title(heading)
            } else {
                Block::Heading(level, heading)
            });
        } else if let Some(item) = line.strip_prefix("- ") {
            match blocks.last_mut() {
                Some(Block::List(items)) => items.push(item.to_owned()),
                _ => blocks.push(Block::List(vec![item.to_owned()])),
            }
        } else if line.starts_with('|') {
            let names = cells(line);
            let aligns = lines.next().map(cells).unwrap_or_default();
            let align = |cell: &String| {
                if cell.ends_with(':') { Align::Right } else { Align::Left }
            };
            let columns = names.into_iter().zip(aligns.iter().map(align)).collect();
            let mut rows = Vec::new();
            while let Some(row) = lines.next_if(|line| line.starts_with('|')) {
                rows.push(cells(row));
            }
            blocks.push(Block::Table(Table { columns, rows, has_sum: false }));
        } else {
            blocks.push(Block::Paragraph(line.to_owned()));
        }
    }
    blocks
}

/// The cells of a table's row.
fn cells(row: &str) -> Vec<String> {
    let row = row.trim().trim_start_matches('|');
    let row = row.strip_suffix('|').unwrap_or(row);
    let mut cells = vec![String::new()];
    let mut characters = row.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // A bar inside a cell.
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                cells.last_mut().expect("there is always a cell").push('|');
            }
            '|' => cells.push(String::new()),
            other => cells.last_mut().expect("there is always a cell").push(other),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}
