//! Placeholder while the rooms are built.
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod exact;
pub mod facts;
pub mod formula;
pub mod period;
mod report;
pub mod scheme;
mod settle;
pub mod statement;
pub mod units;
mod wire;

pub use report::{PathStep, Problem};
pub use settle::{SettleError, Settlement, settle};
