//! Rule 6, invariants: serialize → deserialize is identity; and the same input always gives the
//! same bytes.

use core::fmt::Debug;

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde::Serialize;
use serde::de::DeserializeOwned;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::{Statement, Trace};

use crate::generate;
use crate::support::{check, seeds, settled, settled_case};

/// Writes a value, reads it back, and writes it again.
fn reads_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> TestCaseResult {
    let json = serde_json::to_string(value).unwrap();
    let back: T = serde_json::from_str(&json).unwrap();
    prop_assert_eq!(&back, value);
    prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
    Ok(())
}

#[test]
fn documents_read_back() {
    check(300, &seeds(), |seed| {
        let (scheme, facts) = generate::case(seed);
        reads_back::<SchemeDocument>(&scheme)?;
        reads_back::<FactsDocument>(&facts)?;
        let toml = toml::to_string(&scheme).unwrap();
        prop_assert_eq!(&toml::from_str::<SchemeDocument>(&toml).unwrap(), &scheme);
        let toml = toml::to_string(&facts).unwrap();
        prop_assert_eq!(&toml::from_str::<FactsDocument>(&toml).unwrap(), &facts);
        Ok(())
    });
}

#[test]
fn a_scheme_reads_back_as_its_document() {
    check(200, &seeds(), |seed| {
        let (document, _) = generate::case(seed);
        let scheme = Scheme::new(document.clone()).unwrap();
        let json = serde_json::to_string(&scheme).unwrap();
        prop_assert_eq!(&json, &serde_json::to_string(&document).unwrap());
        let back: Scheme = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(back.document(), &document);
        prop_assert_eq!(serde_json::to_string(&back).unwrap(), json);
        Ok(())
    });
}

#[test]
fn statements_and_traces_read_back() {
    check(200, &seeds(), |seed| {
        let settled = settled_case(seed)?;
        reads_back::<Statement>(&settled.statement)?;
        reads_back::<Statement>(&settled.by_item)?;
        settled.traces.iter().try_for_each(reads_back::<Trace>)
    });
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    check(200, &seeds(), |seed| {
        let (scheme, facts) = generate::case(seed);
        let bytes = || {
            let settled = settled(&scheme, &facts)?;
            let figures = [&settled.statement, &settled.by_item]
                .map(|statement| serde_json::to_string(statement).unwrap());
            let traces = serde_json::to_string(&settled.traces).unwrap();
            let texts: Vec<String> = settled.traces.iter().map(ToString::to_string).collect();
            Ok::<_, String>((figures, traces, settled.by_item.to_string(), texts))
        };
        prop_assert_eq!(bytes(), bytes());
        Ok(())
    });
}
