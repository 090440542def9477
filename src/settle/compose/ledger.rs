//! The ledgers of a channel: how it closed, what its reserve holds, where its money went.

use crate::facts::Facts;
use crate::scheme::AppraisalLoss;
use crate::settle::close::ClosedTotals;
use crate::settle::sums::Sums;
use crate::settle::{ChannelSettlement, SettleError};
use crate::statement::{ClosingFigures, MoneyFigures, ReserveFigures};
use crate::units::Money;

pub(super) fn closing_figures(totals: &ClosedTotals) -> ClosingFigures {
    ClosingFigures {
        gap: totals.gap,
        drawn: totals.drawn,
        payer_share: totals.payer_share,
        borne: totals.borne,
        owed: totals.owed,
        surplus: totals.surplus,
        to_reserve: totals.to_reserve,
        retained: totals.retained,
        returned: totals.returned,
    }
}

/// The ledger of the reserve, where the channel has one.
pub(super) fn reserve_figures(
    facts: &Facts<'_>,
    channel: usize,
    settled: &ChannelSettlement,
) -> Result<Option<ReserveFigures>, SettleError> {
    let record = &facts.scheme.channels[channel];
    if record.reserve.is_none() {
        return Ok(None);
    }
    let sums = Sums(&record.code);
    let totals = settled.closed.totals.clone().unwrap_or_default();
    let lost = settled.entitled.appraisal_loss;
    let released = settled.withheld.released;
    let kept = sums.minus(settled.withheld.balance, released)?;
    Ok(Some(ReserveFigures {
        opening: facts.opening.reserves[channel].unwrap_or(Money::ZERO),
        provision: settled.pool.as_ref().map_or(Money::ZERO, |pool| pool.provision),
        drawn: totals.drawn,
        appraisal_loss: if record.appraisal_loss == AppraisalLoss::Reserve {
            lost
        } else {
            Money::ZERO
        },
        surplus: totals.to_reserve,
        withheld: settled.withheld.total,
        released,
        deducted: settled.deducted.to_reserve,
        closing: sums.plus(kept, settled.deducted.to_reserve)?,
        target: facts.plan.envelope(channel).target.map(|target| target.value),
    }))
}

/// Where the money of the channel came from and where it goes.
pub(super) fn money_figures(
    facts: &Facts<'_>,
    channel: usize,
    settled: &ChannelSettlement,
) -> Result<MoneyFigures, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let totals = settled.closed.totals.clone().unwrap_or_default();
    let (appropriated, returned) = if let Some(pool) = &settled.pool {
        let lost = if record.appraisal_loss == AppraisalLoss::Treasury {
            settled.entitled.appraisal_loss
        } else {
            Money::ZERO
        };
        (pool.available, sums.plus(lost, totals.returned)?)
    } else {
        // Without a pool, the treasury provides what is owed, and the appraisal's loss never left.
        let owed = sums.total(settled.owed.iter().map(|owed| owed.paid))?;
        (sums.plus(settled.entitled.entitlement, owed)?, Money::ZERO)
    };
    Ok(MoneyFigures {
        appropriated,
        payer_share: totals.payer_share,
        payable: settled.paid.payable,
        treasury: sums.plus(returned, settled.deducted.to_treasury)?,
    })
}
