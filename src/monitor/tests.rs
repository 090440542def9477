//! The monitor over statements and observations.

use serde_json::{Value, json};

use super::*;
use crate::facts::Facts;
use crate::sample;
use crate::scheme::Scheme;
use crate::statement::Statement;

/// A statement of two items of one channel, by payee: so many of `M01` (1 equivalent each) and of
/// `D01` (2.5 equivalents each).
fn statement(year: &str, by_item: bool, payees: &[(&str, &str, &str)]) -> Statement {
    let scheme = sample::scheme::<Value>().to_string().replace("2024-01-01", "2020-01-01");
    let scheme: Scheme = serde_json::from_str(&scheme).unwrap();
    let until = (year.parse::<u16>().unwrap() + 1).to_string();
    let records = |code: &str, item: &str, volume: &str| json!({"payee": code, "item": item, "month": format!("{year}-03"), "verified": volume});
    let document = json!({
        "period": {"from": format!("{year}-01-01"), "until": format!("{until}-01-01")},
        "payees": payees.iter().map(|(code, ..)| {
            json!({"code": code, "name": format!("{code}院"), "group": "plain"})
        }).collect::<Vec<_>>(),
        "volumes": payees.iter().flat_map(|(code, m, d)| {
            [records(code, "M01", m), records(code, "D01", d)]
        }).collect::<Vec<_>>(),
        "marks": payees.iter().map(|(code, ..)| {
            json!({"payee": code, "indicator": "Q1", "mark": "100"})
        }).collect::<Vec<_>>()
    });
    let document = serde_json::from_value(document).unwrap();
    let facts = Facts::new(&scheme, &document).unwrap();
    let settlement = crate::settle(&facts).unwrap();
    if by_item {
        settlement.statement_by_item().unwrap()
    } else {
        settlement.statement().unwrap().clone()
    }
}

fn document(rules: &Value) -> MonitorDocument {
    serde_json::from_value(json!({
        "title": "监测规则", "number": "示例〔2024〕2号", "issuer": "示例区", "rules": rules
    }))
    .unwrap()
}

fn monitor(rules: &Value) -> Monitor {
    Monitor::new(document(rules)).unwrap()
}

fn rule(code: &str, rule: &Value) -> Value {
    json!({"code": code, "name": code, "cite": "示例", "rule": rule})
}

fn observations(values: &Value) -> Observations {
    serde_json::from_value(json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": [{"code": "W1", "name": "W1院"}, {"code": "W2", "name": "W2院"}],
        "values": values
    }))
    .unwrap()
}

/// Subject, item and outcome of each reading, as text.
fn outcomes(readings: &Readings) -> Vec<String> {
    let outcome = |reading: &Reading| {
        let item = reading.item.as_ref().map_or("", |item| &item.code);
        format!("{} {item} {:?}", reading.subject.code, reading.outcome)
    };
    readings.all().iter().map(outcome).collect()
}

fn messages(error: &WatchError) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn a_monitor_has_a_thousand_rules_at_most() {
    let rules = |count: usize| {
        let change = json!({"kind": "change", "of": "payee", "rise": "0.2"});
        let rules: Vec<Value> = (0..count).map(|at| rule(&format!("R{at}"), &change)).collect();
        Monitor::new(document(&rules.into()))
    };
    assert!(rules(1_000).is_ok());
    for count in [1_001, 1_002] {
        let found = rules(count).unwrap_err().problems()[0].to_string();
        assert_eq!(found, format!("rules: has {count} rules: at most 1000"));
    }
}

#[test]
fn every_problem_of_a_monitor_is_reported_at_once() {
    let rules = json!([
        rule("C", &json!({"kind": "change", "of": "payee"})),
        rule(
            "C",
            &json!({"kind": "change", "of": "item", "rise": "20%", "fall": "1", "at_least": "-1"})
        ),
        rule("D D", &json!({"kind": "concentration", "share": "1"})),
        rule("E", &json!({"kind": "income-to-cost", "cost": "", "income": ["a", "a"]})),
        rule("F", &json!({"kind": "income-to-cost", "cost": "c", "low": "1.2", "high": "0.8"})),
        rule("G", &json!({"kind": "target", "measure": "m", "bound": "at-least"})),
        rule(
            "H",
            &json!({"kind": "target", "measure": "m", "bound": "at-most", "value": "x", "groups": ["g", "g"]})
        ),
        rule(
            "I",
            &json!({"kind": "target", "measure": "m", "bound": "at-most", "groups": ["g"], "by_group": {}})
        ),
        rule(
            "J",
            &json!({"kind": "target", "measure": "m", "bound": "at-most", "by_group": {"a b": "1", "c": ""}})
        ),
        rule("K", &json!({"kind": "passed-on", "days": "-1"})),
        rule("L", &json!({"kind": "spell", "measure": "/", "days": "0"})),
    ]);
    let error = Monitor::new(document(&rules)).unwrap_err();
    let found: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        [
            "rules[0 C].rule: needs \"rise\" or \"fall\", or both",
            "rules[1 C].code: \"C\" is the code of another record too: codes are unique (see rules[0])",
            "rules[1 C].rule.rise: \"20%\" is not a factor: write a percentage as a decimal, such as \"0.85\"",
            "rules[1 C].rule.fall: 1 is not below 1: nothing would ever exceed it",
            "rules[1 C].rule.at_least: \"-1\" is negative: a number of equivalents is zero or more",
            "rules[2 D D].code: contains a space: a code has no spaces, slashes or control characters",
            "rules[2 D D].rule.share: 1 is not below 1: nothing would ever exceed it",
            "rules[3 E].rule: needs \"low\" or \"high\", or both",
            "rules[3 E].rule.income[1]: \"a\" stands here twice (see income[0])",
            "rules[3 E].rule.cost: is empty: give a code",
            "rules[4 F].rule.low: 1.2 is above \"high\", 0.8",
            "rules[5 G].rule: needs either \"value\" or \"by_group\"",
            "rules[6 H].rule.groups[1]: \"g\" stands here twice (see groups[0])",
            "rules[6 H].rule.value: \"x\" is not a target: write plain digits with at most one decimal point and no separators, such as \"12.5\"",
            "rules[7 I].rule.groups: \"by_group\" names its groups: leave this out",
            "rules[7 I].rule.by_group: is empty: give each group its target",
            "rules[8 J].rule.by_group.a b: contains a space: a code has no spaces, slashes or control characters",
            "rules[8 J].rule.by_group.c: is empty: give a target",
            "rules[9 K].rule.days: \"-1\" is not a whole number from 0 to 3650",
            "rules[10 L].rule.measure: contains \"/\": a code has no spaces, slashes or control characters",
            "rules[10 L].rule.days: \"0\" is not a whole number from 1 to 3650",
        ]
    );
    let error = Monitor::new(document(&json!([]))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "monitor 示例〔2024〕2号: rules: is empty: there is nothing to watch"
    );
}

#[test]
fn a_monitor_reads_back_and_refuses_unknown_keys() {
    let written = json!({
        "title": "监测规则", "number": "示例〔2024〕2号", "issuer": "示例区",
        "rules": [rule("D", &json!({"kind": "concentration", "share": "0.30"}))]
    });
    let monitor: Monitor = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(&monitor).unwrap(), written);
    for (pointer, key) in [("", "rule"), ("/rules/0", "note"), ("/rules/0/rule", "at_least")] {
        let mut other = written.clone();
        other.pointer_mut(pointer).unwrap()[key] = json!("1");
        let error = serde_json::from_value::<Monitor>(other).unwrap_err().to_string();
        assert!(error.contains(&format!("unknown field `{key}`")), "{error}");
    }
    let mut fraction = written;
    fraction["rules"][0]["rule"]["share"] = json!(0.3);
    assert!(serde_json::from_value::<Monitor>(fraction).is_err());
}

#[test]
fn what_rules_need_and_is_not_given_is_named_at_once() {
    let monitor = monitor(&json!([
        rule("T", &json!({"kind": "target", "measure": "m", "bound": "at-least", "value": "1"})),
        rule("A", &json!({"kind": "change", "of": "payee", "rise": "0.3"})),
        rule("S", &json!({"kind": "concentration", "share": "0.3"})),
        rule("I", &json!({"kind": "income-to-cost", "cost": "cost", "low": "1"})),
        rule("P", &json!({"kind": "passed-on", "days": "30"})),
        rule("Q", &json!({"kind": "spell", "measure": "m", "days": "14"})),
    ]));
    let error = monitor.watch(&Watched::default()).unwrap_err();
    assert_eq!(
        messages(&error),
        [
            "rules[1 A]: needs a statement, and none was given",
            "rules[1 A]: needs a base: the statement of the period to compare with, and none was given",
            "rules[3 I]: needs a statement, and none was given",
            "rules[3 I]: needs observations, and none was given",
            "rules[4 P]: needs observations, and none was given",
            "rules[5 Q]: needs observations, and none was given",
            "rules[2 S]: needs a statement, and none was given",
            "rules[0 T]: needs observations, and none was given",
        ]
    );
}

#[test]
fn equivalents_are_compared_by_payee_and_by_item() {
    let monitor = monitor(&json!([
        rule("1", &json!({"kind": "change", "of": "payee", "rise": "0.3", "fall": "0.2"})),
        rule(
            "2",
            &json!({"kind": "change", "of": "item", "rise": "0.3", "fall": "0.2", "at_least": "100"})
        ),
    ]));
    // W1 has more of D01 and less of M01; W2 is gone, and W3 is new.
    let base = statement("2023", true, &[("W1", "1000", "40"), ("W2", "100", "0")]);
    let now = statement("2024", true, &[("W1", "750", "160"), ("W3", "99", "0")]);
    let watched = Watched { statement: Some(&now), base: Some(&base), observations: None };
    let readings = monitor.watch(&watched).unwrap();
    assert_eq!(
        outcomes(&readings),
        ["W1  Met", "W2  Fell", "W3  New", "W1 D01 Rose", "W1 M01 Fell", "W2 M01 Fell"]
    );
    let json = serde_json::to_value(&readings.all()[0]).unwrap();
    assert_eq!(
        json,
        json!({
            "rule": {"code": "1", "name": "1", "cite": "示例"},
            "subject": {"code": "W1", "name": "W1院"},
            "channel": {"code": "purchase", "name": "政府购买服务"},
            "outcome": "met",
            "alert": false,
            "figures": {
                "kind": "change", "now": "1150", "base": "1100", "change": "1/22",
                "rise": "0.3", "fall": "0.2"
            }
        })
    );
    assert_eq!(readings.alerts().count(), 5);
    // Compared with itself, nothing changes.
    let same = Watched { statement: Some(&now), base: Some(&now), observations: None };
    assert_eq!(monitor.watch(&same).unwrap().alerts().count(), 0);
}

#[test]
fn rules_by_item_need_statements_by_item() {
    let monitor = monitor(&json!([
        rule("C", &json!({"kind": "change", "of": "item", "rise": "0.3"})),
        rule("S", &json!({"kind": "concentration", "share": "0.5"})),
    ]));
    let payees = [("W1", "1000", "40"), ("W2", "0", "0")];
    let [by_category, by_item] = [false, true].map(|items| statement("2024", items, &payees));
    let watched =
        |now, base| Watched { statement: Some(now), base: Some(base), observations: None };
    let error = monitor.watch(&watched(&by_category, &by_item)).unwrap_err();
    let needs = "needs items, but the statement of 2024-01-01 to 2024-12-31 has none in category \
                 \"clinic\" of payee \"W1\", which has equivalents: give the statement by item";
    assert_eq!(messages(&error), [format!("rules[0 C]: {needs}"), format!("rules[1 S]: {needs}")]);
    let error = monitor.watch(&watched(&by_item, &by_category)).unwrap_err();
    assert_eq!(messages(&error), [format!("rules[0 C]: {needs}")]);
    // W2 has nothing: neither a change nor a share.
    let readings = monitor.watch(&watched(&by_item, &by_item)).unwrap();
    assert_eq!(
        outcomes(&readings),
        ["W1 D01 Met", "W1 M01 Met", "W1 D01 Met", "W1 M01 Concentrated"]
    );
    let codes: Vec<&str> = readings.rules().iter().map(|rule| rule.code.as_str()).collect();
    assert_eq!(codes, ["C", "S"]);
    // Where a payee has nothing, there is nothing to tell apart by item.
    let other = statement("2024", false, &[("W1", "0", "0"), ("W2", "1000", "40")]);
    let error = monitor.watch(&watched(&other, &by_item)).unwrap_err();
    let needs = needs.replace("W1", "W2");
    assert_eq!(messages(&error), [format!("rules[0 C]: {needs}"), format!("rules[1 S]: {needs}")]);
}

#[test]
fn income_is_set_against_cost() {
    // 105,000 yuan over 1,000 and 500 equivalents: 70,000 and 35,000.
    let now = statement("2024", false, &[("W1", "1000", "0"), ("W2", "500", "0")]);
    let monitor = monitor(&json!([rule(
        "I",
        &json!({"kind": "income-to-cost", "cost": "cost", "low": "0.8", "high": "1.2", "income": ["bph"]})
    ),]));
    for (w1, w2, expected) in [
        ("70000", "35000", ["W1  Met", "W2  Met"]),
        ("87500", "29166.67", ["W1  Met", "W2  Met"]),
        ("87500.01", "29166.66", ["W1  Low", "W2  High"]),
        ("0", "35000", ["W1  IncomeWithoutCost", "W2  Met"]),
    ] {
        let cost = |code: &str, value: &str| json!({"subject": code, "measure": "cost", "value": value, "cite": "年报"});
        let observed = observations(&json!([cost("W1", w1), cost("W2", w2)]));
        let watched = Watched { statement: Some(&now), base: None, observations: Some(&observed) };
        assert_eq!(outcomes(&monitor.watch(&watched).unwrap()), expected, "{w1}, {w2}");
    }
    let observed =
        observations(&json!([{"subject": "W1", "measure": "cost", "value": "-1", "cite": "年报"}]));
    let watched = Watched { statement: Some(&now), base: None, observations: Some(&observed) };
    let error = monitor.watch(&watched).unwrap_err();
    assert_eq!(messages(&error), ["rules[0 I]: \"cost\" of \"W1\" is -1: a cost is zero or more"]);
}

#[test]
fn income_and_cost_are_of_one_period_and_of_known_classes() {
    let now = statement("2023", false, &[("W1", "1000", "0")]);
    let monitor = monitor(&json!([rule(
        "I",
        &json!({"kind": "income-to-cost", "cost": "cost", "low": "0.8", "income": ["bph", "other"]})
    ),]));
    let observed = observations(&json!([]));
    let watched = Watched { statement: Some(&now), base: None, observations: Some(&observed) };
    assert_eq!(
        messages(&monitor.watch(&watched).unwrap_err()),
        [
            "rules[0 I]: the statement is of 2023-01-01 to 2023-12-31, the observations of \
             2024-01-01 to 2024-12-31: give the same",
            "rules[0 I].rule.income[1]: there is no class of income \"other\": there is bph",
        ]
    );
}

#[test]
fn a_spell_may_last_two_weeks() {
    for (until, expected) in [
        ("2024-03-14", Outcome::Met),
        ("2024-03-15", Outcome::Met),
        ("2024-03-16", Outcome::TooLong),
    ] {
        let observed: Observations = serde_json::from_value(json!({
            "period": {"from": "2024-01-01", "until": "2025-01-01"},
            "subjects": [{"code": "W1", "name": "W1院"}],
            "spells": [
                {"subject": "W1", "measure": "away", "who": "A", "from": "2024-03-01", "until": until},
                {"subject": "W1", "measure": "leave", "who": "A", "from": "2024-03-01", "until": "2024-09-01"}
            ]
        }))
        .unwrap();
        let rules = json!([rule("S", &json!({"kind": "spell", "measure": "away", "days": "14"}))]);
        let watched = Watched { observations: Some(&observed), ..Watched::default() };
        let readings = monitor(&rules).watch(&watched).unwrap();
        let outcomes: Vec<Outcome> = readings.all().iter().map(|r| r.outcome).collect();
        assert_eq!(outcomes, [expected], "until {until}");
    }
}
