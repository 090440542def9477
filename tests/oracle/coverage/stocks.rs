//! What must occur of items that are measured over time, and of approved numbers.

use num_traits::{Signed, Zero};
use work_equivalent::facts::{ApprovedDocument, VolumeDocument};
use work_equivalent::scheme::{ChannelDocument, ItemDocument, Per};

use super::prices::{KINDS_OF_PRICE, kind};
use super::{Case, Feature, feature};
use crate::dated::{days_in, month_of};
use crate::numbers::{Fraction, read};
use crate::outcome::ChannelOutcome;

/// What must occur of items that are measured over time.
pub fn features() -> Vec<Feature> {
    let features = [item_features(), record_features(), approved_features()];
    features.into_iter().flatten().collect()
}

/// A feature of a record of an item that is measured over time, in a channel that was settled.
fn of_stock(name: impl Into<String>, occurs: impl Fn(&Stock) -> bool + Sync + 'static) -> Feature {
    feature(name, move |case| {
        let outcomes = case.outcome.iter().flatten();
        case.scheme.channels.iter().zip(outcomes).any(|(channel, outcome)| {
            case.facts.volumes.iter().any(|record| {
                let item = case.scheme.items.iter().find(|item| item.code == record.item).unwrap();
                let mut categories = case.scheme.categories.iter();
                let category = categories.find(|it| it.code == item.category).unwrap();
                let is_here = category.channel == channel.code && item.per.is_some();
                is_here && occurs(&Stock { case, channel, outcome, item, record })
            })
        })
    })
}

/// A record of how many there are.
struct Stock<'a> {
    case: &'a Case,
    channel: &'a ChannelDocument,
    outcome: &'a ChannelOutcome,
    item: &'a ItemDocument,
    record: &'a VolumeDocument,
}

impl Stock<'_> {
    /// The number, as it is paid.
    fn number(&self) -> Fraction {
        read(self.record.verified.as_ref().or(self.record.reported.as_ref()).unwrap())
    }

    /// Whether the record begins inside a month, and whether it ends inside one.
    fn cuts(&self) -> [bool; 2] {
        let is_inside = |day: Option<&String>| day.is_some_and(|day| !day.ends_with("-01"));
        [&self.record.from, &self.record.until].map(|day| is_inside(day.as_ref()))
    }

    /// The first and the last month of the record, where it states its days.
    fn months(&self) -> Option<[i64; 2]> {
        let until = self.record.until.as_ref()?;
        let last = month_of(until) - i64::from(until.ends_with("-01"));
        Some([month_of(self.record.from.as_ref()?), last])
    }

    /// The approved number of the payee and item.
    fn approved(&self) -> Option<Fraction> {
        let mut approved = self.case.facts.approved.iter();
        let is_meant = |it: &&ApprovedDocument| {
            (&it.payee, &it.item) == (&self.record.payee, &self.record.item)
        };
        approved.find(is_meant).map(|it| read(&it.number))
    }
}

/// Both times under every kind of price.
fn item_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for per in [Per::Month, Per::Year] {
        for price in KINDS_OF_PRICE.into_iter().filter(|price| *price != "stated") {
            features.push(of_stock(format!("per {per:?}, {price}"), move |it| {
                it.item.per == Some(per)
                    && kind(&it.channel.price) == price
                    && it.number().is_positive()
            }));
        }
    }
    features.extend([
        of_stock("per, in a recorded channel", |it| it.channel.recorded.is_some()),
        of_stock("per, in rounds by part", |it| {
            let mut payees = it.outcome.payees.iter();
            payees.any(|payee| payee.coefficient.is_none() && payee.rounds.len() > 1)
        }),
        of_stock("per, where a price changes", |it| it.outcome.prices.len() > 1),
        of_stock("per, where a weight or quota changes", |it| {
            let period = &it.case.facts.period;
            let mut worths = it.item.weights.iter().chain(&it.item.quotas);
            worths.any(|it| period.from < it.from && it.from < period.until)
        }),
        of_stock("per, by group", |it| {
            let mut worths = it.item.weights.iter().chain(&it.item.quotas);
            worths.any(|it| it.by_group.is_some())
        }),
        of_stock("per, where other items are not", |it| {
            let mut items = it.case.scheme.items.iter();
            items.any(|item| item.category == it.item.category && item.per.is_none())
        }),
    ]);
    features
}

/// Whole months, and months that are cut.
fn record_features() -> Vec<Feature> {
    vec![
        of_stock("there for a month", |it| it.record.month.is_some()),
        of_stock("there for several whole months", |it| {
            it.cuts() == [false, false] && it.months().is_some_and(|[first, last]| last > first)
        }),
        of_stock("there for a year", |it| {
            it.cuts() == [false, false]
                && it.months().is_some_and(|[first, last]| last - first == 11)
        }),
        of_stock("there from inside a month", |it| it.cuts() == [true, false]),
        of_stock("there until inside a month", |it| it.cuts() == [false, true]),
        of_stock("there from and until inside months", |it| {
            it.cuts() == [true, true] && it.months().is_some_and(|[first, last]| last > first)
        }),
        of_stock("there for some days of a month", |it| {
            it.cuts().contains(&true) && it.months().is_some_and(|[first, last]| last == first)
        }),
        of_stock("there in two cut months of different length", |it| {
            let months = it.months().filter(|_| it.cuts() == [true, true]);
            months.is_some_and(|[first, last]| days_in(first) != days_in(last))
        }),
        of_stock("there for some days of a leap year's February", |it| {
            let is_february = |month: i64| month % 12 == 1 && days_in(month) == 29;
            let [begins, ends] = it.cuts();
            it.months().is_some_and(|[first, last]| {
                (begins && is_february(first)) || (ends && is_february(last))
            })
        }),
        of_stock("as many as there are days in no month", |it| !it.number().is_integer()),
        of_stock("none there", |it| it.number().is_zero()),
        of_stock("there as reported only", |it| it.record.verified.is_none()),
        of_stock("several records of a payee and item", |it| {
            let records = it.case.facts.volumes.iter();
            let place = (&it.record.payee, &it.record.item);
            records.filter(|other| (&other.payee, &other.item) == place).count() > 2
        }),
    ]
}

/// Approved numbers.
fn approved_features() -> Vec<Feature> {
    fn of_approved(name: &str, occurs: fn(&Fraction, &Fraction) -> bool) -> Feature {
        of_stock(name, move |it| {
            let approved = it.approved();
            it.item.approved.is_some()
                && approved.is_some_and(|approved| occurs(&it.number(), &approved))
        })
    }
    vec![
        of_approved("fewer than approved", |number, approved| number < approved),
        of_approved("as many as approved", |number, approved| number == approved),
        of_approved("more than approved", |number, approved| number > approved),
        of_approved("none approved", |number, approved| number.is_positive() && approved.is_zero()),
        of_stock("more reported than approved", |it| {
            let is_more = it.approved().is_some_and(|approved| it.number() > approved);
            it.record.verified.is_none() && is_more
        }),
        of_stock("more than approved in one record, not in another", |it| {
            let place = (&it.record.payee, &it.record.item);
            let is_more = |number: &Fraction| it.approved().is_some_and(|most| *number > most);
            let mut others = it.case.facts.volumes.iter();
            is_more(&it.number())
                && others.any(|other| {
                    let number = other.verified.as_ref().or(other.reported.as_ref()).unwrap();
                    (&other.payee, &other.item) == place && !is_more(&read(number))
                })
        }),
        of_stock("more than approved, per year at a cut month", |it| {
            let is_more = it.approved().is_some_and(|approved| it.number() > approved);
            it.item.per == Some(Per::Year) && it.cuts().contains(&true) && is_more
        }),
        feature("approved for a payee without a record", |case| {
            case.facts.approved.iter().any(|it| {
                let place = (&it.payee, &it.item);
                case.facts.volumes.iter().all(|record| (&record.payee, &record.item) != place)
            })
        }),
    ]
}
