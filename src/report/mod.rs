//! Collecting every problem of a document, each with its place.

mod place;
mod problem;

use core::fmt;

pub(crate) use place::Place;
pub(crate) use problem::Problems;
pub use problem::{PathStep, Problem};

use crate::period::{Date, Dated, DatedValue, Period};
use crate::text::{clip, objection_to_code, objection_to_line};
use crate::units::{Number, Quantity};

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Report {
    problems: Problems,
}

impl Report {
    pub(crate) fn add(&mut self, place: &Place<'_>, message: impl Into<String>) {
        self.problems.push(|| place.problem(message.into()));
    }

    /// A problem of a record that another record of the same list has a part in.
    pub(crate) fn add_related(
        &mut self,
        place: &Place<'_>,
        message: impl Into<String>,
        other: usize,
    ) {
        self.problems.push(|| {
            let problem = place.problem(message.into());
            Problem { related: Some(other), ..problem }
        });
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

    pub(crate) fn into_problems(self) -> Problems {
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
        self.reference(&place.field("code"), code);
    }

    /// A code that stands in another field than `code`.
    pub(crate) fn reference(&mut self, place: &Place<'_>, code: &str) {
        if let Some(objection) = objection_to_code(code) {
            self.add(place, objection);
        }
    }

    /// A name, a citation, or another line that people read.
    pub(crate) fn line(&mut self, place: &Place<'_>, text: &str) {
        if let Some(objection) = objection_to_line(text) {
            self.add(place, objection);
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
        let problems = problems.listed();
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
    fn a_count_is_digits_within_bounds() {
        let counted = |text: &str| {
            let mut report = Report::default();
            let count = report.count(&Place::ROOT, &Number::from(text), (1, 12));
            assert_eq!(count.is_none(), !report.is_empty(), "{text}");
            count
        };
        assert_eq!(["1", "007", "12"].map(counted), [Some(1), Some(7), Some(12)]);
        for text in ["", "0", "13", "+5", "-5", "5.0", "99999999999999999999"] {
            assert_eq!(counted(text), None, "{text}");
        }
    }

    #[test]
    fn text_that_people_read_cannot_mislead() {
        let problems = |code: &str, name: &str| {
            let mut report = Report::default();
            report.code(&Place::ROOT, code);
            report.line(&Place::ROOT.field("name"), name);
            let problems = report.into_problems();
            problems.listed().iter().map(ToString::to_string).collect::<Vec<_>>()
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

    #[test]
    fn the_first_thousand_are_listed_and_all_are_counted() {
        let text = |count: usize| {
            let mut report = Report::default();
            (0..count).for_each(|index| report.add(&Place::ROOT.record("items", index, ""), "no"));
            let problems = report.into_problems();
            assert_eq!(problems.listed().len() + problems.unlisted(), count);
            problems.to_string()
        };
        assert_eq!(text(1), "items[0]: no");
        assert_eq!(text(2), "2 problems\n  items[0]: no\n  items[1]: no");
        assert!(text(1_000).ends_with("\n  items[999]: no"));
        let many = text(1_002);
        assert!(many.starts_with("1002 problems\n  items[0]: no\n"));
        assert!(many.ends_with("\n  items[999]: no\n  and 2 more, which are not listed"));
    }

    #[test]
    fn a_long_code_is_not_repeated() {
        let mut report = Report::default();
        let long = "长".repeat(1_000_000);
        let item = Place::ROOT.record("items", 3, &long);
        report.add(&item.field("by_group").key(&long), "no");
        let problems = report.into_problems();
        assert!(problems.to_string().len() < 500, "{problems}");
        let [PathStep::Record { code, .. }, _, PathStep::Key(key)] = problems.listed()[0].path()
        else {
            panic!("{problems}");
        };
        assert!(code.len() < 200 && key == code);
    }
}
