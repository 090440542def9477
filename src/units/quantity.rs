//! What all stated quantities share: a name, a range, and one strict reader.

use rust_decimal::Decimal;

use crate::exact::{DecimalError, Limits, parse_plain, parse_scaled};
use crate::text::clip;

/// A quantity that a document states as a decimal.
pub(crate) trait Quantity: Sized {
    /// What messages call it.
    const NAME: &'static str;
    /// The accepted range.
    const LIMITS: Limits;
    /// Whether it may be negative.
    const SIGNED: bool;

    /// The quantity of an integer scaled by ten to the power `LIMITS.after`, or `None` where it
    /// does not fit.
    fn from_scaled(scaled: i128) -> Option<Self>;
}

/// The error of a text or number that is not the quantity it should be.
///
/// The message names the quantity, quotes the value and says what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct QuantityError(Kind);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("is empty: give a {name}")]
    Empty { name: &'static str },
    #[error("\"{value}\" is not a {name}: write a percentage as a decimal, such as \"0.85\"")]
    Percentage { name: &'static str, value: String },
    #[error(
        "\"{value}\" is not a {name}: write plain digits with at most one decimal point and no \
         separators, such as \"12.5\""
    )]
    Malformed { name: &'static str, value: String },
    #[error("\"{value}\" is too long for a {name}: at most {limits}")]
    TooLong { name: &'static str, value: String, limits: Limits },
    #[error("\"{value}\" is negative: a {name} is zero or more")]
    Negative { name: &'static str, value: String },
    #[error("an amount of {value} yuan is out of range: at most 36 digits before the point")]
    AmountOutOfRange { value: String },
    #[error("an amount of {value} yuan is not whole fen: round it to at most 2 places")]
    NotWholeFen { value: String },
}

impl QuantityError {
    pub(super) fn amount_out_of_range(value: &impl ToString) -> Self {
        Self(Kind::AmountOutOfRange { value: clip(&value.to_string()).into_owned() })
    }

    pub(super) fn not_whole_fen(value: &impl ToString) -> Self {
        Self(Kind::NotWholeFen { value: clip(&value.to_string()).into_owned() })
    }
}

/// Reads a quantity from text in the strict grammar, within its limits.
pub(super) fn read<Q: Quantity>(text: &str) -> Result<Q, QuantityError> {
    read_within(text, Q::LIMITS)
}

/// Reads a quantity from bytes.
pub(super) fn read_ascii<Q: Quantity>(text: &[u8]) -> Result<Q, QuantityError> {
    read_bytes(text, Q::LIMITS)
}

/// Reads a quantity whose limits are not the ones of its documents.
pub(super) fn read_within<Q: Quantity>(text: &str, limits: Limits) -> Result<Q, QuantityError> {
    read_bytes(text.as_bytes(), limits)
}

fn read_bytes<Q: Quantity>(text: &[u8], limits: Limits) -> Result<Q, QuantityError> {
    if let Some(quantity) = parse_plain(text, limits).and_then(|it| Q::from_scaled(it.into())) {
        return Ok(quantity);
    }
    let name = Q::NAME;
    let value = || clip(&String::from_utf8_lossy(text)).into_owned();
    let too_long = || QuantityError(Kind::TooLong { name, value: value(), limits });
    let scaled = parse_scaled(text, limits).map_err(|error| match error {
        DecimalError::Malformed if text.is_empty() => QuantityError(Kind::Empty { name }),
        DecimalError::Malformed if text.ends_with(b"%") => {
            QuantityError(Kind::Percentage { name, value: value() })
        }
        DecimalError::Malformed => QuantityError(Kind::Malformed { name, value: value() }),
        DecimalError::TooLong => too_long(),
    })?;
    if scaled < 0 && !Q::SIGNED {
        return Err(QuantityError(Kind::Negative { name, value: value() }));
    }
    Q::from_scaled(scaled).ok_or_else(too_long)
}

/// Reads a quantity from a [`Decimal`], within its limits, exactly.
pub(super) fn from_decimal<Q: Quantity>(decimal: Decimal) -> Result<Q, QuantityError> {
    read(&decimal.to_string())
}
