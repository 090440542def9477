//! Stage 2, pool: `P = Σ sources − Σ carve-outs`, provision `R`, distributable `D = P − R`
//! (莲政办发〔2023〕75号 三(二)5, 三(二)2, 三(三)2).

use super::SettleError;
use crate::facts::Facts;
use crate::scheme::{PoolLineKind, SizeInForce};
use crate::units::{Amount, Money};

/// The pool of a channel.
#[derive(Clone, Debug)]
pub(super) struct Pool {
    pub(super) sources: Money,
    pub(super) carve_outs: Money,
    pub(super) available: Money,
    pub(super) provision: Money,
    pub(super) distributable: Money,
}

/// The pool of a channel; none where an announced price does without.
pub(super) fn pool(facts: &Facts<'_>, channel: usize) -> Result<Option<Pool>, SettleError> {
    let record = &facts.scheme.channels[channel];
    if record.pool.is_empty() {
        return Ok(None);
    }
    let amounts = &facts.plan.envelope(channel).amounts;
    let sum = |kind| {
        let lines = record.pool.iter().zip(amounts).filter(|(line, _)| line.kind == kind);
        Money::checked_sum(lines.map(|(_, amount)| amount.value))
            .ok_or_else(|| SettleError::sum_out_of_range(&record.code))
    };
    let sources = sum(PoolLineKind::Source)?;
    let carve_outs = sum(PoolLineKind::CarveOut)?;
    let available = sources
        .checked_sub(carve_outs)
        .filter(|available| !available.is_negative())
        .ok_or_else(|| SettleError::pool_negative(&record.code, sources, carve_outs))?;
    let provision = provision(facts, channel, available)?;
    let distributable = available
        .checked_sub(provision)
        .ok_or_else(|| SettleError::sum_out_of_range(&record.code))?;
    Ok(Some(Pool { sources, carve_outs, available, provision, distributable }))
}

/// What is set aside: the rate of the pool or the amount, no more than the pool, and no more than
/// brings the reserve to its target.
fn provision(facts: &Facts<'_>, channel: usize, pool: Money) -> Result<Money, SettleError> {
    let record = &facts.scheme.channels[channel];
    let Some(provision) = &facts.plan.envelope(channel).provision else {
        return Ok(Money::ZERO);
    };
    let full = match &provision.size {
        SizeInForce::Amount(amount) => amount.value,
        SizeInForce::Rate(rate) => {
            Amount::from_exact(pool.to_exact().times(&rate.value.to_exact()))
                .round(record.money)
                .map_err(|error| SettleError::amount(&record.code, error))?
        }
    };
    let room = match provision.target {
        None => pool,
        Some(target) => room(facts.openings[channel], target.value),
    };
    Ok(full.min(room).min(pool))
}

/// What the reserve can take until it reaches its target.
pub(super) fn room(opening: Option<Money>, target: Money) -> Money {
    let opening = opening.unwrap_or(Money::ZERO);
    target.checked_sub(opening).unwrap_or(Money::ZERO).max(Money::ZERO)
}
