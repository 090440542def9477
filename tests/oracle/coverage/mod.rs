//! Whether the generator's cases contain everything that they are there to contain.

mod channels;
mod closing;
mod distribution;
mod facts;
mod payment;
mod pools;
mod prices;
mod stages;
mod stocks;
mod straddle;

use std::thread;

use work_equivalent::facts::{FactsDocument, VolumeDocument};
use work_equivalent::scheme::{
    ChannelDocument, CurveDocument, IndicatorDocument, ItemDocument, ProvisionDocument,
    SchemeDocument,
};

use crate::calculate::settle;
use crate::generate::case;
use crate::numbers::Fen;
use crate::outcome::{ChannelOutcome, PayeeOutcome, Refusal};

/// A case with what the oracle makes of it.
struct Case {
    scheme: SchemeDocument,
    facts: FactsDocument,
    outcome: Result<Vec<ChannelOutcome>, Refusal>,
}

/// How many of ten thousand cases must have each feature.
const OFTEN: usize = 20;

/// Something that must occur in cases of a kind.
struct Feature<C = Case> {
    name: String,
    occurs: Box<dyn Fn(&C) -> bool + Sync>,
}

impl<C> Feature<C> {
    fn new(name: impl Into<String>, occurs: impl Fn(&C) -> bool + Sync + 'static) -> Self {
        Self { name: name.into(), occurs: Box::new(occurs) }
    }
}

/// A feature by its name and the test for it.
fn feature(name: impl Into<String>, occurs: impl Fn(&Case) -> bool + Sync + 'static) -> Feature {
    Feature::new(name, occurs)
}

/// Counts in how many cases each feature occurs; each has to often enough.
fn cover<C>(features: &[Feature<C>], cases: u64, case: impl Fn(u64) -> C + Sync) {
    let count = |seeds: &mut dyn Iterator<Item = u64>| {
        let mut counters = vec![0_usize; features.len()];
        for case in seeds.map(&case) {
            for (counter, feature) in counters.iter_mut().zip(features) {
                *counter += usize::from((feature.occurs)(&case));
            }
        }
        counters
    };
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut counters = vec![0; features.len()];
    thread::scope(|scope| {
        let count = &count;
        let seeds = |worker| (worker as u64..cases).step_by(workers);
        let threads: Vec<_> =
            (0..workers).map(|worker| scope.spawn(move || count(&mut seeds(worker)))).collect();
        for thread in threads {
            for (counter, more) in counters.iter_mut().zip(thread.join().unwrap()) {
                *counter += more;
            }
        }
    });
    for (counter, feature) in counters.iter().zip(features) {
        println!("{counter:5} {}", feature.name);
    }
    for (counter, feature) in counters.iter().zip(features) {
        assert!(*counter >= OFTEN, "only {counter} cases have: {}", feature.name);
    }
}

/// A feature of at least one channel and what was settled for it.
fn of_channel(
    name: impl Into<String>,
    occurs: impl Fn(&ChannelDocument, &ChannelOutcome) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| {
        let outcomes = case.outcome.iter().flatten();
        case.scheme.channels.iter().zip(outcomes).any(|(channel, outcome)| occurs(channel, outcome))
    })
}

/// A feature of at least one payee.
fn of_payee(
    name: impl Into<String>,
    occurs: impl Fn(&ChannelDocument, &PayeeOutcome) -> bool + Sync + 'static,
) -> Feature {
    of_channel(name, move |channel, outcome| {
        outcome.payees.iter().any(|payee| occurs(channel, payee))
    })
}

/// Whether two payees with the same of one figure differ in another: the order of codes broke a
/// tie.
fn breaks_tie(
    outcome: &ChannelOutcome,
    same: impl Fn(&PayeeOutcome) -> &Fen,
    other: impl Fn(&PayeeOutcome) -> &Fen,
) -> bool {
    let payees = &outcome.payees;
    payees.iter().any(|a| payees.iter().any(|b| same(a) == same(b) && other(a) != other(b)))
}

/// A feature of at least one item and the first day of the period.
fn of_item(
    name: &str,
    occurs: impl Fn(&ItemDocument, &FactsDocument) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| case.scheme.items.iter().any(|item| occurs(item, &case.facts)))
}

/// A feature of at least one record of volume.
fn of_record(name: &str, occurs: impl Fn(&VolumeDocument) -> bool + Sync + 'static) -> Feature {
    feature(name, move |case| case.facts.volumes.iter().any(&occurs))
}

/// The provision of a channel's reserve.
fn provision(channel: &ChannelDocument) -> Option<&ProvisionDocument> {
    channel.reserve.as_ref()?.provision.as_ref()
}

/// A feature of at least one provision, and of whether its reserve has a target.
fn of_provision(
    name: &str,
    occurs: impl Fn(&ProvisionDocument, bool) -> bool + Sync + 'static,
) -> Feature {
    of_channel(name, move |channel, outcome| {
        let target = outcome.reserve.as_ref().and_then(|reserve| reserve.target.as_ref());
        provision(channel).is_some_and(|provision| occurs(provision, target.is_some()))
    })
}

/// A feature of the curve of a channel that was settled.
fn of_curve(
    name: impl Into<String>,
    occurs: impl Fn(&CurveDocument) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| {
        case.outcome.is_ok()
            && case.scheme.appraisals.iter().any(|appraisal| {
                let code = Some(&appraisal.code);
                let is_used = case.scheme.channels.iter().any(|it| it.appraisal.as_ref() == code);
                is_used && occurs(&appraisal.curve)
            })
    })
}

/// An indicator with this kind of rule.
fn of_rule(kind: &'static str) -> Feature {
    feature(format!("rule {kind}"), move |case| {
        let dimensions = case.scheme.appraisals.iter().flat_map(|appraisal| &appraisal.dimensions);
        dimensions
            .flat_map(|dimension| &dimension.indicators)
            .any(|indicator: &IndicatorDocument| indicator.rule.kind() == kind)
    })
}

/// Whether all money that came in went somewhere.
fn balances(outcome: &ChannelOutcome) -> bool {
    let money = &outcome.money;
    let reserve = outcome.reserve.as_ref();
    let [opening, closing] = [reserve.map(|it| &it.opening), reserve.map(|it| &it.closing)]
        .map(|balance| balance.cloned().unwrap_or_default());
    &money.appropriated + &money.payer_share + opening == &money.payable + &money.treasury + closing
}

#[test]
fn ten_thousand_cases_cover_every_feature() {
    let features = [
        stages::features(),
        pools::features(),
        prices::features(),
        channels::features(),
        stocks::features(),
        closing::features(),
        payment::features(),
        facts::features(),
    ];
    let features: Vec<Feature> = features.into_iter().flatten().collect();
    cover(&features, 10_000, |seed| {
        let (scheme, facts) = case(seed);
        let outcome = settle(&scheme, &facts);
        for channel in outcome.iter().flatten() {
            assert!(balances(channel), "seed {seed}: {channel:?}");
        }
        Case { scheme, facts, outcome }
    });
}
