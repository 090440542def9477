//! The command, as people and schedulers run it: processes that share nothing but files.

use std::path::Path;
use std::process::{Command, Output};

use super::{row, write};

fn province(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_province"));
    command.arg("--data").arg(folder).args(arguments).current_dir(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn digest(text: &str) -> &str {
    text.lines().find_map(|line| line.trim().strip_prefix("SHA-256 ")).unwrap()
}

#[test]
fn a_province_and_its_workers_settle_alike() {
    let folder = tempfile::tempdir().unwrap();
    let all = province(folder.path(), &["--records", "20000", "--parts", "3", "--plan", "--check"]);
    let (said, error) = (text(&all.stdout), text(&all.stderr));
    assert!(all.status.success(), "{said}{error}");
    for way in
        ["merged from workers", "one partition more", "merged backwards", "the library alone"]
    {
        assert!(said.contains(&format!("{way}: the same statement")), "{said}");
    }
    assert!(said.contains("AggregateExec: mode=Partial"), "{said}");
    assert!(said.contains("W0101 云溪县城关镇卫生院"), "{said}");

    // By hand: one worker counts two files, another one the third.
    let records = "20000-in-3";
    for (out, files) in [("a", &["part-002", "part-000"][..]), ("b", &["part-001"])] {
        let files: Vec<_> = files.iter().map(|file| format!("{records}/{file}.parquet")).collect();
        let mut arguments = vec!["count", "--out", out];
        arguments.extend(files.iter().map(String::as_str));
        let worker = province(folder.path(), &arguments);
        assert!(worker.status.success(), "{}", text(&worker.stderr));
    }
    let settled = province(folder.path(), &["merge", "b", "a"]);
    assert_eq!(digest(text(&settled.stdout)), digest(said));
    // Of half the records there is another statement.
    let half = province(folder.path(), &["merge", "a"]);
    assert_ne!(digest(text(&half.stdout)), digest(said));
}

#[test]
fn a_worker_fails_for_bad_records() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "bad.parquet", (16, 6), &[row("W9999", "MZ01", "2024-01-01", 1)]);
    let worker = province(folder.path(), &["count", "--out", "partial", "bad.parquet"]);
    assert!(!worker.status.success());
    assert!(text(&worker.stderr).contains("there is no payee \"W9999\""));
    let merge = province(folder.path(), &["merge", "partial"]);
    assert!(!merge.status.success() && text(&merge.stderr).contains("partial"));
}

#[test]
fn a_command_that_says_nothing_sensible_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        &["--records", "0"][..],
        &["--records", "5", "--parts", "6"],
        &["--memory-mb", "0"],
        &["--partitions", "x"],
        &["count", "records.parquet"],
        &["count", "--out", "partial"],
        &["merge"],
        &["settle"],
        &["--out", "partial"],
    ] {
        let run = province(folder.path(), arguments);
        assert!(!run.status.success() && run.stdout.is_empty(), "{arguments:?}");
        assert!(!run.stderr.is_empty(), "{arguments:?}");
    }
    let help = province(folder.path(), &["--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("--memory-mb"));
}
