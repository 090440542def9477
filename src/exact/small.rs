//! Fractions that fit in machine words.
//!
//! Most of what a settlement computes fits. A product of two words fits in a double word, and so
//! does a sum of two such products, so that no operation here can overflow; whether its result is
//! a word again is checked by who receives it.

use core::cmp::Ordering;

use num_integer::Integer;

/// A fraction in lowest terms, with a denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Small {
    numer: i64,
    denom: i64,
}

/// Numerator and denominator of a result, in lowest terms.
pub(super) type Terms = (i128, i128);

impl Small {
    pub(super) const ZERO: Self = Self { numer: 0, denom: 1 };
    pub(super) const ONE: Self = Self { numer: 1, denom: 1 };

    /// The fraction of terms that fit.
    pub(super) fn of((numer, denom): Terms) -> Option<Self> {
        Some(Self { numer: numer.try_into().ok()?, denom: denom.try_into().ok()? })
    }

    /// `scaled` over a power of ten; none where that is no word.
    pub(super) fn scaled(scaled: i128, scale: u32) -> Option<Terms> {
        let power = 10_i64.checked_pow(scale)?;
        let rest = i64::try_from(scaled % i128::from(power)).ok()?;
        let divisor = gcd(rest, power);
        Some((scaled / i128::from(divisor), i128::from(power / divisor)))
    }

    pub(super) fn terms(self) -> (i64, i64) {
        (self.numer, self.denom)
    }

    pub(super) fn plus(self, other: Self) -> Terms {
        self.plus_times(i128::from(other.numer), other.denom)
    }

    pub(super) fn minus(self, other: Self) -> Terms {
        self.plus_times(-i128::from(other.numer), other.denom)
    }

    /// The sum with another fraction in lowest terms (Knuth, The Art of Computer Programming,
    /// 4.5.1): what can be divided out is, before it is multiplied.
    fn plus_times(self, numer: i128, denom: i64) -> Terms {
        let common = gcd(self.denom, denom);
        let (mine, others) = (self.denom / common, denom / common);
        let sum = i128::from(self.numer) * i128::from(others) + numer * i128::from(mine);
        // What is below a word's divisor is a word.
        let rest = i64::try_from(sum % i128::from(common)).unwrap_or(0);
        let divisor = gcd(rest, common);
        (sum / i128::from(divisor), i128::from(mine) * i128::from(denom / divisor))
    }

    pub(super) fn times(self, other: Self) -> Terms {
        // Each is in lowest terms, so that only the other's denominator can divide a numerator.
        let (a, b) = (gcd(self.numer, other.denom), gcd(other.numer, self.denom));
        (
            i128::from(self.numer / a) * i128::from(other.numer / b),
            i128::from(self.denom / b) * i128::from(other.denom / a),
        )
    }

    /// The quotient; none by zero, or by a number whose reciprocal is not one of these.
    pub(super) fn over(self, other: Self) -> Option<Terms> {
        let denom = other.numer.checked_abs().filter(|denom| *denom != 0)?;
        let numer = if other.numer < 0 { -other.denom } else { other.denom };
        Some(self.times(Self { numer, denom }))
    }

    /// The number times ten to the power `scale`: whole part, remainder and divisor.
    pub(super) fn divided(self, scale: u32) -> Option<(i128, i128, i128)> {
        let denom = i128::from(self.denom);
        let scaled = i128::from(self.numer).checked_mul(10_i128.checked_pow(scale)?)?;
        Some((scaled / denom, scaled % denom, denom))
    }

    /// How many decimal places the number needs; none where it is not a decimal.
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
}

impl PartialOrd for Small {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Small {
    fn cmp(&self, other: &Self) -> Ordering {
        let crossed = |a: Self, b: Self| i128::from(a.numer) * i128::from(b.denom);
        crossed(*self, *other).cmp(&crossed(*other, *self))
    }
}

/// The greatest common divisor of a number and one above zero, which bounds it.
fn gcd(a: i64, b: i64) -> i64 {
    if b == 1 {
        return 1;
    }
    i64::try_from(a.unsigned_abs().gcd(&b.unsigned_abs())).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigInt;
    use num_rational::BigRational;
    use num_traits::ToPrimitive;

    fn big(number: Small) -> BigRational {
        BigRational::new(number.numer.into(), number.denom.into())
    }

    /// As they stand, not as they compare.
    fn raw((numer, denom): Terms) -> (BigInt, BigInt) {
        (numer.into(), denom.into())
    }

    #[test]
    fn agrees_with_integers_of_any_length() {
        let edges =
            [0, 1, 2, 3, 5, 6, 10, 100, 97, 1 << 40, 10_i64.pow(18), i64::MAX - 1, i64::MAX];
        let tops = edges.iter().flat_map(|edge| [*edge, -edge, i64::MIN]);
        let numbers: Vec<Small> = tops
            .flat_map(|n| edges.iter().skip(1).map(move |d| (n, *d)))
            .map(|(n, d)| BigRational::new(n.into(), d.into()))
            .map(|n| Small {
                numer: n.numer().to_i64().unwrap(),
                denom: n.denom().to_i64().unwrap(),
            })
            .collect();
        let mut divided = 0;
        for x in numbers.iter().copied().step_by(3) {
            for y in numbers.iter().copied().step_by(5) {
                let (a, b) = (big(x), big(y));
                let into_raw = |number: BigRational| number.into_raw();
                assert_eq!(raw(x.times(y)), into_raw(&a * &b), "{a} × {b}");
                assert_eq!(raw(x.plus(y)), into_raw(&a + &b), "{a} + {b}");
                assert_eq!(raw(x.minus(y)), into_raw(&a - &b), "{a} - {b}");
                assert_eq!(x.cmp(&y), a.cmp(&b), "{a}, {b}");
                match x.over(y) {
                    Some(quotient) => {
                        assert_eq!(raw(quotient), into_raw(&a / &b), "{a} ÷ {b}");
                        divided += 1;
                    }
                    None => assert!([0, i64::MIN].contains(&y.numer)),
                }
            }
        }
        assert!(divided > 1000);
        assert!(Small::of((1 << 63, 1)).is_none() && Small::of((1, 1 << 63)).is_none());
    }

    #[test]
    fn scales_into_lowest_terms() {
        for (scaled, scale) in
            [(0, 2), (100, 2), (-1235, 2), (5, 18), (i128::MIN, 18), (i128::MAX, 3), (7, 0)]
        {
            let wide = BigRational::new(scaled.into(), BigInt::from(10_i128.pow(scale)));
            assert_eq!(raw(Small::scaled(scaled, scale).unwrap()), wide.into_raw());
        }
        assert!(Small::scaled(1, 19).is_none());
    }
}
