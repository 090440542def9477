//! The workbook, recalculated by `LibreOffice`: every figure equals the library's to the fen, for the
//! data of every policy and for random districts, before and after an input is changed.
//!
//! `LibreOffice` shows the values that a file brings along unless it is told to calculate. So every
//! formula is planted with a wrong value, which a calculation that did not happen would leave.
//! Where `LibreOffice` is absent the tests say so and pass.
//!
//! `WORKBOOKS=200` runs so many random districts, and changes an input of every kind in the data of
//! every policy; without it there are a handful of each. With it, `LibreOffice` must be there.

#![allow(clippy::inconsistent_digit_grouping, reason = "fen are written as yuan_fen")]

mod change;
mod compare;
#[path = "../../examples/workbook/district.rs"]
mod district;
mod features;
mod office;
mod policies;
mod random;
#[path = "../../examples/workbook/sheets/mod.rs"]
mod sheets;
#[path = "../../examples/support/mod.rs"]
mod support;
#[path = "../../examples/policy/takes.rs"]
mod takes;

// The oracle's generator of random districts, and what it is built on.
macro_rules! oracle {
    ($($name:ident: $path:literal,)*) => {
        $(
            #[allow(dead_code, unused_imports, reason = "the oracle uses the rest of it")]
            #[allow(clippy::all, clippy::pedantic, reason = "these are linted with the oracle")]
            #[path = $path]
            mod $name;
        )*
    };
}
oracle! {
    appraise: "../oracle/appraise.rs",
    breakdown: "../oracle/breakdown.rs",
    calculate: "../oracle/calculate.rs",
    close: "../oracle/close.rs",
    dated: "../oracle/dated.rs",
    deduct: "../oracle/deduct.rs",
    generate: "../oracle/generate/mod.rs",
    measure: "../oracle/measure.rs",
    numbers: "../oracle/numbers.rs",
    opening: "../oracle/opening.rs",
    outcome: "../oracle/outcome.rs",
    pay: "../oracle/pay.rs",
    pool: "../oracle/pool.rs",
    price: "../oracle/price.rs",
    quotas: "../oracle/quotas.rs",
    setting: "../oracle/setting.rs",
    straddle: "../oracle/straddle.rs",
    together: "../oracle/together.rs",
    worth: "../oracle/worth.rs",
}

use std::io::Write;

use serde_json::Value;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;

use change::Change;
use compare::compare;
use office::{Office, PLANTED, evaluated};
use sheets::grid::Content;

/// So many random districts where the run is to be short.
const A_HANDFUL: usize = 4;

/// The statement of a district; none where the library refuses it.
fn settled(scheme: &SchemeDocument, facts: &FactsDocument) -> Option<Value> {
    let scheme = Scheme::new(scheme.clone()).ok()?;
    let facts = Facts::new(&scheme, facts).ok()?;
    let settlement = settle(&facts).ok()?;
    serde_json::to_value(settlement.statement().unwrap()).ok()
}

/// Says something that the test harness does not hold back.
fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "workbook: {line}");
}

/// `LibreOffice`, or nothing, which is said; where the full run was asked for, it must be there.
fn office() -> Option<Office> {
    let office = Office::find();
    if office.is_none() {
        assert!(wanted().is_none(), "WORKBOOKS is set, and LibreOffice (soffice) is not installed");
        say("SKIPPED, nothing was recalculated: LibreOffice (soffice) is not installed");
    }
    office
}

/// How many random districts are wanted; none where the run is to be short.
fn wanted() -> Option<usize> {
    std::env::var("WORKBOOKS").ok().map(|count| count.parse().expect("WORKBOOKS is a number"))
}

#[test]
fn every_figure_of_a_statement_stands_in_the_workbook() {
    let mut figures = 0;
    for policy in policies::all() {
        let task = policy.task();
        assert_eq!(compare::missing(&task.book, &task.statement), Vec::<String>::new());
        figures += task.book.figures.len();
        // The values that the file brings along are right, of figures and of what they are made of.
        assert_eq!(compare(&task, &evaluated(&task.book)), Vec::<String>::new());
    }
    assert!(figures > 6_000, "{figures}");
}

#[test]
fn what_cannot_be_calculated_exactly_is_refused() {
    let policy = policies::sample();
    let mut facts = policy.facts.clone();
    let record = facts.volumes.iter_mut().find(|record| record.item == "MZ01").unwrap();
    record.verified = Some("1234567890.123456".into());
    let statement = settled(&policy.scheme, &facts).expect("the library has room for it");
    let reasons = sheets::build(&policy.scheme, &facts, &statement).unwrap_err();
    assert_eq!(
        reasons,
        ["channel \"purchase\", volumes: numbers such as \"1234567890.123456\" with 6 decimals \
             need 16 digits, and a workbook calculates exactly with 13 in a cell"]
    );
}

#[test]
fn an_input_beyond_its_room_fails_its_check() {
    let task = policies::sample().task();
    for (input, value) in [
        ("volume/W12/JY06/2024-01-01", "12345678901"),
        ("volume/W12/JY06/2024-01-01", "-1"),
        ("volume/W12/JY06/2024-01-01", "1.0000001"),
        ("mark/W03/XL03/-", "0.123456789"),
    ] {
        let mut book = task.book.clone();
        assert!(book.change(input, value), "{input}");
        let tables = evaluated(&book);
        let checks = book.sheets.iter().position(|sheet| sheet.name == "检查").unwrap();
        let failed = tables[checks].iter().filter(|row| row.iter().any(|cell| cell == "FALSE"));
        assert!(failed.count() > 0, "{input} = {value}");
        assert!(tables[0].iter().flatten().any(|cell| cell.starts_with("有一项不通过")));
    }
}

#[test]
fn every_policy_agrees_before_and_after_changes() {
    let Some(office) = office() else { return };
    policies::run(&office, wanted().is_some());
}

#[test]
fn a_half_of_a_fen_that_binary_arithmetic_misses_is_rounded_as_the_library_does() {
    let Some(office) = office() else { return };
    // 1181812.5 × 16630.17 = 19653742783.125, of which a spreadsheet's ROUND makes .12.
    let task = [policies::half_of_a_fen()];
    let pointer = "channels/0/payees/0/entitlement";
    let stated = task[0].statement.pointer(&format!("/{pointer}")).and_then(Value::as_str);
    assert_eq!(stated, Some("19653742783.13"));
    let calculated = office.recalculate("half", &task);
    assert_eq!(compare(&task[0], &calculated[0]), Vec::<String>::new());
}

#[test]
fn planted_values_stay_unless_libreoffice_calculates() {
    let Some(office) = office() else { return };
    let task = [policies::named("yunnan").task()];
    let formulas = task[0].book.figures.iter().filter(|figure| {
        let cell = &task[0].book.sheets[figure.at.sheet].cells[&(figure.at.row, figure.at.col)];
        matches!(cell.content, Content::Formula(..))
    });
    let formulas: Vec<_> = formulas.collect();
    assert!(formulas.len() > 100);
    let found = |tables: &[office::Table], at: sheets::grid::At| -> String {
        tables[at.sheet][at.row as usize][at.col as usize].clone()
    };
    // So a file that was not calculated cannot pass for one that was.
    let left = office.without_recalculation("left", &task);
    for figure in &formulas {
        assert_eq!(found(&left[0], figure.at), PLANTED, "{}", figure.pointer);
    }
    assert!(compare(&task[0], &left[0]).len() >= formulas.len());
    let calculated = office.recalculate("calculated", &task);
    for figure in &formulas {
        assert_ne!(found(&calculated[0], figure.at), PLANTED, "{}", figure.pointer);
    }
    assert_eq!(compare(&task[0], &calculated[0]), Vec::<String>::new());
}

#[test]
fn a_changed_input_changes_the_workbook() {
    // Otherwise the changes below would show nothing.
    let policy = policies::sample();
    let task = policy.task();
    for change in policies::of_the_sample() {
        let (_, _, book) = change.apply((&policy.scheme, &policy.facts, &task.book)).unwrap();
        let differences = compare(&task, &evaluated(&book));
        assert!(!differences.is_empty(), "{change:?}");
    }
    assert!(
        Change::new("no/such", "1").apply((&policy.scheme, &policy.facts, &task.book)).is_none()
    );
}

#[test]
fn random_districts_agree_before_and_after_a_change() {
    let Some(office) = office() else { return };
    random::run(&office, wanted().unwrap_or(A_HANDFUL));
}
