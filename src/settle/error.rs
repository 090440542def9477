//! Why a period cannot be settled.

use crate::exact::ApportionError;
use crate::formula::FormulaError;
use crate::statement::StatementError;
use crate::text::clip;
use crate::units::{Money, QuantityError};

/// The error of facts that are right but cannot be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct SettleError(Box<Kind>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error(
        "channel \"{channel}\": carve-outs of {carve_outs} yuan exceed sources of {sources} yuan: \
         the pool cannot be below zero"
    )]
    PoolNegative { channel: String, sources: Money, carve_outs: Money },
    #[error(
        "channel \"{channel}\": a price cannot be derived from {distributable} yuan and no \
         equivalents: record volumes, or settle the pool outside this channel"
    )]
    NoEquivalents { channel: String, distributable: Money },
    #[error("channel \"{channel}\": {reason}")]
    Amount { channel: String, reason: QuantityError },
    #[error(
        "channel \"{channel}\": a sum of money is out of range: at most {} of yuan",
        Money::COMPUTED_LIMITS
    )]
    SumOutOfRange { channel: String },
    #[error("channel \"{channel}\": {reason}")]
    Apportion { channel: String, reason: ApportionError },
    #[error("channel \"{channel}\": the appraisal of payee \"{payee}\" has no result: {reason}")]
    Appraisal { channel: String, payee: String, reason: FormulaError },
    #[error("figure \"{id}\" cannot be explained: {reason}")]
    Explanation { id: String, reason: FormulaError },
    #[error("there is no payee \"{payee}\"")]
    UnknownPayee { payee: String },
    #[error(transparent)]
    Unbalanced(StatementError),
}

impl From<Kind> for SettleError {
    fn from(kind: Kind) -> Self {
        Self(Box::new(kind))
    }
}

impl SettleError {
    pub(super) fn pool_negative(channel: &str, sources: Money, carve_outs: Money) -> Self {
        Kind::PoolNegative { channel: channel.to_owned(), sources, carve_outs }.into()
    }

    pub(super) fn no_equivalents(channel: &str, distributable: Money) -> Self {
        Kind::NoEquivalents { channel: channel.to_owned(), distributable }.into()
    }

    pub(super) fn amount(channel: &str, reason: QuantityError) -> Self {
        Kind::Amount { channel: channel.to_owned(), reason }.into()
    }

    pub(super) fn sum_out_of_range(channel: &str) -> Self {
        Kind::SumOutOfRange { channel: channel.to_owned() }.into()
    }

    pub(super) fn apportion(channel: &str, reason: &ApportionError) -> Self {
        Kind::Apportion { channel: channel.to_owned(), reason: reason.clone() }.into()
    }

    pub(super) fn appraisal(channel: &str, payee: &str, reason: &FormulaError) -> Self {
        Kind::Appraisal {
            channel: channel.to_owned(),
            payee: payee.to_owned(),
            reason: reason.clone(),
        }
        .into()
    }

    pub(super) fn explanation(id: &str, reason: FormulaError) -> Self {
        Kind::Explanation { id: id.to_owned(), reason }.into()
    }

    pub(super) fn unknown_payee(payee: &str) -> Self {
        Kind::UnknownPayee { payee: clip(payee).into_owned() }.into()
    }
}

impl From<StatementError> for SettleError {
    fn from(error: StatementError) -> Self {
        Kind::Unbalanced(error).into()
    }
}
