//! A period inside which the scheme changes: each part is settled under its own scheme, one after
//! the other, and what one leaves behind opens the next (莲政办发〔2023〕75号 replaces
//! 莲政办发〔2019〕34号 on 2023-12-25).

use super::{Detail, SettleError, Settled, explain, settle_facts};
use crate::facts::{Closing, Facts, FactsDocument, FactsError, Parts};
use crate::scheme::{Scheme, Split};
use crate::statement::{Statement, StatementInParts, Trace};

/// A settlement of a period inside which the scheme changes.
#[derive(Debug)]
pub struct SettlementInParts<'s> {
    parts: Vec<(Facts<'s>, Settled)>,
    statement: StatementInParts,
}

/// Why a period inside which the scheme changes cannot be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StraddleError {
    /// The facts, or how the schemes follow one another, have problems.
    #[error(transparent)]
    Facts(#[from] FactsError),
    /// What one part leaves behind has no place under the next scheme.
    #[error("what was left behind cannot be brought into the part from {from}: {error}")]
    Forward {
        /// The first day of the part.
        from: crate::period::Date,
        /// Why.
        error: FactsError,
    },
    /// The facts are right, but cannot be settled.
    #[error("in the part from {from}: {error}")]
    Settle {
        /// The first day of the part.
        from: crate::period::Date,
        /// Why.
        error: SettleError,
    },
}

/// Settles a period inside which one scheme follows another: one statement in parts.
///
/// Every record belongs to the part in which its days lie; one that spans the change is refused.
/// Amounts for the whole period (pool lines, a provision by amount) are split by an explicit rule.
///
/// # Errors
///
/// Schemes that leave a day of the period without a scheme, or with two; a record that spans the
/// change, with where to split it; whatever [`Facts::new`] refuses in any part, all at once;
/// whatever [`crate::settle`] refuses.
pub fn settle_in_parts<'s>(
    schemes: &'s [Scheme],
    split: Split,
    document: &FactsDocument,
) -> Result<SettlementInParts<'s>, StraddleError> {
    let parts = Parts::new(schemes, split, document)?;
    let mut settled: Vec<(Facts<'s>, Settled)> = Vec::new();
    let mut statements: Vec<Statement> = Vec::new();
    let mut closing: Option<Closing> = None;
    for part in 0..parts.len() {
        let from = parts.first_day(part);
        let facts = parts
            .facts(part, closing.take())
            .map_err(|error| StraddleError::Forward { from, error })?;
        let error = |error| StraddleError::Settle { from, error };
        let part = settle_facts(&facts).map_err(error)?;
        let statement = part.compose(&facts, Detail::Categories).map_err(error)?;
        closing = Some(statement.closing().map_err(|reason| error(reason.into()))?);
        statements.push(statement);
        settled.push((facts, part));
    }
    let statement = StatementInParts::of(parts.period(), split, &statements).map_err(|reason| {
        StraddleError::Settle { from: parts.period().from(), error: reason.into() }
    })?;
    Ok(SettlementInParts { parts: settled, statement })
}

impl SettlementInParts<'_> {
    /// The statement: each part, and each payee over all of them.
    #[must_use]
    pub fn statement(&self) -> &StatementInParts {
        &self.statement
    }

    /// How the figures of one payee came about, part by part.
    ///
    /// # Errors
    ///
    /// A code that is not a payee's.
    pub fn explain(&self, payee: &str) -> Result<Vec<Trace>, SettleError> {
        let parts = self.parts.iter();
        parts
            .map(|(facts, part)| {
                let place =
                    facts.place_of(payee).ok_or_else(|| SettleError::unknown_payee(payee))?;
                explain::explain(facts, &part.channels, place)
            })
            .collect()
    }

    /// Closes the period: the statement, and what its last part leaves behind for the next one.
    ///
    /// # Errors
    ///
    /// None that a settlement which exists can meet.
    pub fn close(self) -> Result<(StatementInParts, Closing), SettleError> {
        let closing = self.statement.closing()?;
        Ok((self.statement, closing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn each_part_explains_a_payee() {
        let schemes = sample::successive("2024-04-01");
        let settlement = settle_in_parts(&schemes, Split::Months, &sample::facts()).unwrap();

        let traces = settlement.explain("W01").unwrap();
        let told: Vec<[String; 3]> = traces
            .iter()
            .map(|trace| {
                let total = &trace.figure("total").unwrap().value;
                [trace.scheme.clone(), trace.period.to_string(), total.to_string()]
            })
            .collect();
        // A quarter of 105,000 is paid for the 5,000 of W01 in March; 96 points. The rest, 78,750,
        // is for what W02 did in May.
        assert_eq!(
            told,
            [
                ["示例〔2024〕1号", "[2024-01-01, 2024-04-01)", "25200"],
                ["示例〔2024〕2号", "[2024-04-01, 2025-01-01)", "0"],
            ]
        );
        assert_eq!(settlement.explain("W99").unwrap_err().to_string(), "there is no payee \"W99\"");
    }
}
