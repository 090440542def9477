//! What agrees with a statement and what differs.

use serde_json::Value;
use work_equivalent::exact::{Exact, Mode, Rounding};

use super::document::Figure;
use super::place::{self, Place, Step, written};
use super::stage::{self, At};

/// One expected figure, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// In which statement of several.
    pub statement: usize,
    pub at: At,
    pub place: String,
    pub expected: String,
    pub found: String,
    /// Found less expected, where both are numbers.
    pub difference: Option<Exact>,
    pub agrees: bool,
    /// How it was worked out by hand.
    pub steps: Vec<String>,
    /// How the library came to it, where it differs.
    pub how: Vec<String>,
}

impl Check {
    /// A comparison of two texts.
    pub fn of_texts(at: At, place: String, expected: &str, found: &str, agrees: bool) -> Self {
        Self {
            statement: 0,
            at,
            place,
            expected: expected.to_owned(),
            found: found.to_owned(),
            difference: None,
            agrees,
            steps: Vec::new(),
            how: Vec::new(),
        }
    }

    /// A comparison of an exact number with one that is stated.
    ///
    /// # Errors
    ///
    /// What is stated is no number.
    pub fn of_numbers(
        at: At,
        place: String,
        stated: &Value,
        found: &Exact,
    ) -> Result<Self, String> {
        let text = match stated {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        let Some(number) = Stated::parse(&text) else {
            return Err(format!(
                "{place}：{} 不是数字：只写数字和小数点，如 \"3263366.41\"，不写千分号和单位；\
                 只算到几位小数的，前面加 ≈，如 \"≈0.8748\"",
                shown(stated)
            ));
        };
        let compared = match &number.places {
            None => found.clone(),
            Some(places) => places.round(found),
        };
        let agrees = compared == number.value;
        let mut check = Self::of_texts(at, place, &text, &readable(found), agrees);
        check.difference = Some(compared.minus(&number.value));
        Ok(check)
    }
}

/// A number that someone worked out: exact, or to a number of decimals.
struct Stated {
    value: Exact,
    /// How what is found is rounded before it is compared, after `≈`.
    places: Option<Rounding>,
}

impl Stated {
    fn parse(text: &str) -> Option<Self> {
        let Some(digits) = text.strip_prefix('≈') else {
            return Some(Self { value: text.parse().ok()?, places: None });
        };
        let digits = digits.trim_start();
        let places = u8::try_from(decimals(digits)).ok()?;
        let places = Rounding::new(places, Mode::HalfAwayFromZero).ok()?;
        Some(Self { value: digits.parse().ok()?, places: Some(places) })
    }
}

/// Keys whose values are no numbers, even where they look like one.
const TEXTS: &[&str] =
    &["code", "digest", "group", "income_class", "item", "name", "number", "title", "unit"];

/// Compares what a vector expects of a statement.
pub struct Comparison<'v> {
    pub whole: &'v Value,
    pub checks: Vec<Check>,
    /// What makes the vector unusable.
    pub problems: Vec<String>,
}

impl<'v> Comparison<'v> {
    pub fn new(whole: &'v Value) -> Self {
        Self { whole, checks: Vec::new(), problems: Vec::new() }
    }

    /// A figure by its path.
    pub fn figure(&mut self, figure: &Figure) {
        let before = self.checks.len();
        match place::parse(&figure.path) {
            Err(problem) => self.problems.push(problem),
            Ok(place) => match place::find(self.whole, &place) {
                Err(problem) => self.problems.push(problem),
                Ok(found) => self.part(&place, found, &figure.value),
            },
        }
        for check in &mut self.checks[before..] {
            check.steps.clone_from(&figure.steps);
        }
    }

    /// A part of what stands at a place; records of a list are found by their code.
    pub fn part(&mut self, place: &Place, found: Option<&Value>, part: &Value) {
        match (found, part) {
            (Some(Value::Object(_)), Value::Object(part)) => {
                let coded = matches!(place.last(), Some(Step::Record(_)));
                for (key, part) in part {
                    // By its code the record was found.
                    if coded && key == "code" && self.is_coded(place) {
                        continue;
                    }
                    self.below(place, Step::Key(key.clone()), part);
                }
            }
            (Some(Value::Array(found)), Value::Array(part)) => self.list(place, found, part),
            (None, Value::Array(part)) => self.list(place, &[], part),
            (Some(Value::Object(_) | Value::Array(_)), Value::Null)
            | (None | Some(Value::Null), Value::Object(_)) => {
                let (expected, found) =
                    if part.is_null() { ("无", "有") } else { ("有", "无") };
                self.check(place, |at, place| {
                    Ok(Check::of_texts(at, place, expected, found, false))
                });
            }
            (Some(Value::Object(_) | Value::Array(_)), _)
            | (_, Value::Object(_) | Value::Array(_)) => {
                let place = written(place);
                let why = "这里不是一个数，而是一组数：写它下面的某一项";
                let why = if part.is_object() || part.is_array() {
                    "这里是一个数，不是一组数"
                } else {
                    why
                };
                self.problems.push(format!("{place}：{why}"));
            }
            (found, part) => self.scalar(place, found, part),
        }
    }

    /// Whether the record at a place has a code.
    fn is_coded(&self, place: &Place) -> bool {
        let found = place::find(self.whole, place);
        found.is_ok_and(|found| found.is_some_and(|record| record.get("code").is_some()))
    }

    fn below(&mut self, place: &Place, step: Step, part: &Value) {
        let mut place = place.clone();
        place.push(step);
        match place::find(self.whole, &place) {
            Err(problem) => self.problems.push(problem),
            Ok(found) => self.part(&place, found, part),
        }
    }

    fn list(&mut self, place: &Place, found: &[Value], part: &[Value]) {
        let coded = part.iter().any(|record| record.get("code").is_some());
        if !coded && (part.is_empty() || found.len() != part.len()) {
            // A list whose records have no codes is in full and in order.
            let agrees = found.len() == part.len();
            let [expected, found] = [part.len(), found.len()].map(|count| format!("{count}条"));
            self.check(place, |at, place| {
                Ok(Check::of_texts(at, place, &expected, &found, agrees))
            });
        }
        for (index, part) in part.iter().enumerate() {
            let step = match part.get("code").and_then(Value::as_str) {
                Some(code) => code.to_owned(),
                None if coded => {
                    let place = written(place);
                    self.problems.push(format!("{place}：第{}条没有写 code", index + 1));
                    continue;
                }
                None if index >= found.len() => break,
                None => index.to_string(),
            };
            self.below(place, Step::Record(step), part);
        }
    }

    fn scalar(&mut self, place: &Place, found: Option<&Value>, stated: &Value) {
        let key = place.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Record(_) => None,
        });
        let is_text = key.is_some_and(|key| TEXTS.contains(&key));
        let number = match (found, stated) {
            _ if is_text => None,
            // A sum of zero is left out of a statement, and so is what does not apply.
            (None, stated) if !stated.is_null() => Some(Exact::zero()),
            (Some(Value::String(found)), stated) if !stated.is_null() => found.parse().ok(),
            _ => None,
        };
        let found_text = found.map_or_else(|| "无".to_owned(), shown);
        self.check(place, |at, place| {
            if let Some(number) = number {
                // Money keeps both its decimals.
                let check = Check::of_numbers(at, place, stated, &number)?;
                return Ok(Check { found: found_text, ..check });
            }
            let agrees = found.unwrap_or(&Value::Null) == stated;
            Ok(Check::of_texts(at, place, &shown(stated), &found_text, agrees))
        });
    }

    fn check(&mut self, place: &Place, make: impl FnOnce(At, String) -> Result<Check, String>) {
        let (statement, at) = stage::of(place);
        match make(at, written(place)) {
            Ok(check) => self.checks.push(Check { statement, ..check }),
            Err(problem) => self.problems.push(problem),
        }
    }
}

/// A value as a table shows it.
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "无".to_owned(),
        Value::String(text) => match text.parse() {
            Ok(number) if decimals(text) > MOST_DECIMALS || text.contains('/') => readable(&number),
            _ => text.clone(),
        },
        other => other.to_string(),
    }
}

/// More decimals than these are rounded for people, with a sign that says so.
const MOST_DECIMALS: usize = 10;

fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// An exact number as people read it: in full where it is a decimal of a few places.
pub fn readable(number: &Exact) -> String {
    let text = number.to_string();
    match Rounding::new(10, Mode::HalfAwayFromZero) {
        Ok(rounding) if decimals(&text) > MOST_DECIMALS || text.contains('/') => {
            format!("≈{}", rounding.round(number))
        }
        _ => text,
    }
}
