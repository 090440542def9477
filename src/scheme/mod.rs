//! Policy as data.
mod curve;
mod document;
mod scoring;

pub use curve::*;
pub use document::*;
pub use scoring::*;
