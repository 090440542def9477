//! The district that benches settle: 100 items in eight categories, one channel, months of volumes.

#![allow(dead_code, reason = "each bench uses a part of it")]

use serde_json::{Value, json};
use work_equivalent::facts::{FactsDocument, MarkDocument};
use work_equivalent::scheme::SchemeDocument;

pub mod counted;

/// How many service items there are.
pub const ITEMS: usize = 100;

/// How many months.
pub const MONTHS: usize = 12;

/// A series of one value.
pub fn since(value: &str) -> Value {
    json!([{ "from": "2024-01-01", "value": value, "cite": "bench" }])
}

/// The weight of an item, as it is written.
pub fn weight(item: usize) -> String {
    format!("{}.{}", item % 9, 1 + item % 7)
}

/// A scheme that derives its price, without a reserve, and appraises nobody; what is given is put in
/// the place of what its channel says otherwise.
pub fn scheme(appraisals: &Value, more: Value) -> SchemeDocument {
    let items: Vec<Value> = (0..ITEMS)
        .map(|item| {
            json!({
                "code": format!("I{item:03}"), "name": "item", "unit": "次",
                "category": format!("C{}", item % 8), "weights": since(&weight(item)),
            })
        })
        .collect();
    let categories: Vec<Value> = (0..8)
        .map(|category| {
            json!({
                "code": format!("C{category}"), "name": "category",
                "income_class": "bph", "channel": "purchase",
            })
        })
        .collect();
    let mut channel = json!({
        "code": "purchase", "name": "purchase", "cite": "bench", "unverified": "refuse",
        "price": { "kind": "derived", "appraisal_loss": "treasury", "cite": "bench" },
        "overrun": { "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "bench" },
        "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "bench" },
        "pool": [{ "code": "funds", "name": "funds", "kind": "source",
            "amounts": since("98765432109.87") }],
    });
    if let (Value::Object(channel), Value::Object(more)) = (&mut channel, more) {
        channel.extend(more);
    }
    let document = json!({
        "title": "bench", "number": "bench", "issuer": "bench", "from": "2024-01-01",
        "groups": [{ "code": "plain", "name": "plain" }],
        "income_classes": [{ "code": "bph", "name": "class", "cite": "bench" }],
        "categories": categories,
        "items": items,
        "appraisals": appraisals,
        "channels": [channel],
    });
    serde_json::from_value(document).expect("the scheme is well formed")
}

/// An appraisal by one indicator.
pub fn appraisals() -> Value {
    json!([{
        "code": "annual", "name": "annual", "cite": "bench",
        "curve": { "shape": curve("0.6"), "cite": "bench" },
        "dimensions": [{ "code": "q", "name": "quality", "indicators": [{
            "code": "Q1", "name": "rate", "full": "100",
            "rule": { "kind": "at-least", "target": "0.85" }, "cite": "bench",
        }] }],
    }])
}

/// A curve that begins with a value.
pub fn curve(value: &str) -> Value {
    json!({ "kind": "piecewise", "points": [
        { "score": "60", "value": value }, { "score": "90", "value": "1" },
    ] })
}

/// So many payees, without volumes and marks.
pub fn payees(count: usize) -> FactsDocument {
    let payees: Vec<Value> = (0..count)
        .map(|payee| json!({ "code": format!("P{payee:05}"), "name": "payee", "group": "plain" }))
        .collect();
    let period = json!({ "from": "2024-01-01", "until": "2025-01-01" });
    let document = json!({ "period": period, "payees": payees, "volumes": [], "marks": [] });
    serde_json::from_value(document).expect("the facts are well formed")
}

/// A mark of each payee.
pub fn marks(count: usize) -> Vec<MarkDocument> {
    let marks = (0..count).map(|payee| {
        let mark = format!("0.{}", 61 + payee % 38);
        json!({ "payee": format!("P{payee:05}"), "indicator": "Q1", "mark": mark })
    });
    serde_json::from_value(marks.collect()).expect("they are well formed")
}

/// The same, with a volume of every item in every month, and a mark.
pub fn facts(count: usize) -> FactsDocument {
    let mut volumes = Vec::new();
    for payee in 0..count {
        for item in 0..ITEMS {
            for month in 1..=MONTHS {
                let volume = 1 + (payee * 31 + item * 17 + month * 7) % 997;
                volumes.push(json!({
                    "payee": format!("P{payee:05}"), "item": format!("I{item:03}"),
                    "month": format!("2024-{month:02}"), "verified": format!("{volume}.5"),
                }));
            }
        }
    }
    FactsDocument {
        volumes: serde_json::from_value(volumes.into()).expect("they are well formed"),
        marks: marks(count),
        ..payees(count)
    }
}
