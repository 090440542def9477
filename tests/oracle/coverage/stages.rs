//! What must occur of stages 1, 3 and 6.

use num_traits::{Signed, Zero};
use work_equivalent::exact::{Mode, Rounding};
use work_equivalent::facts::{FactsDocument, VolumeDocument};
use work_equivalent::scheme::{ItemDocument, PriceDocument, RuleDocument, ShapeDocument};
use work_equivalent::units::Number;

use super::{Feature, feature, of_channel, of_curve, of_item, of_record, of_rule};
use crate::dated::first_day;
use crate::numbers::{Fraction, read, whole};
use crate::outcome::ChannelOutcome;

/// Whether one of these days lies inside the period, after its first.
fn changes<'a>(mut starts: impl Iterator<Item = &'a String>, facts: &FactsDocument) -> bool {
    starts.any(|start| facts.period.from < *start && *start < facts.period.until)
}

/// What must occur of stages 1, 3 and 6.
pub fn features() -> Vec<Feature> {
    let features =
        [rounding_features(), catalogue_features(), volume_features(), appraisal_features()];
    features.into_iter().flatten().collect()
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
            !is_idle(outcome) && outcome.payees.iter().any(|payee| payee.measured.is_zero())
        }),
        of_channel("nobody has equivalents", |_, outcome| is_idle(outcome)),
        of_channel("beyond 28 digits and 128 bits", |_, outcome| {
            outcome.payees.iter().any(|payee| {
                let mut products = outcome.prices.iter().map(|(_, price)| &payee.appraised * price);
                products.any(|product| product.numer().bits() > 128)
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
    outcome.payees.iter().all(|payee| payee.measured.is_zero())
}

/// Scoring rules, curves and coefficients.
fn appraisal_features() -> Vec<Feature> {
    let rules = RuleDocument::KINDS.iter().map(|kind| of_rule(kind));
    let shapes = ShapeDocument::KINDS
        .iter()
        .map(|kind| of_curve(format!("curve {kind}"), move |it| it.shape.kind() == *kind));
    let others = vec![
        of_channel("no appraisal", |channel, _| channel.appraisal.is_none()),
        of_curve("floor", |it| it.floor.is_some() && it.cap.is_none()),
        of_curve("cap", |it| it.floor.is_none() && it.cap.is_some()),
        of_curve("floor and cap", |it| it.floor.is_some() && it.cap.is_some()),
        of_channel("coefficient 0", |_, outcome| {
            outcome
                .payees
                .iter()
                .any(|payee| payee.appraised.is_zero() && !payee.measured.is_zero())
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
    ];
    rules.chain(shapes).chain(others).collect()
}
