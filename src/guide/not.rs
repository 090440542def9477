//! What this crate is not.
//!
//! - **No policy.** It has no weight, price, rate or curve of its own. No public document fixes them;
//!   two bureaus set them each year. What the samples state is marked as illustrative (示例) unless a
//!   published source is cited.
//! - **No reader of files.** It takes documents, and knows no CSV, TOML or spreadsheet. The examples
//!   have readers with line and column of every problem: copy `examples/support`.
//! - **No store and no workflow.** It computes a statement from documents and keeps nothing. Who may
//!   approve it, and where it is kept, is the host's.
//! - **No proof of who signed.** A digest says that two files have the same figures. It is no
//!   signature.
//! - **No audit of the facts.** It checks that records fit together, not that a visit took place.
//!   [`monitor`](crate::monitor) points at what stands out, and decides nothing.
//! - **No payment.** It says what is to be paid or recovered; it sends no money and books no account.
//! - **No legal text.** Citations name documents by their number. Read the document.
//! - **No forecast.** [`whatif`](crate::whatif) settles what you propose, exactly. It does not guess
//!   what will be done next year.
