//! What `LibreOffice` calculated against what the library did.

use std::collections::BTreeSet;

use serde_json::Value;
use work_equivalent::exact::Exact;

use crate::office::{Table, Task};
use crate::sheets::grid::{Book, Look};

/// Every difference, in words.
pub fn compare(task: &Task, tables: &[Table]) -> Vec<String> {
    let mut differences = Vec::new();
    for figure in &task.book.figures {
        let at = figure.at;
        let cell = tables[at.sheet].get(at.row as usize).and_then(|row| row.get(at.col as usize));
        let cell = cell.map_or("", String::as_str);
        let pointer = &figure.pointer;
        // What a statement leaves out is zero.
        let stated = task.statement.pointer(&format!("/{pointer}"));
        let stated = stated.map_or("0", |value| value.as_str().unwrap_or("nothing"));
        let Ok(expected) = stated.parse::<Exact>() else {
            differences.push(format!("{}: {pointer} is {stated} in the library", task.name));
            continue;
        };
        let agrees = number(cell).is_some_and(|found| {
            if is_money(pointer) { found == expected } else { close(&found, &expected) }
        });
        if !agrees {
            let sheet = &task.book.sheets[at.sheet].name;
            differences.push(format!(
                "{}: {pointer} ({sheet} {}) is {cell}, and {stated} in the library",
                task.name,
                at.name()
            ));
        }
    }
    // Every check of the workbook holds; and where nothing was changed, its own comparison with the
    // library finds no difference.
    for (sheet, table) in task.book.sheets.iter().zip(tables) {
        for ((row, col), cell) in &sheet.cells {
            let wanted = match cell.look {
                Look::Check if sheet.name == "检查" => "TRUE",
                Look::Difference if !task.changed => "0",
                _ => continue,
            };
            let found = table.get(*row as usize).and_then(|row| row.get(*col as usize));
            if found.map(String::as_str) != Some(wanted) {
                let label = table.get(*row as usize);
                differences
                    .push(format!("{}: {} {label:?} is not {wanted}", task.name, sheet.name));
            }
        }
    }
    differences
}

/// Amounts of yuan must agree to the fen; measures and ratios are shown for people to read.
fn is_money(pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap();
    let read = ["equivalents", "score", "coefficient", "price", "derived", "quota"];
    !read.contains(&last)
}

fn close(found: &Exact, expected: &Exact) -> bool {
    let difference = found.minus(expected);
    let size = |number: &Exact| {
        if number.is_negative() { Exact::zero().minus(number) } else { number.clone() }
    };
    // The last digits that are written: 15 of a large number, 20 decimals of a tiny one.
    size(&difference) <= size(expected).times(&Exact::scaled(1, 13)).plus(&Exact::scaled(1, 19))
}

/// A number as `LibreOffice` writes it, perhaps with an exponent.
fn number(cell: &str) -> Option<Exact> {
    let (digits, exponent) = cell.split_once('E').unwrap_or((cell, "0"));
    let digits: Exact = digits.parse().ok()?;
    let exponent: i32 = exponent.parse().ok()?;
    let power = Exact::from(10_i128.checked_pow(exponent.unsigned_abs())?);
    if exponent < 0 { digits.divided_by(&power) } else { Some(digits.times(&power)) }
}

/// The figures of a statement that have no cell in the workbook.
pub fn missing(book: &Book, statement: &Value) -> Vec<String> {
    let known: BTreeSet<&str> = book.figures.iter().map(|figure| figure.pointer.as_str()).collect();
    let mut all = Vec::new();
    figures(statement, "", &mut all);
    all.retain(|pointer| !known.contains(pointer.as_str()));
    all
}

/// Every number of a statement, by its pointer; codes and names are none.
fn figures(value: &Value, pointer: &str, all: &mut Vec<String>) {
    let below =
        |key: &str| if pointer.is_empty() { key.to_owned() } else { format!("{pointer}/{key}") };
    match value {
        Value::Object(fields) => {
            let words = ["code", "name", "group", "item", "unit", "income_class", "cite"];
            for (key, value) in fields.iter().filter(|(key, _)| !words.contains(&key.as_str())) {
                figures(value, &below(key), all);
            }
        }
        Value::Array(values) => {
            for (place, value) in values.iter().enumerate() {
                figures(value, &below(&place.to_string()), all);
            }
        }
        Value::String(text) if text.parse::<Exact>().is_ok() => all.push(pointer.to_owned()),
        _ => {}
    }
}
