//! Stages 7 and 8: closes demand against the pool, and withholds for the reserve.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{OverrunRestDocument, Release, SurplusRestDocument};

use crate::numbers::{Fen, Fraction, apportion, yuan};
use crate::outcome::{ClosingOutcome, Refusal, ShareOutcome};
use crate::pool::Pool;
use crate::setting::Setting;

/// Stage 7: what is lacking or left is drawn, shared, borne, owed, kept and returned. Without a
/// pool nothing is lacking or left.
pub fn close(
    setting: &Setting,
    pool: Option<&Pool>,
    entitlements: &[Fen],
    appraisal_loss: &Fen,
) -> Result<(Option<ClosingOutcome>, Vec<ShareOutcome>), Refusal> {
    let unchanged =
        |entitlement: &Fen| ShareOutcome { closed: entitlement.clone(), ..ShareOutcome::default() };
    let unchanged: Vec<ShareOutcome> = entitlements.iter().map(unchanged).collect();
    let Some(pool) = pool else {
        return Ok((None, unchanged));
    };
    let remainder = &pool.distributable - entitlements.iter().sum::<Fen>() - appraisal_loss;
    let (closing, shares) = if remainder.is_negative() {
        overrun(setting, pool, entitlements, &-remainder, unchanged)?
    } else {
        surplus(setting, pool, entitlements, remainder, appraisal_loss, unchanged)?
    };
    Ok((Some(closing), shares))
}

/// The reserve is drawn on; the rest is for payees and payer.
fn overrun(
    setting: &Setting,
    pool: &Pool,
    entitlements: &[Fen],
    gap: &Fen,
    mut shares: Vec<ShareOutcome>,
) -> Result<(ClosingOutcome, Vec<ShareOutcome>), Refusal> {
    let overrun = setting.channel.overrun.as_ref().unwrap();
    let mut closing = ClosingOutcome { gap: gap.clone(), ..ClosingOutcome::default() };
    if overrun.draw_reserve {
        closing.drawn = gap.clone().min(setting.reserve_opening() + &pool.provision);
    }
    let rest = gap - &closing.drawn;
    if rest.is_zero() {
        return Ok((closing, shares));
    }
    match &overrun.rest {
        OverrunRestDocument::Prorate {} => closing.borne = rest,
        OverrunRestDocument::CarryForward {} => closing.owed = rest,
        OverrunRestDocument::Share { payer } => {
            let share = setting.parameter(payer) * yuan(&rest);
            closing.payer_share = setting.round(&share).min(rest.clone());
            closing.borne = rest - &closing.payer_share;
        }
        OverrunRestDocument::Reject {} => return Err(Refusal::Overrun { rest }),
    }
    let missing = &closing.borne + &closing.owed;
    let there_is = entitlements.iter().sum::<Fen>() - missing;
    let parts = apportion(&there_is, &weights(entitlements));
    for ((share, entitlement), part) in shares.iter_mut().zip(entitlements).zip(parts) {
        let without = entitlement - &part;
        share.closed = part;
        if matches!(overrun.rest, OverrunRestDocument::CarryForward {}) {
            share.owed = without;
        } else {
            share.borne = without;
        }
    }
    Ok((closing, shares))
}

/// The reserve is filled; the rest is for payees and treasury.
fn surplus(
    setting: &Setting,
    pool: &Pool,
    entitlements: &[Fen],
    left: Fen,
    appraisal_loss: &Fen,
    mut shares: Vec<ShareOutcome>,
) -> Result<(ClosingOutcome, Vec<ShareOutcome>), Refusal> {
    let surplus = setting.channel.surplus.as_ref().unwrap();
    let mut closing = ClosingOutcome { surplus: left.clone(), ..ClosingOutcome::default() };
    if surplus.to_reserve {
        let mut balance = setting.reserve_opening() + &pool.provision;
        if setting.appraisal_loss_to_reserve() {
            balance += appraisal_loss;
        }
        closing.to_reserve = match setting.reserve_room(&balance) {
            Some(room) => room.min(left.clone()),
            None => left.clone(),
        };
    }
    let rest = left - &closing.to_reserve;
    if let SurplusRestDocument::Retain { share } = &surplus.rest {
        let retained = setting.round(&(setting.parameter(share) * yuan(&rest)));
        closing.retained = retained.min(rest.clone());
    }
    closing.returned = rest - &closing.retained;
    if closing.retained.is_zero() {
        return Ok((closing, shares));
    }
    if entitlements.iter().all(Zero::is_zero) {
        return Err(Refusal::NobodyRetains);
    }
    let parts = apportion(&closing.retained, &weights(entitlements));
    for (share, part) in shares.iter_mut().zip(parts) {
        share.closed += &part;
        share.retained = part;
    }
    Ok((closing, shares))
}

/// Amounts as weights.
fn weights(amounts: &[Fen]) -> Vec<Fraction> {
    amounts.iter().map(yuan).collect()
}

/// Stage 8: what is withheld from each payee, and what of it is released again, when the reserve
/// held so much before.
pub fn withhold(setting: &Setting, shares: &[ShareOutcome], balance: &Fen) -> (Vec<Fen>, Vec<Fen>) {
    let nothing = vec![Fen::zero(); shares.len()];
    let reserve = setting.channel.reserve.as_ref();
    let Some(withholding) = reserve.and_then(|reserve| reserve.withholding.as_ref()) else {
        return (nothing.clone(), nothing);
    };
    let rate = setting.parameter(&withholding.rate);
    let withheld: Vec<Fen> = shares
        .iter()
        .map(|share| setting.round(&(&rate * yuan(&share.closed))).min(share.closed.clone()))
        .collect();
    let released = match withholding.release {
        Release::Held => nothing,
        Release::All => withheld.clone(),
        Release::AboveTarget => {
            let all: Fen = withheld.iter().sum();
            let above = balance + &all - setting.reserve_target().unwrap();
            apportion(&all.min(above.max(Fen::zero())), &weights(&withheld))
        }
    };
    (withheld, released)
}
