//! Evenly spaced numbers: where an answer is looked for, or what an axis takes.

use crate::exact::{Exact, Mode, Rounding};
use crate::text::clip;
use crate::units::Number;

use super::number::decimal;

/// The numbers from a low end up to a high one, in even steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    low: Exact,
    step: Exact,
    last: u128,
}

/// Why there is no grid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum GridError {
    #[error("\"{0}\" is not a number")]
    Malformed(String),
    #[error("a step of {0} leads nowhere: it is above zero")]
    Step(Exact),
    #[error("{0} is above {1}")]
    Empty(String, String),
    #[error("{0} has more decimal places than are asked for")]
    BetweenSteps(Exact),
    #[error("{0} decimal places are too many: at most {most}", most = Rounding::MOST_PLACES)]
    Places(u8),
    #[error("it has more than 10³⁸ numbers")]
    TooMany,
}

impl Grid {
    /// All numbers of so many decimal places in a range.
    pub(super) fn new(low: &Number, high: &Number, places: u8) -> Result<Self, GridError> {
        if places > Rounding::MOST_PLACES {
            return Err(GridError::Places(places));
        }
        let (low, high) = (read(low)?, read(high)?);
        let step = Exact::scaled(1, u32::from(places));
        for end in [&low, &high] {
            if !steps(&Exact::zero(), end, &step)?.is_integer() {
                return Err(GridError::BetweenSteps(end.clone()));
            }
        }
        Self::from_to(low, &high, step)
    }

    /// The numbers `low`, `low + step`, … up to `high`.
    pub(super) fn stepping(low: &Number, high: &Number, step: &Number) -> Result<Self, GridError> {
        Self::from_to(read(low)?, &read(high)?, read(step)?)
    }

    fn from_to(low: Exact, high: &Exact, step: Exact) -> Result<Self, GridError> {
        if low > *high {
            return Err(GridError::Empty(low.to_string(), high.to_string()));
        }
        let last = floor(&steps(&low, high, &step)?).ok_or(GridError::TooMany)?;
        Ok(Self { low, step, last })
    }

    /// The place of the last number, the first being at 0.
    pub(super) fn last(&self) -> u128 {
        self.last
    }

    /// The number at a place.
    pub(super) fn at(&self, place: u128) -> Exact {
        let place = i128::try_from(place).unwrap_or(i128::MAX);
        self.low.plus(&self.step.times(&Exact::from(place)))
    }
}

fn read(number: &Number) -> Result<Exact, GridError> {
    let text = number.as_str();
    decimal(text).ok_or_else(|| GridError::Malformed(clip(text).into_owned()))
}

/// How many steps it is from one number to another.
fn steps(low: &Exact, high: &Exact, step: &Exact) -> Result<Exact, GridError> {
    let steps = high.minus(low).divided_by(step).filter(|_| !step.is_negative());
    steps.ok_or_else(|| GridError::Step(step.clone()))
}

fn floor(number: &Exact) -> Option<u128> {
    let down = Rounding::new(0, Mode::TowardsZero).ok()?.round(number);
    u128::try_from(down.to_integer()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_all_numbers_of_a_range() {
        let grid = Grid::new(&"-0.01".into(), &"0.02".into(), 2).unwrap();
        let numbers: Vec<String> =
            (0..=grid.last()).map(|place| grid.at(place).to_string()).collect();
        assert_eq!(numbers, ["-0.01", "0", "0.01", "0.02"]);
        let grid = Grid::stepping(&"1".into(), &"1.11".into(), &"0.05".into()).unwrap();
        let numbers: Vec<String> =
            (0..=grid.last()).map(|place| grid.at(place).to_string()).collect();
        assert_eq!(numbers, ["1", "1.05", "1.1"]);
        let one = Grid::stepping(&"1".into(), &"1".into(), &"0.05".into()).unwrap();
        assert_eq!((one.last(), one.at(0).to_string()), (0, "1".to_owned()));
    }

    #[test]
    fn says_why_there_is_none() {
        for (low, high, places, message) in [
            ("1", "0", 0, "1 is above 0"),
            ("0", "1.05", 1, "1.05 has more decimal places than are asked for"),
            ("0.05", "1", 1, "0.05 has more decimal places than are asked for"),
            ("1/3", "1", 1, "\"1/3\" is not a number"),
            ("0", "1", 13, "13 decimal places are too many: at most 12"),
            ("0", "1000000000000000000000000000", 12, "it has more than 10³⁸ numbers"),
        ] {
            let error = Grid::new(&low.into(), &high.into(), places).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        for step in ["0", "-1"] {
            let error = Grid::stepping(&"0".into(), &"1".into(), &step.into()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("a step of {step} leads nowhere: it is above zero")
            );
        }
    }
}
