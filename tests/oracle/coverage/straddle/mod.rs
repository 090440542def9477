//! What must occur of periods inside which the scheme changes.

mod balances;
mod channels;
mod records;

use num_traits::Signed;
use work_equivalent::facts::{AdvanceDocument, FindingDocument, PeriodDocument};
use work_equivalent::scheme::{ChannelDocument, ItemDocument, PoolLineKind, SchemeDocument, Split};

use super::{balances as balance, cover, provision};
use crate::dated::in_force;
use crate::generate::{Straddle, straddle};
use crate::numbers::{Fen, fen, read};
use crate::outcome::{ChannelOutcome, PayeeOutcome};
use crate::straddle::{SettledPart, Unsettled, part_of_advance, part_of_finding, periods, settle};

/// A case with what the oracle makes of it.
struct Case {
    given: Straddle,
    parts: Vec<PeriodDocument>,
    outcome: Result<Vec<SettledPart>, Unsettled>,
}

type Feature = super::Feature<Case>;

fn feature(name: &'static str, occurs: impl Fn(&Case) -> bool + Sync + 'static) -> Feature {
    Feature::new(name, occurs)
}

/// The item of a scheme.
fn item<'a>(scheme: &'a SchemeDocument, code: &str) -> Option<&'a ItemDocument> {
    scheme.items.iter().find(|item| item.code == code)
}

/// Whether a record of a part is of an item that is so there, in the light of the item in another.
fn record(
    case: &Case,
    parts: &[SettledPart],
    [here, there]: [usize; 2],
    is_so: fn(&ItemDocument, Option<&ItemDocument>) -> bool,
) -> bool {
    parts[here].part.facts.volumes.iter().any(|record| {
        let [one, other] =
            [here, there].map(|index| item(&case.given.schemes[index], &record.item));
        is_so(one.unwrap(), other)
    })
}

/// A feature of cases that settle.
fn settled(name: &'static str, occurs: fn(&Case, &[SettledPart]) -> bool) -> Feature {
    feature(name, move |case| case.outcome.as_ref().is_ok_and(|parts| occurs(case, parts)))
}

/// A feature of a channel in a later part, and in the part before if it has it.
fn of_later(
    name: &'static str,
    occurs: fn(&ChannelDocument, &ChannelOutcome, Option<&ChannelOutcome>) -> bool,
) -> Feature {
    feature(name, move |case| {
        case.outcome.as_ref().is_ok_and(|parts| {
            parts.windows(2).any(|pair| {
                let channels = pair[1].part.scheme.channels.iter().zip(&pair[1].outcomes);
                channels.into_iter().any(|(channel, outcome)| {
                    let before = pair[0].outcomes.iter().find(|it| it.code == channel.code);
                    occurs(channel, outcome, before)
                })
            })
        })
    })
}

/// A feature of a payee in a channel of a later part.
fn of_later_payee(
    name: &'static str,
    occurs: fn(&ChannelDocument, &PayeeOutcome) -> bool,
) -> Feature {
    feature(name, move |case| {
        case.outcome.as_ref().is_ok_and(|parts| {
            parts[1..].iter().any(|part| {
                let channels = part.part.scheme.channels.iter().zip(&part.outcomes);
                channels.into_iter().any(|(channel, outcome)| {
                    outcome.payees.iter().any(|payee| occurs(channel, payee))
                })
            })
        })
    })
}

/// A feature of an advance and its part.
fn of_advance(
    name: &'static str,
    occurs: fn(&AdvanceDocument, usize, &[PeriodDocument]) -> bool,
) -> Feature {
    feature(name, move |case| {
        case.given
            .facts
            .advances
            .iter()
            .any(|it| occurs(it, part_of_advance(&case.parts, it), &case.parts))
    })
}

/// A feature of a finding, the schemes and its part.
fn of_finding(
    name: &'static str,
    occurs: fn(&FindingDocument, usize, &[SchemeDocument]) -> bool,
) -> Feature {
    feature(name, move |case| {
        let schemes = &case.given.schemes;
        let mut findings = case.given.facts.findings.iter();
        findings.any(|it| occurs(it, part_of_finding(schemes, &case.parts, it), schemes))
    })
}

/// How the period and its schemes lie.
fn days() -> Vec<Feature> {
    fn changes(case: &Case, is_so: fn(&str) -> bool) -> bool {
        case.parts[1..].iter().any(|part| is_so(&part.from[8..]))
    }
    fn ends(case: &Case, is_so: fn(Option<&str>, &str, bool) -> bool) -> bool {
        case.given.schemes.windows(2).any(|pair| {
            let is_repealed = pair[1].repeals.contains(&pair[0].number);
            is_so(pair[0].until.as_deref(), &pair[1].from, is_repealed)
        })
    }
    vec![
        settled("two parts", |case, _| case.parts.len() == 2),
        settled("three parts", |case, _| case.parts.len() == 3),
        settled("change on the first of a month", |case, _| changes(case, |day| day == "01")),
        settled("change inside a month", |case, _| changes(case, |day| day != "01")),
        settled("change on the last days of a month", |case, _| changes(case, |day| day > "28")),
        settled("two parts of a month", |case, _| {
            case.parts.iter().any(|part| {
                part.from[..7] == part.until[..7] || part.from[..7] == case.parts[0].from[..7]
            })
        }),
        settled("period that begins inside a month", |case, _| {
            !case.parts[0].from.ends_with("-01")
        }),
        settled("scheme that ends", |case, _| {
            ends(case, |until, next, is_repealed| until == Some(next) && !is_repealed)
        }),
        settled("scheme that ends and is repealed", |case, _| {
            ends(case, |until, next, is_repealed| until == Some(next) && is_repealed)
        }),
        settled("scheme that is repealed", |case, _| ends(case, |until, _, _| until.is_none())),
        settled("scheme that is repealed before its end", |case, _| {
            ends(case, |until, next, _| until.is_some_and(|until| until > next))
        }),
    ]
}

/// How money is split.
fn splits() -> Vec<Feature> {
    /// Whether what two parts take of an amount is so.
    fn of_line(case: &Case, parts: &[SettledPart], is_so: fn([&Fen; 2]) -> bool) -> bool {
        if case.given.split == Split::Amounts || parts.len() != 2 {
            return false;
        }
        let channels = case.given.schemes.iter().map(|scheme| &scheme.channels);
        channels.zip(parts).any(|(channels, part)| {
            channels.iter().zip(&part.part.scheme.channels).any(|(channel, split)| {
                let lines = channel.pool.iter().zip(&split.pool);
                lines.filter(|(line, _)| !line.amounts.is_empty()).any(|(line, split)| {
                    let from = &part.part.facts.period.from;
                    let whole = fen(&in_force(&line.amounts, from));
                    let share = fen(&read(&split.amounts[0].value));
                    let other = &whole - &share;
                    let is_first = *from == case.parts[0].from;
                    is_so(if is_first { [&share, &other] } else { [&other, &share] })
                })
            })
        })
    }
    fn has(case: &Case, is_so: fn(&ChannelDocument) -> bool) -> bool {
        case.given.split != Split::Amounts
            && case.given.schemes[1..].iter().any(|scheme| scheme.channels.iter().any(is_so))
    }
    vec![
        settled("split by days", |case, _| case.given.split == Split::Days),
        settled("split by months", |case, _| case.given.split == Split::Months),
        settled("split by months that are cut", |case, _| {
            case.given.split == Split::Months && !case.parts[1].from.ends_with("-01")
        }),
        settled("amounts of each part", |case, _| case.given.split == Split::Amounts),
        settled("parts that take as much", |case, parts| {
            of_line(case, parts, |[first, second]| first == second && first.is_positive())
        }),
        settled("a tie between parts", |case, parts| {
            of_line(case, parts, |[first, second]| {
                first - second == Fen::from(1) && *first > Fen::from(200)
            })
        }),
        settled("a carve-out is split", |case, _| {
            has(case, |it| it.pool.iter().any(|line| line.kind == PoolLineKind::CarveOut))
        }),
        settled("a provision is split", |case, _| {
            has(case, |it| provision(it).is_some_and(|it| !it.amount.is_empty()))
        }),
        settled("a provision is a rate", |case, _| {
            has(case, |it| provision(it).is_some_and(|it| !it.rate.is_empty()))
        }),
        settled("a target is not split", |case, _| {
            has(case, |it| it.reserve.as_ref().is_some_and(|it| !it.target.is_empty()))
        }),
    ]
}

/// All payees of some parts.
fn payees(parts: &[SettledPart]) -> impl Iterator<Item = &PayeeOutcome> {
    parts.iter().flat_map(|part| &part.outcomes).flat_map(|outcome| &outcome.payees)
}

#[test]
fn two_thousand_straddling_periods_cover_every_feature() {
    let features = [
        days(),
        splits(),
        balances::features(),
        channels::features(),
        records::rules(),
        records::records(),
    ];
    let features: Vec<Feature> = features.into_iter().flatten().collect();
    cover(&features, 2_000, |seed| {
        let given = straddle(seed);
        let outcome = settle(&given.schemes, given.split, &given.facts);
        for channel in outcome.iter().flatten().flat_map(|part| &part.outcomes) {
            assert!(balance(channel), "straddle {seed}: {channel:?}");
        }
        let parts = periods(&given.schemes, &given.facts.period);
        Case { given, parts, outcome }
    });
}
