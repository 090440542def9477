//! Scaling and adding: exactly, on numbers alone.

use serde_json::Value as Json;

use crate::exact::{Exact, Mode, Rounding};
use crate::text::{clip, some_of};
use crate::units::Number;

/// Fields that people read, whatever is written in them.
const TEXTS: [&str; 12] = [
    "code", "name", "cite", "title", "issuer", "unit", "from", "until", "payee", "item", "scheme",
    "digest",
];

/// What is done to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Arithmetic {
    Scale(Exact),
    Add(Exact),
}

/// What is done to a number, and how the result is rounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Adjust {
    pub(super) by: Arithmetic,
    pub(super) places: Option<u8>,
}

impl Adjust {
    fn apply(&self, number: &Exact) -> Exact {
        let result = match &self.by {
            Arithmetic::Scale(factor) => number.times(factor),
            Arithmetic::Add(term) => number.plus(term),
        };
        match self.places.map(|places| Rounding::new(places, Mode::HalfAwayFromZero)) {
            Some(Ok(rounding)) => rounding.round(&result),
            // More places than a rounding keeps were refused when the change was read.
            Some(Err(_)) | None => result,
        }
    }

    /// The number that a text says, adjusted; the message of a text that says none.
    pub(super) fn text(&self, text: &str) -> Result<String, String> {
        match decimal(text) {
            Some(number) => Ok(self.apply(&number).to_string()),
            None => Err(format!("\"{}\" is not a number: set it instead", clip(text))),
        }
    }

    /// The same of a number of a document.
    pub(super) fn number(&self, number: &Number) -> Result<Number, String> {
        self.text(number.as_str()).map(Number::from)
    }

    /// Adjusts the number at a place, or each number of a list of weights or dated values; how many
    /// there were. `key` is the field that the place is.
    pub(super) fn json(&self, key: &str, place: &mut Json) -> Result<usize, String> {
        match place {
            Json::String(_) if TEXTS.contains(&key) => {
                Err(format!("\"{key}\" is not a number: set it instead"))
            }
            Json::String(text) => {
                *text = self.text(text)?;
                Ok(1)
            }
            // But for places, documents write numbers as texts: a change before set this one.
            Json::Number(number) if key != "places" => {
                *place = self.text(&number.to_string())?.into();
                Ok(1)
            }
            Json::Array(values) => values.iter_mut().try_fold(0, |count, value| {
                let field = match value {
                    Json::Object(fields) if fields.contains_key("value") => "value",
                    Json::Object(fields) if fields.contains_key("by_group") => "by_group",
                    _ => return Err(of_a_container("a list", value)),
                };
                match value.get_mut(field) {
                    Some(number) => Ok(count + self.json(field, number)?),
                    None => Ok(count),
                }
            }),
            Json::Object(values) if key == "by_group" => values
                .values_mut()
                .try_fold(0, |count, value| Ok(count + self.json("value", value)?)),
            Json::Object(fields) => {
                let dated = ["value", "by_group"].into_iter().find(|f| fields.contains_key(*f));
                match dated.and_then(|field| Some((field, fields.get_mut(field)?))) {
                    Some((field, number)) => self.json(field, number),
                    None => Err(of_a_container("a record", place)),
                }
            }
            other => {
                let other = other.to_string();
                Err(format!(
                    "{} is not a number to scale or to add to: set it instead",
                    clip(&other)
                ))
            }
        }
    }
}

/// The longest number, in characters, that is scaled or added. No document can state one of half of
/// it; a factor of a megabyte would make a megabyte of every number that it scales.
const MOST_CHARS: usize = 100;

/// A decimal in the grammar of documents.
pub(super) fn decimal(text: &str) -> Option<Exact> {
    // An exact number is a fraction, too, where a document's is not.
    let is_decimal = text.len() <= MOST_CHARS && !text.contains('/');
    is_decimal.then(|| text.parse().ok()).flatten()
}

/// What to name instead of something that holds numbers among other things.
fn of_a_container(what: &str, place: &Json) -> String {
    let numbers = place.as_object().into_iter().flatten().filter(|(key, value)| {
        let text = value.as_str().filter(|_| !TEXTS.contains(&key.as_str()));
        text.and_then(decimal).is_some()
    });
    let numbers: Vec<&str> = numbers.map(|(key, _)| key.as_str()).collect();
    let such = if numbers.is_empty() {
        String::new()
    } else {
        format!(", such as {}", some_of(numbers.into_iter()).unwrap_or_default())
    };
    format!("is {what}, not a number: name the number in it{such}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn scale(by: &str, places: Option<u8>) -> Adjust {
        Adjust { by: Arithmetic::Scale(by.parse().unwrap()), places }
    }

    #[test]
    fn numbers_are_changed_exactly() {
        let third = Adjust { by: Arithmetic::Add("0.1".parse().unwrap()), places: None };
        for (adjust, before, after) in [
            (scale("1.05", None), "12.04", "12.642"),
            (scale("1.05", Some(2)), "12.04", "12.64"),
            (scale("1.05", Some(2)), "12.10", "12.71"),
            (scale("-1", Some(0)), "0.5", "-1"),
            (scale("0", None), "007.10", "0"),
            (scale("0.1", None), "90071992547409.93", "9007199254740.993"),
            (third, "0.2", "0.3"),
        ] {
            assert_eq!(adjust.text(before).unwrap(), after);
        }
        for text in ["", "1/3", "1e3", "+1", ".5", "2024-01-01", "12,5", &"1".repeat(101)] {
            assert!(scale("2", None).text(text).is_err(), "{text}");
        }
        assert!(scale("2", None).text(&"1".repeat(100)).is_ok());
    }

    #[test]
    fn lists_of_weights_are_changed_throughout() {
        let mut weights = json!([
            { "from": "2024-01-01", "value": "1.5", "cite": "75" },
            { "from": "2024-07-01", "by_group": { "plain": "2", "remote": "3" }, "cite": "75" },
        ]);
        assert_eq!(scale("2", None).json("weights", &mut weights), Ok(3));
        assert_eq!(
            weights,
            json!([
                { "from": "2024-01-01", "value": "3", "cite": "75" },
                { "from": "2024-07-01", "by_group": { "plain": "4", "remote": "6" }, "cite": "75" },
            ])
        );
    }

    #[test]
    fn integers_that_were_set_are_numbers() {
        let mut mark = json!(7);
        assert_eq!(scale("1.5", None).json("mark", &mut mark), Ok(1));
        assert_eq!(mark, "10.5");
        let mut prices = json!([{ "from": "2024-01-01", "value": 12, "cite": "75" }]);
        assert_eq!(scale("2", None).json("values", &mut prices), Ok(1));
        assert_eq!(prices, json!([{ "from": "2024-01-01", "value": "24", "cite": "75" }]));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for (key, value, message) in [
            ("cite", json!("75"), "\"cite\" is not a number: set it instead"),
            ("money", json!({ "places": 2 }), "is a record, not a number: name the number in it"),
            (
                "steps",
                json!([{ "above": "0", "factor": "1", "cite": "75" }]),
                "is a list, not a number: name the number in it, such as above, factor",
            ),
            ("places", json!(2), "2 is not a number to scale or to add to: set it instead"),
        ] {
            assert_eq!(scale("2", None).json(key, &mut value.clone()).unwrap_err(), message);
        }
    }
}
