//! Every sample district as documents: what is settled, and beside it what is watched.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};

use serde_json::Value;
use work_equivalent::facts::{FactsDocument, OpeningDocument};
use work_equivalent::monitor::{MonitorDocument, ObservationsDocument};
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::statement::Statement;

use crate::said::Settled;
use crate::support::{FactsFiles, Inputs, Located, in_order, read_facts, read_scheme, read_toml};
use crate::takes;

/// What is settled: under one scheme, or in parts under several; and what watches it.
#[derive(Clone)]
pub struct Case {
    pub schemes: Vec<SchemeDocument>,
    pub facts: FactsDocument,
    pub watch: Option<Watch>,
}

/// The rules of a monitor, and what they look at beside the statement.
#[derive(Clone)]
pub struct Watch {
    pub monitor: MonitorDocument,
    pub observations: ObservationsDocument,
    /// The facts of the base period, under the same scheme.
    pub base: Option<FactsDocument>,
}

/// A district of so many payees keeps seven threads busy: with the feature `parallel`, 64 go to a
/// thread, and no sample of its own has as many.
const MANY: usize = 7 * 64;

/// The folder of all samples.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data")
}

/// Every sample by its folder, and districts too large for one thread.
pub fn all() -> BTreeMap<String, Case> {
    let mut cases = BTreeMap::new();
    for name in ["bad/good", "bad/good-cycle", "vectors"] {
        cases.insert(name.to_owned(), Case::read(&Inputs::in_folder(&root().join(name))));
    }
    let small = root().join("small");
    let (scheme, facts) = (small.join("scheme.json"), small.join("facts.json"));
    let small = Inputs { scheme, facts, ..Inputs::in_folder(&small) };
    cases.insert("small".to_owned(), Case::read(&small));
    for name in ["liandu", "deqing", "qinghai-package", "qinghai-insurance", "yunnan", "invented"] {
        policy(name, &mut cases);
    }
    years(&mut cases);
    for name in ["invented", "years/2025"] {
        cases.insert(format!("{name}, many of each payee"), many(&cases[name]));
    }
    cases
}

/// A policy's levels, and other years under the same scheme.
fn policy(name: &str, cases: &mut BTreeMap<String, Case>) {
    let folder = root().join(name);
    let mut case = Case::read(&Inputs::in_folder(&folder));
    let beside = |beside: &str| {
        let beside = folder.join(beside);
        let scheme = folder.join("scheme.toml");
        beside.exists().then(|| Case::read(&Inputs { scheme, ..Inputs::in_folder(&beside) }))
    };
    let base = beside("base");
    case.watch = Some(Watch {
        monitor: right(read_toml(&folder.join("monitor.toml"))),
        observations: right(read_toml(&folder.join("observations.toml"))),
        base: base.as_ref().map(|base| base.facts.clone()),
    });
    let second = folder.join("distribution");
    let second = second.exists().then(|| Case::second_level(&second, &case.settled().plain));
    for (part, other) in
        [("base", base), ("facts-surplus", beside("facts-surplus")), ("distribution", second)]
    {
        cases.extend(other.map(|other| (format!("{name}/{part}"), other)));
    }
    cases.insert(name.to_owned(), case);
}

/// The three years, each opened by what the one before left behind, and the correction of one.
fn years(cases: &mut BTreeMap<String, Case>) {
    let folder = root().join("years");
    let inputs = |year: &str| Inputs {
        scheme: folder.join("scheme-2023.toml"),
        ..Inputs::in_folder(&folder.join(year))
    };
    let former = folder.join("scheme-2019.toml");
    let former = right(read_scheme(&Inputs { scheme: former, ..inputs("2023") }));
    let current = right(read_scheme(&inputs("2023")));

    let first = Case {
        schemes: vec![former.document().clone(), current.document().clone()],
        facts: unchecked(right(read_facts(&inputs("2023")))),
        watch: None,
    };
    let opened = |inputs: &Inputs, opening: &OpeningDocument| Case {
        schemes: vec![current.document().clone()],
        facts: right(right(read_facts(inputs)).opened_again(opening).checked_document(&current)),
        watch: None,
    };
    let opening = first.settled().left;
    let second = opened(&inputs("2024"), &opening);
    let volumes = folder.join("2024-corrected/volumes.csv");
    let corrected = opened(&Inputs { volumes, ..inputs("2024") }, &opening);
    let third = opened(&inputs("2025"), &second.settled().left);
    for (year, case) in
        [("2023", first), ("2024", second), ("2024-corrected", corrected), ("2025", third)]
    {
        cases.insert(format!("years/{year}"), case);
    }
}

/// The same district with many of each payee, whose codes differ.
fn many(case: &Case) -> Case {
    let times = MANY.div_ceil(case.facts.payees.len());
    let mut facts = serde_json::to_value(&case.facts).unwrap();
    let opening = facts.as_object_mut().unwrap().remove("opening");
    let mut opening = opening.unwrap_or_default();
    for lists in [&mut facts, &mut opening] {
        for list in lists.as_object_mut().into_iter().flat_map(|lists| lists.values_mut()) {
            if let Value::Array(list) = list {
                *list = list.iter().flat_map(|record| copies(record, times)).collect();
            }
        }
    }
    facts["opening"] = opening;
    Case { facts: serde_json::from_value(facts).unwrap(), watch: None, ..case.clone() }
}

/// The record of each copy of a payee, with codes that differ; one that belongs to no payee alone.
fn copies(record: &Value, times: usize) -> Vec<Value> {
    let codes = ["payee", "code"].map(|key| record.get(key).and_then(Value::as_str));
    if codes == [None, None] {
        return vec![record.clone()];
    }
    let copy = |copy| {
        let mut record = record.clone();
        for (key, code) in ["payee", "code"].into_iter().zip(codes) {
            if let Some(code) = code {
                record[key] = format!("{code}-{copy:03}").into();
            }
        }
        record
    };
    (0..times).map(copy).collect()
}

impl Case {
    fn read(inputs: &Inputs) -> Self {
        Self::of(inputs, right(read_facts(inputs)))
    }

    /// What an institution distributes of what the statement of the first level gives it.
    fn second_level(folder: &Path, first: &Statement) -> Self {
        let inputs = Inputs::in_folder(folder);
        let takes = right(takes::read(&folder.join("takes.toml")));
        let files = right(read_facts(&inputs));
        let complete =
            |facts: &mut FactsDocument| takes.iter().try_for_each(|take| take.add_to(facts, first));
        Self::of(&inputs, files.completed(complete).unwrap())
    }

    fn of(inputs: &Inputs, files: FactsFiles) -> Self {
        let scheme = right(read_scheme(inputs));
        let facts = right(files.checked_document(&scheme));
        Self { schemes: vec![scheme.document().clone()], facts, watch: None }
    }

    /// What is settled from it.
    pub fn settled(&self) -> Settled {
        Settled::of(self)
    }
}

/// Facts as they are written, but for 是 and 否: those of a period in parts belong to no single
/// scheme, which would say what they are worth.
fn unchecked(files: FactsFiles) -> FactsDocument {
    let mut copy = None;
    let keep = |document: &mut FactsDocument| {
        copy = Some(document.clone());
        Ok::<(), Infallible>(())
    };
    files.completed(keep).unwrap_or_else(|none| match none {});
    let mut facts: FactsDocument = copy.unwrap();
    for record in &mut facts.marks {
        match record.mark.as_str() {
            "是" => record.mark = "1".into(),
            "否" => record.mark = "0".into(),
            _ => {}
        }
    }
    facts
}

/// What was read; a panic with every problem if there are some.
fn right<T>(read: Result<T, Vec<Located>>) -> T {
    read.unwrap_or_else(|problems| {
        let lines: Vec<String> = in_order(problems).iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}
