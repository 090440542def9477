//! Digests as they are on record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Digests by what they are of, by the sample or the command that says it.
pub type Digests = BTreeMap<String, BTreeMap<String, String>>;

/// Whether digests are to be put on record.
pub fn update() -> bool {
    std::env::var_os("UPDATE_DIGESTS").is_some()
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/determinism").join(file)
}

/// The digests on record.
pub fn read(file: &str) -> Digests {
    serde_json::from_str(&std::fs::read_to_string(path(file)).unwrap()).unwrap()
}

/// Holds what was found against what is on record, or puts it there.
pub fn check(file: &str, found: &Digests) {
    if update() {
        std::fs::write(path(file), serde_json::to_string_pretty(found).unwrap() + "\n").unwrap();
        return;
    }
    let differences = differences(&read(file), found);
    assert!(
        differences.is_empty(),
        "tests/determinism/{file}, {} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}

/// What differs, a line each, with both digests.
pub fn differences(pinned: &Digests, found: &Digests) -> Vec<String> {
    let all = |digests: &Digests| -> BTreeSet<(String, String)> {
        let flat = digests.iter();
        flat.flat_map(|(of, by)| by.keys().map(|what| (of.clone(), what.clone()))).collect()
    };
    let one = |digests: &Digests, (of, what): &(String, String)| {
        digests.get(of).and_then(|by| by.get(what)).map_or("nothing".to_owned(), String::clone)
    };
    let keys = &all(pinned) | &all(found);
    let pairs = keys.iter().map(|key| (key, one(pinned, key), one(found, key)));
    pairs
        .filter(|(_, pinned, found)| pinned != found)
        .map(|((of, what), pinned, found)| {
            format!("{of}, {what}: {pinned} is on record, {found} was found")
        })
        .collect()
}

#[test]
fn a_difference_names_both_digests() {
    let digests = |entries: &[(&str, &str)]| -> Digests {
        let by = entries.iter().map(|(what, digest)| ((*what).to_owned(), (*digest).to_owned()));
        BTreeMap::from([("liandu".to_owned(), by.collect())])
    };
    let pinned = digests(&[("closing", "aa"), ("statement", "bb"), ("text", "cc")]);
    assert_eq!(differences(&pinned, &pinned), [""; 0]);
    let found = digests(&[("notices", "dd"), ("statement", "bb"), ("text", "ee")]);
    assert_eq!(
        differences(&pinned, &found),
        [
            "liandu, closing: aa is on record, nothing was found",
            "liandu, notices: nothing is on record, dd was found",
            "liandu, text: cc is on record, ee was found",
        ]
    );
}
