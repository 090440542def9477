//! What must occur of stages 4 and 5: prices.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{AppraisalLoss, ChannelDocument, PriceDocument};

use super::{Case, Feature, feature, of_channel};
use crate::numbers::Fraction;
use crate::outcome::{ChannelOutcome, PayeeOutcome, Refusal};
use crate::setting::appraisal_loss;

/// All kinds of price.
pub const KINDS_OF_PRICE: [&str; 5] = ["announced", "derived", "published", "quota", "stated"];

/// The kind of a price in a word.
pub fn kind(price: &PriceDocument) -> &'static str {
    match price {
        PriceDocument::Announced { .. } => "announced",
        PriceDocument::Derived { .. } => "derived",
        PriceDocument::Published { .. } => "published",
        PriceDocument::Quota { .. } => "quota",
        PriceDocument::Stated { .. } => "stated",
    }
}

/// Σ E (1 − c): the equivalents that an appraisal keeps from payees.
fn lost(outcome: &ChannelOutcome) -> Fraction {
    let lost = |payee: &PayeeOutcome| &payee.measured - &payee.appraised;
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

/// Prices by kind, treatment of the appraisal loss, and effect.
pub fn features() -> Vec<Feature> {
    let mut features = Vec::new();
    for name in KINDS_OF_PRICE {
        for to in [AppraisalLoss::Treasury, AppraisalLoss::Reserve, AppraisalLoss::Redistributed] {
            let comes_of_pool = ["derived", "published"].contains(&name);
            if !comes_of_pool && to == AppraisalLoss::Redistributed {
                continue;
            }
            features.push(of_channel(format!("{name}, {to:?}"), move |channel, _| {
                kind(&channel.price) == name && appraisal_loss(&channel.price) == to
            }));
        }
    }
    for name in ["announced", "quota", "stated"] {
        features.extend(beside_pool(name));
    }
    let unrounded = |channel: &ChannelDocument| {
        kind(&channel.price) == "derived"
            && appraisal_loss(&channel.price) != AppraisalLoss::Redistributed
    };
    features.extend([
        of_channel("price changes", |_, outcome| outcome.prices.len() > 1),
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
    ]);
    features
}

/// A price that does not come out of the pool, with and without one.
fn beside_pool(name: &'static str) -> Vec<Feature> {
    let is_so = move |channel: &ChannelDocument| kind(&channel.price) == name;
    vec![
        of_channel(format!("{name} without pool"), move |channel, outcome| {
            is_so(channel) && outcome.pool.is_none()
        }),
        of_channel(format!("{name} with surplus"), move |channel, outcome| {
            is_so(channel) && outcome.remainder.as_ref().is_some_and(Signed::is_positive)
        }),
        of_channel(format!("{name} with overrun"), move |channel, outcome| {
            is_so(channel) && outcome.remainder.as_ref().is_some_and(Signed::is_negative)
        }),
        of_channel(
            format!("{name}, appraisal loss takes what is left"),
            move |channel, outcome| {
                let none_left = outcome.remainder.as_ref().is_some_and(Zero::is_zero);
                is_so(channel) && outcome.appraisal_loss.is_positive() && none_left
            },
        ),
    ]
}
