//! A fraction of two integers of any length.

use core::fmt;
use core::str::FromStr;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text::clip;

/// An exact number: a fraction in lowest terms, of any length.
///
/// Nothing here rounds or overflows. It is written as a decimal where it is one (`"12.35"`) and
/// as a fraction otherwise (`"100/3"`), and reads back as the same number.
///
/// ```
/// use work_equivalent::exact::Exact;
///
/// let third = Exact::from(1).divided_by(&Exact::from(3)).expect("three is not zero");
/// assert_eq!(third.to_string(), "1/3");
/// assert_eq!(third.times(&Exact::from(3)), Exact::from(1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(BigRational);

impl Exact {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// One.
    #[must_use]
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// `scaled` divided by ten to the power `scale`: `scaled(1235, 2)` is 12.35.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    ///
    /// assert_eq!(Exact::scaled(1235, 2).to_string(), "12.35");
    /// ```
    #[must_use]
    pub fn scaled(scaled: i128, scale: u32) -> Self {
        Self::from_big(BigInt::from(scaled), scale)
    }

    pub(crate) fn from_big(scaled: BigInt, scale: u32) -> Self {
        Self(BigRational::new(scaled, power_of_ten(scale)))
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0)
    }

    /// The quotient, or `None` where `divisor` is zero.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    ///
    /// assert_eq!(Exact::from(1).divided_by(&Exact::zero()), None);
    /// ```
    #[must_use]
    pub fn divided_by(&self, divisor: &Self) -> Option<Self> {
        (!divisor.is_zero()).then(|| Self(&self.0 / &divisor.0))
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether this is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The number as a [`Decimal`], or `None` where a `Decimal` cannot hold it exactly.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    ///
    /// assert_eq!(Exact::scaled(1235, 2).to_decimal().unwrap().to_string(), "12.35");
    /// assert_eq!("1/3".parse::<Exact>().unwrap().to_decimal(), None);
    /// ```
    #[must_use]
    pub fn to_decimal(&self) -> Option<Decimal> {
        let places = self.decimal_places()?;
        if places > Decimal::MAX_SCALE {
            return None;
        }
        let mantissa = (self.0.numer() * (power_of_ten(places) / self.0.denom())).to_i128()?;
        Decimal::try_from_i128_with_scale(mantissa, places).ok()
    }

    pub(crate) fn fraction(&self) -> &BigRational {
        &self.0
    }

    /// How many decimal places the number needs, or `None` where it is not a decimal: the larger
    /// power of two and five in its denominator, if there is no other prime.
    fn decimal_places(&self) -> Option<u32> {
        // Fives go by the most that a word holds, since a denominator can be very long.
        const FIVES: [(u64, u32); 2] = [(5_u64.pow(27), 27), (5, 1)];
        let mut rest = self.0.denom().clone();
        let twos = u32::try_from(rest.trailing_zeros().unwrap_or(0)).ok()?;
        rest >>= twos;
        let mut fives = 0_u32;
        for (divisor, power) in FIVES {
            let divisor = BigInt::from(divisor);
            loop {
                let (quotient, remainder) = rest.div_rem(&divisor);
                if !remainder.is_zero() {
                    break;
                }
                rest = quotient;
                fives = fives.checked_add(power)?;
            }
        }
        rest.is_one().then_some(twos.max(fives))
    }
}

pub(super) fn power_of_ten(exponent: u32) -> BigInt {
    num_traits::pow::Pow::pow(BigInt::from(10), exponent)
}

impl From<i128> for Exact {
    fn from(value: i128) -> Self {
        Self(BigRational::from_integer(BigInt::from(value)))
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        Self::scaled(value.mantissa(), value.scale())
    }
}

impl<'a> core::iter::Sum<&'a Exact> for Exact {
    fn sum<I: Iterator<Item = &'a Exact>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, number| sum.plus(number))
    }
}

impl core::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(numbers: I) -> Self {
        numbers.fold(Self::zero(), |sum, number| sum.plus(&number))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(places) = self.decimal_places() else {
            return write!(f, "{}/{}", self.0.numer(), self.0.denom());
        };
        let scaled = self.0.numer() * (power_of_ten(places) / self.0.denom());
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
const MOST_DIGITS: usize = 100_000;

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
    Some(Exact(if negative { -magnitude } else { magnitude }))
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

    #[test]
    fn finds_the_decimals_of_any_denominator() {
        for (twos, fives) in [(0, 0), (3, 1), (1, 3), (0, 26), (0, 27), (5, 28), (70, 54), (0, 81)]
        {
            let denominator = BigInt::from(2).pow(twos) * BigInt::from(5).pow(fives);
            let number = Exact(BigRational::new(BigInt::one(), denominator.clone()));
            assert_eq!(number.decimal_places(), Some(twos.max(fives)), "2^{twos} × 5^{fives}");
            let third = Exact(BigRational::new(BigInt::one(), denominator * BigInt::from(3)));
            assert_eq!(third.decimal_places(), None);
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

    #[test]
    fn holds_what_twenty_eight_digits_cannot() {
        let product = "12345678.9012345678"
            .parse::<Exact>()
            .unwrap()
            .times(&"1.00000000000000000001".parse().unwrap());
        assert_eq!(product.to_string(), "12345678.901234567800123456789012345678");
        assert_eq!(product.to_decimal(), None);
    }

    #[test]
    fn converts_to_and_from_decimal() {
        let decimal = Decimal::from_str_exact("-12.350").unwrap();
        assert_eq!(Exact::from(decimal).to_string(), "-12.35");
        assert_eq!(Exact::from(decimal).to_decimal(), Some(decimal));
        assert_eq!(Exact::scaled(1, 28).to_decimal().unwrap().scale(), 28);
        assert_eq!(Exact::scaled(1, 29).to_decimal(), None);
        assert_eq!(Exact::from(i128::MAX).to_decimal(), None);
    }

    #[test]
    fn compares_and_sums() {
        let numbers: Vec<Exact> = ["1/3", "1/6", "0.5"].map(|n| n.parse().unwrap()).to_vec();
        assert_eq!(numbers.iter().sum::<Exact>(), Exact::one());
        assert!(numbers[1] < numbers[0] && numbers[0] < numbers[2]);
        assert!(Exact::zero().minus(&numbers[0]).is_negative());
        assert!(!Exact::zero().is_negative());
    }
}
