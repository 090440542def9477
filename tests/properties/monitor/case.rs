//! Random districts that are watched, as documents.

use proptest::prelude::*;
use serde_json::{Value, json};
use work_equivalent::exact::Exact;
use work_equivalent::facts::Facts;
use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, Readings, Watched,
};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::statement::Statement;

use crate::random::Random;

const PAYEES: [&str; 4] = ["W1", "W2", "W3", "W4"];
const ITEMS: [(&str, &str); 4] = [("A", "one"), ("B", "one"), ("C", "two"), ("D", "three")];
const GROUPS: [&str; 3] = ["plain", "hill", "remote"];
const MEASURES: [&str; 3] = ["m1", "m2", "cost"];

/// Some of several, each so many times in a hundred.
fn some(random: &mut Random, choices: &[&'static str], percent: i64) -> Vec<&'static str> {
    choices.iter().copied().filter(|_| random.chance(percent)).collect()
}

/// A number in hundredths, as a document writes it.
fn hundredths(number: i64) -> Value {
    json!(Exact::scaled(number.into(), 2).to_string())
}

/// A scheme of two channels, whose weights are so many times those of the seed.
fn scheme(random: &mut Random, times: i64) -> Value {
    let items = ITEMS.iter().map(|(code, category)| {
        let weight = hundredths(random.between(1, 500) * times);
        json!({
            "code": code, "name": code, "unit": "次", "category": category,
            "weights": [{"from": "2020-01-01", "value": weight, "cite": "示例"}]
        })
    });
    let items: Vec<Value> = items.collect();
    let category = |code: &str, class: &str, channel: &str| json!({"code": code, "name": code, "income_class": class, "channel": channel});
    let channel = |code: &str| {
        json!({
            "code": code, "name": code, "cite": "示例", "unverified": "refuse",
            "price": {
                "kind": "announced", "appraisal_loss": "treasury",
                "values": [{"from": "2020-01-01", "value": "1", "cite": "示例"}]
            }
        })
    };
    json!({
        "title": "示例", "number": "示例", "issuer": "示例", "from": "2020-01-01",
        "groups": [{"code": "plain", "name": "平原"}],
        "income_classes": [
            {"code": "x", "name": "甲类", "cite": "示例"}, {"code": "y", "name": "乙类", "cite": "示例"}
        ],
        "categories": [
            category("one", "x", "c1"), category("two", "y", "c1"), category("three", "x", "c2")
        ],
        "items": items,
        "channels": [channel("c1"), channel("c2")]
    })
}

/// What some of the payees did in a year: often nothing, often as much as another.
fn facts(random: &mut Random, year: i64) -> Value {
    let payees = some(random, &PAYEES, 80);
    let payees = if payees.is_empty() { vec!["W1"] } else { payees };
    let mut volumes = Vec::new();
    for payee in &payees {
        for (item, _) in ITEMS {
            if random.chance(75) {
                let volume = *random.pick(&[0, 100, 101, 120, 121, 130, 500, 1000]);
                volumes.push(json!({
                    "payee": payee, "item": item, "month": format!("{year}-05"),
                    "verified": hundredths(volume)
                }));
            }
        }
    }
    let payee = |code: &&str| json!({"code": code, "name": code, "group": "plain"});
    json!({
        "period": {"from": format!("{year}-01-01"), "until": format!("{}-01-01", year + 1)},
        "payees": payees.iter().map(payee).collect::<Vec<_>>(),
        "volumes": volumes
    })
}

/// Every kind of rule, with random thresholds.
fn monitor(random: &mut Random) -> Value {
    let mut targets = serde_json::Map::new();
    for group in some(random, &GROUPS, 60) {
        targets.insert(group.to_owned(), hundredths(random.between(0, 9)));
    }
    targets.insert("nobody".to_owned(), json!("1"));
    let mut rate = || hundredths(*random.pick(&[0, 10, 20, 21, 30, 99]));
    let mut rules = vec![
        json!({"kind": "change", "of": "payee", "rise": rate(), "fall": rate()}),
        json!({"kind": "change", "of": "item", "rise": rate(), "fall": rate()}),
        json!({"kind": "concentration", "share": rate()}),
        json!({"kind": "income-to-cost", "cost": "cost", "low": rate(), "income": ["y", "x"]}),
        json!({"kind": "income-to-cost", "cost": "cost", "high": rate(), "income": ["y"]}),
        json!({"kind": "target", "measure": "m1", "bound": "at-least", "by_group": targets}),
    ];
    for bound in ["at-least", "at-most"] {
        let value = hundredths(random.between(0, 9));
        let measure = *random.pick(&MEASURES);
        let mut rule =
            json!({"kind": "target", "measure": measure, "bound": bound, "value": value});
        if random.chance(50) {
            rule["groups"] = json!(["remote", "hill"]);
        }
        rules.push(rule);
    }
    let days = random.between(1, 20);
    rules.push(json!({"kind": "spell", "measure": "away", "days": days}));
    rules.push(json!({"kind": "passed-on", "days": random.between(0, 40)}));
    let coded = rules.into_iter().enumerate().map(|(index, rule)| {
        json!({"code": format!("R{index}"), "name": "规则", "cite": "示例", "rule": rule})
    });
    json!({
        "title": "监测", "number": "示例", "issuer": "示例", "rules": coded.collect::<Vec<_>>()
    })
}

/// Observations of payees and of others, with and without a group.
fn observations(random: &mut Random) -> Value {
    let (mut subjects, mut values) = (Vec::new(), Vec::new());
    let (mut spells, mut transfers) = (Vec::new(), Vec::new());
    for code in ["W1", "W2", "W3", "X1", "X2"] {
        let mut subject = json!({"code": code, "name": code});
        if random.chance(80) {
            subject["group"] = json!(random.pick(&GROUPS));
        }
        subjects.push(subject);
        for measure in some(random, &MEASURES, 70) {
            let mut value = json!({"subject": code, "measure": measure, "cite": "示例"});
            if random.chance(50) {
                value["value"] = hundredths(random.between(0, 9));
            } else {
                value["part"] = json!(random.between(0, 9));
                value["whole"] = json!(random.between(1, 100));
            }
            values.push(value);
        }
        for who in ["甲", "乙"] {
            let (start, days) = (random.between(1, 10), random.between(1, 18));
            spells.push(json!({
                "subject": code, "measure": random.pick(&["away", "leave"]), "who": who,
                "from": format!("2024-03-{start:02}"), "until": format!("2024-03-{:02}", start + days)
            }));
        }
        for funds in some(random, &["T1", "T2"], 50) {
            let payments = random.between(0, 2);
            let payment = |_| {
                let day = random.between(1, 28);
                json!({"date": format!("2024-12-{day:02}"), "amount": 5})
            };
            let passed: Vec<Value> = (0..payments).map(payment).collect();
            let amount = random.between(payments.max(1), 2) * 5;
            transfers.push(json!({
                "subject": code, "code": funds, "name": "补助", "amount": amount,
                "received": format!("2024-11-{:02}", random.between(1, 30)), "passed": passed
            }));
        }
    }
    json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": subjects, "values": values, "spells": spells, "transfers": transfers
    })
}

/// Everything that is watched, as documents.
#[derive(Clone)]
pub struct Case {
    pub monitor: Value,
    pub scheme: Value,
    pub base: Value,
    pub now: Value,
    pub observations: Value,
}

impl Case {
    /// The case of a seed, its weights so many times as large.
    pub fn new(seed: u64, times: i64) -> Self {
        let random = &mut Random::new(seed);
        Self {
            monitor: monitor(random),
            base: facts(random, 2023),
            now: facts(random, 2024),
            observations: observations(random),
            scheme: scheme(random, times),
        }
    }

    /// Puts every list whose order means nothing in random order.
    pub fn shuffle(&mut self, random: &mut Random) {
        let Self { monitor, scheme, base, now, observations } = self;
        for rule in monitor["rules"].as_array_mut().unwrap() {
            for list in ["income", "groups"] {
                shuffle(&mut rule["rule"], list, random);
            }
        }
        for transfer in observations["transfers"].as_array_mut().unwrap() {
            shuffle(transfer, "passed", random);
        }
        for document in [monitor, scheme, base, now, observations] {
            let lists: Vec<String> = document.as_object().unwrap().keys().cloned().collect();
            for list in lists {
                shuffle(document, &list, random);
            }
        }
    }

    pub fn readings(&self) -> Result<Readings, TestCaseError> {
        let scheme: Scheme = serde_json::from_value(self.scheme.clone()).unwrap();
        let [base, now] = [&self.base, &self.now].map(|facts| statement(&scheme, facts));
        let observations: ObservationsDocument =
            serde_json::from_value(self.observations.clone()).unwrap();
        let observations =
            Observations::new(&observations).unwrap_or_else(|error| panic!("{error}"));
        let monitor: MonitorDocument = serde_json::from_value(self.monitor.clone()).unwrap();
        let monitor = Monitor::new(monitor).unwrap_or_else(|error| panic!("{error}"));
        let watched =
            Watched { statement: Some(&now), base: Some(&base), observations: Some(&observations) };
        monitor.watch(&watched).map_err(|error| TestCaseError::fail(error.to_string()))
    }
}

fn shuffle(record: &mut Value, list: &str, random: &mut Random) {
    if let Some(list) = record.get_mut(list).and_then(Value::as_array_mut) {
        random.shuffle(list);
    }
}

pub fn statement(scheme: &Scheme, facts: &Value) -> Statement {
    let facts = serde_json::from_value(facts.clone()).unwrap();
    let facts = Facts::new(scheme, &facts).unwrap_or_else(|error| panic!("{error}"));
    settle(&facts).unwrap().statement_by_item().unwrap()
}
