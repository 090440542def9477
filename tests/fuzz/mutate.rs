//! Mutations: of JSON as a tree, in which values of reviewed vectors take each other's places, and
//! of bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use crate::random::Random;

/// Where values come from: the vectors.
const VECTORS: [&str; 12] = [
    include_str!("../vectors/channels-pool.json"),
    include_str!("../vectors/channels-quota.json"),
    include_str!("../vectors/channels-time.json"),
    include_str!("../vectors/cycle-advance.json"),
    include_str!("../vectors/cycle-close.json"),
    include_str!("../vectors/cycle-deduct.json"),
    include_str!("../vectors/cycle-reserve.json"),
    include_str!("../vectors/cycle-rounds.json"),
    include_str!("../vectors/cycle-straddle.json"),
    include_str!("../vectors/distribution.json"),
    include_str!("../vectors/monitor.json"),
    include_str!("../vectors/rules.json"),
];

/// Texts that mean something somewhere, or nearly so.
const TEXTS: [&str; 36] = [
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "0.5",
    "0.005",
    "0.000001",
    "00001.50",
    "1e3",
    "1/3",
    "1/0",
    "+1",
    ".5",
    "9999999999.999999",
    "-9999999999.999999",
    "9999.999999",
    "999999999.999999",
    "99.999999999",
    "99999999.9999999999",
    "999999999999999.99",
    "99999999999999999999999999999999999999",
    "0000-01-01",
    "0000-01",
    "9999-12-31",
    "9999-12",
    "2024-02-29",
    "2023-02-29",
    "2024-01",
    "2024-07-01",
    "2025-01-01",
    "facts.volumes[*].verified",
    "scheme.channels[*].price.values[*].value",
    "\u{202e}",
    "甲\n乙",
];

/// One edit or several of JSON in a buffer, for libFuzzer; the new size. None leaves it to
/// libFuzzer: for bytes that are no JSON, where the result does not fit, and now and then.
#[must_use]
pub fn json(data: &mut [u8], size: usize, most: usize, seed: u32) -> Option<usize> {
    let mut random = Random::new(seed.into());
    if random.chance(10) {
        return None;
    }
    let mut whole: Value = serde_json::from_slice(data.get(..size)?).ok()?;
    for _ in 0..random.between(1, 3) {
        edit(&mut whole, &mut random);
    }
    let text = serde_json::to_vec(&whole).ok()?;
    let place = data.get_mut(..text.len()).filter(|place| place.len() <= most)?;
    place.copy_from_slice(&text);
    Some(text.len())
}

/// One edit or several of a JSON text; of another as of bytes.
#[must_use]
pub fn edited_json(data: &[u8], seed: u64) -> Vec<u8> {
    let Ok(mut whole) = serde_json::from_slice(data) else { return edited(data, seed) };
    let mut random = Random::new(seed);
    for _ in 0..random.between(1, 3) {
        edit(&mut whole, &mut random);
    }
    whole.to_string().into_bytes()
}

/// One edit or several of bytes.
#[must_use]
pub fn edited(data: &[u8], seed: u64) -> Vec<u8> {
    let mut random = Random::new(seed);
    let mut bytes = data.to_vec();
    for _ in 0..random.between(1, 4) {
        let byte = u8::try_from(random.below(256)).unwrap_or_default();
        let at = random.index(bytes.len() + 1);
        match (random.below(3), bytes.get_mut(at)) {
            (0, Some(place)) => *place = byte,
            (1, Some(_)) => {
                bytes.remove(at);
            }
            _ => bytes.insert(at, byte),
        }
    }
    bytes
}

/// Changes one place of a value.
fn edit(whole: &mut Value, random: &mut Random) {
    let count = count(whole);
    let other = nth(whole, &mut random.index(count), "").map(|(other, _)| other.clone());
    let Some((place, key)) = nth(whole, &mut random.index(count), "") else { return };
    let others = pool().get(key).filter(|_| random.chance(60));
    let other = others.map(|others| random.pick(others).clone()).or(other).unwrap_or_default();
    match (random.below(10), place) {
        (0, place) => *place = hostile(random),
        (1 | 2, place) => *place = other,
        (_, Value::Object(fields)) => edit_fields(fields, other, random),
        (_, Value::Array(list)) => edit_list(list, other, random),
        (_, Value::String(text)) => edit_text(text, &other, random),
        (_, place) => *place = json!(random.below(1 << 40)),
    }
}

fn edit_fields(fields: &mut Map<String, Value>, other: Value, random: &mut Random) {
    let keys: Vec<String> = fields.keys().cloned().collect();
    match (random.below(3), other) {
        (0, _) if !keys.is_empty() => {
            fields.remove(random.pick(&keys));
        }
        (1, _) if keys.len() > 1 => {
            // Two fields change places.
            let one = fields.remove(random.pick(&keys)).unwrap_or_default();
            let place = fields.iter_mut().nth(random.index(keys.len() - 1));
            if let Some((_, place)) = place {
                *place = one;
            }
        }
        (_, Value::Object(others)) if !others.is_empty() => {
            let which = random.index(others.len());
            fields.extend(others.into_iter().nth(which));
        }
        (_, other) => {
            let all: Vec<&String> = pool().keys().collect();
            fields.insert((*random.pick(&all)).clone(), other);
        }
    }
}

fn edit_list(list: &mut Vec<Value>, other: Value, random: &mut Random) {
    let at = random.index(list.len() + 1);
    match random.below(4) {
        0 if at < list.len() => {
            list.remove(at);
        }
        1 if at < list.len() => {
            let twice = list[at].clone();
            list.insert(at, twice);
        }
        2 => random.shuffle(list),
        _ => match other {
            Value::Array(others) => list.extend(others),
            other => list.insert(at, other),
        },
    }
}

fn edit_text(text: &mut String, other: &Value, random: &mut Random) {
    let digit = char::from(b'0' + u8::try_from(random.below(10)).unwrap_or_default());
    let mut chars: Vec<char> = text.chars().collect();
    let at = random.index(chars.len() + 1);
    match (random.below(6), chars.get_mut(at), other) {
        (0, ..) => (*random.pick(&TEXTS)).clone_into(text),
        (1 | 2, _, Value::String(other)) => text.clone_from(other),
        (3, Some(place), _) => {
            *place = digit;
            *text = chars.into_iter().collect();
        }
        (4, Some(_), _) => {
            chars.remove(at);
            *text = chars.into_iter().collect();
        }
        _ => {
            chars.insert(at, if random.chance(20) { '.' } else { digit });
            *text = chars.into_iter().collect();
        }
    }
}

/// A value that is rarely right.
fn hostile(random: &mut Random) -> Value {
    match random.below(9) {
        0 => Value::Null,
        1 => json!(random.chance(50)),
        2 => json!(u64::MAX),
        3 => json!(i64::MIN),
        4 => json!([]),
        5 => json!({}),
        // Binary floating point, and zero as that.
        6 => {
            let bare = *random.pick(&["1.5", "-0", "1e300"]);
            serde_json::from_str(bare).unwrap_or_default()
        }
        7 => json!(random.below(1000)),
        _ => json!(*random.pick(&TEXTS)),
    }
}

/// How many places a value has, with itself.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// A place of a value, and the key under which it stands, itself or in a list.
fn nth<'v>(value: &'v mut Value, n: &mut usize, key: &'v str) -> Option<(&'v mut Value, &'v str)> {
    if *n == 0 {
        return Some((value, key));
    }
    *n -= 1;
    match value {
        Value::Array(list) => list.iter_mut().find_map(|it| nth(it, n, key)),
        Value::Object(fields) => fields.iter_mut().find_map(|(key, it)| nth(it, n, key)),
        _ => None,
    }
}

/// All values of the vectors, by the key under which they stand, itself or in a list.
fn pool() -> &'static BTreeMap<String, Vec<Value>> {
    static POOL: OnceLock<BTreeMap<String, Vec<Value>>> = OnceLock::new();
    POOL.get_or_init(|| {
        let mut texts = BTreeMap::new();
        for file in VECTORS {
            let file: Value = serde_json::from_str(file).unwrap_or_default();
            for vector in file["vectors"].as_array().into_iter().flatten() {
                gather(&vector["input"], "", &mut texts);
            }
        }
        let read = |texts: BTreeSet<String>| {
            texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect()
        };
        texts.into_iter().map(|(key, texts)| (key.clone(), read(texts))).collect()
    })
}

fn gather(value: &Value, key: &str, found: &mut BTreeMap<String, BTreeSet<String>>) {
    found.entry(key.to_owned()).or_default().insert(value.to_string());
    match value {
        Value::Array(list) => list.iter().for_each(|it| gather(it, key, found)),
        Value::Object(fields) => fields.iter().for_each(|(key, it)| gather(it, key, found)),
        _ => {}
    }
}
