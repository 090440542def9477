//! Numbers of the oracle: exact fractions, fen, and the four ways to round.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use work_equivalent::exact::{Mode, Rounding};
use work_equivalent::units::Number;

/// An exact fraction.
pub type Fraction = BigRational;

/// An amount in whole fen.
pub type Fen = BigInt;

/// A whole number as a fraction.
pub fn whole(value: i64) -> Fraction {
    Fraction::from_integer(value.into())
}

/// Rule 3.1: a number as written is a finite decimal, read exactly.
pub fn read(number: &Number) -> Fraction {
    let text = number.as_str();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    let digits: BigInt = text.replace('.', "").parse().unwrap();
    Fraction::new(digits, BigInt::from(10).pow(u32::try_from(places).unwrap()))
}

/// Rule 3.1 for yuan: whole fen.
pub fn fen(yuan: &Fraction) -> Fen {
    let fen = yuan * whole(100);
    assert!(fen.is_integer(), "{yuan} yuan are not whole fen");
    fen.to_integer()
}

/// Fen as yuan.
pub fn yuan(fen: &Fen) -> Fraction {
    Fraction::new(fen.clone(), 100.into())
}

/// Rule 3.3: rounds to so many places, to the neighbour that the mode names.
pub fn round(value: &Fraction, rounding: Rounding) -> Fraction {
    let unit = Fraction::new(1.into(), BigInt::from(10).pow(rounding.places().into()));
    let units = value.abs() / &unit;
    let below = units.floor();
    let part = &units - &below;
    let half = Fraction::new(1.into(), 2.into());
    let is_even = (&below / whole(2)).is_integer();
    let away = match rounding.mode() {
        Mode::HalfAwayFromZero => part >= half,
        Mode::HalfToEven => part > half || (part == half && !is_even),
        Mode::TowardsZero => false,
        Mode::AwayFromZero => !part.is_zero(),
        other => panic!("the rule book has no rounding {other:?}"),
    };
    let magnitude = if away { below + whole(1) } else { below };
    magnitude * unit * value.signum()
}

/// Rule 3.3, money: an amount of yuan in fen, rounded as the channel says or else to the fen,
/// half away from zero.
pub fn round_money(yuan: &Fraction, rounding: Option<Rounding>) -> Fen {
    let default = Rounding::new(2, Mode::HalfAwayFromZero).unwrap();
    fen(&round(yuan, rounding.unwrap_or(default)))
}

/// Rule 3.4, apportionment by largest remainder: floors every share, and gives the fen left over
/// to the largest fractional parts, of equal ones to the earlier.
pub fn apportion(amount: &Fen, weights: &[Fraction]) -> Vec<Fen> {
    if amount.is_zero() {
        return vec![Fen::zero(); weights.len()];
    }
    let total: Fraction = weights.iter().sum();
    let amount_exactly = Fraction::from_integer(amount.clone());
    let shares: Vec<Fraction> =
        weights.iter().map(|weight| &amount_exactly * weight / &total).collect();
    let mut parts: Vec<Fen> = shares.iter().map(|share| share.floor().to_integer()).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|&index| std::cmp::Reverse(shares[index].fract())); // stable
    let mut left = amount - parts.iter().sum::<Fen>();
    for index in by_remainder {
        if left.is_zero() {
            break;
        }
        parts[index] += 1;
        left -= 1;
    }
    parts
}
