//! Changing volumes: the one list that can have millions of records, which is not taken apart into
//! a tree.

use serde_json::Value as Json;

use super::nearest::nearest;
use super::path::{Path, Selector, Step};
use super::tree::{Edit, Miss, Names};
use crate::facts::VolumeDocument;
use crate::text::clip;

/// The fields that a volume record has or implies.
const FIELDS: [&str; 11] = [
    "payee",
    "item",
    "month",
    "from",
    "until",
    "correction",
    "reported",
    "verified",
    "group",
    "category",
    "channel",
];

/// Changes the records that a path beginning with `facts.volumes` selects. A miss says what would be
/// near, if asked.
pub(super) fn change(
    path: &Path,
    names: &Names,
    (edit, suggests): (&Edit, bool),
    volumes: &mut Vec<VolumeDocument>,
) -> Result<(), Miss> {
    let mut steps = path.steps.iter().skip(1);
    let selector = match (steps.next(), edit) {
        (Some(Step::Select(selector)), _) => selector,
        (None, Edit::Set(value)) => {
            *volumes = read(value)?;
            return Ok(());
        }
        (None, Edit::Adjust(_)) => &Selector::All,
        (Some(Step::Key(_)), _) => {
            let nearest = vec!["facts.volumes[*]".to_owned()];
            let message = "facts.volumes is a list: select records of it in brackets".to_owned();
            return Err(Miss { message, nearest });
        }
    };
    let field = match steps.next() {
        None => None,
        Some(Step::Key(key) | Step::Select(Selector::Code(key))) => Some(key.as_str()),
        Some(Step::Select(_)) => return Err(nothing_in(path, 2)),
    };
    if steps.next().is_some() {
        return Err(nothing_in(path, 3));
    }
    let own = FIELDS.iter().take(8);
    if let Some(field) = field.filter(|field| !own.clone().any(|own| own == field)) {
        let nearest = nearest(field, own.map(|field| (*field).to_owned()));
        let before = path.until(2);
        let nearest = nearest.into_iter().map(|field| format!("{before}.{field}")).collect();
        return Err(Miss { message: format!("there is no \"{}\"", clip(field)), nearest });
    }

    let (mut found, mut changed) = (false, 0);
    for record in volumes.iter_mut().filter(|record| selects(selector, record, names)) {
        found = true;
        changed += match edit {
            Edit::Set(value) => set(record, field, value)?,
            Edit::Adjust(adjust) => {
                let mut changed = 0;
                for (name, number) in
                    [("reported", &mut record.reported), ("verified", &mut record.verified)]
                {
                    if field.is_none_or(|field| field == name)
                        && let Some(number) = number
                    {
                        *number = adjust.number(number)?;
                        changed += 1;
                    }
                }
                changed
            }
        };
    }
    match (found, field) {
        (true, _) if changed > 0 => Ok(()),
        (true, Some(field @ ("reported" | "verified"))) => {
            Err(format!("none of these records has \"{field}\"").into())
        }
        (true, Some(field)) => Err(format!("\"{field}\" is not a number: set it instead").into()),
        (true, None) => Err("none of these records has a volume".to_owned().into()),
        (false, _) => Err(unselected(selector, names, volumes, suggests)),
    }
}

fn nothing_in(path: &Path, depth: usize) -> Miss {
    format!("{} has nothing in it", clip(&path.until(depth))).into()
}

/// Sets a record, or a field of it.
fn set(record: &mut VolumeDocument, field: Option<&str>, value: &Json) -> Result<usize, Miss> {
    *record = match field {
        None => read(value)?,
        Some(field) => {
            let mut json = serde_json::to_value(&*record).map_err(|e| Miss::from(e.to_string()))?;
            if let Some(fields) = json.as_object_mut() {
                fields.insert(field.to_owned(), value.clone());
            }
            read(&json)?
        }
    };
    Ok(1)
}

fn read<T: serde::de::DeserializeOwned>(value: &Json) -> Result<T, Miss> {
    T::deserialize(value).map_err(|error| Miss::from(error.to_string()))
}

fn selects(selector: &Selector, record: &VolumeDocument, names: &Names) -> bool {
    match selector {
        Selector::All => true,
        Selector::Code(code) => record.payee == *code,
        Selector::Where(conditions) => conditions
            .iter()
            .all(|(field, value)| self::field(record, field, names) == Some(value.as_str())),
    }
}

fn field<'r>(record: &'r VolumeDocument, field: &str, names: &'r Names) -> Option<&'r str> {
    let own = |field: &str| match field {
        "payee" => Some(record.payee.as_str()),
        "item" => Some(record.item.as_str()),
        "month" => record.month.as_deref(),
        "from" => record.from.as_deref(),
        "until" => record.until.as_deref(),
        "correction" => record.correction.as_deref(),
        "reported" => record.reported.as_ref().map(crate::units::Number::as_str),
        "verified" => record.verified.as_ref().map(crate::units::Number::as_str),
        _ => None,
    };
    own(field).or_else(|| names.implied(field, own))
}

/// Why a selector selects nothing, and what would be near.
fn unselected(
    selector: &Selector,
    names: &Names,
    volumes: &[VolumeDocument],
    suggests: bool,
) -> Miss {
    let payee = [("payee".to_owned(), String::new())];
    let conditions: &[(String, String)] = match selector {
        _ if volumes.is_empty() => return "facts.volumes is empty".to_owned().into(),
        Selector::All => &[],
        Selector::Code(_) => &payee,
        Selector::Where(conditions) => conditions,
    };
    for (field, value) in conditions {
        let value = if let Selector::Code(code) = selector { code } else { value };
        if !FIELDS.contains(&field.as_str()) {
            let nearest = nearest(field, FIELDS.map(str::to_owned));
            let nearest = nearest.into_iter().map(|field| format!("facts.volumes[{field}=…]"));
            let message = format!("no record of facts.volumes has \"{}\"", clip(field));
            return Miss { message, nearest: nearest.collect() };
        }
        let values = || volumes.iter().filter_map(|record| self::field(record, field, names));
        if values().any(|there| there == value.as_str()) {
            continue;
        }
        let near = if suggests { nearest(value, values().map(str::to_owned)) } else { Vec::new() };
        let near = near.into_iter();
        let path = |value| {
            let step = Step::Select(Selector::Where(vec![(field.clone(), value)]));
            format!("facts.volumes{step}")
        };
        let (value, field) = (clip(value), clip(field));
        let message = format!("no record of facts.volumes has \"{value}\" as its {field}");
        return Miss { message, nearest: near.map(path).collect() };
    }
    "no record of facts.volumes meets all of these conditions".to_owned().into()
}
