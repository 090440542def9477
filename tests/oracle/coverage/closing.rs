//! What must occur of stages 7 and 8: closing, and withholding for the reserve.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use work_equivalent::scheme::{ChannelDocument, OverrunRestDocument, Release, SurplusRestDocument};

use super::{Feature, breaks_tie, feature, of_channel, of_payee};
use crate::outcome::{ClosingOutcome, PayeeOutcome, Refusal, ReserveOutcome};

/// What must occur of stages 7 and 8.
pub fn features() -> Vec<Feature> {
    let features = [overrun_features(), surplus_features(), reserve_features()];
    features.into_iter().flatten().collect()
}

/// What happens with the rest of an overrun, in a word.
fn overrun_rest(channel: &ChannelDocument) -> &'static str {
    match channel.overrun.as_ref().map(|overrun| &overrun.rest) {
        Some(OverrunRestDocument::Prorate {}) => "prorate",
        Some(OverrunRestDocument::CarryForward {}) => "carry-forward",
        Some(OverrunRestDocument::Share { .. }) => "share",
        Some(OverrunRestDocument::Reject {}) => "reject",
        None => "",
    }
}

/// A feature of at least one channel with a pool.
fn of_closing(
    name: impl Into<String>,
    occurs: impl Fn(&ChannelDocument, &ClosingOutcome) -> bool + Sync + 'static,
) -> Feature {
    of_channel(name, move |channel, outcome| {
        outcome.closing.as_ref().is_some_and(|closing| occurs(channel, closing))
    })
}

/// A feature of at least one channel with a reserve.
fn of_reserve(
    name: impl Into<String>,
    occurs: impl Fn(&ChannelDocument, &ReserveOutcome) -> bool + Sync + 'static,
) -> Feature {
    of_channel(name, move |channel, outcome| {
        outcome.reserve.as_ref().is_some_and(|reserve| occurs(channel, reserve))
    })
}

/// Every rest with and without drawing on the reserve, and how far the reserve covers it.
fn overrun_features() -> Vec<Feature> {
    let draws = |channel: &ChannelDocument| {
        channel.overrun.as_ref().is_some_and(|overrun| overrun.draw_reserve)
    };
    let mut features = Vec::new();
    for rest in ["prorate", "carry-forward", "share"] {
        for draw in [false, true] {
            let name = format!("overrun, {rest}, {}", if draw { "draws" } else { "does not draw" });
            features.push(of_closing(name, move |channel, closing| {
                let is_so = overrun_rest(channel) == rest && draws(channel) == draw;
                is_so && closing.gap > closing.drawn
            }));
        }
        features.push(of_closing(format!("overrun, {rest}, drawn in part"), move |channel, it| {
            overrun_rest(channel) == rest && it.drawn.is_positive() && it.gap > it.drawn
        }));
        features.push(of_closing(format!("overrun, {rest}, drawn in full"), move |channel, it| {
            overrun_rest(channel) == rest && it.drawn.is_positive() && it.gap == it.drawn
        }));
    }
    for draw in [false, true] {
        let name = format!("overrun rejected, {}", if draw { "drawn" } else { "not drawn" });
        features.push(feature(name, move |case| {
            let rejects = |channel: &ChannelDocument| {
                overrun_rest(channel) == "reject" && draws(channel) == draw
            };
            matches!(case.outcome, Err(Refusal::Overrun { .. }))
                && case.scheme.channels.iter().all(rejects)
        }));
    }
    features.extend([
        of_closing("overrun, reject, drawn in full", |channel, closing| {
            overrun_rest(channel) == "reject" && closing.gap.is_positive()
        }),
        of_closing("overrun of a few fen", |_, closing| {
            closing.gap.is_positive() && closing.gap <= BigInt::from(5)
        }),
        of_closing("overrun shared by payer and payees", |_, closing| {
            closing.payer_share.is_positive() && closing.borne.is_positive()
        }),
        of_closing("overrun all the payer's", |_, closing| {
            closing.payer_share.is_positive() && closing.borne.is_zero()
        }),
        of_channel("tie between payees that bear", |_, outcome| {
            breaks_tie(outcome, |it| &it.entitlement, |it| &it.share.borne)
        }),
        of_channel("tie between payees that are owed", |_, outcome| {
            breaks_tie(outcome, |it| &it.entitlement, |it| &it.share.owed)
        }),
    ]);
    features
}

/// What is left goes to reserve, payees and treasury.
fn surplus_features() -> Vec<Feature> {
    let fills = |channel: &ChannelDocument| {
        channel.surplus.as_ref().is_some_and(|surplus| surplus.to_reserve)
    };
    let retains = |channel: &ChannelDocument| {
        let rest = channel.surplus.as_ref().map(|surplus| &surplus.rest);
        matches!(rest, Some(SurplusRestDocument::Retain { .. }))
    };
    vec![
        of_closing("surplus returned", move |channel, it| {
            !fills(channel) && !retains(channel) && it.returned.is_positive()
        }),
        of_closing("surplus retained", move |channel, it| {
            !fills(channel) && it.retained.is_positive() && it.returned.is_positive()
        }),
        of_closing("surplus all retained", |_, it| {
            it.retained.is_positive() && it.returned.is_zero()
        }),
        of_closing("surplus to reserve, payees and treasury", |_, it| {
            [&it.to_reserve, &it.retained, &it.returned].into_iter().all(Signed::is_positive)
        }),
        of_closing("surplus of a few fen", |_, it| {
            it.surplus.is_positive() && it.surplus <= BigInt::from(5)
        }),
        of_channel("surplus to a reserve without target", |_, outcome| {
            let Some(reserve) = &outcome.reserve else { return false };
            reserve.surplus.is_positive() && reserve.target.is_none()
        }),
        of_channel("surplus fills the reserve to its target", |_, outcome| {
            outcome.closing.as_ref().is_some_and(|closing| {
                closing.to_reserve.is_positive() && closing.to_reserve < closing.surplus
            })
        }),
        of_channel("surplus, but the reserve is full", move |channel, outcome| {
            let closing = outcome.closing.as_ref();
            let is_left =
                closing.is_some_and(|it| it.surplus.is_positive() && it.to_reserve.is_zero());
            fills(channel) && is_left
        }),
        of_channel("tie between payees that retain", |_, outcome| {
            breaks_tie(outcome, |it| &it.entitlement, |it| &it.share.retained)
        }),
        feature("surplus that nobody can retain", |case| {
            case.outcome == Err(Refusal::NobodyRetains)
        }),
    ]
}

/// Withholding with and without a pool, every release, every way in and out of a reserve.
fn reserve_features() -> Vec<Feature> {
    let release = |channel: &ChannelDocument| {
        channel.reserve.as_ref()?.withholding.as_ref().map(|it| it.release)
    };
    let mut features = Vec::new();
    for has_pool in [false, true] {
        for kind in [Release::Held, Release::All, Release::AboveTarget] {
            let pool = if has_pool { "with" } else { "without" };
            let name = format!("withheld {pool} pool, release {kind:?}");
            features.push(of_reserve(name, move |channel, reserve| {
                let is_so = release(channel) == Some(kind) && channel.pool.is_empty() != has_pool;
                is_so && reserve.withheld.is_positive()
            }));
        }
    }
    let above_target = move |channel: &ChannelDocument, reserve: &ReserveOutcome| {
        release(channel) == Some(Release::AboveTarget) && reserve.withheld.is_positive()
    };
    let is_rounded_up =
        |payee: &PayeeOutcome| payee.withheld.is_positive() && payee.withheld == payee.share.closed;
    features.extend([
        of_reserve("above target, nothing released", move |channel, it| {
            above_target(channel, it) && it.released.is_zero()
        }),
        of_reserve("above target, part released", move |channel, it| {
            above_target(channel, it) && it.released.is_positive() && it.released < it.withheld
        }),
        of_reserve("above target, all released", move |channel, it| {
            above_target(channel, it) && it.released == it.withheld
        }),
        of_channel("tie between payees in a release", |_, outcome| {
            breaks_tie(outcome, |it| &it.withheld, |it| &it.released)
        }),
        of_payee("all withheld", move |_, payee| is_rounded_up(payee)),
        of_payee("withheld from what is left of an overrun", |_, payee| {
            payee.withheld.is_positive() && payee.share.borne.is_positive()
        }),
        of_payee("withheld from what is retained too", |_, payee| {
            payee.withheld.is_positive() && payee.share.retained.is_positive()
        }),
        of_reserve("provided and drawn at once", |_, it| {
            it.provision.is_positive() && it.drawn > it.opening
        }),
        of_reserve("appraisal loss to the reserve", |_, it| it.appraisal_loss.is_positive()),
        of_reserve("appraisal loss and surplus fill the reserve", |_, it| {
            let target = it.target.as_ref();
            let before = &it.opening + &it.provision + &it.appraisal_loss;
            it.appraisal_loss.is_positive()
                && it.surplus.is_positive()
                && target.is_some_and(|target| before + &it.surplus == *target)
        }),
        of_reserve("reserve above its target", |_, it| {
            it.target.as_ref().is_some_and(|target| it.closing > *target)
        }),
        of_reserve("reserve emptied", |_, it| {
            it.drawn.is_positive() && it.drawn == &it.opening + &it.provision
        }),
        of_reserve("reserve without a rule to fill it", |channel, _| {
            let reserve = channel.reserve.as_ref().unwrap();
            reserve.provision.is_none() && reserve.withholding.is_none()
        }),
    ]);
    features
}
