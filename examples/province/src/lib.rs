//! A province's raw service records, counted by a query engine and settled by the library.
//!
//! Records lie in Parquet files. `DataFusion` sums them by payee, item and month, as exact decimals;
//! what comes out is a partial table of the library, and partial tables merge. Workers that share
//! nothing but files count what they hold, and only their partial tables move.

pub mod engine;
pub mod parquet_file;
pub mod province;
pub mod records;
pub mod tally;

/// Anything that stops a run, with a message for who runs it.
pub type Error = Box<dyn std::error::Error + Send + Sync>;
