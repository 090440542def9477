//! Fractions of two 128-bit integers.
//!
//! Nearly all that a settlement computes fits here. A fraction need not be in lowest terms: what
//! is added has mostly the same denominator, a power of ten, and dividing out after every step
//! costs far more than the step. It is done where a result does not fit otherwise, and where it
//! shows: in what is written.

use core::cmp::Ordering;
use core::hash::{Hash, Hasher};
use core::num::NonZero;

/// A fraction with a denominator above zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Small {
    numer: i128,
    /// What cannot be zero leaves room for telling small numbers from long ones: an exact number
    /// takes 32 bytes, and there are many.
    denom: NonZero<i128>,
}

const ONE: NonZero<i128> = NonZero::new(1).unwrap();

impl Small {
    pub(super) const ZERO: Self = Self::integer(0);
    pub(super) const ONE: Self = Self::integer(1);

    pub(super) const fn integer(numer: i128) -> Self {
        Self { numer, denom: ONE }
    }

    /// `scaled` over a power of ten; none where that is too large.
    #[inline]
    pub(super) fn scaled(scaled: i128, mut scale: u32) -> Option<Self> {
        // What is stated has fewer digits than it could, and is multiplied later.
        let mut numer = scaled;
        if let Ok(mut short) = i64::try_from(scaled) {
            while scale > 0 && short % 10 == 0 {
                short /= 10;
                scale -= 1;
            }
            numer = short.into();
        }
        Self::of(numer, power_of_ten(scale)?)
    }

    /// The fraction of terms whose denominator is above zero.
    pub(super) const fn fraction(numer: i128, denom: NonZero<i128>) -> Self {
        Self { numer, denom }
    }

    /// The same; none over zero.
    pub(super) fn of(numer: i128, denom: i128) -> Option<Self> {
        Some(Self { numer, denom: NonZero::new(denom)? })
    }

    #[inline]
    pub(super) const fn terms(self) -> (i128, i128) {
        (self.numer, self.denom.get())
    }

    /// The same number in lowest terms.
    pub(super) fn reduced(self) -> Self {
        let (numer, denom) = self.terms();
        let common = gcd(numer, denom);
        // What divides the denominator leaves something of it.
        Self::of(numer / common, denom / common).unwrap_or(self)
    }

    /// The sum, where it fits.
    #[inline]
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        if self.denom == other.denom {
            let numer = self.numer.checked_add(other.numer)?;
            return Some(Self { numer, denom: self.denom });
        }
        // A sum begins with zero.
        if self.numer == 0 {
            return Some(other);
        }
        self.over_one_denominator(other)
            .or_else(|| self.reduced().over_one_denominator(other.reduced()))
    }

    /// The sum, over the least common denominator.
    fn over_one_denominator(self, other: Self) -> Option<Self> {
        let ((x, x_denom), (y, y_denom)) = (self.terms(), other.terms());
        let (mine, others) = apart(x_denom, y_denom);
        let sum = product(x, others)?.checked_add(product(y, mine)?)?;
        Self::of(sum, product(x_denom, others)?)
    }

    /// The difference, where it fits.
    #[inline]
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { numer: other.numer.checked_neg()?, denom: other.denom })
    }

    /// The product, where it fits.
    #[inline]
    pub(super) fn times(self, other: Self) -> Option<Self> {
        self.times_as_written(other).or_else(|| {
            // In lowest terms, only the other's denominator can divide a numerator.
            let (x, y) = (self.reduced(), other.reduced());
            let a = Self { numer: x.numer, denom: y.denom }.reduced();
            let b = Self { numer: y.numer, denom: x.denom }.reduced();
            a.times_as_written(b)
        })
    }

    /// The product, numerator by numerator and denominator by denominator.
    #[inline]
    fn times_as_written(self, other: Self) -> Option<Self> {
        let ((x, x_denom), (y, y_denom)) = (self.terms(), other.terms());
        Self::of(product(x, y)?, product(x_denom, y_denom)?)
    }

    /// The quotient; none by zero, or where it does not fit.
    #[inline]
    pub(super) fn over(self, other: Self) -> Option<Self> {
        let (numer, denom) = other.terms();
        self.times(Self::of(denom * numer.signum(), numer.checked_abs()?)?)
    }

    /// The number times ten to the power `scale`: whole part, remainder and divisor.
    #[inline]
    pub(super) fn divided(self, scale: u32) -> Option<(i128, i128, i128)> {
        let (numer, denom) = self.terms();
        let scaled = product(numer, power_of_ten(scale)?)?;
        let whole = quotient(scaled, denom);
        Some((whole, scaled - whole * denom, denom))
    }

    /// How many decimal places a number in lowest terms needs; none where it is not a decimal.
    pub(super) fn decimal_places(self) -> Option<u32> {
        let twos = self.denom.trailing_zeros();
        let mut rest = self.denom.get() >> twos;
        let mut fives = 0;
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        (rest == 1).then_some(twos.max(fives))
    }

    /// Which is greater; none where that takes longer integers to tell.
    #[inline]
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        if self.denom == other.denom {
            return Some(self.numer.cmp(&other.numer));
        }
        let a = product(self.numer, other.denom.get())?;
        Some(a.cmp(&product(other.numer, self.denom.get())?))
    }
}

impl Hash for Small {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.reduced().terms().hash(state);
    }
}

/// Powers of ten, from one.
const POWERS: [i128; 39] = {
    let mut powers = [1; 39];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

/// Ten to a power, where it fits.
#[inline]
pub(super) fn power_of_ten(exponent: u32) -> Option<i128> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

/// Two denominators without what they have in common.
fn apart(a: i128, b: i128) -> (i128, i128) {
    let common = gcd(a, b);
    (quotient(a, common), quotient(b, common))
}

/// The product, where it fits; of words, it always does, which takes a fraction of the time.
#[inline]
pub(super) fn product(a: i128, b: i128) -> Option<i128> {
    if let (Ok(a), Ok(b)) = (i64::try_from(a), i64::try_from(b)) {
        return Some(i128::from(a) * i128::from(b));
    }
    a.checked_mul(b)
}

/// A quotient of words where both are, which takes a fraction of the time.
#[inline]
pub(crate) fn quotient(numer: i128, denom: i128) -> i128 {
    if let (Ok(numer), Ok(denom)) = (i64::try_from(numer), i64::try_from(denom))
        && let Some(quotient) = numer.checked_div(denom)
    {
        return quotient.into();
    }
    numer / denom
}

/// The greatest common divisor of a number and one above zero, which bounds it.
pub(super) fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return gcd_of_words(a, b).into();
        }
        (a, b) = (b, a % b);
    }
    // At most the second number, which was one of these.
    i128::try_from(a).unwrap_or(1)
}

/// By Euclid, since one is mostly a multiple of the other, which takes a step or two.
fn gcd_of_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use num_integer::Integer;
    use num_rational::BigRational;

    fn big(number: Small) -> BigRational {
        BigRational::new(number.numer.into(), number.denom.get().into())
    }

    fn numbers() -> Vec<Small> {
        let edges = [
            0,
            1,
            2,
            3,
            6,
            10,
            100,
            97,
            1 << 63,
            10_i128.pow(18),
            10_i128.pow(30),
            i128::MAX - 1,
            i128::MAX,
        ];
        let tops = edges.iter().flat_map(|edge| [*edge, -edge, i128::MIN]);
        let all = tops.flat_map(|n| edges.iter().skip(1).filter_map(move |d| Small::of(n, *d)));
        all.collect()
    }

    /// Where there is a result, it is the one of integers of any length; where that fits in lowest
    /// terms, there is one, unless a step on the way did not fit.
    #[test]
    fn agrees_with_integers_of_any_length() {
        let mut results = 0;
        for x in numbers().into_iter().step_by(2) {
            for y in numbers().into_iter().step_by(3) {
                let (a, b) = (big(x), big(y));
                let quotient = (y.numer != 0).then(|| &a / &b);
                for (found, expected) in [
                    (x.plus(y), Some(&a + &b)),
                    (x.minus(y), Some(&a - &b)),
                    (x.times(y), Some(&a * &b)),
                    (x.over(y), quotient),
                ] {
                    if let Some(found) = found {
                        assert!(found.denom.get() > 0);
                        assert_eq!(Some(big(found)), expected, "{a}, {b}");
                        results += 1;
                    }
                }
                if let Some(order) = x.compare(y) {
                    assert_eq!(order, a.cmp(&b), "{a}, {b}");
                }
                assert_eq!(big(x.reduced()).into_raw(), {
                    let (numer, denom) = x.reduced().terms();
                    (BigInt::from(numer), BigInt::from(denom))
                });
            }
        }
        assert!(results > 5000, "{results}");
    }

    fn of(numer: i128, denom: i128) -> Small {
        Small::of(numer, denom).unwrap()
    }

    #[test]
    fn drops_the_zeros_of_what_is_stated() {
        for (scaled, scale, terms) in
            [(1500, 2, (15, 1)), (1500, 1, (150, 1)), (15, 1, (15, 10)), (0, 6, (0, 1))]
        {
            assert_eq!(Small::scaled(scaled, scale).map(Small::terms), Some(terms));
        }
        assert!(Small::scaled(1, 39).is_none());
    }

    #[test]
    fn small_numbers_have_small_results() {
        let terms = |number: Option<Small>| number.map(Small::terms);
        assert_eq!(terms(of(1, 4).plus(of(1, 6))), Some((5, 12)));
        assert_eq!(terms(of(1, 3 << 70).plus(of(1, 5 << 70))), Some((8, 15 << 70)));
        assert_eq!(terms(of(7, 2).minus(of(1, 2))), Some((6, 2)));
        assert_eq!(terms(of(7, 2).times(of(1, 2))), Some((7, 4)));
        assert_eq!(terms(of(1, 2).over(of(-3, 5))), Some((-5, 6)));
        assert!(of(1, 2).over(Small::ZERO).is_none());
        assert_eq!(of(-22, 7).divided(1), Some((-31, -3, 7)));
        assert_eq!(of(1, 3).compare(of(2, 6)), Some(Ordering::Equal));
    }

    #[test]
    fn a_product_fits_wherever_its_lowest_terms_do() {
        let half = of(i128::MAX - 1, 2 * (i128::MAX / 4));
        let terms = half.times(of(2 * (i128::MAX / 4), i128::MAX - 1)).map(Small::terms);
        assert_eq!(terms, Some((1, 1)));
        let sum = of(i128::MAX, 3).plus(of(-i128::MAX + 1, 3));
        assert_eq!(sum.map(Small::terms), Some((1, 3)));
        let thin = of(10_i128.pow(30), 10_i128.pow(36));
        let sum = thin.plus(of(10_i128.pow(30) * 7, 7 * 10_i128.pow(36)));
        assert_eq!(sum.map(|sum| sum.reduced().terms()), Some((1, 500_000)));
    }

    #[test]
    fn divides_out_what_is_common() {
        for (a, b) in [(0, 7), (i128::MIN, 6), (i128::MAX, 3), (1 << 100, 1 << 90), (12, 18)] {
            assert_eq!(BigInt::from(gcd(a, b)), BigInt::from(a).gcd(&BigInt::from(b)), "{a}, {b}");
        }
        for (a, b) in [(7, 2), (-7, 2), (i128::MIN, 3), (1 << 70, -5), (5, 1 << 70)] {
            assert_eq!(quotient(a, b), a / b);
        }
    }
}
