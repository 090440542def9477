//! What is refused, and how the messages are built.
//!
//! Nothing panics on bad input, nothing defaults to zero, and nothing is settled from documents
//! that are wrong.
//!
//! | where | error | says |
//! |---|---|---|
//! | reading a scheme | [`SchemeError`](crate::scheme::SchemeError) | every problem of the document |
//! | reading facts | [`FactsError`](crate::facts::FactsError) | every problem, against the scheme |
//! | counting a record | [`CountError`](crate::facts::CountError) | what is wrong with this record |
//! | settling | [`SettleError`](crate::SettleError) | what of right facts cannot be settled: a pool below zero, a price over nothing, an overrun that the scheme rejects |
//! | settling in parts | [`StraddleError`](crate::StraddleError) | either, and in which part |
//! | figures that do not balance | [`StatementError`](crate::statement::StatementError) | the equation that is broken, and both sides |
//! | computing a trace again | [`TraceError`](crate::statement::TraceError) | the figure |
//! | a correction | [`SupplementError`](crate::statement::SupplementError) | why the two statements are no correction: another period, the same figures, a change without a reason |
//! | changing documents | [`ChangesError`](crate::whatif::ChangesError) | every path that matches nothing, with the nearest that there are |
//! | trying a variant | [`WhatIfError`](crate::whatif::WhatIfError), [`SolveError`](crate::whatif::SolveError), [`SweepError`](crate::whatif::SweepError) | any of these, and at which value |
//! | watching | [`MonitorError`](crate::monitor::MonitorError), [`ObservationsError`](crate::monitor::ObservationsError), [`WatchError`](crate::monitor::WatchError) | every problem of rules, of observations, or between them |
//! | one number | [`QuantityError`](crate::units::QuantityError) | the text, and what would be right |
//!
//! # A problem
//!
//! A [`Problem`](crate::Problem) has a place and a message. The place is a path: fields, and for a
//! record of a list its index from zero and its code. [`Problem::path`](crate::Problem::path) has it
//! step by step, from which a reader of files finds line and column; where two records clash,
//! [`Problem::related`](crate::Problem::related) is the other one.
//!
//! A message names the value and says what would be right. It is in English, in lower case, and
//! quotes what was written; a text that is too long to read is cut, and hidden characters are spelled
//! out. A problem is reported where it is, once: a record that refers to a bad one is not bad for that.
//!
//! ```
//! use work_equivalent::facts::{Facts, FactsDocument};
//! use work_equivalent::scheme::Scheme;
//! use work_equivalent::settle;
//! # use std::fs::read_to_string;
//! # let text = read_to_string("examples/data/vectors/scheme.toml")?;
//!
//! // A scheme is checked as it is read: all problems at once.
//! let wrong = text.replace("value = \"480000.00\"", "value = \"480,000\"");
//! let wrong = wrong.replace("plain = \"5\", ", "");
//! let error = toml::from_str::<Scheme>(&wrong).unwrap_err();
//! assert_eq!(
//!     error.message(),
//!     "scheme 示例〔2024〕4号: 2 problems\n  \
//!      items[1 C01].weights[0].by_group.plain: is missing: every group needs its weight\n  \
//!      channels[0 purchase].pool[0 funds].amounts[0].value: \"480,000\" is not a sum of money in \
//!      yuan: write plain digits with at most one decimal point and no separators, such as \"12.5\""
//! );
//!
//! // Facts: one error, every problem with its place.
//! let scheme: Scheme = toml::from_str(&text)?;
//! let good = read_to_string("examples/data/vectors/facts.toml")?;
//! let mut document: FactsDocument = toml::from_str(&good)?;
//! document.volumes[1].item = "C1".into();
//! document.volumes[3].month = Some("2025-01".into());
//! document.marks.remove(0);
//! let error = Facts::new(&scheme, &document).unwrap_err();
//! let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
//! assert_eq!(problems, [
//!     "volumes[1 W01].item: there is no service item \"C1\": there is C01, M01",
//!     "volumes[3 W02].month: 2025-01-01 to 2025-01-31 is not inside the period that is settled, \
//!      2024-01-01 to 2024-12-31",
//!     "marks: payee \"W01\" has no mark for Q1: give one each",
//! ]);
//!
//! // Facts that are right, and still cannot be settled.
//! let poor = text.replace("value = \"20000.00\"", "value = \"500000.00\"");
//! let scheme: Scheme = toml::from_str(&poor)?;
//! let document: FactsDocument = toml::from_str(&good)?;
//! let facts = Facts::new(&scheme, &document)?;
//! assert_eq!(
//!     settle(&facts).unwrap_err().to_string(),
//!     "channel \"purchase\": carve-outs of 500000.00 yuan exceed sources of 480000.00 yuan: the pool \
//!      cannot be below zero"
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is too much
//!
//! A document is checked in time and memory that grow with its size, and no message grows with it.
//!
//! | what | at most | beyond |
//! |---|---:|---|
//! | problems that an error lists | 1,000 | the others are counted: [`FactsError::unlisted`](crate::facts::FactsError::unlisted), and in the text |
//! | a code | 64 bytes | a problem |
//! | a name, a citation, a reason | 600 bytes | a problem |
//! | payees × items × stretches of time, or months | 2²⁸ | a problem: lists multiply, and a small file can name a table that no memory holds |
//! | payees × channels; groups × weights; rounds × indicators | 2²³ | a problem |
//! | stretches of a period between days on which values change | 731 | a problem |
//! | rules of a monitor | 1,000 | a problem |
//! | changes of a proposal; bytes and steps of a path; characters of a factor | 1,000; 4,000 and 32; 100 | a problem |
//! | axes and variants of a sweep | 32; 1,000,000 | a problem |
//!
//! Nothing limits the records of a list: a curve of a million points is a curve. Control characters, and
//! those that reorder or hide text, are refused wherever people read a text, in a statement that is read
//! back, too; the message names them by their number (`U+202E`). How deep a document is, and how much of
//! it a message of the format quotes, is up to the format: `serde_json` and `toml` refuse deep ones.
//!
//! # Warnings
//!
//! What is allowed, but should be known, is no error: [`Scheme::warnings`](crate::scheme::Scheme::warnings)
//! names the scores at which one point more moves pay by a jump, and by how much.
//!
//! # In a program
//!
//! Errors are opaque, but for [`StraddleError`](crate::StraddleError), which says which of two steps
//! failed: their kinds are private, and may grow. To act on one, use
//! [`Problem::path`](crate::Problem::path); to show one, print it. All of them implement
//! [`Error`](std::error::Error), `Clone` and `PartialEq`.
