//! Solving: which price, pool, growth or reserve just fits.

use serde::Serialize;

use super::base::Base;
use super::changes::{Changes, ChangesDocument};
use super::error::WhatIfError;
use super::grid::{Grid, GridError};
use super::question::{Goal, Sense, Solve};
use crate::exact::Exact;
use crate::settle::ChannelTotals;
use crate::statement::Statement;
use crate::text::clip;
use crate::units::Money;

/// An answer, settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Solution {
    /// The answer.
    pub value: Exact,
    /// The change that makes it so.
    pub changes: ChangesDocument,
    /// The statement with it.
    pub statement: Statement,
    /// One unit in the last place further.
    pub beyond: Exact,
    /// By how many yuan that misses the goal.
    pub broken_by: Money,
}

/// The error of a question that has no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct SolveError(Box<Kind>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("the range of the unknown: {0}")]
    Grid(GridError),
    #[error("\"least\" is not a sum of money in yuan: {0}")]
    Least(String),
    #[error("there is no channel \"{0}\"")]
    NoChannel(String),
    #[error("channel \"{0}\" has no pool that could fall short: a goal needs one")]
    NoPool(String),
    #[error("channel \"{0}\" has no reserve that could keep anything")]
    NoReserve(String),
    #[error(
        "there is no answer: already at {end}, the {which} of the range, the goal is missed by \
         {by} yuan"
    )]
    Broken { end: Exact, which: &'static str, by: Money },
    #[error(
        "there is no answer: the goal still holds at {end}, the {which} of the range, so nothing in \
         it breaks the goal"
    )]
    Unbroken { end: Exact, which: &'static str },
    #[error("at {at}: {error}")]
    Variant { at: Exact, error: WhatIfError },
    #[error(
        "the goal does not hold on one side alone: it holds at {holds} and, settled again, breaks \
         otherwise than at {breaks}; ask inside a narrower range"
    )]
    NotMonotone { holds: Exact, breaks: Exact },
}

impl From<Kind> for SolveError {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl Base<'_> {
    /// The value with which a goal just holds.
    ///
    /// It is found by bisection, settled in full, and so is the next value, which breaks the goal:
    /// where the goal holds on one side of some value and breaks on the other, the answer is the
    /// best there is.
    ///
    /// # Errors
    ///
    /// A goal that is missed even at the near end of the range, with how much, or that holds up to
    /// the far end; a channel without a pool; a path that matches nothing; a range that is empty; a
    /// value with which the documents are wrong or cannot be settled.
    pub fn solve(&self, question: &Solve) -> Result<Solution, SolveError> {
        let unknown = &question.unknown;
        let grid = Grid::new(&unknown.low, &unknown.high, unknown.places).map_err(Kind::Grid)?;
        let goal = CheckedGoal::new(question)?;
        let last = grid.last();
        let (near, far, ends) = match question.sense {
            Sense::Largest => (0, last, ["low end", "high end"]),
            Sense::Smallest => (last, 0, ["high end", "low end"]),
        };
        let miss_at = |step: u128| self.miss_at(question, &goal, &grid, step);
        let by = miss_at(near)?;
        if by > Money::ZERO {
            return Err(Kind::Broken { end: grid.at(near), which: ends[0], by }.into());
        }
        if miss_at(far)? == Money::ZERO {
            return Err(Kind::Unbroken { end: grid.at(far), which: ends[1] }.into());
        }
        let (mut holds, mut breaks) = (near, far);
        while holds.abs_diff(breaks) > 1 {
            let middle = holds.min(breaks) + holds.abs_diff(breaks) / 2;
            if miss_at(middle)? == Money::ZERO { holds = middle } else { breaks = middle }
        }
        self.settled(question, &goal, &grid, (holds, breaks))
    }

    /// The answer, and the value beyond it, settled in full.
    fn settled(
        &self,
        question: &Solve,
        goal: &CheckedGoal,
        grid: &Grid,
        (holds, breaks): (u128, u128),
    ) -> Result<Solution, SolveError> {
        let (value, beyond) = (grid.at(holds), grid.at(breaks));
        let changes = changes_to(question, &value)?;
        let variant = |error, at: &Exact| Kind::Variant { at: at.clone(), error };
        let statement = self.changed(&changes).map_err(|error| variant(error, &value))?;
        let misses = goal.missed_by(&statement)?;
        let broken_by = match self.changed(&changes_to(question, &beyond)?) {
            Ok(statement) => goal.missed_by(&statement)?,
            Err(error) => goal.missed_by_refusal(&error).ok_or_else(|| variant(error, &beyond))?,
        };
        if misses > Money::ZERO || broken_by == Money::ZERO {
            return Err(Kind::NotMonotone { holds: value, breaks: beyond }.into());
        }
        let changes = changes.document().clone();
        Ok(Solution { value, changes, statement, beyond, broken_by })
    }

    /// By how much a value misses the goal; nothing where it holds.
    fn miss_at(
        &self,
        question: &Solve,
        goal: &CheckedGoal,
        grid: &Grid,
        step: u128,
    ) -> Result<Money, SolveError> {
        let at = grid.at(step);
        match self.totals(&changes_to(question, &at)?) {
            Ok(totals) => goal.missed_in(&totals),
            Err(error) => {
                goal.missed_by_refusal(&error).ok_or_else(|| Kind::Variant { at, error }.into())
            }
        }
    }
}

/// The changes that give the unknown of a question a value.
fn changes_to(question: &Solve, value: &Exact) -> Result<Changes, SolveError> {
    let changes = question.changes(value);
    changes.map_err(|error| Kind::Variant { at: value.clone(), error: error.into() }.into())
}

/// A goal whose amount was read.
struct CheckedGoal {
    channel: String,
    /// Whether the reserve helps the pool.
    draws: bool,
    least: Option<Money>,
}

impl CheckedGoal {
    fn new(question: &Solve) -> Result<Self, SolveError> {
        let least = match &question.goal {
            Goal::ReserveKeeps { least } => {
                let read = least.read().map_err(|error| Kind::Least(error.to_string()))?;
                Some(read)
            }
            Goal::NoGap {} | Goal::Covered {} => None,
        };
        let draws = !matches!(question.goal, Goal::NoGap {});
        Ok(Self { channel: question.channel.clone(), draws, least })
    }

    fn missed_by(&self, statement: &Statement) -> Result<Money, SolveError> {
        let figures = statement.figures();
        let from = figures.period.from();
        let totals: Vec<ChannelTotals> =
            figures.channels.iter().map(|channel| ChannelTotals::of(channel, from)).collect();
        self.missed_in(&totals)
    }

    fn missed_in(&self, totals: &[ChannelTotals]) -> Result<Money, SolveError> {
        let code = || clip(&self.channel).into_owned();
        let channel = totals.iter().find(|channel| channel.code == self.channel);
        let channel = channel.ok_or_else(|| Kind::NoChannel(code()))?;
        if channel.distributable.is_none() {
            return Err(Kind::NoPool(code()).into());
        }
        let drawn = if self.draws { channel.drawn } else { Money::ZERO };
        // All of these are in range and not below zero, and what is drawn is part of the gap.
        let less = |a: Money, b: Money| a.checked_sub(b).unwrap_or_default().max(Money::ZERO);
        let missing = less(channel.gap, drawn);
        let Some(least) = self.least else { return Ok(missing) };
        let reserve = channel.reserve.ok_or_else(|| Kind::NoReserve(code()))?;
        Ok(missing.checked_add(less(least, reserve)).unwrap_or(missing))
    }

    /// By how much a refusal to settle misses the goal: an overrun that the scheme rejects does, a
    /// surplus that nobody can retain does not. None of another error.
    fn missed_by_refusal(&self, error: &WhatIfError) -> Option<Money> {
        let error = error.settle()?;
        if self.least.is_none() && error.is_nobody_retains(&self.channel) {
            return Some(Money::ZERO);
        }
        let (gap, rest) = error.rejected(&self.channel)?;
        Some(if self.draws { rest } else { gap })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests;
    use super::*;

    /// Whatever the search was told, an answer holds and the next value does not.
    #[test]
    fn an_answer_is_settled_again() {
        let (scheme, facts) = (tests::scheme(), tests::facts());
        let base = Base::new(&scheme, &facts).unwrap();
        let question = Solve::highest_price("purchase", 2);
        let goal = CheckedGoal::new(&question).unwrap();
        let grid = Grid::new(&"0".into(), &"20".into(), 2).unwrap();
        let found = |ends| base.settled(&question, &goal, &grid, ends).map_err(|e| e.to_string());
        assert_eq!(found((1_448, 1_449)).unwrap().value.to_string(), "14.48");
        for (ends, holds, breaks) in [
            ((1_447, 1_448), "14.47", "14.48"), // Both hold,
            ((1_449, 1_450), "14.49", "14.5"),  // both break,
            ((1_449, 1_448), "14.49", "14.48"), // each is the other.
        ] {
            let message = format!(
                "the goal does not hold on one side alone: it holds at {holds} and, settled again, \
                 breaks otherwise than at {breaks}; ask inside a narrower range"
            );
            assert_eq!(found(ends).unwrap_err(), message);
        }
    }
}
