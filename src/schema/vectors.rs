//! The format of test vectors (`tests/vectors/README.md`), for its schema only: no code of the
//! library reads vectors.

#![allow(
    dead_code,
    clippy::large_enum_variant,
    clippy::zero_sized_map_values,
    reason = "the types are there for their schema: no value of them ever is"
)]

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::part::{STATED, part_of};
use crate::exact::{Exact, Mode, Rounding};
use crate::facts::FactsDocument;
use crate::monitor::{MonitorDocument, ObservationsDocument, Reading};
use crate::scheme::{SchemeDocument, Split};
use crate::statement::{PartsTotal, StatementFigures};
use crate::units::Money;

/// A file of test vectors: inputs, and the figures that someone worked out by hand.
#[derive(JsonSchema)]
#[schemars(rename = "Vectors", deny_unknown_fields)]
pub struct File {
    /// The format and its version.
    format: Format,
    /// What the vectors are about.
    title: String,
    /// The vectors.
    #[schemars(length(min = 1))]
    vectors: Vec<Vector>,
}

#[derive(JsonSchema)]
enum Format {
    #[schemars(rename = "work-equivalent vectors, version 1")]
    One,
}

/// A vector, by its kind.
#[derive(JsonSchema)]
#[schemars(tag = "kind", rename_all = "kebab-case")]
enum Vector {
    /// An amount is split by largest remainder.
    Apportion(Of<Apportion, ApportionExpected>),
    /// A number is rounded.
    Round(Of<Round, RoundExpected>),
    /// A period is settled.
    Settle(Of<Settle, SettleExpected>),
    /// Periods follow one another, each opened with what the one before left behind.
    Years(Of<Years, YearsExpected>),
    /// The scheme changes inside a period.
    Straddle(Of<Straddle, StraddleExpected>),
    /// The monitor watches.
    Monitor(Of<Watch, WatchExpected>),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Of<I, E> {
    /// Unique over all files.
    #[schemars(regex(pattern = r"\S"))]
    id: String,
    /// What it is about, and the figures worked step by step.
    comment: Lines,
    /// Where the figures come from; `示例` where they are made up.
    #[schemars(regex(pattern = r"\S"))]
    source: String,
    /// What to know of it.
    #[schemars(default)]
    flags: Vec<Flag>,
    /// What goes in.
    input: I,
    /// What comes out; what is left out is not compared.
    expected: E,
}

/// A line of text, or one for each step.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Lines {
    One(#[schemars(length(min = 1))] String),
    Several(#[schemars(length(min = 1))] Vec<String>),
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case")]
enum Flag {
    /// From a published source.
    Published,
    /// An error is expected.
    Bad,
    /// Binary floating point gives another fen.
    BinaryDiffers,
    /// So does a 28-digit decimal.
    #[schemars(rename = "beyond-28-digits")]
    Beyond28Digits,
    /// At the edge of the accepted ranges.
    Edge,
    /// The order of input must not matter.
    AnyOrder,
    /// Remainders tie.
    Tie,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Apportion {
    /// What is split, in yuan.
    amount: Money,
    /// Over what, by code.
    weights: BTreeMap<String, Exact>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
enum ApportionExpected {
    /// The parts, by code.
    Parts(BTreeMap<String, Stated>),
    /// A part of the message.
    Error(String),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Round {
    /// What is rounded.
    number: Exact,
    /// The decimal places that are kept.
    #[schemars(range(min = 0, max = Rounding::MOST_PLACES))]
    places: u8,
    /// To which neighbour.
    mode: Mode,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct RoundExpected {
    /// The number rounded.
    value: Stated,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Settle {
    /// The scheme.
    scheme: Given<SchemeDocument>,
    /// The facts.
    facts: Given<FactsDocument>,
}

/// A document, or the path of a file beside the vector.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
enum Given<D> {
    Path(#[schemars(length(min = 1))] String),
    Document(D),
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Years {
    /// A scheme and facts for each period; only the first may have an opening.
    #[schemars(length(min = 1))]
    years: Vec<Settle>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Straddle {
    /// The schemes, of which each follows the one before inside the period.
    #[schemars(length(min = 1))]
    schemes: Vec<Given<SchemeDocument>>,
    /// How amounts for the whole period are split.
    split: Split,
    /// The facts of the whole period.
    facts: Given<FactsDocument>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct SettleExpected {
    /// Single figures.
    figures: Option<Vec<Figure>>,
    /// A part of the statement by item.
    statement: Option<PartOfStatement>,
    /// Figures of the trace, by payee and id.
    trace: Option<BTreeMap<String, BTreeMap<String, Stated>>>,
    /// A part of each warning of the scheme.
    warnings: Option<Vec<String>>,
    /// Every problem, in full, where the input is refused; then nothing else is stated.
    #[schemars(length(min = 1))]
    errors: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct YearsExpected {
    /// Single figures.
    figures: Option<Vec<Figure>>,
    /// A part of each statement, in order.
    statements: Option<Vec<PartOfStatement>>,
    /// Every problem, in full, where the input is refused; then nothing else is stated.
    #[schemars(length(min = 1))]
    errors: Option<Vec<String>>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct StraddleExpected {
    /// Single figures.
    figures: Option<Vec<Figure>>,
    /// A part of the statement of each scheme's part, in order.
    parts: Option<Vec<PartOfStatement>>,
    /// Payees over all parts.
    payees: Option<Vec<PartOfTotal>>,
    /// Every problem, in full, where the input is refused; then nothing else is stated.
    #[schemars(length(min = 1))]
    errors: Option<Vec<String>>,
}

/// A single figure.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Figure {
    /// Where it stands in the statement, such as `channels[purchase].payees[W05].entitlement`.
    #[schemars(length(min = 1))]
    path: String,
    /// What it is; null where there is no such figure.
    value: Value,
    /// How it was worked out by hand.
    #[schemars(default)]
    steps: Option<Lines>,
}

/// What the monitor is given.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
struct Watch {
    /// The rules.
    monitor: MonitorDocument,
    /// The period that is watched.
    statement: Option<Settle>,
    /// The period to compare with.
    base: Option<Settle>,
    /// Whether statements go by category only.
    #[schemars(default)]
    by_category: bool,
    /// What was observed.
    observations: Option<ObservationsDocument>,
}

#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, extend("minProperties" = 1))]
struct WatchExpected {
    /// A part of every reading, in order.
    readings: Option<Vec<PartOfReading>>,
    /// How many are alerts.
    alerts: Option<u32>,
    /// Every problem, in full, where the input is refused; then nothing else is stated.
    #[schemars(length(min = 1))]
    errors: Option<Vec<String>>,
}

/// Declares what has a schema by hand; only forwarding code.
macro_rules! by_hand {
    ($($name:ident: $schema:expr,)*) => {
        $(struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                ($schema)(generator)
            }
        })*
    };
}

by_hand! {
    PartOfStatement: part_of::<StatementFigures>,
    PartOfTotal: part_of::<PartsTotal>,
    PartOfReading: part_of::<Reading>,
    Stated: |_: &mut _| json_schema!({ "type": ["string", "integer"], "pattern": STATED }),
    Value: |_: &mut _| json_schema!({ "type": ["string", "integer", "boolean", "null"] }),
}
