//! Arithmetic, rounding and apportionment, held against naive fractions.

use num_bigint::BigInt;
use work_equivalent::exact::{Exact, Mode, Rounding, apportion};
use work_equivalent::units::{Amount, Money};

use super::quantities::fraction;
use crate::numbers::{self, Fraction};

/// Bytes as numbers of many sizes.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// An integer of up to 16 bytes.
    fn integer(&mut self, bytes: u8) -> Option<i128> {
        (0..bytes).try_fold(0_i128, |number, _| Some(number << 8 | i128::from(self.next()?)))
    }

    /// A number: scaled by a power of ten, or divided by another; each byte says what comes.
    fn number(&mut self) -> Option<Exact> {
        let how = self.next()?;
        let size = 1 + how % 16;
        let number = self.integer(size)?;
        let number = if how & 0x10 == 0 { number } else { number.wrapping_neg() };
        Some(match how >> 5 {
            0 => Exact::from(number),
            1..=4 => Exact::scaled(number, u32::from(self.next()? % 40)),
            // Longer than any word.
            5 => Exact::from(number).times(&Exact::from(number)).times(&Exact::scaled(number, 30)),
            _ => {
                let size = 1 + self.next()? % 16;
                let divisor = Exact::from(self.integer(size)?);
                Exact::from(number).divided_by(&divisor).unwrap_or_else(|| Exact::from(number))
            }
        })
    }
}

/// Tries all operations on the numbers that the bytes say.
pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let Some(amount) = bytes.number() else { return };
    let mut numbers = Vec::new();
    while let Some(number) = bytes.number() {
        numbers.push(number);
    }
    numbers.truncate(24);
    rounds(&amount);
    for pair in numbers.windows(2) {
        computes(&pair[0], &pair[1]);
    }
    if let Some(first) = numbers.first() {
        computes(&amount, first);
        computes(first, first);
    }
    // Only its digits before the point can be an amount.
    let down = Rounding::new(0, Mode::TowardsZero).unwrap().round(&amount).to_string();
    if let Ok(amount) = down.parse::<i128>() {
        apportions(amount, &numbers);
    }
}

fn computes(one: &Exact, other: &Exact) {
    let (a, b) = (fraction(one), fraction(other));
    assert_eq!(fraction(&one.plus(other)), &a + &b, "{one} + {other}");
    assert_eq!(fraction(&one.minus(other)), &a - &b, "{one} − {other}");
    assert_eq!(fraction(&one.times(other)), &a * &b, "{one} × {other}");
    let zero = Fraction::from_integer(BigInt::ZERO);
    let quotient = (b != zero).then(|| &a / &b);
    assert_eq!(one.divided_by(other).as_ref().map(fraction), quotient, "{one} ÷ {other}");
    assert_eq!(one.cmp(other), a.cmp(&b), "{one} and {other}");
    assert_eq!(one == other, a == b, "{one} and {other}");
    assert_eq!((one.is_zero(), one.is_negative()), (a == zero, a < zero), "{one}");
    // However a number came about, it is written in one way.
    let back = one.plus(other).minus(other);
    assert_eq!((&back, back.to_string()), (one, one.to_string()));
}

fn rounds(number: &Exact) {
    let exact = fraction(number);
    let modes = [Mode::HalfAwayFromZero, Mode::HalfToEven, Mode::TowardsZero, Mode::AwayFromZero];
    for mode in modes {
        for places in [0, 1, 2, 3, 6, Rounding::MOST_PLACES] {
            let rounding = Rounding::new(places, mode).unwrap();
            let rounded = rounding.round(number);
            let expected = numbers::round(&exact, rounding);
            assert_eq!(fraction(&rounded), expected, "{number} to {places} places, {mode:?}");
            assert_eq!(rounding.round(&rounded), rounded, "rounding twice");
            let fen = &expected * Fraction::from_integer(100.into());
            let most = BigInt::from(10).pow(38);
            let is_money = fen.is_integer() && fen < most.clone().into() && fen > (-most).into();
            let money = Amount::from_exact(number.clone()).round(rounding);
            assert_eq!(money.is_ok(), is_money, "{number} to {places} places, {mode:?}");
            if let Ok(money) = money {
                assert_eq!(Fraction::from_integer(money.fen().into()), fen);
                let json = serde_json::to_string(&money).unwrap();
                assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
            }
        }
    }
}

fn apportions(amount: i128, weights: &[Exact]) {
    let parts = apportion(amount, weights);
    let fractions: Vec<Fraction> = weights.iter().map(fraction).collect();
    let total: Fraction = fractions.iter().sum();
    let zero = Fraction::from_integer(BigInt::ZERO);
    let is_refused = amount < 0
        || fractions.iter().any(|weight| *weight < zero)
        || (total == zero && amount != 0);
    let Ok(parts) = parts else {
        assert!(is_refused, "{amount} over {weights:?}");
        return;
    };
    assert!(!is_refused, "{amount} over {weights:?}");
    let expected = numbers::apportion(&amount.into(), &fractions);
    let found: Vec<BigInt> = parts.iter().map(|part| part.amount.into()).collect();
    assert_eq!(found, expected, "{amount} over {weights:?}");
    let mut ranks: Vec<u64> = parts.iter().map(|part| part.share.rank).collect();
    ranks.sort_unstable();
    if total != zero {
        assert!(ranks.into_iter().eq(0..parts.len() as u64), "ranks of {amount} over {weights:?}");
    }
    if let Some(money) = Money::from_fen(amount) {
        let of_money = money.apportion(weights).unwrap();
        assert!(of_money.iter().map(|(part, _)| part.fen()).eq(parts.iter().map(|it| it.amount)));
    }
}
