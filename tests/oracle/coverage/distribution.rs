//! What must occur of second-level distributions.

use std::collections::BTreeSet;

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{AppraisalLoss, PoolLineKind};

use super::{Case, Feature, balances, cover, feature, of_channel, of_payee};
use crate::calculate::settle;
use crate::generate::distribution;
use crate::numbers::{Fen, Fraction, read};
use crate::outcome::ChannelOutcome;
use crate::setting::{Setting, appraisal_loss};

/// What must occur.
fn features() -> Vec<Feature> {
    let is_beyond =
        |outcome: &ChannelOutcome| outcome.beyond_limit.as_ref().is_some_and(Signed::is_positive);
    vec![
        of_channel("all is the staff's", |channel, _| {
            appraisal_loss(&channel.price) == AppraisalLoss::Redistributed
        }),
        of_channel("the institution keeps something", |channel, outcome| {
            appraisal_loss(&channel.price) == AppraisalLoss::Treasury
                && outcome.appraisal_loss.is_positive()
        }),
        of_channel("no appraisal", |channel, _| channel.appraisal.is_none()),
        of_channel("beyond the approved total", move |_, outcome| is_beyond(outcome)),
        of_channel("within the approved total", move |channel, outcome| {
            let has_limit = channel.pool.iter().any(|line| line.kind == PoolLineKind::Limit);
            has_limit && !is_beyond(outcome)
        }),
        of_channel("no approved total", |channel, _| {
            channel.pool.iter().all(|line| line.kind != PoolLineKind::Limit)
        }),
        of_channel("a fund at a rate", |channel, _| {
            channel.pool.iter().filter(|line| !line.rate.is_empty()).count() == 1
        }),
        of_channel("two funds at rates", |channel, _| {
            channel.pool.iter().filter(|line| !line.rate.is_empty()).count() == 2
        }),
        of_channel("more than five members of staff", |_, outcome| outcome.payees.len() > 5),
        feature("roles with different coefficients", |case| {
            let roles = case.facts.payees.iter().map(|payee| {
                let group = case.scheme.groups.iter().find(|it| it.code == payee.group).unwrap();
                group.difficulty.first().map(|it| read(&it.value))
            });
            let roles: BTreeSet<Option<Fraction>> = roles.collect();
            case.outcome.is_ok() && roles.len() > 1
        }),
        feature("a role's coefficient changes", |case| {
            let period = &case.facts.period;
            let mut values = case.scheme.groups.iter().flat_map(|group| &group.difficulty);
            values.any(|it| period.from < it.from && it.from < period.until)
        }),
        of_channel("fen that a largest remainder gives", |channel, outcome| {
            let price = &outcome.prices[0].1;
            let is_redistributed = appraisal_loss(&channel.price) == AppraisalLoss::Redistributed;
            is_redistributed
                && outcome.payees.iter().any(|payee| {
                    let exact = &payee.appraised * price * Fraction::from_integer(100.into());
                    exact.ceil().to_integer() == payee.entitlement && !exact.is_integer()
                })
        }),
        of_channel("a tie between members of staff", |_, outcome| {
            super::breaks_tie(outcome, |it| &it.before_appraisal, |it| &it.entitlement)
        }),
        of_channel("nothing to distribute", |_, outcome| {
            outcome.distributable.as_ref().is_some_and(Zero::is_zero)
        }),
        of_payee("a member of staff gets nothing", |_, payee| payee.entitlement.is_zero()),
        of_payee("advances are set off", |_, payee| payee.advanced.is_positive()),
    ]
}

/// The parts of the staff always make up what is distributed.
#[test]
fn two_thousand_distributions_cover_every_feature() {
    cover(&features(), 2_000, |seed| {
        let (scheme, facts) = distribution(seed);
        let outcome = settle(&scheme, &facts);
        for (channel, outcome) in scheme.channels.iter().zip(outcome.iter().flatten()) {
            assert!(balances(outcome), "distribution {seed}: {outcome:?}");
            let setting = Setting::new(&scheme, &facts, channel);
            if appraisal_loss(&setting.channel.price) == AppraisalLoss::Redistributed {
                let staff: Fen = outcome.payees.iter().map(|payee| &payee.entitlement).sum();
                assert_eq!(Some(staff), outcome.distributable, "distribution {seed}");
            }
        }
        Case { scheme, facts, outcome }
    });
}
