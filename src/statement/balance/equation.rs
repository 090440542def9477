//! One equation of a statement: whose it is, and how it fails.

use core::fmt;

use crate::text::{brief, clip};
use crate::units::Money;

/// The longest side of an equation that a message states, in bytes.
const MOST_BYTES: usize = 2_000;

/// The error of figures that do not balance: which equation fails, and by what.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the statement does not balance: {equation}, but {left} is not {right}")]
pub struct StatementError {
    equation: String,
    left: String,
    right: String,
}

impl StatementError {
    /// Two things that should be the same and are not.
    pub(in crate::statement) fn unlike(equation: &str, left: &str, right: &str) -> Self {
        let [equation, left, right] =
            [equation, left, right].map(|text| brief(text, MOST_BYTES).into_owned());
        Self { equation, left, right }
    }

    /// A sum that money cannot hold.
    pub(in crate::statement) fn range() -> Self {
        let range = format!("within {} of yuan", Money::COMPUTED_LIMITS);
        Self::unlike("every sum is within the range of money", "one of them", &range)
    }

    /// A statement that a format refuses.
    pub(in crate::statement) fn unwritable(reason: &str) -> Self {
        Self::unlike("a statement can be written", reason, "possible")
    }
}

/// Whose equation it is; written out only when it fails.
#[derive(Clone, Copy)]
pub(super) struct Of<'a> {
    pub(super) what: &'static str,
    pub(super) code: &'a str,
    pub(super) parent: Option<&'a Of<'a>>,
}

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "of {} \"{}\"", self.what, clip(self.code))?;
        self.parent.map_or(Ok(()), |parent| write!(f, " {parent}"))
    }
}

/// A sum within the range of money.
pub(in crate::statement) fn sum(
    amounts: impl IntoIterator<Item = Money>,
) -> Result<Money, StatementError> {
    Money::checked_sum(amounts).ok_or_else(StatementError::range)
}

pub(super) fn equal<T: PartialEq + fmt::Display>(
    equation: &str,
    of: Of<'_>,
    left: &T,
    right: &T,
) -> Result<(), StatementError> {
    if left == right {
        return Ok(());
    }
    Err(StatementError {
        equation: format!("{equation} {of}"),
        left: brief(&left.to_string(), MOST_BYTES).into_owned(),
        right: brief(&right.to_string(), MOST_BYTES).into_owned(),
    })
}

pub(super) fn not_negative(what: &str, of: Of<'_>, amount: Money) -> Result<(), StatementError> {
    if !amount.is_negative() {
        return Ok(());
    }
    Err(StatementError {
        equation: format!("{what} {of} is zero or more"),
        left: amount.to_string(),
        right: "zero or more".to_owned(),
    })
}

pub(super) fn in_order<'c>(
    what: &str,
    of: Of<'_>,
    codes: impl Iterator<Item = &'c str> + Clone,
) -> Result<(), StatementError> {
    let Some((before, after)) = codes.clone().zip(codes.skip(1)).find(|(a, b)| a >= b) else {
        return Ok(());
    };
    Err(StatementError {
        equation: format!("the {what} {of} stand in order of code, each once"),
        left: format!("\"{}\"", clip(before)),
        right: format!("before \"{}\"", clip(after)),
    })
}
