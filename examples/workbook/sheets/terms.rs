//! What the documents say for the period: values in force, segments, order by code.
//!
//! This is worked out from the documents alone, as the library does it inside.

use std::collections::BTreeSet;

use work_equivalent::exact::Exact;
use work_equivalent::facts::{FactsDocument, PayeeDocument};
use work_equivalent::period::Period;
use work_equivalent::scheme::{
    AppraisalDocument, CategoryDocument, ChannelDocument, DatedDocument, ItemDocument,
    PriceDocument, RoundsDocument, SchemeDocument, WeightDocument,
};
use work_equivalent::units::Number;

use super::exact::MOST;
use super::grid::Room;

/// The documents of a district, in order of code.
pub struct Terms<'d> {
    pub scheme: &'d SchemeDocument,
    pub facts: &'d FactsDocument,
    pub payees: Vec<&'d PayeeDocument>,
    pub channels: Vec<&'d ChannelDocument>,
    pub categories: Vec<&'d CategoryDocument>,
    pub items: Vec<&'d ItemDocument>,
    /// Where the period is cut, its first day and the day after its last included.
    pub cuts: Vec<String>,
}

/// What a unit of an item is worth to a group in a stretch of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The first day from which the weight holds, and its value; none where amounts are stated.
    pub weight: Option<(String, Number)>,
    pub difficulty: Option<(String, Number)>,
    pub price: Option<(String, Number)>,
    pub round: usize,
}

/// A stretch in which a unit is worth the same.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub from: String,
    pub until: String,
    pub rate: Rate,
}

pub fn number(text: &Number) -> Exact {
    text.as_str().parse().unwrap_or_else(|_| Exact::zero())
}

/// The value in force on a day.
pub fn in_force<'d>(values: &'d [DatedDocument], day: &str) -> Option<&'d DatedDocument> {
    let begun = values.iter().filter(|value| value.from.as_str() <= day);
    let last = begun.max_by(|a, b| a.from.cmp(&b.from))?;
    last.until.as_ref().is_none_or(|until| day < until.as_str()).then_some(last)
}

fn weight_in_force<'d>(values: &'d [WeightDocument], day: &str) -> Option<&'d WeightDocument> {
    let begun = values.iter().filter(|value| value.from.as_str() <= day);
    let last = begun.max_by(|a, b| a.from.cmp(&b.from))?;
    last.until.as_ref().is_none_or(|until| day < until.as_str()).then_some(last)
}

/// The first day of the month so many months after the one a day lies in.
fn months_later(day: &str, months: i64) -> Option<String> {
    let year: i64 = day.get(0..4)?.parse().ok()?;
    let month: i64 = day.get(5..7)?.parse().ok()?;
    let count = year * 12 + month - 1 + months;
    Some(format!("{:04}-{:02}-01", count.div_euclid(12), count.rem_euclid(12) + 1))
}

/// The days of a record: its month, or its two dates.
pub fn days(
    month: Option<&String>,
    from: Option<&String>,
    until: Option<&String>,
) -> Option<(String, String)> {
    if let Some(month) = month {
        let month = Period::month(month).ok()?;
        return Some((month.from().to_string(), month.until().to_string()));
    }
    Some((from?.clone(), until?.clone()))
}

/// How many months lie in some days, one that is cut by its days, as a fraction.
pub fn months(from: &str, until: &str) -> Option<(i128, i128)> {
    let (mut n, mut d) = (0_i128, 1_i128);
    let mut start = from.to_owned();
    while start.as_str() < until {
        let month = Period::month(start.get(0..7)?).ok()?;
        let end = month.until().to_string();
        let end = if end.as_str() < until { end } else { until.to_owned() };
        let part = Period::new(start.parse().ok()?, end.parse().ok()?).ok()?;
        (n, d) = (
            n * i128::from(month.days()) + i128::from(part.days()) * d,
            d * i128::from(month.days()),
        );
        let common = gcd(n, d);
        (n, d) = (n / common, d / common);
        start = end;
    }
    Some((n, d))
}

pub fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

impl<'d> Terms<'d> {
    pub fn new(scheme: &'d SchemeDocument, facts: &'d FactsDocument) -> Self {
        fn sorted<T>(list: &[T], code: impl Fn(&T) -> &String) -> Vec<&T> {
            let mut list: Vec<&T> = list.iter().collect();
            list.sort_by(|a, b| code(a).cmp(code(b)));
            list
        }
        let mut terms = Self {
            scheme,
            facts,
            payees: sorted(&facts.payees, |payee| &payee.code),
            channels: sorted(&scheme.channels, |channel| &channel.code),
            categories: sorted(&scheme.categories, |category| &category.code),
            items: sorted(&scheme.items, |item| &item.code),
            cuts: Vec::new(),
        };
        terms.cuts = terms.cuts();
        terms
    }

    /// What those who are paid are called.
    pub fn payee(&self) -> &'d str {
        self.scheme.payee.as_deref().unwrap_or("机构")
    }

    /// Whose money it is.
    pub fn payer(&self) -> &'d str {
        self.scheme.payer.as_deref().unwrap_or("财政")
    }

    pub fn first_day(&self) -> &str {
        &self.facts.period.from
    }

    /// The value of the period: the one in force on its first day.
    pub fn of_period(&self, values: &'d [DatedDocument]) -> Option<&'d DatedDocument> {
        in_force(values, self.first_day())
    }

    /// A value without a date of its own.
    pub fn of_first_day(&self, value: &Number, cite: &str) -> DatedDocument {
        DatedDocument {
            from: self.first_day().to_owned(),
            until: None,
            value: value.clone(),
            cite: cite.to_owned(),
        }
    }

    pub fn appraisal(&self, channel: &ChannelDocument) -> Option<&'d AppraisalDocument> {
        let code = channel.appraisal.as_ref()?;
        self.scheme.appraisals.iter().find(|appraisal| appraisal.code == *code)
    }

    pub fn categories_of(&self, channel: &str) -> Vec<&'d CategoryDocument> {
        self.categories.iter().copied().filter(|category| category.channel == channel).collect()
    }

    pub fn channel_of(&self, item: &ItemDocument) -> Option<&'d ChannelDocument> {
        let category = self.categories.iter().find(|category| category.code == item.category)?;
        self.channels.iter().copied().find(|channel| channel.code == category.channel)
    }

    fn cuts(&self) -> Vec<String> {
        let (from, until) = (&self.facts.period.from, &self.facts.period.until);
        let mut cuts: BTreeSet<&str> = BTreeSet::new();
        let starts: Vec<String> = self.channels.iter().flat_map(|c| self.round_starts(c)).collect();
        cuts.extend(starts.iter().map(String::as_str));
        let dated = |values: &'d [DatedDocument]| {
            let last = values.iter().max_by(|a, b| a.from.cmp(&b.from));
            let end = last.and_then(|last| last.until.as_deref());
            values.iter().map(|value| value.from.as_str()).chain(end)
        };
        for item in &self.items {
            for series in [&item.weights, &item.quotas] {
                let last = series.iter().max_by(|a, b| a.from.cmp(&b.from));
                cuts.extend(last.and_then(|last| last.until.as_deref()));
                cuts.extend(series.iter().map(|value| value.from.as_str()));
            }
        }
        for group in &self.scheme.groups {
            cuts.extend(dated(&group.difficulty));
        }
        for channel in &self.channels {
            if let PriceDocument::Announced { values, .. } = &channel.price {
                cuts.extend(dated(values));
            }
        }
        let inside = cuts.into_iter().filter(|cut| *cut > from.as_str() && *cut < until.as_str());
        let mut all = vec![from.clone()];
        all.extend(inside.map(str::to_owned));
        all.push(until.clone());
        all
    }

    /// Where the rounds begin that each govern a part; empty where one governs all.
    pub fn round_starts(&self, channel: &ChannelDocument) -> Vec<String> {
        let appraisal = self.appraisal(channel);
        let Some(RoundsDocument::ByPart { rounds, .. }) =
            appraisal.and_then(|appraisal| appraisal.rounds.as_ref())
        else {
            return Vec::new();
        };
        let mut starts = Vec::new();
        let mut months = 0;
        for round in rounds {
            starts.extend(months_later(self.first_day(), months));
            months += round.months.as_str().parse::<i64>().unwrap_or(0);
        }
        starts
    }

    /// What a unit of an item is worth on a day; none where something has no value.
    fn rate(
        &self,
        item: &ItemDocument,
        channel: &ChannelDocument,
        group: &str,
        day: &str,
    ) -> Option<Rate> {
        let series = match &channel.price {
            PriceDocument::Stated { .. } => None,
            PriceDocument::Quota { .. } => Some(&item.quotas),
            _ => Some(&item.weights),
        };
        let weight = match series {
            None => None,
            Some(series) => {
                let record = weight_in_force(series, day)?;
                let own = record.by_group.as_ref().and_then(|values| values.get(group));
                Some((record.from.clone(), own.or(record.value.as_ref())?.clone()))
            }
        };
        let difficulty = match &channel.price {
            PriceDocument::Stated { .. } | PriceDocument::Quota { .. } => None,
            _ => {
                let group = self.scheme.groups.iter().find(|record| record.code == group)?;
                match group.difficulty.as_slice() {
                    [] => None,
                    values => {
                        let value = in_force(values, day)?;
                        Some((value.from.clone(), value.value.clone()))
                    }
                }
            }
        };
        let price = match &channel.price {
            PriceDocument::Announced { values, .. } => {
                let value = in_force(values, day)?;
                Some((value.from.clone(), value.value.clone()))
            }
            _ => None,
        };
        let starts = self.round_starts(channel);
        let round = starts.iter().filter(|start| start.as_str() <= day).count().saturating_sub(1);
        Some(Rate { weight, difficulty, price, round })
    }

    /// The stretches of an item for a group that have a rate.
    pub fn stretches(
        &self,
        item: &ItemDocument,
        channel: &ChannelDocument,
        group: &str,
    ) -> Vec<Stretch> {
        let same = |a: &Rate, b: &Rate| {
            let value =
                |part: &Option<(String, Number)>| part.as_ref().map(|(_, text)| number(text));
            value(&a.weight) == value(&b.weight)
                && value(&a.difficulty) == value(&b.difficulty)
                && value(&a.price) == value(&b.price)
                && a.round == b.round
        };
        let mut stretches: Vec<Stretch> = Vec::new();
        for (from, until) in self.cuts.iter().zip(self.cuts.iter().skip(1)) {
            let Some(rate) = self.rate(item, channel, group, from) else { continue };
            match stretches.last_mut() {
                Some(last) if last.until == *from && same(&last.rate, &rate) => {
                    last.until.clone_from(until);
                }
                _ => stretches.push(Stretch { from: from.clone(), until: until.clone(), rate }),
            }
        }
        stretches
    }
}

/// The room that numbers of one kind need: their decimals, and two digits more before the point
/// than the largest has, where that fits a cell.
pub fn room<'t>(
    what: &str,
    numbers: impl IntoIterator<Item = &'t str>,
    least_places: u32,
    refused: &mut Vec<String>,
) -> Room {
    let (mut places, mut before, mut longest) = (least_places, 1, "0");
    for text in numbers {
        let plain = text.trim_start_matches('-');
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let digits = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
        let whole = digits(whole.trim_start_matches('0'));
        let part = digits(part.trim_end_matches('0'));
        places = places.max(part);
        if whole > before {
            longest = text;
        }
        before = before.max(whole);
    }
    if places + before > MOST {
        refused.push(format!(
            "{what}: numbers such as \"{longest}\" with {places} decimals need {} digits, and a \
             workbook calculates exactly with {MOST} in a cell",
            places + before
        ));
    }
    Room { places, digits: (places + before + 2).min(MOST) }
}
