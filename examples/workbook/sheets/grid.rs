//! Cells in memory: what stands where, in which style, and which figure or input it is.
//!
//! The sheets are laid out before anything is written, so that a formula can name a cell that is
//! filled later, and a test can change an input as an auditor would.

use std::collections::BTreeMap;
use std::fmt;

/// A cell. In a formula it is written as its sheet and name; [`super::write`] leaves the sheet out
/// where the formula stands on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    pub sheet: usize,
    pub row: u32,
    pub col: u16,
}

/// What opens and closes the name of a cell in a formula that is not written yet.
pub const OPEN: char = '\u{1}';
pub const CLOSE: char = '\u{2}';

impl At {
    /// The cell so many columns to the right.
    pub fn right(self, columns: u16) -> Self {
        Self { col: self.col + columns, ..self }
    }

    /// The cell so many rows below.
    pub fn below(self, rows: u32) -> Self {
        Self { row: self.row + rows, ..self }
    }

    /// All cells from this one to another on the same sheet.
    pub fn to(self, last: Self) -> String {
        format!("{OPEN}{}!{}:{}{CLOSE}", self.sheet, self.name(), last.name())
    }

    /// The same, which stays where it is when a formula is copied.
    pub fn name(self) -> String {
        format!("{}{}", column_name(self.col), self.row + 1)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{OPEN}{}!{}{CLOSE}", self.sheet, self.name())
    }
}

/// The letters of a column, from zero.
pub fn column_name(col: u16) -> String {
    let mut letters = Vec::new();
    let mut rest = u32::from(col) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Look {
    #[default]
    Text,
    Title,
    Subtitle,
    Header,
    Note,
    /// Yuan, both decimals, thousands apart.
    Money,
    MoneyTotal,
    /// A quantity with up to six decimals.
    Quantity,
    QuantityTotal,
    /// What a spreadsheet multiplies, beside an exact amount.
    Approximate,
    /// A coefficient or score, of which more decimals matter.
    Ratio,
    /// An integer of the exact calculation.
    Whole,
    /// How far an amount is from another.
    Difference,
    /// Leads to a sheet.
    Link,
    /// Whether a check holds.
    Check,
}

/// What stands in a cell.
#[derive(Clone, Debug)]
pub enum Content {
    Text(String),
    /// The name of a sheet, which leads there.
    Link(usize),
    /// A number as documents write it.
    Number(String),
    /// Without the equals sign; with the place of its figure, if it is one.
    Formula(String, Option<usize>),
}

/// A cell with its look; an input is one that may be changed.
#[derive(Clone, Debug)]
pub struct Cell {
    pub content: Content,
    pub look: Look,
    pub input: bool,
}

/// A sheet.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    pub name: String,
    pub cells: BTreeMap<(u32, u16), Cell>,
    pub widths: Vec<(u16, u16)>,
    /// The rows at the top that stay in sight and are repeated on every page.
    pub header: (u32, u32),
    /// The columns at the left that stay in sight.
    pub frozen: u16,
    /// From which column on the columns only serve the exact calculation.
    pub helpers_from: Option<u16>,
    /// Whether the whole sheet only serves the exact calculation.
    pub workings: bool,
}

/// A figure of the statement: where it stands in the statement's JSON, and where in the workbook.
#[derive(Clone, Debug)]
pub struct Figure {
    pub pointer: String,
    #[allow(dead_code, reason = "only the tests read the workbook back")]
    pub at: At,
}

/// How many digits the exact calculation has room for, of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Room {
    /// Digits after the point.
    pub places: u32,
    /// Digits in all, of the number as an integer of its last place.
    pub digits: u32,
}

/// All sheets.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub sheets: Vec<Sheet>,
    pub figures: Vec<Figure>,
    /// Inputs by name, such as `volume/W01/GX03/2024-01-01`.
    pub inputs: BTreeMap<String, At>,
    /// The cells that must hold numbers within their room.
    pub rooms: BTreeMap<At, Room>,
    /// Further checks: what they are for, and the formula that is true where all is well.
    pub checks: Vec<(String, String)>,
}

impl Book {
    /// A new sheet at the end.
    pub fn sheet(&mut self, name: &str) -> usize {
        let mut clean: String =
            name.chars().map(|c| if "[]:*?/\\'!".contains(c) { '·' } else { c }).take(28).collect();
        while self.sheets.iter().any(|sheet| sheet.name.eq_ignore_ascii_case(&clean)) {
            clean.push('·');
        }
        self.sheets.push(Sheet { name: clean, ..Sheet::default() });
        self.sheets.len() - 1
    }

    fn put(&mut self, at: At, content: Content, look: Look, input: bool) -> At {
        self.sheets[at.sheet].cells.insert((at.row, at.col), Cell { content, look, input });
        at
    }

    pub fn text(&mut self, at: At, text: impl Into<String>) -> At {
        self.put(at, Content::Text(text.into()), Look::Text, false)
    }

    pub fn styled(&mut self, at: At, text: impl Into<String>, look: Look) -> At {
        self.put(at, Content::Text(text.into()), look, false)
    }

    /// The name of a sheet that leads there.
    pub fn link(&mut self, at: At, sheet: usize) -> At {
        self.put(at, Content::Link(sheet), Look::Link, false)
    }

    /// A row of headers.
    pub fn headers(&mut self, at: At, headers: &[&str]) {
        for (col, header) in (0_u16..).zip(headers) {
            self.styled(at.right(col), *header, Look::Header);
        }
    }

    /// A number that the calculation uses and that is not for changing.
    pub fn number(&mut self, at: At, number: impl Into<String>, look: Look) -> At {
        self.put(at, Content::Number(number.into()), look, false)
    }

    /// A number that may be changed, under a name, with the room it has.
    pub fn input(
        &mut self,
        at: At,
        name: impl Into<String>,
        number: &str,
        look: Look,
        room: Room,
    ) -> At {
        self.inputs.insert(name.into(), at);
        self.rooms.insert(at, room);
        self.put(at, Content::Number(number.to_owned()), look, true)
    }

    pub fn formula(&mut self, at: At, formula: impl Into<String>, look: Look) -> At {
        self.put(at, Content::Formula(formula.into(), None), look, false)
    }

    /// A formula that is a figure of the statement.
    pub fn figure(
        &mut self,
        at: At,
        pointer: impl Into<String>,
        formula: impl Into<String>,
        look: Look,
    ) -> At {
        self.figures.push(Figure { pointer: pointer.into(), at });
        let place = self.figures.len() - 1;
        self.put(at, Content::Formula(formula.into(), Some(place)), look, false)
    }

    /// The formula of a figure that stands in its cell already.
    pub fn formula_of_figure(&mut self, at: At, formula: String) {
        if let Some(cell) = self.sheets[at.sheet].cells.get_mut(&(at.row, at.col))
            && let Content::Formula(text, _) = &mut cell.content
        {
            *text = formula;
        }
    }

    /// A figure of the statement that is an input, or another figure once more.
    pub fn also_figure(&mut self, at: At, pointer: impl Into<String>) {
        self.figures.push(Figure { pointer: pointer.into(), at });
    }

    /// Another number in place of an input, as an auditor would type it.
    #[allow(dead_code, reason = "only the tests change inputs")]
    pub fn change(&mut self, name: &str, number: &str) -> bool {
        let Some(at) = self.inputs.get(name) else { return false };
        let Some(cell) = self.sheets[at.sheet].cells.get_mut(&(at.row, at.col)) else {
            return false;
        };
        cell.content = Content::Number(number.to_owned());
        true
    }

    pub fn widths(&mut self, sheet: usize, widths: &[u16]) {
        self.sheets[sheet].widths = (0_u16..).zip(widths.iter().copied()).collect();
    }
}
