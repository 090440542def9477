//! What a county owes its primary-care institutions when it buys services by *standardized work
//! equivalents* (标化工作当量), exact to the fen, with a trace that cites the clause behind every
//! figure.
//!
//! ```text
//! equivalents × unit price × appraisal coefficient − deductions − risk reserve
//! ```
//!
//! **The [`guide`] is the place to begin:** [concepts](guide::concepts), [the formula](guide::formula),
//! [its stages](guide::stages) with their clauses, a [cookbook](guide::cookbook) of ten tasks,
//! [errors](guide::errors), [precision](guide::precision), and [what this is not](guide::not).
//!
//! A scheme ([`scheme`]) is a policy document as data: every number in it has a date from which it
//! holds and a citation. Facts ([`facts`]) are what happened: volumes, appraisal marks, findings,
//! advances, and what the period before left behind. From both, [`settle()`] computes a statement
//! ([`statement`]): what every payee is owed and paid, and why; what it leaves behind opens the next
//! period.
//!
//! ```
//! use work_equivalent::facts::{Facts, FactsDocument};
//! use work_equivalent::scheme::Scheme;
//! use work_equivalent::settle;
//!
//! // Documents are plain serde data; a scheme or facts exist only once all of it was checked.
//! let scheme: Scheme = serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
//! let document: FactsDocument =
//!     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
//! let facts = Facts::new(&scheme, &document)?;
//!
//! let settlement = settle(&facts)?;
//! let channel = &settlement.statement()?.figures().channels[0];
//! assert_eq!(channel.payees[0].equivalents.as_ref().unwrap().to_string(), "5000");
//! assert_eq!(channel.payees[0].entitlement.to_string(), "72000.00");
//! assert_eq!(channel.appraisal_loss.amount.to_string(), "6000.00");
//!
//! // One payee's figures, each with formula, operands, rounding and citation; it stands on its
//! // own and can be computed again without the scheme, the facts or this engine.
//! let trace = settlement.explain("W01")?;
//! assert_eq!(trace.reevaluate()?, None);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # The way through the crate
//!
//! | module | what is there |
//! |---|---|
//! | [`guide`] | how to use it, page by page |
//! | [`exact`] | exact numbers, rounding, apportionment: the only code that rounds |
//! | [`units`] | volumes, weights, prices, coefficients, money; the accepted ranges |
//! | [`formula`] | how a rule is written once, for the settlement and for the trace |
//! | [`period`] | dates, half-open periods, dated values |
//! | [`scheme`] | policy as data: catalogue, appraisal, channels, reserve, findings, advances |
//! | [`facts`] | what happened: payees, volumes, marks, findings, advances, opening |
//! | [`settle()`] | the calculation, one file a stage |
//! | [`measure()`] | its first stage alone: what was done so far |
//! | [`settle_in_parts`] | a period inside which the scheme changes |
//! | [`statement`] | what is owed and why: figures, ledgers, text in Chinese, trace, supplement |
//! | [`monitor`] | alerts beside payment: changes, shares, targets, deadlines, with figures and citation |
//! | [`whatif`] | proposals: changes, comparison, solving for what just fits, sweeps |
//!
//! Data flows one way: scheme + facts → stages → statement.
//!
//! # What it promises
//!
//! - Nothing is rounded but where the scheme says, and every rounding appears in the trace. There
//!   is no binary floating point in the crate, and no 28-digit cut ([`guide::precision`]).
//! - A pool that is apportioned is paid out to the fen, whatever the order of the input.
//! - Bad input is an error that names record, field, value and what would be right; validation
//!   reports every problem, not only the first ([`guide::errors`]). Nothing defaults to zero.
//! - It is pure: no I/O, no clock, no globals, no randomness, no `unsafe`.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod exact;
pub mod facts;
pub mod formula;
pub mod guide;
pub mod monitor;
pub mod period;
mod report;
#[cfg(feature = "schema")]
pub mod schema;
pub mod scheme;
mod settle;
pub mod statement;
mod text;
pub mod units;
pub mod whatif;
mod wire;

pub use report::{PathStep, Problem};
pub use settle::{
    Measurement, SettleError, Settlement, SettlementInParts, StraddleError, measure, settle,
    settle_in_parts,
};

#[cfg(test)]
mod sample;
