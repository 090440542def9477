//! The house rules that a compiler does not check: imports run one way, files stay readable, no
//! binary floating point, no place's name in the source.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, from the ground up: a room imports from those before it only.
const ROOMS: &[&str] = &[
    "text",
    "wire",
    "exact",
    "formula",
    "units",
    "period",
    "report",
    "scheme",
    "facts",
    "statement",
    "monitor",
    "settle",
    "whatif",
    "schema",
];

/// Rooms that look at the others, and that no other room imports from, but `schema`, which describes
/// every document and computes nothing.
const APART: &[&str] = &["monitor"];

/// Every source file with its text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    assert!(files.len() > 3, "{folder} is where the sources are");
    files
}

/// The code of a file without comments, and without its tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().enumerate().map(|(index, line)| (index + 1, line));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

#[test]
fn imports_run_one_way() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (path, text) in sources("src") {
        let relative = path.strip_prefix(&source).unwrap();
        let first = relative.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if room == "lib" {
            continue;
        }
        let rank = ROOMS.iter().position(|name| *name == room);
        let rank = rank.unwrap_or_else(|| panic!("{room} is not in the list of rooms"));
        if path.ends_with("tests.rs") {
            continue;
        }
        for (line, code) in code(&text) {
            for import in code.split("crate::").skip(1) {
                let other: String =
                    import.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other_rank) = ROOMS.iter().position(|name| *name == other) else {
                    continue;
                };
                assert!(
                    other == room || room == "schema" || !APART.contains(&other.as_str()),
                    "{}:{line}: {room} imports from {other}, which moves no money",
                    relative.display()
                );
                assert!(
                    other_rank <= rank,
                    "{}:{line}: {room} imports from {other}, which stands above it",
                    relative.display()
                );
            }
        }
    }
}

#[test]
fn files_can_be_read_in_one_sitting() {
    for folder in ["src", "examples", "tests"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(lines <= 460, "{} has {lines} lines: split it by concept", path.display());
        }
    }
}

#[test]
fn there_is_no_binary_floating_point() {
    for (path, text) in sources("src") {
        for (line, code) in code(&text) {
            for word in code.split(|c: char| !c.is_alphanumeric() && c != '_') {
                let float = ["f32", "f64"].iter().any(|float| word.ends_with(float));
                assert!(!float, "{}:{line}: {code}", path.display());
            }
        }
    }
}

#[test]
fn no_place_is_named_in_the_source() {
    // Citations in comments name documents by their number; code names nothing.
    let places = ["莲都", "丽水", "德清", "青海", "云南", "liandu", "deqing", "qinghai", "yunnan"];
    for (path, text) in sources("src") {
        for (line, code) in code(&text) {
            let lower = code.to_lowercase();
            let named = places.iter().find(|place| lower.contains(**place));
            assert_eq!(named, None, "{}:{line}: {code}", path.display());
        }
    }
}
