//! One statement in parts: a period inside which the scheme changes.

use serde::{Deserialize, Serialize};

use super::balance::StatementError;
use super::figures::StatementFigures;
use super::{Statement, digest};
use crate::period::Period;
use crate::scheme::Split;
use crate::units::Money;

/// The statement of a period inside which the scheme changes: a statement for each part, in order,
/// each opened with what the one before left behind, and each payee over all parts.
///
/// It exists only if every part balances, follows the one before, and adds up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "PartsFigures", into = "PartsFigures")]
pub struct StatementInParts {
    figures: PartsFigures,
    parts: Vec<Statement>,
}

/// The figures of a statement in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartsFigures {
    /// The whole period.
    pub period: Period,
    /// How amounts for the whole period were split.
    pub split: Split,
    /// The parts, in order of time.
    pub parts: Vec<StatementFigures>,
    /// Each payee over all parts, in order of code.
    pub payees: Vec<PartsTotal>,
    /// All that is owed.
    pub total: Money,
    /// All that is payable.
    pub payable: Money,
    /// All that was advanced.
    pub advanced: Money,
}

/// One payee over all parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartsTotal {
    /// The payee's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is owed.
    pub total: Money,
    /// What is payable.
    pub payable: Money,
    /// What was advanced.
    pub advanced: Money,
    /// What is paid now, or below zero is paid back now.
    pub to_pay: Money,
    /// What is not paid back now, and is a claim in the next period.
    pub carried_forward: Money,
}

impl StatementInParts {
    /// The statement of parts that follow one another.
    ///
    /// # Errors
    ///
    /// No parts; a part that does not balance, that does not begin where the one before ends, or
    /// that was not opened with what it left behind; other payees in one part than in another; a
    /// total that is not the sum of its parts.
    pub fn new(figures: PartsFigures) -> Result<Self, StatementError> {
        let parts = figures.parts.iter().cloned();
        let parts = parts.map(Statement::new).collect::<Result<Vec<_>, _>>()?;
        for (before, after) in parts.iter().zip(parts.iter().skip(1)) {
            after.follows(before)?;
        }
        let made = Self::totals(figures.period, figures.split, &parts)?;
        if made != figures {
            let of = "the parts make up each payee and the totals over the whole period";
            let [left, right] = [&made, &figures].map(|f| f.payable.to_string());
            return Err(StatementError::unlike(of, &left, &right));
        }
        Ok(Self { figures, parts })
    }

    /// The statement of parts, with their totals.
    pub(crate) fn of(
        period: Period,
        split: Split,
        parts: &[Statement],
    ) -> Result<Self, StatementError> {
        Self::new(Self::totals(period, split, parts)?)
    }

    fn totals(
        period: Period,
        split: Split,
        parts: &[Statement],
    ) -> Result<PartsFigures, StatementError> {
        let range =
            || StatementError::unlike("every sum is within the range of money", "one", "it");
        let sum = |amounts: &mut dyn Iterator<Item = Money>| {
            Money::checked_sum(amounts).ok_or_else(range)
        };
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Err(StatementError::unlike("a statement has parts", "none", "one or more"));
        };
        let days = (first.figures().period.from(), last.figures().period.until());
        if days != (period.from(), period.until()) {
            let (left, right) = (format!("{} until {}", days.0, days.1), period.to_string());
            return Err(StatementError::unlike("the parts make up the period", &left, &right));
        }
        let codes = |part: &Statement| -> Vec<String> {
            part.figures().payees.iter().map(|payee| payee.code.clone()).collect()
        };
        if let Some(part) = parts.iter().find(|part| codes(part) != codes(first)) {
            let [left, right] = [part, first].map(|part| codes(part).join(", "));
            return Err(StatementError::unlike("every part has the same payees", &left, &right));
        }
        let mut payees = Vec::new();
        for (place, payee) in first.figures().payees.iter().enumerate() {
            let parts = || parts.iter().filter_map(|part| part.figures().payees.get(place));
            payees.push(PartsTotal {
                code: payee.code.clone(),
                name: payee.name.clone(),
                total: sum(&mut parts().map(|part| part.total))?,
                payable: sum(&mut parts().map(|part| part.payable))?,
                advanced: sum(&mut parts().map(|part| part.advanced))?,
                to_pay: Money::ZERO,
                carried_forward: Money::ZERO,
            });
        }
        for (place, payee) in payees.iter_mut().enumerate() {
            // An excess that is carried forward is not paid back now.
            let channels = |part: &'_ Statement| -> Vec<(Money, Money)> {
                let channels = part.figures().channels.iter();
                let payees = channels.filter_map(|channel| channel.payees.get(place));
                payees.map(|payee| (payee.balance, payee.carried_forward)).collect()
            };
            let amounts = parts.iter().flat_map(channels);
            payee.to_pay = sum(&mut amounts.flat_map(|(balance, carried)| [balance, carried]))?;
            let channels = last.figures().channels.iter();
            let payees = channels.filter_map(|channel| channel.payees.get(place));
            let claims = payees.flat_map(|payee| {
                let claims = payee.deductions.iter().map(|deduction| deduction.carried_forward);
                claims.chain([payee.carried_forward])
            });
            payee.carried_forward = sum(&mut claims.collect::<Vec<_>>().into_iter())?;
        }
        let parts = || parts.iter().map(Statement::figures);
        Ok(PartsFigures {
            period,
            split,
            total: sum(&mut parts().map(|part| part.total))?,
            payable: sum(&mut parts().map(|part| part.payable))?,
            advanced: sum(&mut parts().map(|part| part.advanced))?,
            parts: parts().cloned().collect(),
            payees,
        })
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self) -> &PartsFigures {
        &self.figures
    }

    /// The statement of each part, in order of time.
    #[must_use]
    pub fn parts(&self) -> &[Statement] {
        &self.parts
    }

    /// The digest, over all parts; see [`Statement::digest`].
    ///
    /// # Errors
    ///
    /// None that a statement which exists can meet.
    pub fn digest(&self) -> Result<String, StatementError> {
        digest::digest_of(self)
    }
}

impl TryFrom<PartsFigures> for StatementInParts {
    type Error = StatementError;

    fn try_from(figures: PartsFigures) -> Result<Self, StatementError> {
        Self::new(figures)
    }
}

impl From<StatementInParts> for PartsFigures {
    fn from(statement: StatementInParts) -> Self {
        statement.figures
    }
}
