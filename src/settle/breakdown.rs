//! Stage 6, break down: each amount is apportioned over its categories, and on request each
//! category over its items, by equivalents (莲政办发〔2023〕75号 三(三)1: 明细核算).

use super::SettleError;
use crate::exact::{Exact, Share};
use crate::units::{Equivalents, Money};

/// The parts of an amount, in the order of the equivalents.
pub(super) fn break_down<'e>(
    channel: &str,
    amount: Money,
    equivalents: impl Iterator<Item = &'e Equivalents>,
) -> Result<Vec<(Money, Share)>, SettleError> {
    let weights: Vec<Exact> = equivalents.map(|part| part.exact().clone()).collect();
    amount.apportion(&weights).map_err(|error| SettleError::apportion(channel, &error))
}
