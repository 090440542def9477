//! Stage 6, break down: each amount is apportioned over its categories, and on request each
//! category over its items, by equivalents (莲政办发〔2023〕75号 三(三)1: 明细核算).

use super::SettleError;
use super::each::{each_block, joined};
use super::entitle::Entitled;
use super::measure::Measures;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::units::{Equivalents, Money};

/// What the payees of a channel are owed, by category.
#[derive(Clone, Debug)]
pub(super) struct BrokenDown {
    categories: usize,
    /// By payee, then category of the channel, in order of code.
    amounts: Vec<Money>,
}

impl BrokenDown {
    /// What one payee is owed, by category.
    pub(super) fn of(&self, payee: usize) -> &[Money] {
        &self.amounts[payee * self.categories..(payee + 1) * self.categories]
    }
}

/// What every payee of a channel is owed, over its categories.
pub(super) fn by_category(
    facts: &Facts<'_>,
    channel: usize,
    measured: &Measures,
    entitled: &Entitled,
) -> Result<BrokenDown, SettleError> {
    let categories = facts.scheme.categories_of(channel).count();
    let code = &facts.scheme.channels[channel].code;
    let blocks = each_block(entitled.payees.len(), |payees| {
        let mut amounts = Vec::with_capacity(payees.len() * categories);
        for payee in payees {
            let weights = measured.of(payee).by_category;
            entitled.payees[payee]
                .amount
                .apportion_onto(weights, &mut amounts)
                .map_err(|error| SettleError::apportion(code, &error))?;
        }
        Ok::<_, SettleError>(amounts)
    });
    Ok(BrokenDown { categories, amounts: joined(blocks)? })
}

/// The parts of an amount, in the order of the equivalents.
pub(super) fn break_down(
    channel: &str,
    amount: Money,
    equivalents: &[Equivalents],
) -> Result<Vec<(Money, Share)>, SettleError> {
    let weights: Vec<&Exact> = equivalents.iter().map(Equivalents::exact).collect();
    amount.apportion(&weights).map_err(|error| SettleError::apportion(channel, &error))
}
