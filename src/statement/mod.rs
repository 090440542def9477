//! The statement: what is owed and why (结算单).
//!
//! [`StatementFigures`] are plain data. A [`Statement`] is figures that balance to the fen: it
//! cannot be made from others, neither by a settlement nor by deserialization.

mod balance;
mod explanation;
mod figures;
mod table;
mod text;
mod trace;

pub use balance::StatementError;
pub use figures::{
    AppraisalLossFigures, CategoryFigures, ChannelFigures, DatedPrice, ItemFigures, NamedAmount,
    PayeeFigures, PayeeTotal, PoolFigures, PoolLineFigures, PriceFigures, SchemeReference,
    StatementFigures,
};
pub use trace::{Difference, Figure, Stage, Trace, TraceError, Unit};

use serde::{Deserialize, Serialize};

/// A statement whose figures balance to the fen.
///
/// It serializes without loss, decimals as strings, and is printed as a text in Chinese.
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
        Self::new(figures)
    }
}

impl From<Statement> for StatementFigures {
    fn from(statement: Statement) -> Self {
        statement.0
    }
}
