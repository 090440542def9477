//! Quantities that a settlement computes: exact and unbounded.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::quantity::{self, Quantity, QuantityError};
use crate::exact::{Exact, Limits, Rounding};
use crate::units::Money;

/// Declares a quantity held as an [`Exact`]; only forwarding code.
macro_rules! computed {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Exact);

        impl $name {
            /// The quantity of an exact number; the inverse of [`Self::exact`].
            #[must_use]
            pub const fn from_exact(value: Exact) -> Self {
                Self(value)
            }

            /// The exact value.
            #[must_use]
            pub const fn exact(&self) -> &Exact {
                &self.0
            }

            /// The exact value, without the quantity.
            #[must_use]
            pub fn into_exact(self) -> Exact {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::text::pad(f, &self.0.to_string())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Exact::deserialize(deserializer).map(Self)
            }
        }
    };
}

/// Makes a computed quantity one that documents can state too, in a bounded range.
macro_rules! stated_too {
    ($name:ident, $word:literal, before: $before:literal, after: $after:literal) => {
        impl $name {
            /// The range in which a document may state this quantity.
            pub const LIMITS: Limits = Limits { before: $before, after: $after };

            /// Reads a [`Decimal`], exactly.
            ///
            /// # Errors
            ///
            /// A negative decimal, or one outside the limits.
            pub fn from_decimal(decimal: Decimal) -> Result<Self, QuantityError> {
                quantity::from_decimal(decimal)
            }
        }

        impl Quantity for $name {
            const NAME: &'static str = $word;
            const LIMITS: Limits = Self::LIMITS;
            const SIGNED: bool = false;

            fn from_scaled(scaled: i128) -> Option<Self> {
                Some(Self(Exact::scaled(scaled, $after)))
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            /// Reads `digits[.digits]` in the range in which a document may state it.
            ///
            /// # Errors
            ///
            /// `"-1"`, `"1/3"`, `"1e3"`, `".5"`.
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                quantity::read(text)
            }
        }
    };
}

computed! {
    /// Standardized work equivalents (工作当量): the sum of volume × weight.
    Equivalents
}

computed! {
    /// Yuan per equivalent (单位当量购买标准): announced, or derived from a pool.
    ///
    /// A derived price is a fraction more often than not, so deserialization accepts `"100/3"`
    /// beside decimals; a price that a scheme announces is read by [`str::parse`] and is a decimal.
    ///
    /// ```
    /// use work_equivalent::units::UnitPrice;
    ///
    /// assert_eq!("12.35".parse::<UnitPrice>()?.to_string(), "12.35");
    /// assert!("100/3".parse::<UnitPrice>().is_err());
    /// # Ok::<(), work_equivalent::units::QuantityError>(())
    /// ```
    UnitPrice
}
stated_too! { UnitPrice, "unit price", before: 8, after: 10 }

computed! {
    /// The result of an appraisal out of 100: marks / full marks × 100 (绩效评价得分).
    Score
}

computed! {
    /// What an appraisal multiplies pay by (绩效评价系数).
    Coefficient
}
stated_too! { Coefficient, "coefficient", before: 2, after: 9 }

computed! {
    /// Yuan that are not yet rounded.
    Amount
}

impl Amount {
    /// The amount in whole fen.
    ///
    /// ```
    /// use work_equivalent::exact::{Exact, Rounding};
    /// use work_equivalent::units::Amount;
    ///
    /// let amount = Amount::from_exact(Exact::scaled(104_413_075, 3));
    /// assert_eq!(amount.round(Rounding::FEN)?.to_string(), "104413.08");
    /// # Ok::<(), work_equivalent::units::QuantityError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An amount of 37 digits of yuan or more; a rounding that keeps a fraction of a fen.
    pub fn round(&self, rounding: Rounding) -> Result<Money, QuantityError> {
        match rounding.hundredths(&self.0).and_then(Money::from_fen) {
            Some(money) => Ok(money),
            None => Money::from_yuan(&rounding.round(&self.0)),
        }
    }
}
