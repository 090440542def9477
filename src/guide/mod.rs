//! The guide: what the crate computes, how to use it, and where it ends.
//!
//! It has no code of its own. Its pages are short, and can be read in any order:
//!
//! | page | what is there |
//! |---|---|
//! | [`concepts`] | the words, and the way from a policy document to what is paid |
//! | [`formula`] | the whole calculation on one page |
//! | [`stages`] | its ten stages: what each computes, by which clause, in which file, with an example |
//! | [`cookbook`] | ten tasks that people come with, each as a program that runs |
//! | [`errors`] | what is refused, and how the messages are built |
//! | [`precision`] | what is exact, where it is rounded, and how far the ranges go |
//! | [`not`] | what this crate is not |
//!
//! # The two centres
//!
//! The examples settle one small year, so that every figure can be worked out by hand: two health
//! centres, two services, one channel. Its files are `scheme.toml` and `facts.toml` in
//! `examples/data/vectors`, and beside them `hand-worked.json` has the figures as somebody worked
//! them out.
//!
//! | | W01, plain | W02, mountain |
//! |---|---|---|
//! | outpatient visits, 1 equivalent each | 20,000 | 6,000 |
//! | home visits, 5 equivalents in the plain, 7 in the mountains | 400 | 1,200 |
//! | equivalents | 22,000 | 14,400 |
//! | score out of 100 | 92 | 88 |
//!
//! The pool is 480,000 yuan less 20,000 for training. The price follows from it, and is published
//! to the fen, rounded down: 460,000 ÷ 36,400 = 12.6373…, so 12.63. One per cent of what is owed is
//! withheld for the risk reserve.
//!
//! A larger district, with seven channels of money and 17 centres, is in `examples/data/liandu`;
//! `cargo run --example settle` settles it.

pub mod concepts;
pub mod cookbook;
pub mod errors;
pub mod formula;
pub mod not;
pub mod precision;
pub mod stages;
