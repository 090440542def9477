//! Vectors that cannot be used: each message says where, what, and what would be right.

use serde_json::{Value, json};

use crate::report::{self, Verdict};
use crate::{file, run, run_figures, run_text};

/// The one problem of a vector that states this.
fn problem(name: &str, path: &str, value: Value) -> String {
    let outcome = run_figures(name, &[(path, value)]);
    assert!(outcome.checks.is_empty(), "{:?}", outcome.checks);
    assert_eq!(outcome.problems.len(), 1, "{:?}", outcome.problems);
    outcome.problems[0].clone()
}

#[test]
fn unknown_paths_name_the_nearest() {
    for (path, near) in [
        (
            "channels[purchase].payees[W02].entitlment",
            "最接近的有：channels[purchase].payees[W02].entitlement、",
        ),
        (
            "channels[purchase].payees[W2].payable",
            "最接近的有：channels[purchase].payees[W02].payable、",
        ),
        ("channels[purchas].entitlement", "最接近的有：channels[purchase].entitlement"),
        ("chanels[purchase].entitlement", "最接近的有：channels[purchase].entitlement、"),
        // The right key in the wrong place.
        ("payees[W02].entitlement", "最接近的有：channels[purchase].payees[W02].entitlement、"),
        (
            "statement.channels[purchase].entitlement",
            "最接近的有：channels[purchase].entitlement、",
        ),
        ("channels[purchase].payees[W02].deductions[0].due", "deductions 下面没有别的了"),
    ] {
        let message = problem("unknown", path, json!("1"));
        assert!(message.starts_with(&format!("没有 {path}")), "{message}");
        assert!(message.contains(near), "{message}");
    }
    // In a part of the statement too, and in a trace.
    let outcome =
        run("unknown", &json!({ "statement": { "payees": [{ "code": "W03", "total": "1" }] } }));
    assert_eq!(outcome.problems, ["没有 payees[W03]；最接近的有：payees[W01]、payees[W02]"]);
    let outcome = run("unknown", &json!({ "trace": { "W01": { "purchase/entitlment": "1" } } }));
    assert!(outcome.problems[0].contains("最接近的有：purchase/entitlement、"), "{outcome:?}");
}

#[test]
fn malformed_paths_and_values_are_refused() {
    let figure = "channels[purchase].payees[W02].entitlement";
    for (path, value, says) in [
        ("", json!("1"), "不是路径"),
        ("channels[purchase", json!("1"), "方括号没有合上"),
        ("channels[].code", json!("1"), "方括号里写编码"),
        ("channels[purchase]..code", json!("1"), "两个点之间"),
        ("channels[purchase]", json!("1"), "不是一个数，而是一组数"),
        (figure, json!({ "amount": "1" }), "这里是一个数"),
        (figure, json!("160,047.36"), "不写千分号"),
        (figure, json!("160047.36元"), "不写千分号和单位"),
        (figure, json!(true), "不是数字"),
    ] {
        let message = problem("malformed", path, value);
        assert!(message.contains(says), "{path}: {message}");
    }
}

#[test]
fn malformed_files_are_refused_with_their_line() {
    let good = file(&json!({ "statement": { "total": "415678.56" } })).to_string();
    let whole = |text: &str| run_text("form", text).problem.unwrap_or_default();
    assert_eq!(whole(&good), "");
    let fraction = good.replace("\"415678.56\"", "415678.56");
    assert!(
        whole(&fraction).starts_with("第1行：小数和很长的整数要写在引号里"),
        "{}",
        whole(&fraction)
    );
    let twice = good.replace("\"total\":", "\"total\":\"1\",\"total\":");
    assert!(whole(&twice).contains("写了两个 \"total\""), "{}", whole(&twice));
    let unknown = good.replace("\"source\":", "\"sources\":");
    assert!(whole(&unknown).contains("unknown field `sources`"), "{}", whole(&unknown));
    let format = good.replace("version 1", "version 9");
    assert!(whole(&format).contains("应为"), "{}", whole(&format));
    assert!(whole("{").starts_with("第1行："));
    let none =
        json!({ "format": "work-equivalent vectors, version 1", "title": "空", "vectors": [] });
    assert_eq!(whole(&none.to_string()), "一个向量也没有");
}

#[test]
fn malformed_vectors_are_refused_one_by_one() {
    let with = |change: &dyn Fn(&mut Value)| {
        let mut file = file(&json!({ "statement": { "total": "415678.56" } }));
        change(&mut file["vectors"][0]);
        let verified = run_text("vector", &file.to_string());
        assert_eq!(verified.problem, None);
        verified.vectors[0].problems.join("；")
    };
    assert_eq!(with(&|_| {}), "");
    let says = with(&|vector| vector["comment"] = json!([" "]));
    assert_eq!(says, "comment 是空的");
    let says = with(&|vector| vector["expected"] = json!({}));
    assert_eq!(says, "expected：一个期望值也没有写");
    let says = with(&|vector| vector["expected"]["errors"] = json!(["x"]));
    assert!(says.contains("不能与其他期望值同写"), "{says}");
    let says = with(&|vector| vector["expected"]["parts"] = json!([]));
    assert!(says.contains("这类向量没有 \"parts\""), "{says}");
    let says = with(&|vector| vector["input"]["volumes"] = json!([]));
    assert_eq!(says, "input：要有且只有 scheme、facts");
    let says = with(&|vector| vector["input"]["scheme"] = json!("no-such.toml"));
    assert!(says.starts_with("不能结算：no-such.toml: cannot be read"), "{says}");
    let says = with(&|vector| vector["input"]["scheme"] = json!({ "title": "x" }));
    assert!(says.starts_with("input.scheme：missing field"), "{says}");

    // A vector that cannot be used does not keep the others from being compared.
    let mut two = file(&json!({ "statement": { "total": "415678.56" } }));
    let again = two["vectors"][0].clone();
    two["vectors"].as_array_mut().unwrap().push(again);
    let verified = run_text("two", &two.to_string());
    assert_eq!(verified.vectors[0].checks.len(), 1);
    assert_eq!(verified.vectors[1].problems, ["编号 id 在前面已经用过：各向量要不同"]);
    let files = [verified];
    assert_eq!(Verdict::of(&files), Verdict::Unusable);
    assert!(report::problems(&files)[0].contains("向量 甲："), "{:?}", report::problems(&files));
}
