//! The equation between the quantities: volume × weight × price × coefficient, in that order.
//!
//! These products are all there are. Every one is exact and none can overflow.

use core::iter::Sum;
use core::ops::Mul;

use super::{Amount, Coefficient, Equivalents, Factor, UnitPrice, Volume, Weight};
use crate::exact::Exact;

impl Mul<Weight> for Volume {
    type Output = Equivalents;

    fn mul(self, weight: Weight) -> Equivalents {
        Equivalents::from_exact(self.to_exact().times(&weight.to_exact()))
    }
}

/// Difficulty: all equivalents of a group, multiplied.
impl Mul<Factor> for &Equivalents {
    type Output = Equivalents;

    fn mul(self, difficulty: Factor) -> Equivalents {
        Equivalents::from_exact(self.exact().times(&difficulty.to_exact()))
    }
}

/// Equivalents after appraisal, by which a redistributed pool is split.
impl Mul<&Coefficient> for &Equivalents {
    type Output = Equivalents;

    fn mul(self, coefficient: &Coefficient) -> Equivalents {
        Equivalents::from_exact(self.exact().times(coefficient.exact()))
    }
}

impl Mul<&UnitPrice> for &Equivalents {
    type Output = Amount;

    fn mul(self, price: &UnitPrice) -> Amount {
        Amount::from_exact(self.exact().times(price.exact()))
    }
}

impl Mul<&Coefficient> for &Amount {
    type Output = Amount;

    fn mul(self, coefficient: &Coefficient) -> Amount {
        Amount::from_exact(self.exact().times(coefficient.exact()))
    }
}

impl<'a> Sum<&'a Equivalents> for Equivalents {
    fn sum<I: Iterator<Item = &'a Equivalents>>(parts: I) -> Self {
        Self::from_exact(parts.map(Equivalents::exact).sum::<Exact>())
    }
}

impl Sum for Equivalents {
    fn sum<I: Iterator<Item = Equivalents>>(parts: I) -> Self {
        parts.fold(Self::from_exact(Exact::zero()), |sum, part| {
            Self::from_exact(sum.exact().plus(part.exact()))
        })
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(parts: I) -> Self {
        parts.fold(Self::from_exact(Exact::zero()), |sum, part| {
            Self::from_exact(sum.exact().plus(part.exact()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Rounding;

    #[test]
    fn binary_floating_point_would_be_a_fen_off() {
        for (volume, price, coefficient, amount) in
            [("9773.0", "12.35", "0.7", "84487.59"), ("8454.5", "12.35", "1", "104413.08")]
        {
            let equivalents = volume.parse::<Volume>().unwrap() * "1".parse().unwrap();
            let full = &equivalents * &price.parse::<UnitPrice>().unwrap();
            let owed = &full * &coefficient.parse::<Coefficient>().unwrap();
            assert_eq!(owed.round(Rounding::FEN).unwrap().to_string(), amount);
        }
    }

    #[test]
    fn difficulty_and_coefficient_scale_equivalents() {
        let equivalents = "10".parse::<Volume>().unwrap() * "1.5".parse().unwrap();
        assert_eq!((&equivalents * "1.2".parse::<Factor>().unwrap()).to_string(), "18");
        assert_eq!((&equivalents * &"0.8".parse::<Coefficient>().unwrap()).to_string(), "12");
        let both = [equivalents.clone(), equivalents];
        assert_eq!(both.iter().sum::<Equivalents>().to_string(), "30");
        assert_eq!(both.into_iter().sum::<Equivalents>().to_string(), "30");
    }
}
