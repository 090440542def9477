//! Stage 5, entitle: what each payee is owed, `A_i = E_i × p × c_i` in fen, and what the appraisal
//! keeps from payees (莲政办发〔2023〕75号 三(二)5, 三(三)3).

use super::SettleError;
use super::appraise::Appraised;
use super::measure::Measures;
use super::pool::Pool;
use super::price::{Priced, appraised_equivalents};
use super::sums::Sums;
use crate::exact::{Exact, Share};
use crate::facts::Facts;
use crate::scheme::{AppraisalLoss, Channel};
use crate::units::{Amount, Equivalents, Money};

/// What the payees of a channel are owed.
#[derive(Clone, Debug)]
pub(super) struct Entitled {
    /// In order of payee code.
    pub(super) payees: Vec<Entitlement>,
    pub(super) entitlement: Money,
    pub(super) appraisal_loss: Money,
    /// What is left of the pool, or below zero what it lacks; none without a pool.
    pub(super) remainder: Option<Money>,
}

impl Entitled {
    /// The appraisal loss, as far as it goes there.
    pub(super) fn loss_to(&self, channel: &Channel, to: AppraisalLoss) -> Money {
        if channel.appraisal_loss == to { self.appraisal_loss } else { Money::ZERO }
    }
}

/// What one payee is owed.
#[derive(Clone, Debug)]
pub(super) struct Entitlement {
    /// Equivalents × price, rounded.
    pub(super) before_appraisal: Money,
    pub(super) amount: Money,
    /// Where it is a part of the pool rather than a rounded product.
    pub(super) share: Option<Share>,
}

/// The entitlements of a channel.
pub(super) fn entitle(
    facts: &Facts<'_>,
    channel: usize,
    pool: Option<&Pool>,
    measured: &Measures,
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Entitled, SettleError> {
    let record = &facts.scheme.channels[channel];
    let values: Vec<Amount> = measured.iter().map(|measured| price.value_of(measured)).collect();
    let before_appraisal = values
        .iter()
        .map(|value| value.round(record.money))
        .collect::<Result<Vec<Money>, _>>()
        .map_err(|error| SettleError::amount(&record.code, error))?;

    let apportioned = match (price, pool) {
        (Priced::Derived { divisor, .. }, Some(pool)) => {
            apportion_pool(record, pool, measured, appraised, divisor)?
        }
        _ => None,
    };
    let owed = match apportioned {
        Some(owed) => owed,
        None => round_products(record, (measured, &values), appraised, price)?,
    };

    let sums = Sums(&record.code);
    let entitlement = sums.total(owed.amounts.iter().map(|(amount, _)| *amount))?;
    let spare = pool.map(|pool| sums.minus(pool.distributable, entitlement)).transpose()?;
    let appraisal_loss = if let Some(part) = owed.appraisal_loss {
        part
    } else {
        let full = sums.total(before_appraisal.iter().copied())?;
        loss_of_products(record, sums.minus(full, entitlement)?, spare)
    };
    let remainder = spare.map(|spare| sums.minus(spare, appraisal_loss)).transpose()?;
    let payees = before_appraisal
        .into_iter()
        .zip(owed.amounts)
        .map(|(before_appraisal, (amount, share))| Entitlement { before_appraisal, amount, share })
        .collect();
    Ok(Entitled { payees, entitlement, appraisal_loss, remainder })
}

/// What payees are owed.
struct Owed {
    /// In order of payee code; with its share, where an amount is a part of the pool.
    amounts: Vec<(Money, Option<Share>)>,
    /// The appraisal's part of the pool, where the pool was apportioned.
    appraisal_loss: Option<Money>,
}

/// `A_i = round(E_i × p × c_i)`, once for each payee.
fn round_products(
    channel: &Channel,
    (measured, values): (&Measures, &[Amount]),
    appraised: &[Appraised],
    price: &Priced,
) -> Result<Owed, SettleError> {
    let amounts = measured
        .iter()
        .zip(values)
        .zip(appraised)
        .map(|((measured, value), appraised)| {
            price
                .value_after_appraisal(measured, value, appraised)
                .round(channel.money)
                .map(|amount| (amount, None))
                .map_err(|error| SettleError::amount(&channel.code, error))
        })
        .collect::<Result<_, _>>()?;
    Ok(Owed { amounts, appraisal_loss: None })
}

/// A pool whose price is derived and not rounded is apportioned over `E_i × c_i`, so that the
/// parts sum to it to the fen. Where the appraisal's money is not redistributed, it is one more
/// part, `Σ E_i (1 − c_i)`, which sorts after every payee. Where coefficients above one make that
/// part negative, demand exceeds the pool, and nothing is apportioned.
fn apportion_pool(
    channel: &Channel,
    pool: &Pool,
    measured: &Measures,
    appraised: &[Appraised],
    divisor: &Equivalents,
) -> Result<Option<Owed>, SettleError> {
    let mut weights: Vec<Exact> = appraised_equivalents(measured, appraised)
        .map(|equivalents| equivalents.exact().clone())
        .collect();
    let kept = divisor.exact().minus(&weights.iter().sum());
    if kept.is_negative() {
        return Ok(None);
    }
    weights.push(kept);
    let mut parts = pool
        .distributable
        .apportion(&weights)
        .map_err(|error| SettleError::apportion(&channel.code, &error))?;
    let appraisal_loss = parts.pop().map(|(amount, _)| amount);
    let amounts = parts.into_iter().map(|(amount, share)| (amount, Some(share))).collect();
    Ok(Some(Owed { amounts, appraisal_loss }))
}

/// What the appraisal keeps of rounded products, as far as the pool holds it after the payees.
fn loss_of_products(channel: &Channel, kept: Money, spare: Option<Money>) -> Money {
    if channel.appraisal_loss == AppraisalLoss::Redistributed || channel.appraisal.is_none() {
        return Money::ZERO;
    }
    let most = spare.unwrap_or(kept);
    kept.min(most).max(Money::ZERO)
}
