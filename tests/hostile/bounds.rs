//! What is refused for its size says so, and what is as large as it may be is not.

use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::monitor::Monitor;
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::whatif::{Changes, Sweep};

/// What is said of a document with so many copies of a record under a key; nothing of one that is
/// right.
fn said<T: serde::de::DeserializeOwned>(
    rest: &Value,
    key: &str,
    record: impl Fn(usize) -> Value,
    count: usize,
) -> Option<String> {
    let mut document = rest.clone();
    document[key] = (0..count).map(record).collect();
    serde_json::from_value::<T>(document).err().map(|error| error.to_string())
}

#[test]
fn proposals_sweeps_and_monitors_have_bounds() {
    let name = json!({"name": "试"});
    let change = |_| json!({"path": "facts.marks[W01].mark", "set": "90"});
    assert_eq!(said::<Changes>(&name, "changes", change, 1_000), None);
    assert_eq!(
        said::<Changes>(&name, "changes", change, 1_001).unwrap(),
        "changes \"试\": there are 1001 changes: a proposal has at most 1000"
    );
    let axis = |_| json!({"name": "轴", "path": "scheme.title", "by": "set", "values": ["甲"]});
    assert_eq!(said::<Sweep>(&name, "axes", axis, 32), None);
    assert_eq!(
        said::<Sweep>(&name, "axes", axis, 33).unwrap(),
        "sweep \"试\": has 33 axes: at most 32"
    );
    let monitor = json!({"title": "监测", "number": "1号", "issuer": "局"});
    let rule = |number| {
        json!({"code": format!("R{number}"), "name": "占比", "cite": "一",
            "rule": {"kind": "concentration", "share": "0.3"}})
    };
    assert_eq!(said::<Monitor>(&monitor, "rules", rule, 1_000), None);
    assert_eq!(
        said::<Monitor>(&monitor, "rules", rule, 1_001).unwrap(),
        "monitor 1号: rules: has 1001 rules: at most 1000"
    );
}

fn documents() -> (SchemeDocument, FactsDocument) {
    let read = |file| std::fs::read_to_string(format!("examples/data/small/{file}.json")).unwrap();
    let scheme = serde_json::from_str(&read("scheme")).unwrap();
    (scheme, serde_json::from_str(&read("facts")).unwrap())
}

/// An item with a weight of its own from each day on, as many days as there are.
fn with_changes(count: usize) -> Option<String> {
    let (mut scheme, mut facts) = documents();
    let weights = &mut scheme.items[0].weights;
    let first: work_equivalent::period::Date = "2024-01-01".parse().unwrap();
    let days = first_days(first, count + 1);
    *weights = days
        .iter()
        .map(|day| work_equivalent::scheme::WeightDocument {
            from: day.clone(),
            ..weights[0].clone()
        })
        .collect();
    facts.period.until = "2027-01-01".to_owned();
    let scheme = Scheme::new(scheme).unwrap();
    Facts::new(&scheme, &facts).err().map(|error| error.to_string())
}

/// So many days, one after another.
fn first_days(first: work_equivalent::period::Date, count: usize) -> Vec<String> {
    let years = (2024..).map(|year| (year, [31, if year % 4 == 0 { 29 } else { 28 }]));
    let days = years.flat_map(|(year, [january, february])| {
        let months = [january, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        (1..).zip(months).flat_map(move |(month, last)| {
            (1..=last).map(move |day| format!("{year}-{month:02}-{day:02}"))
        })
    });
    let days: Vec<String> = days.take(count).collect();
    assert_eq!(days[0], first.to_string());
    days
}

#[test]
fn a_period_has_as_many_stretches_as_two_years_have_days() {
    // The records of the sample's months stand over many values, but that is another problem.
    let refused = |said: Option<String>| said.is_some_and(|said| said.contains("too many"));
    assert!(!refused(with_changes(730)));
    let said = with_changes(731).unwrap();
    assert!(
        said.contains(
            "period: 2024-01-01 to 2026-12-31: the values of the scheme change on 731 days in it, \
             which are too many: settle a shorter one, of at most 731 stretches"
        ),
        "{said}"
    );
}

#[test]
fn tables_have_bounds() {
    let (mut scheme, mut facts) = documents();
    let (group, item) = (scheme.groups[0].clone(), scheme.items[0].clone());
    scheme.groups.extend((0..4_000).map(|number| {
        let code = format!("G{number}");
        work_equivalent::scheme::GroupDocument { code, ..group.clone() }
    }));
    scheme.items.extend((0..2_000).map(|number| {
        let code = format!("I{number}");
        work_equivalent::scheme::ItemDocument { code, ..item.clone() }
    }));
    assert_eq!(
        Scheme::new(scheme.clone()).unwrap_err().to_string(),
        "scheme 示例〔2024〕1号: items: 4001 groups × 4004 items and their values are too many: their \
         product is at most 8388608"
    );
    scheme.groups.truncate(1);
    let scheme = Scheme::new(scheme).unwrap();
    let payee = facts.payees[0].clone();
    facts.payees.extend((0..140_000).map(|number| {
        let code = format!("P{number}");
        work_equivalent::facts::PayeeDocument { code, ..payee.clone() }
    }));
    assert_eq!(
        Facts::new(&scheme, &facts).unwrap_err().to_string(),
        "facts under scheme 示例〔2024〕1号: payees: 140002 payees × 2002 items × 1 stretches of time \
         are too many: their product is at most 268435456"
    );
}
