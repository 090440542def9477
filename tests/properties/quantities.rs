//! Rule 3.1 and the table of units: an input is a finite decimal in a strict grammar and a bounded
//! range, read exactly; anything else is an error, never a rounded value.

use core::fmt::{Debug, Display};
use core::str::FromStr;

use proptest::prelude::*;
use proptest::string::string_regex;
use serde::Serialize;
use serde::de::DeserializeOwned;
use work_equivalent::exact::{Exact, Limits};
use work_equivalent::units::{Coefficient, Factor, Mark, Money, Number, UnitPrice, Volume, Weight};

use crate::numbers;
use crate::support::{check, exacts, fraction};

/// A quantity that a document states.
trait Stated: FromStr + Display + Debug + PartialEq + Serialize + DeserializeOwned {
    const LIMITS: Limits;
    const SIGNED: bool;

    fn value(&self) -> Exact;
}

macro_rules! stated {
    ($($name:ident $signed:literal $value:expr;)*) => {
        $(impl Stated for $name {
            const LIMITS: Limits = Self::LIMITS;
            const SIGNED: bool = $signed;

            fn value(&self) -> Exact {
                let value: fn(&Self) -> Exact = $value;
                value(self)
            }
        })*
    };
}

stated! {
    Volume true |volume| volume.to_exact();
    Weight false |weight| weight.to_exact();
    Factor false |factor| factor.to_exact();
    Mark true |mark| mark.to_exact();
    UnitPrice false |price| price.exact().clone();
    Coefficient false |coefficient| coefficient.exact().clone();
    Money false |money| money.to_exact();
}

/// Runs a property of all quantities.
macro_rules! of_every_quantity {
    ($property:ident) => {
        $property::<Volume>();
        $property::<Weight>();
        $property::<Factor>();
        $property::<Mark>();
        $property::<UnitPrice>();
        $property::<Coefficient>();
        $property::<Money>();
    };
}

/// Texts that match a pattern.
fn texts(pattern: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(pattern).unwrap()
}

/// Texts in the grammar and the limits, with zeros that do not count; the edges among them.
fn written<Q: Stated>() -> impl Strategy<Value = String> {
    let Limits { before, after } = Q::LIMITS;
    let sign = if Q::SIGNED { "-?" } else { "" };
    prop_oneof![
        6 => texts(&format!("{sign}0{{0,3}}[0-9]{{1,{before}}}(\\.[0-9]{{1,{after}}}0{{0,3}})?")),
        1 => texts(&format!("{sign}9{{{before}}}(\\.9{{{after}}})?")),
        1 => texts(&format!("{sign}0\\.0{{{}}}[1-9]", after - 1)),
    ]
}

/// Whether a text is in the grammar and the limits, said another way than the crate says it.
fn is_accepted(text: &str, limits: Limits, signed: bool) -> bool {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = magnitude.split_once('.').unwrap_or((magnitude, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let whole_length = whole.trim_start_matches('0').len();
    let decimals_length = decimals.trim_end_matches('0').len();
    let is_zero = magnitude.chars().all(|c| matches!(c, '0' | '.'));
    are_digits(whole)
        && are_digits(decimals)
        && whole_length <= limits.before as usize
        && decimals_length <= limits.after as usize
        && (signed || !text.starts_with('-') || is_zero)
}

fn reads_what_it_writes<Q: Stated>() {
    check(200, &written::<Q>(), |text| {
        let Ok(quantity) = text.parse::<Q>() else { panic!("{text} is refused") };
        let value = quantity.value();
        prop_assert_eq!(fraction(&value), numbers::read(&Number::from(&*text)));
        let again = quantity.to_string().parse::<Q>().ok().expect("what it writes");
        prop_assert_eq!(&again, &quantity);
        let json = serde_json::to_string(&quantity).unwrap();
        prop_assert_eq!(&json, &format!("\"{quantity}\""));
        prop_assert_eq!(&serde_json::from_str::<Q>(&json).unwrap(), &quantity);
        // What it writes is as short as it can be; money always has its fen.
        let shortest = value.to_string();
        let written = quantity.to_string();
        prop_assert!(
            written == shortest || Q::LIMITS.after == 2 && written.len() <= shortest.len() + 3
        );
        Ok(())
    });
}

#[test]
fn every_quantity_reads_what_it_writes() {
    of_every_quantity!(reads_what_it_writes);
}

fn refuses_what_is_too_long<Q: Stated>() {
    let Limits { before, after } = Q::LIMITS;
    let long = |digits: u32| format!("{{{digits},{}}}", digits + 30);
    let texts = prop_oneof![
        texts(&format!("-?[1-9][0-9]{}(\\.[0-9]{{1,3}})?", long(before))),
        texts(&format!("-?[0-9]{{1,3}}\\.[0-9]{}[1-9]0{{0,3}}", long(after))),
    ];
    check(100, &texts, |text| {
        prop_assert!(text.parse::<Q>().is_err());
        Ok(())
    });
}

#[test]
fn no_quantity_takes_more_digits_than_its_limits() {
    of_every_quantity!(refuses_what_is_too_long);
}

fn takes_its_grammar_and_nothing_else<Q: Stated>() {
    let texts = prop_oneof![
        any::<String>(),
        texts("[-+]?[0-9]{0,12}[.,eE/_٣３十 ]?[0-9]{0,12}"),
        texts("[-+.0-9eE]{0,8}"),
        texts("-[0-9]{1,4}(\\.[0-9]{1,2})?"),
        written::<Q>(),
    ];
    check(400, &texts, |text| {
        prop_assert_eq!(text.parse::<Q>().is_ok(), is_accepted(&text, Q::LIMITS, Q::SIGNED));
        Ok(())
    });
}

#[test]
fn every_quantity_takes_its_grammar_and_nothing_else() {
    of_every_quantity!(takes_its_grammar_and_nothing_else);
}

fn takes_no_bare_fraction<Q: Stated>() {
    let bare = prop_oneof![texts("[0-9]\\.[0-9]"), texts("[1-9]e[0-9]"), texts("[1-9]E-[0-9]")];
    check(30, &bare, |json| {
        prop_assert!(serde_json::from_str::<Q>(&json).is_err());
        Ok(())
    });
    check(30, &any::<i64>(), |integer| {
        // A computed amount may be longer than a stated one, and negative: both sides read JSON.
        let bare = serde_json::from_str::<Q>(&integer.to_string()).ok();
        prop_assert_eq!(bare, serde_json::from_str::<Q>(&format!("\"{integer}\"")).ok());
        Ok(())
    });
}

#[test]
fn no_quantity_passes_through_binary_floating_point() {
    of_every_quantity!(takes_no_bare_fraction);
}

#[test]
fn decimals_convert_exactly() {
    check(300, &written::<Volume>(), |text| {
        let volume: Volume = text.parse().unwrap();
        prop_assert_eq!(Volume::from_decimal(volume.to_decimal()).unwrap(), volume);
        prop_assert_eq!(Exact::from(volume.to_decimal()), volume.to_exact());
        prop_assert_eq!(volume.to_exact().to_decimal(), Some(volume.to_decimal().normalize()));
        Ok(())
    });
}

#[test]
fn money_is_every_number_of_fen_and_nothing_beyond() {
    const MOST: i128 = 10_i128.pow(38) - 1;
    let fen = prop_oneof![-MOST..=MOST, -100_000..=100_000_i128, Just(MOST), Just(-MOST)];
    check(300, &(fen.clone(), fen), |(one, other)| {
        let [one, other] = [one, other].map(|fen| Money::from_fen(fen).unwrap());
        let json = serde_json::to_string(&one).unwrap();
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), one);
        prop_assert_eq!(one.to_exact(), Exact::scaled(one.fen(), 2));
        let sum = one.fen().checked_add(other.fen()).filter(|sum| sum.abs() <= MOST);
        prop_assert_eq!(one.checked_add(other).map(Money::fen), sum);
        let difference = one.fen().checked_sub(other.fen()).filter(|sum| sum.abs() <= MOST);
        prop_assert_eq!(one.checked_sub(other).map(Money::fen), difference);
        Ok(())
    });
    check(100, &(MOST + 1..=i128::MAX), |beyond| {
        prop_assert_eq!(Money::from_fen(beyond), None);
        prop_assert_eq!(Money::from_fen(-beyond), None);
        Ok(())
    });
}

#[test]
fn exact_numbers_read_what_they_write() {
    check(500, &exacts(), |number| {
        prop_assert_eq!(&number.to_string().parse::<Exact>().unwrap(), &number);
        let json = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Exact>(&json).unwrap(), &number);
        Ok(())
    });
}

#[test]
fn exact_numbers_take_their_grammar_and_nothing_else() {
    let texts = prop_oneof![
        any::<String>(),
        texts("-?[0-9]{0,40}([./][0-9]{0,40})?"),
        texts("-?[0-9]{1,3}/0{1,3}[0-9]?"),
        texts("[-+./0-9eE ]{0,8}"),
    ];
    check(1000, &texts, |text| {
        let magnitude = text.strip_prefix('-').unwrap_or(&text);
        let parts: Vec<&str> = magnitude.split(['.', '/']).collect();
        let digits = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        let by_zero =
            magnitude.contains('/') && parts.last().is_some_and(|p| p.trim_matches('0').is_empty());
        let accepted = parts.len() <= 2 && parts.iter().all(digits) && !by_zero;
        prop_assert_eq!(text.parse::<Exact>().is_ok(), accepted);
        Ok(())
    });
}
