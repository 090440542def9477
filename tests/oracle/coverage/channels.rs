//! What must occur of channels that do not buy equivalents, or that are only recorded, and of
//! channels of several kinds in one scheme.

use num_traits::{Signed, Zero};
use work_equivalent::scheme::{ChannelDocument, ItemDocument, RoundsDocument, WeightDocument};

use super::prices::{KINDS_OF_PRICE, kind};
use super::{Case, Feature, feature, of_channel, of_payee};
use crate::measure::{is_bought_by, measure};
use crate::numbers::{Fraction, read, whole};
use crate::outcome::ChannelOutcome;
use crate::setting::{Setting, buys_equivalents};

/// What must occur of quotas, stated amounts and records, and of several channels.
pub fn features() -> Vec<Feature> {
    let features = [cycle_features(), quota_features(), recorded_features(), scheme_features()];
    features.into_iter().flatten().collect()
}

/// Every rule of the money cycle with quotas and with stated amounts.
fn cycle_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for name in ["quota", "stated"] {
        let is_so = move |channel: &ChannelDocument| kind(&channel.price) == name;
        features.extend([
            of_payee(format!("{name}, withheld"), move |channel, payee| {
                is_so(channel) && payee.withheld.is_positive()
            }),
            of_payee(format!("{name}, released"), move |channel, payee| {
                is_so(channel) && payee.released.is_positive()
            }),
            of_channel(format!("{name}, provided"), move |channel, outcome| {
                is_so(channel) && outcome.provision.as_ref().is_some_and(Signed::is_positive)
            }),
            of_channel(format!("{name}, reserve drawn"), move |channel, outcome| {
                is_so(channel) && outcome.closing.as_ref().is_some_and(|it| it.drawn.is_positive())
            }),
            of_channel(
                format!("{name}, appraisal loss to the reserve"),
                move |channel, outcome| {
                    let reserve = outcome.reserve.as_ref();
                    is_so(channel) && reserve.is_some_and(|it| it.appraisal_loss.is_positive())
                },
            ),
            of_payee(format!("{name}, deducted"), move |channel, payee| {
                is_so(channel) && payee.deducted.is_positive()
            }),
            of_payee(format!("{name}, planned and advanced"), move |channel, payee| {
                is_so(channel) && payee.plan.is_some() && payee.advanced.is_positive()
            }),
            of_payee(format!("{name}, over-advance carried forward"), move |channel, payee| {
                is_so(channel) && payee.carried_forward.is_positive()
            }),
            of_payee(format!("{name}, owed and paid"), move |channel, payee| {
                is_so(channel) && payee.owed.paid.is_positive()
            }),
            of_payee(format!("{name}, retained"), move |channel, payee| {
                is_so(channel) && payee.share.retained.is_positive()
            }),
            of_payee(format!("{name}, coefficient below 1"), move |channel, payee| {
                is_so(channel) && payee.appraised < payee.measured
            }),
            of_payee(format!("{name}, coefficient above 1"), move |channel, payee| {
                is_so(channel) && payee.appraised > payee.measured
            }),
            of_payee(format!("{name}, rounded to whole yuan"), move |channel, payee| {
                let is_rounded = channel.money.is_some_and(|money| money.places() == 0);
                is_so(channel) && is_rounded && !payee.measured.is_integer()
            }),
            of_payee(format!("{name}, fractions of a fen"), move |channel, payee| {
                is_so(channel) && !(&payee.appraised * whole(100)).is_integer()
            }),
            of_channel(format!("{name}, a payee without volumes"), move |channel, outcome| {
                let idle = outcome.payees.iter().filter(|it| it.measured.is_zero()).count();
                is_so(channel) && 0 < idle && idle < outcome.payees.len()
            }),
            of_channel(format!("{name}, nobody has volumes"), move |channel, outcome| {
                is_so(channel) && outcome.payees.iter().all(|it| it.measured.is_zero())
            }),
            of_payee(format!("{name}, two categories"), move |channel, payee| {
                let paid = payee.categories.iter().filter(|(.., amount)| amount.is_positive());
                is_so(channel) && paid.count() > 1
            }),
            feature(format!("{name}, volumes in a group with difficulty"), move |case| {
                of_difficult_group(case, name)
            }),
        ]);
    }
    features
}

/// Whether a payee has volumes in a channel of a kind, and its group a difficulty other than 1.
fn of_difficult_group(case: &Case, name: &str) -> bool {
    case.scheme.channels.iter().filter(|it| kind(&it.price) == name).any(|channel| {
        let setting = Setting::new(&case.scheme, &case.facts, channel);
        setting.payees.iter().any(|payee| {
            let group = case.scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
            let is_difficult = group.difficulty.iter().any(|it| read(&it.value) != whole(1));
            is_difficult && measure(&setting, payee).iter().any(|it| it.measured.is_positive())
        })
    })
}

/// Dated quotas, for all groups or for each.
fn quota_features() -> Vec<Feature> {
    fn is_any(quotas: &[WeightDocument], is_so: fn(&Fraction) -> bool) -> bool {
        quotas.iter().filter_map(|it| it.value.as_ref()).any(|value| is_so(&read(value)))
    }
    let of_quota = |name: &str, occurs: fn(&Case, &ItemDocument, &[WeightDocument]) -> bool| {
        feature(name, move |case| {
            let mut items = case.scheme.items.iter().filter(|item| !item.quotas.is_empty());
            case.outcome.is_ok() && items.any(|item| occurs(case, item, &item.quotas))
        })
    };
    let rows = |name: &str, occurs: fn(&ChannelOutcome) -> bool| {
        of_channel(name, move |_, outcome| occurs(outcome))
    };
    vec![
        of_quota("quota of nothing", |_, _, quotas| is_any(quotas, Zero::is_zero)),
        of_quota("quota beyond the digits of a weight", |_, _, quotas| {
            is_any(quotas, |quota| *quota > whole(9_999))
        }),
        of_quota("quota with a ceiling", |_, item, _| !item.ceiling.is_empty()),
        of_quota("quota with bands", |_, item, _| item.bands.is_some()),
        of_quota("quotas by group that are the same", |case, _, quotas| {
            case.scheme.groups.len() > 1
                && quotas.iter().filter_map(|it| it.by_group.as_ref()).any(|by_group| {
                    let mut values = by_group.values().map(read);
                    let first = values.next();
                    values.all(|value| Some(value) == first)
                })
        }),
        of_quota("a quota's end is stated", |_, _, quotas| {
            quotas.iter().any(|it| it.until.is_some())
        }),
        of_quota("a quota that ended before the period", |case, _, quotas| {
            quotas.iter().skip(1).any(|it| it.from <= case.facts.period.from)
        }),
        of_quota("a quota that begins after the period", |case, _, quotas| {
            quotas.iter().any(|it| it.from >= case.facts.period.until)
        }),
        rows("a quota for all", |it| it.quotas.iter().any(|row| row.group.is_none())),
        rows("a quota for each group", |it| it.quotas.iter().any(|row| row.group.is_some())),
        rows("quotas of several items", |it| {
            it.quotas.iter().any(|row| row.item != it.quotas[0].item)
        }),
        rows("a quota changes inside the period", |it| {
            it.quotas
                .windows(2)
                .any(|pair| pair[0].item == pair[1].item && pair[0].from < pair[1].from)
        }),
        feature("a quota that only states the one before again", |case| {
            case.scheme.items.iter().any(|item| {
                item.quotas.windows(2).any(|pair| {
                    let values = [0, 1].map(|index: usize| pair[index].value.as_ref().map(read));
                    let period = &case.facts.period;
                    let is_inside = period.from < pair[1].from && pair[1].from < period.until;
                    is_inside && values[0].is_some() && values[0] == values[1]
                })
            })
        }),
        feature("a record over a change of difficulty", over_difficulty),
    ]
}

/// Whether a volume that is not paid in equivalents spans a change of its group's difficulty.
fn over_difficulty(case: &Case) -> bool {
    let groups = &case.scheme.groups;
    case.scheme.channels.iter().filter(|it| !buys_equivalents(&it.price)).any(|channel| {
        let setting = Setting::new(&case.scheme, &case.facts, channel);
        case.facts.volumes.iter().any(|record| {
            let item = case.scheme.items.iter().find(|item| item.code == record.item).unwrap();
            let payee = case.facts.payees.iter().find(|it| it.code == record.payee).unwrap();
            let group = groups.iter().find(|group| group.code == payee.group).unwrap();
            let days = record.from.as_ref().zip(record.until.as_ref());
            let spans = days.is_some_and(|(from, until)| {
                group.difficulty.iter().any(|it| *from < it.from && it.from < *until)
            });
            spans && is_bought_by(&setting, item)
        })
    })
}

/// Channels that are only recorded.
fn recorded_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for name in ["quota", "stated"] {
        features.push(of_payee(format!("recorded, {name}"), move |channel, payee| {
            kind(&channel.price) == name && payee.recorded.is_positive()
        }));
    }
    features.extend([
        of_channel("recorded, the appraisal costs something", |channel, outcome| {
            channel.recorded.is_some() && outcome.appraisal_loss.is_positive()
        }),
        of_payee("recorded, coefficient 0", |channel, payee| {
            let is_vetoed = payee.appraised.is_zero() && payee.measured.is_positive();
            channel.recorded.is_some() && is_vetoed
        }),
        feature("recorded, rounds by part", |case| {
            case.scheme.channels.iter().filter(|it| it.recorded.is_some()).any(|channel| {
                let setting = Setting::new(&case.scheme, &case.facts, channel);
                let rounds = setting.appraisal().and_then(|it| it.rounds.as_ref());
                matches!(rounds, Some(RoundsDocument::ByPart { .. }))
            })
        }),
        feature("recorded beside a paid channel in a class of income", |case| {
            let class = |is_recorded: bool| {
                case.scheme.categories.iter().filter(move |category| {
                    let mut channels = case.scheme.channels.iter();
                    let channel = channels.find(|it| it.code == category.channel).unwrap();
                    channel.recorded.is_some() == is_recorded
                })
            };
            let paid: Vec<_> = class(false).map(|it| &it.income_class).collect();
            class(true).any(|category| paid.contains(&&category.income_class))
        }),
        feature("all channels are recorded", |case| {
            case.outcome.is_ok() && case.scheme.channels.iter().all(|it| it.recorded.is_some())
        }),
        feature("the payer is named", |case| case.scheme.payer.is_some()),
        feature("the payer is the treasury", |case| case.scheme.payer.is_none()),
    ]);
    features
}

/// Channels of several kinds in one scheme.
fn scheme_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for count in 2..=4 {
        features.push(feature(format!("{count} channels"), move |case| {
            case.outcome.as_ref().is_ok_and(|it| it.len() == count)
        }));
    }
    for (index, one) in KINDS_OF_PRICE.into_iter().enumerate() {
        for other in &KINDS_OF_PRICE[index..] {
            features.push(feature(format!("{one} beside {other}"), move |case| {
                let kinds = case.scheme.channels.iter().map(|it| kind(&it.price));
                let kinds: Vec<&str> = kinds.collect();
                let first = kinds.iter().position(|it| *it == one);
                let second = kinds.iter().rposition(|it| it == other);
                case.outcome.is_ok() && first.is_some() && second.is_some() && first != second
            }));
        }
        features.push(feature(format!("{one} beside recorded"), move |case| {
            let is_paid = |it: &ChannelDocument| kind(&it.price) == one && it.recorded.is_none();
            let channels = &case.scheme.channels;
            case.outcome.is_ok()
                && channels.iter().any(is_paid)
                && channels.iter().any(|it| it.recorded.is_some())
        }));
    }
    features
}
