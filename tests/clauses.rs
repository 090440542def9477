//! Keeps `CLAUSES.md` honest: every clause of the five policies stands in it, what it names exists,
//! and what the sample data cite it lists.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use toml::{Table, Value};

/// Every clause of each policy that has text of its own, in the order of the document.
const POLICIES: [(&str, &str); 5] = [
    (
        "莲政办发〔2023〕75号",
        "序言、一、二(一)、二(二)、二(三)、三(一)、三(二)1、三(二)2、三(二)3、三(二)4、\
         三(二)5、三(三)1、三(三)2、三(三)3、三(三)4、四(一)、四(二)、四(三)、五(一)、\
         五(二)、五(三)、五(四)、文末、附件",
    ),
    (
        "德卫健〔2019〕131号",
        "序言、一(一)、一(二)、一(三)、二(一)、二(一)1、二(一)2、二(一)3、二(一)4、\
         二(二)、二(二)1、二(二)2、二(二)3、二(二)4、二(三)、二(三)1、二(三)2、二(三)3",
    ),
    (
        "青卫健〔2021〕16号",
        "序言、一、二(一)、二(二)、二(三)、二(四)、二(五)、三(一)、三(二)、三(三)、落款、\
         附件1、附件2 县级卫生健康行政部门1、附件2 县级卫生健康行政部门2、\
         附件2 县级卫生健康行政部门3、附件2 县级卫生健康行政部门4、\
         附件2 县级卫生健康行政部门5、附件2 牵头医院1、附件2 牵头医院2、附件2 牵头医院3、\
         附件2 牵头医院4、附件2 牵头医院5、附件2 牵头医院6、附件2 专业公共卫生机构1、\
         附件2 专业公共卫生机构2、附件2 专业公共卫生机构3、附件2 专业公共卫生机构4、\
         附件2 基层医疗卫生机构1、附件2 基层医疗卫生机构2、附件2 基层医疗卫生机构3",
    ),
    (
        "青政办〔2019〕35号",
        "序言、一(一)、一(二)、一(三)1、一(三)2、一(三)3、二(一)、二(二)、二(三)、\
         二(四)、二(五)、三(一)、三(二)、三(三)、四(一)、四(二)、四(三)、四(四)、四(五)、\
         四(六)、五(一)、五(二)、五(三)、五(四)、五(五)、五(六)、五(七)、五(八)、六(一)、\
         六(二)、六(三)、六(四)、文末",
    ),
    (
        "云南清单",
        "附件1 1、附件1 2、附件1 3、附件1 4、附件1 5、附件1 6、附件1 7、附件1 8、\
         附件1 9、附件1 10、附件1 11、附件1 12、附件1 13、附件1 14、附件1 15、附件1 16、\
         附件1 17、附件1 18、附件1 19、附件1 20、附件1 21、附件1 22、附件1 23、附件1 24、\
         附件1 25、附件1 26、附件1 27、附件1 28、附件1 29、附件2 序言、附件2 (一)、\
         附件2 (二)、附件2 (三)、附件2 (四)、附件2 (五)、附件2 (六)、附件2 (七)、\
         附件2 (八)、附件2 (九)、附件2 (十)、附件2 (十一)、附件2 (十二)、附件2 (十三)、\
         附件2 (十四)、附件2 九、附件3 序言、附件3 (一)、附件3 (二)、附件3 (三)、\
         附件3 (四)、附件3 (五)、附件3 (六)、附件3 (七)、附件3 (八)、附件3 (九)、\
         附件3 (十)、附件3 (十一)、附件3 (十二)",
    ),
];

const COMPUTABLE: &str = "Computable";
const NOT_COMPUTABLE: &str = "Not computable";
/// Between the number of a clause and the word for a part of it.
const PART: &str = " · ";
/// The sample data of the five policies.
const SAMPLES: [&str; 5] = ["liandu", "deqing", "qinghai-package", "qinghai-insurance", "yunnan"];
/// Clauses that repeat another, which the data cite instead. Days of effect have no place for it.
const UNCITED: [(&str, &str); 6] = [
    ("莲政办发〔2023〕75号", "四(三) · 评价定付费"),
    ("莲政办发〔2023〕75号", "四(三) · 两级考核"),
    ("德卫健〔2019〕131号", "二(三)2 · 负责人薪酬"),
    ("青政办〔2019〕35号", "二(四) · 结果挂钩"),
    ("云南清单", "附件2 (九)"),
    ("云南清单", "附件3 (四) · 全额保障"),
];
/// What an element of a list is addressed by.
const KEYS: [&str; 6] = ["code", "measure", "line", "item", "channel", "name"];

/// A row of the document: its clause, and the other cells.
struct Row {
    line: usize,
    policy: String,
    table: String,
    clause: String,
    cells: Vec<String>,
}

impl Row {
    fn number(&self) -> &str {
        self.clause.split(PART).next().unwrap()
    }

    fn place(&self) -> String {
        format!("CLAUSES.md:{}: {} {}", self.line, self.policy, self.clause)
    }

    /// What stands in backticks in a cell: for the three cells that name things, all there is.
    fn names(&self, cell: usize) -> Vec<&str> {
        let parts: Vec<&str> = self.cells[cell].split('`').collect();
        let between = parts.iter().step_by(2).all(|text| text.trim().is_empty());
        assert!(parts.len() > 2 && between, "{}: {}", self.place(), self.cells[cell]);
        parts.into_iter().skip(1).step_by(2).collect()
    }
}

/// The clauses of a policy.
fn clauses(policy: &str) -> Vec<&'static str> {
    let (_, clauses) = POLICIES.iter().find(|(name, _)| *name == policy).unwrap();
    clauses.split('、').collect()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn extends(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == extension)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows() -> Vec<Row> {
    let (mut policy, mut table) = (String::new(), String::new());
    let mut rows = Vec::new();
    for (index, text) in read(&root().join("CLAUSES.md")).lines().enumerate() {
        if let Some(heading) = text.strip_prefix("## ") {
            (policy, table) = (heading.to_owned(), String::new());
        } else if let Some(heading) = text.strip_prefix("### ") {
            heading.clone_into(&mut table);
        }
        let Some(cells) = text.strip_prefix('|') else { continue };
        let cells = cells.strip_suffix('|').unwrap_or_else(|| panic!("{text} ends within a cell"));
        let mut cells = cells.split('|').map(|cell| cell.trim().to_owned());
        let clause = cells.next().unwrap();
        if clause != "clause" && !clause.starts_with(":-") {
            let (policy, table) = (policy.clone(), table.clone());
            rows.push(Row { line: index + 1, policy, table, clause, cells: cells.collect() });
        }
    }
    rows
}

fn computable() -> Vec<Row> {
    rows().into_iter().filter(|row| row.table == COMPUTABLE).collect()
}

#[test]
fn every_clause_stands_once_and_in_order() {
    let rows = rows();
    let listed: BTreeSet<&str> = rows.iter().map(|row| row.policy.as_str()).collect();
    let policies: BTreeSet<&str> = POLICIES.iter().map(|(policy, _)| *policy).collect();
    assert_eq!(listed, policies, "policies in the document on the left");

    for (policy, _) in POLICIES {
        let clauses = clauses(policy);
        let of_policy = || rows.iter().filter(|row| row.policy == policy);
        let mut seen = BTreeSet::new();
        let (mut whole, mut in_parts) = (BTreeSet::new(), BTreeSet::new());
        for row in of_policy() {
            assert!(seen.insert(&row.clause), "{} stands twice", row.place());
            let kind = if row.clause.contains(PART) { &mut in_parts } else { &mut whole };
            kind.insert(row.number());
        }
        let both: Vec<&&str> = whole.intersection(&in_parts).collect();
        assert!(both.is_empty(), "{policy}: both whole and in parts: {both:?}");
        let stands = |clause: &&&str| whole.contains(**clause) || in_parts.contains(**clause);
        let missing: Vec<&&str> = clauses.iter().filter(|clause| !stands(clause)).collect();
        assert!(missing.is_empty(), "{policy}: not in CLAUSES.md: {missing:?}");

        for table in [COMPUTABLE, NOT_COMPUTABLE] {
            let in_table: Vec<&Row> = of_policy().filter(|row| row.table == table).collect();
            assert!(!in_table.is_empty(), "{policy}: no rows under \"{table}\"");
            let mut last = 0;
            for row in in_table {
                let position = clauses.iter().position(|clause| *clause == row.number());
                let position =
                    position.unwrap_or_else(|| panic!("{}: no such clause", row.place()));
                assert!(position >= last, "{} is out of order", row.place());
                last = position;
            }
        }
        let strays = of_policy().find(|row| ![COMPUTABLE, NOT_COMPUTABLE].contains(&&*row.table));
        assert!(strays.is_none(), "{} is in no table", strays.unwrap().place());
    }
}

#[test]
fn every_row_is_complete() {
    for row in rows() {
        let cells = if row.table == COMPUTABLE { 4 } else { 2 };
        assert_eq!(row.cells.len(), cells, "{}", row.place());
        assert!(row.cells.iter().all(|cell| !cell.is_empty()), "{} has an empty cell", row.place());
    }
}

#[test]
fn what_computes_a_clause_exists() {
    for row in computable() {
        for name in row.names(1) {
            let source = name.starts_with("src/") && !name.contains("..") && extends(name, "rs");
            assert!(source && root().join(name).is_file(), "{}: {name}", row.place());
        }
    }
}

/// The element of a list: the first that has this in the first of its keys, or by index.
fn element<'v>(list: &'v [Value], step: &str) -> Option<&'v Value> {
    let key = |value: &'v Value| KEYS.iter().find_map(|key| value.get(key)?.as_str());
    let index =
        step.parse::<usize>().ok().filter(|_| list.iter().all(|value| key(value).is_none()));
    list.iter().find(|value| key(value) == Some(step)).or_else(|| list.get(index?))
}

/// What stands at a path; notes the citations on the way to it and inside it.
fn at<'v>(whole: &'v Value, path: &str, cites: &mut Vec<&'v str>) -> Option<&'v Value> {
    let found = path.split('.').try_fold(whole, |value, step| {
        cites.extend(value.get("cite").and_then(Value::as_str));
        match value {
            Value::Array(list) => element(list, step),
            Value::Table(table) => table.get(step),
            _ => None,
        }
    })?;
    texts(found, &["cite"], cites);
    Some(found)
}

fn in_toml<'v>(whole: &'v Value, path: &str, cites: &mut Vec<&'v str>) -> Result<(), String> {
    let (path, wanted) = match path.split_once('=') {
        Some((path, wanted)) => (path, Some(wanted)),
        None => (path, None),
    };
    let found = at(whole, path, cites).ok_or_else(|| format!("nothing at {path}"))?;
    let text = match found {
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => return Err(format!("nothing in {path}")),
        other => other.to_string(),
    };
    match wanted {
        Some(wanted) if wanted != text => Err(format!("{text} stands at {path}")),
        _ => Ok(()),
    }
}

fn in_csv(text: &str, path: &str) -> Result<(), String> {
    let (column, wanted) = match path.split_once('=') {
        Some((column, wanted)) => (column, Some(wanted)),
        None => (path, None),
    };
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().unwrap();
    let place = header.iter().position(|name| name == column);
    let place = place.ok_or_else(|| format!("no column {column}"))?;
    let mut records = reader.records().map(Result::unwrap);
    let found = |cell: &str| wanted.map_or(!cell.is_empty(), |wanted| cell == wanted);
    if records.any(|record| found(&record[place])) {
        Ok(())
    } else {
        Err(format!("no row has {path}"))
    }
}

/// The sample data that the document names, with their text, and parsed where they are TOML.
fn data() -> BTreeMap<PathBuf, (String, Option<Value>)> {
    let rows = computable();
    let names = rows.iter().flat_map(|row| row.names(2));
    let files = names.filter(|name| name.starts_with("examples/data/")).map(|name| {
        let path = root().join(name);
        let text = read(&path);
        let toml = extends(name, "toml");
        assert!(toml || extends(name, "csv"), "{name}");
        let value = toml.then(|| Value::Table(text.parse::<Table>().unwrap()));
        (path, (text, value))
    });
    files.collect()
}

#[test]
fn what_sets_a_clause_exists_and_cites_it() {
    let data = data();
    for row in computable() {
        let (mut file, mut paths) = (None, 0);
        let mut cites = Vec::new();
        for name in row.names(2) {
            if name.starts_with("examples/data/") {
                assert!(file.is_none() || paths > 0, "{}: no path before {name}", row.place());
                (file, paths) = (Some(root().join(name)), 0);
                continue;
            }
            let path = file.as_ref().unwrap_or_else(|| panic!("{}: no file", row.place()));
            let outcome = match &data[path] {
                (_, Some(value)) => in_toml(value, name, &mut cites),
                (text, None) => in_csv(text, name),
            };
            let outcome = outcome.map_err(|problem| format!("{}: {problem}", path.display()));
            assert_eq!(outcome, Ok(()), "{}", row.place());
            paths += 1;
        }
        assert!(paths > 0, "{}: no path in the last file", row.place());

        let row_is =
            |(policy, clause): &(&str, &str)| *policy == row.policy && *clause == row.clause;
        let mut clauses = cites.into_iter().flat_map(cited);
        let cites_it =
            clauses.any(|(policy, clause)| policy == row.policy && names(&clause, row.number()));
        let uncited = row.number() == "文末" || UNCITED.iter().any(row_is);
        assert_ne!(cites_it, uncited, "{}: whether its data cite it", row.place());
    }
}

/// Every vector that `tests/vectors.rs` runs, all those of all `*.json` beside its README: the file
/// it is in, and whether it shows figures rather than an error.
fn vectors() -> BTreeMap<String, (String, bool)> {
    let mut vectors = BTreeMap::new();
    for entry in fs::read_dir(root().join("tests/vectors")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let file: Json = serde_json::from_str(&read(&path)).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        for vector in file["vectors"].as_array().unwrap() {
            let id = vector["id"].as_str().unwrap().to_owned();
            let figures = vector["expected"].get("errors").is_none();
            vectors.insert(id, (name.to_owned(), figures));
        }
    }
    vectors
}

#[test]
fn what_shows_a_clause_runs() {
    let vectors = vectors();
    let mut named = BTreeSet::new();
    for row in computable() {
        let mut figures = false;
        for id in row.names(3) {
            let vector = vectors.get(id);
            let (_, shows) = vector.unwrap_or_else(|| panic!("{}: no vector {id}", row.place()));
            figures |= shows;
            named.insert(id.to_owned());
        }
        assert!(figures, "{} is shown by errors only", row.place());
    }
    let idle: Vec<&String> = vectors
        .iter()
        .filter(|(id, (file, _))| file == "clauses" && !named.contains(*id))
        .map(|(id, _)| id)
        .collect();
    assert!(idle.is_empty(), "written for a clause, and shown by none: {idle:?}");
}

/// Every text under one of the keys, at any depth.
fn texts<'v>(value: &'v Value, keys: &[&str], found: &mut Vec<&'v str>) {
    match value {
        Value::Table(table) => {
            for (key, value) in table {
                match value {
                    Value::String(text) if keys.contains(&key.as_str()) => found.push(text),
                    _ => texts(value, keys, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| texts(value, keys, found)),
        _ => {}
    }
}

/// The clauses that a citation names: after the number of a policy, one or several.
fn cited(text: &str) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for part in text.split([';', '；']) {
        let part = part.replace('（', "(").replace('）', ")");
        for (policy, _) in POLICIES {
            let Some((_, clauses)) = part.split_once(policy) else { continue };
            let clauses = clauses.split('、').map(|clause| clause.trim().to_owned());
            found
                .extend(clauses.filter(|clause| !clause.is_empty()).map(|clause| (policy, clause)));
        }
    }
    found
}

/// Whether a citation names this clause, by its number or as a whole annex.
fn names(cited: &str, number: &str) -> bool {
    number.strip_prefix(cited).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// Every citation of the samples with its file, from TOML and from the column for it in CSV.
fn citations() -> Vec<(PathBuf, String)> {
    let mut citations = Vec::new();
    let mut folders: Vec<PathBuf> =
        SAMPLES.iter().map(|name| root().join("examples/data").join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if extension == Some("toml") {
                let value = Value::Table(read(&path).parse::<Table>().unwrap());
                let mut found = Vec::new();
                texts(&value, &["cite", "number"], &mut found);
                citations.extend(found.into_iter().map(|text| (path.clone(), text.to_owned())));
            } else if extension == Some("csv") {
                let mut reader = csv::Reader::from_path(&path).unwrap();
                let column = reader.headers().unwrap().iter().position(|name| name == "依据");
                let records = reader.records().map(Result::unwrap);
                let cells = records.filter_map(|record| Some(record.get(column?)?.to_owned()));
                citations.extend(cells.map(|text| (path.clone(), text)));
            }
        }
    }
    citations
}

#[test]
fn what_the_samples_cite_is_listed() {
    let mut count = 0;
    let mut unknown = Vec::new();
    for (path, text) in citations() {
        for (policy, clause) in cited(&text) {
            count += 1;
            if !clauses(policy).iter().any(|number| names(&clause, number)) {
                unknown.push(format!("{}: {policy} {clause} in {text}", path.display()));
            }
        }
    }
    assert!(count > 200, "only {count} citations");
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
}

#[test]
fn what_the_guide_cites_is_listed() {
    let text = read(&root().join("src/guide/stages.rs"));
    let headings = text.lines().filter_map(|line| line.strip_prefix("//! # "));
    let stages = headings.filter(|heading| heading.starts_with(|c: char| c.is_ascii_digit()));
    let cites: Vec<&str> =
        text.lines().filter_map(|line| line.strip_prefix("//! Clause: ")).collect();
    assert_eq!((stages.count(), cites.len()), (10, 10), "each stage has its clauses");
    let rows = computable();
    for cite in cites {
        let clauses = cited(cite.trim_end_matches([' ', '\\']));
        assert!(!clauses.is_empty(), "{cite} cites nothing");
        for (policy, clause) in clauses {
            let listed = rows.iter().any(|row| row.policy == policy && row.number() == clause);
            assert!(listed, "{policy} {clause} is not computable, says CLAUSES.md");
        }
    }
}
