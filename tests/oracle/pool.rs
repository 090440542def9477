//! Stage 2: the pool, what is set aside of it, and what is paid first.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::PoolLineKind;

use crate::numbers::{Fen, Fraction, apportion, fen, yuan};
use crate::outcome::Refusal;
use crate::setting::Setting;

/// What stage 2 found.
pub struct Pool {
    pub sources: Fen,
    pub carve_outs: Fen,
    /// P
    pub total: Fen,
    /// R
    pub provision: Fen,
    /// W
    pub owed_paid: Fen,
    /// D = P − R − W
    pub distributable: Fen,
}

/// P = Σ sources − Σ carve-outs ≥ 0, the provision, and what is owed; none without pool lines.
pub fn pool(setting: &Setting) -> Result<Option<Pool>, Refusal> {
    if !setting.has_pool() {
        return Ok(None);
    }
    let sum = |kind: PoolLineKind| -> Fen {
        let lines = setting.channel.pool.iter().filter(|line| line.kind == kind);
        lines.map(|line| fen(&setting.parameter(&line.amounts))).sum()
    };
    let (sources, carve_outs) = (sum(PoolLineKind::Source), sum(PoolLineKind::CarveOut));
    let total = &sources - &carve_outs;
    if total.is_negative() {
        return Err(Refusal::PoolNegative);
    }
    let provision = provision(setting, &total);
    let owed: Fen = owed_before(setting).iter().sum();
    let owed_paid = owed.min(&total - &provision);
    let distributable = &total - &provision - &owed_paid;
    Ok(Some(Pool { sources, carve_outs, total, provision, owed_paid, distributable }))
}

/// A rate of the pool or an amount, no more than brings the reserve to its target, and no more
/// than the pool.
fn provision(setting: &Setting, pool: &Fen) -> Fen {
    let reserve = setting.channel.reserve.as_ref();
    let Some(provision) = reserve.and_then(|reserve| reserve.provision.as_ref()) else {
        return Fen::zero();
    };
    let wanted = if provision.rate.is_empty() {
        fen(&setting.parameter(&provision.amount))
    } else {
        setting.round(&(setting.parameter(&provision.rate) * yuan(pool)))
    };
    let most = match setting.reserve_room(&setting.reserve_opening()) {
        Some(room) => room.min(pool.clone()),
        None => pool.clone(),
    };
    wanted.min(most)
}

/// What each payee is owed from the period before.
pub fn owed_before(setting: &Setting) -> Vec<Fen> {
    setting.brought_forward(&setting.facts.opening.owed)
}

/// What of that is paid: as far as the pool goes, and without a pool in full.
pub fn owed_paid(owed: &[Fen], pool: Option<&Pool>) -> Vec<Fen> {
    match pool {
        None => owed.to_vec(),
        Some(pool) => {
            let weights: Vec<Fraction> = owed.iter().map(yuan).collect();
            apportion(&pool.owed_paid, &weights)
        }
    }
}
