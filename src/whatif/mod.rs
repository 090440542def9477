//! What if: proposals, what they change, and which one just fits the money (预算测算).
//!
//! Before a price, a pool or a rate is announced, the two bureaus try it: on the year that was
//! settled, or on a plan of the next. Everything here starts from documents that settle
//! ([`Base`]), and ends in settlements: no figure is estimated.
//!
//! | question | answer |
//! |---|---|
//! | what would the statement be, if …? | [`Changes`], [`Base::changed`] |
//! | who gains, who loses, and where does the difference come from? | [`Comparison`] |
//! | which price, pool, growth or reserve just fits? | [`Solve`], [`Base::solve`] |
//! | how do totals move over many variants? | [`Sweep`], [`Base::sweep`] |
//!
//! ```
//! use work_equivalent::facts::FactsDocument;
//! use work_equivalent::scheme::SchemeDocument;
//! use work_equivalent::whatif::{Base, Changes, Comparison};
//!
//! let scheme: SchemeDocument =
//!     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
//! let facts: FactsDocument =
//!     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
//! let base = Base::new(&scheme, &facts)?;
//!
//! // A proposal is a file.
//! let proposal: Changes = toml::from_str(r#"
//!     name = "年度绩效评价提分方案"
//!     [[changes]]
//!     path = "facts.marks[payee=W02].mark"
//!     add = "5"
//!     reason = "整改后预计提高"
//! "#)?;
//! let after = base.changed(&proposal)?;
//! println!("{}", Comparison::new(base.statement(), &after)); // Markdown, in Chinese
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Changes
//!
//! A change names what it changes by a path, and sets, scales or adds:
//!
//! | path | what it is |
//! |---|---|
//! | `scheme.channels[purchase].price.values[*].value` | the announced price, from every date on |
//! | `scheme.items[GX03].weights[2024-07-01].by_group.remote` | one weight, from one date on, for one group |
//! | `scheme.items[category=GX].weights` | every weight of a category |
//! | `scheme.channels[purchase].pool[subsidy].amounts[*].value` | a line of the pool |
//! | `scheme.channels[purchase].reserve.withholding.rate[*].value` | the rate withheld |
//! | `scheme.appraisals[annual].curve` | the whole curve, `set` to a table |
//! | `facts.volumes[item=GX03].verified` | volumes of an item |
//! | `facts.volumes[group=remote]` | volumes of a group of payees, reported and verified alike |
//! | `facts.marks[payee=W05,indicator=Q1].mark` | one mark |
//! | `facts.opening.reserves[purchase].balance` | what the reserve begins with |
//!
//! - It begins with `scheme` or `facts`. Then come the keys of the documents, as they serialize.
//! - `[…]` after a list selects records: by `code`; a record without one by its payee or channel,
//!   or by its `from`; by conditions `field=value`, joined by commas, which all hold; `[*]` all.
//!   Records of the facts have, besides their fields, the `group` of their payee, and the `category`
//!   and `channel` of their item; items of the scheme have the `channel` of their category.
//!   After a table, `[key]` is the same as `.key`. What contains brackets, dots, commas or equals
//!   signs stands in double quotes, a quote in it doubled.
//! - `set` puts any value in place: a number as a string or an integer, a text, a table, a list. It
//!   may put a field that the record can have, and did not have, into it.
//! - `scale` multiplies and `add` adds, exactly. The result is kept as it is, unless `places` says
//!   to how many it is rounded (half away from zero). At a list of weights or of dated values, at
//!   `by_group`, at a volume record, they concern every number there.
//! - A result that is out of the range of its field is reported by the ordinary checks, as anything
//!   else that makes the documents wrong.
//!
//! Changes apply in the order of the file, each to what those before it left. All that is wrong with
//! a set is reported at once; a path that matches nothing names the nearest that there is.
//!
//! # Solving
//!
//! One mechanism answers all: an [`Unknown`] is changed in steps of one unit in its last place,
//! inside a range, and a [`Goal`] of one channel holds on one side of the answer and not on the
//! other. The answer is found by bisection, is settled again in full, and so is the value one unit
//! further, which has to break the goal. Where the goal does not fail and hold on two sides, the
//! error says which.
//!
//! # Sweeps
//!
//! A grid tries all combinations of the values of its axes, the last axis fastest; samples draw each
//! axis independently. A row has the totals of each channel, and is what a settlement gives: the
//! stages are the same code. Variants that leave the catalogue, the volumes and the dates of prices
//! alone share the checked volumes and what was measured; that they do is checked for each.
//!
//! Samples come from `SplitMix64` (Steele, Lea, Flood 2014), in 64-bit integers alone: the same seed
//! gives the same samples on every machine. For each sample, each axis with *n* values draws one
//! number *x* below 2⁶⁴, again while *x* is not below the largest multiple of *n*, and takes the
//! value at *x* mod *n*.

mod apply;
mod axis;
mod base;
mod changes;
mod comparison;
mod error;
mod grid;
mod nearest;
mod number;
mod path;
mod question;
mod random;
mod solve;
mod sweep;
mod table;
mod text;
mod tree;
mod value;
mod volumes;

pub use axis::{AxisDocument, RangeDocument};
pub use base::Base;
pub use changes::{ChangeDocument, ChangeProblem, Changes, ChangesDocument, ChangesError};
pub use comparison::{ChannelComparison, Compared, Comparison, Entry, Movement};
pub use error::WhatIfError;
pub use question::{Goal, Operation, Sense, Solve, Unknown};
pub use solve::{Solution, SolveError};
pub use sweep::{SamplesDocument, Sweep, SweepDocument, SweepError};
pub use table::{SweepRow, SweepTable};
pub use value::{Value, ValueError};

pub use crate::settle::ChannelTotals;

#[cfg(test)]
mod tests;
