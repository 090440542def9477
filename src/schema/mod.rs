//! JSON Schema (draft 2020-12) of the documents, generated from their types; feature `schema`.
//!
//! The files in `schemas/` are what [`all`] gives, for whoever reads or writes these documents in
//! another language. They describe every key, and hold form: which keys there are (any other is
//! refused), types, choices, and how numbers, dates and codes are written. What the schemas refuse,
//! the library refuses too. What they cannot say, the library checks all the same:
//!
//! - sums and balances, and the digest of a statement;
//! - references: that a code exists, is used once, and is of the right kind;
//! - what one key means for another: `month`, or else `from` and `until`; a value that must lie
//!   within the period; a pool that needs `overrun` and `surplus`; one of `set`, `scale` and `add`;
//! - whether the path of a change leads anywhere;
//! - the calendar: `2024-02-30` has the form of a date;
//! - the range of a `value` whose field says what it is (a weight, a rate, an amount).
//!
//! Three things are due to JSON and its tools. `1.0` is an integer for JSON Schema; here it is a
//! bare fraction, and an error. serde's readers accept a list of values in place of a record's keys;
//! the schemas do not. And some validators let `$` match before a final line break: here a number
//! that ends in one is an error.
//!
//! ```
//! let facts = work_equivalent::schema::facts();
//! assert_eq!(facts["properties"]["volumes"]["items"]["$ref"], "#/$defs/VolumeDocument");
//! assert_eq!(facts["$defs"]["VolumeDocument"]["additionalProperties"], false);
//! ```

mod forms;
mod part;
mod texts;
mod vectors;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::facts::{FactsDocument, OpeningDocument};
use crate::monitor::{MonitorDocument, ObservationsDocument, Readings};
use crate::scheme::SchemeDocument;
use crate::statement::{PartsFigures, StatementFigures};
use crate::whatif::{ChangesDocument, Solve, SweepDocument};

/// Every schema, with its name: `schemas/NAME.json`.
#[must_use]
pub fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("scheme", scheme()),
        ("facts", facts()),
        ("closing", closing()),
        ("statement", statement()),
        ("statement-in-parts", statement_in_parts()),
        ("monitor", monitor()),
        ("observations", observations()),
        ("readings", readings()),
        ("changes", changes()),
        ("sweep", sweep()),
        ("solve", solve()),
        ("vectors", vectors()),
    ]
}

/// A scheme, as the library reads it.
#[must_use]
pub fn scheme() -> Value {
    read::<SchemeDocument>("Scheme (实施方案)")
}

/// Facts, as the library reads them.
#[must_use]
pub fn facts() -> Value {
    read::<FactsDocument>("Facts (事实)")
}

/// What a period leaves behind ([`crate::facts::Closing`]), as the library reads it.
#[must_use]
pub fn closing() -> Value {
    read::<OpeningDocument>("Closing (年终结转)")
}

/// A statement, as the library writes it.
#[must_use]
pub fn statement() -> Value {
    written::<StatementFigures>("Statement (结算单)")
}

/// A statement in parts ([`crate::statement::StatementInParts`]), as the library writes it.
#[must_use]
pub fn statement_in_parts() -> Value {
    written::<PartsFigures>("Statement in parts (分段结算单)")
}

/// Rules of the monitor, as the library reads them.
#[must_use]
pub fn monitor() -> Value {
    read::<MonitorDocument>("Monitor (监测规则)")
}

/// Observations for the monitor, as the library reads them.
#[must_use]
pub fn observations() -> Value {
    read::<ObservationsDocument>("Observations (监测数据)")
}

/// What the monitor found, as the library writes it.
#[must_use]
pub fn readings() -> Value {
    written::<Readings>("Readings (监测报告)")
}

/// A proposal ([`crate::whatif::Changes`]), as the library reads it.
#[must_use]
pub fn changes() -> Value {
    read::<ChangesDocument>("Changes (调整方案)")
}

/// Variants to try ([`crate::whatif::Sweep`]), as the library reads them.
#[must_use]
pub fn sweep() -> Value {
    read::<SweepDocument>("Sweep (批量测算)")
}

/// A question ([`crate::whatif::Solve`]), as the library reads it.
#[must_use]
pub fn solve() -> Value {
    read::<Solve>("Solve (反算)")
}

/// A file of test vectors: any implementation can read it, and a finance team can write its own.
///
/// The schemes and facts in it have their keys, but any text and any digits: a vector can expect
/// the error of a malformed one.
#[must_use]
pub fn vectors() -> Value {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let mut schema = generated::<vectors::File>(settings, "Vectors (测试向量)");
    part::loosen(&mut schema);
    schema
}

fn read<T: JsonSchema>(title: &str) -> Value {
    let mut schema = generated::<T>(SchemaSettings::draft2020_12().for_deserialize(), title);
    forms::give(&mut schema);
    schema
}

fn written<T: JsonSchema>(title: &str) -> Value {
    let mut schema = generated::<T>(SchemaSettings::draft2020_12().for_serialize(), title);
    forms::give(&mut schema);
    schema
}

fn generated<T: JsonSchema>(settings: SchemaSettings, title: &str) -> Value {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    let mut schema = schema.to_value();
    texts::tidy(&mut schema);
    schema
}
