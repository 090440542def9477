//! Every type that reads JSON: what it reads, it writes so that it reads the same; and it reads no
//! bare fraction.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::exact::{Exact, Rounding};
use work_equivalent::facts::{Closing, Facts, FactsDocument, OpeningDocument};
use work_equivalent::formula::Formula;
use work_equivalent::monitor::{Monitor, MonitorDocument, Observations, ObservationsDocument};
use work_equivalent::period::Period;
use work_equivalent::scheme::{
    AppraisalDocument, ChannelDocument, FindingKindDocument, ItemDocument, Scheme, SchemeDocument,
};
use work_equivalent::statement::{
    PartsFigures, Statement, StatementFigures, StatementInParts, Trace,
};
use work_equivalent::whatif::{
    Changes, ChangesDocument, Solve, Sweep, SweepDocument, Value as Written,
};

use super::documents::{checked_scheme, reads_back};

/// Reads JSON as everything that can be read, and uses what was read.
pub fn run(data: &[u8]) {
    let Ok(json) = serde_json::from_slice::<Value>(data) else { return };
    let input = Input { data, json };
    input.reads::<OpeningDocument>();
    input.reads::<ChangesDocument>();
    input.reads::<SweepDocument>();
    input.reads::<MonitorDocument>();
    input.reads::<StatementFigures>();
    input.reads::<PartsFigures>();
    input.reads::<AppraisalDocument>();
    input.reads::<ChannelDocument>();
    input.reads::<FindingKindDocument>();
    input.reads::<ItemDocument>();
    input.reads::<Rounding>();
    input.reads::<Period>();
    input.reads::<Solve>();
    input.reads::<Changes>();
    input.reads::<Sweep>();
    input.reads::<Monitor>();
    if let Some(document) = input.reads::<SchemeDocument>() {
        let scheme = checked_scheme(&document);
        assert_eq!(input.reads::<Scheme>().is_some(), scheme.is_some(), "checked when read");
    }
    if let Some(document) = input.reads::<ObservationsDocument>() {
        let checked = Observations::new(&document).is_ok();
        assert_eq!(serde_json::from_slice::<Observations>(data).is_ok(), checked);
    }
    if let Some(document) = input.reads::<FactsDocument>() {
        check_facts(&document);
    }
    if let Some(statement) = input.reads::<Statement>() {
        assert!(statement.to_string().contains(&statement.digest().unwrap()));
        assert!(statement.follows(&statement).is_err(), "no period follows itself");
        for payee in &statement.figures().payees {
            assert!(statement.notice(&payee.code).is_some(), "{}", payee.code);
        }
    }
    if let Some(statement) = input.reads::<StatementInParts>() {
        assert!(statement.to_string().contains(&statement.digest().unwrap()));
    }
    if let Some(trace) = input.reads::<Trace>() {
        let _ = trace.reevaluate();
        assert!(!trace.to_string().is_empty());
    }
    if let Some(formula) = input.reads::<Formula>() {
        let _ = formula.evaluate(&|_| "22/7".parse::<Exact>().ok());
    }
    if let Some(closing) = input.reads::<Closing>() {
        opens(closing);
    }
    input.takes_any_value();
}

/// An input, as bytes and as a tree.
struct Input<'d> {
    data: &'d [u8],
    json: Value,
}

impl Input<'_> {
    /// Reads the input as a type; both ways in agree, and what was read reads back.
    fn reads<T: Serialize + DeserializeOwned>(&self) -> Option<T> {
        let read: T = serde_json::from_slice(self.data).ok()?;
        let name = std::any::type_name::<T>();
        assert!(!has_fraction(&self.json), "a bare fraction is read as {name}");
        let written = reads_back(&read);
        let again: T = serde_json::from_value(self.json.clone())
            .unwrap_or_else(|error| panic!("{name} is read from text alone: {error}"));
        assert_eq!(serde_json::to_string(&again).unwrap(), written, "{name}");
        Some(read)
    }

    /// What a change may set is any JSON without bare fractions, and stays as it is.
    fn takes_any_value(&self) {
        let read: Option<Written> = serde_json::from_slice(self.data).ok();
        assert_eq!(read.is_none(), has_fraction(&self.json));
        if let Some(read) = read {
            assert_eq!(serde_json::to_value(&read).unwrap(), self.json);
            assert_eq!(Written::of(&self.json).unwrap(), read);
        }
    }
}

/// Whether a number stands in it that passes through binary floating point.
fn has_fraction(json: &Value) -> bool {
    match json {
        Value::Number(number) => !number.is_i64() && !number.is_u64(),
        Value::Array(list) => list.iter().any(has_fraction),
        Value::Object(fields) => fields.values().any(has_fraction),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

/// The smallest sample, against which facts and closings are checked.
fn small() -> (Scheme, FactsDocument) {
    let scheme = include_str!("../../../examples/data/small/scheme.json");
    let facts = include_str!("../../../examples/data/small/facts.json");
    (serde_json::from_str(scheme).unwrap(), serde_json::from_str(facts).unwrap())
}

fn check_facts(document: &FactsDocument) {
    let (scheme, _) = small();
    if let Err(error) = Facts::new(&scheme, document) {
        assert!(!error.problems().is_empty() && !error.to_string().is_empty());
    }
}

fn opens(closing: Closing) {
    let (scheme, facts) = small();
    if let Err(error) = Facts::following(&scheme, &facts, closing) {
        assert!(!error.problems().is_empty() && !error.to_string().is_empty());
    }
}
