//! One statement in parts: a period inside which the scheme changes.

use serde::{Deserialize, Serialize};

use super::balance::{StatementError, sum};
use super::figures::{PayeeFigures, StatementFigures};
use super::{Statement, digest, texts};
use crate::period::Period;
use crate::scheme::Split;
use crate::text::clip;
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// What of it others pay.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub recorded: Money,
    /// All that is payable.
    pub payable: Money,
    /// All that was advanced.
    pub advanced: Money,
}

/// One payee over all parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartsTotal {
    /// The payee's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What it is owed.
    pub total: Money,
    /// What of it others pay.
    #[serde(default, skip_serializing_if = "Money::is_zero")]
    pub recorded: Money,
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
            let mut payees = made.payees.iter().zip(&figures.payees);
            let whose = payees.find(|(made, stated)| made != stated);
            let whose = whose.map_or("all payees".to_owned(), |(made, _)| {
                format!("payee \"{}\"", clip(&made.code))
            });
            let of = format!("the parts make up the totals of {whose}");
            return Err(StatementError::unlike(&of, "what they make up", "what is stated"));
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
        let places = 0..first.figures().payees.len();
        let payees = places.map(|place| PartsTotal::of(parts, place));
        let figures = || parts.iter().map(Statement::figures);
        Ok(PartsFigures {
            period,
            split,
            payees: payees.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect(),
            total: sum(figures().map(|part| part.total))?,
            recorded: sum(figures().map(|part| part.recorded))?,
            payable: sum(figures().map(|part| part.payable))?,
            advanced: sum(figures().map(|part| part.advanced))?,
            parts: figures().cloned().collect(),
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

impl PartsTotal {
    /// The payee at a place, which is the same in every part.
    fn of(parts: &[Statement], place: usize) -> Result<Option<Self>, StatementError> {
        let totals = || parts.iter().filter_map(|part| part.figures().payees.get(place));
        let Some(payee) = totals().next() else { return Ok(None) };
        // An excess that is carried forward is not paid back now.
        let carried = parts.iter().flat_map(|part| in_channels(part, place));
        let carried = carried.map(|payee| payee.carried_forward);
        let to_pay = totals().map(|total| total.balance).chain(carried);
        let left = parts.last().into_iter().flat_map(|part| in_channels(part, place));
        Ok(Some(Self {
            code: payee.code.clone(),
            name: payee.name.clone(),
            total: sum(totals().map(|total| total.total))?,
            recorded: sum(totals().map(|total| total.recorded))?,
            payable: sum(totals().map(|total| total.payable))?,
            advanced: sum(totals().map(|total| total.advanced))?,
            to_pay: sum(to_pay)?,
            carried_forward: sum(left.flat_map(PayeeFigures::claims_after))?,
        }))
    }
}

/// The payee at a place, in each channel of a part.
fn in_channels(part: &Statement, place: usize) -> impl Iterator<Item = &PayeeFigures> {
    part.figures().channels.iter().filter_map(move |channel| channel.payees.get(place))
}

impl TryFrom<PartsFigures> for StatementInParts {
    type Error = StatementError;

    fn try_from(figures: PartsFigures) -> Result<Self, StatementError> {
        texts::check(&figures)?;
        Self::new(figures)
    }
}

impl From<StatementInParts> for PartsFigures {
    fn from(statement: StatementInParts) -> Self {
        statement.figures
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;
    use crate::statement::tests::in_parts;

    #[test]
    fn a_digest_tells_statements_apart() {
        let [statement, other] = ["2024-04-01", "2024-05-01"].map(in_parts);
        let digest = statement.digest().unwrap();
        assert!(digest.len() == 64 && digest.bytes().all(|b| b.is_ascii_hexdigit()), "{digest}");
        assert_eq!(digest, in_parts("2024-04-01").digest().unwrap());
        assert_ne!(digest, other.digest().unwrap());
    }

    /// What is said of a statement in parts that is read back after a change.
    fn read_back(change: impl FnOnce(&mut Value)) -> String {
        let mut statement = serde_json::to_value(in_parts("2024-04-01")).unwrap();
        change(&mut statement);
        serde_json::from_value::<StatementInParts>(statement).unwrap_err().to_string()
    }

    #[test]
    fn parts_that_do_not_belong_together_are_refused() {
        for (found, said) in [
            (read_back(|whole| whole["parts"] = json!([])), "a statement has parts"),
            (
                read_back(|whole| whole["period"]["until"] = "2025-02-01".into()),
                "the parts make up the period",
            ),
            (
                read_back(|whole| {
                    let renamed = whole["parts"][1].to_string().replace("W02", "W09");
                    whole["parts"][1] = serde_json::from_str(&renamed).unwrap();
                }),
                "every part has the same payees",
            ),
        ] {
            assert!(found.contains(said), "{found}");
        }
    }
    #[test]
    fn an_excess_that_is_carried_forward_is_not_paid_back_now() {
        let rules = json!({
            "deductions": { "to": "treasury", "cite": "示例" },
            "advances": { "excess": "carry-forward", "cite": "示例" },
        });
        let schemes = sample::successive("2024-04-01").map(|scheme| {
            let mut scheme = serde_json::to_value(scheme.document()).unwrap();
            for (rule, value) in rules.as_object().unwrap() {
                scheme["channels"][0][rule] = value.clone();
            }
            serde_json::from_value(scheme).unwrap()
        });
        let mut facts: Value = sample::facts();
        facts["advances"] = json!([{
            "code": "V1", "payee": "W02", "channel": "purchase", "date": "2024-05-31",
            "amount": "900000",
        }]);
        let facts = serde_json::from_value(facts).unwrap();
        let settlement = crate::settle_in_parts(&schemes, Split::Months, &facts).unwrap();
        let statement = settlement.statement();
        let payable = statement.parts().iter().map(|part| part.figures().payees[1].payable);
        let payable: Vec<Money> = payable.collect();
        let advanced = Money::from_fen(90_000_000).unwrap();
        let [first, second] = [0, 1].map(|place| &statement.figures().payees[place]);
        assert_eq!((first.to_pay, first.carried_forward), (first.payable, Money::ZERO));
        assert_eq!(second.to_pay, payable[0]);
        assert_eq!(second.carried_forward, advanced.checked_sub(payable[1]).unwrap());
    }
}
