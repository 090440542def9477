//! Changes, questions and sweeps.

use serde_json::{Value as Json, json};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::whatif::{
    Base, ChangeDocument, Changes, ChangesDocument, Solve, Sweep, SweepDocument, Value,
};

use super::{Case, Job, MILLION, code, documents, many, record};

pub const CASES: &[Case] = &[
    ("changes: of nothing", 2_000, MILLION, of_nothing),
    ("changes: that miss among many records", 20, 20_000, misses),
    ("changes: that miss one of many records", 2_000, MILLION, one_miss),
    ("changes: that are made to one of many records", 20, 20_000, made),
    ("changes: that go deeper and deeper", 20, 20_000, deeper),
    ("changes: that cannot be read back", 20, 20_000, unreadable),
    ("changes: a path of a megabyte", 1_000, 50_000, long_path),
    ("changes: a path of half a million steps", 1_000, 500_000, many_steps),
    ("changes: a factor of a megabyte", 100, 20_000, long_factor),
    ("questions: a range of a megabyte", 1_000, 50_000, long_range),
    ("sweep: values of an axis with a long path", 200, 50_000, long_axis),
    ("sweep: samples of many axes", 20, 50_000, many_axes),
    ("sweep: long values of many variants", 20, 1_000, long_values),
    ("sweep: variants with many problems", 20, 500, problems),
];

/// What is said of changes to the sample, with so many payees.
fn of_changes(payees: usize, changes: Vec<ChangeDocument>) -> Job {
    let (scheme, mut facts) = documents();
    facts.payees.extend(many(payees, &facts.payees[0], |payee, number| payee.code = code(number)));
    facts.marks.extend(many(payees, &facts.marks[0], |mark, number| mark.payee = code(number)));
    of_changes_to(scheme, facts, changes)
}

fn of_changes_to(
    scheme: SchemeDocument,
    facts: FactsDocument,
    changes: Vec<ChangeDocument>,
) -> Job {
    let document = ChangesDocument { name: "改".to_owned(), changes };
    Box::new(move || {
        let applied = Changes::new(document).map(|changes| changes.apply(&scheme, &facts));
        match applied {
            Ok(Ok((_, facts))) => facts.payees.len().to_string(),
            Ok(Err(error)) | Err(error) => error.to_string(),
        }
    })
}

fn of_nothing(count: usize) -> Job {
    of_changes(0, many(count, &ChangeDocument::set("nowhere", "1"), |_, _| {}))
}

fn misses(count: usize) -> Job {
    let change = ChangeDocument::set("facts.marks[payee=W03].mark", "1");
    of_changes(count, many(count, &change, |_, _| {}))
}

fn one_miss(count: usize) -> Job {
    let change = ChangeDocument::set(format!("facts.marks[payee={}].mark", "x".repeat(64)), "1");
    of_changes(count, vec![change])
}

fn made(count: usize) -> Job {
    let change = ChangeDocument::set("", "90");
    of_changes(
        count,
        many(count, &change, |change, number| {
            change.path = format!("facts.marks[payee={}].mark", code(number));
        }),
    )
}

/// Each change puts a table into the table of the change before.
fn deeper(count: usize) -> Job {
    const DEPTH: usize = 30;
    let mut value = json!({});
    (0..DEPTH).for_each(|_| value = json!({ "a": value }));
    let mut path = "scheme.channels[purchase].price".to_owned();
    let mut changes = Vec::new();
    for _ in 0..count {
        changes.push(ChangeDocument::set(path.clone(), Value::of(&value).unwrap()));
        // Paths of a limited length end this: some four thousand bytes name two thousand tables.
        path.push_str(&".a".repeat(DEPTH));
        if path.len() > 3_900 {
            break;
        }
    }
    // The deepest of them is filled over and over: from there on, paths cannot grow.
    of_changes(0, changes)
}

fn unreadable(count: usize) -> Job {
    let change = ChangeDocument::set("", Value::of(&json!({"no": "mark"})).unwrap());
    of_changes(
        count,
        many(count, &change, |change, number| {
            change.path = format!("facts.marks[payee={}].mark", code(number));
        }),
    )
}

fn long_path(count: usize) -> Job {
    let word = "x".repeat(count * 20);
    let paths = [
        word.clone(),
        format!("scheme.{word}"),
        format!("scheme.channels[{word}].price"),
        format!("facts.marks[{word}={word}].mark"),
        format!("facts.volumes[{word}={word}]"),
        format!("facts.volumes[{word}].{word}"),
        format!("facts.volumes[payee=\"{}\"].verified", "\"\"".repeat(count * 10)),
    ];
    of_changes(10, paths.into_iter().map(|path| ChangeDocument::set(path, "1")).collect())
}

fn many_steps(count: usize) -> Job {
    let steps = ["[*]", ".a", "[a=b]", "[0]"];
    let paths = steps.map(|step| format!("scheme.channels{}", step.repeat(count)));
    of_changes(0, paths.into_iter().map(|path| ChangeDocument::set(path, "1")).collect())
}

fn long_factor(count: usize) -> Job {
    let factor = format!("1.{}", "1".repeat(count * 5));
    of_changes(count, vec![ChangeDocument::scale("facts.marks[*].mark", factor)])
}

fn long_range(count: usize) -> Job {
    let (scheme, facts) = documents();
    let long = format!("1.{}", "1".repeat(count * 5));
    let question = Solve::highest_price("purchase", 2).between(long.as_str(), long.as_str());
    Box::new(move || Base::new(&scheme, &facts).unwrap().solve(&question).unwrap_err().to_string())
}

fn of_sweep(document: Json) -> Job {
    let (scheme, facts) = documents();
    let document: SweepDocument = record(document);
    Box::new(move || match Sweep::new(document) {
        Err(error) => error.to_string(),
        Ok(sweep) => {
            let base = Base::new(&scheme, &facts).unwrap();
            let table = base.sweep(&sweep, |_| {});
            assert_eq!(table.rows.len(), sweep.len());
            let problem = table.rows.iter().find_map(|row| row.problem.clone());
            problem.unwrap_or_else(|| "settled".to_owned())
        }
    })
}

fn long_axis(count: usize) -> Job {
    let path = format!("scheme.channels[purchase].pool[{}]", "x".repeat(count * 20));
    let values: Vec<String> = (0..count).map(|number| number.to_string()).collect();
    let axis = json!({"name": "轴", "path": path, "by": "set", "values": values});
    of_sweep(json!({"name": "扫", "axes": [axis], "samples": {"count": 1, "seed": 1}}))
}

fn many_axes(count: usize) -> Job {
    let path = "scheme.channels[purchase].pool[funds].amounts[*].value";
    let one = json!({"name": "轴", "path": path, "by": "set", "values": ["1", "2"]});
    of_sweep(
        json!({"name": "扫", "axes": vec![one; count], "samples": {"count": count * 20, "seed": 1}}),
    )
}

/// Every variant has a curve of as many points as there are variants.
fn long_values(count: usize) -> Job {
    let point = |number: usize| json!({"score": format!("{}.{:04}", number * 100 / count, number * 1_000_000 / count % 10_000), "value": "1"});
    let points: Vec<Json> = (0..count).map(point).collect();
    let curve = json!({"kind": "piecewise", "points": points});
    let axes = [
        json!({"name": "曲线", "path": "scheme.appraisals[annual].curve.shape", "by": "set",
            "values": [curve]}),
        json!({"name": "轴", "path": "scheme.channels[purchase].pool[funds].amounts[*].value",
            "by": "set", "range": {"low": "1", "high": "1000", "step": "1"}}),
    ];
    of_sweep(json!({"name": "扫", "axes": axes}))
}

/// Every variant has a table of as many wrong numbers as there are variants.
fn problems(count: usize) -> Job {
    let dated = |number: usize| json!({"from": "2024-01-01", "value": format!("{number},5"), "cite": "示例"});
    let amounts: Vec<Json> = (0..count).map(dated).collect();
    let axes = [
        json!({"name": "资金", "path": "scheme.channels[purchase].pool[funds].amounts", "by": "set",
            "values": [amounts]}),
        json!({"name": "轴", "path": "facts.marks[W01].mark",
            "by": "set", "range": {"low": "1", "high": "1000", "step": "1"}}),
    ];
    of_sweep(json!({"name": "扫", "axes": axes, "samples": {"count": count, "seed": 1}}))
}
