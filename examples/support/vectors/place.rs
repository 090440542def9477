//! Places in a statement: `channels[purchase].payees[W05].entitlement`.

use serde_json::Value;

/// A step on the way to a figure: a key, or the record of a list, by its code or else by its index
/// from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Record(String),
}

pub type Place = Vec<Step>;

/// Keys that a statement leaves out where they have nothing to say.
pub const OPTIONAL: &[&str] = &[
    "after",
    "beyond_limit",
    "equivalents",
    "group",
    "items",
    "paid_by",
    "payee",
    "payer",
    "per",
    "recorded",
    "rounds",
];

/// A place as it is written in a vector.
pub fn written(place: &[Step]) -> String {
    place.iter().fold(String::new(), |text, step| match step {
        Step::Key(key) if text.is_empty() => key.clone(),
        Step::Key(key) => format!("{text}.{key}"),
        Step::Record(code) => format!("{text}[{code}]"),
    })
}

/// Reads a place.
pub fn parse(path: &str) -> Result<Place, String> {
    let wrong = |why: &str| {
        format!("\"{path}\" 不是路径：{why}；写法如 channels[purchase].payees[W05].entitlement")
    };
    let mut place = Vec::new();
    for part in path.trim().split_inclusive(']').flat_map(|part| match part.split_once('[') {
        Some((keys, record)) => vec![keys.to_owned(), format!("[{record}")],
        None => vec![part.to_owned()],
    }) {
        if let Some(record) = part.strip_prefix('[') {
            let code = record.strip_suffix(']').ok_or_else(|| wrong("方括号没有合上"))?;
            if code.is_empty() || place.is_empty() {
                return Err(wrong("方括号里写编码，前面写列表名"));
            }
            place.push(Step::Record(code.to_owned()));
            continue;
        }
        let keys = part.strip_prefix('.').unwrap_or(&part);
        if keys.is_empty() && part.is_empty() {
            continue;
        }
        for key in keys.split('.') {
            if key.is_empty() || key.contains(']') {
                return Err(wrong("两个点之间、方括号之外要有名称"));
            }
            place.push(Step::Key(key.to_owned()));
        }
    }
    if place.is_empty() { Err(wrong("是空的")) } else { Ok(place) }
}

/// The record of a list: by its code, and where records have none by its index.
fn record<'v>(list: &'v [Value], code: &str) -> Option<&'v Value> {
    if has_codes(list) {
        list.iter().find(|record| record.get("code").and_then(Value::as_str) == Some(code))
    } else {
        list.get(code.parse::<usize>().ok()?)
    }
}

/// Whether the records of a list have codes.
pub fn has_codes(list: &[Value]) -> bool {
    list.iter().any(|record| record.get("code").is_some())
}

/// What stands one step further.
fn step<'v>(value: &'v Value, step: &Step) -> Option<&'v Value> {
    match (value, step) {
        (Value::Object(object), Step::Key(key)) => object.get(key),
        (Value::Array(list), Step::Record(code)) => record(list, code),
        _ => None,
    }
}

/// What stands at a place; none where a statement leaves it out.
///
/// # Errors
///
/// A place that no statement has: the message names those that are near.
pub fn find<'v>(whole: &'v Value, place: &[Step]) -> Result<Option<&'v Value>, String> {
    let mut at = whole;
    for (index, next) in place.iter().enumerate() {
        at = match step(at, next) {
            Some(value) => value,
            None if index + 1 == place.len() && left_out(at, next) => return Ok(None),
            None => return Err(unknown(whole, place, index, at)),
        };
    }
    Ok(Some(at))
}

/// Whether a key is one that the object there has left out.
pub fn left_out(object: &Value, next: &Step) -> bool {
    matches!(next, Step::Key(key) if object.is_object() && OPTIONAL.contains(&key.as_str()))
}

/// That there is no such place, and what is near.
fn unknown(whole: &Value, place: &[Step], failed: usize, at: &Value) -> String {
    /// More suggestions than these help nobody.
    const MOST: usize = 4;
    let mut near = elsewhere(whole, place);
    near.truncate(MOST - 1);
    for child in children(at, &place[failed]) {
        let mut path = place[..failed].to_vec();
        path.push(child);
        // The rest may be right, once this step is.
        let complete: Place = path.iter().chain(&place[failed + 1..]).cloned().collect();
        if resolves(whole, &complete) {
            path = complete;
        }
        near.push(written(&path));
    }
    near.dedup();
    near.truncate(MOST);
    let stated = written(place);
    if near.is_empty() {
        let before = written(&place[..failed]);
        return format!("没有 {stated}：{before} 下面没有别的了");
    }
    format!("没有 {stated}；最接近的有：{}", near.join("、"))
}

fn resolves(whole: &Value, place: &[Step]) -> bool {
    let found = place.iter().try_fold(whole, |at, next| step(at, next));
    found.is_some()
}

/// What stands one step below, the nearest to a step first.
fn children(at: &Value, to: &Step) -> Vec<Step> {
    let mut steps: Vec<Step> = match at {
        Value::Object(object) => object.keys().cloned().map(Step::Key).collect(),
        Value::Array(list) if has_codes(list) => {
            let codes = list.iter().filter_map(|record| record.get("code")?.as_str());
            codes.map(|code| Step::Record(code.to_owned())).collect()
        }
        Value::Array(list) => {
            (0..list.len()).map(|index| Step::Record(index.to_string())).collect()
        }
        _ => Vec::new(),
    };
    let (Step::Key(stated) | Step::Record(stated)) = to;
    steps.sort_by_key(|step| {
        let (Step::Key(name) | Step::Record(name)) = step;
        strsim::damerau_levenshtein(name, stated)
    });
    steps
}

/// Places that end with the same key and go by all codes of a place, on another way.
fn elsewhere(whole: &Value, place: &[Step]) -> Vec<String> {
    let Some(key @ Step::Key(_)) = place.last() else { return Vec::new() };
    let codes: Vec<&Step> = place.iter().filter(|step| matches!(step, Step::Record(_))).collect();
    let mut found = Vec::new();
    let mut walk = vec![(Place::new(), whole)];
    while let Some((at, value)) = walk.pop() {
        if at.last() == Some(key) && codes.iter().all(|code| at.contains(code)) {
            found.push(written(&at));
        }
        let further = |step: Step| at.iter().cloned().chain([step]).collect::<Place>();
        match value {
            Value::Object(object) => {
                walk.extend(object.iter().map(|(name, v)| (further(Step::Key(name.clone())), v)));
            }
            Value::Array(list) => {
                walk.extend(list.iter().enumerate().map(|(index, record)| {
                    let code = record.get("code").and_then(Value::as_str);
                    let code = code.map_or_else(|| index.to_string(), str::to_owned);
                    (further(Step::Record(code)), record)
                }));
            }
            _ => {}
        }
    }
    let stated = written(place);
    found.sort_by_key(|path| (strsim::levenshtein(path, &stated), path.clone()));
    found
}
