//! The ledgers of a channel: what its reserve holds, where its money went.

use crate::facts::Facts;
use crate::scheme::AppraisalLoss;
use crate::settle::sums::Sums;
use crate::settle::{ChannelSettlement, SettleError};
use crate::statement::{MoneyFigures, ReserveFigures};
use crate::units::Money;

/// The ledger of the reserve, where the channel has one.
pub(in crate::settle) fn reserve_figures(
    facts: &Facts<'_>,
    channel: usize,
    settled: &ChannelSettlement,
) -> Result<Option<ReserveFigures>, SettleError> {
    let record = &facts.scheme.channels[channel];
    if record.reserve.is_none() {
        return Ok(None);
    }
    let sums = Sums(&record.code);
    let moved = settled.closed.moved();
    let released = settled.withheld.released;
    let kept = sums.minus(settled.withheld.balance, released)?;
    Ok(Some(ReserveFigures {
        opening: facts.opening.reserve(channel),
        provision: settled.pool.as_ref().map_or(Money::ZERO, |pool| pool.provision),
        drawn: moved.drawn,
        appraisal_loss: settled.entitled.loss_to(record, AppraisalLoss::Reserve),
        surplus: moved.to_reserve,
        withheld: settled.withheld.total,
        released,
        deducted: settled.deducted.to_reserve,
        closing: sums.plus(kept, settled.deducted.to_reserve)?,
        target: facts.plan.envelope(channel).target.map(|target| target.value),
    }))
}

/// Where the money of the channel came from and where it goes.
pub(in crate::settle) fn money_figures(
    facts: &Facts<'_>,
    channel: usize,
    settled: &ChannelSettlement,
) -> Result<MoneyFigures, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let moved = settled.closed.moved();
    let (appropriated, returned) = if let Some(pool) = &settled.pool {
        let lost = settled.entitled.loss_to(record, AppraisalLoss::Treasury);
        (pool.available, sums.plus(lost, moved.returned)?)
    } else {
        // Without a pool, the payer provides what is owed, less what others pay, and the appraisal's loss never left.
        let owed = sums.total(settled.owed.iter().map(|owed| owed.paid))?;
        let due = sums.plus(settled.entitled.entitlement, owed)?;
        (sums.minus(due, settled.paid.recorded)?, Money::ZERO)
    };
    Ok(MoneyFigures {
        appropriated,
        payer_share: moved.payer_share,
        payable: settled.paid.payable,
        treasury: sums.plus(returned, settled.deducted.to_treasury)?,
    })
}
