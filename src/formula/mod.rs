//! Formulas over exact numbers: how a rule computes and how a trace says so, in one form.
//!
//! A scoring rule or a curve is written once, as a [`Formula`]; the settlement evaluates it, the
//! trace records it, and re-evaluating the trace evaluates it again. A formula refers to other
//! figures by their id.

mod function;

use serde::{Deserialize, Serialize};

pub(crate) use function::Function;

use crate::exact::{Exact, Mode, Rounding};

/// An expression over exact numbers and figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Formula {
    /// Another figure, by its id.
    Figure(String),
    /// A number.
    Value(Exact),
    /// The sum of all; zero if there are none.
    Sum(Vec<Formula>),
    /// The first less the second.
    Difference(Box<[Formula; 2]>),
    /// The product of all; one if there are none.
    Product(Vec<Formula>),
    /// The first divided by the second.
    Quotient(Box<[Formula; 2]>),
    /// The least of all.
    Least(Vec<Formula>),
    /// The greatest of all.
    Greatest(Vec<Formula>),
    /// The value of the last step that begins at or below a number: closed below, open above.
    Step {
        /// The number that is looked up.
        of: Box<Formula>,
        /// The steps, in rising order.
        steps: Vec<Point>,
    },
    /// Linear between points, flat beyond the first and the last.
    Interpolate {
        /// The number that is looked up.
        of: Box<Formula>,
        /// The points, in rising order.
        points: Vec<Point>,
    },
    /// One formula from a threshold on, another below it.
    FromThreshold {
        /// The number that is compared.
        of: Box<Formula>,
        /// The threshold, itself included in what follows.
        threshold: Exact,
        /// What applies at or above the threshold.
        reached: Box<Formula>,
        /// What applies below it.
        missed: Box<Formula>,
    },
    /// One part of an amount of yuan split by largest remainder: the share rounded down to a fen,
    /// and one fen more where the rank of its remainder is below the number of fen left over.
    Share {
        /// The amount that is split.
        amount: Box<Formula>,
        /// The weight of this part.
        weight: Box<Formula>,
        /// The sum of all weights.
        total: Box<Formula>,
        /// Fen left over after all shares were rounded down.
        leftover: u64,
        /// The place of this part's remainder, the largest first, from zero.
        rank: u64,
    },
}

/// A place on a scale and the value there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// Where.
    pub at: Exact,
    /// What holds there.
    pub value: Exact,
}

/// The error of a formula that has no value; the message says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct FormulaError(Box<Kind>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("there is no figure \"{0}\" before this one")]
    UnknownFigure(String),
    #[error("it divides by zero")]
    DivisionByZero,
    #[error("{number} lies below the first step, {first}")]
    BelowFirstStep { number: Exact, first: Exact },
    #[error("it has nothing to choose from")]
    Empty,
}

impl From<Kind> for FormulaError {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl Formula {
    /// A figure, by its id.
    #[must_use]
    pub fn figure(id: impl Into<String>) -> Self {
        Self::Figure(id.into())
    }

    /// `self − other`.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self::Difference(Box::new([self, other]))
    }

    /// `self ÷ other`.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self::Quotient(Box::new([self, other]))
    }

    /// The value of the formula, given the values of the figures it refers to.
    ///
    /// ```
    /// use work_equivalent::exact::Exact;
    /// use work_equivalent::formula::Formula;
    ///
    /// let ratio = Formula::figure("done").over(Formula::Value(Exact::from(4)));
    /// let value = ratio.evaluate(&|id| (id == "done").then(|| Exact::from(3)))?;
    /// assert_eq!(value.to_string(), "0.75");
    /// # Ok::<(), work_equivalent::formula::FormulaError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A figure without a value; a division by zero; a number below the first step.
    pub fn evaluate(
        &self,
        figures: &impl Fn(&str) -> Option<Exact>,
    ) -> Result<Exact, FormulaError> {
        // None of none.
        let all =
            |formulas: &[Formula], join: fn(Exact, Exact) -> Exact| -> Result<_, FormulaError> {
                let mut values = formulas.iter().map(|formula| formula.evaluate(figures));
                let Some(first) = values.next() else { return Ok(None) };
                values.try_fold(first?, |all, value| Ok(join(all, value?))).map(Some)
            };
        match self {
            Self::Figure(id) => figures(id).ok_or_else(|| Kind::UnknownFigure(id.clone()).into()),
            Self::Value(value) => Ok(value.clone()),
            Self::Sum(terms) => Ok(all(terms, |a, b| a.plus(&b))?.unwrap_or_else(Exact::zero)),
            Self::Difference(pair) => {
                let [from, minus] = pair.as_ref();
                Ok(from.evaluate(figures)?.minus(&minus.evaluate(figures)?))
            }
            Self::Product(factors) => {
                Ok(all(factors, |a, b| a.times(&b))?.unwrap_or_else(Exact::one))
            }
            Self::Quotient(pair) => {
                let [of, by] = pair.as_ref();
                of.evaluate(figures)?
                    .divided_by(&by.evaluate(figures)?)
                    .ok_or_else(|| Kind::DivisionByZero.into())
            }
            Self::Least(choices) => all(choices, Exact::min)?.ok_or_else(|| Kind::Empty.into()),
            Self::Greatest(choices) => all(choices, Exact::max)?.ok_or_else(|| Kind::Empty.into()),
            Self::Step { of, steps } => step(&of.evaluate(figures)?, steps),
            Self::Interpolate { of, points } => interpolate(&of.evaluate(figures)?, points),
            Self::FromThreshold { of, threshold, reached, missed } => {
                if of.evaluate(figures)? >= *threshold {
                    reached.evaluate(figures)
                } else {
                    missed.evaluate(figures)
                }
            }
            Self::Share { amount, weight, total, leftover, rank } => {
                let share = amount
                    .evaluate(figures)?
                    .times(&weight.evaluate(figures)?)
                    .divided_by(&total.evaluate(figures)?)
                    .ok_or(Kind::DivisionByZero)?;
                let extra = i128::from(rank < leftover);
                Ok(whole_fen(&share).plus(&Exact::scaled(extra, 2)))
            }
        }
    }

    /// The ids of the figures that the formula refers to, in the order of reading.
    pub(crate) fn references<'f>(&'f self, ids: &mut Vec<&'f str>) {
        match self {
            Self::Figure(id) => ids.push(id),
            Self::Value(_) => {}
            Self::Sum(all) | Self::Product(all) | Self::Least(all) | Self::Greatest(all) => {
                for formula in all {
                    formula.references(ids);
                }
            }
            Self::Difference(pair) | Self::Quotient(pair) => {
                for formula in pair.iter() {
                    formula.references(ids);
                }
            }
            Self::Step { of, .. } | Self::Interpolate { of, .. } => of.references(ids),
            Self::FromThreshold { of, reached, missed, .. } => {
                for formula in [of, reached, missed] {
                    formula.references(ids);
                }
            }
            Self::Share { amount, weight, total, .. } => {
                for formula in [amount, weight, total] {
                    formula.references(ids);
                }
            }
        }
    }

    /// The value of a formula that refers to no figure.
    pub(crate) fn value(&self) -> Result<Exact, FormulaError> {
        self.evaluate(&|_| None)
    }
}

/// Yuan rounded down to a fen, as apportionment does first.
fn whole_fen(yuan: &Exact) -> Exact {
    // Two places are always allowed; the fallback rounds the same number of places.
    let down = Rounding::new(2, Mode::TowardsZero).unwrap_or(Rounding::FEN);
    down.round(yuan)
}

fn step(number: &Exact, steps: &[Point]) -> Result<Exact, FormulaError> {
    let first = steps.first().ok_or(Kind::Empty)?;
    let reached = steps.partition_point(|step| step.at <= *number);
    let last = reached.checked_sub(1).and_then(|last| steps.get(last));
    last.map(|step| step.value.clone()).ok_or_else(|| {
        Kind::BelowFirstStep { number: number.clone(), first: first.at.clone() }.into()
    })
}

fn interpolate(number: &Exact, points: &[Point]) -> Result<Exact, FormulaError> {
    let (first, last) = points.first().zip(points.last()).ok_or(Kind::Empty)?;
    if *number <= first.at {
        return Ok(first.value.clone());
    }
    let after = points.partition_point(|point| point.at <= *number);
    let below = after.checked_sub(1).and_then(|below| points.get(below));
    let Some((below, above)) = below.zip(points.get(after)) else {
        return Ok(last.value.clone());
    };
    let run = above.at.minus(&below.at);
    let rise = above.value.minus(&below.value);
    number
        .minus(&below.at)
        .times(&rise)
        .divided_by(&run)
        .map(|climb| below.value.plus(&climb))
        .ok_or_else(|| Kind::DivisionByZero.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    pub(super) fn number(text: &str) -> Formula {
        Formula::Value(exact(text))
    }

    pub(super) fn points(pairs: &[(&str, &str)]) -> Vec<Point> {
        pairs.iter().map(|(at, value)| Point { at: exact(at), value: exact(value) }).collect()
    }

    #[test]
    fn evaluates_every_operation() {
        let steps = || points(&[("0", "0.5"), ("60", "0.8"), ("90", "1")]);
        let line = || points(&[("60", "0.5"), ("90", "1"), ("100", "1.2")]);
        let at_score = |score: &str| Box::new(number(score));
        let threshold = |score: &str| Formula::FromThreshold {
            of: at_score(score),
            threshold: exact("85"),
            reached: Box::new(number("1")),
            missed: Box::new(number(score).over(number("100"))),
        };
        let share = |rank| Formula::Share {
            amount: Box::new(number("100")),
            weight: Box::new(number("1")),
            total: Box::new(number("3")),
            leftover: 1,
            rank,
        };
        for (formula, value) in [
            (Formula::Sum(vec![]), "0"),
            (Formula::Sum(vec![number("1"), number("1/3")]), "4/3"),
            (number("1").minus(number("3")), "-2"),
            (Formula::Product(vec![]), "1"),
            (Formula::Product(vec![number("2"), number("3.5")]), "7"),
            (number("1").over(number("3")), "1/3"),
            (Formula::Least(vec![number("2"), number("-1")]), "-1"),
            (Formula::Greatest(vec![number("2"), number("-1")]), "2"),
            (Formula::Step { of: at_score("0"), steps: steps() }, "0.5"),
            (Formula::Step { of: at_score("59.999"), steps: steps() }, "0.5"),
            (Formula::Step { of: at_score("60"), steps: steps() }, "0.8"),
            (Formula::Step { of: at_score("1000"), steps: steps() }, "1"),
            (Formula::Interpolate { of: at_score("10"), points: line() }, "0.5"),
            (Formula::Interpolate { of: at_score("60"), points: line() }, "0.5"),
            (Formula::Interpolate { of: at_score("70"), points: line() }, "2/3"),
            (Formula::Interpolate { of: at_score("90"), points: line() }, "1"),
            (Formula::Interpolate { of: at_score("95"), points: line() }, "1.1"),
            (Formula::Interpolate { of: at_score("101"), points: line() }, "1.2"),
            (threshold("84.99"), "0.8499"),
            (threshold("85"), "1"),
            (share(0), "33.34"),
            (share(1), "33.33"),
        ] {
            assert_eq!(formula.value().unwrap(), exact(value), "{formula:?}");
            let json = serde_json::to_string(&formula).unwrap();
            assert_eq!(serde_json::from_str::<Formula>(&json).unwrap(), formula);
        }
    }

    #[test]
    fn says_why_there_is_no_value() {
        for (formula, message) in [
            (Formula::figure("x"), "there is no figure \"x\" before this one"),
            (number("1").over(number("0")), "it divides by zero"),
            (Formula::Least(vec![]), "it has nothing to choose from"),
            (Formula::Greatest(vec![]), "it has nothing to choose from"),
            (
                Formula::Step { of: Box::new(number("1")), steps: points(&[("2", "1")]) },
                "1 lies below the first step, 2",
            ),
            (
                Formula::Interpolate { of: Box::new(number("1")), points: vec![] },
                "it has nothing to choose from",
            ),
        ] {
            assert_eq!(formula.value().unwrap_err().to_string(), message);
        }
    }
}
