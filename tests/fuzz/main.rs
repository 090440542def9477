//! Fuzzing: plain functions of bytes, one a target, that panic on a finding.
//!
//! `cargo test --test fuzz` replays the checked-in corpus and tries a fixed number of mutations of
//! it, on stable and without libFuzzer. `tests/fuzz/run SECONDS` lets libFuzzer look for more, for
//! so many seconds a target; there this file is a library (`tests/fuzz/Cargo.toml`).
//!
//! | target | input | what must hold |
//! |---|---|---|
//! | `quantities` | a text | the grammars of numbers, dates and months, said another way; every way in agrees |
//! | `exact` | bytes | arithmetic, rounding and apportionment, in naive fractions |
//! | `boundaries` | JSON | whatever type reads it, writes it so that it reads the same; no bare fraction is read |
//! | `settle` | a scheme and facts | refused with a reason, or settled as the oracle settles it |
//! | `parts` | schemes that follow one another, and facts | the same, part by part |
//! | `whatif` | a scheme, facts, and changes, a sweep or a question | the fast way gives what the slow way gives |
//! | `monitor` | rules, and what they watch | refused with a reason, or read, in whatever order |
//! | `cases`, `straddles`, `sequences` | choices of the oracle's generator | valid, and settled as the oracle settles it |

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]
#![allow(clippy::duplicate_mod, reason = "the generator keeps its source of choices to itself")]

pub mod mutate;
#[allow(clippy::missing_panics_doc, reason = "a panic is a finding")]
pub mod targets;

#[cfg(test)]
mod replay;

#[allow(dead_code, reason = "the generator's; what is needed of it here is less")]
#[path = "../oracle/generate/random.rs"]
mod random;

// The oracle, without its tests. Its files look for each other at the root.
#[path = "../oracle/compare"]
mod compare {
    mod balances;
    mod figures;
    pub mod parts;
    mod payees;
    mod read;
    pub mod settlement;
    mod totals;
    pub mod years;
}
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
#[allow(dead_code, unused_imports, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/generate/mod.rs"]
mod generate;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/measure.rs"]
mod measure;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/numbers.rs"]
mod numbers;
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
#[path = "../oracle/together.rs"]
mod together;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/worth.rs"]
mod worth;
