//! The ledgers of a channel: what its reserve holds, where its money went.

use super::sums::Sums;
use super::{ChannelSettlement, SettleError};
use crate::facts::Facts;
use crate::scheme::AppraisalLoss;
use crate::statement::{MoneyFigures, ReserveFigures};
use crate::units::Money;

/// The ledgers of a channel.
#[derive(Clone, Debug)]
pub(super) struct Ledgers {
    pub(super) reserve: Option<ReserveFigures>,
    pub(super) money: MoneyFigures,
}

/// The ledgers of a channel whose stages are settled.
pub(super) fn ledgers(
    facts: &Facts<'_>,
    channel: usize,
    settled: &ChannelSettlement,
) -> Result<Ledgers, SettleError> {
    Ok(Ledgers {
        reserve: reserve_figures(facts, channel, settled)?,
        money: money_figures(facts, channel, settled)?,
    })
}

/// The ledger of the reserve, where the channel has one.
fn reserve_figures(
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
fn money_figures(
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
        let owed = sums.total(settled.owed.paid())?;
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
