//! What a user sees when a file is wrong: every message of the `settle` example, as it is printed.
//!
//! `examples/data/bad/good` is a small district that settles, and so is `good-cycle`, which has
//! rounds, findings, reserves and advances besides. Each other folder beside them is a case: it
//! holds the files that replace those of the good district (of `good-cycle` where its name begins
//! with `cycle-`), and sometimes `arguments.txt`, with further arguments, one a line. What the
//! example prints for a case is its snapshot, `tests/snapshots/refused@CASE.snap`: messages are
//! part of what the library promises its users, so a change to one is a diff to review.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::Output;

mod built;

/// The folder of the cases, as seen from the crate, where every command below runs.
const CASES: &str = "examples/data/bad";
const GOOD: &str = "examples/data/bad/good";
/// A good district with the whole money cycle, for the cases whose names begin like this.
const GOOD_CYCLE: &str = "examples/data/bad/good-cycle";
const CYCLE: &str = "cycle-";

/// Each file of a district, with the flag that replaces it.
const FILES: [(&str, &str); 10] = [
    ("scheme.toml", "--scheme"),
    ("scheme.json", "--scheme"),
    ("facts.toml", "--facts"),
    ("facts.json", "--facts"),
    ("payees.csv", "--payees"),
    ("volumes.csv", "--volumes"),
    ("marks.csv", "--marks"),
    ("budgets.csv", "--budgets"),
    ("advances.csv", "--advances"),
    // What the period before left behind: no district has one, and a case adds it.
    ("closing.json", "--after"),
];
const ARGUMENTS: &str = "arguments.txt";
const SNAPSHOT_PREFIX: &str = "refused@";

#[test]
fn every_bad_input_is_refused_with_a_message() {
    let cases = cases();
    assert!(!cases.is_empty(), "no cases in {CASES}");

    // All cases run before any fails, as one change of wording may touch many messages.
    let failed: Vec<&String> = cases
        .iter()
        .filter(|case| catch_unwind(AssertUnwindSafe(|| check_refused(case))).is_err())
        .collect();
    assert!(failed.is_empty(), "cases that fail, each shown above: {failed:?}");

    assert_eq!(snapshots(), cases, "snapshots on the left, folders on the right");
}

fn check_refused(case: &str) {
    let output = settle(&case_arguments(case));
    let stderr = text(&output.stderr);
    // A file that is wrong is 1; a command line that asks for what does not exist is 2.
    let usage = if stderr.contains("--help") { 2 } else { 1 };
    assert_eq!(output.status.code(), Some(usage), "{case}: {stderr}");
    assert_eq!(text(&output.stdout), "", "{case}: nothing is settled");

    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_suffix(case);
    settings.bind(|| insta::assert_snapshot!("refused", as_reviewed(&stderr)));
}

#[test]
fn the_good_districts_settle() {
    for good in [GOOD, GOOD_CYCLE] {
        let output = settle(&["--data", good]);
        assert_eq!(text(&output.stderr), "", "{good}");
        assert_eq!(output.status.code(), Some(0), "{good}");
        assert!(text(&output.stdout).contains("甲镇卫生院"), "{good}");
    }
}

#[test]
fn a_closing_opens_the_next_period_and_no_other() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad_input_closing");
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let (closing, facts) = (file("closing.json"), file("facts.toml"));
    let output = settle(&["--data", GOOD_CYCLE, "--closing", &closing]);
    assert_eq!(text(&output.stderr), "");

    // The second half of the year, with the same work and no findings.
    let second = |text: &str| {
        let months =
            [("01", "07"), ("02", "08"), ("03", "09"), ("04", "10"), ("05", "11"), ("06", "12")];
        months.iter().fold(text.to_owned(), |text, (first, second)| {
            text.replace(&format!("2024-{first}"), &format!("2024-{second}"))
        })
    };
    let volumes = file("volumes.csv");
    let good = |name: &str| fs::read_to_string(in_crate(&format!("{GOOD_CYCLE}/{name}"))).unwrap();
    fs::write(&volumes, second(&good("volumes.csv"))).unwrap();
    let after = |from: &str, until: &str| {
        fs::write(&facts, format!("period = {{ from = \"{from}\", until = \"{until}\" }}\n"))
            .unwrap();
        settle(&[
            "--data",
            GOOD_CYCLE,
            "--facts",
            &facts,
            "--volumes",
            &volumes,
            "--after",
            &closing,
        ])
    };
    let next = after("2024-07-01", "2025-01-01");
    assert_eq!(text(&next.stderr), "");
    assert_eq!(next.status.code(), Some(0));
    let later = after("2024-08-01", "2025-02-01");
    assert_eq!(later.status.code(), Some(1));
    assert!(text(&later.stderr).contains("2024-01-01 to 2024-06-30"), "{}", text(&later.stderr));
}

#[test]
fn how_a_file_was_saved_changes_nothing() {
    let with_mark = |_: &str, text: &str| format!("\u{feff}{text}");
    let with_returns = |_: &str, text: &str| text.replace('\n', "\r\n");
    let with_both = |_: &str, text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let with_spaces = |name: &str, text: &str| {
        if is_table(name) { text.replace(',', " , ") } else { text.to_owned() }
    };
    let with_empty_rows = |name: &str, text: &str| {
        if is_table(name) { format!("{text},,\n , ,\n") } else { text.to_owned() }
    };
    let reordered = |name: &str, text: &str| {
        if is_table(name) { first_column_last(text) } else { text.to_owned() }
    };

    for (name, change) in [
        ("with-byte-order-mark", &with_mark as &dyn Fn(&str, &str) -> String),
        ("with-carriage-returns", &with_returns),
        ("with-both", &with_both),
        ("with-spaces-around-cells", &with_spaces),
        ("with-empty-rows-below", &with_empty_rows),
        ("with-columns-in-another-order", &reordered),
    ] {
        for good in [GOOD, GOOD_CYCLE] {
            let expected = settle(&["--data", good]).stdout;
            let folder = good_district_changed(good, name, change);
            let output = settle(&["--data", &folder.to_string_lossy()]);
            assert_eq!(text(&output.stderr), "", "{good} {name}");
            assert_eq!(text(&output.stdout), text(&expected), "{good} {name}");
        }
    }
}

#[test]
fn lines_are_counted_whatever_their_ends() {
    for case in ["unknown-item", "duplicate-record", "wrong-cell-count"] {
        let file = fs::read_to_string(in_crate(&format!("{CASES}/{case}/volumes.csv"))).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad_input_lines").join(case);
        fs::create_dir_all(&folder).unwrap();
        let messages = |ends: &str| {
            let volumes = folder.join("volumes.csv");
            fs::write(&volumes, file.replace("\r\n", "\n").replace('\n', ends)).unwrap();
            let output = settle(&["--data", GOOD, "--volumes", &volumes.to_string_lossy()]);
            text(&output.stderr)
        };
        let expected = messages("\n");
        assert!(expected.contains("line "), "{expected}");
        assert_eq!(messages("\r\n"), expected, "{case}");
    }
}

#[test]
fn help_succeeds_and_an_unknown_flag_is_a_usage_error() {
    let help = settle(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).contains("--volumes FILE"));
    assert_eq!(text(&help.stderr), "");

    let unknown = settle(&["--volume", "volumes.csv"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert_eq!(text(&unknown.stdout), "");
    let message = text(&unknown.stderr);
    assert!(message.contains("--volume") && message.contains("--help"), "{message}");
}

/// The names of the case folders.
fn cases() -> BTreeSet<String> {
    let entries = fs::read_dir(in_crate(CASES)).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.file_type().unwrap().is_dir());
    let names = folders.map(|folder| folder.file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with("good")).collect()
}

/// The names of the cases that have a snapshot.
fn snapshots() -> BTreeSet<String> {
    let entries = fs::read_dir(in_crate("tests/snapshots")).unwrap().map(Result::unwrap);
    let names = entries.map(|entry| entry.file_name().into_string().unwrap());
    names
        .filter_map(|name| {
            let case = name.strip_prefix(SNAPSHOT_PREFIX)?;
            // A pending `.snap.new` is left as it is, so that it is named as one too many.
            Some(case.strip_suffix(".snap").unwrap_or(case).to_owned())
        })
        .collect()
}

/// The good district of a case, with the files of the case in place of its own.
fn case_arguments(case: &str) -> Vec<String> {
    let good = if case.starts_with(CYCLE) { GOOD_CYCLE } else { GOOD };
    let mut arguments = vec!["--data".to_owned(), good.to_owned()];
    let folder = format!("{CASES}/{case}");
    for entry in fs::read_dir(in_crate(&folder)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == ARGUMENTS || FILES.iter().any(|(file, _)| *file == name),
            "{folder}/{name} would not be read: it is not a file of a district"
        );
    }
    for (name, flag) in FILES {
        let file = format!("{folder}/{name}");
        if in_crate(&file).is_file() {
            arguments.extend([flag.to_owned(), file]);
        }
    }
    if let Ok(more) = fs::read_to_string(in_crate(&format!("{folder}/{ARGUMENTS}"))) {
        arguments.extend(more.lines().map(str::to_owned));
    }
    assert!(arguments.len() > 2, "{folder} changes nothing");
    arguments
}

/// A good district, each file changed, in a folder of its own.
fn good_district_changed(
    district: &str,
    name: &str,
    change: &dyn Fn(&str, &str) -> String,
) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(district).join(name);
    fs::create_dir_all(&folder).unwrap();
    for entry in fs::read_dir(in_crate(district)).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        // A checkout may have turned line ends already.
        let good = fs::read_to_string(entry.path()).unwrap().replace("\r\n", "\n");
        let changed = change(&file, &good);
        assert!(changed != good || !is_table(&file), "{name} leaves {file} as it is");
        fs::write(folder.join(file), changed).unwrap();
    }
    folder
}

fn is_table(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "csv")
}

/// A table without quoted cells, its first column moved behind the last.
fn first_column_last(table: &str) -> String {
    let lines = table.lines().map(|line| {
        let (first, rest) = line.split_once(',').unwrap();
        format!("{rest},{first}\n")
    });
    lines.collect()
}

fn settle(arguments: &[impl AsRef<std::ffi::OsStr>]) -> Output {
    built::run("settle", arguments)
}

/// A path of the crate, wherever the test itself is run from.
fn in_crate(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What was printed, as a snapshot can keep it.
///
/// What differs between systems is made the same: the separator that the example puts between the
/// folder and its files, and the system's own words for a file that it cannot read. Characters
/// that a review would not show, or that would reorder the line it reads, are written as codes.
fn as_reviewed(stderr: &str) -> String {
    const CANNOT_BE_READ: &str = "cannot be read: ";
    let mut reviewed = String::new();
    let folders = [GOOD, GOOD_CYCLE].into_iter().fold(stderr.to_owned(), |text, good| {
        text.replace(&format!("{good}{MAIN_SEPARATOR}"), &format!("{good}/"))
    });
    for line in folders.lines() {
        let system = line.find(CANNOT_BE_READ).map(|at| at + CANNOT_BE_READ.len());
        for c in line[..system.unwrap_or(line.len())].chars() {
            if c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}') {
                write!(reviewed, "<U+{:04X}>", u32::from(c)).unwrap();
            } else {
                reviewed.push(c);
            }
        }
        if system.is_some() {
            reviewed.push_str("[in the system's words]");
        }
        reviewed.push('\n');
    }
    reviewed
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
