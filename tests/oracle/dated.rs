//! Dates: which of several dated values is in force. Dates in ISO form sort as text.

use work_equivalent::facts::VolumeDocument;
use work_equivalent::scheme::{DatedDocument, WeightDocument};

use crate::numbers::{self, Fraction};

/// Rule 4, dated values, on one interval: whether `[from, until)` contains the date.
fn holds(from: &str, until: Option<&String>, date: &str) -> bool {
    from <= date && until.is_none_or(|until| date < until.as_str())
}

/// Rule 4, dated values: the value with the latest start that is in force on a date.
pub fn in_force(values: &[DatedDocument], date: &str) -> Fraction {
    let value = values
        .iter()
        .filter(|value| holds(&value.from, value.until.as_ref(), date))
        .max_by_key(|value| &value.from)
        .unwrap();
    numbers::read(&value.value)
}

/// Rule 4, catalogue: the weight for a group on a date, its own or the one for all groups.
pub fn weight_in_force(weights: &[WeightDocument], group: &str, date: &str) -> Fraction {
    let weight = weights
        .iter()
        .filter(|weight| holds(&weight.from, weight.until.as_ref(), date))
        .max_by_key(|weight| &weight.from)
        .unwrap();
    let by_group = weight.by_group.as_ref().map(|by_group| &by_group[group]);
    numbers::read(by_group.or(weight.value.as_ref()).unwrap())
}

/// Rule 6.4, announced prices: the values in force on some day of `[from, until)`, in order.
pub fn in_force_within(
    values: &[DatedDocument],
    from: &str,
    until: &str,
) -> Vec<(String, Fraction)> {
    let mut segments: Vec<(String, Fraction)> = values
        .iter()
        .enumerate()
        .filter(|(index, value)| {
            let next = values.iter().enumerate().filter(|(other, _)| other != index);
            let next = next.map(|(_, next)| &next.from).filter(|next| **next > value.from).min();
            let ends = [value.until.as_ref(), next].into_iter().flatten().min();
            value.from.as_str() < until && ends.is_none_or(|ends| ends.as_str() > from)
        })
        .map(|(_, value)| (value.from.clone(), numbers::read(&value.value)))
        .collect();
    segments.sort();
    segments
}

/// Rule 5, volumes: the first day of a record's month, or of its own dates.
pub fn first_day(record: &VolumeDocument) -> String {
    match (&record.month, &record.from) {
        (Some(month), _) => format!("{month}-01"),
        (None, Some(from)) => from.clone(),
        (None, None) => panic!("a record without dates"),
    }
}
