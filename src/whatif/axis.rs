//! Axes: what varies in a sweep.

use serde::{Deserialize, Serialize};

use super::changes::ChangeDocument;
use super::grid::Grid;
use super::path::Path;
use super::question::Operation;
use super::value::Value;
use crate::text::{clip, objection_to_line};
use crate::units::Number;

/// One thing that varies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AxisDocument {
    /// The name of its column.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"\S")))]
    pub name: String,
    /// What is changed, as in a [`ChangeDocument`].
    #[cfg_attr(feature = "schema", schemars(length(max = Path::MOST_BYTES)))]
    pub path: String,
    /// Whether a value is set, scaled by, or added.
    pub by: Operation,
    /// To how many places what is scaled or added to is rounded; where left out, it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(max = crate::exact::Rounding::MOST_PLACES)))]
    pub places: Option<u8>,
    /// The values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Or a range of numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<RangeDocument>,
}

/// The numbers `low`, `low + step`, `low + 2 step`, …, up to `high`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RangeDocument {
    /// The first number.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::schema::Signed"))]
    pub low: Number,
    /// The number beyond which there are no more.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::schema::Signed"))]
    pub high: Number,
    /// How far they are apart.
    #[cfg_attr(feature = "schema", schemars(with = "crate::units::schema::Signed"))]
    pub step: Number,
}

/// The values of an axis.
#[derive(Clone, Debug)]
pub(super) enum Axis {
    Values(Vec<Value>),
    Range(Grid),
}

impl Axis {
    /// How many there are.
    pub(super) fn count(&self) -> u128 {
        match self {
            Self::Values(values) => values.len() as u128,
            Self::Range(grid) => grid.last().saturating_add(1),
        }
    }

    /// The value at a place.
    pub(super) fn at(&self, place: u64) -> Value {
        match self {
            Self::Values(values) => {
                let value = usize::try_from(place).ok().and_then(|place| values.get(place));
                value.cloned().unwrap_or_else(|| Value::from(""))
            }
            Self::Range(grid) => Value::from(grid.at(u128::from(place)).to_string()),
        }
    }
}

impl AxisDocument {
    /// The values, where each can be written as a change.
    pub(super) fn check(&self) -> Result<Axis, String> {
        if let Some(objection) = objection_to_line(&self.name) {
            return Err(format!("\"name\" {objection}"));
        }
        Path::read(&self.path)?;
        let axis = match &self.range {
            Some(_) if !self.values.is_empty() => {
                return Err("has both \"values\" and \"range\": give one".to_owned());
            }
            None if self.values.is_empty() => {
                return Err("has no value: give \"values\" or \"range\"".to_owned());
            }
            None => Axis::Values(self.values.clone()),
            Some(RangeDocument { low, high, step }) => {
                let grid = Grid::stepping(low, high, step).map_err(|error| error.to_string())?;
                Axis::Range(grid)
            }
        };
        if axis.count() > u128::from(u64::MAX) {
            return Err("\"range\" has 2⁶⁴ numbers or more".to_owned());
        }
        let first = [axis.at(0)];
        let values = match &axis {
            Axis::Values(values) => values.as_slice(),
            Axis::Range(_) => first.as_slice(),
        };
        for value in values {
            let is_text = matches!(value.json(), serde_json::Value::String(_));
            let is_number = is_text || matches!(value.json(), serde_json::Value::Number(_));
            if self.by != Operation::Set && !is_number {
                let value = value.to_string();
                return Err(format!("{} is not a number to scale by or add", clip(&value)));
            }
            self.change(value).edit()?;
        }
        Ok(axis)
    }

    /// The change to a value.
    pub(super) fn change(&self, value: &Value) -> ChangeDocument {
        let path = self.path.clone();
        let change = match self.by {
            Operation::Set => ChangeDocument::set(path, value.clone()),
            Operation::Scale => ChangeDocument::scale(path, value.to_string()),
            Operation::Add => ChangeDocument::add(path, value.to_string()),
        };
        ChangeDocument { places: self.places, ..change }
    }
}
