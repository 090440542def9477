//! What must occur of stage 2: the lines of pools, limits, provisions.

use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};
use work_equivalent::scheme::{ChannelDocument, PoolLineDocument, PoolLineKind};

use super::{Case, Feature, feature, of_channel, of_provision, provision};
use crate::numbers::{Fraction, yuan};
use crate::outcome::{ChannelOutcome, Refusal};
use crate::pool::amount;
use crate::setting::Setting;

/// Pools, carve-outs, provisions and reserves.
pub fn features() -> Vec<Feature> {
    let mut features = line_features();
    features.extend(limit_features());
    features.extend([
        of_channel("carve-out", |_, outcome| {
            outcome.carve_outs.as_ref().is_some_and(Signed::is_positive)
        }),
        feature("pool below zero", |case| case.outcome == Err(Refusal::PoolNegative)),
        of_channel("nothing to distribute", |_, outcome| {
            outcome.distributable.as_ref().is_some_and(Zero::is_zero)
        }),
        of_channel("pool without provision", |channel, outcome| {
            outcome.pool.is_some() && provision(channel).is_none()
        }),
        of_provision("provision by rate", |it, has_target| !it.rate.is_empty() && !has_target),
        of_provision("provision by amount", |it, has_target| !it.amount.is_empty() && !has_target),
        of_provision("provision by rate, target", |it, has_target| {
            !it.rate.is_empty() && has_target
        }),
        of_provision("provision by amount, target", |it, has_target| {
            !it.amount.is_empty() && has_target
        }),
        of_channel("provision takes the pool", |_, outcome| {
            outcome.provision.as_ref().is_some_and(Signed::is_positive)
                && outcome.provision == outcome.pool
        }),
        of_channel("target reached, part of a provision", |channel, outcome| {
            fills_reserve(channel, outcome, true)
        }),
        of_channel("target reached before", |channel, outcome| {
            fills_reserve(channel, outcome, false)
        }),
    ]);
    features
}

/// Whether a provision was cut by the target: to something, or to nothing.
fn fills_reserve(channel: &ChannelDocument, outcome: &ChannelOutcome, to_something: bool) -> bool {
    let (Some(_), Some(reserve)) = (provision(channel), &outcome.reserve) else {
        return false;
    };
    let Some(target) = &reserve.target else {
        return false;
    };
    let missing = target - &reserve.opening;
    if to_something {
        missing.is_positive() && reserve.provision == missing
    } else {
        missing.is_negative()
    }
}

/// A feature of at least one line of a pool that was settled.
fn of_line(
    name: &str,
    occurs: impl Fn(&Case, &ChannelDocument, &PoolLineDocument) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| {
        let lines =
            |channel: &ChannelDocument| channel.pool.iter().any(|line| occurs(case, channel, line));
        case.outcome.is_ok() && case.scheme.channels.iter().any(lines)
    })
}

/// How many entries the facts have for a line, and how many of them name a payee.
fn entries(case: &Case, channel: &ChannelDocument, line: &PoolLineDocument) -> (usize, usize) {
    let entries = case.facts.pool_amounts.iter();
    let entries = entries.filter(|it| (&it.channel, &it.line) == (&channel.code, &line.code));
    let of_payees: Vec<bool> = entries.map(|it| it.payee.is_some()).collect();
    (of_payees.len(), of_payees.iter().filter(|it| **it).count())
}

/// Lines of the scheme, of the facts, and at a rate.
fn line_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for (name, kind) in [
        ("source", PoolLineKind::Source),
        ("carve-out", PoolLineKind::CarveOut),
        ("limit", PoolLineKind::Limit),
    ] {
        features.push(of_line(&format!("{name} of the scheme"), move |_, _, line| {
            line.kind == kind && !line.amounts.is_empty()
        }));
        features.push(of_line(&format!("{name} of the facts"), move |_, _, line| {
            line.kind == kind && line.stated.is_some()
        }));
        features
            .push(of_line(&format!("{name} of several entries"), move |case, channel, line| {
                line.kind == kind && entries(case, channel, line).0 > 1
            }));
    }
    let at_rate =
        |channel: &ChannelDocument| channel.pool.iter().filter(|it| !it.rate.is_empty()).count();
    let fixed = |channel: &ChannelDocument| {
        let carved = channel.pool.iter().filter(|it| it.kind == PoolLineKind::CarveOut);
        carved.filter(|it| it.rate.is_empty()).count()
    };
    features.extend([
        of_line("entries with and without a payee", |case, channel, line| {
            let (all, of_payees) = entries(case, channel, line);
            0 < of_payees && of_payees < all
        }),
        of_line("entries of the same payee", |case, channel, line| {
            let (all, of_payees) = entries(case, channel, line);
            all == of_payees && all > case.facts.payees.len()
        }),
        of_channel("all sources of the facts", |channel, _| {
            let mut sources = channel.pool.iter().filter(|it| it.kind == PoolLineKind::Source);
            !channel.pool.is_empty() && sources.all(|it| it.stated.is_some())
        }),
        of_channel("carve-out at a rate", move |channel, _| at_rate(channel) > 0),
        of_channel("two carve-outs at a rate", move |channel, _| at_rate(channel) > 1),
        of_channel("carve-outs at a rate, and fixed", move |channel, outcome| {
            let carved = outcome.carve_outs.as_ref().is_some_and(Signed::is_positive);
            carved && at_rate(channel) > 0 && fixed(channel) > 0
        }),
        of_line("a rate changes", |case, _, line| {
            let period = &case.facts.period;
            line.rate.iter().any(|it| period.from < it.from && it.from < period.until)
        }),
        feature("carve-out at a rate is rounded", rounds_rate),
        feature("fixed carve-outs exceed the sources", |case| exceeds(case, true)),
        feature("carve-outs at a rate exceed what is left", |case| exceeds(case, false)),
    ]);
    features
}

/// What fixed carve-outs leave of the sources.
fn base(setting: &Setting) -> BigInt {
    let lines = setting.channel.pool.iter();
    lines
        .map(|line| match (line.kind, amount(setting, line)) {
            (PoolLineKind::Source, Some(amount)) => amount,
            (PoolLineKind::CarveOut, Some(amount)) => -amount,
            _ => BigInt::zero(),
        })
        .sum()
}

/// Whether some carve-out at a rate is no whole fen before it is rounded.
fn rounds_rate(case: &Case) -> bool {
    case.outcome.is_ok()
        && case.scheme.channels.iter().any(|channel| {
            let setting = Setting::new(&case.scheme, &case.facts, channel);
            let base = base(&setting);
            let mut lines = channel.pool.iter().filter(|line| !line.rate.is_empty());
            lines.any(|line| {
                let part = setting.parameter(&line.rate) * yuan(&base);
                !(part * Fraction::from_integer(100.into())).is_integer()
            })
        })
}

/// Whether a pool is refused because fixed carve-outs alone exceed the sources, or not alone.
fn exceeds(case: &Case, alone: bool) -> bool {
    case.outcome == Err(Refusal::PoolNegative)
        && case.scheme.channels.iter().any(|channel| {
            let setting = Setting::new(&case.scheme, &case.facts, channel);
            let rates = channel.pool.iter().filter(|line| !line.rate.is_empty());
            let rates: Fraction = rates.map(|line| setting.parameter(&line.rate)).sum();
            let base = base(&setting);
            if alone { base.is_negative() } else { base.is_positive() && rates > Fraction::one() }
        })
}

/// Limits that bind, and that do not.
fn limit_features() -> Vec<Feature> {
    fn binds(outcome: &ChannelOutcome) -> bool {
        outcome.beyond_limit.as_ref().is_some_and(Signed::is_positive)
    }
    fn limit_of_facts(channel: &ChannelDocument) -> bool {
        channel.pool.iter().any(|it| it.kind == PoolLineKind::Limit && it.stated.is_some())
    }
    let of_limit = |name: &str, occurs: fn(&ChannelDocument, &ChannelOutcome, &BigInt) -> bool| {
        of_channel(name, move |channel, outcome| {
            let limit = channel.pool.iter().find(|line| line.kind == PoolLineKind::Limit);
            let lines = outcome.lines.iter().flatten();
            limit.is_some_and(|limit| {
                let mut amounts = lines.filter(|(code, _)| *code == limit.code);
                amounts.any(|(_, amount)| occurs(channel, outcome, amount))
            })
        })
    };
    vec![
        of_limit("limit of the scheme binds", |channel, outcome, _| {
            binds(outcome) && !limit_of_facts(channel)
        }),
        of_limit("limit of the facts binds", |channel, outcome, _| {
            binds(outcome) && limit_of_facts(channel)
        }),
        of_limit("limit that does not bind", |_, outcome, limit| {
            outcome.pool.as_ref().is_some_and(|pool| pool < limit)
        }),
        of_limit("limit just reached", |_, outcome, limit| {
            !binds(outcome) && outcome.pool.as_ref() == Some(limit)
        }),
        of_limit("limit of nothing", |_, _, limit| limit.is_zero()),
        of_limit("limit after a carve-out at a rate", |channel, outcome, _| {
            binds(outcome) && channel.pool.iter().any(|line| !line.rate.is_empty())
        }),
        of_limit("limit below a provision at a rate", |channel, outcome, _| {
            binds(outcome) && provision(channel).is_some_and(|it| !it.rate.is_empty())
        }),
        of_limit("overrun of a pool that a limit cut", |_, outcome, _| {
            let overrun = outcome.closing.as_ref().is_some_and(|it| it.gap.is_positive());
            binds(outcome) && overrun
        }),
        of_limit("surplus of a pool that a limit cut", |_, outcome, _| {
            let surplus = outcome.closing.as_ref().is_some_and(|it| it.surplus.is_positive());
            binds(outcome) && surplus
        }),
        of_limit("derived price of a pool that a limit cut", |channel, outcome, _| {
            binds(outcome) && super::prices::kind(&channel.price) == "derived"
        }),
    ]
}
