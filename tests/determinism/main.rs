//! The same input gives the same bytes: on every run and in every process, in whatever order the
//! documents are written, on however many threads, with every set of features, in whatever place
//! and language.
//!
//! `digests.json` pins the SHA-256 of all that is said of every sample. After a change that is meant,
//!
//!     cargo build --examples && UPDATE_DIGESTS=1 cargo test --test determinism
//!
//! writes it anew; the diff says which documents changed. `.ci/run` runs the same test with all
//! features and as a release, where it has to say the same.

#[allow(dead_code, reason = "examples are run elsewhere without a place")]
#[path = "../built/mod.rs"]
mod built;
mod pinned;
mod printed;
#[allow(dead_code, reason = "the oracle's; what is needed of it here is less")]
#[path = "../oracle/generate/random.rs"]
mod random;
mod said;
mod samples;
mod shuffled;
#[path = "../../examples/support/mod.rs"]
mod support;
#[path = "../../examples/policy/takes.rs"]
mod takes;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use pinned::Digests;
use random::Random;
use samples::Case;

const ON_RECORD: &str = "digests.json";

/// All that is said of every case.
fn said(cases: &BTreeMap<String, Case>) -> Digests {
    let settled: BTreeMap<_, _> =
        cases.iter().map(|(name, case)| (name.clone(), case.settled())).collect();
    let year = |year: &str| &settled[&format!("years/{year}")].plain;
    let supplement = said::supplement(year("2024"), year("2024-corrected"));
    let digests = settled.into_iter().map(|(name, settled)| (name, settled.digests));
    let mut digests: Digests = digests.collect();
    let corrected = digests.get_mut("years/2024-corrected").unwrap();
    corrected.insert("supplement".to_owned(), supplement);
    digests
}

#[test]
fn what_is_said_of_every_sample_is_on_record() {
    pinned::check(ON_RECORD, &said(&samples::all()));
}

/// Every folder that holds facts is a sample.
#[test]
fn no_sample_is_left_out() {
    let cases = samples::all();
    let mut found = BTreeSet::new();
    let mut folders = vec![samples::root()];
    while let Some(folder) = folders.pop() {
        let name = folder.strip_prefix(samples::root()).unwrap().to_str().unwrap().to_owned();
        if name == "bad" {
            // Those with a mistake are for tests of what is refused.
            folders.extend(["good", "good-cycle"].map(|good| folder.join(good)));
            continue;
        }
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if ["facts", "volumes"].iter().any(|stem| path.file_stem().unwrap() == *stem) {
                found.insert(name.clone());
            }
        }
    }
    let folders = cases.keys().filter(|name| !name.contains(','));
    assert_eq!(folders.cloned().collect::<BTreeSet<_>>(), found);
}

/// The order of a list whose order means nothing: in the documents of every sample.
#[test]
fn another_order_of_the_documents_gives_the_same_bytes() {
    let cases = samples::all();
    for seed in 0..3 {
        let mut random = Random::new(seed);
        let shuffled =
            cases.iter().map(|(name, case)| (name.clone(), shuffled::shuffled(case, &mut random)));
        let differences = pinned::differences(&pinned::read(ON_RECORD), &said(&shuffled.collect()));
        assert!(differences.is_empty(), "seed {seed}:\n{}", differences.join("\n"));
    }
}

/// Other processes have other seeds to hash with, and other numbers of threads, places and languages
/// if they are told so. With the feature `parallel` the number of threads matters.
#[test]
fn another_process_says_the_same() {
    if pinned::update() {
        return;
    }
    for (threads, zone, language) in [
        ("1", "Asia/Shanghai", "C"),
        ("2", "America/Adak", "tr_TR.UTF-8"),
        ("7", "Pacific/Kiritimati", "zh_CN.GB18030"),
    ] {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "what_is_said_of_every_sample_is_on_record"])
            .env("RAYON_NUM_THREADS", threads)
            .env("TZ", zone)
            .env("LC_ALL", language)
            .output()
            .unwrap();
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{threads} threads, {zone}, {language}:\n{printed}");
        assert!(printed.contains("1 passed"), "{printed}");
    }
}
