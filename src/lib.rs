//! What a county owes its primary-care institutions when it buys services by *standardized work
//! equivalents* (标化工作当量), exact to the fen, with a trace that cites the clause behind every
//! figure.
//!
//! ```text
//! equivalents × unit price × appraisal coefficient − deductions − risk reserve
//! ```
//!
//! Beside what is bought by equivalents, a scheme pays per head, per case, per post and month, in
//! stated amounts, or only records what others pay: every channel is *measure × price ×
//! coefficient*, and one engine serves all, the distribution of an institution's income to its
//! staff included.
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
//! let scheme: Scheme = serde_json::from_str(include_str!("../examples/data/small/scheme.json"))?;
//! let document: FactsDocument =
//!     serde_json::from_str(include_str!("../examples/data/small/facts.json"))?;
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
//! | [`exact`] | exact numbers, rounding, apportionment: the only code that rounds |
//! | [`units`] | volumes, weights, prices, coefficients, money; the accepted ranges |
//! | [`formula`] | how a rule is written once, for the settlement and for the trace |
//! | [`period`] | dates, half-open periods, dated values |
//! | [`scheme`] | policy as data: catalogue, appraisal, channels, reserve, findings, advances |
//! | [`facts`] | what happened: payees, volumes, marks, findings, advances, opening |
//! | [`settle()`] | the calculation, one file a stage |
//! | [`settle_in_parts`] | a period inside which the scheme changes |
//! | [`statement`] | what is owed and why: figures, ledgers, text in Chinese, trace, supplement |
//! | [`monitor`] | alerts beside payment: changes, shares, targets, deadlines, with figures and citation |
//! | [`whatif`] | proposals: changes, comparison, solving for what just fits, sweeps |
//!
//! Data flows one way: scheme + facts → stages → statement.
//!
//! # The calculation
//!
//! For a channel, a payee *i* and a service item *k*, over a period; clauses of
//! 莲政办发〔2023〕75号:
//!
//! | stage | formula | clause |
//! |---|---|---|
//! | 1 measure | `E_i = Σ_k volume × weight(k, group, date) × difficulty(group, date)`, after ceiling and bands; or `Σ_k volume × quota(k, group, date)`, or amounts | 三(二)1 to 5 |
//! | 2 pool | `P = Σ sources − Σ carve-outs`, no more than its limit; provision `R`; distributable `D = P − R` | 三(二)2, 三(二)5, 三(三)2, 四(二) |
//! | 3 appraise | marks → score out of 100 → coefficient `c_i` | 三(三)3, 四(三) |
//! | 4 price | announced `p`; or `D / Σ E_i`, the appraisal loss leaving the pool; or `D / Σ E_i c_i`, redistributed; unrounded, or published | 三(二)5 |
//! | 5 entitle | `A_i = E_i × p × c_i` rounded; or `D` apportioned over `E_i c_i` | 三(二)5 |
//! | 6 break down | `A_i` apportioned over categories, and each category over its items | 三(三)1 |
//! | 7 close | demand `Σ A_i` against `D`: an overrun is drawn from the reserve, then borne, owed, shared or rejected; a surplus goes to the reserve up to its target, then is retained or returned | 三(三)2 |
//! | 8 withhold | a rate of the closed `A_i` for the risk reserve, held or released | 三(三)2 |
//! | 9 deduct | claims brought forward, then findings; never below zero, the rest carried forward | 三(三)4 |
//! | 10 pay | payable `N_i`, less what others pay; instalments and advances; balance to pay or recover | 三(二)4 |
//!
//! Per channel, to the fen: pool + payer's share + reserve at the beginning = payable + treasury +
//! reserve at the end. A [`statement::Statement`] that breaks this, or any of the equations it is
//! made of, cannot be constructed.
//!
//! # Channels
//!
//! What a channel measures follows from its price ([`scheme::PriceDocument`]):
//!
//! | price | measures | such as |
//! |---|---|---|
//! | announced, derived, published | equivalents: volume × weight × difficulty | 政府购买服务, 内部绩效分配 |
//! | quota (定额) | heads, cases, posts: volume × quota in yuan; `per` month or year where the volume is how many there are, within an approved number | 公用经费, 指令性任务, 岗位补助, 编外用工 |
//! | stated (核定金额) | amounts in yuan, which the facts state by purpose | 专项补助, 人员基本保障 |
//!
//! A channel that is *recorded* is classified and counts as income, but others pay it (医保和个人).
//! Every channel can have an appraisal; those that the payer pays can have a pool with overrun and
//! surplus, a reserve, deductions and advances.
//!
//! A second-level distribution is a scheme like any other: staff are the payees, roles the groups,
//! the role coefficient is the difficulty, and the pool is what the institution may distribute:
//! income − cost − funds, within an approved total (`limit`), whose excess stays with the payer.
//!
//! # From year to year
//!
//! [`Settlement::close`] uses a settlement up and gives the statement and a [`facts::Closing`]:
//! reserve balances, what payees are still owed, what they still have to give back. The closing
//! cannot be copied; [`facts::Facts::following`] opens the next period with it and uses it up.
//! Every statement has a digest ([`statement::Statement::digest`]), which the next one names. A
//! closed period that is corrected later gets a [`statement::Supplement`].
//!
//! # What it promises
//!
//! - Nothing is rounded but where the scheme says, and every rounding appears in the trace. There
//!   is no binary floating point in the crate, and no 28-digit cut.
//! - A pool that is apportioned is paid out to the fen, whatever the order of the input.
//! - Bad input is an error that names record, field, value and what would be right; validation
//!   reports every problem, not only the first. Nothing defaults to zero.
//! - It is pure: no I/O, no clock, no globals, no randomness, no `unsafe`.
//!
//! # What it is not
//!
//! - No reader of CSV, TOML or spreadsheets: the examples show how to feed it.
//! - No store and no workflow: it computes a statement from documents and keeps nothing.
//! - No policy: it has no weight, price, rate or curve of its own.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod exact;
pub mod facts;
pub mod formula;
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
    SettleError, Settlement, SettlementInParts, StraddleError, settle, settle_in_parts,
};
