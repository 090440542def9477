//! Cases of quotas, stated amounts and channels that are only recorded.

use num_traits::ToPrimitive;
use serde_json::{Value, json};

use super::{documents, each, item, line, merged, money, settled, settled_from, since_new_year};
use crate::numbers::{Fen, whole};
use crate::outcome::ChannelOutcome;

/// A price of such a kind.
fn price(kind: &str) -> Value {
    json!({ "price": { "kind": kind, "appraisal_loss": "treasury", "cite": "试" } })
}

/// Item x with a quota that changes in July, and what else is said of it.
fn quota_item(first: &str, from_july: &str, more: Value) -> Value {
    let quotas = json!([
        { "from": "2024-01-01", "value": first, "cite": "试" },
        { "from": "2024-07-01", "value": from_july, "cite": "试" },
    ]);
    item("x", merged(json!({ "weights": [], "quotas": quotas }), more))
}

/// The quotas of a statement, in short.
fn quotas(outcome: &ChannelOutcome) -> Vec<(String, Option<&str>, String)> {
    let rows = outcome.quotas.iter();
    rows.map(|it| (it.from.clone(), it.group.as_deref(), it.quota.to_string())).collect()
}

#[test]
fn a_quota_is_paid_for_each_unit() {
    let records = ["A x 03 100", "A x 09 50"];
    let outcome =
        settled(price("quota"), &[quota_item("5.5", "6", json!({}))], &records, &["85"]).unwrap();
    // 100 × 5.5 + 50 × 6 = 850, and 85 % of it
    assert_eq!(money(&outcome), (vec![722_50], 127_50, None));
    assert_eq!(outcome.payees[0].measured, whole(850));
    assert_eq!(each(&outcome, |it| &it.before_appraisal), [850_00]);
    assert!(outcome.prices.is_empty() && !outcome.buys_equivalents);
    let row = |from: &str, quota: &str| (from.to_owned(), None, quota.to_owned());
    assert_eq!(quotas(&outcome), [row("2024-01-01", "11/2"), row("2024-07-01", "6")]);

    // a ceiling of 120 and bands as with weights: 100 × 5.5 + 20 × 6 × 0.5
    let bands = json!({ "cite": "试", "steps": [
        { "above": "0", "factor": "1" }, { "above": "100", "factor": "0.5" },
    ] });
    let limited = json!({ "ceiling": since_new_year("120"), "bands": bands });
    let outcome =
        settled(price("quota"), &[quota_item("5.5", "6", limited)], &records, &["90"]).unwrap();
    assert_eq!(outcome.payees[0].measured, whole(610));
}

#[test]
fn difficulty_is_of_equivalents_only() {
    let settled = |kind: &str, item: Value| {
        let (mut scheme, facts) = documents(price(kind), &[item], &["A x 01 10"], &["90"]);
        scheme["groups"][0]["difficulty"] = since_new_year("1.5");
        settled_from((scheme, facts)).unwrap().payees[0].measured.clone()
    };
    assert_eq!(settled("quota", quota_item("2", "2", json!({}))), whole(20));
    assert_eq!(settled("stated", item("x", json!({ "weights": [] }))), whole(10));
}

#[test]
fn a_quota_can_be_one_for_each_group() {
    let quotas_by_group = json!([
        { "from": "2023-01-01", "by_group": { "组": "5", "甲": "7.00" }, "cite": "试" },
        { "from": "2024-03-01", "by_group": { "组": "7.0", "甲": "7" }, "cite": "试" },
    ]);
    let item = item("x", json!({ "weights": [], "quotas": quotas_by_group }));
    let records = ["A x 01 1", "B x 01 1", "B x 03 1"];
    let (mut scheme, mut facts) = documents(price("quota"), &[item], &records, &["90"; 2]);
    scheme["groups"] = json!([{ "code": "组", "name": "其他" }, { "code": "甲", "name": "甲类" }]);
    facts["payees"][1]["group"] = json!("甲");
    let outcome = settled_from((scheme, facts)).unwrap();
    assert_eq!(each(&outcome, |it| &it.before_appraisal), [5_00, 14_00]);
    let row = |from: &str, group: Option<&'static str>, quota: &str| {
        (from.to_owned(), group, quota.to_owned())
    };
    let expected = [
        row("2024-01-01", Some("甲类"), "7"),
        row("2024-01-01", Some("其他"), "5"),
        row("2024-03-01", None, "7"),
    ];
    // 组 comes after 甲 in bytes: 7EC4 and 7532
    assert_eq!(quotas(&outcome), expected);
}

#[test]
fn stated_amounts_are_worth_themselves() {
    let items = [item("x", json!({ "weights": [] })), item("y", json!({ "weights": [] }))];
    let records = ["A x 01 1234.56", "~A x 02 -34.5", "A y 02 0.60", "B y 02 0"];
    let outcome = settled(price("stated"), &items, &records, &["100", "50"]).unwrap();
    // 1200.66 × 1.2 = 1440.792
    assert_eq!(money(&outcome).0, [1440_79, 0]);
    assert_eq!(each(&outcome, |it| &it.before_appraisal), [1200_66, 0]);
    let items: Vec<i64> =
        outcome.payees[0].items.iter().map(|(_, _, fen)| fen.to_i64().unwrap()).collect();
    // 1440.79 × 1200.06 / 1200.66 = 1440.07
    assert_eq!(items, [1440_07, 72]);
    assert!(outcome.quotas.is_empty());
}

#[test]
fn rounds_by_part_are_rounded_once() {
    let rounds = json!({ "kind": "by-part", "cite": "试", "rounds": [
        { "code": "1", "name": "上", "months": "6" }, { "code": "2", "name": "下", "months": "6" },
    ] });
    let items = [quota_item("0.01", "0.01", json!({}))];
    let (mut scheme, mut facts) =
        documents(price("quota"), &items, &["A x 01 1", "A x 08 1"], &["50"]);
    scheme["appraisals"][0]["rounds"] = rounds;
    let mark =
        |round: &str| json!({ "payee": "A", "indicator": "标", "mark": "50", "round": round });
    facts["marks"] = json!([mark("1"), mark("2")]);
    let outcome = settled_from((scheme, facts)).unwrap();
    // 0.005 + 0.005, and not 0.01 + 0.01
    assert_eq!(money(&outcome), (vec![1], 1, None));
}

#[test]
fn quotas_are_paid_out_of_a_pool_like_equivalents_at_one_yuan() {
    let with_pool = |pool: &str| {
        let more = json!({
            "appraisal": null, "pool": [line("来", "source", pool)],
            "reserve": { "cite": "试", "withholding": {
                "rate": since_new_year("0.1"), "release": "held",
            } },
        });
        let records = ["A x 01 30", "B x 01 10"];
        let items = [quota_item("10", "10", json!({}))];
        settled(merged(price("quota"), more), &items, &records, &["90"; 2]).unwrap()
    };
    // 300 : 100 of 200, and a tenth of it withheld
    let outcome = with_pool("200");
    assert_eq!(money(&outcome), (vec![300_00, 100_00], 0, Some(-200_00)));
    assert_eq!(each(&outcome, |it| &it.share.closed), [150_00, 50_00]);
    assert_eq!(each(&outcome, |it| &it.withheld), [15_00, 5_00]);
    assert_eq!(with_pool("450").money.treasury, Fen::from(50_00));
}

#[test]
fn what_is_disallowed_costs_its_quota_or_itself() {
    let due = |kind: &str, item: Value| {
        let deducts = json!({ "deductions": { "to": "treasury", "cite": "试" } });
        let channel = merged(price(kind), deducts);
        let (mut scheme, mut facts) = documents(channel, &[item], &["A x 08 20"], &["50"]);
        let rule = json!({ "kind": "disallow", "multiple": since_new_year("2") });
        scheme["finding_kinds"] =
            json!([{ "code": "核", "name": "核", "cite": "试", "rule": rule }]);
        facts["findings"] = json!([{ "code": "1", "kind": "核", "payee": "A", "item": "x",
            "month": "2024-08", "volume": "4" }]);
        let outcome = settled_from((scheme, facts)).unwrap();
        let payee = &outcome.payees[0];
        [&payee.entitlement, &payee.deductions[0].due].map(|fen| fen.to_i64().unwrap())
    };
    // 16 × 6 × 0.5, and 4 × 6 × 2
    assert_eq!(due("quota", quota_item("5", "6", json!({}))), [48_00, 48_00]);
    // 16 × 0.5, and 4 × 2
    assert_eq!(due("stated", item("x", json!({ "weights": [] }))), [8_00, 8_00]);
}

#[test]
fn what_is_only_recorded_is_not_paid() {
    let recorded = json!({ "recorded": { "by": "医保基金", "cite": "试" } });
    let channel = merged(price("quota"), recorded);
    let items = [quota_item("10", "10", json!({}))];
    let outcome = settled(channel, &items, &["A x 01 10", "B x 01 5"], &["80", "90"]).unwrap();
    assert_eq!(each(&outcome, |it| &it.entitlement), [80_00, 45_00]);
    assert_eq!(each(&outcome, |it| &it.recorded), [80_00, 45_00]);
    assert_eq!(each(&outcome, |it| &it.payable), [0, 0]);
    assert_eq!(each(&outcome, |it| &it.balance), [0, 0]);
    assert_eq!(outcome.paid_by.as_deref(), Some("医保基金"));
    let nothing = [&outcome.money.appropriated, &outcome.money.payable, &outcome.money.treasury];
    assert_eq!(nothing.map(|fen| fen.to_i64().unwrap()), [0, 0, 0]);
    assert_eq!(outcome.appraisal_loss, Fen::from(25_00));
}
