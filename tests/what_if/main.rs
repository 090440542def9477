//! The `what_if` example, run as people run it: what it prints, writes, and refuses.

mod charts;
mod refused;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use serde_json::Value;
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::whatif::{
    Base, ChangeDocument, Changes, ChangesDocument, ChannelTotals, Comparison, Goal, Solve,
};

#[path = "../built/mod.rs"]
mod built;
#[path = "../../examples/support/mod.rs"]
mod support;

const CHANNEL: &str = "purchase";
const PROPOSALS: &str = "examples/data/liandu/proposals";

fn what_if(arguments: &[&str]) -> Output {
    built::run("what_if", arguments)
}

/// A folder of its own for what a run writes.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("what_if").join(name)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The run without arguments, but for where it writes: the folder and what was printed.
fn sample_run() -> &'static (PathBuf, String) {
    static RUN: OnceLock<(PathBuf, String)> = OnceLock::new();
    RUN.get_or_init(|| {
        let folder = folder("sample");
        let output = what_if(&["--out", &folder.to_string_lossy()]);
        assert_eq!(text(&output.stderr), "", "no progress bar, and no character is missing");
        assert!(output.status.success());
        (folder, text(&output.stdout))
    })
}

/// The sample's documents, as all proposals start from them.
fn documents() -> (SchemeDocument, FactsDocument) {
    let inputs = support::Inputs::in_folder(&support::sample());
    let read = support::read_scheme(&inputs).and_then(|scheme| {
        let facts = support::read_facts(&inputs)?.checked_document(&scheme)?;
        Ok((scheme.document().clone(), facts))
    });
    let (scheme, facts) =
        read.unwrap_or_else(|problems| panic!("{:?}", support::in_order(problems)));
    proposal("basis").apply(&scheme, &facts).unwrap()
}

fn proposal(name: &str) -> Changes {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PROPOSALS).join(format!("{name}.toml"));
    toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn one(change: ChangeDocument) -> Changes {
    Changes::new(ChangesDocument { name: "测试".to_owned(), changes: vec![change] }).unwrap()
}

/// The totals of the channel of a statement, as they serialize.
fn totals(base: &Base, changes: &Changes) -> Value {
    let totals = base.totals(changes).unwrap();
    let found = totals.iter().find(|totals: &&ChannelTotals| totals.code == CHANNEL).unwrap();
    serde_json::to_value(found).unwrap()
}

#[test]
fn the_sample_is_printed() {
    let (folder, printed) = sample_run();
    let printed = printed.replace(&*folder.to_string_lossy(), "OUT").replace('\\', "/");
    insta::assert_snapshot!("sample", printed);
}

#[test]
fn the_figures_are_those_of_the_library() {
    let folder = folder("json");
    let output = what_if(&["--json", "--out", &folder.to_string_lossy(), "--samples", "1"]);
    assert_eq!(text(&output.stderr), "");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (scheme, facts) = documents();
    let base = Base::new(&scheme, &facts).unwrap();
    assert_eq!(report["basis"]["totals"], totals(&base, &Changes::none()));
    // The basis moves no money.
    assert_eq!(report["settled"]["payable"], report["basis"]["totals"]["payable"]);

    let proposals = report["proposals"].as_array().unwrap();
    assert_eq!(proposals.len(), 6);
    for found in proposals {
        let path = Path::new(found["file"].as_str().unwrap());
        let changes = proposal(path.file_stem().unwrap().to_str().unwrap());
        assert_eq!(found["totals"], totals(&base, &changes), "{}", path.display());
        let after = base.changed(&changes).unwrap();
        let comparison = Comparison::new(base.statement(), &after);
        let channel = comparison.channels.iter().find(|c| c.entry.code == CHANNEL).unwrap();
        let difference = channel.entry.payable.as_ref().unwrap().difference;
        assert_eq!(found["difference"], difference.to_string());
        let payees: Vec<&str> = channel.payees.iter().map(|payee| payee.code.as_str()).collect();
        let printed = found["payees"].as_array().unwrap().iter();
        assert_eq!(
            printed.map(|payee| payee["code"].as_str().unwrap()).collect::<Vec<_>>(),
            payees
        );
    }

    let price = ChangeDocument::set("scheme.channels[purchase].price.values[*].value", "13");
    let dearer = one(price).apply(&scheme, &facts).unwrap();
    let growth = ChangeDocument::scale("facts.volumes[channel=purchase]", "1.12");
    let grown = one(growth).apply(&scheme, &facts).unwrap();
    let highest = Solve::highest_price(CHANNEL, 2);
    let solve = |documents: &(SchemeDocument, FactsDocument), question: &Solve| {
        let base = Base::new(&documents.0, &documents.1).unwrap();
        base.solve(question).unwrap()
    };
    let documents = (scheme.clone(), facts.clone());
    let expected = [
        solve(&documents, &highest),
        solve(&documents, &highest.with_goal(Goal::Covered {})),
        solve(&dearer, &Solve::lowest_pool(CHANNEL, "gonggong")),
        solve(&documents, &Solve::highest_growth(CHANNEL, 4, "2", None)),
        solve(&grown, &Solve::lowest_reserve(CHANNEL)),
    ];
    let answers = report["answers"].as_array().unwrap();
    assert_eq!(answers.len(), expected.len());
    for (answer, expected) in answers.iter().zip(&expected) {
        let found = &answer["answer"];
        let plain = |key: &str| found[key].as_str().unwrap().replace(',', "");
        assert_eq!(plain("broken_by"), expected.broken_by.to_string(), "{answer}");
        // Growth is printed as what it adds, in percent.
        let value = match plain("value").strip_prefix('+') {
            Some(percent) => format!("1.{}", percent.trim_end_matches('%').replace('.', "")),
            None => plain("value"),
        };
        assert_eq!(value, expected.value.to_string(), "{answer}");
    }
}

#[test]
fn one_proposal_is_compared_in_full() {
    let file = format!("{PROPOSALS}/2-chronic-care.toml");
    let output = what_if(&["--proposal", &file]);
    assert_eq!(text(&output.stderr), "");
    let (scheme, facts) = documents();
    let base = Base::new(&scheme, &facts).unwrap();
    let after = base.changed(&proposal("2-chronic-care")).unwrap();
    let comparison = Comparison::new(base.statement(), &after);
    let printed = text(&output.stdout);
    let (head, body) = printed.split_once("# 测算对比").unwrap();
    assert!(head.contains(&file) && head.contains("basis.toml"), "{head}");
    assert_eq!(format!("# 测算对比{body}"), comparison.to_string());

    let output = what_if(&["--json", "--proposal", &file]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json, serde_json::to_value(&comparison).unwrap());
}

#[test]
fn a_proposal_can_be_json() {
    let folder = folder("as-json");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("price.json");
    std::fs::write(&file, serde_json::to_string(&proposal("1-price")).unwrap()).unwrap();
    let printed = |file: &str| {
        let output = what_if(&["--proposal", file]);
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout).split_once("# 测算对比").unwrap().1.to_owned()
    };
    let toml = printed(&format!("{PROPOSALS}/1-price.toml"));
    assert_eq!(printed(&file.to_string_lossy()), toml);
}

/// The rows of a sweep's table, the header first.
fn rows(csv: &str) -> Vec<csv::StringRecord> {
    let csv = csv.strip_prefix('\u{feff}').expect("a spreadsheet sees that it is UTF-8");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

#[test]
fn the_sweep_is_a_table() {
    let (folder, _) = sample_run();
    let rows = rows(&std::fs::read_to_string(folder.join("sweep.csv")).unwrap());
    assert_eq!(rows.len(), 1 + 25 * 21);
    let header: Vec<&str> = rows[0].iter().collect();
    assert_eq!(header[..2], ["单价（元/当量）", "服务量"]);
    let column = |name: &str| {
        header.iter().position(|header| header.ends_with(name)).unwrap_or_else(|| panic!("{name}"))
    };
    let (scheme, facts) = documents();
    let base = Base::new(&scheme, &facts).unwrap();
    for (price, growth) in [("11.8", "1"), ("12.64", "1"), ("13.24", "1.1")] {
        let row = rows.iter().find(|row| &row[0] == price && &row[1] == growth).unwrap();
        let changes = ChangesDocument {
            name: "测试".to_owned(),
            changes: vec![
                ChangeDocument::set("scheme.channels[purchase].price.values[*].value", price),
                ChangeDocument::scale("facts.volumes[channel=purchase]", growth),
            ],
        };
        let expected = totals(&base, &Changes::new(changes).unwrap());
        for (name, key) in [
            ("应付额", "entitlement"),
            ("应支付额", "payable"),
            ("超支", "gap"),
            ("结余", "surplus"),
            ("风险金期末余额", "reserve"),
            ("退回财政", "treasury"),
        ] {
            let column = column(&format!("·{name}"));
            assert_eq!(row[column], *expected[key].as_str().unwrap(), "{price} {growth} {name}");
        }
    }
}

#[test]
fn samples_are_the_same_for_the_same_seed() {
    let sweep = folder("sampled").join("sweep.toml");
    std::fs::create_dir_all(folder("sampled")).unwrap();
    let document = r#"
        name = "资金与得分"
        [[axes]]
        name = "资金"
        path = "scheme.channels[public].pool[funds].amounts[*].value"
        by = "scale"
        range = { low = "0.9", high = "1.1", step = "0.002" }
        [[axes]]
        name = "提高分数"
        path = "facts.marks[indicator=Q1].mark"
        by = "add"
        range = { low = "0", high = "1", step = "0.5" }
    "#;
    std::fs::write(&sweep, document).unwrap();
    let draw = |name: &str, seed: &str| {
        let (out, sweep) = (folder(name), sweep.to_string_lossy());
        let output = what_if(&[
            "--data",
            "examples/data/bad/good",
            "--sweep",
            &sweep,
            "--samples",
            "12",
            "--seed",
            seed,
            "--out",
            &out.to_string_lossy(),
        ]);
        assert_eq!(text(&output.stderr), "");
        assert!(text(&output.stdout).contains("（12 种组合）"));
        std::fs::read_to_string(out.join("sweep.csv")).unwrap()
    };
    let first = draw("seed-7", "7");
    assert_eq!(rows(&first).len(), 13);
    assert_eq!(first, draw("seed-7-again", "7"));
    assert_ne!(first, draw("seed-8", "8"));
}

#[test]
fn a_district_without_proposals_says_why_nothing_is_solved() {
    let folder = folder("without");
    let out = folder.to_string_lossy().into_owned();
    let printed = |data: &str| {
        let output = what_if(&["--data", data, "--out", &out]);
        assert_eq!(text(&output.stderr), "");
        text(&output.stdout)
    };
    let derived = printed("examples/data/bad/good");
    assert!(derived.contains("单价由资金得出") && derived.contains("所问的范围内处处付得起"));
    assert!(!derived.contains("| 基准 "), "the basis is what was settled");
    let overrun = printed("examples/data/qinghai-insurance");
    assert!(overrun.contains("所问范围的起点就付不起"), "{overrun}");
    assert!(overrun.contains("1785778.07 yuan"), "{overrun}");
    let stated =
        what_if(&["--data", "examples/data/invented", "--channel", "tasks", "--out", &out]);
    assert!(text(&stated.stdout).contains("这个渠道没有资金池"));
}
