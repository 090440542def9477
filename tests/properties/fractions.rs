//! Rules 3.2 and 6: a fraction is as long as it needs to be, and what is written reads back.

use serde_json::{Value, json};
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::{Statement, Trace};

use crate::random::Random;

fn since_new_year(value: &str) -> Value {
    json!([{ "from": "2024-01-01", "value": value, "cite": "试" }])
}

/// A redistributed pool, and an appraisal of measurements that should stay below a target.
fn scheme(indicators: &[String]) -> Scheme {
    let indicator = |code: &String| {
        json!({
            "code": code, "name": code, "full": "10", "cite": "试",
            "rule": { "kind": "at-most", "target": "1" },
        })
    };
    let indicators: Vec<Value> = indicators.iter().map(indicator).collect();
    let scheme = json!({
        "title": "案", "number": "1号", "issuer": "局", "from": "2024-01-01",
        "groups": [{ "code": "组", "name": "组" }],
        "income_classes": [{ "code": "收", "name": "收", "cite": "试" }],
        "categories": [{ "code": "类", "name": "类", "income_class": "收", "channel": "道" }],
        "items": [{
            "code": "x", "name": "x", "unit": "次", "category": "类", "weights": since_new_year("1"),
        }],
        "appraisals": [{
            "code": "评", "name": "评", "cite": "试",
            "curve": { "cite": "试", "shape": { "kind": "proportional" } },
            "dimensions": [{ "code": "维", "name": "维", "indicators": indicators }],
        }],
        "channels": [{
            "code": "道", "name": "道", "cite": "试", "unverified": "refuse", "appraisal": "评",
            "price": { "kind": "derived", "appraisal_loss": "redistributed", "cite": "试" },
            "overrun": { "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "试" },
            "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "试" },
            "pool": [{
                "code": "源", "name": "源", "kind": "source", "amounts": since_new_year("1000000"),
            }],
        }],
    });
    serde_json::from_value(scheme).unwrap()
}

/// Settles so many payees with so many measurements each, from 1 to 100 in millionths, and reads
/// back what it says.
fn reads_back(payees: usize, indicators: usize) {
    let indicators: Vec<String> = (0..indicators).map(|index| format!("标{index}")).collect();
    let mut random = Random::new(1);
    let (mut records, mut volumes, mut marks) = (Vec::new(), Vec::new(), Vec::new());
    for payee in 0..payees {
        let code = format!("{payee:03}");
        records.push(json!({ "code": code, "name": code, "group": "组" }));
        let volume = json!({ "payee": code, "item": "x", "month": "2024-01", "verified": 100 });
        volumes.push(volume);
        for indicator in &indicators {
            let mark = format!("{}.{:06}", random.between(1, 99), random.between(0, 999_999));
            marks.push(json!({ "payee": code, "indicator": indicator, "mark": mark }));
        }
    }
    let facts = json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": records, "volumes": volumes, "marks": marks,
    });
    let scheme = scheme(&indicators);
    let document = serde_json::from_value(facts).unwrap();
    let facts = Facts::new(&scheme, &document).unwrap();
    let settlement = settle(&facts).unwrap();
    let trace = settlement.explain("000").unwrap();
    assert_eq!(trace.reevaluate(), Ok(None));
    let json = serde_json::to_string(&trace).unwrap();
    assert_eq!(serde_json::from_str::<Trace>(&json).unwrap(), trace);
    let statement = settlement.statement().unwrap();
    let json = serde_json::to_string(statement).unwrap();
    assert_eq!(&serde_json::from_str::<Statement>(&json).unwrap(), statement);
}

/// Measurements beyond a target make coefficients with long denominators; a price that
/// redistributes them has all of them at once.
#[test]
fn the_fraction_of_some_measurements_reads_back() {
    reads_back(10, 10);
    reads_back(30, 10);
}

#[test]
fn the_fraction_of_many_measurements_reads_back() {
    reads_back(60, 10);
}
