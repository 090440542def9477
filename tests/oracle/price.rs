//! Stages 4 and 5: the price, what each payee is entitled to, and what the appraisal keeps back.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{AppraisalLoss, PriceDocument};

use crate::calculate::Worked;
use crate::dated::{in_force, in_force_within};
use crate::numbers::{Fen, Fraction, apportion, round, whole, yuan};
use crate::outcome::Refusal;
use crate::setting::Setting;

/// What stages 4 and 5 found for a channel.
pub struct Priced {
    pub prices: Vec<(String, Fraction)>,
    /// A, in the order of the payees.
    pub entitlements: Vec<Fen>,
    pub appraisal_loss: Fen,
}

/// Rules 6.4 and 6.5: the price by its kind, and what each payee is entitled to.
pub fn price(
    setting: &Setting,
    payees: &[Worked],
    distributable: Option<&Fen>,
) -> Result<Priced, Refusal> {
    let period = &setting.facts.period;
    let first_day = period.from.clone();
    match &setting.channel.price {
        PriceDocument::Announced { values, .. } => {
            let price_on = |date: &str| in_force(values, date);
            let (entitlements, nominal) = round_each(setting, payees, price_on);
            Ok(Priced {
                prices: in_force_within(values, &period.from, &period.until),
                appraisal_loss: kept_back(&nominal, &entitlements, distributable),
                entitlements,
            })
        }
        PriceDocument::Derived { appraisal_loss, .. } => {
            let distributable = distributable.unwrap();
            let price = derived_price(*appraisal_loss, payees, distributable)?;
            let (entitlements, appraisal_loss) = match appraisal_loss {
                AppraisalLoss::Redistributed => redistribute(payees, distributable),
                AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
                    keep_back(setting, payees, &price, distributable)
                }
            };
            Ok(Priced { prices: vec![(first_day, price)], entitlements, appraisal_loss })
        }
        PriceDocument::Published { appraisal_loss: destination, rounding, .. } => {
            let distributable = distributable.unwrap();
            let price = round(&derived_price(*destination, payees, distributable)?, *rounding);
            let (entitlements, nominal) = round_each(setting, payees, |_| price.clone());
            let appraisal_loss = match destination {
                AppraisalLoss::Redistributed => Fen::zero(),
                AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
                    kept_back(&nominal, &entitlements, Some(distributable))
                }
            };
            Ok(Priced { prices: vec![(first_day, price)], entitlements, appraisal_loss })
        }
        PriceDocument::Quota { .. } | PriceDocument::Stated { .. } => {
            // V is in yuan already: as with an announced price of 1.
            let (entitlements, nominal) = round_each(setting, payees, |_| whole(1));
            let appraisal_loss = kept_back(&nominal, &entitlements, distributable);
            Ok(Priced { prices: Vec::new(), entitlements, appraisal_loss })
        }
    }
}

/// The price of a day: what is announced for it, or the one that was derived; 1 for what is in yuan
/// already.
pub fn price_on(setting: &Setting, prices: &[(String, Fraction)], date: &str) -> Fraction {
    match &setting.channel.price {
        PriceDocument::Announced { values, .. } => in_force(values, date),
        PriceDocument::Derived { .. } | PriceDocument::Published { .. } => prices[0].1.clone(),
        PriceDocument::Quota { .. } | PriceDocument::Stated { .. } => whole(1),
    }
}

/// Rule 6.4: p = D / Σ E, or p = D / Σ E c where appraisal losses are redistributed.
fn derived_price(
    appraisal_loss: AppraisalLoss,
    payees: &[Worked],
    distributable: &Fen,
) -> Result<Fraction, Refusal> {
    let divisor: Fraction = match appraisal_loss {
        AppraisalLoss::Redistributed => payees.iter().map(|payee| &payee.after_appraisal).sum(),
        AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
            payees.iter().map(|payee| &payee.measured).sum()
        }
    };
    if divisor.is_zero() {
        return Err(Refusal::NoEquivalents);
    }
    Ok(yuan(distributable) / divisor)
}

/// Rule 6.5: A = round(Σ E p c), and beside it what it would be with full coefficients,
/// round(Σ E p), each part of the period at its own price and coefficient.
fn round_each(
    setting: &Setting,
    payees: &[Worked],
    price_on: impl Fn(&str) -> Fraction,
) -> (Vec<Fen>, Vec<Fen>) {
    let mut entitlements = Vec::new();
    let mut nominal = Vec::new();
    for payee in payees {
        let mut worth_in_full = Fraction::zero();
        let mut worth = Fraction::zero();
        for earned in &payee.earned {
            let part = &earned.measured * price_on(&earned.date);
            worth += &part * payee.appraised.coefficient_on(setting, &earned.date);
            worth_in_full += part;
        }
        entitlements.push(setting.round(&worth));
        nominal.push(setting.round(&worth_in_full));
    }
    (entitlements, nominal)
}

/// Rule 6.5, derived and redistributed: D apportioned over E c, so that there is no appraisal loss.
fn redistribute(payees: &[Worked], distributable: &Fen) -> (Vec<Fen>, Fen) {
    let weights: Vec<Fraction> = payees.iter().map(|payee| payee.after_appraisal.clone()).collect();
    (apportion(distributable, &weights), Fen::zero())
}

/// Rule 6.5, derived and not redistributed: D apportioned over E c and one more part, Σ E (1 − c),
/// which comes last and is the appraisal loss; where that part is negative, each A is rounded.
fn keep_back(
    setting: &Setting,
    payees: &[Worked],
    price: &Fraction,
    distributable: &Fen,
) -> (Vec<Fen>, Fen) {
    let mut weights: Vec<Fraction> =
        payees.iter().map(|payee| payee.after_appraisal.clone()).collect();
    let lost: Fraction = payees.iter().map(|payee| &payee.measured - &payee.after_appraisal).sum();
    if lost.is_negative() {
        let (entitlements, nominal) = round_each(setting, payees, |_| price.clone());
        let appraisal_loss = kept_back(&nominal, &entitlements, Some(distributable));
        return (entitlements, appraisal_loss);
    }
    weights.push(lost);
    let mut parts = apportion(distributable, &weights);
    let appraisal_loss = parts.pop().unwrap();
    (parts, appraisal_loss)
}

/// Rule 4, envelope, money that appraisal withholds: Σ (round(E p) − A), not below zero, and with a
/// pool no more than what is left of it.
fn kept_back(nominal: &[Fen], entitlements: &[Fen], distributable: Option<&Fen>) -> Fen {
    let paid: Fen = entitlements.iter().sum();
    let lost = (nominal.iter().sum::<Fen>() - &paid).max(Fen::zero());
    match distributable {
        Some(distributable) => lost.min((distributable - paid).max(Fen::zero())),
        None => lost,
    }
}
