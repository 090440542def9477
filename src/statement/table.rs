//! Tables and numbers for people: columns that line up where Chinese characters are twice as wide.

use core::fmt::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::exact::{Exact, Mode, Rounding};
use crate::units::Money;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// A table with a header; it is Markdown, so it can be pasted into a document as it is.
pub(crate) struct Table {
    aligns: Vec<Align>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(columns: &[(&str, Align)]) -> Self {
        let header = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        Self { aligns: columns.iter().map(|(_, align)| *align).collect(), rows: vec![header] }
    }

    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.width()).max().unwrap_or(0).max(4)
        };
        let widths: Vec<usize> = (0..self.aligns.len()).map(width).collect();
        for (index, row) in self.rows.iter().enumerate() {
            for ((cell, width), align) in row.iter().zip(&widths).zip(&self.aligns) {
                let padding = " ".repeat(width.saturating_sub(cell.width()));
                // A bar in a name would open a column of its own.
                let cell = cell.replace('|', "\\|");
                match align {
                    Align::Left => write!(f, "| {cell}{padding} ")?,
                    Align::Right => write!(f, "| {padding}{cell} ")?,
                }
            }
            f.write_str("|\n")?;
            if index == 0 {
                for (width, align) in widths.iter().zip(&self.aligns) {
                    let dashes = "-".repeat(width.saturating_add(1));
                    match align {
                        Align::Left => write!(f, "|:{dashes}")?,
                        Align::Right => write!(f, "|{dashes}:")?,
                    }
                }
                f.write_str("|\n")?;
            }
        }
        Ok(())
    }
}

/// An amount in yuan with its thousands apart.
pub(crate) fn yuan(amount: Money) -> String {
    thousands(&amount.to_string())
}

/// Yuan with thousands apart and both decimals, where they are whole fen.
pub(crate) fn yuan_exact(amount: &Exact) -> String {
    let text = readable(amount);
    match text.split_once('.') {
        None => format!("{text}.00"),
        Some((_, decimals)) if decimals.len() == 1 => format!("{text}0"),
        Some(_) => text,
    }
}

/// An exact number as people read it: in full up to eight decimals, and else rounded, with a sign
/// that says so. Only what people read is rounded here, never a figure.
pub(crate) fn readable(number: &Exact) -> String {
    approximate(number, 8)
}

/// The same with a number of decimals that suits a column.
pub(crate) fn approximate(number: &Exact, places: u8) -> String {
    let shown = Rounding::new(places, Mode::HalfAwayFromZero).unwrap_or(Rounding::FEN);
    let rounded = shown.round(number);
    let sign = if rounded == *number { "" } else { "≈" };
    format!("{sign}{}", thousands(&rounded.to_string()))
}

/// A decimal with its thousands apart.
fn thousands(decimal: &str) -> String {
    let (sign, digits) = match decimal.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", decimal),
    };
    let (whole, decimals) = match digits.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    let mut text = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        // Writing to a string cannot fail.
        let _ = write!(text, ".{decimals}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        for (number, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("-1234567.5", "-1,234,567.5"),
            ("0.12345678", "0.12345678"),
            ("1/3", "≈0.33333333"),
            ("200000/3", "≈66,666.66666667"),
        ] {
            assert_eq!(readable(&number.parse().unwrap()), text);
        }
        assert_eq!(yuan("1234567.8".parse().unwrap()), "1,234,567.80");
    }

    #[test]
    fn columns_line_up_by_the_width_of_characters() {
        let mut table = Table::new(&[("机构", Align::Left), ("元", Align::Right)]);
        table.row(vec!["甲卫生院".to_owned(), "1.00".to_owned()]);
        table.row(vec!["a|b".to_owned(), "1,000.00".to_owned()]);
        assert_eq!(
            table.to_string(),
            "| 机构     |       元 |\n\
             |:---------|---------:|\n\
             | 甲卫生院 |     1.00 |\n\
             | a\\|b      | 1,000.00 |\n"
        );
    }
}
