//! Documents that somebody could send to do harm, each of a size of one's choice, in the numbers of
//! records that it has.

mod counts;
mod facts;
mod monitor;
mod parts;
mod scheme;
mod statement;
mod whatif;

use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};

/// What is done with a document once it is built; what the library says of it.
pub type Job = Box<dyn FnOnce() -> String>;

/// The size of an attack, unless a document of it does not fit into this test's own memory.
const MILLION: usize = 1_000_000;

/// A kind of document: its name; a size that takes some milliseconds, of which eight times as much
/// is tried, too; the size of an attack; and how it is built.
pub type Case = (&'static str, usize, usize, fn(usize) -> Job);

/// Every kind.
pub fn all() -> impl Iterator<Item = &'static Case> {
    let groups = [
        scheme::CASES,
        facts::CASES,
        counts::CASES,
        parts::CASES,
        whatif::CASES,
        monitor::CASES,
        statement::CASES,
    ];
    groups.into_iter().flatten()
}

/// A record, from how a file would hold it.
fn record<T: DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).unwrap()
}

/// So many copies of a record, each with its number put in.
fn many<T: Clone>(count: usize, record: &T, number: impl Fn(&mut T, usize)) -> Vec<T> {
    let copy = |place| {
        let mut copy = record.clone();
        number(&mut copy, place);
        copy
    };
    (0..count).map(copy).collect()
}

/// A code of its own for each number, in the order of numbers.
fn code(number: usize) -> String {
    format!("C{number:07}")
}

/// A day of its own for each number, the first of which is 2024-01-01.
fn day(number: usize) -> String {
    let (years, rest) = (number / 336, number % 336);
    format!("{:04}-{:02}-{:02}", 2024 + years, rest / 28 + 1, rest % 28 + 1)
}

/// The documents of the smallest sample.
fn documents() -> (SchemeDocument, FactsDocument) {
    let read = |file| std::fs::read_to_string(format!("examples/data/small/{file}.json")).unwrap();
    let scheme = serde_json::from_str(&read("scheme")).unwrap();
    (scheme, serde_json::from_str(&read("facts")).unwrap())
}

/// What is said of a scheme.
fn of_scheme(document: SchemeDocument) -> Job {
    Box::new(move || match Scheme::new(document) {
        Ok(scheme) => format!("{} warnings", scheme.warnings().len()),
        Err(error) => error.to_string(),
    })
}

/// What is said of facts under a scheme that is right.
fn of_facts(scheme: SchemeDocument, facts: FactsDocument) -> Job {
    let scheme = Scheme::new(scheme).unwrap();
    Box::new(move || match Facts::new(&scheme, &facts) {
        Ok(facts) => format!("{} payees", facts.payees().count()),
        Err(error) => error.to_string(),
    })
}
