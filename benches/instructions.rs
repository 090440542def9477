//! Instructions instead of seconds, so that a regression shows on a noisy machine: each job runs once
//! under callgrind, and only what is measured is counted.
//!
//! `cargo bench --bench instructions` prints the counts beside those on record, and fails where one
//! has grown by more than a tenth; `-- --record` puts the counts on record.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::json;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::units::Volume;
use work_equivalent::whatif::{Base, ChangeDocument, Changes, ChangesDocument};
use work_equivalent::{measure, settle};

mod district;

use district::counted::Counted;

const RECORD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.json");

/// A job: what is prepared, and then what is counted.
type Job = fn(usize);

/// By name, with how many payees.
const JOBS: &[(&str, usize, Job)] = &[
    ("measure", 1_000, |payees| with_facts(payees, |facts| drop(measure(facts)))),
    ("settle", 20, |payees| with_facts(payees, |facts| drop(settle(facts)))),
    ("settle", 1_000, |payees| with_facts(payees, |facts| drop(settle(facts)))),
    ("settle and state", 1_000, |payees| {
        with_facts(payees, |facts| {
            let settlement = settle(facts).expect("it settles");
            assert!(settlement.statement().is_ok());
        });
    }),
    ("explain one payee", 20, explain),
    ("explain one payee", 1_000, explain),
    ("count records", 100, |payees| {
        let counted = Counted::new(payees);
        let records = counted.records();
        counted_part(|| drop(counted.counted(&records)));
    }),
    ("read volumes", 1_000, |count| {
        let texts: Vec<String> =
            (0..count).map(|cell| district::counted::volume(cell).to_string()).collect();
        counted_part(|| {
            assert!(texts.iter().all(|text| Volume::from_ascii(text.as_bytes()).is_ok()));
        });
    }),
    ("read facts", 20, |payees| {
        let text = serde_json::to_string(&district::facts(payees)).expect("it has a text form");
        counted_part(|| assert!(serde_json::from_str::<FactsDocument>(&text).is_ok()));
    }),
    ("what if", 20, |payees| {
        let appraised = json!({ "appraisal": "annual" });
        let scheme = district::scheme(&district::appraisals(), appraised);
        let facts = district::facts(payees);
        let base = Base::new(&scheme, &facts).expect("it settles");
        let path = "scheme.channels[purchase].pool[funds].amounts[*].value";
        let changes = vec![ChangeDocument::scale(path, "1.05")];
        let changes = Changes::new(ChangesDocument { name: "5 % more".to_owned(), changes });
        let changes = changes.expect("they are right");
        counted_part(|| assert!(base.totals(&changes).is_ok()));
    }),
];

/// What callgrind counts.
#[inline(never)]
fn counted_part(work: impl FnOnce()) {
    work();
}

fn with_facts(payees: usize, work: impl Fn(&Facts<'_>)) {
    let counted = Counted::new(payees);
    let counts = counted.counted(&counted.records());
    let facts = Facts::counted(&counted.scheme, &counted.document, &counts);
    let facts = facts.expect("the facts are right");
    counted_part(|| work(black_box(&facts)));
}

fn explain(payees: usize) {
    let counted = Counted::new(payees);
    let counts = counted.counted(&counted.records());
    let facts = Facts::counted(&counted.scheme, &counted.document, &counts);
    let facts = facts.expect("the facts are right");
    let settlement = settle(&facts).expect("it settles");
    counted_part(|| assert!(settlement.explain(black_box("P00007")).is_ok()));
}

/// How many instructions a job takes; none where there is no callgrind.
fn count(place: usize) -> Option<u64> {
    let program = env::current_exe().expect("this program has a path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg("--toggle-collect=*counted_part*")
        .arg(program)
        .args(["job", &place.to_string()])
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let collected = said.lines().find_map(|line| line.split_once("Collected : "));
    let collected = collected.and_then(|(_, count)| count.trim().parse().ok());
    Some(collected.unwrap_or_else(|| panic!("callgrind said: {said}")))
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [word, place] = arguments.as_slice()
        && word == "job"
    {
        let (_, payees, job) = JOBS[place.parse::<usize>().expect("it is a place")];
        return job(payees);
    }
    let on_record = fs::read_to_string(RECORD).unwrap_or_else(|_| "{}".to_owned());
    let on_record: BTreeMap<String, u64> =
        serde_json::from_str(&on_record).expect("the record is JSON");
    let mut counts = BTreeMap::new();
    let mut grown = Vec::new();
    for (place, (name, size, _)) in JOBS.iter().enumerate() {
        let Some(instructions) = count(place) else {
            println!("skipped: there is no valgrind to count instructions with");
            return;
        };
        let name = format!("{name}, {size}");
        let before = on_record.get(&name).copied();
        let more = before.is_some_and(|before| instructions > before + before / 10);
        let before = before.map_or_else(|| "none".to_owned(), |before| before.to_string());
        println!("{name:<24} {instructions:>12} instructions; on record: {before:>12}");
        if more {
            grown.push(name.clone());
        }
        counts.insert(name, instructions);
    }
    let explaining = |payees| counts[&format!("explain one payee, {payees}")];
    let (few, many): (u64, u64) = (explaining(20), explaining(1_000));
    assert!(many < few + few / 10, "explaining one payee depends on how many there are");
    assert!(counts["settle, 1000"] <= 3 * counts["measure, 1000"], "settling has become slow");
    if arguments.iter().any(|argument| argument == "--record") {
        let text = serde_json::to_string_pretty(&counts).expect("counts have a text form");
        fs::write(Path::new(RECORD), text + "\n").expect("the record can be written");
    } else {
        assert!(grown.is_empty(), "more than a tenth more instructions than on record: {grown:?}");
    }
}
