//! Fractions of two 128-bit integers.
//!
//! Nearly all that a settlement computes fits here. A fraction need not be in lowest terms: what
//! is added has mostly the same denominator, a power of ten, and dividing out after every step
//! costs far more than the step. It is done where a result does not fit otherwise, and where it
//! shows: in what is written.

use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

use num_integer::Integer;

/// A fraction with a denominator above zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Small {
    numer: i128,
    denom: i128,
}

impl Small {
    pub(super) const ZERO: Self = Self::integer(0);
    pub(super) const ONE: Self = Self::integer(1);

    pub(super) const fn integer(numer: i128) -> Self {
        Self { numer, denom: 1 }
    }

    /// `scaled` over a power of ten; none where that is too large.
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
        Some(Self { numer, denom: 10_i128.checked_pow(scale)? })
    }

    /// The fraction of terms whose denominator is above zero.
    pub(super) const fn of(numer: i128, denom: i128) -> Self {
        Self { numer, denom }
    }

    pub(super) const fn terms(self) -> (i128, i128) {
        (self.numer, self.denom)
    }

    /// The same number in lowest terms.
    pub(super) fn reduced(self) -> Self {
        let common = gcd(self.numer, self.denom);
        Self { numer: self.numer / common, denom: self.denom / common }
    }

    /// The sum, where it fits.
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
        let (mine, others) = apart(self.denom, other.denom);
        let a = self.numer.checked_mul(others)?;
        let b = other.numer.checked_mul(mine)?;
        Some(Self { numer: a.checked_add(b)?, denom: self.denom.checked_mul(others)? })
    }

    /// The difference, where it fits.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { numer: other.numer.checked_neg()?, denom: other.denom })
    }

    /// The product, where it fits.
    pub(super) fn times(self, other: Self) -> Option<Self> {
        let product = |a: Self, b: Self| {
            let numer = a.numer.checked_mul(b.numer)?;
            Some(Self { numer, denom: a.denom.checked_mul(b.denom)? })
        };
        product(self, other).or_else(|| {
            // In lowest terms, only the other's denominator can divide a numerator.
            let (x, y) = (self.reduced(), other.reduced());
            let a = Self { numer: x.numer, denom: y.denom }.reduced();
            let b = Self { numer: y.numer, denom: x.denom }.reduced();
            product(a, b)
        })
    }

    /// The quotient; none by zero, or where it does not fit.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        let denom = other.numer.checked_abs().filter(|denom| *denom != 0)?;
        let numer = if other.numer < 0 { -other.denom } else { other.denom };
        self.times(Self { numer, denom })
    }

    /// The number times ten to the power `scale`: whole part, remainder and divisor.
    pub(super) fn divided(self, scale: u32) -> Option<(i128, i128, i128)> {
        let scaled = self.numer.checked_mul(10_i128.checked_pow(scale)?)?;
        let whole = quotient(scaled, self.denom);
        Some((whole, scaled - whole * self.denom, self.denom))
    }

    /// How many decimal places a number in lowest terms needs; none where it is not a decimal.
    pub(super) fn decimal_places(self) -> Option<u32> {
        let twos = self.denom.trailing_zeros();
        let mut rest = self.denom >> twos;
        let mut fives = 0;
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        (rest == 1).then_some(twos.max(fives))
    }

    /// Which is greater; none where that takes longer integers to tell.
    pub(super) fn compare(self, other: Self) -> Option<Ordering> {
        if self.denom == other.denom {
            return Some(self.numer.cmp(&other.numer));
        }
        let a = self.numer.checked_mul(other.denom)?;
        Some(a.cmp(&other.numer.checked_mul(self.denom)?))
    }
}

impl Hash for Small {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.reduced().terms().hash(state);
    }
}

/// Two denominators without what they have in common.
fn apart(a: i128, b: i128) -> (i128, i128) {
    if let (Ok(a), Ok(b)) = (i64::try_from(a), i64::try_from(b))
        && a > 0
        && b > 0
    {
        // One is mostly a multiple of the other.
        let common = if a % b == 0 {
            b
        } else if b % a == 0 {
            a
        } else {
            a.gcd(&b)
        };
        return ((a / common).into(), (b / common).into());
    }
    let common = gcd(a, b);
    (a / common, b / common)
}

/// A quotient of words where both are, which takes a fraction of the time.
pub(super) fn quotient(numer: i128, denom: i128) -> i128 {
    match (i64::try_from(numer), i64::try_from(denom)) {
        (Ok(numer), Ok(denom)) if denom > 0 => (numer / denom).into(),
        _ => numer / denom,
    }
}

/// The greatest common divisor of a number and one above zero, which bounds it.
pub(super) fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return a.gcd(&b).into();
        }
        (a, b) = (b, a % b);
    }
    // At most the second number, which was one of these.
    i128::try_from(a).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use num_rational::BigRational;

    fn big(number: Small) -> BigRational {
        BigRational::new(number.numer.into(), number.denom.into())
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
        let all = tops.flat_map(|n| edges.iter().skip(1).map(move |d| Small::of(n, *d)));
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
                        assert!(found.denom > 0);
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

    #[test]
    fn a_product_fits_wherever_its_lowest_terms_do() {
        let half = Small::of(i128::MAX - 1, 2 * (i128::MAX / 4));
        let terms = half.times(Small::of(2 * (i128::MAX / 4), i128::MAX - 1)).map(Small::terms);
        assert_eq!(terms, Some((1, 1)));
        let sum = Small::of(i128::MAX, 3).plus(Small::of(-i128::MAX + 1, 3));
        assert_eq!(sum.map(Small::terms), Some((1, 3)));
        let thin = Small::of(10_i128.pow(30), 10_i128.pow(36));
        let sum = thin.plus(Small::of(10_i128.pow(30) * 7, 7 * 10_i128.pow(36)));
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
