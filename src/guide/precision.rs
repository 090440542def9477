//! What is exact, where it is rounded, and how far the ranges go.
//!
//! # Exact
//!
//! - Between two rounding points a number is a fraction of two integers of any length
//!   ([`Exact`](crate::exact::Exact)). No product is cut at 28 digits, no quotient is approximated,
//!   and there is no binary floating point in the crate.
//! - What a document states is read digit by digit. What cannot be held exactly is an error that
//!   names it, never a rounded value. A bare JSON fraction such as `12.5` is refused, because a
//!   reader of JSON passes it through binary floating point: write `"12.5"`.
//! - A fixed amount is split by largest remainder ([`apportion`](crate::exact::apportion)): the parts
//!   sum to it to the fen, whatever the order of the input; where remainders tie, the earlier code
//!   gets the fen.
//!
//! # Rounded
//!
//! Here, and nowhere else. The scheme sets places and mode ([`Rounding`](crate::exact::Rounding)),
//! and every rounding is in the trace with the value before it.
//!
//! | what | unless the scheme says otherwise |
//! |---|---|
//! | coefficient | not rounded |
//! | derived price | not rounded; one that is published has its rounding stated |
//! | amounts in yuan: entitlement, rates of the pool, shares, withholding, value of a finding | to the fen, half away from zero (四舍五入) |
//! | what is apportioned | always to the fen, by largest remainder |
//! | results of `scale` and `add` in a proposal | not rounded; `places` rounds them |
//!
//! # Ranges
//!
//! A stated number has a range of digits: [`units`](crate::units) has the table, and
//! [`Money::COMPUTED_LIMITS`](crate::units::Money::COMPUTED_LIMITS) is that of what is computed.
//! Inside, nothing overflows. A rounding keeps 12 places at most.
//!
//! ```
//! use work_equivalent::exact::{Exact, Rounding};
//! use work_equivalent::units::{Money, Number, UnitPrice, Volume};
//!
//! // A price that no decimal holds is a fraction, and nothing is lost on the way.
//! let price = Exact::from(460_000).divided_by(&Exact::from(36_400)).unwrap();
//! assert_eq!(price.to_string(), "1150/91");
//! assert_eq!(price.times(&Exact::from(36_400)).to_string(), "460000");
//!
//! // 84,487.585 yuan, where binary floating point stops at 84,487.58499999999…
//! let product: Exact = ["9773", "12.35", "0.7"]
//!     .iter()
//!     .try_fold(Exact::one(), |product, text| text.parse().map(|next| product.times(&next)))?;
//! assert_eq!(product.to_string(), "84487.585");
//! assert_eq!(Rounding::FEN.round(&product).to_string(), "84487.59");
//!
//! // Three equal parts of 100 yuan: the first has the fen that is left over.
//! let parts = "100".parse::<Money>()?.apportion(&[Exact::one(), Exact::one(), Exact::one()])?;
//! let parts: Vec<String> = parts.iter().map(|(part, _)| part.to_string()).collect();
//! assert_eq!(parts, ["33.34", "33.33", "33.33"]);
//!
//! // Beyond its range, a number is refused as it stands there.
//! assert_eq!(
//!     "0.0000001".parse::<Volume>().unwrap_err().to_string(),
//!     "\"0.0000001\" is too long for a volume: at most 10 digits before the point and 6 after"
//! );
//! assert!("12.0400000001".parse::<UnitPrice>().is_ok());
//! assert!("1e3".parse::<Volume>().is_err());
//! assert!(serde_json::from_str::<Number>("\"12.5\"").is_ok());
//! assert!(serde_json::from_str::<Number>("12.5").is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Limits that are known
//!
//! - A redistributing price over coefficients that are not rounded has a denominator that grows with
//!   every payee. A district is nothing; with thousands of payees, round the coefficient.
//! - The text of an exact number is read up to 100,000 digits.
//! - Where a pool that is apportioned grows, one payee's part can still fall by a fen: largest
//!   remainder is not monotone.
//!
//! `DESIGN.md` has all of them, with reasons.
