//! Cases of findings and claims.

use num_traits::ToPrimitive;
use serde_json::{Value, json};

use super::{
    announced, at_one_yuan, channel, derived, documents, each, item, merged, settled_from,
    since_new_year,
};
use crate::numbers::Fen;
use crate::outcome::ChannelOutcome;

/// A kind of finding that disallows volumes.
fn disallow(multiple: &str) -> Value {
    kind("disallow", json!({ "kind": "disallow", "multiple": since_new_year(multiple) }))
}

/// A kind of finding.
fn kind(code: &str, rule: Value) -> Value {
    let mut kind = json!({ "code": code, "name": code, "cite": "试" });
    kind["rule"] = rule;
    kind
}

/// A volume of item x of payee A that is disallowed in a month of 2024.
fn disallowed(code: &str, month: &str, volume: &str) -> Value {
    let month = format!("2024-{month}");
    json!({ "code": code, "kind": "disallow", "payee": "A", "item": "x", "month": month,
        "volume": volume })
}

/// Settles a channel that deducts, with kinds of finding and facts of its own.
fn deducted(
    channel: Value,
    items: &[Value],
    records: &[&str],
    kinds: Value,
    more: Value,
) -> ChannelOutcome {
    let to_reserve = json!({ "deductions": { "to": "reserve", "cite": "试" },
        "reserve": { "cite": "试" } });
    let (mut scheme, facts) = documents(merged(to_reserve, channel), items, records, &["50"; 2]);
    scheme["finding_kinds"] = kinds;
    settled_from((scheme, merged(facts, more))).unwrap()
}

/// What is due, deducted and carried forward of a payee, in fen, with the cause in short.
fn deductions(outcome: &ChannelOutcome, payee: usize) -> Vec<(String, [i64; 3])> {
    let deductions = outcome.payees[payee].deductions.iter();
    deductions
        .map(|it| {
            let cause = serde_json::to_value(&it.cause).unwrap();
            let amounts = [&it.due, &it.deducted, &it.carried_forward];
            let code = cause["code"].as_str().unwrap_or("advances");
            (format!("{} {code}", it.from), amounts.map(|amount| amount.to_i64().unwrap()))
        })
        .collect()
}

#[test]
fn a_disallowed_volume_is_not_paid_and_costs_its_value() {
    let records = ["A x 01 100", "A x 08 20", "B x 01 100"];
    let settled = |channel, item, finding: Value| {
        deducted(
            channel,
            &[item],
            &records,
            json!([disallow("2")]),
            json!({ "findings": [finding] }),
        )
    };
    let price = json!({ "price": announced("1", "3") });
    // (60 × 1 + 20 × 3) × 0.5 are left of A, which owes 2 × 40 × 1
    let in_january = settled(price.clone(), item("x", json!({})), disallowed("1", "01", "40"));
    assert_eq!(each(&in_january, |it| &it.entitlement), [60_00, 50_00]);
    assert_eq!(deductions(&in_january, 0), [("2024-01-01 1".to_owned(), [80_00, 60_00, 20_00])]);
    assert_eq!(each(&in_january, |it| &it.payable), [0, 50_00]);
    // 2 × 10 × 3
    let in_august = settled(price.clone(), item("x", json!({})), disallowed("1", "08", "10"));
    assert_eq!(deductions(&in_august, 0), [("2024-01-01 1".to_owned(), [60_00, 60_00, 0])]);
    // 60 + 20 are still more than the ceiling, of which January takes all
    let ceiling = item("x", json!({ "ceiling": since_new_year("60") }));
    let capped = settled(price, ceiling, disallowed("1", "01", "40"));
    assert_eq!(each(&capped, |it| &it.entitlement), [30_00, 30_00]);
    // 100 / (120 − 70 + 100) = 2/3 yuan; 2 × 70 × 2/3
    let pool = channel(derived("treasury"), "100");
    let derived = settled(pool, item("x", json!({})), disallowed("1", "01", "70"));
    assert_eq!(each(&derived, |it| &it.entitlement), [16_67, 33_33]);
    assert_eq!(deductions(&derived, 0), [("2024-01-01 1".to_owned(), [93_33, 16_67, 76_66])]);
    assert_eq!(derived.reserve.unwrap().closing, Fen::from(116_67));
}

#[test]
fn claims_come_before_findings_and_the_older_first() {
    let claim = |from: &str, until: &str, cause: Value, amount: &str| {
        json!({ "channel": "道", "payee": "A", "period": { "from": from, "until": until },
            "cause": cause, "amount": amount })
    };
    let of_finding = |code: &str| json!({ "kind": "finding", "code": code });
    let advances = json!({ "kind": "advances" });
    let claims = [
        claim("2023-01-01", "2024-01-01", advances.clone(), "1"),
        claim("2023-01-01", "2024-01-01", of_finding("b"), "2"),
        claim("2023-01-01", "2024-01-01", of_finding("B"), "4"),
        claim("2023-01-01", "2023-07-01", advances, "8"),
        claim("2022-01-01", "2023-01-01", of_finding("z"), "16"),
    ];
    let kinds = json!([
        kind("fixed", json!({ "kind": "fixed", "channel": "道", "amount": since_new_year("5") })),
        kind("stated", json!({ "kind": "stated", "channel": "道" })),
    ]);
    let finding = |code: &str, more: Value| {
        merged(json!({ "code": code, "payee": "A", "kind": "fixed" }), more)
    };
    let findings = json!([
        finding("b", json!({ "kind": "stated", "amount": "0" })),
        finding("é", json!({ "kind": "stated", "amount": "7.5" })),
        finding("10", json!({})),
        finding("2", json!({ "payee": "B" })),
    ]);
    let facts = json!({ "findings": findings, "opening": { "claims": claims } });
    let records = ["A x 01 40", "B x 01 40"];
    let outcome = deducted(at_one_yuan(json!({})), &[item("x", json!({}))], &records, kinds, facts);
    let expected = [
        ("2022-01-01 z", [16_00, 16_00, 0]),
        ("2023-01-01 advances", [8_00, 8_00, 0]),
        ("2023-01-01 B", [4_00, 4_00, 0]),
        ("2023-01-01 b", [2_00, 2_00, 0]),
        ("2023-01-01 advances", [1_00, 1_00, 0]),
        ("2024-01-01 10", [5_00, 5_00, 0]),
        ("2024-01-01 b", [0, 0, 0]),
        ("2024-01-01 é", [7_50, 4_00, 3_50]),
    ];
    assert_eq!(deductions(&outcome, 0), expected.map(|(code, it)| (code.to_owned(), it)));
    assert_eq!(each(&outcome, |it| &it.payable), [0, 35_00]);
    // what was advanced goes back to where it came from, the rest to the reserve
    assert_eq!(outcome.money.treasury, Fen::from(9_00));
    assert_eq!(outcome.reserve.unwrap().deducted, Fen::from(36_00));
}
