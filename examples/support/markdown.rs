//! Markdown tables whose columns line up, where Chinese characters are twice as wide.

use unicode_width::UnicodeWidthStr;
use work_equivalent::units::Money;

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A table with a header.
pub fn table<S: AsRef<str>>(columns: &[(S, Align)], rows: &[Vec<String>]) -> String {
    let header: Vec<String> = columns.iter().map(|(name, _)| cell(name.as_ref())).collect();
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| cell(text)).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().chain([&header]).filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |row: &Vec<String>| -> String {
        let cells = row.iter().zip(&widths).zip(columns).map(|((cell, width), (_, align))| {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            match align {
                Align::Left => format!("| {cell}{padding} "),
                Align::Right => format!("| {padding}{cell} "),
            }
        });
        cells.collect::<String>() + "|\n"
    };
    let dashes = widths.iter().zip(columns).map(|(width, (_, align))| {
        let dashes = "-".repeat(width + 1);
        match align {
            Align::Left => format!("|:{dashes}"),
            Align::Right => format!("|{dashes}:"),
        }
    });
    let ruler = dashes.collect::<String>() + "|\n";
    let body: String = rows.iter().map(line).collect();
    line(&header) + &ruler + &body
}

/// A cell on one line; a bar would open a column of its own.
fn cell(text: &str) -> String {
    text.replace('\n', " ").replace('|', "\\|")
}

/// An amount with its thousands apart.
#[allow(dead_code, reason = "not every example writes amounts")]
pub fn yuan(amount: Money) -> String {
    let text = amount.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "00"));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{decimals}")
}
