//! Stage 2: the pool, what is set aside of it, and what is paid first.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{PoolLineDocument, PoolLineKind};

use crate::numbers::{Fen, Fraction, apportion, fen, read, yuan};
use crate::outcome::Refusal;
use crate::setting::Setting;

/// What stage 2 found.
pub struct Pool {
    /// Every line with its amount, by code.
    pub lines: Vec<(String, Fen)>,
    pub sources: Fen,
    pub carve_outs: Fen,
    /// What of the rest lies beyond the limit.
    pub beyond_limit: Fen,
    /// P
    pub total: Fen,
    /// R
    pub provision: Fen,
    /// W
    pub owed_paid: Fen,
    /// D = P − R − W
    pub distributable: Fen,
}

/// P = Σ sources − Σ carve-outs ≥ 0, but no more than the limit; the provision, and what is owed;
/// none without pool lines.
pub fn pool(setting: &Setting) -> Result<Option<Pool>, Refusal> {
    if !setting.has_pool() {
        return Ok(None);
    }
    let sum = |kind: PoolLineKind| -> Fen {
        let lines = setting.channel.pool.iter().filter(|line| line.kind == kind);
        lines.filter_map(|line| amount(setting, line)).sum()
    };
    let sources = sum(PoolLineKind::Source);
    // What carve-outs at a rate are a rate of: all on the same base.
    let base = &sources - sum(PoolLineKind::CarveOut);
    if base.is_negative() {
        return Err(Refusal::PoolNegative);
    }
    let at_rate =
        |line: &PoolLineDocument| setting.round(&(setting.parameter(&line.rate) * yuan(&base)));
    let of_line = |line: &PoolLineDocument| amount(setting, line).unwrap_or_else(|| at_rate(line));
    let carve_outs: Fen = {
        let lines = setting.channel.pool.iter();
        lines.filter(|line| line.kind == PoolLineKind::CarveOut).map(of_line).sum()
    };
    let left = &sources - &carve_outs;
    if left.is_negative() {
        return Err(Refusal::PoolNegative);
    }
    let limit = setting.channel.pool.iter().find(|line| line.kind == PoolLineKind::Limit);
    let beyond_limit = limit.map_or(Fen::zero(), |limit| (&left - of_line(limit)).max(Fen::zero()));
    let total = left - &beyond_limit;
    let provision = provision(setting, &total);
    let owed: Fen = owed_before(setting).iter().sum();
    let owed_paid = owed.min(&total - &provision);
    let distributable = &total - &provision - &owed_paid;
    let lines = setting.channel.pool.iter().map(|line| (line.code.clone(), of_line(line)));
    let mut lines: Vec<(String, Fen)> = lines.collect();
    lines.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
    Ok(Some(Pool {
        lines,
        sources,
        carve_outs,
        beyond_limit,
        total,
        provision,
        owed_paid,
        distributable,
    }))
}

/// The amount of a line: that of the scheme, or the sum of what the facts state; none where the line
/// is a rate.
pub fn amount(setting: &Setting, line: &PoolLineDocument) -> Option<Fen> {
    if !line.amounts.is_empty() {
        return Some(fen(&setting.parameter(&line.amounts)));
    }
    line.stated.as_ref()?;
    let channel = &setting.channel.code;
    let stated = setting.facts.pool_amounts.iter();
    let stated = stated.filter(|it| (&it.channel, &it.line) == (channel, &line.code));
    Some(stated.map(|it| fen(&read(&it.amount))).sum())
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
