//! The data of every policy, and of the distributions inside institutions.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;

use crate::change::{Change, KINDS};
use crate::compare::compare;
use crate::district::{District, read};
use crate::office::{Office, Task};
use crate::random::changed;
use crate::{say, settled, sheets};

/// Folders of the sample data, and of the scheme where it is another.
const FOLDERS: [(&str, Option<&str>); 12] = [
    ("liandu", None),
    ("liandu/distribution", None),
    ("deqing", None),
    ("deqing/base", Some("deqing")),
    ("qinghai-package", None),
    ("qinghai-package/distribution", None),
    ("qinghai-insurance", None),
    ("qinghai-insurance/distribution", None),
    ("qinghai-insurance/facts-surplus", Some("qinghai-insurance")),
    ("yunnan", None),
    ("invented", None),
    ("invented/distribution", None),
];

/// A policy's data.
pub struct Policy {
    name: String,
    pub scheme: SchemeDocument,
    pub facts: FactsDocument,
}

impl Policy {
    fn read(name: &str, scheme: Option<&str>) -> Self {
        let folder = |name: &str| -> PathBuf {
            Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name)
        };
        let scheme = scheme.map(|name| folder(name).join("scheme.toml"));
        let District { scheme, files, document: mut facts } =
            read(&folder(name), scheme.as_deref()).unwrap_or_else(|lines| panic!("{lines:#?}"));
        assert!(files.check(&scheme).is_ok(), "{name}");
        for mark in &mut facts.marks {
            match mark.mark.as_str() {
                "是" => mark.mark = "1".into(),
                "否" => mark.mark = "0".into(),
                _ => {}
            }
        }
        Self { name: name.to_owned(), scheme: scheme.document().clone(), facts }
    }

    /// Its workbook.
    pub fn task(&self) -> Task {
        let statement = settled(&self.scheme, &self.facts).expect("the data can be settled");
        let book = sheets::build(&self.scheme, &self.facts, &statement);
        let book = book.unwrap_or_else(|reasons| panic!("{}: {reasons:?}", self.name));
        Task { name: self.name.clone(), book, statement, changed: false }
    }
}

pub fn all() -> impl Iterator<Item = Policy> {
    FOLDERS.iter().map(|(name, scheme)| Policy::read(name, *scheme))
}

pub fn named(name: &str) -> Policy {
    Policy::read(name, None)
}

/// The sample district.
pub fn sample() -> Policy {
    named("liandu")
}

/// Changes of the sample district, which move it from a surplus to an overrun, over a band, and to
/// another score.
pub fn of_the_sample() -> Vec<Change> {
    vec![
        Change::new("volume/W12/JY06/2024-01-01", "20000.5"),
        Change::new("mark/W03/XL03/-", "131.37"),
        Change::new("pool/purchase/chae", "30000000.01"),
        Change::new("weight/MZ01/-/2023-12-25", "1.07"),
    ]
}

/// A district whose one amount ends in half a fen.
pub fn half_of_a_fen() -> Task {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/small");
    let document = |name| -> Value {
        serde_json::from_str(&fs::read_to_string(folder.join(name)).unwrap()).unwrap()
    };
    let (mut scheme, mut facts) = (document("scheme.json"), document("facts.json"));
    let channel = scheme.pointer_mut("/channels/0").unwrap().as_object_mut().unwrap();
    channel.retain(|key, _| !["pool", "overrun", "surplus", "appraisal"].contains(&key.as_str()));
    channel["price"] = json!({
        "kind": "announced",
        "appraisal_loss": "treasury",
        "values": [{ "from": "2024-01-01", "value": "16630.17", "cite": "示例 四" }],
    });
    let mut record = facts["volumes"][0].clone();
    record["verified"] = "1181812.5".into();
    record["reported"] = Value::Null;
    facts["volumes"] = json!([record]);
    facts["marks"] = json!([]);
    scheme["appraisals"] = json!([]);
    let name = "half of a fen".to_owned();
    let scheme = serde_json::from_value(scheme).unwrap();
    Policy { name, scheme, facts: serde_json::from_value(facts).unwrap() }.task()
}

/// All of them recalculated, and again after changes.
pub fn run(office: &Office, thorough: bool) {
    let mut tasks = Vec::new();
    for policy in all() {
        let task = policy.task();
        let documents = (&policy.scheme, &policy.facts, &task.book);
        let mut changes: Vec<Task> = Vec::new();
        if policy.name == "liandu" {
            for change in of_the_sample().into_iter().skip(if thorough { 0 } else { 3 }) {
                let (scheme, facts, book) =
                    change.apply(documents).expect("there is such an input");
                let statement = settled(&scheme, &facts).expect("the change can be settled");
                changes.push(Task { name: format!("{change:?}"), book, statement, changed: true });
            }
        } else {
            let kinds = KINDS.iter().filter_map(|kind| changed(&policy.name, kind, documents));
            changes.extend(kinds.map(|(_, task)| task).take(if thorough {
                KINDS.len()
            } else {
                1
            }));
        }
        tasks.push(task);
        tasks.extend(changes);
    }
    let start = Instant::now();
    let done = office.recalculate("policies", &tasks);
    let elapsed = start.elapsed();
    let figures: usize = tasks.iter().map(|task| task.book.figures.len()).sum();
    let differences: Vec<String> =
        tasks.iter().zip(&done).flat_map(|(task, tables)| compare(task, tables)).collect();
    let names: Vec<&str> = tasks.iter().map(|task| task.name.as_str()).collect();
    say(&format!(
        "{} workbooks of policies, {figures} figures, {} differences; recalculated and read in \
         {elapsed:.1?}: {names:?}",
        tasks.len(),
        differences.len()
    ));
    assert_eq!(differences, Vec::<String>::new());
}
