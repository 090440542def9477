//! Tables as a spreadsheet exports them, with Chinese headers.

use std::path::Path;

use work_equivalent::facts::{
    AdvanceDocument, ApprovedDocument, BudgetDocument, MarkDocument, PayeeDocument,
    PoolAmountDocument, VolumeDocument,
};

use super::located::{Lines, Located};

/// A record that a table can hold.
pub trait Row: Sized {
    /// The name of the list in the facts.
    const LIST: &'static str;
    /// Each field with its header, in the usual order.
    const COLUMNS: &'static [(&'static str, &'static str)];
    /// Headers that a table can do without.
    const OPTIONAL: &'static [&'static str] = &[];

    /// The record of a row, given its cell in each column; an empty cell is none.
    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self;
}

/// The records of a table, with the way back to their lines.
pub struct Table<R> {
    pub records: Vec<R>,
    pub lines: Lines,
}

/// Reads a table; problems of its form are reported all together.
pub fn read<R: Row>(path: &Path) -> Result<Table<R>, Vec<Located>> {
    let text = super::read_text(path)?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = reader.records();
    let headers = match rows.next() {
        Some(Ok(headers)) => headers,
        Some(Err(error)) => return Err(vec![form_error(path, &error)]),
        None => {
            let names = headers_of::<R>().join(", ");
            let message = format!("is empty: its first line has the headers {names}");
            return Err(vec![Located::new(path, None, message)]);
        }
    };
    let headers: Vec<&str> = headers.iter().map(str::trim).collect();
    check_headers::<R>(path, &headers)?;

    let mut records = Vec::new();
    let mut lines = Vec::new();
    let mut problems = Vec::new();
    let mut line_of = LineOf { text: text.as_bytes(), counted: 0, line: 1 };
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                problems.push(form_error(path, &error));
                continue;
            }
        };
        // A spreadsheet writes rows of nothing but commas below its data.
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = line_of.at(row.position());
        if row.len() != headers.len() {
            let message = format!(
                "has {} cells under {} headers: give every column a cell, and a cell that \
                 contains a comma quotation marks",
                row.len(),
                headers.len()
            );
            problems.push(Located::new(path, Some(line), message));
            continue;
        }
        if row.iter().any(|cell| cell.contains('\n')) {
            let message = "a cell runs over several lines: is a quotation mark not closed?";
            problems.push(Located::new(path, Some(line), message.to_owned()));
            continue;
        }
        records.push(R::from_cells(|field| {
            let header = R::COLUMNS.iter().find(|(name, _)| *name == field)?.1;
            let column = headers.iter().position(|name| *name == header)?;
            row.get(column).map(str::trim).filter(|cell| !cell.is_empty()).map(str::to_owned)
        }));
        lines.push(line);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Table { records, lines: Lines::Table { list: R::LIST, lines, columns: R::COLUMNS } })
}

/// Counts lines up to the beginning of each row. The reader's own count is one behind where lines
/// end in a carriage return and a line feed, as a spreadsheet writes them.
struct LineOf<'t> {
    text: &'t [u8],
    counted: usize,
    line: usize,
}

impl LineOf<'_> {
    /// The line of a row; rows come in order.
    fn at(&mut self, position: Option<&csv::Position>) -> usize {
        let byte = position.and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0);
        let is_end = |byte: &&u8| matches!(**byte, b'\r' | b'\n');
        let ends = self.text.iter().skip(byte).take_while(is_end).count();
        let start = byte + ends;
        let passed = self.text.get(self.counted..start).unwrap_or_default();
        self.line += passed.split(|byte| *byte == b'\n').skip(1).count();
        self.counted = start;
        self.line
    }
}

fn form_error(path: &Path, error: &csv::Error) -> Located {
    let line = error.position().map(|at| usize::try_from(at.line()).unwrap_or(usize::MAX));
    Located::new(path, line, error.to_string())
}

/// The headers that a table has.
fn headers_of<R: Row>() -> Vec<&'static str> {
    let mut headers: Vec<&str> = R::COLUMNS.iter().map(|(_, header)| *header).collect();
    let mut seen = Vec::new();
    headers.retain(|header| {
        !seen.contains(header) && {
            seen.push(*header);
            true
        }
    });
    headers
}

/// The headers are the expected ones, in any order, each once.
fn check_headers<R: Row>(path: &Path, headers: &[&str]) -> Result<(), Vec<Located>> {
    let expected = headers_of::<R>();
    let names = expected.join(", ");
    let located = |message: String| Located::new(path, Some(1), message);
    if !headers.iter().any(|header| expected.contains(header)) {
        let message = format!(
            "none of the columns {names} is here: is there a title above the headers, or is the \
             file not separated by commas?"
        );
        return Err(vec![located(message)]);
    }
    let mut problems = Vec::new();
    for (index, header) in headers.iter().enumerate() {
        if header.is_empty() {
            problems.push(located(format!("column {} has no header", index + 1)));
        } else if !expected.contains(header) {
            problems.push(located(format!("unknown column \"{header}\": the columns are {names}")));
        }
    }
    for name in &expected {
        match headers.iter().filter(|header| *header == name).count() {
            0 if R::OPTIONAL.contains(name) => {}
            0 => problems.push(located(format!("column \"{name}\" is missing"))),
            1 => {}
            _ => problems.push(located(format!("column \"{name}\" occurs twice"))),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

impl Row for PayeeDocument {
    const LIST: &'static str = "payees";
    const COLUMNS: &'static [(&'static str, &'static str)] =
        &[("code", "机构编码"), ("name", "机构名称"), ("group", "机构类别")];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        Self { code: text("code"), name: text("name"), group: text("group") }
    }
}

impl Row for VolumeDocument {
    const LIST: &'static str = "volumes";
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("payee", "机构编码"),
        ("item", "项目编码"),
        ("month", "月份"),
        ("reported", "申报量"),
        ("verified", "核定量"),
        ("correction", "冲正凭证"),
        // Both stand in the cell of the month.
        ("from", "月份"),
        ("until", "月份"),
    ];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        // A cell of two dates, 2024-03-01/2024-03-09, is a record that is not of a month.
        let when = text("month");
        // 2024/5/1 is a spreadsheet's way to write a date, and no month.
        let dates =
            when.split_once('/').filter(|(from, until)| from.len() == 10 && until.len() == 10);
        let (month, from, until) = match dates {
            Some((from, until)) => (None, Some(from.to_owned()), Some(until.to_owned())),
            None => (Some(when), None, None),
        };
        Self {
            payee: text("payee"),
            item: text("item"),
            month,
            from,
            until,
            reported: cell("reported").map(Into::into),
            verified: cell("verified").map(Into::into),
            correction: cell("correction"),
        }
    }
}

impl Row for MarkDocument {
    const LIST: &'static str = "marks";
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("payee", "机构编码"),
        ("indicator", "指标编码"),
        ("round", "轮次"),
        ("mark", "评价结果"),
    ];
    const OPTIONAL: &'static [&'static str] = &["轮次"];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        let (payee, indicator, round) = (text("payee"), text("indicator"), cell("round"));
        Self { payee, indicator, round, mark: text("mark").into() }
    }
}

impl Row for BudgetDocument {
    const LIST: &'static str = "budgets";
    const COLUMNS: &'static [(&'static str, &'static str)] =
        &[("payee", "机构编码"), ("channel", "渠道编码"), ("amount", "预算额")];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        Self { payee: text("payee"), channel: text("channel"), amount: text("amount").into() }
    }
}

impl Row for AdvanceDocument {
    const LIST: &'static str = "advances";
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("code", "凭证号"),
        ("payee", "机构编码"),
        ("channel", "渠道编码"),
        ("instalment", "期次"),
        ("date", "到账日期"),
        ("amount", "金额"),
    ];
    const OPTIONAL: &'static [&'static str] = &["期次"];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        Self {
            code: text("code"),
            payee: text("payee"),
            channel: text("channel"),
            instalment: cell("instalment"),
            date: text("date"),
            amount: text("amount").into(),
        }
    }
}

impl Row for ApprovedDocument {
    const LIST: &'static str = "approved";
    const COLUMNS: &'static [(&'static str, &'static str)] =
        &[("payee", "机构编码"), ("item", "项目编码"), ("number", "核定数"), ("cite", "依据")];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        Self {
            payee: text("payee"),
            item: text("item"),
            number: text("number").into(),
            cite: text("cite"),
        }
    }
}

impl Row for PoolAmountDocument {
    const LIST: &'static str = "pool_amounts";
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("channel", "渠道编码"),
        ("line", "资金项目"),
        ("payee", "机构编码"),
        ("amount", "金额"),
        ("cite", "依据"),
    ];

    fn from_cells(cell: impl Fn(&str) -> Option<String>) -> Self {
        let text = |field| cell(field).unwrap_or_default();
        Self {
            channel: text("channel"),
            line: text("line"),
            payee: cell("payee"),
            amount: text("amount").into(),
            cite: text("cite"),
        }
    }
}
