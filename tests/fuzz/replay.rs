//! The corpus, once more, and mutations of it: the same ones in every run.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use crate::mutate;
use crate::random::Random;
use crate::targets::{ALL, Target};

/// How many mutations of its corpus a target is given.
const MUTATIONS: u64 = 150;

/// The inputs of a target, by name.
fn corpus(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let files = fs::read_dir(folder.join(target.name)).unwrap().map(|entry| entry.unwrap().path());
    let mut inputs: Vec<_> = files
        .map(|file| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read(file).unwrap())
        })
        .collect();
    inputs.sort();
    inputs
}

/// Tries an input, and says which it was if it is a finding.
fn run(target: &Target, name: &str, input: &[u8]) {
    let found = catch_unwind(AssertUnwindSafe(|| (target.run)(input)));
    assert!(found.is_ok(), "{} {name}: {}", target.name, String::from_utf8_lossy(input));
}

fn replay(target: &str) {
    let target = ALL.iter().find(|it| it.name == target).unwrap();
    let corpus = corpus(target);
    assert!(corpus.len() >= 5, "the corpus of {} has {} inputs", target.name, corpus.len());
    for (name, input) in &corpus {
        run(target, name, input);
    }
    let mutate = if target.is_json { mutate::edited_json } else { mutate::edited };
    let mut random = Random::new(0);
    for seed in 0..MUTATIONS {
        let (name, input) = random.pick(&corpus);
        run(target, &format!("{name}, mutated by {seed}"), &mutate(input, seed));
    }
}

macro_rules! replayed {
    ($($target:ident),* $(,)?) => {
        $(#[test]
        fn $target() {
            replay(stringify!($target));
        })*

        #[test]
        fn every_target_is_replayed() {
            let mut targets = [$(stringify!($target)),*];
            targets.sort_unstable();
            assert!(ALL.iter().map(|target| target.name).eq(targets));
            let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            for target in targets {
                assert!(manifest.contains(&format!("path = \"bins/{target}.rs\"")), "{target}");
            }
        }
    };
}

replayed! {
    boundaries,
    cases,
    exact,
    monitor,
    parts,
    quantities,
    sequences,
    settle,
    straddles,
    whatif,
}
