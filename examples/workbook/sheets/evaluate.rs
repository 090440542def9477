//! What a spreadsheet would calculate: the values of all formulas, for the file to bring along.
//!
//! `LibreOffice` trusts the values of a file until a cell above them changes; a helper cell that
//! brought none would then count as zero. So the formulas are evaluated as a spreadsheet does it, in
//! binary: this is the only place that does, no figure comes from it, and tests hold what it finds
//! against the library.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::grid::{At, Book, CLOSE, Content, OPEN};

/// The value of a cell or of a part of a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Number(f64),
    Truth(bool),
    Text(String),
    /// A formula that has no value.
    Error,
    /// The cells of a range.
    Many(Vec<Value>),
}

impl Value {
    /// As a file writes it.
    pub fn written(&self) -> String {
        match self {
            // Plus zero, since binary numbers have a negative zero.
            Self::Number(number) => format!("{}", number + 0.0),
            Self::Truth(true) => "TRUE".to_owned(),
            Self::Truth(false) => "FALSE".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Error => "#N/A".to_owned(),
            Self::Empty | Self::Many(_) => String::new(),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Self::Empty => Some(0.0),
            Self::Number(number) => Some(*number),
            Self::Truth(truth) => Some(f64::from(u8::from(*truth))),
            _ => None,
        }
    }
}

/// The values of all cells.
pub fn evaluate(book: &Book) -> HashMap<At, Value> {
    let mut values = Values { book, known: HashMap::new() };
    // In the order in which the workings were laid out, no formula leads far back.
    let mut order: Vec<usize> = (0..book.sheets.len()).collect();
    order.sort_by_key(|place| !book.sheets[*place].workings);
    for sheet in order {
        for (row, col) in book.sheets[sheet].cells.keys() {
            values.of(At { sheet, row: *row, col: *col });
        }
    }
    values.known
}

struct Values<'b> {
    book: &'b Book,
    known: HashMap<At, Value>,
}

impl Values<'_> {
    fn of(&mut self, at: At) -> Value {
        if let Some(value) = self.known.get(&at) {
            return value.clone();
        }
        let book = self.book;
        let cell = book.sheets.get(at.sheet).and_then(|sheet| sheet.cells.get(&(at.row, at.col)));
        let value = match cell.map(|cell| &cell.content) {
            None => Value::Empty,
            Some(Content::Text(text)) => Value::Text(text.clone()),
            Some(Content::Link(sheet)) => Value::Text(book.sheets[*sheet].name.clone()),
            Some(Content::Number(digits)) => digits.parse().map_or(Value::Error, Value::Number),
            Some(Content::Formula(text, _)) => Reader { text, place: 0, values: self }.comparison(),
        };
        self.known.insert(at, value.clone());
        value
    }
}

/// Reads a formula and evaluates it on the way.
struct Reader<'r, 'b> {
    text: &'r str,
    place: usize,
    values: &'r mut Values<'b>,
}

impl Reader<'_, '_> {
    fn rest(&self) -> &str {
        &self.text[self.place..]
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.rest().starts_with(token);
        self.place += if found { token.len() } else { 0 };
        found
    }

    fn comparison(&mut self) -> Value {
        let mut left = self.sum();
        loop {
            let signs = [">=", "<=", "<>", "=", ">", "<"];
            let Some(sign) = signs.into_iter().find(|sign| self.takes(sign)) else { return left };
            let right = self.sum();
            left = both(&left, &right, &|a, b| {
                let order = a.partial_cmp(&b);
                Value::Truth(match sign {
                    ">=" => order.is_some_and(Ordering::is_ge),
                    "<=" => order.is_some_and(Ordering::is_le),
                    "<>" => order.is_some_and(Ordering::is_ne),
                    "=" => order.is_some_and(Ordering::is_eq),
                    ">" => order.is_some_and(Ordering::is_gt),
                    _ => order.is_some_and(Ordering::is_lt),
                })
            });
        }
    }

    fn sum(&mut self) -> Value {
        let mut left = self.product();
        loop {
            if self.takes("+") {
                let right = self.product();
                left = both(&left, &right, &|a, b| Value::Number(a + b));
            } else if self.takes("-") {
                let right = self.product();
                left = both(&left, &right, &|a, b| Value::Number(a - b));
            } else {
                return left;
            }
        }
    }

    fn product(&mut self) -> Value {
        let mut left = self.part();
        loop {
            if self.takes("*") {
                let right = self.part();
                left = both(&left, &right, &|a, b| Value::Number(a * b));
            } else if self.takes("/") {
                let right = self.part();
                left = both(&left, &right, &|a, b| {
                    let quotient = a / b;
                    if quotient.is_finite() { Value::Number(quotient) } else { Value::Error }
                });
            } else {
                return left;
            }
        }
    }

    fn part(&mut self) -> Value {
        if self.takes("-") {
            let part = self.part();
            return both(&Value::Number(0.0), &part, &|a, b| Value::Number(a - b));
        }
        if self.takes("(") {
            let inner = self.comparison();
            self.takes(")");
            return inner;
        }
        match self.rest().chars().next() {
            Some(OPEN) => self.reference(),
            Some('"') => {
                let text = self.rest()[1..].split('"').next().unwrap_or_default().to_owned();
                self.place += text.len() + 2;
                Value::Text(text)
            }
            Some(first) if first.is_ascii_digit() => self.number(),
            _ => self.function(),
        }
    }

    fn number(&mut self) -> Value {
        let mut length = 0;
        let mut before = ' ';
        for next in self.rest().chars() {
            let sign = next == '-' && before == 'E';
            if !(next.is_ascii_digit() || next == '.' || next == 'E' || sign) {
                break;
            }
            before = next;
            length += 1;
        }
        let number = self.rest()[..length].parse();
        self.place += length;
        number.map_or(Value::Error, Value::Number)
    }

    fn reference(&mut self) -> Value {
        let text = self.rest()[OPEN.len_utf8()..].split(CLOSE).next().unwrap_or_default();
        let text = text.to_owned();
        self.place += text.len() + OPEN.len_utf8() + CLOSE.len_utf8();
        let Some(cells) = range(&text) else { return Value::Error };
        let (first, last) = cells;
        if !text.contains(':') {
            return self.values.of(first);
        }
        let mut many = Vec::new();
        for row in first.row..=last.row {
            for col in first.col..=last.col {
                many.push(self.values.of(At { row, col, ..first }));
            }
        }
        Value::Many(many)
    }

    fn function(&mut self) -> Value {
        let letters = self.rest().chars().take_while(char::is_ascii_uppercase).count();
        let name = self.rest()[..letters].to_owned();
        self.place += letters;
        match name.as_str() {
            "TRUE" => return Value::Truth(true),
            "FALSE" => return Value::Truth(false),
            _ => {}
        }
        self.takes("(");
        let mut arguments = Vec::new();
        while !self.takes(")") {
            arguments.push(self.comparison());
            if !self.takes(",") && !self.rest().starts_with(')') {
                return Value::Error;
            }
        }
        call(&name, &arguments)
    }
}

/// The first and the last cell of a reference such as `3!A1:B2`.
fn range(text: &str) -> Option<(At, At)> {
    let (sheet, cells) = text.split_once('!')?;
    let sheet = sheet.parse().ok()?;
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let cell = |name: &str| -> Option<At> {
        let letters = name.chars().take_while(char::is_ascii_uppercase);
        let col = letters.fold(0_u16, |col, letter| {
            col * 26 + u16::from(u8::try_from(letter).unwrap_or(b'A') - b'A') + 1
        });
        let row: u32 = name.trim_start_matches(|c: char| c.is_ascii_uppercase()).parse().ok()?;
        Some(At { sheet, row: row.checked_sub(1)?, col: col.checked_sub(1)? })
    };
    Some((cell(first)?, cell(last)?))
}

/// An operation on two numbers, or on each cell of a range.
fn both(left: &Value, right: &Value, operate: &dyn Fn(f64, f64) -> Value) -> Value {
    match (left, right) {
        (Value::Many(left), Value::Many(right)) => {
            Value::Many(left.iter().zip(right).map(|(a, b)| both(a, b, operate)).collect())
        }
        (Value::Many(left), one) => {
            Value::Many(left.iter().map(|each| both(each, one, operate)).collect())
        }
        (one, Value::Many(right)) => {
            Value::Many(right.iter().map(|each| both(one, each, operate)).collect())
        }
        (left, right) => {
            left.number().zip(right.number()).map_or(Value::Error, |(a, b)| operate(a, b))
        }
    }
}

/// A function of each cell of a range, or of one.
fn each(value: &Value, operate: &dyn Fn(f64) -> f64) -> Value {
    both(value, &Value::Number(0.0), &|number, _| Value::Number(operate(number)))
}

/// All single values, an error where there is one.
fn flat(arguments: &[Value]) -> Option<Vec<f64>> {
    let mut all = Vec::new();
    for argument in arguments {
        match argument {
            Value::Many(many) => all.extend(flat(many)?),
            Value::Error => return None,
            // What is no number counts nothing in a range.
            other => all.extend(other.number()),
        }
    }
    Some(all)
}

fn call(name: &str, arguments: &[Value]) -> Value {
    let all = || flat(arguments);
    let number = |value: Option<f64>| value.map_or(Value::Error, Value::Number);
    match (name, arguments) {
        ("IF", [condition, yes, no]) => match condition {
            Value::Error => Value::Error,
            condition => {
                let holds = condition.number().is_some_and(|number| number.abs() > 0.0);
                if holds { yes.clone() } else { no.clone() }
            }
        },
        ("AND", _) => all()
            .map_or(Value::Error, |all| Value::Truth(all.iter().all(|number| number.abs() > 0.0))),
        ("NOT", [one]) => {
            one.number().map_or(Value::Error, |number| Value::Truth(number.abs() <= 0.0))
        }
        ("SUM" | "SUMPRODUCT", _) => number(all().map(|all| all.iter().sum())),
        ("MIN", _) => number(all().and_then(|all| all.into_iter().reduce(f64::min))),
        ("MAX", _) => number(all().and_then(|all| all.into_iter().reduce(f64::max))),
        ("INT", [one]) => each(one, &f64::floor),
        ("ABS", [one]) => each(one, &f64::abs),
        ("ROUND", [one, places]) => {
            let unit = 10_f64.powf(places.number().unwrap_or(0.0));
            each(one, &|number| (number * unit).round() / unit)
        }
        ("ISNUMBER", [Value::Many(many)]) => Value::Many(
            many.iter().map(|one| Value::Truth(matches!(one, Value::Number(_)))).collect(),
        ),
        ("ISNUMBER", [one]) => Value::Truth(matches!(one, Value::Number(_))),
        ("SUMIF", [Value::Many(of), wanted, Value::Many(sum)]) => {
            let chosen = of.iter().zip(sum).filter(|(of, _)| *of == wanted);
            let chosen: Vec<Value> = chosen.map(|(_, one)| one.clone()).collect();
            number(flat(&chosen).map(|all| all.iter().sum()))
        }
        ("COUNTIF", [Value::Many(many), wanted]) => {
            let count = many.iter().filter(|one| *one == wanted).count();
            Value::Number(f64::from(u32::try_from(count).unwrap_or(u32::MAX)))
        }
        _ => Value::Error,
    }
}
