//! What is said when a period inside which the scheme changes, or a correction of a closed period,
//! is refused. The messages are snapshots, `tests/snapshots/in-parts@CASE.snap` and
//! `supplement@CASE.snap`, like those of `bad_input.rs`.

use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument, Split};
use work_equivalent::statement::{Reason, Statement, Supplement};
use work_equivalent::{settle, settle_in_parts};

/// A scheme without its head, and facts of May to July 2024: other files than the good district's,
/// since a period in parts is settled by the library, not by the example.
const SCHEME: &str = r#"
title = "某区购买服务示例方案"
issuer = "某区卫生健康局"
groups = [{ code = "plain", name = "平原" }]
income_classes = [{ code = "medical", name = "基本医疗服务收入", cite = "示例 一" }]
categories = [{ code = "MZ", name = "门诊服务", income_class = "medical", channel = "clinic" }]

[[items]]
code = "M01"
name = "普通门诊"
unit = "人次"
category = "MZ"
weights = [{ from = "2024-01-01", value = "1", cite = "示例 二" }]

[[appraisals]]
code = "annual"
name = "年度绩效评价"
cite = "示例 三"
curve = { shape = { kind = "proportional" }, cite = "示例 三" }

[[appraisals.dimensions]]
code = "quality"
name = "服务质量"

[[appraisals.dimensions.indicators]]
code = "Q1"
name = "病历书写质量"
full = "100"
rule = { kind = "given" }
cite = "示例 三"

[[finding_kinds]]
code = "false-volume"
name = "虚报服务量"
cite = "示例 七"
rule = { kind = "disallow", multiple = [{ from = "2024-01-01", value = "1", cite = "示例 七" }] }

[[finding_kinds]]
code = "overcharge"
name = "违规收费"
cite = "示例 七"
rule = { kind = "stated", channel = "clinic" }

[[channels]]
code = "clinic"
name = "门诊服务购买"
cite = "示例 四"
appraisal = "annual"
unverified = "refuse"
deductions = { to = "treasury", cite = "示例 七" }
overrun = { draw_reserve = false, rest = { kind = "carry-forward" }, cite = "示例 五" }
surplus = { to_reserve = false, rest = { kind = "return" }, cite = "示例 五" }

[channels.price]
kind = "announced"
appraisal_loss = "treasury"
values = [{ from = "2024-01-01", value = "10", cite = "示例 四" }]

[[channels.pool]]
code = "funds"
name = "购买服务资金"
kind = "source"
amounts = [{ from = "2024-01-01", value = "92000.00", cite = "示例 五" }]

[channels.advances]
excess = "recover"
cite = "示例 八"

[channels.advances.plan]
base = "budget"

[[channels.advances.plan.instalments]]
code = "Y1"
name = "预拨"
share = "0.5"
month = 1
day = 31
cite = "示例 八"
"#;

const FACTS: &str = r#"
period = { from = "2024-05-01", until = "2024-08-01" }

payees = [
  { code = "C01", name = "甲镇卫生院", group = "plain" },
  { code = "C02", name = "乙镇卫生院", group = "plain" },
]
volumes = [
  { payee = "C01", item = "M01", month = "2024-05", verified = 900 },
  { payee = "C01", item = "M01", from = "2024-06-01", until = "2024-06-17", verified = 450 },
  { payee = "C01", item = "M01", from = "2024-06-17", until = "2024-07-01", verified = 430 },
  { payee = "C01", item = "M01", month = "2024-07", verified = 910 },
  { payee = "C02", item = "M01", month = "2024-05", verified = 600 },
  { payee = "C02", item = "M01", month = "2024-07", verified = 610 },
]
marks = [
  { payee = "C01", indicator = "Q1", mark = 95 },
  { payee = "C02", indicator = "Q1", mark = 90 },
]
findings = [
  { code = "核查-01", kind = "false-volume", payee = "C01", item = "M01", month = "2024-05", volume = 3 },
  { code = "核查-02", kind = "false-volume", payee = "C02", item = "M01", month = "2024-07", volume = 2 },
]
budgets = [
  { payee = "C01", channel = "clinic", amount = 24000 },
  { payee = "C02", channel = "clinic", amount = 12000 },
]
advances = [
  { code = "拨-001", payee = "C01", channel = "clinic", instalment = "Y1", date = "2024-05-31", amount = 12000 },
  { code = "拨-002", payee = "C02", channel = "clinic", date = "2024-07-05", amount = 6000 },
]
"#;

const OLD: &str = "示例〔2020〕1号";
const NEW: &str = "示例〔2024〕2号";

/// The scheme of a number, changed, with its dates and with what it repeals.
fn scheme_with(
    (number, from, until): (&str, &str, Option<&str>),
    repeals: &[&str],
    change: impl Fn(&str) -> String,
) -> Scheme {
    let until = until.map_or_else(String::new, |until| format!("until = \"{until}\"\n"));
    let head = format!("number = \"{number}\"\nfrom = \"{from}\"\n{until}repeals = {repeals:?}\n");
    let document: SchemeDocument = toml::from_str(&(head + &change(SCHEME))).unwrap();
    Scheme::new(document).unwrap()
}

fn scheme(number: &str, from: &str, until: Option<&str>, repeals: &[&str]) -> Scheme {
    scheme_with((number, from, until), repeals, str::to_owned)
}

/// The scheme that comes after the old one: it has no plan, since budgets are for the old one's.
fn new_scheme(from: &str, until: Option<&str>, repeals: &[&str]) -> Scheme {
    scheme_with((NEW, from, until), repeals, without_plan)
}

fn without_plan(text: &str) -> String {
    let plan = text.find("[channels.advances.plan]").unwrap();
    text[..plan].to_owned()
}

/// The old scheme, and the new one that repeals it inside the period.
fn schemes() -> [Scheme; 2] {
    [scheme(OLD, "2020-01-01", None, &[]), new_scheme("2024-06-17", None, &[OLD])]
}

/// The facts, with pieces of their text replaced.
fn facts(changes: &[(&str, &str)]) -> FactsDocument {
    let mut text = FACTS.to_owned();
    for (old, new) in changes {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text = text.replace(old, new);
    }
    toml::from_str(&text).unwrap()
}

/// What is said where a period in parts is refused.
fn refused(case: &str, schemes: &[Scheme], document: &FactsDocument) {
    let error = settle_in_parts(schemes, Split::Days, document).err();
    let error = error.unwrap_or_else(|| panic!("{case} is settled"));
    snapshot("in-parts", case, &error.to_string());
}

fn snapshot(name: &str, case: &str, message: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_suffix(case);
    settings.bind(|| insta::assert_snapshot!(name, message));
}

#[test]
fn the_good_period_settles_in_parts() {
    let schemes = schemes();
    let settlement = settle_in_parts(&schemes, Split::Days, &facts(&[])).unwrap();
    assert_eq!(settlement.statement().parts().len(), 2);
}

#[test]
fn a_plan_by_budget_in_both_parts_has_one_budget() {
    let schemes = [scheme(OLD, "2020-01-01", None, &[]), scheme(NEW, "2024-06-17", None, &[OLD])];
    settle_in_parts(&schemes, Split::Days, &facts(&[])).unwrap();
}

#[test]
fn a_record_over_the_change_is_split() {
    let document = facts(&[
        (
            r#"item = "M01", from = "2024-06-01", until = "2024-06-17", verified = 450"#,
            r#"item = "M01", month = "2024-06", verified = 880"#,
        ),
        (
            "  { payee = \"C01\", item = \"M01\", from = \"2024-06-17\", until = \"2024-07-01\", verified = 430 },\n",
            "",
        ),
        (
            r#"item = "M01", month = "2024-07", volume = 2"#,
            r#"item = "M01", from = "2024-06-10", until = "2024-07-10", volume = 2"#,
        ),
        (
            r#"payee = "C02", item = "M01", month = "2024-05""#,
            r#"payee = "C02", item = "M01", month = "2024-04""#,
        ),
        (
            r#"payee = "C02", item = "M01", month = "2024-07", verified"#,
            r#"payee = "C02", item = "M01", from = "2024-06-01", until = "2024-09-01", verified"#,
        ),
    ]);
    refused("record-over-the-change", &schemes(), &document);
}

#[test]
fn schemes_follow_one_another_without_gap_or_overlap() {
    let [old, new] = schemes();
    let document = facts(&[]);
    refused("schemes-in-wrong-order", &[new.clone(), old.clone()], &document);
    refused("one-scheme-twice", &[old.clone(), old.clone()], &document);
    refused("no-scheme", &[], &document);
    refused("new-scheme-alone", std::slice::from_ref(&new), &document);

    let follows = new_scheme("2024-06-17", None, &[]);
    refused("neither-ended-nor-repealed", &[old.clone(), follows.clone()], &document);
    let ends_before = scheme(OLD, "2020-01-01", Some("2024-06-01"), &[]);
    refused("gap-between-schemes", &[ends_before, follows.clone()], &document);
    let ends_after = scheme(OLD, "2020-01-01", Some("2024-07-01"), &[]);
    refused("overlap-of-schemes", &[ends_after.clone(), follows], &document);
    // One that is repealed before its end has ended.
    settle_in_parts(&[ends_after, new.clone()], Split::Days, &document).unwrap();

    let late = scheme(OLD, "2024-05-10", None, &[]);
    refused("old-scheme-begins-too-late", &[late, new], &document);
    let short = new_scheme("2024-06-17", Some("2024-07-15"), &[OLD]);
    refused("new-scheme-ends-too-early", &[old.clone(), short], &document);
    let beyond = new_scheme("2024-09-01", None, &[OLD]);
    refused("new-scheme-begins-after-the-period", &[old, beyond], &document);
}

#[test]
fn what_both_parts_refuse_is_said_once() {
    let document = facts(&[
        (
            r#"code = "C02", name = "乙镇卫生院", group = "plain""#,
            r#"code = "C02", name = "", group = "plains""#,
        ),
        (
            r#"payee = "C02", indicator = "Q1", mark = 90"#,
            r#"payee = "C02", indicator = "Q1", mark = 101"#,
        ),
        (r#"payee = "C01", indicator = "Q1""#, r#"payee = "C01", indicator = "Q2""#),
        (
            r#"payee = "C02", channel = "clinic", amount"#,
            r#"payee = "C03", channel = "clinic", amount"#,
        ),
    ]);
    refused("both-parts", &schemes(), &document);
}

#[test]
fn a_record_is_named_by_its_index_in_the_whole_document() {
    let document = facts(&[
        (r#"month = "2024-07", verified = 910"#, r#"month = "2024-07", verified = "9,10""#),
        (
            r#"payee = "C02", item = "M01", month = "2024-07", verified"#,
            r#"payee = "C02", item = "M10", month = "2024-07", verified"#,
        ),
        (
            r#"from = "2024-06-17", until = "2024-07-01", verified"#,
            r#"from = "2024-06-17", until = "2024-07-02", verified"#,
        ),
        (r#"month = "2024-07", volume = 2"#, r#"month = "2024-07", volume = 0"#),
        (r#"date = "2024-07-05""#, r#"instalment = "Y2", date = "2024-07-05""#),
    ]);
    refused("index-in-the-document", &schemes(), &document);
}

#[test]
fn codes_are_unique_over_all_parts() {
    let document = facts(&[("核查-02", "核查-01"), ("拨-002", "拨-001")]);
    refused("codes-over-all-parts", &schemes(), &document);
}

#[test]
fn what_cannot_be_settled_names_its_part() {
    let [old, _] = schemes();
    let reject =
        |text: &str| without_plan(text).replace("carry-forward", "reject").replace("92000", "9200");
    let new = scheme_with((NEW, "2024-06-17", None), &[OLD], reject);
    refused("part-cannot-be-settled", &[old, new], &facts(&[]));
}

#[test]
fn a_balance_without_a_channel_in_the_next_part_is_refused() {
    let [_, new] = schemes();
    let elsewhere = |text: &str| text.replace("\"clinic\"", "\"village\"").replace("92000", "9200");
    let old = scheme_with((OLD, "2020-01-01", None), &[], elsewhere);
    let document = facts(&[
        (
            r#"payee = "C01", channel = "clinic", amount"#,
            r#"payee = "C01", channel = "village", amount"#,
        ),
        (
            r#"payee = "C02", channel = "clinic", amount"#,
            r#"payee = "C02", channel = "village", amount"#,
        ),
        (
            r#"payee = "C01", channel = "clinic", instalment"#,
            r#"payee = "C01", channel = "village", instalment"#,
        ),
    ]);
    refused("owed-in-a-channel-that-is-gone", &[old, new], &document);
}

/// The statement of May to July under one scheme.
fn statement(scheme: &Scheme, document: &FactsDocument) -> Statement {
    let facts = Facts::new(scheme, document).unwrap();
    settle(&facts).unwrap().statement().unwrap().clone()
}

#[test]
fn a_supplement_is_of_one_closed_statement_and_has_reasons() {
    let old = scheme(OLD, "2020-01-01", None, &[]);
    let other = scheme(NEW, "2020-01-01", None, &[]);
    let closed = statement(&old, &facts(&[]));
    let better = [(
        r#"payee = "C02", indicator = "Q1", mark = 90"#,
        r#"payee = "C02", indicator = "Q1", mark = 92"#,
    )];
    let corrected = statement(&old, &facts(&better));
    let reason = |payee: Option<&str>, text: &str| Reason {
        payee: payee.map(str::to_owned),
        text: text.to_owned(),
    };
    let decided = reason(None, "复核：评价得分改为92分");
    let refused = |case: &str, corrected: &Statement, reasons: &[Reason]| {
        let error = Supplement::new(&closed, corrected, reasons).unwrap_err();
        snapshot("supplement", case, &error.to_string());
    };

    let of_c02 = std::slice::from_ref(&decided);
    assert_eq!(Supplement::new(&closed, &corrected, of_c02).unwrap().payees().len(), 1);
    refused("same-figures", &closed, of_c02);
    refused("another-scheme", &statement(&other, &facts(&better)), of_c02);
    let shorter = facts(&[(r#"until = "2024-08-01""#, r#"until = "2024-08-02""#)]);
    refused("another-period", &statement(&old, &shorter), of_c02);
    let mut opened = facts(&better);
    opened.opening = toml::from_str(&format!(
        "[after]\nscheme = \"{OLD}\"\nperiod = {{ from = \"2024-02-01\", until = \"2024-05-01\" }}\n\
         digest = \"{}\"\n",
        "5f".repeat(32)
    ))
    .unwrap();
    refused("another-opening", &statement(&old, &opened), of_c02);
    refused("no-reason", &corrected, &[]);
    refused("reason-for-another-payee", &corrected, &[reason(Some("C01"), "复核")]);
    refused("reason-for-an-unknown-payee", &corrected, &[reason(Some("C09"), "复核")]);
    refused("empty-reason", &corrected, &[reason(Some("C02"), " ")]);
    let twice = [reason(Some("C02"), "复核"), reason(Some("C02"), "再次复核")];
    refused("two-reasons", &corrected, &twice);
    refused("two-reasons-for-all", &corrected, &[decided.clone(), reason(None, "复核")]);
}
