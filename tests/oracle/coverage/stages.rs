//! What must occur of stages 1 to 6.

use num_traits::{Signed, Zero};
use work_equivalent::exact::{Mode, Rounding};
use work_equivalent::facts::{FactsDocument, VolumeDocument};
use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, ItemDocument, PriceDocument, RuleDocument, ShapeDocument,
};
use work_equivalent::units::Number;

use super::{
    Case, Feature, feature, of_channel, of_curve, of_item, of_provision, of_record, of_rule,
    provision,
};
use crate::dated::first_day;
use crate::numbers::{Fraction, read, whole};
use crate::outcome::{ChannelOutcome, PayeeOutcome, Refusal};

/// Whether one of these days lies inside the period, after its first.
fn changes<'a>(mut starts: impl Iterator<Item = &'a String>, facts: &FactsDocument) -> bool {
    starts.any(|start| facts.period.from < *start && *start < facts.period.until)
}

/// Where a channel's appraisal loss goes.
fn destination(price: &PriceDocument) -> AppraisalLoss {
    let (PriceDocument::Announced { appraisal_loss, .. }
    | PriceDocument::Derived { appraisal_loss, .. }
    | PriceDocument::Published { appraisal_loss, .. }) = price;
    *appraisal_loss
}

/// The kind of a price in a word.
fn kind(price: &PriceDocument) -> &'static str {
    match price {
        PriceDocument::Announced { .. } => "announced",
        PriceDocument::Derived { .. } => "derived",
        PriceDocument::Published { .. } => "published",
    }
}

/// Σ E (1 − c): the equivalents that an appraisal keeps from payees.
fn lost(outcome: &ChannelOutcome) -> Fraction {
    let lost = |payee: &PayeeOutcome| &payee.equivalents - &payee.appraised;
    outcome.payees.iter().map(lost).sum()
}

/// Whether two payees with equal claims were paid differently: the order of codes broke a tie.
fn breaks_tie(outcome: &ChannelOutcome) -> bool {
    outcome.payees.iter().any(|one| {
        let mut others = outcome.payees.iter();
        others.any(|other| one.appraised == other.appraised && one.entitlement > other.entitlement)
    })
}

/// Whether two items of a category with equal equivalents have different parts of an entitlement.
fn breaks_tie_of_items(case: &Case) -> bool {
    let category = |code: &String| {
        let item = case.scheme.items.iter().find(|item| item.code == *code);
        item.map(|item| &item.category)
    };
    let mut payees = case.outcome.iter().flatten().flat_map(|outcome| &outcome.payees);
    payees.any(|payee| {
        payee.items.iter().any(|one| {
            let mut others = payee.items.iter();
            others.any(|other| {
                category(&one.0) == category(&other.0) && one.1 == other.1 && one.2 > other.2
            })
        })
    })
}

/// What must occur of stages 1 to 6.
pub fn features() -> Vec<Feature> {
    let features = [
        price_features(),
        rounding_features(),
        pool_features(),
        catalogue_features(),
        volume_features(),
        appraisal_features(),
    ];
    features.into_iter().flatten().collect()
}

/// Prices by kind, treatment of the appraisal loss, and effect.
fn price_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for name in ["announced", "derived", "published"] {
        for appraisal_loss in
            [AppraisalLoss::Treasury, AppraisalLoss::Reserve, AppraisalLoss::Redistributed]
        {
            if (name, appraisal_loss) != ("announced", AppraisalLoss::Redistributed) {
                features.push(of_channel(
                    format!("{name}, {appraisal_loss:?}"),
                    move |channel, _| {
                        kind(&channel.price) == name
                            && destination(&channel.price) == appraisal_loss
                    },
                ));
            }
        }
    }
    let unrounded = |channel: &ChannelDocument| {
        kind(&channel.price) == "derived"
            && destination(&channel.price) != AppraisalLoss::Redistributed
    };
    let is_announced = |channel: &ChannelDocument| kind(&channel.price) == "announced";
    features.extend([
        of_channel("price changes", |_, outcome| outcome.prices.len() > 1),
        of_channel("announced without pool", |_, outcome| outcome.pool.is_none()),
        of_channel("announced with surplus", move |channel, outcome| {
            is_announced(channel) && outcome.remainder.as_ref().is_some_and(Signed::is_positive)
        }),
        of_channel("announced with overrun", move |channel, outcome| {
            is_announced(channel) && outcome.remainder.as_ref().is_some_and(Signed::is_negative)
        }),
        of_channel("announced, appraisal_loss takes all that is left", move |channel, outcome| {
            let none_left = outcome.remainder.as_ref().is_some_and(Zero::is_zero);
            is_announced(channel) && outcome.appraisal_loss.is_positive() && none_left
        }),
        of_channel("derived, treasury part", move |channel, outcome| {
            unrounded(channel)
                && lost(outcome).is_positive()
                && outcome.appraisal_loss.is_positive()
        }),
        of_channel("derived, negative treasury part", move |channel, outcome| {
            unrounded(channel) && lost(outcome).is_negative()
        }),
        of_channel("published with overrun", |channel, outcome| {
            let overrun = outcome.remainder.as_ref().is_some_and(Signed::is_negative);
            kind(&channel.price) == "published" && overrun
        }),
        feature("tie between items of a category", breaks_tie_of_items),
        of_channel("tie between payees", |channel, outcome| {
            kind(&channel.price) == "derived" && breaks_tie(outcome)
        }),
        feature("no equivalents", |case| case.outcome == Err(Refusal::NoEquivalents)),
        feature("two channels", |case| case.outcome.as_ref().is_ok_and(|it| it.len() == 2)),
    ]);
    features
}

/// Roundings of money, published prices and coefficients, in every mode and number of places.
fn rounding_features() -> Vec<Feature> {
    let mut features = vec![of_channel("money by default", |channel, _| channel.money.is_none())];
    for mode in [Mode::HalfAwayFromZero, Mode::HalfToEven, Mode::TowardsZero, Mode::AwayFromZero] {
        for places in 0..=6 {
            let rounding = Rounding::new(places, mode).unwrap();
            let name = |what| format!("{what} rounded to {places} places {mode:?}");
            if places <= 2 {
                features.push(of_channel(name("money"), move |channel, _| {
                    channel.money == Some(rounding)
                }));
            }
            if places <= 4 {
                features.push(of_channel(name("price"), move |channel, _| match &channel.price {
                    PriceDocument::Published { rounding: published, .. } => *published == rounding,
                    _ => false,
                }));
            }
            if places >= 2 {
                features.push(of_curve(name("coefficient"), move |curve| {
                    curve.rounding == Some(rounding)
                }));
            }
        }
    }
    features
}

/// Pools, carve-outs, provisions and reserves.
fn pool_features() -> Vec<Feature> {
    vec![
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
    ]
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

/// Weights, difficulty, ceilings and bands.
fn catalogue_features() -> Vec<Feature> {
    let weights_change = |item: &ItemDocument, facts: &FactsDocument, mid_month: bool| {
        let starts = item.weights.iter().map(|weight| &weight.from);
        changes(starts.filter(|start| start.ends_with("-01") != mid_month), facts)
    };
    vec![
        of_item("weight for all", |item, _| item.weights.iter().any(|it| it.value.is_some())),
        of_item("weights by group", |item, _| item.weights.iter().any(|it| it.by_group.is_some())),
        of_item("weight changes with a month", move |item, facts| {
            weights_change(item, facts, false)
        }),
        of_item("weight changes inside a month", move |item, facts| {
            weights_change(item, facts, true)
        }),
        of_item("a weight's end is stated", |item, _| {
            item.weights.iter().any(|it| it.until.is_some())
        }),
        of_item("ceiling only", |item, _| !item.ceiling.is_empty() && item.bands.is_none()),
        of_item("bands only", |item, _| item.ceiling.is_empty() && item.bands.is_some()),
        of_item("ceiling and bands", |item, _| !item.ceiling.is_empty() && item.bands.is_some()),
        of_item("ceiling changes", |item, facts| {
            changes(item.ceiling.iter().map(|it| &it.from), facts)
        }),
        feature("no difficulty", |case| {
            case.scheme.groups.iter().any(|it| it.difficulty.is_empty())
        }),
        feature("constant difficulty", |case| {
            case.scheme.groups.iter().any(|it| it.difficulty.len() == 1)
        }),
        feature("difficulty changes", |case| {
            let mut groups = case.scheme.groups.iter();
            groups.any(|group| changes(group.difficulty.iter().map(|it| &it.from), &case.facts))
        }),
        feature("ceiling reached", |case| {
            case.facts.volumes.iter().any(|record| {
                let item = case.scheme.items.iter().find(|item| item.code == record.item).unwrap();
                let ceiling = item.ceiling.iter().rfind(|it| it.from <= case.facts.period.from);
                let volume = record.verified.as_ref().map(read);
                ceiling.zip(volume).is_some_and(|(ceiling, volume)| read(&ceiling.value) < volume)
            })
        }),
    ]
}

/// Records of every kind.
fn volume_features() -> Vec<Feature> {
    vec![
        of_record("record by month", |record| record.month.is_some()),
        of_record("record inside a month", |record| {
            record.from.as_ref().is_some_and(|from| !from.ends_with("-01"))
        }),
        of_record("record of several months", |record| {
            let months = record.from.as_ref().zip(record.until.as_ref());
            months.is_some_and(|(from, until)| from[..7] != until[..7] && until.ends_with("-01"))
        }),
        of_record("less by correction", |it| it.correction.is_some() && is_negative(it)),
        of_record("more by correction", |it| it.correction.is_some() && !is_negative(it)),
        of_record("correction only reported", |it| {
            it.correction.is_some() && it.verified.is_none()
        }),
        of_record("only reported", |it| it.correction.is_none() && it.verified.is_none()),
        of_record("reported and verified differ", |it| {
            it.verified.is_some() && it.reported.is_some() && it.verified != it.reported
        }),
        of_record("zero volume", |it| {
            it.verified.as_ref().is_some_and(|volume| read(volume).is_zero())
        }),
        of_record("volume at the edge", |it| {
            it.verified.as_ref().map(Number::as_str) == Some("9999999999.999999")
        }),
        feature("correction before what it corrects", |case| {
            case.facts.volumes.iter().any(|record| {
                let day = |it: &VolumeDocument| first_day(it.month.as_ref(), it.from.as_ref());
                let earlier = |other: &&VolumeDocument| {
                    (&other.payee, &other.item) == (&record.payee, &record.item)
                        && day(other) < day(record)
                };
                let earlier = case.facts.volumes.iter().filter(earlier);
                let volume: Fraction =
                    earlier.filter_map(|it| it.verified.as_ref()).map(read).sum();
                volume.is_negative()
            })
        }),
        feature("payee without records", |case| {
            case.facts
                .payees
                .iter()
                .any(|payee| !case.facts.volumes.iter().any(|record| record.payee == payee.code))
        }),
        of_channel("payee without equivalents", |_, outcome| {
            !is_idle(outcome) && outcome.payees.iter().any(|payee| payee.equivalents.is_zero())
        }),
        of_channel("nobody has equivalents", |_, outcome| is_idle(outcome)),
        of_channel("beyond 28 digits and 128 bits", |_, outcome| {
            outcome.payees.iter().any(|payee| {
                let product = &payee.appraised * &outcome.prices[0].1;
                product.numer().bits() > 128
            })
        }),
    ]
}

/// Whether a record's volume is below zero.
fn is_negative(record: &VolumeDocument) -> bool {
    let volume = record.verified.as_ref().or(record.reported.as_ref());
    volume.is_some_and(|volume| read(volume).is_negative())
}

/// Whether no payee has equivalents.
fn is_idle(outcome: &ChannelOutcome) -> bool {
    outcome.payees.iter().all(|payee| payee.equivalents.is_zero())
}

/// Scoring rules, curves and coefficients.
fn appraisal_features() -> Vec<Feature> {
    vec![
        of_channel("no appraisal", |channel, _| channel.appraisal.is_none()),
        of_rule("given", |rule| matches!(rule, RuleDocument::Given(_))),
        of_rule("yes or no", |rule| matches!(rule, RuleDocument::YesNo(_))),
        of_rule("at least", |rule| matches!(rule, RuleDocument::AtLeast(_))),
        of_rule("at most", |rule| matches!(rule, RuleDocument::AtMost(_))),
        of_rule("bands of marks", |rule| matches!(rule, RuleDocument::Bands(_))),
        of_rule("linear", |rule| matches!(rule, RuleDocument::Linear(_))),
        of_curve("proportional", |it| matches!(it.shape, ShapeDocument::Proportional(_))),
        of_curve("bands of scores", |it| matches!(it.shape, ShapeDocument::Bands(_))),
        of_curve("piecewise", |it| matches!(it.shape, ShapeDocument::Piecewise(_))),
        of_curve("full from", |it| matches!(it.shape, ShapeDocument::FullFrom(_))),
        of_curve("floor", |it| it.floor.is_some() && it.cap.is_none()),
        of_curve("cap", |it| it.floor.is_none() && it.cap.is_some()),
        of_curve("floor and cap", |it| it.floor.is_some() && it.cap.is_some()),
        of_channel("coefficient 0", |_, outcome| {
            outcome
                .payees
                .iter()
                .any(|payee| payee.appraised.is_zero() && !payee.equivalents.is_zero())
        }),
        of_channel("coefficient above 1", |_, outcome| {
            outcome.payees.iter().any(|payee| payee.coefficient > Some(whole(1)))
        }),
        of_channel("score 100", |_, outcome| {
            outcome.payees.iter().any(|payee| payee.score == Some(whole(100)))
        }),
        of_channel("score that is no decimal", |_, outcome| {
            let mut scores = outcome.payees.iter().filter_map(|payee| payee.score.as_ref());
            scores.any(|score| (score.denom() % 3_u32).is_zero())
        }),
    ]
}
