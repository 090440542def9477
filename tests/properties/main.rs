//! Properties: what holds for every input, tried on random ones.
//!
//! Settlements are those of the oracle's generator, by seed; small things have strategies of their
//! own. Every run tries the same cases. A failure names the input that failed, and a settlement's
//! input is its seed; `PROPTEST_RNG_SEED=2 PROPTEST_CASES=10000` tries more.

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]
#![allow(clippy::duplicate_mod, reason = "the generator keeps its source of choices to itself")]

#[path = "../oracle/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/numbers.rs"]
mod numbers;
#[allow(dead_code, reason = "the generator's; what is needed of it here is less")]
#[path = "../oracle/generate/random.rs"]
mod random;

mod apportionment;
mod arithmetic;
mod balance;
mod calendar;
mod codes;
mod edges;
mod fractions;
mod hostile;
mod monotony;
mod order;
mod quantities;
mod readback;
mod rounding;
mod scaling;
mod splitting;
mod support;
mod tampering;
mod traces;
