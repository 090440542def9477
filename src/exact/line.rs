//! Straight lines, `slope × number + at_zero`: worked out once, evaluated for many numbers.

use core::num::NonZero;

use super::Exact;
use super::small::gcd;

/// A straight line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) slope: Exact,
    pub(crate) at_zero: Exact,
    words: Option<Words>,
}

/// Both terms over one denominator, where they fit.
#[derive(Clone, Copy, Debug)]
struct Words {
    slope: i64,
    at_zero: i64,
    denom: i64,
}

impl Line {
    pub(crate) fn new(slope: Exact, at_zero: Exact) -> Self {
        let words = Words::of(&slope, &at_zero);
        Self { slope, at_zero, words }
    }

    /// The same value everywhere.
    pub(crate) fn flat(value: &Exact) -> Self {
        Self::new(Exact::zero(), value.clone())
    }

    /// The line through two points; none where one does not lie after the other.
    pub(crate) fn through(from: (Exact, Exact), to: (Exact, Exact)) -> Option<Self> {
        let ((from, from_value), (to, to_value)) = (from, to);
        let slope = to_value.minus(&from_value).divided_by(&to.minus(&from))?;
        let at_zero = from_value.minus(&slope.times(&from));
        Some(Self::new(slope, at_zero))
    }

    pub(crate) fn is_flat(&self) -> bool {
        self.slope.is_zero()
    }

    /// The value at a number.
    pub(crate) fn at(&self, number: &Exact) -> Exact {
        if self.is_flat() {
            return self.at_zero.clone();
        }
        let in_words = self.words.and_then(|words| words.at(number));
        in_words.unwrap_or_else(|| self.at_zero.plus(&self.slope.times(number)))
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self::new(self.slope.plus(&other.slope), self.at_zero.plus(&other.at_zero))
    }

    pub(crate) fn times(&self, factor: &Exact) -> Self {
        Self::new(self.slope.times(factor), self.at_zero.times(factor))
    }

    /// Where it meets another; none where it does not, or everywhere.
    pub(crate) fn meets(&self, other: &Self) -> Option<Exact> {
        let run = self.slope.minus(&other.slope);
        other.at_zero.minus(&self.at_zero).divided_by(&run)
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        (&self.slope, &self.at_zero) == (&other.slope, &other.at_zero)
    }
}

impl Words {
    fn of(slope: &Exact, at_zero: &Exact) -> Option<Self> {
        let terms = |number: &Exact| Some(number.small()?.reduced().terms());
        let ((a, a_denom), (b, b_denom)) = (terms(slope)?, terms(at_zero)?);
        let common = gcd(a_denom, b_denom);
        let word = |a: i128, b: i128| i64::try_from(a.checked_mul(b)?).ok();
        Some(Self {
            slope: word(a, b_denom / common)?,
            at_zero: word(b, a_denom / common)?,
            denom: word(a_denom, b_denom / common)?,
        })
    }

    /// Over the product of both denominators; products of words fit, and the sum of two.
    fn at(self, number: &Exact) -> Option<Exact> {
        let word = |term: i128| i64::try_from(term).ok();
        let product = |a: i64, b: i64| i128::from(a) * i128::from(b);
        let (x, x_denom) = number.small()?.terms();
        let (x, x_denom) = (word(x)?, word(x_denom)?);
        let sum = product(self.slope, x) + product(self.at_zero, x_denom);
        Some(Exact::fraction(sum, NonZero::new(product(self.denom, x_denom))?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In words or not, the value is the same.
    #[test]
    fn gives_slope_times_number_and_the_rest() {
        let terms = [
            "0",
            "1",
            "-1/3",
            "0.85",
            "100/17",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775808",
            "1/9223372036854775807",
            "123456789012345678901234567890123456789012345",
        ];
        let terms = terms.map(|text| text.parse::<Exact>().unwrap());
        let mut in_words = 0;
        for slope in &terms {
            for at_zero in &terms {
                let line = Line::new(slope.clone(), at_zero.clone());
                assert_eq!(line.is_flat(), *slope == Exact::zero());
                for number in &terms {
                    let value = slope.times(number).plus(at_zero);
                    assert_eq!(line.at(number), value, "{slope} × {number} + {at_zero}");
                    let words = line.words.and_then(|words| words.at(number));
                    assert!(words.as_ref().is_none_or(|words| *words == value));
                    in_words += usize::from(words.is_some());
                }
            }
        }
        assert_eq!(in_words, 336);
    }
}
