//! A fraction of two integers of any length.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::small::{Small, Terms};

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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Exact(Repr);

/// Which of the two a number is depends on the number alone, so that equal numbers are held alike.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Repr {
    Small(Small),
    /// What does not fit there.
    Long(Box<BigRational>),
}

impl Exact {
    /// Zero.
    #[must_use]
    pub const fn zero() -> Self {
        Self(Repr::Small(Small::ZERO))
    }

    /// One.
    #[must_use]
    pub const fn one() -> Self {
        Self(Repr::Small(Small::ONE))
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
        match Small::scaled(scaled, scale) {
            Some(terms) => Self::of_terms(terms),
            None => Self::from_big(BigInt::from(scaled), scale),
        }
    }

    pub(crate) fn from_big(scaled: BigInt, scale: u32) -> Self {
        Self::of_ratio(BigRational::new(scaled, power_of_ten(scale)))
    }

    /// The number of terms without a common divisor.
    fn of_terms(terms: Terms) -> Self {
        Self(match Small::of(terms) {
            Some(small) => Repr::Small(small),
            None => Repr::Long(Box::new(BigRational::new_raw(terms.0.into(), terms.1.into()))),
        })
    }

    /// The number of a fraction in lowest terms.
    pub(super) fn of_ratio(ratio: BigRational) -> Self {
        let terms = ratio.numer().to_i128().zip(ratio.denom().to_i128());
        Self(match terms.and_then(Small::of) {
            Some(small) => Repr::Small(small),
            None => Repr::Long(Box::new(ratio)),
        })
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        match (self.small(), other.small()) {
            (Some(a), Some(b)) => Self::of_terms(a.plus(b)),
            _ => Self::of_ratio(self.to_ratio() + other.to_ratio()),
        }
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        match (self.small(), other.small()) {
            (Some(a), Some(b)) => Self::of_terms(a.minus(b)),
            _ => Self::of_ratio(self.to_ratio() - other.to_ratio()),
        }
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        match (self.small(), other.small()) {
            (Some(a), Some(b)) => Self::of_terms(a.times(b)),
            _ => Self::of_ratio(self.to_ratio() * other.to_ratio()),
        }
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
        if divisor.is_zero() {
            return None;
        }
        let small = self.small().zip(divisor.small()).and_then(|(a, b)| a.over(b));
        Some(match small {
            Some(terms) => Self::of_terms(terms),
            None => Self::of_ratio(self.to_ratio() / divisor.to_ratio()),
        })
    }

    /// Whether this is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        // Zero is small.
        self.0 == Repr::Small(Small::ZERO)
    }

    /// Whether this is less than zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Small(small) => small.terms().0 < 0,
            Repr::Long(ratio) => ratio.is_negative(),
        }
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
        let places = self.decimal_places().filter(|places| *places <= Decimal::MAX_SCALE)?;
        Decimal::try_from_i128_with_scale(self.in_units_of(places).to_i128()?, places).ok()
    }

    pub(super) fn small(&self) -> Option<Small> {
        match self.0 {
            Repr::Small(small) => Some(small),
            Repr::Long(_) => None,
        }
    }

    /// The fraction, whatever its length.
    pub(super) fn to_ratio(&self) -> BigRational {
        match &self.0 {
            Repr::Small(small) => {
                let (numer, denom) = small.terms();
                BigRational::new_raw(numer.into(), denom.into())
            }
            Repr::Long(ratio) => BigRational::clone(ratio),
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(small) => small.terms().1 == 1,
            Repr::Long(ratio) => ratio.is_integer(),
        }
    }

    /// The number, where it is an integer in this range.
    pub(crate) fn to_integer(&self) -> Option<i128> {
        match &self.0 {
            _ if !self.is_integer() => None,
            Repr::Small(small) => Some(small.terms().0.into()),
            Repr::Long(ratio) => ratio.numer().to_i128(),
        }
    }

    /// The number times ten to the power of the decimal places that it has.
    pub(super) fn in_units_of(&self, places: u32) -> BigInt {
        let ratio = self.to_ratio();
        ratio.numer() * (power_of_ten(places) / ratio.denom())
    }

    /// How many decimal places the number needs, or `None` where it is not a decimal: the larger
    /// power of two and five in its denominator, if there is no other prime.
    pub(super) fn decimal_places(&self) -> Option<u32> {
        // Fives go by the most that a word holds, since a denominator can be very long.
        const FIVES: [(u64, u32); 2] = [(5_u64.pow(27), 27), (5, 1)];
        let mut rest = match &self.0 {
            Repr::Small(small) => return small.decimal_places(),
            Repr::Long(ratio) => ratio.denom().clone(),
        };
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

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a), Repr::Small(b)) => a.cmp(b),
            (Repr::Long(a), Repr::Long(b)) => a.cmp(b),
            _ => self.to_ratio().cmp(&other.to_ratio()),
        }
    }
}

impl From<i128> for Exact {
    fn from(value: i128) -> Self {
        Self::of_terms((value, 1))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_decimals_of_any_denominator() {
        for (twos, fives) in [(0, 0), (3, 1), (1, 3), (0, 26), (0, 27), (5, 28), (70, 54), (0, 81)]
        {
            let denominator = BigInt::from(2).pow(twos) * BigInt::from(5).pow(fives);
            let number = Exact::of_ratio(BigRational::new(BigInt::one(), denominator.clone()));
            assert_eq!(number.decimal_places(), Some(twos.max(fives)), "2^{twos} × 5^{fives}");
            let third =
                Exact::of_ratio(BigRational::new(BigInt::one(), denominator * BigInt::from(3)));
            assert_eq!(third.decimal_places(), None);
        }
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
