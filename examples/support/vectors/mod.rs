//! Vectors: an input, and the figures that someone worked out by hand. What `cargo run --example
//! verify` and `cargo test --test vectors` share; `tests/vectors/README.md` describes the format.

mod compare;
mod document;
mod place;
mod settled;
mod small;
mod stage;
mod strict;
mod watched;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;
use work_equivalent::exact::Exact;

pub use compare::{Check, readable};
pub use document::Kind;
#[allow(unused_imports, reason = "for the test that keeps the list current")]
pub use place::OPTIONAL;
pub use stage::At;

use compare::Comparison;
use document::{Expected, Vector};
use place::Step;
use settled::{Settled, Trouble};

/// A file and what became of its vectors.
#[derive(Debug)]
pub struct Verified {
    pub path: PathBuf,
    /// Why the file as a whole cannot be used.
    pub problem: Option<String>,
    pub title: String,
    pub vectors: Vec<Outcome>,
}

/// What became of a vector.
#[derive(Debug)]
pub struct Outcome {
    pub id: String,
    pub kind: Kind,
    pub comment: Vec<String>,
    pub source: String,
    /// Every expected figure, in the order of the calculation.
    pub checks: Vec<Check>,
    /// Why the vector cannot be used; some figures may have been compared all the same.
    pub problems: Vec<String>,
    /// What the library remarks on the schemes, where the vector does not say what it expects.
    #[allow(dead_code, reason = "not every user asks for them")]
    pub warnings: Vec<String>,
}

/// Runs files of vectors.
pub fn verify(paths: &[PathBuf]) -> Vec<Verified> {
    let mut ids = BTreeSet::new();
    let mut verified = Vec::new();
    for path in paths {
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut found = Verified {
            path: path.clone(),
            problem: None,
            title: String::new(),
            vectors: Vec::new(),
        };
        match document::read(path) {
            Err(problem) => found.problem = Some(problem),
            Ok(file) => {
                found.title = file.title;
                if file.vectors.is_empty() {
                    found.problem = Some("一个向量也没有".to_owned());
                }
                for vector in file.vectors {
                    let mut outcome = run(&vector, folder);
                    if !ids.insert(vector.id.clone()) {
                        outcome.problems.push("编号 id 在前面已经用过：各向量要不同".to_owned());
                    }
                    found.vectors.push(outcome);
                }
            }
        }
        verified.push(found);
    }
    verified
}

/// Runs one vector.
fn run(vector: &Vector, folder: &Path) -> Outcome {
    let mut outcome = Outcome {
        id: vector.id.clone(),
        kind: vector.kind,
        comment: vector.comment.clone(),
        source: vector.source.clone(),
        checks: Vec::new(),
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    for (name, is_empty) in [
        ("id", vector.id.trim().is_empty()),
        ("comment", vector.comment.iter().all(|line| line.trim().is_empty())),
        ("source", vector.source.trim().is_empty()),
    ] {
        if is_empty {
            outcome.problems.push(format!("{name} 是空的"));
        }
    }
    match vector.kind {
        Kind::Apportion => small::apportion(vector, &mut outcome),
        Kind::Round => small::round(vector, &mut outcome),
        Kind::Settle | Kind::Years | Kind::Straddle | Kind::Monitor => {
            match Expected::of(vector.kind, &vector.expected) {
                Err(problem) => outcome.problems.push(problem),
                Ok(expected) => settlement(vector, &expected, folder, &mut outcome),
            }
        }
    }
    // Stable: figures of one stage stay as they were stated.
    outcome.checks.sort_by_key(|check| (check.statement, check.at));
    outcome
}

fn settlement(vector: &Vector, expected: &Expected, folder: &Path, outcome: &mut Outcome) {
    let settled = match vector.kind {
        Kind::Years => Settled::years(&vector.input, folder),
        Kind::Straddle => Settled::straddle(&vector.input, folder),
        Kind::Monitor => Settled::watched(&vector.input, folder),
        _ => Settled::single(&vector.input, folder),
    };
    match (settled, &expected.errors) {
        (Err(Trouble::Form(problem)), _) => outcome.problems.push(problem),
        (Err(Trouble::Refused(found)), None) => {
            outcome.problems.extend(found.into_iter().map(|error| format!("不能结算：{error}")));
        }
        (Err(Trouble::Refused(found)), Some(errors)) => {
            texts("errors", errors, &found, |found, expected| found == expected, outcome);
        }
        (Ok(_), Some(errors)) => {
            texts("errors", errors, &[], |_, _| false, outcome);
        }
        (Ok(settled), None) => compared(&settled, expected, outcome),
    }
}

/// Compares texts one by one; what is missing or too much differs.
fn texts(
    name: &str,
    expected: &[String],
    found: &[String],
    same: impl Fn(&str, &str) -> bool,
    outcome: &mut Outcome,
) {
    for index in 0..expected.len().max(found.len()) {
        let [expected, found] = [expected, found].map(|texts| texts.get(index));
        let agrees = match (expected, found) {
            (Some(expected), Some(found)) => same(found, expected),
            _ => false,
        };
        let text = |text: Option<&String>| text.map_or_else(|| "无".to_owned(), String::clone);
        let place = format!("{name}[{index}]");
        let check = Check::of_texts(At::Input, place, &text(expected), &text(found), agrees);
        outcome.checks.push(check);
    }
}

fn compared(settled: &Settled, expected: &Expected, outcome: &mut Outcome) {
    let mut comparison = Comparison::new(&settled.whole);
    for figure in &expected.figures {
        comparison.figure(figure);
    }
    if let Some(part) = &expected.statement {
        comparison.part(&Vec::new(), Some(&settled.whole), part);
    }
    let lists = [
        ("statements", &expected.statements),
        ("parts", &expected.parts),
        ("payees", &expected.payees),
        ("readings", &expected.readings),
        ("alerts", &expected.alerts),
    ];
    for (name, part) in lists {
        if let Some(part) = part {
            let place = vec![Step::Key(name.to_owned())];
            comparison.part(&place, settled.whole.get(name), part);
        }
    }
    for (payee, figures) in &expected.trace {
        for (id, stated) in figures {
            match traced(settled, payee, id, stated) {
                Ok(check) => comparison.checks.push(check),
                Err(problem) => comparison.problems.push(problem),
            }
        }
    }
    for check in &mut comparison.checks {
        if !check.agrees && check.how.is_empty() {
            check.how = place::parse(&check.place).map_or_else(|_| Vec::new(), |p| settled.how(&p));
        }
    }
    outcome.checks.extend(comparison.checks);
    outcome.problems.extend(comparison.problems);
    match &expected.warnings {
        None => outcome.warnings.clone_from(&settled.warnings),
        Some(warnings) => {
            let same = |found: &str, part: &str| found.contains(part);
            texts("warnings", warnings, &settled.warnings, same, outcome);
        }
    }
    for failed in &settled.failed {
        let place = "自检".to_owned();
        outcome.checks.push(Check::of_texts(At::Basis, place, "相符", failed, false));
    }
}

/// A figure of a trace, by its id.
fn traced(settled: &Settled, payee: &str, id: &str, stated: &Value) -> Result<Check, String> {
    let near = |stated: &str, names: Vec<&str>| {
        let mut names = names;
        names.sort_by_key(|name| strsim::levenshtein(name, stated));
        names.truncate(3);
        names.join("、")
    };
    let trace = settled.traces.iter().find(|(_, trace)| trace.payee == payee);
    let (_, trace) = trace.ok_or_else(|| {
        let payees = settled.traces.iter().map(|(_, trace)| trace.payee.as_str()).collect();
        format!("trace：没有 {payee}；最接近的有：{}", near(payee, payees))
    })?;
    let figure = trace.figure(id).ok_or_else(|| {
        let ids = trace.figures.iter().map(|figure| figure.id.as_str()).collect();
        format!("trace：{payee} 的计算说明没有 {id}；最接近的有：{}", near(id, ids))
    })?;
    let place = format!("trace[{payee}] {id}");
    Check::of_numbers(At::Stage(figure.stage), place, stated, &figure.value)
}

impl Outcome {
    /// The figures that differ, in the order of the calculation.
    pub fn differing(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.agrees)
    }

    fn number(&mut self, place: String, stated: &Value, found: &Exact) {
        match Check::of_numbers(At::Arithmetic, place, stated, found) {
            Ok(check) => self.checks.push(check),
            Err(problem) => self.problems.push(problem),
        }
    }
}
