//! A fraction of two integers of any length.

use core::cmp::Ordering;
use core::hash::{Hash, Hasher};
use core::num::NonZero;

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use rust_decimal::Decimal;

use super::small::Small;

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
#[derive(Clone, Debug)]
pub struct Exact(Repr);

/// Which of the two a number is depends on the number alone, not on how it came about.
#[derive(Clone, Debug)]
enum Repr {
    Small(Small),
    /// What does not fit there in lowest terms, in lowest terms.
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
    #[inline]
    pub fn scaled(scaled: i128, scale: u32) -> Self {
        match Small::scaled(scaled, scale) {
            Some(small) => Self(Repr::Small(small)),
            None => Self::from_big(BigInt::from(scaled), scale),
        }
    }

    /// A numerator over a denominator above zero.
    pub(crate) const fn fraction(numer: i128, denom: NonZero<i128>) -> Self {
        Self(Repr::Small(Small::fraction(numer, denom)))
    }

    pub(crate) fn from_big(scaled: BigInt, scale: u32) -> Self {
        Self::of_ratio(BigRational::new(scaled, power_of_ten(scale)))
    }

    /// The number of a fraction in lowest terms.
    pub(super) fn of_ratio(ratio: BigRational) -> Self {
        let terms = ratio.numer().to_i128().zip(ratio.denom().to_i128());
        match terms.and_then(|(numer, denom)| Small::of(numer, denom)) {
            Some(small) => Self(Repr::Small(small)),
            None => Self(Repr::Long(Box::new(ratio))),
        }
    }

    /// What fits, or else what integers of any length give.
    #[inline]
    fn or_long(small: Option<Small>, long: impl FnOnce() -> BigRational) -> Self {
        match small {
            Some(small) => Self(Repr::Small(small)),
            None => Self::of_ratio(long()),
        }
    }

    /// Both, where both are small.
    #[inline]
    fn both(&self, other: &Self) -> Option<(Small, Small)> {
        self.small().zip(other.small())
    }

    /// The sum.
    #[must_use]
    #[inline]
    pub fn plus(&self, other: &Self) -> Self {
        let small = self.both(other).and_then(|(a, b)| a.plus(b));
        Self::or_long(small, || self.to_ratio() + other.to_ratio())
    }

    /// The difference.
    #[must_use]
    #[inline]
    pub fn minus(&self, other: &Self) -> Self {
        let small = self.both(other).and_then(|(a, b)| a.minus(b));
        Self::or_long(small, || self.to_ratio() - other.to_ratio())
    }

    /// The product.
    #[must_use]
    #[inline]
    pub fn times(&self, other: &Self) -> Self {
        let small = self.both(other).and_then(|(a, b)| a.times(b));
        Self::or_long(small, || self.to_ratio() * other.to_ratio())
    }

    /// The quotient, or `None` where `divisor` is zero.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    ///
    /// assert_eq!(Exact::from(1).divided_by(&Exact::zero()), None);
    /// ```
    #[must_use]
    #[inline]
    pub fn divided_by(&self, divisor: &Self) -> Option<Self> {
        if divisor.is_zero() {
            return None;
        }
        let small = self.both(divisor).and_then(|(a, b)| a.over(b));
        Some(Self::or_long(small, || self.to_ratio() / divisor.to_ratio()))
    }

    /// Whether this is zero.
    #[must_use]
    #[inline]
    pub fn is_zero(&self) -> bool {
        // Zero is small.
        self.small().is_some_and(|small| small.terms().0 == 0)
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

    #[inline]
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
                let (numer, denom) = small.reduced().terms();
                BigRational::new_raw(numer.into(), denom.into())
            }
            Repr::Long(ratio) => BigRational::clone(ratio),
        }
    }

    pub(crate) fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(_) => self.to_integer().is_some(),
            Repr::Long(ratio) => ratio.is_integer(),
        }
    }

    /// The number, where it is an integer in this range.
    pub(crate) fn to_integer(&self) -> Option<i128> {
        let (numer, denom) = self.small()?.terms();
        (numer % denom == 0).then(|| numer / denom)
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
            Repr::Small(small) => return small.reduced().decimal_places(),
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

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Exact {}

impl Hash for Exact {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small(small) => small.hash(state),
            Repr::Long(ratio) => ratio.hash(state),
        }
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let small = self.both(other).and_then(|(a, b)| a.compare(b));
        small.unwrap_or_else(|| self.to_ratio().cmp(&other.to_ratio()))
    }
}

impl From<i128> for Exact {
    fn from(value: i128) -> Self {
        Self(Repr::Small(Small::integer(value)))
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
    fn small_numbers_are_computed_as_such() {
        let (third, half) = (Exact::of_ratio(ratio(1, 3)), Exact::of_ratio(ratio(1, 2)));
        assert!(third.both(&half).is_some());
        assert!(third.both(&long()).is_none() && long().both(&third).is_none());
        // As it is written it is no integer.
        let whole = third.times(&Exact::from(6));
        assert_eq!(whole.to_integer(), Some(2));
        assert_eq!(third.to_integer(), None);
    }

    fn ratio(numer: i64, denom: i64) -> BigRational {
        BigRational::new(numer.into(), denom.into())
    }

    /// Ten to the power of 40, and a third.
    fn long() -> Exact {
        "30000000000000000000000000000000000000001/3".parse().unwrap()
    }

    #[test]
    fn long_numbers_are_computed_alike() {
        let third = Exact::of_ratio(ratio(1, 3));
        let zeros = "0".repeat(40);
        assert_eq!(long().minus(&third).to_string(), format!("1{zeros}"));
        assert_eq!(long().minus(&third).plus(&third), long());
        assert_eq!(
            third.times(&long().minus(&third)).times(&Exact::from(3)).to_string(),
            format!("1{zeros}")
        );
        assert_eq!(
            long().minus(&third).divided_by(&long()).unwrap().to_string(),
            format!("3{zeros}/3{}1", "0".repeat(39))
        );
        assert_eq!(long().divided_by(&Exact::zero()), None);
        assert!(third < long() && long() > Exact::from(i128::MAX));
    }

    fn hashed(number: &Exact) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        number.hash(&mut hasher);
        hasher.finish()
    }

    #[test]
    fn equal_numbers_have_one_hash() {
        let sixth = Exact::of_ratio(ratio(1, 6));
        let half = sixth.times(&Exact::from(3));
        assert_eq!(hashed(&half), hashed(&Exact::scaled(5, 1)));
        assert_ne!(hashed(&half), hashed(&sixth));
        assert_ne!(hashed(&long()), hashed(&long().plus(&half)));
    }

    #[test]
    fn a_small_number_takes_two_double_words() {
        assert_eq!(size_of::<Exact>(), 32);
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
