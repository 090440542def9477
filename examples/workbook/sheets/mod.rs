//! The workbook of a settlement: every figure of a statement as a live formula over its inputs.

mod against;
mod appraisal;
mod books;
mod breakdown;
mod channel;
mod close;
mod columns;
mod counted;
mod curve;
mod deduct;
pub mod evaluate;
mod exact;
mod front;
pub mod grid;
mod items;
mod ledger;
mod marks;
mod measure;
mod numbers;
mod parameters;
mod pay;
mod pool;
mod price;
mod rules;
mod terms;
mod totals;
mod volumes;
mod withhold;
mod write;

use std::collections::BTreeMap;

use serde_json::Value;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;

use exact::{Bench, Exact, Products};
use grid::{At, Book};
use terms::Terms;
pub use write::{Cached, write};

/// The sheets of a workbook, in the order of their tabs.
struct Sheets {
    front: usize,
    totals: usize,
    /// One for each channel.
    channels: Vec<usize>,
    categories: usize,
    volumes: usize,
    items: usize,
    rules: usize,
    marks: usize,
    parameters: usize,
    books: usize,
    against: usize,
    checks: usize,
    workings: usize,
}

/// Lays out the sheets.
struct Maker<'d> {
    terms: Terms<'d>,
    statement: &'d Value,
    book: Book,
    sheets: Sheets,
    /// The next free row of the sheet of workings.
    next_row: u32,
    too_long: bool,
    products: Products,
    refused: Vec<String>,
    /// The next free rows of the sheets that several stages add to.
    next_item: u32,
    next_parameter: u32,
    next_entry: u32,
    next_rule: u32,
    next_mark: u32,
    next_volume: u32,
    next_part: u32,
    /// Weights and quotas by item, group (or none for all) and first day.
    weights: BTreeMap<(String, Option<String>, String), At>,
    /// What the facts state, by kind and place in the document.
    entries: BTreeMap<(books::Entry, usize), At>,
    /// Parameters by name.
    parameters: BTreeMap<String, (At, grid::Room)>,
    /// What the cells of each channel have room for.
    rooms: BTreeMap<String, volumes::Rooms>,
}

/// The workbook of a settled district.
///
/// # Errors
///
/// What the workbook cannot calculate exactly, or not at all: every reason.
pub fn build(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    statement: &Value,
) -> Result<Book, Vec<String>> {
    let terms = Terms::new(scheme, facts);
    let mut book = Book::default();
    let front = book.sheet("说明");
    let totals = book.sheet("结算汇总");
    let channels = (1..).zip(&terms.channels);
    let channels =
        channels.map(|(place, channel)| book.sheet(&format!("{place} {}", channel.name))).collect();
    let sheets = Sheets {
        front,
        totals,
        channels,
        categories: book.sheet("类别分解"),
        volumes: book.sheet("服务量"),
        items: book.sheet("当量值与定额"),
        rules: book.sheet("评价标准"),
        marks: book.sheet("评价结果"),
        parameters: book.sheet("参数"),
        books: book.sheet("往来与核查"),
        against: book.sheet("对照"),
        checks: book.sheet("检查"),
        workings: book.sheet("精算"),
    };
    let mut maker = Maker {
        terms,
        statement,
        book,
        sheets,
        next_row: 3,
        too_long: false,
        products: Products::default(),
        refused: Vec::new(),
        next_item: 3,
        next_parameter: 3,
        next_entry: 3,
        next_rule: 3,
        next_mark: 3,
        next_volume: 3,
        next_part: 3,
        weights: BTreeMap::new(),
        entries: BTreeMap::new(),
        parameters: BTreeMap::new(),
        rooms: BTreeMap::new(),
    };
    maker.books();
    if !maker.refused.is_empty() {
        return Err(maker.refused);
    }
    let appraised = maker.appraise_all();
    let mut settled = Vec::new();
    for place in 0..maker.terms.channels.len() {
        settled.push(maker.channel(place, &appraised));
    }
    maker.totals(&settled);
    maker.finish();
    if maker.too_long {
        maker.refused.push(format!(
            "the exact fractions grow longer than {} digits: give the appraisal's curve a \
             \"rounding\", or fewer rounds and indicators of the kind \"at-most\"",
            exact::MOST_CELLS * 6
        ));
    }
    if !write::fits_spreadsheets(&maker.book) {
        maker.refused.push(
            "a formula grows longer than the 8,192 characters, or deeper than the 64 functions, \
             that spreadsheets accept: settle fewer payees at once, or give curves and bands fewer \
             steps"
                .to_owned(),
        );
    }
    if maker.refused.is_empty() { Ok(maker.book) } else { Err(maker.refused) }
}

impl<'d> Maker<'d> {
    /// A bench for exact calculations on the sheet of workings.
    fn exact(&mut self, about: impl Into<String>) -> Exact<'_> {
        Exact {
            book: &mut self.book,
            bench: Bench::Rows { sheet: self.sheets.workings },
            next_row: &mut self.next_row,
            about: about.into(),
            too_long: &mut self.too_long,
            products: &mut self.products,
        }
    }

    /// A part of the statement.
    fn stated(&self, pointer: &str) -> &'d Value {
        self.statement.pointer(pointer).unwrap_or(&Value::Null)
    }
}

/// A sum of cells, as a formula of money: to the fen.
fn sum(cells: &[At]) -> String {
    if cells.is_empty() {
        return "0".to_owned();
    }
    let terms: Vec<String> = cells.iter().map(ToString::to_string).collect();
    format!("ROUND({},2)", terms.join("+"))
}
