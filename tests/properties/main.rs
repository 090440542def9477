//! Properties: what holds for every input, tried on random ones.
//!
//! Settlements are those of the oracle's generator, by seed; small things have strategies of their
//! own. Every run tries the same cases. A failure names the input that failed, and a settlement's
//! input is its seed; `PROPTEST_RNG_SEED=2 PROPTEST_CASES=10000` tries more.

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]
#![allow(clippy::duplicate_mod, reason = "the generator keeps its source of choices to itself")]

#[allow(dead_code, unused_imports, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/numbers.rs"]
mod numbers;
#[allow(dead_code, reason = "the generator's; what is needed of it here is less")]
#[path = "../oracle/generate/random.rs"]
mod random;

// The generator asks the oracle how large a demand is. These are named at the root, where the
// oracle's files look for each other.
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/appraise.rs"]
mod appraise;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/breakdown.rs"]
mod breakdown;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/calculate.rs"]
mod calculate;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/close.rs"]
mod close;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/dated.rs"]
mod dated;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/deduct.rs"]
mod deduct;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/measure.rs"]
mod measure;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/opening.rs"]
mod opening;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/outcome.rs"]
mod outcome;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/pay.rs"]
mod pay;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/pool.rs"]
mod pool;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/price.rs"]
mod price;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/quotas.rs"]
mod quotas;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/setting.rs"]
mod setting;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/straddle.rs"]
mod straddle;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/worth.rs"]
mod worth;

mod apportionment;
mod arithmetic;
mod balance;
mod calendar;
mod codes;
mod counting;
mod cycle;
mod edges;
mod fractions;
mod hostile;
mod monitor;
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
mod whatif;
