//! The sample district: what people read, as snapshots, and the figures that a separate program
//! computed from the same files in exact fractions (`examples/data/liandu/README.md`).

#[path = "../../examples/support/mod.rs"]
mod support;

use support::{Inputs, Located, in_order, read_facts, read_scheme, sample};
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;

fn scheme() -> Scheme {
    right(read_scheme(&Inputs::in_folder(&sample())))
}

fn facts(scheme: &Scheme) -> Facts<'_> {
    right(right(read_facts(&Inputs::in_folder(&sample()))).check(scheme))
}

/// What was read; a panic with every problem if there are some.
fn right<T>(read: Result<T, Vec<Located>>) -> T {
    read.unwrap_or_else(|problems| {
        let lines: Vec<String> = in_order(problems).iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

/// Equivalents and entitlement of every centre, computed elsewhere.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("W01", "837391.25", "10082190.65"),
    ("W02", "430681", "5160730.67"),
    ("W03", "298074", "3259139.51"),
    ("W04", "372367.75", "4320785.69"),
    ("W05", "309841.55", "3263366.41"),
    ("W06", "197662.6", "2049700.80"),
    ("W07", "175406.45", "1621358.17"),
    ("W08", "183103.25", "1719851.31"),
    ("W09", "558053.325", "6718962.03"),
    ("W10", "254558.9", "2897074.16"),
    ("W11", "684421.875", "8240439.38"),
    ("W12", "858973.875", "10342045.46"),
    ("W13", "709708.7", "8097966.94"),
    ("W14", "73815.525", "747030.64"),
    ("W15", "98498.925", "1178378.53"),
    ("W16", "49567.245", "358073.78"),
    ("W17", "58624.8075", "555400.55"),
];

#[test]
fn the_figures_are_those_of_a_separate_computation() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let figures = settlement.statement().figures();
    let channel = &figures.channels[0];
    let found: Vec<(&str, String, String)> = channel
        .payees
        .iter()
        .map(|payee| {
            (payee.code.as_str(), payee.equivalents.to_string(), payee.entitlement.to_string())
        })
        .collect();
    let expected: Vec<(&str, String, String)> = EXPECTED
        .iter()
        .map(|(code, equivalents, amount)| (*code, (*equivalents).into(), (*amount).into()))
        .collect();
    assert_eq!(found, expected);
    assert_eq!(channel.equivalents.to_string(), "6150751.0275");
    assert_eq!(channel.pool.as_ref().unwrap().provision.to_string(), "1512473.61");
    assert_eq!(figures.total.to_string(), "70612494.68");
}

#[test]
fn every_trace_of_the_sample_holds() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    for payee in facts.payees() {
        let trace = settlement.explain(payee).unwrap();
        assert_eq!(trace.reevaluate().unwrap(), None, "{payee}");
        let uncited = trace.figures.iter().filter(|figure| {
            let parameter = figure.formula.is_none()
                && ["weight", "full", "difficulty", "pool/"]
                    .iter()
                    .any(|id| figure.id.contains(id));
            parameter && figure.cites.is_empty()
        });
        let uncited: Vec<&str> = uncited.map(|figure| figure.id.as_str()).collect();
        assert_eq!(uncited, ["purchase/full-marks"], "{payee}: every parameter is cited");
    }
}

#[test]
fn what_people_read() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    insta::assert_snapshot!("statement", settlement.statement());
    insta::assert_snapshot!("notice", settlement.statement().text_for("W05").unwrap());
    insta::assert_snapshot!("explanation", settlement.explain("W14").unwrap());
}

/// What the readmes quote of the sample is what the sample prints.
#[test]
fn the_readmes_quote_what_is_printed() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let printed = format!("{}{}", settlement.statement(), settlement.explain("W05").unwrap());
    for readme in [include_str!("../../README.md"), include_str!("../../README.zh-CN.md")] {
        let quoted =
            |line: &&str| ["| W05", "101. ", "     - "].iter().any(|start| line.starts_with(start));
        let lines: Vec<&str> = readme.lines().filter(quoted).collect();
        assert_eq!(lines.len(), 6, "{lines:?}");
        for line in lines {
            assert!(printed.lines().any(|found| found == line), "{line}");
        }
    }
}
