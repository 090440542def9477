//! What the trace of a payee tells of what is not there every time.

use serde_json::{Value, json};

use crate::Settlement;
use crate::sample::{self, since};
use crate::statement::Trace;

/// The traces of both payees of the smallest sample, after a change of its scheme and facts.
fn traces(change: impl FnOnce(&mut Value, &mut Value)) -> [Trace; 2] {
    let trace = |settlement: &Settlement<'_>, payee| {
        let trace = settlement.explain(payee).unwrap();
        assert_eq!(trace.reevaluate().unwrap(), None);
        trace
    };
    sample::settlement(change, |settlement| ["W01", "W02"].map(|payee| trace(&settlement, payee)))
}

/// Value and notes of a figure; empty where there is none.
fn told(trace: &Trace, id: &str) -> String {
    trace.figure(&format!("purchase/{id}")).map_or_else(String::new, |figure| {
        let notes = figure.notes.iter().map(String::as_str);
        let value = figure.value.to_string();
        [value.as_str()].into_iter().chain(notes).collect::<Vec<_>>().join("；")
    })
}

/// Money that does not suffice, so that all claims and balances are carried forward.
fn carry_forward(scheme: &mut Value, facts: &mut Value) {
    let channel = &mut scheme["channels"][0];
    channel["deductions"] = json!({ "to": "treasury", "cite": "示例" });
    channel["advances"] = json!({ "excess": "carry-forward", "cite": "示例" });
    scheme["finding_kinds"] = json!([{
        "code": "kind", "name": "核查", "cite": "示例",
        "rule": { "kind": "stated", "channel": "purchase" },
    }]);
    facts["findings"] =
        json!([{ "code": "F1", "kind": "kind", "payee": "W02", "amount": "27003.00" }]);
    facts["advances"] = json!([{
        "code": "V1", "payee": "W02", "channel": "purchase", "date": "2024-01-31", "amount": "50",
    }]);
}

#[test]
fn what_is_carried_forward_is_told_where_there_is_any() {
    let [first, second] = traces(carry_forward);
    for (id, of_first, of_second) in [
        ("deduction/1/due", "", "27003"),
        ("deduction/1/deducted", "", "27000"),
        ("deduction/1/carried-forward", "", "3"),
        ("balance", "72000；应补付给机构", "-50；预拨超过应支付额，结转下期核减"),
        ("carried-forward", "", "50"),
    ] {
        assert_eq!([told(&first, id), told(&second, id)], [of_first, of_second], "{id}");
    }
    let [first, second] = traces(|scheme, facts| {
        carry_forward(scheme, facts);
        scheme["channels"][0]["advances"]["excess"] = "recover".into();
        facts["findings"][0]["amount"] = "27000.00".into();
    });
    for (id, of_first, of_second) in [
        ("deduction/1/carried-forward", "", ""),
        ("balance", "72000；应补付给机构", "-50；预拨超过应支付额，由机构退回"),
        ("carried-forward", "", ""),
    ] {
        assert_eq!([told(&first, id), told(&second, id)], [of_first, of_second], "{id}");
    }
}

#[test]
fn what_was_owed_is_paid_first() {
    let owed = |amounts: [&str; 2]| {
        traces(|scheme, facts| {
            // A price that does not depend on what is left.
            scheme["channels"][0]["price"] = json!({
                "kind": "announced", "appraisal_loss": "treasury", "values": since("15"),
            });
            let owed = ["W01", "W02"].iter().zip(amounts).map(|(payee, amount)| {
                json!({ "channel": "purchase", "payee": payee, "amount": amount })
            });
            facts["opening"] = json!({ "owed": owed.collect::<Vec<_>>() });
        })
    };
    let in_full = "先于本期应付额足额补付";
    let nothing = "无上期结转欠付";
    for (amounts, before, paid, all) in [
        (["0", "0"], ["", ""], [format!("0；{nothing}"), format!("0；{nothing}")], ""),
        (["70", "0"], ["70", ""], [format!("70；{in_full}"), format!("0；{nothing}")], "70"),
        // The pool holds just as much.
        (
            ["75000", "30000"],
            ["75000", "30000"],
            [format!("75000；{in_full}"), format!("30000；{in_full}")],
            "105000",
        ),
        // It holds half as much.
        (
            ["140000", "70000"],
            ["140000", "70000"],
            [
                "70000；最大余数法：取整前70000元，各份舍去到分后余0分，本份余数排第1，不加"
                    .to_owned(),
                "35000；最大余数法：取整前35000元，各份舍去到分后余0分，本份余数排第2，不加"
                    .to_owned(),
            ],
            "105000",
        ),
    ] {
        let traces = owed(amounts);
        let of = |id: &str| [0, 1].map(|payee| told(&traces[payee], id));
        assert_eq!(of("owed-before"), before, "{amounts:?}");
        assert_eq!(of("owed-paid"), paid, "{amounts:?}");
        assert_eq!(of("all-owed-paid"), [all, all], "{amounts:?}");
    }
}

#[test]
fn what_lies_beyond_the_limit_is_told() {
    for (limit, beyond) in [("100000", "5000"), ("105000", ""), ("200000", "")] {
        let [trace, _] = traces(|scheme, _| {
            let line =
                json!({ "code": "most", "name": "上限", "kind": "limit", "amounts": since(limit) });
            scheme["channels"][0]["pool"].as_array_mut().unwrap().push(line);
        });
        assert_eq!(told(&trace, "beyond-limit"), beyond, "{limit}");
    }
}

#[test]
fn a_volume_is_told_where_anything_is_known_of_it() {
    let unit = "计量单位：人次";
    for (reported, verified, disallowed, expected) in [
        (None, Some("0"), None, String::new()),
        (Some("0"), Some("0"), None, String::new()),
        (None, Some("5"), None, format!("5；{unit}")),
        (Some("5"), Some("5"), None, format!("5；{unit}")),
        (Some("5"), Some("0"), None, format!("0；{unit}；申报5，与核定不同，按核定")),
        (None, Some("5"), Some("5"), format!("0；{unit}；已剔除核查不认可的5")),
        // What a finding takes out was verified, as it was reported.
        (Some("5"), Some("5"), Some("2"), format!("3；{unit}；已剔除核查不认可的2")),
        (
            Some("6"),
            Some("5"),
            Some("1"),
            format!("4；{unit}；已剔除核查不认可的1；申报6，与核定不同，按核定"),
        ),
        (Some("5"), None, None, format!("5；{unit}；含未经核定的申报量，按实施方案照申报付费")),
    ] {
        let [_, trace] = traces(|scheme, facts| {
            scheme["channels"][0]["unverified"] = "pay-reported".into();
            scheme["channels"][0]["deductions"] = json!({ "to": "treasury", "cite": "示例" });
            scheme["finding_kinds"] = json!([{
                "code": "kind", "name": "核查", "cite": "示例",
                "rule": { "kind": "disallow", "multiple": since("0") },
            }]);
            facts["volumes"][2] = json!({
                "payee": "W02", "item": "M01", "month": "2024-05",
                "reported": reported, "verified": verified,
            });
            if let Some(volume) = disallowed {
                facts["findings"] = json!([{
                    "code": "F1", "kind": "kind", "payee": "W02", "item": "M01",
                    "month": "2024-05", "volume": volume,
                }]);
            }
        });
        let found = told(&trace, "item/M01/2024-01-01/volume");
        assert_eq!(found, expected, "{reported:?} {verified:?} {disallowed:?}");
    }
}

#[test]
fn a_number_says_whether_it_was_verified() {
    for (reported, verified, expected) in [
        (None, Some("3"), "3"),
        (Some("3"), Some("3"), "3"),
        (Some("4"), Some("3"), "3；申报4，与核定不同，按核定"),
        (Some("4"), None, "4；未经核定，按实施方案照申报付费"),
    ] {
        let [_, trace] = traces(|scheme, facts| {
            scheme["channels"][0]["unverified"] = "pay-reported".into();
            scheme["items"][0]["per"] = "month".into();
            facts["volumes"] = json!([{
                "payee": "W02", "item": "M01", "from": "2024-01-01", "until": "2025-01-01",
                "reported": reported, "verified": verified,
            }]);
        });
        let found = told(&trace, "item/M01/2024-01-01/number/2024-01-01");
        assert_eq!(found, expected, "{reported:?} {verified:?}");
    }
}
