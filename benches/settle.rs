//! How settling grows from a district to a province: 20 and 1,000 payees, 100 items, 12 months.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;

const ITEMS: usize = 100;

fn scheme() -> Scheme {
    let since = |value: &str| json!([{ "from": "2024-01-01", "value": value, "cite": "bench" }]);
    let items: Vec<Value> = (0..ITEMS)
        .map(|item| {
            json!({
                "code": format!("I{item:03}"), "name": "item", "unit": "次",
                "category": format!("C{}", item % 8),
                "weights": since(&format!("{}.{}", item % 9, 1 + item % 7)),
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
    let document = json!({
        "title": "bench", "number": "bench", "issuer": "bench", "from": "2024-01-01",
        "groups": [{ "code": "plain", "name": "plain" }],
        "income_classes": [{ "code": "bph", "name": "class", "cite": "bench" }],
        "categories": categories,
        "items": items,
        "appraisals": [{
            "code": "annual", "name": "annual", "cite": "bench",
            "curve": {
                "shape": { "kind": "piecewise", "points": [
                    { "score": "60", "value": "0.6" }, { "score": "90", "value": "1" },
                ] },
                "cite": "bench",
            },
            "dimensions": [{ "code": "q", "name": "quality", "indicators": [{
                "code": "Q1", "name": "rate", "full": "100",
                "rule": { "kind": "at-least", "target": "0.85" }, "cite": "bench",
            }] }],
        }],
        "channels": [{
            "code": "purchase", "name": "purchase", "cite": "bench", "appraisal": "annual",
            "unverified": "refuse",
            "price": { "kind": "derived", "appraisal_loss": "treasury", "cite": "bench" },
            "overrun": {
                "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "bench",
            },
            "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "bench" },
            "pool": [{ "code": "funds", "name": "funds", "kind": "source",
                "amounts": since("98765432109.87") }],
        }],
    });
    serde_json::from_value(document).expect("the scheme is right")
}

fn facts(payees: usize) -> FactsDocument {
    let mut volumes = Vec::new();
    let mut marks = Vec::new();
    for payee in 0..payees {
        for item in 0..ITEMS {
            for month in 1..=12 {
                let volume = 1 + (payee * 31 + item * 17 + month * 7) % 997;
                volumes.push(json!({
                    "payee": format!("P{payee:05}"), "item": format!("I{item:03}"),
                    "month": format!("2024-{month:02}"), "verified": format!("{volume}.5"),
                }));
            }
        }
        let mark = format!("0.{}", 61 + payee % 38);
        marks.push(json!({ "payee": format!("P{payee:05}"), "indicator": "Q1", "mark": mark }));
    }
    let payees: Vec<Value> = (0..payees)
        .map(|payee| json!({ "code": format!("P{payee:05}"), "name": "payee", "group": "plain" }))
        .collect();
    let document = json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": payees, "volumes": volumes, "marks": marks,
    });
    serde_json::from_value(document).expect("the facts are well formed")
}

fn bench(criterion: &mut Criterion) {
    let scheme = scheme();
    for payees in [20, 1_000] {
        let document = facts(payees);
        let facts = Facts::new(&scheme, &document).expect("the facts are right");
        let settlement = settle(&facts).expect("the facts settle");
        let records = document.volumes.len() as u64;

        let mut group = criterion.benchmark_group("district to province");
        group.sample_size(10);
        group.throughput(Throughput::Elements(records));
        group.bench_function(BenchmarkId::new("check facts", payees), |bencher| {
            bencher.iter(|| Facts::new(&scheme, black_box(&document)).is_ok());
        });
        group.bench_function(BenchmarkId::new("settle", payees), |bencher| {
            bencher.iter(|| settle(black_box(&facts)).is_ok());
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("explain one payee", payees), |bencher| {
            bencher.iter(|| settlement.explain(black_box("P00007")).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
