//! The oracle: an independent settlement by the rule book, in plain code over exact fractions,
//! with a generator of random cases. It shares the document types with the library and nothing
//! else. The tests in `by_hand` check the oracle itself, against cases worked by hand; `compare.rs`
//! holds the engine against it.

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]

mod appraise;
mod breakdown;
mod by_hand;
mod calculate;
mod close;
mod compare;
mod coverage;
mod dated;
mod deduct;
mod generate;
mod measure;
mod numbers;
mod opening;
mod outcome;
mod pay;
mod pool;
mod price;
mod quotas;
mod setting;
mod straddle;
mod together;
mod worth;
