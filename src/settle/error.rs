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
    #[error(
        "channel \"{channel}\": the payees are owed {gap} yuan more than the pool holds{covered}, and \
         the scheme rejects an overrun: add to the pool, or say in \"overrun\" who bears it"
    )]
    Overrun { channel: String, gap: Money, rest: Money, covered: String },
    #[error(
        "channel \"{channel}\": {retained} yuan of a surplus are to be retained, but no payee is owed \
         anything over which to apportion them"
    )]
    NobodyRetains { channel: String, retained: Money },
    #[error(
        "channel \"{channel}\": the dates of instalment \"{instalment}\" lie beyond the calendar"
    )]
    BeyondTheCalendar { channel: String, instalment: String },
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

    pub(super) fn overrun(channel: &str, gap: Money, drawn: Money, rest: Money) -> Self {
        let covered = if drawn == Money::ZERO {
            String::new()
        } else {
            format!(", of which the reserve covers {drawn} and {rest} are missing")
        };
        Kind::Overrun { channel: channel.to_owned(), gap, rest, covered }.into()
    }

    /// The gap of an overrun that the channel rejects, and what of it the reserve leaves.
    pub(crate) fn rejected(&self, of: &str) -> Option<(Money, Money)> {
        match &*self.0 {
            Kind::Overrun { channel, gap, rest, .. } if channel == of => Some((*gap, *rest)),
            _ => None,
        }
    }

    /// Whether a channel has a surplus to retain, and nobody who could.
    pub(crate) fn is_nobody_retains(&self, of: &str) -> bool {
        matches!(&*self.0, Kind::NobodyRetains { channel, .. } if channel == of)
    }

    pub(super) fn nobody_retains(channel: &str, retained: Money) -> Self {
        Kind::NobodyRetains { channel: channel.to_owned(), retained }.into()
    }

    pub(super) fn beyond_the_calendar(channel: &str, instalment: &str) -> Self {
        let (channel, instalment) = (channel.to_owned(), instalment.to_owned());
        Kind::BeyondTheCalendar { channel, instalment }.into()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_whose_overrun_or_surplus_it_is() {
        let fen = |fen| Money::from_fen(fen).unwrap();
        let overrun = SettleError::overrun("a", fen(300), fen(100), fen(200));
        assert_eq!(overrun.rejected("a"), Some((fen(300), fen(200))));
        assert_eq!(overrun.rejected("b"), None);
        assert!(!overrun.is_nobody_retains("a"));
        let retains = SettleError::nobody_retains("a", fen(5));
        assert!(retains.is_nobody_retains("a") && !retains.is_nobody_retains("b"));
        assert_eq!(retains.rejected("a"), None);
    }
}
