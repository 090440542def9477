//! The grammars of what a document states: every way in agrees, and with the grammar said another
//! way.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::exact::{Exact, Limits};
use work_equivalent::period::{Date, Period};
use work_equivalent::units::{
    Coefficient, Factor, Mark, Money, Number, Quota, UnitPrice, Volume, Weight,
};

use crate::numbers;

/// What every quantity is.
trait Text: FromStr<Err: Display> + Display + Debug + PartialEq + Serialize + DeserializeOwned {}

impl<T: FromStr<Err: Display> + Display + Debug + PartialEq + Serialize + DeserializeOwned> Text
    for T
{
}

/// Tries a text, and the bytes as a number of JSON.
pub fn run(data: &[u8]) {
    macro_rules! stated {
        ($($name:ident $signed:literal),*) => {$(
            let from_bytes = $name::from_ascii(data).ok();
            let text = str::from_utf8(data).ok();
            assert_eq!(from_bytes, text.and_then(|text| text.parse().ok()), stringify!($name));
            if let Some(text) = text {
                let read = states::<$name>(text, $name::LIMITS, $signed, |it| it.to_exact());
                if let Some(read) = read {
                    assert_eq!($name::from_decimal(read.to_decimal()).unwrap(), read);
                    assert_eq!(Exact::from(read.to_decimal()), read.to_exact());
                }
            }
        )*};
    }
    stated!(Volume true, Weight false, Quota false, Factor false, Mark true);
    from_json(data);
    let Ok(text) = str::from_utf8(data) else { return };
    computes(text, UnitPrice::LIMITS, |price: &UnitPrice| price.exact().clone());
    computes(text, Coefficient::LIMITS, |coefficient: &Coefficient| coefficient.exact().clone());
    if let Some(money) = computes(text, Money::LIMITS, |money: &Money| money.to_exact()) {
        assert_eq!(Money::from_fen(money.fen()), Some(money));
        assert_eq!(money.to_decimal().map(Money::from_decimal), Some(Ok(money)));
    }
    exact(text);
    dates(text);
}

/// What a text is read as, which is the same by all ways in; none where it is refused by all.
fn states<Q: Text>(text: &str, limits: Limits, signed: bool, value: fn(&Q) -> Exact) -> Option<Q> {
    let read = from_text(text, limits, signed, value);
    assert_eq!(from_quoted(text), read, "{text:?}");
    read
}

/// As [`states`], but what was computed and is read back may be longer than what is stated.
fn computes<Q: Text>(text: &str, limits: Limits, value: fn(&Q) -> Exact) -> Option<Q> {
    let read = from_text(text, limits, false, value);
    let from_json = from_quoted::<Q>(text);
    if let Some(computed) = &from_json {
        assert_eq!(fraction(&value(computed)), fraction_of(text), "{text:?}");
    }
    if read.is_some() {
        assert_eq!(from_json, read, "{text:?}");
    }
    read
}

fn from_text<Q: Text>(
    text: &str,
    limits: Limits,
    signed: bool,
    value: fn(&Q) -> Exact,
) -> Option<Q> {
    let read = text.parse::<Q>();
    assert_eq!(read.is_ok(), is_accepted(text, limits, signed), "{text:?}");
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return None;
        }
    };
    assert_eq!(read.to_string().parse::<Q>().ok().as_ref(), Some(&read));
    assert_eq!(value(&read).to_string().parse::<Q>().ok().as_ref(), Some(&read));
    assert_eq!(fraction(&value(&read)), fraction_of(text), "{text:?}");
    Some(read)
}

/// What a text of JSON is read as.
fn from_quoted<Q: Text>(text: &str) -> Option<Q> {
    let read = serde_json::from_str(&serde_json::to_string(text).unwrap()).ok()?;
    reads_back(&read);
    Some(read)
}

/// Whether a text is in the grammar and the limits, said another way than the crate says it.
fn is_accepted(text: &str, limits: Limits, signed: bool) -> bool {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = magnitude.split_once('.').unwrap_or((magnitude, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_zero = magnitude.chars().all(|c| matches!(c, '0' | '.'));
    are_digits(whole)
        && are_digits(decimals)
        && whole.trim_start_matches('0').len() <= limits.before as usize
        && decimals.trim_end_matches('0').len() <= limits.after as usize
        && (signed || !text.starts_with('-') || is_zero)
}

/// What JSON is read as a quantity is a text or an integer of 64 bits, whatever the quantity.
fn from_json(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(data) else { return };
    let may_be_read = match &json {
        Value::String(_) => true,
        Value::Number(number) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    macro_rules! quantities {
        ($($name:ident),*) => {$(
            match serde_json::from_slice::<$name>(data) {
                Ok(read) => {
                    assert!(may_be_read, "{json} is read as a {}", stringify!($name));
                    reads_back(&read);
                    assert_eq!(serde_json::from_value::<$name>(json.clone()).unwrap(), read);
                }
                Err(error) => assert!(serde_json::from_value::<$name>(json.clone()).is_err(), "{error}"),
            }
        )*};
    }
    quantities!(Volume, Weight, Quota, Factor, Mark, UnitPrice, Coefficient, Money, Exact, Number);
}

fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let json = serde_json::to_string(value).unwrap();
    assert!(json.starts_with('"'), "{json} is no text");
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
}

/// The grammar of exact numbers.
fn exact(text: &str) {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let parts: Vec<&str> = magnitude.split(['.', '/']).collect();
    let are_digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_zero = |part: &&str| part.bytes().all(|b| b == b'0');
    let by_zero = magnitude.contains('/') && parts.last().is_some_and(is_zero);
    let is_accepted = parts.len() <= 2 && parts.iter().all(are_digits) && !by_zero;
    match text.parse::<Exact>() {
        Ok(number) => {
            assert!(is_accepted, "{text:?}");
            assert_eq!(number.to_string().parse::<Exact>().unwrap(), number);
            assert_eq!(fraction(&number), fraction_of(text));
            reads_back(&number);
            if let Some(decimal) = number.to_decimal() {
                assert_eq!(Exact::from(decimal), number);
            }
        }
        // There is an end to how long a number may be.
        Err(error) => assert!(!is_accepted || text.len() > 10_000, "{error}"),
    }
}

/// An exact number as a fraction, by its text.
pub(super) fn fraction(number: &Exact) -> numbers::Fraction {
    fraction_of(&number.to_string())
}

fn fraction_of(text: &str) -> numbers::Fraction {
    match text.split_once('/') {
        None => numbers::read(&Number::from(text)),
        Some((numerator, denominator)) => {
            numbers::Fraction::new(numerator.parse().unwrap(), denominator.parse().unwrap())
        }
    }
}

/// Dates, months and periods of two dates.
fn dates(text: &str) {
    if let Ok(date) = text.parse::<Date>() {
        assert_eq!(date.to_string(), text, "a date is written in one way");
        assert_eq!(text.len(), 10);
        reads_back(&date);
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<Date>(&json).unwrap(), date);
    }
    if let Ok(month) = Period::month(text) {
        assert_eq!(month.from().to_string(), format!("{text}-01"));
        assert!((28..=31).contains(&month.days()));
        assert!(month.contains(month.last_day()) && !month.contains(month.until()));
    }
    if let Some((from, until)) = text.split_once('/')
        && let (Ok(from), Ok(until)) = (from.parse::<Date>(), until.parse::<Date>())
    {
        let period = Period::new(from, until);
        assert_eq!(period.is_ok(), from < until);
        if let Ok(period) = period {
            assert!(period.days() > 0 && period.covers(period) && period.contains(from));
            let json = serde_json::to_string(&period).unwrap();
            assert_eq!(serde_json::from_str::<Period>(&json).unwrap(), period);
        }
    }
}
