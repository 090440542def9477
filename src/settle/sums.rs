//! Sums of money inside a channel, checked.

use super::SettleError;
use crate::units::Money;

/// Adds up the money of a channel; out of range is an error that names it.
#[derive(Clone, Copy)]
pub(super) struct Sums<'c>(pub(super) &'c str);

impl Sums<'_> {
    pub(super) fn plus(self, a: Money, b: Money) -> Result<Money, SettleError> {
        a.checked_add(b).ok_or_else(|| self.range())
    }

    pub(super) fn minus(self, a: Money, b: Money) -> Result<Money, SettleError> {
        a.checked_sub(b).ok_or_else(|| self.range())
    }

    pub(super) fn total(
        self,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, SettleError> {
        Money::checked_sum(amounts).ok_or_else(|| self.range())
    }

    fn range(self) -> SettleError {
        SettleError::sum_out_of_range(self.0)
    }
}
