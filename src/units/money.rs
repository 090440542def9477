//! Whole fen.

use core::borrow::Borrow;
use core::fmt;
use core::num::NonZero;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::Equivalents;
use super::quantity::{self, Quantity, QuantityError};
use crate::exact::{ApportionError, Exact, Limits, Share, apportion, apportion_few, format_scaled};

/// An amount of money in whole fen, written in yuan: `"84487.59"`.
///
/// Sums are checked, and a product with anything is not money until it is rounded
/// ([`crate::units::Amount::round`]).
///
/// ```
/// use work_equivalent::units::Money;
///
/// let pool: Money = "100".parse()?;
/// assert_eq!(pool.to_string(), "100.00");
/// assert_eq!(pool.fen(), 10_000);
/// assert_eq!(pool.checked_sub(Money::from_fen(1).unwrap()), Money::from_fen(9_999));
/// # Ok::<(), work_equivalent::units::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i128);

const HUNDRED: NonZero<i128> = NonZero::new(100).unwrap();

impl Money {
    /// The range in which a document may state an amount, in yuan.
    pub const LIMITS: Limits = Limits { before: 15, after: 2 };

    /// The range of an amount that a settlement computes, in yuan.
    pub const COMPUTED_LIMITS: Limits = Limits { before: 36, after: 2 };

    /// No money.
    pub const ZERO: Self = Self(0);

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    const MOST_FEN: i128 = 10_i128.pow(38) - 1;

    /// So many fen, or `None` beyond [`Money::COMPUTED_LIMITS`].
    #[must_use]
    pub const fn from_fen(fen: i128) -> Option<Self> {
        if fen > Self::MOST_FEN || fen < -Self::MOST_FEN { None } else { Some(Self(fen)) }
    }

    /// The amount in fen.
    #[must_use]
    pub const fn fen(self) -> i128 {
        self.0
    }

    /// Reads a [`Decimal`] of yuan, exactly.
    ///
    /// # Errors
    ///
    /// -1; 0.005; a decimal of 16 digits before the point.
    pub fn from_decimal(yuan: Decimal) -> Result<Self, QuantityError> {
        quantity::from_decimal(yuan)
    }

    /// The amount in yuan as a [`Decimal`], or `None` where it has more than 28 digits.
    #[must_use]
    pub fn to_decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.0, 2).ok()
    }

    /// The amount in yuan as an exact number.
    #[must_use]
    pub fn to_exact(self) -> Exact {
        Exact::fraction(self.0, HUNDRED)
    }

    /// Whole fen of a number of yuan that was rounded before.
    pub(super) fn from_yuan(yuan: &Exact) -> Result<Self, QuantityError> {
        let fen = yuan.times(&Exact::from(100));
        if !fen.is_integer() {
            return Err(QuantityError::not_whole_fen(yuan));
        }
        let fen = fen.to_integer().and_then(Self::from_fen);
        fen.ok_or_else(|| QuantityError::amount_out_of_range(yuan))
    }

    /// The sum, or `None` beyond [`Money::COMPUTED_LIMITS`].
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).and_then(Self::from_fen)
    }

    /// The difference, or `None` beyond [`Money::COMPUTED_LIMITS`].
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).and_then(Self::from_fen)
    }

    /// The sum of many amounts, or `None` beyond [`Money::COMPUTED_LIMITS`].
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Whether the amount is below zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// Splits the amount over weights by largest remainder: [`crate::exact::apportion`] in fen.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    /// use work_equivalent::units::Money;
    ///
    /// let thirds = "100".parse::<Money>()?.apportion(&[Exact::one(), Exact::one(), Exact::one()])?;
    /// let parts: Vec<String> = thirds.iter().map(|(part, _)| part.to_string()).collect();
    /// assert_eq!(parts, ["33.34", "33.33", "33.33"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A negative amount; a negative weight; a positive amount over weights that sum to zero.
    pub fn apportion<W: Borrow<Exact>>(
        self,
        weights: &[W],
    ) -> Result<Vec<(Self, Share)>, ApportionError> {
        let parts = apportion(self.0, weights)?;
        Ok(parts.into_iter().map(|part| (Self(part.amount), part.share)).collect())
    }
}

impl Money {
    /// Puts the parts alone at the end of a list.
    pub(crate) fn apportion_onto(
        self,
        weights: &[Equivalents],
        parts: &mut Vec<Self>,
    ) -> Result<(), ApportionError> {
        let weights = weights.iter().map(Equivalents::exact);
        let few = apportion_few(self.0, weights.clone(), |part| parts.push(Self(part)));
        if few.is_none() {
            let weights: Vec<&Exact> = weights.collect();
            parts.extend(self.apportion(&weights)?.into_iter().map(|(part, _)| part));
        }
        Ok(())
    }
}

impl Quantity for Money {
    const NAME: &'static str = "sum of money in yuan";
    const LIMITS: Limits = Self::LIMITS;
    const SIGNED: bool = false;

    fn from_scaled(scaled: i128) -> Option<Self> {
        Self::from_fen(scaled)
    }
}

impl FromStr for Money {
    type Err = QuantityError;

    /// Reads yuan as a document states them: `digits[.digits]`, no more than two decimals.
    ///
    /// # Errors
    ///
    /// `"-1"`, `"0.005"`, `"1e3"`, `"1,000.00"`.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        quantity::read(text)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format_scaled(self.0, 2);
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let zeros = match decimals {
            0 => ".00",
            1 => "0",
            _ => "",
        };
        crate::text::pad(f, &(text + zeros))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A computed amount, read back: it may be negative and longer than a stated one.
struct ComputedMoney(Money);

impl Quantity for ComputedMoney {
    const NAME: &'static str = Money::NAME;
    const LIMITS: Limits = Money::COMPUTED_LIMITS;
    const SIGNED: bool = true;

    fn from_scaled(scaled: i128) -> Option<Self> {
        Money::from_fen(scaled).map(Self)
    }
}

impl<'de> Deserialize<'de> for Money {
    /// Reads any amount that a settlement can compute ([`Money::COMPUTED_LIMITS`]).
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = crate::wire::number(deserializer)?;
        quantity::read::<ComputedMoney>(&text).map(|money| money.0).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_two_decimals() {
        for (fen, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (50, "0.50"),
            (100, "1.00"),
            (-1, "-0.01"),
            (123_456, "1234.56"),
        ] {
            assert_eq!(Money::from_fen(fen).unwrap().to_string(), text);
        }
        let money = Money::from_fen(8_448_759).unwrap();
        assert_eq!(
            format!("{money:>10}|{money:<10}|{money:^10}|{money:*^11}"),
            "  84487.59|84487.59  | 84487.59 |*84487.59**"
        );
        // A precision would cut digits off a text; it cannot cut money.
        assert_eq!(format!("{money:.1}|{money:3}"), "84487.59|84487.59");
    }

    #[test]
    fn stated_money_is_bounded_and_computed_money_reads_back() {
        assert!("999999999999999.99".parse::<Money>().is_ok());
        assert!("1000000000000000".parse::<Money>().is_err());
        assert!("-1".parse::<Money>().is_err());
        for fen in [-Money::MOST_FEN, -1, Money::MOST_FEN] {
            let money = Money::from_fen(fen).unwrap();
            let json = serde_json::to_string(&money).unwrap();
            assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }
    }

    #[test]
    fn sums_are_checked() {
        let most = Money::from_fen(Money::MOST_FEN).unwrap();
        let fen = Money::from_fen(1).unwrap();
        assert_eq!(Money::from_fen(Money::MOST_FEN + 1), None);
        assert_eq!(most.checked_add(fen), None);
        assert_eq!(Money::ZERO.checked_sub(most).unwrap().checked_sub(fen), None);
        assert_eq!(Money::checked_sum([fen, fen, fen]), Money::from_fen(3));
        assert_eq!(Money::checked_sum([most, fen]), None);
        assert!(Money::ZERO.checked_sub(fen).unwrap().is_negative());
    }

    #[test]
    fn yuan_must_be_whole_fen_in_range() {
        let error = Money::from_yuan(&Exact::scaled(5, 3)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "an amount of 0.005 yuan is not whole fen: round it to at most 2 places"
        );
        assert!(Money::from_yuan(&Exact::from(10_i128.pow(36))).is_err());
        assert!(Money::from_yuan(&Exact::from(10_i128.pow(36) - 1)).is_ok());
    }

    #[test]
    fn decimals_hold_twenty_eight_digits() {
        assert_eq!(Money::from_fen(123).unwrap().to_decimal().unwrap().to_string(), "1.23");
        assert_eq!(Money::from_fen(Money::MOST_FEN).unwrap().to_decimal(), None);
        assert_eq!(Money::from_decimal(Decimal::new(1230, 3)).unwrap().fen(), 123);
        assert!(Money::from_decimal(Decimal::new(1235, 3)).is_err());
    }
}
