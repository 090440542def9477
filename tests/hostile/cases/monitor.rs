//! Rules and observations of the monitor.

use serde_json::json;
use work_equivalent::monitor::{
    Monitor, MonitorDocument, Observations, ObservationsDocument, RuleDocument, SpellDocument,
    SubjectDocument, TransferDocument, ValueDocument, Watched,
};

use super::{Case, Job, MILLION, code, many, record};

pub const CASES: &[Case] = &[
    ("monitor: rules of one code", 2_000, MILLION, rules),
    ("monitor: rules and subjects", 200, 20_000, rules_and_subjects),
    ("observations: the same value", 2_000, MILLION, values),
    ("observations: the same days", 2_000, MILLION, spells),
    ("observations: payments of more than was received", 2_000, MILLION, payments),
    ("observations: a subject of a megabyte", 1_000, 50_000, long_subject),
];

fn target(code: &str) -> RuleDocument {
    record(json!({
        "code": code, "name": "签约率", "cite": "示例",
        "rule": {"kind": "target", "measure": "signed", "bound": "at-least", "value": "0.5"}
    }))
}

fn of_rules(rules: Vec<RuleDocument>, observations: Option<Observations>) -> Job {
    let [title, number, issuer] = ["监测", "示例〔2024〕1号", "示例局"].map(str::to_owned);
    let document = MonitorDocument { title, number, issuer, rules };
    Box::new(move || match Monitor::new(document) {
        Err(error) => error.to_string(),
        Ok(monitor) => {
            let watched = Watched { observations: observations.as_ref(), ..Watched::default() };
            match monitor.watch(&watched) {
                Ok(readings) => readings.alerts().count().to_string(),
                Err(error) => error.to_string(),
            }
        }
    })
}

fn rules(count: usize) -> Job {
    of_rules(many(count, &target("R"), |_, _| {}), None)
}

fn observed() -> ObservationsDocument {
    record(json!({
        "period": {"from": "2024-01-01", "until": "2025-01-01"},
        "subjects": [{"code": "W01", "name": "甲卫生院"}]
    }))
}

fn rules_and_subjects(count: usize) -> Job {
    let mut document = observed();
    let subject: SubjectDocument = document.subjects[0].clone();
    document.subjects = many(count, &subject, |subject, number| subject.code = code(number));
    let observations = Observations::new(&document).ok();
    of_rules(many(count, &target("R"), |rule, number| rule.code = code(number)), observations)
}

fn of_observations(document: ObservationsDocument) -> Job {
    Box::new(move || match Observations::new(&document) {
        Ok(_) => "observed".to_owned(),
        Err(error) => error.to_string(),
    })
}

fn values(count: usize) -> Job {
    let mut document = observed();
    let value: ValueDocument =
        record(json!({"subject": "W01", "measure": "signed", "value": "85%", "cite": "年报"}));
    document.values = many(count, &value, |_, _| {});
    of_observations(document)
}

fn spells(count: usize) -> Job {
    let mut document = observed();
    let spell: SpellDocument = record(json!({
        "subject": "W01", "measure": "lent", "who": "甲", "from": "2024-01-01", "until": "2024-02-01"
    }));
    document.spells = many(count, &spell, |_, _| {});
    of_observations(document)
}

fn payments(count: usize) -> Job {
    let mut document = observed();
    let transfer: TransferDocument = record(json!({
        "subject": "W01", "code": "T", "name": "资金", "received": "2024-01-01", "amount": "1",
        "passed": [{"date": "2023-01-01", "amount": "1"}]
    }));
    document.transfers = many(1, &transfer, |transfer, _| {
        transfer.passed = many(count, &transfer.passed[0].clone(), |_, _| {});
    });
    of_observations(document)
}

fn long_subject(count: usize) -> Job {
    let mut document = observed();
    document.subjects[0].code = "长".repeat(count * 7);
    let value: ValueDocument =
        record(json!({"subject": "W01", "measure": "signed", "value": "1", "cite": "年报"}));
    document.values = many(count, &value, |value, number| value.measure = code(number));
    of_observations(document)
}
