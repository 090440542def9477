//! The house rules that a compiler does not check: imports run one way, files stay readable, no
//! binary floating point, no place's name in the source, and documents name files that exist.

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
    // Documentation, of all the others.
    "guide",
    // What the tests of all the others share.
    "sample",
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
                // What packages of their own were built into is nobody's source.
                if !path.ends_with("target") {
                    folders.push(path);
                }
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

/// The room that a name at the root of the crate comes from: its own, or that of what `lib.rs`
/// exports under this name.
fn home<'a>(name: &'a str, lib: &'a str) -> Option<&'a str> {
    if ROOMS.contains(&name) {
        return Some(name);
    }
    let exports = lib.split("pub use ").skip(1).filter_map(|rest| rest.split(';').next());
    exports.filter_map(|export| export.split_once("::")).find_map(|(room, names)| {
        let mut names = names.split(|c: char| !c.is_alphanumeric() && c != '_');
        names.any(|exported| exported == name).then_some(room)
    })
}

/// What is wrong with the imports of a line of code, in a module that lies so many modules deep in
/// the crate; none where nothing is.
fn objection(room: &str, depth: usize, code: &str, lib: &str) -> Option<String> {
    if code.contains(&"super::".repeat(depth)) {
        return Some(format!("{room} is left by `super`: write `crate`"));
    }
    let rank = ROOMS.iter().position(|name| *name == room)?;
    code.split("crate::").skip(1).find_map(|import| {
        let name: String =
            import.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if name.is_empty() {
            return Some(format!("{room} imports from several rooms at once: one `use` a room"));
        }
        let Some(other) = home(&name, lib) else {
            return Some(format!("{room} imports {name}, which is in no room"));
        };
        if other != room && room != "schema" && APART.contains(&other) {
            return Some(format!("{room} imports from {other}, which moves no money"));
        }
        let above = ROOMS.iter().skip(rank + 1).any(|name| *name == other);
        above.then(|| format!("{room} imports from {other}, which stands above it"))
    })
}

#[test]
fn imports_run_one_way() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = fs::read_to_string(source.join("lib.rs")).unwrap();
    for (path, text) in sources("src") {
        let relative = path.strip_prefix(&source).unwrap();
        let first = relative.iter().next().unwrap().to_str().unwrap();
        let room = first.strip_suffix(".rs").unwrap_or(first);
        if room == "lib" {
            continue;
        }
        assert!(ROOMS.contains(&room), "{room} is not in the list of rooms");
        if path.ends_with("tests.rs") {
            continue;
        }
        let depth = relative.iter().count() - usize::from(path.ends_with("mod.rs"));
        for (line, code) in code(&text) {
            if let Some(objection) = objection(room, depth, code, &lib) {
                panic!("{}:{line}: {objection}", relative.display());
            }
        }
    }
}

#[test]
fn an_import_that_runs_backwards_is_found() {
    let lib =
        "pub use report::{PathStep, Problem};\npub use settle::{\n    SettleError, settle,\n};";
    for (room, depth, code) in [
        ("settle", 2, "use crate::facts::{Closing, Facts};"),
        ("settle", 2, "use super::error::SettleError;"),
        ("settle", 3, "use super::super::pool::Pool;"),
        ("whatif", 2, "use crate::SettleError;"),
        ("schema", 1, "use crate::monitor::Readings;"),
        ("facts", 1, "pub(crate) fn of(place: &crate::report::Place<'_>) {"),
    ] {
        assert_eq!(objection(room, depth, code, lib), None, "{code}");
    }
    for (room, depth, code, expected) in [
        (
            "facts",
            2,
            "use crate::settle::settle;",
            "facts imports from settle, which stands above it",
        ),
        (
            "scheme",
            2,
            "fn of(facts: &crate::facts::Facts) {",
            "scheme imports from facts, which stands above it",
        ),
        ("facts", 2, "use crate::SettleError;", "facts imports from settle, which stands above it"),
        (
            "facts",
            2,
            "use crate::{scheme, settle};",
            "facts imports from several rooms at once: one `use` a room",
        ),
        ("facts", 1, "use super::settle::settle;", "facts is left by `super`: write `crate`"),
        (
            "facts",
            2,
            "use super::super::settle::settle;",
            "facts is left by `super`: write `crate`",
        ),
        (
            "settle",
            1,
            "use crate::monitor::Monitor;",
            "settle imports from monitor, which moves no money",
        ),
        ("settle", 1, "use crate::nowhere::Thing;", "settle imports nowhere, which is in no room"),
    ] {
        assert_eq!(objection(room, depth, code, lib).as_deref(), Some(expected), "{code}");
    }
}

/// What a document names in backticks and that looks like a path: from the root of the package, or
/// into a room. With a `*` it stands for many.
fn paths(root: &Path, text: &str) -> Vec<PathBuf> {
    const FOLDERS: [&str; 6] = ["src", "tests", "examples", "benches", "schemas", ".ci"];
    let quoted = text.split('`').skip(1).step_by(2);
    let names = quoted.filter(|name| !name.contains(|c: char| c.is_whitespace() || c == '*'));
    let paths = names.filter_map(|name| {
        let (first, _) = name.split_once('/')?;
        let is_room = ROOMS.contains(&first) && root.join("src").join(first).is_dir();
        let from_root = FOLDERS.contains(&first).then(|| root.join(name));
        from_root.or_else(|| is_room.then(|| root.join("src").join(name)))
    });
    paths.collect()
}

#[test]
fn documents_name_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = sources("src/guide");
    for name in ["README.md", "README.zh-CN.md", "DESIGN.md", "CONTRIBUTING.md"] {
        let path = root.join(name);
        let text = fs::read_to_string(&path).unwrap();
        documents.push((path, text));
    }
    let mut count = 0;
    for (document, text) in documents {
        for path in paths(root, &text) {
            assert!(path.exists(), "{} names {}", document.display(), path.display());
            count += 1;
        }
    }
    assert!(count > 100, "documents name {count} files only");
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
