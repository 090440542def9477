//! What happened.
mod document;
pub use document::*;
