//! Cases of pool lines: of the facts, at a rate, and limits; second-level distribution.

use num_traits::ToPrimitive;
use serde_json::{Value, json};

use super::{derived, documents, each, item, line, merged, settled_from, since_new_year};
use crate::numbers::Fen;
use crate::outcome::{ChannelOutcome, Refusal};

/// A line that the facts state.
fn stated(code: &str, kind: &str) -> Value {
    json!({ "code": code, "name": code, "kind": kind, "stated": { "cite": "试" } })
}

/// A carve-out at a rate.
fn at_rate(code: &str, rate: &str) -> Value {
    json!({ "code": code, "name": code, "kind": "carve-out", "rate": since_new_year(rate) })
}

/// An entry for a line that the facts state.
fn entry(line: &str, amount: &str, cite: &str) -> Value {
    json!({ "channel": "道", "line": line, "amount": amount, "cite": cite })
}

/// Settles a channel with such lines and entries, and what else is said of it.
fn pooled(lines: &Value, entries: &Value, more: Value) -> Result<ChannelOutcome, Refusal> {
    let channel = json!({ "price": derived("redistributed"), "pool": lines });
    let records = ["A x 01 1", "B x 01 1", "C x 01 1"];
    let items = [item("x", json!({}))];
    let (scheme, facts) = documents(merged(channel, more), &items, &records, &["90"; 3]);
    settled_from((scheme, merged(facts, json!({ "pool_amounts": entries }))))
}

/// Sources, carve-outs, what is beyond the limit, and the pool, in fen.
fn sums(outcome: &ChannelOutcome) -> [i64; 4] {
    [&outcome.sources, &outcome.carve_outs, &outcome.beyond_limit, &outcome.pool]
        .map(|it| it.as_ref().and_then(Fen::to_i64).unwrap())
}

#[test]
fn the_facts_state_lines_in_one_entry_or_several() {
    let lines =
        json!([line("来", "source", "1000"), stated("收", "source"), stated("支", "carve-out")]);
    let entries = json!([
        entry("收", "500.50", "甲"),
        entry("支", "101", "甲"),
        entry("收", "0.50", "乙"),
        merged(entry("收", "99", "甲"), json!({ "payee": "A" })),
    ]);
    let outcome = pooled(&lines, &entries, json!({})).unwrap();
    assert_eq!(sums(&outcome), [1600_00, 101_00, 0, 1499_00]);
    let lines: Vec<(&str, i64)> = outcome
        .lines
        .iter()
        .flatten()
        .map(|(code, fen)| (code.as_str(), fen.to_i64().unwrap()))
        .collect();
    assert_eq!(lines, [("支", 101_00), ("收", 600_00), ("来", 1000_00)]);
}

#[test]
fn rates_are_of_what_fixed_lines_leave_and_not_of_each_other() {
    let lines = |fixed: &str, one: &str, other: &str| {
        json!([
            line("来", "source", "1501.05"),
            line("去", "carve-out", fixed),
            at_rate("提", one),
            at_rate("又", other),
        ])
    };
    // of 1400.05: 140.005 and 70.0025, each rounded
    let outcome = pooled(&lines("101", "0.1", "0.05"), &json!([]), json!({})).unwrap();
    assert_eq!(sums(&outcome), [1501_05, 311_01, 0, 1190_04]);
    let down = json!({ "money": { "places": 0, "mode": "towards-zero" } });
    let outcome = pooled(&lines("101", "0.1", "0.05"), &json!([]), down).unwrap();
    assert_eq!(sums(&outcome), [1501_05, 311_00, 0, 1190_05]);
    let outcome = pooled(&lines("101", "1", "0"), &json!([]), json!({})).unwrap();
    assert_eq!(sums(&outcome)[3], 0);

    assert_eq!(
        pooled(&lines("1501.06", "0", "0"), &json!([]), json!({})),
        Err(Refusal::PoolNegative)
    );
    assert_eq!(
        pooled(&lines("101", "0.6", "0.5"), &json!([]), json!({})),
        Err(Refusal::PoolNegative)
    );
    // 0.5 and 0.5 of 1400.05 are a fen too much where both are rounded up
    let halves = pooled(&lines("101", "0.5", "0.5"), &json!([]), json!({}));
    assert_eq!(halves, Err(Refusal::PoolNegative));
}

#[test]
fn what_is_beyond_the_limit_never_comes_in() {
    let lines = |limit: &str| {
        json!([
            line("来", "source", "1000"),
            line("去", "carve-out", "100"),
            at_rate("提", "0.1"),
            line("限", "limit", limit)
        ])
    };
    let reserve =
        json!({ "reserve": { "cite": "试", "provision": { "rate": since_new_year("0.1") } } });
    let outcome = pooled(&lines("500"), &json!([]), reserve.clone()).unwrap();
    assert_eq!(sums(&outcome), [1000_00, 190_00, 310_00, 500_00]);
    assert_eq!(outcome.provision, Some(50_00.into()));
    assert_eq!(outcome.money.appropriated, Fen::from(500_00));
    assert_eq!(outcome.money.treasury, Fen::default());
    let outcome = pooled(&lines("810"), &json!([]), reserve.clone()).unwrap();
    assert_eq!(sums(&outcome), [1000_00, 190_00, 0, 810_00]);
    let outcome = pooled(&lines("2000"), &json!([]), reserve).unwrap();
    assert_eq!(sums(&outcome), [1000_00, 190_00, 0, 810_00]);
    assert_eq!(outcome.lines.unwrap()[3], ("限".to_owned(), 2000_00.into()));
}

#[test]
fn staff_share_what_the_institution_has() {
    let lines = json!([
        stated("收入", "source"),
        stated("成本", "carve-out"),
        at_rate("基金", "0.2"),
        stated("总量", "limit"),
    ]);
    let items = [item("x", json!({}))];
    let channel = json!({ "price": derived("redistributed"), "pool": lines, "appraisal": null });
    let records = ["A x 01 100", "B x 01 100", "C x 01 100"];
    let settled = |total: &str| {
        let (mut scheme, mut facts) = documents(channel.clone(), &items, &records, &["90"; 3]);
        let role = |code: &str, coefficient: &str| json!({ "code": code, "name": code, "difficulty": since_new_year(coefficient) });
        scheme["groups"] = json!([role("主任", "1.2"), role("医师", "1"), role("护士", "0.8")]);
        for (payee, group) in ["主任", "医师", "护士"].into_iter().enumerate() {
            facts["payees"][payee]["group"] = json!(group);
        }
        facts["pool_amounts"] = json!([
            entry("收入", "3000", "一"),
            entry("收入", "250", "二"),
            entry("成本", "2000", "三"),
            entry("总量", total, "四"),
        ]);
        settled_from((scheme, facts)).unwrap()
    };
    // (3250 − 2000) × 0.8 = 1000, over 120 : 100 : 80
    assert_eq!(each(&settled("5000"), |it| &it.entitlement), [400_00, 333_33, 266_67]);
    // no more than 100.01: 40.004, 33.33666…, 26.66933…
    let outcome = settled("100.01");
    assert_eq!(each(&outcome, |it| &it.entitlement), [40_00, 33_34, 26_67]);
    assert_eq!(outcome.beyond_limit, Some(899_99.into()));
}
