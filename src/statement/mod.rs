//! The statement: what is owed and why (结算单).
//!
//! [`StatementFigures`] are plain data. A [`Statement`] is figures that balance to the fen: it
//! cannot be made from others, neither by a settlement nor by deserialization.

mod balance;
mod digest;
mod explanation;
mod figures;
mod forward;
mod ledger;
mod named;
mod notice;
mod parts;
mod supplement;
pub(crate) mod table;
mod text;
mod texts;
mod trace;

pub use balance::StatementError;
pub use figures::{
    AppraisalLossFigures, CategoryFigures, ChannelFigures, DatedPrice, ItemFigures, NamedAmount,
    PayeeFigures, PayeeTotal, PoolFigures, PoolLineFigures, PriceFigures, PriorStatement,
    QuotaFigures, RoundFigures, SchemeReference, StatementFigures,
};
pub use ledger::{
    ClosingFigures, DeductionFigures, InstalmentFigures, MoneyFigures, PlanFigures, ReserveFigures,
    TransferDeadline,
};
pub use notice::{Notice, NoticeChannel};
pub use parts::{PartsFigures, PartsTotal, StatementInParts};
pub use supplement::{Change, Reason, Supplement, SupplementError, SupplementTotal};
pub(crate) use table::{Align, Table, approximate, readable, yuan, yuan_exact};
pub use trace::{Difference, Figure, Stage, Trace, TraceError, Unit};

use serde::{Deserialize, Serialize};

/// A statement whose figures balance to the fen.
///
/// It serializes without loss, decimals as strings, and is printed as a text in Chinese.
///
/// ```
/// use work_equivalent::statement::Statement;
/// # use work_equivalent::{facts::Facts, scheme::Scheme, settle, units::Money};
/// # let scheme: Scheme =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
/// # let facts = Facts::new(&scheme, &document)?;
/// # let settlement = settle(&facts)?;
/// let statement: &Statement = settlement.statement()?;
/// let json = serde_json::to_string(statement)?;
/// assert_eq!(&serde_json::from_str::<Statement>(&json)?, statement);
///
/// // A fen more for one payee is no statement.
/// let mut figures = statement.figures().clone();
/// figures.payees[0].total = figures.payees[0].total.checked_add(Money::from_fen(1).unwrap()).unwrap();
/// let error = Statement::new(figures).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "the statement does not balance: the channels make up the total of payee \"W01\", \
///      but 72000.00 is not 72000.01"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StatementFigures", into = "StatementFigures")]
pub struct Statement(StatementFigures);

impl Statement {
    /// The statement of figures that balance.
    ///
    /// # Errors
    ///
    /// A sum that is not the sum of its parts: the pool of its lines, the pool of what was
    /// distributed, kept back and left, a payee's amount of its categories, a category's of its
    /// items, a total of the payees; codes out of order or missing; an amount below zero.
    pub fn new(figures: StatementFigures) -> Result<Self, StatementError> {
        balance::check(&figures)?;
        Ok(Self(figures))
    }

    /// The figures.
    #[must_use]
    pub fn figures(&self) -> &StatementFigures {
        &self.0
    }
}

impl TryFrom<StatementFigures> for Statement {
    type Error = StatementError;

    fn try_from(figures: StatementFigures) -> Result<Self, StatementError> {
        texts::check(&figures)?;
        Self::new(figures)
    }
}

impl From<Statement> for StatementFigures {
    fn from(statement: Statement) -> Self {
        statement.0
    }
}

#[cfg(test)]
mod tests;
