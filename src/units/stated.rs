//! Quantities that documents state: scaled 64-bit integers in a bounded range.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::quantity::{self, Quantity, QuantityError};
use crate::exact::{Exact, Limits, format_scaled};

/// Declares a quantity held as an `i64` scaled by ten to the power of its digits after the point.
///
/// Only forwarding code: what reads, checks and writes stands outside the macro.
macro_rules! stated {
    ($(#[$doc:meta])* $name:ident, $word:literal, before: $before:literal, after: $after:literal,
     signed: $signed:literal, good: $good:literal, bad: $bad:literal) => {
        $(#[$doc])*
        ///
        /// # Example
        ///
        /// ```
        #[doc = concat!("use work_equivalent::units::", stringify!($name), ";")]
        ///
        #[doc = concat!("let value: ", stringify!($name), " = \"", $good, "\".parse()?;")]
        #[doc = concat!("assert_eq!(value.to_string(), \"", $good, "\");")]
        #[doc = concat!("assert!(\"", $bad, "\".parse::<", stringify!($name), ">().is_err());")]
        /// # Ok::<(), work_equivalent::units::QuantityError>(())
        /// ```
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The accepted range.
            pub const LIMITS: Limits = Limits { before: $before, after: $after };

            /// Reads a [`Decimal`], exactly.
            ///
            /// # Errors
            ///
            #[doc = concat!("A decimal outside [`", stringify!($name), "::LIMITS`], such as ", $bad, ".")]
            pub fn from_decimal(decimal: Decimal) -> Result<Self, QuantityError> {
                quantity::from_decimal(decimal)
            }

            /// Reads `-?digits[.digits]` from bytes, exactly and without another copy: for readers
            /// of large files.
            ///
            /// # Errors
            ///
            #[doc = concat!("What [`str::parse`] refuses, such as `b\"", $bad, "\"`, and bytes that are no text.")]
            pub fn from_ascii(text: &[u8]) -> Result<Self, QuantityError> {
                quantity::read_ascii(text)
            }

            /// The value as a [`Decimal`].
            #[must_use]
            pub fn to_decimal(self) -> Decimal {
                Decimal::new(self.0, $after)
            }

            /// The value as an exact number.
            #[must_use]
            pub fn to_exact(self) -> Exact {
                Exact::scaled(i128::from(self.0), $after)
            }
        }

        impl Quantity for $name {
            const NAME: &'static str = $word;
            const LIMITS: Limits = Self::LIMITS;
            const SIGNED: bool = $signed;

            fn from_scaled(scaled: i128) -> Option<Self> {
                i64::try_from(scaled).ok().map(Self)
            }
        }

        impl FromStr for $name {
            type Err = QuantityError;

            /// Reads `-?digits[.digits]`, exactly.
            ///
            /// # Errors
            ///
            #[doc = concat!("`\"", $bad, "\"`, `\"1e3\"`, `\"1_000\"`, `\".5\"`, `\"+1\"`.")]
            fn from_str(text: &str) -> Result<Self, QuantityError> {
                quantity::read(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                crate::text::pad(f, &format_scaled(i128::from(self.0), $after))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::wire::number(deserializer)?.parse().map_err(de::Error::custom)
            }
        }
    };
}

stated! {
    /// A count of a service item (服务量), in the item's unit. Negative only in a correction.
    Volume, "volume", before: 10, after: 6, signed: true, good: "-12.5", bad: "0.0000001"
}

stated! {
    /// Equivalents per unit of a service item (当量值).
    Weight, "weight", before: 4, after: 6, signed: false, good: "1.2", bad: "-1"
}

stated! {
    /// Yuan per unit of an item that is paid by quota (定额).
    Quota, "quota", before: 9, after: 6, signed: false, good: "1500", bad: "-1"
}

stated! {
    /// A multiplier without a unit: a difficulty factor, the factor of a band, a rate.
    Factor, "factor", before: 2, after: 9, signed: false, good: "0.05", bad: "100"
}

stated! {
    /// What an appraisal records for an indicator: marks given, or what was measured.
    Mark, "mark", before: 10, after: 6, signed: true, good: "0.85", bad: "85%"
}

impl Weight {
    /// What an amount of money is worth: itself.
    pub(crate) const ONE: Self = Self(1_000_000);
}

impl Quota {
    /// The same number in the place of a weight: where quotas are paid, a yuan stands in the place
    /// of an equivalent.
    pub(crate) const fn as_weight(self) -> Weight {
        Weight(self.0)
    }

    /// The quota that stands in the place of a weight.
    pub(crate) const fn of_weight(weight: Weight) -> Self {
        Self(weight.0)
    }
}

impl Volume {
    /// Whether an amount of so many yuan is one of whole fen.
    pub(crate) const fn is_in_fen(self) -> bool {
        self.0 % 10_000 == 0
    }

    /// Millionths.
    pub(crate) const fn scaled(self) -> i64 {
        self.0
    }
}

impl Weight {
    /// Millionths.
    pub(crate) const fn scaled(self) -> i64 {
        self.0
    }
}

impl Factor {
    /// What changes nothing.
    pub(crate) const ONE: Self = Self(1_000_000_000);

    /// Billionths.
    pub(crate) const fn scaled(self) -> i64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_hold_at_the_edge() {
        for text in ["9999999999.999999", "-9999999999.999999"] {
            assert_eq!(text.parse::<Volume>().unwrap().to_string(), text);
        }
        // Zero is not below zero, however it is written.
        for text in ["0", "-0", "-0.00", "0.00000000000000000000"] {
            assert_eq!(text.parse::<Weight>().unwrap(), Weight::default(), "{text}");
        }
        assert_eq!(
            "10000000000".parse::<Volume>().unwrap_err().to_string(),
            "\"10000000000\" is too long for a volume: at most 10 digits before the point and 6 after"
        );
        assert_eq!(
            "-0.5".parse::<Weight>().unwrap_err().to_string(),
            "\"-0.5\" is negative: a weight is zero or more"
        );
        assert_eq!(
            "1,200".parse::<Factor>().unwrap_err().to_string(),
            "\"1,200\" is not a factor: write plain digits with at most one decimal point and no separators, such as \"12.5\""
        );
    }

    #[test]
    fn decimals_convert_exactly_or_not_at_all() {
        let decimal = Decimal::from_str_exact("12.500").unwrap();
        let volume = Volume::from_decimal(decimal).unwrap();
        assert_eq!(volume.to_decimal(), decimal);
        assert_eq!(volume.to_exact().to_string(), "12.5");
        assert!(Volume::from_decimal(Decimal::new(1, 7)).is_err());
        assert!(Weight::from_decimal(Decimal::NEGATIVE_ONE).is_err());
    }

    #[test]
    fn bytes_read_like_text() {
        for text in
            ["0", "12.5", "-12.50", "007.500", "9999999999.999999", "0.000001", "1234567890"]
        {
            assert_eq!(Volume::from_ascii(text.as_bytes()), text.parse(), "{text}");
            assert_eq!(text.parse::<Volume>().unwrap().to_exact(), text.parse().unwrap());
        }
        for text in ["", ".", "1.", ".5", "1.2.3", "1e3", "12a", "１", "10000000000", "0.0000001"]
        {
            let refused = Volume::from_ascii(text.as_bytes()).unwrap_err();
            assert_eq!(text.parse::<Volume>(), Err(refused), "{text}");
        }
        let message = Volume::from_ascii(b"1\xff2").unwrap_err().to_string();
        assert!(message.contains("is not a volume"), "{message}");
    }

    #[test]
    fn serde_reads_strings_and_integers_and_writes_strings() {
        for (json, text) in [("\"12.50\"", "12.5"), ("12", "12"), ("-3", "-3")] {
            let volume: Volume = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&volume).unwrap(), format!("\"{text}\""));
        }
        for json in ["12.5", "1e2", "true", "null", "[1]", "{}", "\"1e2\"", "99999999999999999999"]
        {
            assert!(serde_json::from_str::<Volume>(json).is_err(), "{json}");
        }
        let message = serde_json::from_str::<Volume>("12.5").unwrap_err().to_string();
        assert!(message.contains("quote it"), "{message}");
    }
}
