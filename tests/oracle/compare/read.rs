//! Reads the engine's numbers, by their text.

use num_bigint::BigInt;
use work_equivalent::exact::Exact;
use work_equivalent::units::{Equivalents, Money};

use crate::numbers::{Fen, Fraction};

/// An amount in fen.
pub fn fen(amount: Money) -> Fen {
    BigInt::from(amount.fen())
}

/// Equivalents, where there are any.
pub fn equivalents(number: Option<&Equivalents>) -> Option<Fraction> {
    number.map(|number| fraction(number.exact()))
}

/// An exact number.
pub fn fraction(number: &Exact) -> Fraction {
    let text = number.to_string();
    let integer = |digits: &str| digits.parse::<BigInt>().unwrap();
    if let Some((numerator, denominator)) = text.split_once('/') {
        return Fraction::new(integer(numerator), integer(denominator));
    }
    match text.split_once('.') {
        None => Fraction::from_integer(integer(&text)),
        Some((whole, decimals)) => {
            let places = u32::try_from(decimals.len()).unwrap();
            Fraction::new(integer(&format!("{whole}{decimals}")), BigInt::from(10).pow(places))
        }
    }
}
