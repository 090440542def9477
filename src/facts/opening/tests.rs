//! What an opening may say, as a closing or in words of its own.

use serde_json::{Value, json};

use crate::sample;

/// What is wrong with an opening under the smallest sample's scheme, after a change of that.
fn problems(change: impl FnOnce(&mut Value), opening: &Value) -> Vec<String> {
    sample::problems(|scheme, facts| {
        change(scheme);
        facts["opening"] = opening.clone();
    })
}

/// The statement that a closing comes out of.
fn after(digest: &str) -> Value {
    let period = json!({ "from": "2023-01-01", "until": "2024-01-01" });
    json!({ "scheme": "示例", "period": period, "digest": digest })
}

#[test]
fn a_digest_has_64_digits() {
    let wrong = "opening.after.digest: is not a digest: it has 64 digits, 0 to 9 and a to f, as the \
                 statement prints it";
    for (digest, expected) in [
        ("0a".repeat(32), vec![]),
        ("0a".repeat(31), vec![wrong]),
        ("0A".repeat(32), vec![wrong]),
        ("g".repeat(65), vec![wrong]),
    ] {
        let found = problems(|_| {}, &json!({ "after": after(&digest) }));
        assert_eq!(found, expected, "{digest}");
    }
}

#[test]
fn an_empty_reserve_ends_with_its_channel() {
    let unknown =
        "opening.reserves[0 gone].channel: there is no channel \"gone\": there is purchase";
    let none = "opening.reserves[0 purchase].channel: channel \"purchase\" has no reserve under this \
                scheme, so 5 yuan cannot be brought forward: give it one, or settle the balance first";
    for (channel, balance, of_closing, stated) in [
        ("gone", "0", vec![], vec![unknown]),
        ("gone", "5", vec![unknown], vec![unknown]),
        ("purchase", "0", vec![], vec![]),
        ("purchase", "5", vec![none], vec![none]),
    ] {
        let reserves = json!([{ "channel": channel, "balance": balance }]);
        let closing = json!({ "after": after(&"0a".repeat(32)), "reserves": reserves });
        assert_eq!(problems(|_| {}, &closing), of_closing, "{channel} {balance}");
        let opening = json!({ "reserves": reserves });
        assert_eq!(problems(|_| {}, &opening), stated, "{channel} {balance}");
    }
}

#[test]
fn instalments_by_what_was_owed_need_it_of_every_payee() {
    let planned = |scheme: &mut Value| {
        scheme["channels"][0]["deductions"] = json!({ "to": "treasury", "cite": "示例" });
        scheme["channels"][0]["advances"] = json!({
            "excess": "carry-forward", "cite": "示例",
            "plan": { "base": "previous-entitlement", "instalments": [
                { "code": "Q1", "name": "首期", "share": "0.5", "month": 1, "day": 31, "cite": "示例" },
            ] },
        });
    };
    let owed = |payee: &str, amount: &str| json!({ "channel": "purchase", "payee": payee, "amount": amount });
    let missing = |who: &str| {
        format!(
            "opening.entitlements: what was owed in channel \"purchase\" for the period before is \
             missing for {who}: instalments are shares of it; give 0 if it was nothing"
        )
    };
    let unreadable = "opening.entitlements[1 W02].amount: \"x\" is not a sum of money in yuan: write plain \
                      digits with at most one decimal point and no separators, such as \"12.5\"";
    for (entitlements, stated) in [
        (json!([owed("W01", "5"), owed("W02", "0")]), vec![]),
        (json!([owed("W01", "5")]), vec![missing("W02")]),
        (json!([]), vec![missing("W01, W02")]),
        // Nothing more is said of what cannot be read.
        (json!([owed("W01", "5"), owed("W02", "x")]), vec![unreadable.to_owned()]),
    ] {
        let opening = json!({ "entitlements": entitlements });
        assert_eq!(problems(planned, &opening), stated, "{entitlements}");
    }
    // Who is not in a closing was owed nothing.
    let closing = json!({ "after": after(&"0a".repeat(32)), "entitlements": [owed("W01", "5")] });
    assert_eq!(problems(planned, &closing), [""; 0]);
}

#[test]
fn nothing_is_owed_in_a_channel_that_is_only_recorded() {
    let recorded = |scheme: &mut Value| {
        let channel = scheme["channels"][0].as_object_mut().unwrap();
        channel.retain(|key, _| !matches!(key.as_str(), "pool" | "overrun" | "surplus"));
        channel.insert("recorded".to_owned(), json!({ "by": "医保", "cite": "示例" }));
        let price = json!({ "kind": "quota", "appraisal_loss": "treasury", "cite": "示例" });
        channel.insert("price".to_owned(), price);
        for item in scheme["items"].as_array_mut().unwrap() {
            item["quotas"] = item["weights"].take();
            item["weights"] = json!([]);
        }
    };
    for (amount, expected) in [
        ("0", vec![]),
        (
            "5",
            vec![
                "opening.owed[0 W01].channel: channel \"purchase\" is only recorded: nothing is owed \
                 in it",
            ],
        ),
    ] {
        let owed = json!([{ "channel": "purchase", "payee": "W01", "amount": amount }]);
        assert_eq!(problems(recorded, &json!({ "owed": owed })), expected, "{amount}");
    }
}
