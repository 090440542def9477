//! The `verify` example: what a finance team sees of its own vectors, as it runs them.

#[path = "../built/mod.rs"]
mod built;
#[path = "../../examples/support/markdown.rs"]
mod markdown;
#[path = "../../examples/verify/report.rs"]
mod report;
#[path = "../../examples/support/mod.rs"]
mod support;
mod unusable;
#[path = "../../examples/support/vectors/mod.rs"]
mod vectors;

use std::fs;
use std::path::{Path, PathBuf};

use report::Verdict;
use serde_json::{Value, json};
use vectors::{At, Outcome, Verified, verify};
use work_equivalent::statement::Stage;

/// A path of the samples, as seen from the crate, where tests run.
fn sample(name: &str) -> PathBuf {
    Path::new("examples/data/vectors").join(name)
}

/// Writes a file of vectors beside the samples' scheme and facts, and runs it.
fn run_text(name: &str, text: &str) -> Verified {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("verify").join(name);
    fs::create_dir_all(&folder).unwrap();
    for file in ["scheme.toml", "facts.toml"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(sample(file));
        fs::copy(from, folder.join(file)).unwrap();
    }
    let path = folder.join("vectors.json");
    fs::write(&path, text).unwrap();
    verify(&[path]).remove(0)
}

/// A file with one vector over the samples' scheme and facts.
fn file(expected: &Value) -> Value {
    json!({
        "format": "work-equivalent vectors, version 1",
        "title": "测试",
        "vectors": [{
            "id": "甲", "kind": "settle", "comment": "测试", "source": "示例",
            "input": { "scheme": "scheme.toml", "facts": "facts.toml" },
            "expected": expected,
        }],
    })
}

/// What becomes of a vector that expects this.
fn run(name: &str, expected: &Value) -> Outcome {
    let mut verified = run_text(name, &file(expected).to_string());
    assert_eq!(verified.problem, None);
    verified.vectors.remove(0)
}

/// What becomes of figures by path.
fn run_figures(name: &str, figures: &[(&str, Value)]) -> Outcome {
    let figures = figures.iter().map(|(path, value)| json!({ "path": path, "value": value }));
    run(name, &json!({ "figures": figures.collect::<Vec<_>>() }))
}

#[test]
fn the_hand_worked_sample_agrees() {
    let files = verify(&[sample("hand-worked.json")]);
    let problems = report::problems(&files);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(Verdict::of(&files), Verdict::Agrees, "{}", report::text(&files, true));
    let figures: usize = files[0].vectors.iter().map(|vector| vector.checks.len()).sum();
    assert_eq!(figures, 22, "one line for each expected figure");
    insta::assert_snapshot!("agrees", report::text(&files, false));
}

/// The example that the Chinese description tells people to begin with.
#[test]
fn the_example_of_the_description_agrees() {
    let description = include_str!("../vectors/README.zh-CN.md");
    let example = description.split("```").find_map(|part| part.strip_prefix("json\n")).unwrap();
    let verified = run_text("description", example);
    assert_eq!(Verdict::of(std::slice::from_ref(&verified)), Verdict::Agrees, "{verified:?}");
    assert_eq!(verified.vectors[0].checks.len(), 2);
}

#[test]
fn the_wrong_figure_is_found() {
    let files = verify(&[sample("wrong-figure.json")]);
    assert_eq!(Verdict::of(&files), Verdict::Differs);
    let vector = &files[0].vectors[0];
    let wrong: Vec<(&str, At)> =
        vector.differing().map(|check| (check.place.as_str(), check.at)).collect();
    let place = "channels[purchase].payees[W02].entitlement";
    assert_eq!(wrong, [(place, At::Stage(Stage::Entitle))]);
    insta::assert_snapshot!("differs", report::text(&files, false));
}

#[test]
fn figures_come_in_the_order_of_the_calculation() {
    let payee = |key: &str| format!("channels[purchase].payees[W02].{key}");
    // What was worked out, in the wrong order, and wrong by one.
    let stated = [
        ("payees[W02].payable", At::Stage(Stage::Total)),
        (&payee("payable"), At::Stage(Stage::Pay)),
        (&payee("deducted"), At::Stage(Stage::Deduct)),
        (&payee("withheld"), At::Stage(Stage::Withhold)),
        (&payee("closed"), At::Stage(Stage::Close)),
        (&payee("categories[CZ].amount"), At::Stage(Stage::BreakDown)),
        (&payee("entitlement"), At::Stage(Stage::Entitle)),
        ("channels[purchase].price.price", At::Stage(Stage::Price)),
        (&payee("score"), At::Stage(Stage::Appraise)),
        ("channels[purchase].pool.pool", At::Stage(Stage::Pool)),
        (&payee("categories[CZ].equivalents"), At::Stage(Stage::Measure)),
        (&payee("equivalents"), At::Stage(Stage::Measure)),
        ("period.from", At::Basis),
    ];
    let figures: Vec<(&str, Value)> = stated.iter().map(|(path, _)| (*path, json!("1"))).collect();
    let outcome = run_figures("order", &figures);
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    let found: Vec<At> = outcome.checks.iter().map(|check| check.at).collect();
    let expected: Vec<At> = stated.iter().rev().map(|(_, at)| *at).collect();
    assert_eq!(found, expected);
    assert_eq!(outcome.differing().count(), stated.len(), "all are wrong");
    let labels: Vec<&str> = found.iter().map(|at| at.label()).collect();
    assert_eq!(
        labels,
        [
            "依据", "计量", "计量", "资金", "评价", "定价", "应付", "分解", "结算", "计提", "核减",
            "支付", "合计"
        ]
    );
}

#[test]
fn what_differs_says_by_how_much_and_how_it_came_about() {
    let outcome = run_figures(
        "how",
        &[
            ("channels[purchase].payees[W01].entitlement", json!("255631.19")),
            ("channels[purchase].payees[W01].payable", json!("253074.90")),
            ("channels[purchase].payees[W01].coefficient", json!("≈0.9")),
            ("channels[purchase].payees[W01].coefficient", json!("≈0.91")),
            ("channels[purchase].payees[W01].equivalents", json!(22000)),
        ],
    );
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    let found: Vec<(bool, String)> = outcome
        .checks
        .iter()
        .map(|check| (check.agrees, check.difference.as_ref().unwrap().to_string()))
        .collect();
    let found: Vec<(bool, &str)> = found.iter().map(|(agrees, d)| (*agrees, d.as_str())).collect();
    assert_eq!(
        found,
        [(true, "0"), (true, "0"), (false, "0.01"), (false, "0.01"), (false, "-0.01")]
    );
    let how = &outcome.checks[3].how;
    assert_eq!(how[0], "算式：工作当量合计 22,000 × 单位当量购买标准 12.63 × 绩效评价系数 0.92");
    assert!(outcome.checks[0].how.is_empty(), "what agrees needs no explanation");
}

#[test]
fn a_part_of_the_statement_is_compared_as_far_as_it_is_stated() {
    let outcome = run(
        "part",
        &json!({ "statement": { "channels": [{
            "code": "purchase",
            "paid_by": null,
            "payees": [
                { "code": "W02", "entitlement": "160047.36", "recorded": "0.00", "deductions": [] },
                { "code": "W01", "recorded": "0.01", "entitlement": null },
            ],
        }] } }),
    );
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    assert_eq!(outcome.checks.len(), 6);
    let wrong: Vec<&str> = outcome.differing().map(|check| check.place.as_str()).collect();
    let payee = "channels[purchase].payees[W01]";
    assert_eq!(wrong, [format!("{payee}.entitlement"), format!("{payee}.recorded")]);
}

#[test]
fn expected_errors_are_compared_whole() {
    let expected = json!({ "errors": ["待填"] });
    let outcome = run("errors", &expected);
    let check = &outcome.checks[0];
    assert_eq!((check.agrees, check.at, check.found.as_str()), (false, At::Input, "无"));

    let mut refused = file(&expected);
    let facts = &mut refused["vectors"][0]["input"]["facts"];
    *facts = json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": [{ "code": "W02", "name": "乙乡卫生院", "group": "hill" }],
        "volumes": [{ "payee": "W02", "item": "C1", "month": "2024-05", "verified": "100" }],
    });
    let verified = run_text("refused", &refused.to_string());
    let checks = &verified.vectors[0].checks;
    assert!(checks.len() > 1, "a group and an item that are unknown: {checks:?}");
    assert!(checks.iter().all(|check| !check.agrees));
    assert_eq!(checks[1].expected, "无");
    assert!(checks[0].found.contains("\"hill\""), "{}", checks[0].found);

    // Where no errors are expected, there is nothing to compare with.
    refused["vectors"][0]["expected"] = json!({ "statement": { "total": "1.00" } });
    let verified = run_text("refused", &refused.to_string());
    assert!(verified.vectors[0].problems.len() > 1);
    assert!(verified.vectors[0].checks.is_empty());
    assert_eq!(Verdict::of(&[verified]), Verdict::Unusable);
}

/// The list of keys that a statement can leave out is that of its source.
#[test]
fn keys_that_can_be_left_out_are_all_known() {
    let sources = [
        include_str!("../../src/statement/figures.rs"),
        include_str!("../../src/statement/ledger.rs"),
        include_str!("../../src/statement/parts.rs"),
    ];
    let mut found: Vec<String> = Vec::new();
    for source in sources {
        let mut lines = source.lines();
        while let Some(line) = lines.next() {
            if line.contains("skip_serializing_if") {
                let field = lines.next().unwrap().trim().strip_prefix("pub ").unwrap();
                found.push(field.split(':').next().unwrap().to_owned());
            }
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(found, vectors::OPTIONAL);
}

#[test]
fn the_exit_code_says_it() {
    let code = |files: &[&str]| {
        let files: Vec<_> = files.iter().map(|name| sample(name)).collect();
        built::run("verify", &files).status.code()
    };
    assert_eq!(code(&["hand-worked.json"]), Some(0));
    assert_eq!(code(&["hand-worked.json", "wrong-figure.json"]), Some(1));
    assert_eq!(code(&["wrong-figure.json", "no-such-file.json"]), Some(2));
    assert_eq!(code(&[]), Some(2));
}
