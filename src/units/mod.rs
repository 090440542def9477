//! Typed quantities: volumes, weights, prices, coefficients and money that cannot be mixed up.
//!
//! Two kinds of type. What a document states is a decimal in a bounded range and is held as a
//! scaled 64-bit integer: [`Volume`], [`Weight`], [`Factor`], [`Mark`]. What a settlement
//! computes is exact and unbounded: [`Equivalents`], [`UnitPrice`], [`Score`], [`Coefficient`]
//! and [`Amount`], yuan that are not yet rounded. [`Money`] is whole fen.
//!
//! | quantity | unit | digits before the point | after | may be negative |
//! |---|---|---|---|---|
//! | [`Volume`] | the item's unit of count | 10 | 6 | corrections only |
//! | [`Weight`] | equivalents per unit of count | 4 | 6 | no |
//! | [`Factor`] | none | 2 | 9 | no |
//! | [`Mark`] | marks, or what an indicator measures | 10 | 6 | yes |
//! | [`UnitPrice`] stated | yuan per equivalent | 8 | 10 | no |
//! | [`Coefficient`] stated | none | 2 | 9 | no |
//! | [`Money`] stated | yuan | 15 | 2 | no |
//!
//! Anything outside is an error that names it. Inside, nothing overflows: a record is worth less
//! than 10²⁸ yuan (10¹⁰ units × 10⁴ equivalents × difficulty 10² × band 10² × 10⁸ yuan ×
//! coefficient 10²), and a computed [`Money`] holds up to 10³⁶ yuan, so it takes a hundred
//! million records at the very edge of every range at once to leave it, which is an error too.
//!
//! The products that make sense are the ones that exist:
//!
//! ```
//! use work_equivalent::exact::Rounding;
//! use work_equivalent::units::{Coefficient, UnitPrice, Volume, Weight};
//!
//! let volume: Volume = "9773".parse()?;
//! let weight: Weight = "1".parse()?;
//! let price: UnitPrice = "12.35".parse()?;
//! let coefficient: Coefficient = "0.7".parse()?;
//!
//! let amount = &(&(volume * weight) * &price) * &coefficient;
//! assert_eq!(amount.round(Rounding::FEN)?.to_string(), "84487.59"); // 84487.58 in binary
//! # Ok::<(), work_equivalent::units::QuantityError>(())
//! ```
//!
//! and the others do not compile:
//!
//! ```compile_fail
//! # use work_equivalent::units::Money;
//! fn money_times_money(a: Money, b: Money) { let _ = a * b; }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::Money;
//! fn money_plus_money_may_overflow(a: Money, b: Money) { let _ = a + b; } // checked_add
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::{Money, Volume};
//! fn a_volume_is_not_money(v: Volume) -> Money { v }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::{UnitPrice, Volume};
//! fn a_volume_has_no_price_before_its_weight(v: Volume, p: UnitPrice) { let _ = v * p; }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::{Equivalents, Weight};
//! fn a_weight_is_applied_once(e: &Equivalents, w: Weight) { let _ = e * w; }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::{Amount, UnitPrice};
//! fn a_price_is_applied_once(a: &Amount, p: &UnitPrice) { let _ = a * p; }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::{Score, UnitPrice};
//! fn a_score_is_not_a_coefficient(s: &Score, e: &work_equivalent::units::Equivalents) { let _ = e * s; }
//! ```
//!
//! ```compile_fail
//! # use work_equivalent::units::Volume;
//! let unchecked = Volume(12_500_000); // private: a volume that exists is in its range
//! ```

mod computed;
mod equation;
mod money;
mod quantity;
#[cfg(feature = "schema")]
pub(crate) mod schema;
mod stated;
mod written;

pub use computed::{Amount, Coefficient, Equivalents, Score, UnitPrice};
pub use money::Money;
pub(crate) use quantity::Quantity;
pub use quantity::QuantityError;
pub use stated::{Factor, Mark, Quota, Volume, Weight};
pub use written::Number;
