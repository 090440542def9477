//! Collecting every problem of a document, each with its place.

use core::fmt::{self, Write};

use crate::period::{Date, Dated, DatedValue, Period};
use crate::text::{clip, is_plain, shown};
use crate::units::{Number, Quantity};

/// One thing that is wrong with a document.
///
/// It says where ([`Problem::place`]), and in its message what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    path: Vec<PathStep>,
    message: String,
    related: Option<usize>,
}

/// One step of the way from a document to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A field of a record.
    Field(&'static str),
    /// A record of a list.
    Record {
        /// The field that holds the list.
        list: &'static str,
        /// The index of the record, from zero.
        index: usize,
        /// The record's code; empty where it has none.
        code: String,
    },
    /// An entry of a map.
    Key(String),
}

impl Problem {
    /// The path to the value, such as `items[3 HTN01].weights[0].value`: names of fields, and for
    /// a record of a list its index from zero and its code.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            if !place.is_empty() {
                place.push('.');
            }
            match step {
                PathStep::Field(name) => place.push_str(name),
                PathStep::Record { list, index, code } => {
                    let space = if code.is_empty() { "" } else { " " };
                    // Writing to a string cannot fail.
                    let _ = write!(place, "{list}[{index}{space}{}]", clip(code));
                }
                PathStep::Key(key) => place.push_str(&clip(key)),
            }
        }
        place
    }

    /// The same path, step by step.
    #[must_use]
    pub fn path(&self) -> &[PathStep] {
        &self.path
    }

    /// What is wrong, and what would be right.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same problem, where the records of lists have other indices in the whole document.
    pub(crate) fn reindexed(mut self, index_of: impl Fn(&str, usize) -> usize) -> Self {
        if let Some(PathStep::Record { list, index, .. }) = self.path.first_mut() {
            *index = index_of(list, *index);
            self.related = self.related.map(|related| index_of(list, related));
        }
        self
    }

    /// The index of another record of the same list that the problem is about too, such as the
    /// first of two that are equal.
    #[must_use]
    pub fn related(&self) -> Option<usize> {
        self.related
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.place())?;
        }
        f.write_str(&self.message)?;
        let list = self.path.iter().rev().find_map(|step| match step {
            PathStep::Record { list, .. } => Some(*list),
            PathStep::Field(_) | PathStep::Key(_) => None,
        });
        match (list, self.related) {
            (Some(list), Some(index)) => write!(f, " (see {list}[{index}])"),
            _ => Ok(()),
        }
    }
}

/// The problems as people read them: on one line if there is one, or else a line each.
pub(crate) fn listing(problems: &[Problem]) -> String {
    match problems {
        [problem] => problem.to_string(),
        problems => {
            problems.iter().fold(format!("{} problems", problems.len()), |text, problem| {
                text + "\n  " + &problem.to_string()
            })
        }
    }
}

/// A place in a document, as a chain that costs nothing until a problem is written down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Field(&'static str),
    Record { list: &'static str, index: usize, code: &'p str },
    Key(&'p str),
}

impl<'p> Place<'p> {
    pub(crate) const ROOT: Place<'static> = Place { parent: None, step: Step::Root };

    /// A field of the record at this place.
    pub(crate) fn field(&'p self, name: &'static str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Field(name) }
    }

    /// A record of a list at this place; its code may be empty.
    pub(crate) fn record(&'p self, list: &'static str, index: usize, code: &'p str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Record { list, index, code } }
    }

    /// An entry of a map at this place.
    pub(crate) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Key(key) }
    }

    fn problem(&self, message: String) -> Problem {
        let mut path = Vec::new();
        let mut place = Some(self);
        while let Some(at) = place {
            match at.step {
                Step::Root => {}
                Step::Field(name) => path.push(PathStep::Field(name)),
                Step::Record { list, index, code } => {
                    path.push(PathStep::Record { list, index, code: code.to_owned() });
                }
                Step::Key(key) => path.push(PathStep::Key(key.to_owned())),
            }
            place = at.parent;
        }
        path.reverse();
        Problem { path, message, related: None }
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    problems: Vec<Problem>,
}

impl Report {
    pub(crate) fn add(&mut self, place: &Place<'_>, message: impl Into<String>) {
        self.problems.push(place.problem(message.into()));
    }

    /// A problem of a record that another record of the same list has a part in.
    pub(crate) fn add_related(
        &mut self,
        place: &Place<'_>,
        message: impl Into<String>,
        other: usize,
    ) {
        let mut problem = place.problem(message.into());
        problem.related = Some(other);
        self.problems.push(problem);
    }

    /// The value of a result; an error becomes a problem at this place.
    pub(crate) fn take<T, E: fmt::Display>(
        &mut self,
        place: &Place<'_>,
        result: Result<T, E>,
    ) -> Option<T> {
        result.map_err(|error| self.add(place, error.to_string())).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// A number as the quantity it should be.
    pub(crate) fn number<Q: Quantity>(&mut self, place: &Place<'_>, number: &Number) -> Option<Q> {
        self.take(place, number.read())
    }

    /// A small whole number.
    pub(crate) fn count(
        &mut self,
        place: &Place<'_>,
        number: &Number,
        (least, most): (i64, i64),
    ) -> Option<i64> {
        let text = number.as_str();
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let count = digits.then(|| text.parse().ok()).flatten();
        let count = count.filter(|count| (least..=most).contains(count));
        if count.is_none() {
            let text = clip(text);
            self.add(place, format!("\"{text}\" is not a whole number from {least} to {most}"));
        }
        count
    }

    pub(crate) fn date(&mut self, place: &Place<'_>, text: &str) -> Option<Date> {
        self.take(place, text.parse())
    }

    /// The first day of a value, and the day on which it ceases to hold if one is given.
    pub(crate) fn dates(
        &mut self,
        place: &Place<'_>,
        from: &str,
        until: Option<&String>,
    ) -> Option<(Date, Option<Date>)> {
        let from = self.date(&place.field("from"), from);
        let until = match until {
            None => Some(None),
            Some(until) => self.date(&place.field("until"), until).map(Some),
        };
        from.zip(until)
    }

    /// A period from its first day and the day after its last.
    pub(crate) fn period(&mut self, place: &Place<'_>, from: &str, until: &str) -> Option<Period> {
        let from = self.date(&place.field("from"), from);
        let until = self.date(&place.field("until"), until);
        self.take(&place.field("until"), Period::new(from?, until?))
    }

    /// A code by which records refer to each other.
    pub(crate) fn code(&mut self, place: &Place<'_>, code: &str) {
        const MOST_BYTES: usize = 64;
        let place = place.field("code");
        if code.is_empty() {
            self.add(&place, "is empty: give a code");
        } else if code.len() > MOST_BYTES {
            self.add(&place, format!("is {} bytes long: at most {MOST_BYTES}", code.len()));
        } else if let Some(bad) =
            code.chars().find(|c| !is_plain(*c) || c.is_whitespace() || *c == '/')
        {
            // Ids of figures are codes between slashes.
            self.add(
                &place,
                format!(
                    "contains {}: a code has no spaces, slashes or control characters",
                    shown(bad)
                ),
            );
        }
    }

    /// A name, a citation, or another line that people read.
    pub(crate) fn line(&mut self, place: &Place<'_>, text: &str) {
        const MOST_BYTES: usize = 600;
        if text.trim().is_empty() {
            self.add(place, "is empty: write what people should read there");
        } else if text.len() > MOST_BYTES {
            self.add(place, format!("is {} bytes long: at most {MOST_BYTES}", text.len()));
        } else if let Some(bad) = text.chars().find(|c| !is_plain(*c)) {
            self.add(
                place,
                format!(
                    "contains {}, which could make a statement mislead: type it again",
                    shown(bad)
                ),
            );
        }
    }

    /// A series of dated values; the problems of the single values have been reported before.
    pub(crate) fn series<T>(
        &mut self,
        place: &Place<'_>,
        name: String,
        values: Vec<DatedValue<T>>,
    ) -> Option<Dated<T>> {
        match Dated::new(name, values) {
            Ok(series) => Some(series),
            Err(problems) => {
                for problem in problems {
                    self.add(place, problem.to_string());
                }
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_place() {
        let mut report = Report::default();
        let item = Place::ROOT.record("items", 3, "HTN01");
        let weight = item.record("weights", 0, "");
        report.add(&weight.field("value"), "is wrong");
        let by_group = weight.field("by_group");
        report.add(&by_group.key("remote"), "is missing");
        report.add(&Place::ROOT, "is empty");
        let problems = report.into_problems();
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            texts,
            [
                "items[3 HTN01].weights[0].value: is wrong",
                "items[3 HTN01].weights[0].by_group.remote: is missing",
                "is empty",
            ]
        );
        assert_eq!(problems[2].path(), []);
        assert_eq!(
            problems[1].path()[1..],
            [
                PathStep::Record { list: "weights", index: 0, code: String::new() },
                PathStep::Field("by_group"),
                PathStep::Key("remote".to_owned()),
            ]
        );
        assert_eq!(problems[0].message(), "is wrong");
    }

    #[test]
    fn text_that_people_read_cannot_mislead() {
        let problems = |code: &str, name: &str| {
            let mut report = Report::default();
            report.code(&Place::ROOT, code);
            report.line(&Place::ROOT.field("name"), name);
            report.into_problems().iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(problems("WX-01", "卫生院(总院) 1"), [""; 0]);
        assert_eq!(problems(&"x".repeat(64), &"x".repeat(600)), [""; 0]);
        for (code, name, message) in [
            ("", "n", "code: is empty: give a code"),
            (
                "a/b",
                "n",
                "code: contains \"/\": a code has no spaces, slashes or control characters",
            ),
            (
                "a b",
                "n",
                "code: contains a space: a code has no spaces, slashes or control characters",
            ),
            ("a", " ", "name: is empty: write what people should read there"),
            (
                "a",
                "x\u{202e}y",
                "name: contains the character U+202E, which could make a statement mislead: type it again",
            ),
            (
                "a",
                "x\ny",
                "name: contains a line break, which could make a statement mislead: type it again",
            ),
        ] {
            assert_eq!(problems(code, name), [message]);
        }
        assert_eq!(problems(&"x".repeat(65), "n"), ["code: is 65 bytes long: at most 64"]);
        assert_eq!(problems("a", &"x".repeat(601)), ["name: is 601 bytes long: at most 600"]);
    }
}
