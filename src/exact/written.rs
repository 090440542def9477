//! How an exact number is written, and read back.

use core::fmt;
use core::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Exact;
use super::number::power_of_ten;
use crate::text::clip;

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(places) = self.decimal_places() else {
            let ratio = self.to_ratio();
            return write!(f, "{}/{}", ratio.numer(), ratio.denom());
        };
        let scaled = self.in_units_of(places);
        let places = usize::try_from(places).unwrap_or(0);
        let digits = scaled.magnitude().to_string();
        // Written out, since a format's width ends at 65,535.
        let zeros = "0".repeat(places.saturating_add(1).saturating_sub(digits.len()));
        let digits = zeros + &digits;
        let (whole, decimals) = digits.split_at(digits.len().saturating_sub(places));
        let sign = if self.is_negative() { "-" } else { "" };
        if decimals.is_empty() {
            write!(f, "{sign}{whole}")
        } else {
            write!(f, "{sign}{whole}.{decimals}")
        }
    }
}

/// The error of a text that is not an exact number as this crate writes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{text}\" is not an exact number: write a decimal such as \"12.35\" or a fraction such as \"100/3\""
)]
pub struct ParseExactError {
    text: String,
}

impl FromStr for Exact {
    type Err = ParseExactError;

    /// Reads a decimal (`-?digits[.digits]`) or a fraction (`-?digits/digits`).
    ///
    /// # Errors
    ///
    /// `"1e3"`, `"+1"`, `".5"`, `"1 / 3"` and `"1/0"`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| ParseExactError { text: clip(text).into_owned() })
    }
}

/// The longest text that is read. A price that divides by the sum of unrounded coefficients has a
/// denominator that grows with the number of payees, by some ten digits for each measurement; but
/// turning digits into binary takes time quadratic in their number, so there has to be an end.
pub(super) const MOST_DIGITS: usize = 100_000;

fn read(text: &str) -> Option<Exact> {
    let integer = |digits: &str| -> Option<BigInt> {
        let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    };
    if text.len() > MOST_DIGITS {
        return None;
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let magnitude = if let Some((numerator, denominator)) = digits.split_once('/') {
        let denominator = integer(denominator)?;
        if denominator.is_zero() {
            return None;
        }
        BigRational::new(integer(numerator)?, denominator)
    } else if let Some((whole, decimals)) = digits.split_once('.') {
        integer(whole)?;
        integer(decimals)?;
        let places = u32::try_from(decimals.len()).ok()?;
        BigRational::new(integer(&format!("{whole}{decimals}"))?, power_of_ten(places))
    } else {
        BigRational::from_integer(integer(digits)?)
    };
    Some(Exact::of_ratio(if negative { -magnitude } else { magnitude }))
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::wire::number(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_decimals_as_decimals_and_the_rest_as_fractions() {
        for (numerator, denominator, text) in [
            (0, 1, "0"),
            (5, 10, "0.5"),
            (-1, 8, "-0.125"),
            (1, 3, "1/3"),
            (-2, 6, "-1/3"),
            (1, 1_000_000, "0.000001"),
            (12_345, 5, "2469"),
            (7, 50, "0.14"),
        ] {
            let number = Exact::from(numerator).divided_by(&Exact::from(denominator)).unwrap();
            assert_eq!(number.to_string(), text);
            assert_eq!(text.parse::<Exact>().unwrap(), number);
        }
    }

    /// A hostile document may hold the longest fraction that is read; a second would be far too
    /// long for it.
    #[test]
    fn the_longest_fraction_is_no_burden() {
        let text = format!("1/1{}", "0".repeat(MOST_DIGITS - 3));
        let number: Exact = text.parse().unwrap();
        assert_eq!(number.to_string().len(), MOST_DIGITS - 1);
    }

    #[test]
    fn refuses_loose_grammar() {
        for text in
            ["", "+1", ".5", "5.", "1e3", "1/0", "1/-3", "1 / 3", "1/3/5", "1.5/2", "-", "--1"]
        {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
        assert!("9".repeat(MOST_DIGITS).parse::<Exact>().is_ok());
        assert!("9".repeat(MOST_DIGITS + 1).parse::<Exact>().is_err());
    }
}
