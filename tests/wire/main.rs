//! The wire format is the crate's own: no feature of another crate changes a byte of it.

mod report;

use std::process::Command;

#[test]
fn features_of_other_crates_change_nothing() {
    let host = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "wire-host"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&host.stderr);
    assert!(host.status.success(), "the host does not build or run:\n{errors}");
    let with_features = String::from_utf8(host.stdout).unwrap();
    assert_eq!(with_features, report::report());
}

/// What the report says, so that it cannot be the same on both sides by being empty.
#[test]
fn the_report_shows_the_format() {
    let report = report::report();
    for line in [
        r#"Volume "12.50" -> "12.5""#,
        r#"Volume 12 -> "12""#,
        r"Volume -9223372036854775808 -> refused",
        r#"Money "0.1" -> "0.10""#,
        r"Volume 12.5 -> refused: bare",
        r"Volume 1e2 -> refused: bare",
        r"Volume -0 -> refused: bare",
        r"Volume 99999999999999999999 -> refused: bare",
        r#"Exact "100/3" -> "100/3""#,
    ] {
        assert!(report.lines().any(|found| found == line), "{line} is not in\n{report}");
    }
    assert!(report.contains(r#""price":{"kind":"derived","price":"15"}"#), "{report}");
}
