//! What is refused, with which words and which exit code.

use std::fmt::Write;
use std::fs;

use super::{folder, text, what_if};

/// What the example says of a proposal with these changes.
fn of_proposal(name: &str, changes: &str) -> (Option<i32>, String) {
    let folder = folder("refused");
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name}.toml"));
    fs::write(&file, format!("name = \"试\"\n{changes}")).unwrap();
    let output = what_if(&["--proposal", &file.to_string_lossy()]);
    assert_eq!(text(&output.stdout), "", "{name}");
    let said = text(&output.stderr).replace(&*folder.to_string_lossy(), "FOLDER");
    (output.status.code(), said.replace('\\', "/"))
}

#[test]
fn a_proposal_that_is_wrong() {
    let change = |path: &str, rest: &str| format!("[[changes]]\npath = \"{path}\"\n{rest}\n");
    let price = "scheme.channels[purchase].price.values[*].value";
    let cases = [
        ("unknown-field", change("scheme.channels[purchase].price.value", "set = \"12.50\"")),
        (
            "several-unknown",
            change("scheme.channels[purchas].price", "set = \"12.50\"")
                + &change("facts.volumes[grop=remote]", "scale = \"1.08\"")
                + &change("scheme.items[GX3].weights", "scale = \"1.08\""),
        ),
        ("malformed", change("price", "set = \"1\"") + &change(price, "scale = \"5%\"")),
        ("bare-fraction", change(price, "set = 12.5")),
        ("unknown-key", change(price, "set = \"12.5\"\nwhy = \"\"")),
        ("out-of-range", {
            change("scheme.channels[purchase].reserve.withholding.rate[*].value", "set = \"2\"")
        }),
        ("cannot-be-settled", {
            change("scheme.channels[purchase].pool[renyuan].amounts[*].value", "scale = \"9\"")
        }),
    ];
    let mut said = String::new();
    for (name, changes) in cases {
        let (code, message) = of_proposal(name, &changes);
        assert_eq!(code, Some(1), "{name}: {message}");
        writeln!(said, "{message}").unwrap();
    }
    insta::assert_snapshot!("refused", said);
}

#[test]
fn a_file_that_is_wrong() {
    for (arguments, part) in [
        (["--proposal", "no-such-file.toml"], "no-such-file.toml: cannot be read"),
        (["--proposal", "examples/data/liandu/payees.csv"], "payees.csv, line 1"),
        (["--proposal", "examples/data/liandu/sweep.toml"], "unknown field `axes`"),
        (["--sweep", "examples/data/liandu/proposals/1-price.toml"], "missing field `axes`"),
        (["--data", "no-such-folder"], "scheme.toml: cannot be read"),
    ] {
        let out = folder("nothing");
        let output = what_if(&[arguments[0], arguments[1], "--out", &out.to_string_lossy()]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert_eq!(text(&output.stdout), "");
        assert!(said.contains(part) && said.contains("没有测算"), "{said}");
    }
}

#[test]
fn a_command_line_that_is_wrong() {
    for (arguments, part) in [
        (&["--propose", "x.toml"][..], "'--propose'"),
        (&["x.toml"], "x.toml"),
        (&["--proposal"], "--proposal"),
        (&["--growth", "8%"], "“8%”不是倍数"),
        (&["--growth", "0"], "“0”不是倍数"),
        (&["--price", "12,5"], "--price"),
        (&["--seed", "3"], "--samples"),
        (&["--samples", "0"], "至少抽一个"),
        (&["--samples", "many"], "many"),
        (&["--channel", "purchas"], "没有渠道“purchas”：有 contract、grants"),
        (&["--data", "examples/data/bad/good-cycle"], "public、standby；用 --channel 选一个"),
        (
            &["--data", "examples/data/bad/good", "--samples", "3", "--out", "target/nothing"],
            "sweep.toml 不存在",
        ),
    ] {
        let output = what_if(arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert_eq!(text(&output.stdout), "");
        assert!(said.contains(part) && said.contains("--help"), "{arguments:?}: {said}");
    }
    let help = what_if(&["--help"]);
    assert!(help.status.success());
    for option in [
        "data", "proposal", "channel", "price", "growth", "sweep", "samples", "seed", "out", "json",
    ] {
        assert!(text(&help.stdout).contains(&format!("--{option} ")), "{option}");
    }
}
