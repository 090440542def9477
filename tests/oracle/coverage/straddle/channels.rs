//! What must occur of channels that do not buy equivalents, of items measured over time, and of
//! pool lines.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{ChannelDocument, PoolLineKind};

use super::{Case, Feature, item, of_later, payees, record, settled};
use crate::coverage::prices::kind;
use crate::outcome::PayeeOutcome;
use crate::setting::buys_equivalents;
use crate::straddle::SettledPart;

/// What must occur of them.
pub(super) fn features() -> Vec<Feature> {
    let features = [channels(), items(), lines()];
    features.into_iter().flatten().collect()
}

/// Whether a payee of a part is so in a channel that is so.
fn occurs(part: &SettledPart, is_so: impl Fn(&ChannelDocument, &PayeeOutcome) -> bool) -> bool {
    let channels = part.part.scheme.channels.iter().zip(&part.outcomes);
    channels
        .into_iter()
        .any(|(channel, outcome)| outcome.payees.iter().any(|payee| is_so(channel, payee)))
}

/// Whether a channel of the first scheme goes on as another one.
fn goes_on(case: &Case, is_so: fn(&ChannelDocument, &ChannelDocument) -> bool) -> bool {
    case.given.schemes.windows(2).any(|pair| {
        pair[0].channels.iter().any(|channel| {
            pair[1].channels.iter().any(|next| next.code == channel.code && is_so(channel, next))
        })
    })
}

/// Kinds of price and records, in each part and from one to the next.
fn channels() -> Vec<Feature> {
    fn has_worth(part: &SettledPart, name: &str) -> bool {
        occurs(part, |channel, payee| {
            kind(&channel.price) == name && payee.entitlement.is_positive()
        })
    }
    fn records(part: &SettledPart) -> bool {
        occurs(part, |channel, payee| channel.recorded.is_some() && payee.recorded.is_positive())
    }
    vec![
        settled("quotas in the first part", |_, parts| has_worth(&parts[0], "quota")),
        settled("quotas in a later part", |_, parts| has_worth(&parts[1], "quota")),
        settled("stated amounts in the first part", |_, parts| has_worth(&parts[0], "stated")),
        settled("stated amounts in a later part", |_, parts| has_worth(&parts[1], "stated")),
        settled("recorded in the first part", |_, parts| records(&parts[0])),
        settled("recorded in a later part", |_, parts| records(&parts[1])),
        settled("recorded in both parts", |_, parts| parts[..2].iter().all(records)),
        settled("equivalents beside quotas in a part", |_, parts| {
            parts.iter().any(|part| has_worth(part, "announced") && has_worth(part, "quota"))
        }),
        settled("from equivalents to quotas or amounts", |case, _| {
            goes_on(case, |it, next| buys_equivalents(&it.price) && !buys_equivalents(&next.price))
        }),
        settled("from quotas or amounts to equivalents", |case, _| {
            goes_on(case, |it, next| !buys_equivalents(&it.price) && buys_equivalents(&next.price))
        }),
        settled("from paid to recorded", |case, _| {
            goes_on(case, |it, next| it.recorded.is_none() && next.recorded.is_some())
        }),
        settled("from recorded to paid", |case, _| {
            goes_on(case, |it, next| it.recorded.is_some() && next.recorded.is_none())
        }),
        of_later("owed brought into a channel of quotas or amounts", |channel, outcome, _| {
            let is_owed = outcome.payees.iter().any(|payee| payee.owed.paid.is_positive());
            !buys_equivalents(&channel.price) && is_owed
        }),
        of_later("claims brought into a channel of quotas or amounts", |channel, outcome, _| {
            let deducts = outcome.payees.iter().any(|payee| payee.deducted.is_positive());
            !buys_equivalents(&channel.price) && deducts
        }),
        settled("paid and recorded over all parts", |_, parts| {
            payees(parts).any(|payee| payee.recorded.is_positive())
                && payees(parts).any(|payee| payee.payable.is_positive())
        }),
    ]
}

/// An item of a scheme.
/// Items measured over time and approved numbers.
fn items() -> Vec<Feature> {
    /// Whether an approved number concerns one part, and the other.
    fn approves(parts: &[SettledPart], concerns: [bool; 2]) -> bool {
        let mut approved = parts.iter().flat_map(|part| &part.part.facts.approved);
        approved.any(|it| {
            [0, 1].map(|part: usize| parts[part].part.facts.approved.contains(it)) == concerns
        })
    }
    vec![
        settled("per month or year in the first part", |case, parts| {
            record(case, parts, [0, 1], |it, _| it.per.is_some())
        }),
        settled("per month or year in a later part", |case, parts| {
            record(case, parts, [1, 0], |it, _| it.per.is_some())
        }),
        settled("per month or year in both parts", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| it.per.is_some() && it.per == other.per)
            })
        }),
        settled("per month or year in one part only", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| it.per.is_some() && other.per.is_none())
            })
        }),
        settled("there from a change inside a month", |case, parts| {
            let change = &case.parts[1].from;
            !change.ends_with("-01")
                && parts[1].part.facts.volumes.iter().any(|record| {
                    let item = item(&case.given.schemes[1], &record.item).unwrap();
                    record.from.as_ref() == Some(change) && item.per.is_some()
                })
        }),
        settled("from a weight to a quota", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| !it.quotas.is_empty() && !other.weights.is_empty())
            })
        }),
        settled("from a quota to a weight", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| !it.weights.is_empty() && !other.quotas.is_empty())
            })
        }),
        settled("a quota with another value", |case, parts| {
            record(case, parts, [1, 0], |it, other| {
                other.is_some_and(|other| !it.quotas.is_empty() && it.quotas != other.quotas)
            })
        }),
        settled("approved for both parts", |_, parts| approves(parts, [true, true])),
        settled("approved for the first part only", |_, parts| approves(parts, [true, false])),
        settled("approved for a later part only", |_, parts| approves(parts, [false, true])),
    ]
}

/// Lines at a rate and limits, which are split like amounts.
fn lines() -> Vec<Feature> {
    fn limit(channel: &ChannelDocument) -> bool {
        channel.pool.iter().any(|line| line.kind == PoolLineKind::Limit)
    }
    vec![
        of_later("a carve-out at a rate in a later part", |channel, outcome, _| {
            let carved = outcome.carve_outs.as_ref().is_some_and(Signed::is_positive);
            carved && channel.pool.iter().any(|line| !line.rate.is_empty())
        }),
        of_later("a limit in a later part binds", |channel, outcome, _| {
            limit(channel) && outcome.beyond_limit.as_ref().is_some_and(Signed::is_positive)
        }),
        of_later("a limit in a later part does not bind", |channel, outcome, _| {
            limit(channel) && outcome.beyond_limit.as_ref().is_some_and(Zero::is_zero)
        }),
        of_later("a limit in both parts", |channel, _, before| {
            let lines = before.and_then(|before| before.lines.as_ref());
            let codes = channel.pool.iter().filter(|line| line.kind == PoolLineKind::Limit);
            codes.into_iter().any(|line| {
                lines.is_some_and(|lines| lines.iter().any(|(code, _)| *code == line.code))
            })
        }),
    ]
}
