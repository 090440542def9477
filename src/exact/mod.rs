//! Exact numbers, rounding and apportionment: the only code of the crate that rounds.
//!
//! Everything between two rounding points is an [`Exact`]: a fraction of two integers of any
//! length, so no product is cut at 28 digits and no quotient is approximated. What is written
//! in a document is a decimal in a strict grammar and a bounded range ([`Limits`]); what is paid
//! is a whole number of fen ([`crate::units::Money`]). Between the two, rounding happens only
//! where the scheme says, through [`Rounding`], and a fixed amount is split only by
//! [`apportion`].

mod apportion;
mod decimal;
mod line;
mod number;
mod rounding;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod small;
mod sum;
mod written;

pub(crate) use apportion::apportion_few;
pub use apportion::{ApportionError, Part, Share, apportion};
pub use decimal::Limits;
pub(crate) use decimal::{DecimalError, format_scaled, parse_plain, parse_scaled};
pub(crate) use line::Line;
pub use number::Exact;
pub use rounding::{Mode, Rounding, RoundingError};
pub(crate) use small::quotient;
pub(crate) use sum::WideSum;
pub use written::ParseExactError;
