//! Random districts: those of the oracle's generator that a workbook can hold.

use std::collections::BTreeMap;
use std::time::Instant;

use serde_json::Value;
use work_equivalent::exact::Exact;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;

use crate::change::{self, KINDS};
use crate::compare::{compare, missing};
use crate::features::{all, features};
use crate::office::{Office, Task, evaluated};
use crate::sheets::grid::Book;
use crate::{generate, say, settled, sheets};

/// What the test is for: no amount reaches a billion yuan.
const BILLION: i128 = 1_000_000_000;

/// What the districts have, and why others were passed over.
#[derive(Debug, Default)]
struct Tally {
    districts: usize,
    too_large: usize,
    unchanged: usize,
    refused: BTreeMap<String, usize>,
    changes: BTreeMap<String, usize>,
    covered: BTreeMap<String, usize>,
}

pub fn run(office: &Office, wanted: usize) {
    let start = Instant::now();
    let mut tally = Tally::default();
    let mut tasks = Vec::new();
    let mut seed = 0;
    while tally.districts < wanted {
        tasks.extend(district(seed, &mut tally));
        seed += 1;
    }
    let built = start.elapsed();
    let start = Instant::now();
    let done = office.recalculate("random", &tasks);
    let calculated = start.elapsed();
    let mut differences = Vec::new();
    let mut figures = 0;
    for (task, tables) in tasks.iter().zip(&done) {
        figures += task.book.figures.len();
        differences.extend(compare(task, tables));
        // What the file would have brought along agrees too.
        differences.extend(compare(task, &evaluated(&task.book)));
    }
    say(&format!(
        "{wanted} random districts of {seed} seeds and {} changes, {figures} figures, {} \
         differences; laid out in {built:.1?}, recalculated and read in {calculated:.1?}",
        tasks.len() - wanted,
        differences.len(),
    ));
    say(&format!("{tally:?}"));
    for line in differences.iter().take(40) {
        say(line);
    }
    assert_eq!(differences.len(), 0);
    if wanted >= 200 {
        for feature in all() {
            assert!(tally.covered.contains_key(&feature), "no district has {feature}");
        }
        for kind in KINDS {
            assert!(tally.changes.contains_key(kind), "no district changes a {kind}");
        }
    }
}

/// The workbook of a district, and another in which an input was changed; none where the library or
/// the workbook refuses it.
fn district(seed: u64, tally: &mut Tally) -> Vec<Task> {
    let (scheme, facts) = generate::case(seed);
    let Some(statement) = settled(&scheme, &facts) else { return Vec::new() };
    if !small(&statement) {
        tally.too_large += 1;
        return Vec::new();
    }
    let book = match sheets::build(&scheme, &facts, &statement) {
        Ok(book) => book,
        Err(reasons) => {
            let reason = reasons[0].split(": ").last().unwrap_or_default();
            let kind = reason.chars().filter(|c| !c.is_ascii_digit() && *c != '\"').take(30);
            *tally.refused.entry(kind.collect()).or_insert(0) += 1;
            return Vec::new();
        }
    };
    tally.districts += 1;
    assert_eq!(missing(&book, &statement), Vec::<String>::new(), "seed {seed}");
    for feature in features(&scheme, &facts) {
        *tally.covered.entry(feature).or_insert(0) += 1;
    }
    let name = format!("seed {seed}");
    // Another kind of input each time, as far as the district has one.
    let mut kinds = (0..KINDS.len()).map(|turn| KINDS[(tally.districts + turn) % KINDS.len()]);
    let changed = kinds.find_map(|kind| changed(&name, kind, (&scheme, &facts, &book)));
    match &changed {
        Some((kind, _)) => *tally.changes.entry(kind.clone()).or_insert(0) += 1,
        None => tally.unchanged += 1,
    }
    let mut tasks = vec![Task { name, book, statement, changed: false }];
    tasks.extend(changed.map(|(_, task)| task));
    tasks
}

/// The first change of a kind after which the library settles; with its kind.
pub fn changed(
    name: &str,
    kind: &str,
    (scheme, facts, book): (&SchemeDocument, &FactsDocument, &Book),
) -> Option<(String, Task)> {
    change::of_kind(kind, facts, book).find_map(|change| {
        let (scheme, facts, book) = change.apply((scheme, facts, book))?;
        let statement = settled(&scheme, &facts).filter(small)?;
        let name = format!("{name}, {} = {}", change.input, change.value);
        Some((change.kind().to_owned(), Task { name, book, statement, changed: true }))
    })
}

/// Whether all amounts lie below a billion yuan.
pub fn small(statement: &Value) -> bool {
    match statement {
        Value::Object(fields) => fields.values().all(small),
        Value::Array(values) => values.iter().all(small),
        Value::String(text) => {
            text.contains('/')
                || text.parse::<Exact>().map_or(true, |number| number < Exact::from(BILLION))
        }
        _ => true,
    }
}

#[test]
#[ignore = "prints a district, to look into a difference"]
fn print_a_district() {
    let seed: u64 = std::env::var("SEED").unwrap().parse().unwrap();
    let (scheme, facts) = generate::case(seed);
    println!("{}", serde_json::to_string_pretty(&scheme).unwrap());
    println!("{}", serde_json::to_string_pretty(&facts).unwrap());
    println!("{}", serde_json::to_string_pretty(&settled(&scheme, &facts)).unwrap());
}
