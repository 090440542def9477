//! Stage 8, withhold: a part of each entitlement is kept for the risk reserve, and released in the
//! period's settlement or held (风险金计提; 莲政办发〔2023〕75号 三(三)2).

use super::SettleError;
use super::close::{Closed, drawable};
use super::entitle::Entitled;
use super::pool::Pool;
use super::sums::Sums;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Release};
use crate::units::{Amount, Money};

/// What is withheld in a channel, and released.
#[derive(Clone, Debug)]
pub(super) struct Withheld {
    /// Empty where the scheme withholds nothing.
    payees: Vec<WithheldPayee>,
    /// What is withheld in all.
    pub(super) total: Money,
    pub(super) released: Money,
    /// What the reserve holds before anything is released.
    pub(super) balance: Money,
}

impl Withheld {
    /// What is withheld from one payee.
    pub(super) fn of(&self, payee: usize) -> WithheldPayee {
        self.payees.get(payee).copied().unwrap_or_default()
    }
}

/// What is withheld from one payee, and released to it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WithheldPayee {
    pub(super) withheld: Money,
    pub(super) released: Money,
    /// Its share of what is released, where that is less than all.
    pub(super) share: Option<Share>,
}

/// Withholds from the closed entitlements of a channel.
pub(super) fn withhold(
    facts: &Facts<'_>,
    channel: usize,
    pool: Option<&Pool>,
    entitled: &Entitled,
    closed: &Closed,
) -> Result<Withheld, SettleError> {
    let record = &facts.scheme.channels[channel];
    let sums = Sums(&record.code);
    let envelope = facts.plan.envelope(channel);
    let mut payees = Vec::new();
    if let Some(rate) = envelope.withholding.map(|rate| rate.value.to_exact()) {
        payees.reserve_exact(facts.payees.len());
        for amount in &closed.amounts {
            let withheld = Amount::from_exact(amount.to_exact().times(&rate))
                .round(record.money)
                .map_err(|error| SettleError::amount(&record.code, error))?
                // Rounded up to whole yuan, it could exceed what there is.
                .min(*amount);
            payees.push(WithheldPayee { withheld, ..WithheldPayee::default() });
        }
    }
    let withheld = sums.total(payees.iter().map(|payee| payee.withheld))?;

    let before = match pool {
        Some(pool) => drawable(facts, channel, pool)?,
        None => facts.opening.reserve(channel),
    };
    let moved = closed.moved();
    let lost = entitled.loss_to(record, AppraisalLoss::Reserve);
    let balance = sums.total([before, lost, moved.to_reserve, withheld])?;
    let balance = sums.minus(balance, moved.drawn)?;

    let withholding = record.reserve.as_ref().and_then(|reserve| reserve.withholding.as_ref());
    let release = withholding.map_or(Release::Held, |withholding| withholding.release);
    let released = match release {
        Release::Held => Money::ZERO,
        Release::All => withheld,
        Release::AboveTarget => {
            let target = envelope.target.map_or(balance, |target| target.value);
            sums.minus(balance, target)?.max(Money::ZERO).min(withheld)
        }
    };
    if released > Money::ZERO {
        let weights: Vec<Exact> = payees.iter().map(|payee| payee.withheld.to_exact()).collect();
        let parts = released
            .apportion(&weights)
            .map_err(|error| SettleError::apportion(&record.code, &error))?;
        for (payee, (part, share)) in payees.iter_mut().zip(parts) {
            payee.released = part;
            payee.share = Some(share);
        }
    }
    Ok(Withheld { payees, total: withheld, released, balance })
}
