//! A scheme compiled for one period: every dated value that the period needs, looked up once.
//!
//! The period is cut into segments at each date on which a weight, a difficulty or an announced
//! price changes. Inside a segment nothing changes, so volumes are kept by payee, item and
//! segment, and a settlement never looks at a date again.

use core::ops::Range;

use crate::period::{Date, Dated, DatedValue, Period};
use crate::report::{Place, Report};
use crate::units::{Factor, UnitPrice, Volume, Weight};

use super::channel::Price;
use super::envelope::{Envelope, Portion};
use super::extent::{MOST_PLACES, MOST_STRETCHES, fits};
use super::rounds::Rounds;
use super::{Appraisal, Item, Scheme};

/// A value in force in the period, with its date and citation.
pub(crate) type InForce<'s, T> = &'s DatedValue<T>;

/// A scheme compiled for one period.
#[derive(Clone, Debug)]
pub(crate) struct Plan<'s> {
    scheme: &'s Scheme,
    period: Period,
    segments: Vec<Period>,
    /// By item, then segment: none where the item has no weight yet or no more.
    weights: Vec<Option<InForce<'s, Vec<Weight>>>>,
    /// By group, then segment.
    difficulties: Vec<Difficulty<'s>>,
    /// By channel, then segment: none where the price is not announced, or not yet.
    prices: Vec<Option<InForce<'s, UnitPrice>>>,
    /// By item.
    ceilings: Vec<Option<InForce<'s, Volume>>>,
    /// By channel.
    envelopes: Vec<Envelope<'s>>,
    /// By appraisal: where each round that governs its own part begins; empty where none does.
    round_starts: Vec<Vec<Date>>,
}

/// The difficulty of a group in a segment.
#[derive(Clone, Copy, Debug)]
enum Difficulty<'s> {
    /// The scheme sets none for the group: its equivalents count as they are.
    None,
    /// The scheme sets one, but not for this segment.
    Missing,
    Set(InForce<'s, Factor>),
}

/// What one unit of an item is worth to one group in one segment.
#[derive(Clone, Debug)]
pub(crate) struct Rate<'s> {
    pub(crate) weight: Weight,
    /// Where the weight stands.
    pub(crate) weights: InForce<'s, Vec<Weight>>,
    pub(crate) difficulty: Option<InForce<'s, Factor>>,
    price: Option<InForce<'s, UnitPrice>>,
    /// The round of the appraisal whose part of the period it is.
    round: usize,
}

impl Rate<'_> {
    /// Whether a unit is worth the same under both, so that a record may span them.
    fn is_worth(&self, other: &Self) -> bool {
        self.weight == other.weight
            && self.factor() == other.factor()
            && self.price() == other.price()
            && self.round == other.round
    }

    fn factor(&self) -> Option<Factor> {
        self.difficulty.map(|difficulty| difficulty.value)
    }

    fn price(&self) -> Option<&UnitPrice> {
        self.price.map(|price| &price.value)
    }
}

impl<'s> Plan<'s> {
    /// The values of the scheme in a period, of whose amounts the period takes a portion.
    pub(crate) fn compile(
        scheme: &'s Scheme,
        period: Period,
        portion: &Portion,
        report: &mut Report,
    ) -> Option<Self> {
        let governing = scheme.governing();
        let round_starts: Vec<Vec<Date>> = scheme
            .appraisals
            .iter()
            .zip(governing)
            .map(
                |(appraisal, governs)| {
                    if governs { round_starts(appraisal, period, report) } else { Vec::new() }
                },
            )
            .collect();
        let segments = segments(scheme, period, &round_starts);
        let place = Place::ROOT.field("period");
        if segments.len() > MOST_STRETCHES {
            let message = format!(
                "{}: the values of the scheme change on {} days in it, which are too many: settle a \
                 shorter one, of at most {MOST_STRETCHES} stretches",
                period.in_words(),
                segments.len().saturating_sub(1)
            );
            report.add(&place, message);
            return None;
        }
        let lists = scheme.items.len() + scheme.groups.len() + scheme.channels.len();
        let sides = [(segments.len(), "stretches of time"), (lists, "items, groups and channels")];
        fits(&sides, MOST_PLACES, &place, report).then_some(())?;
        let starts: Vec<Date> = segments.iter().map(|segment| segment.from()).collect();
        let weights = scheme
            .items
            .iter()
            .flat_map(|item| starts.iter().map(|start| item.weights.at(*start).ok()))
            .collect();
        let difficulties = scheme
            .groups
            .iter()
            .flat_map(|group| {
                starts.iter().map(|start| match &group.difficulty {
                    None => Difficulty::None,
                    Some(series) => series.at(*start).map_or(Difficulty::Missing, Difficulty::Set),
                })
            })
            .collect();
        let prices = scheme
            .channels
            .iter()
            .flat_map(|channel| {
                starts.iter().map(|start| match &channel.price {
                    Price::Announced(series) => series.at(*start).ok(),
                    _ => None,
                })
            })
            .collect();
        let first_day = period.from();
        let ceilings = scheme.items.iter().map(|item| ceiling(item, first_day, report)).collect();
        let channels = scheme.channels.iter();
        let envelopes =
            channels.map(|c| Envelope::compile(c, first_day, portion, report)).collect();
        Some(Self {
            scheme,
            period,
            segments,
            weights,
            difficulties,
            prices,
            ceilings,
            envelopes,
            round_starts,
        })
    }

    /// The period.
    pub(crate) fn period(&self) -> Period {
        self.period
    }

    /// The stretches of the period inside which nothing changes, in order.
    pub(crate) fn segments(&self) -> &[Period] {
        &self.segments
    }

    /// The segment that a day of the period lies in.
    pub(crate) fn segment_of(&self, date: Date) -> usize {
        self.segments.partition_point(|segment| segment.until() <= date)
    }

    /// What one unit of an item is worth on a day, or which parameter has no value then.
    pub(crate) fn rate(&self, group: usize, item: usize, date: Date) -> Result<Rate<'s>, String> {
        let segment = self.segment_of(date);
        let record = &self.scheme.items[item];
        let Some(weights) = self.weights(item, segment) else {
            return Err(missing(Some(&record.weights), date));
        };
        let channel = self.scheme.categories[record.category].channel;
        let difficulty = match self.difficulties[group * self.segments.len() + segment] {
            _ if !self.scheme.buys_equivalents(channel) => None,
            Difficulty::None => None,
            Difficulty::Set(value) => Some(value),
            Difficulty::Missing => {
                let series = self.scheme.groups[group].difficulty.as_ref();
                return Err(missing(series, date));
            }
        };
        let price = self.price(channel, segment);
        if let (Price::Announced(series), None) = (&self.scheme.channels[channel].price, price) {
            return Err(missing(Some(series), date));
        }
        let round = self.round_of(channel, segment);
        Ok(Rate { weight: weights.value[group], weights, difficulty, price, round })
    }

    /// Which of two rates' parts makes a unit worth another amount; none if it is worth the same.
    pub(crate) fn change(
        &self,
        group: usize,
        item: usize,
        before: &Rate<'_>,
        after: &Rate<'_>,
    ) -> Option<String> {
        let item = &self.scheme.items[item];
        if before.weight != after.weight {
            return Some(item.weights.name().to_owned());
        }
        if before.factor() != after.factor() {
            return Some(format!("the difficulty of group \"{}\"", self.scheme.groups[group].code));
        }
        let channel = &self.scheme.channels[self.scheme.categories[item.category].channel];
        if before.price() != after.price() {
            return Some(format!("the unit price of channel \"{}\"", channel.code));
        }
        (before.round != after.round)
            .then(|| format!("the appraisal round of channel \"{}\"", channel.code))
    }

    /// The round of the appraisal that governs a channel in a segment; the first where one round
    /// governs all of the period.
    pub(crate) fn round_of(&self, channel: usize, segment: usize) -> usize {
        let (Some(appraisal), Some(days)) =
            (self.scheme.channels[channel].appraisal, self.segments.get(segment))
        else {
            return 0;
        };
        let starts = &self.round_starts[appraisal];
        starts.partition_point(|start| *start <= days.from()).saturating_sub(1)
    }

    /// The runs of segments that each round governs, where each governs its own part.
    pub(crate) fn parts(&self, appraisal: usize) -> Vec<Range<usize>> {
        let starts = self.round_starts[appraisal].iter().map(|start| self.segment_of(*start));
        let ends = starts.clone().skip(1).chain([self.segments.len()]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The runs of segments in which a unit of the item is worth the same to the group.
    pub(crate) fn stretches(&self, group: usize, item: usize) -> Vec<Range<usize>> {
        let rates = self.segments.iter().map(|days| self.rate(group, item, days.from()));
        let rates: Vec<Result<Rate<'_>, String>> = rates.collect();
        let mut stretches = Vec::new();
        let mut start = 0;
        for (segment, pair) in (1..).zip(rates.windows(2)) {
            let same = matches!(pair, [Ok(before), Ok(rate)] if rate.is_worth(before));
            if !same {
                stretches.push(start..segment);
                start = segment;
            }
        }
        stretches.push(start..self.segments.len());
        stretches
    }

    /// The runs of segments in which the announced price of a channel is the same; none where
    /// nothing was announced.
    pub(crate) fn price_runs(&self, channel: usize) -> Vec<(Range<usize>, InForce<'s, UnitPrice>)> {
        let mut runs: Vec<(Range<usize>, InForce<'s, UnitPrice>)> = Vec::new();
        for segment in 0..self.segments.len() {
            let Some(price) = self.price(channel, segment) else { continue };
            match runs.last_mut() {
                // Announced prices leave no gap.
                Some((run, last)) if last.value == price.value => {
                    run.end = segment + 1;
                }
                _ => runs.push((segment..segment + 1, price)),
            }
        }
        runs
    }

    /// The days that a run of segments covers.
    pub(crate) fn days(&self, run: &Range<usize>) -> Option<Period> {
        let segments = self.segments.get(run.clone())?;
        Period::new(segments.first()?.from(), segments.last()?.until()).ok()
    }

    /// The weights of an item in force in a segment, by group.
    pub(crate) fn weights(&self, item: usize, segment: usize) -> Option<InForce<'s, Vec<Weight>>> {
        self.weights[item * self.segments.len() + segment]
    }

    /// The difficulty of a group in force in a segment, where it has one; it concerns equivalents.
    pub(crate) fn difficulty(&self, group: usize, segment: usize) -> Option<InForce<'s, Factor>> {
        match self.difficulties[group * self.segments.len() + segment] {
            Difficulty::Set(value) => Some(value),
            Difficulty::None | Difficulty::Missing => None,
        }
    }

    /// The announced price of a channel in force in a segment.
    pub(crate) fn price(&self, channel: usize, segment: usize) -> Option<InForce<'s, UnitPrice>> {
        self.prices[channel * self.segments.len() + segment]
    }

    /// The ceiling of an item in the period.
    pub(crate) fn ceiling(&self, item: usize) -> Option<InForce<'s, Volume>> {
        self.ceilings[item]
    }

    /// The amounts and shares of a channel in the period.
    pub(crate) fn envelope(&self, channel: usize) -> &Envelope<'s> {
        &self.envelopes[channel]
    }
}

/// The message of a series that has no value on a date.
fn missing<T>(series: Option<&Dated<T>>, date: Date) -> String {
    series
        .and_then(|series| series.at(date).err())
        .map(|error| error.to_string())
        .unwrap_or_default()
}

/// Where the rounds of an appraisal begin that each govern their own part of the period; empty
/// where one coefficient governs all of it.
fn round_starts(appraisal: &Appraisal, period: Period, report: &mut Report) -> Vec<Date> {
    let Some(Rounds::ByPart { rounds, .. }) = &appraisal.rounds else { return Vec::new() };
    let mut starts = Vec::new();
    let mut next = Some(period.from()).filter(|from| from.is_first_of_month());
    for round in rounds {
        starts.extend(next);
        next = next.and_then(|start| start.months_later(round.size));
    }
    if next == Some(period.until()) {
        return starts;
    }
    let months: i64 = rounds.iter().map(|round| round.size).sum();
    report.add(
        &Place::ROOT.field("period"),
        format!(
            "{} does not consist of the {months} whole months that the rounds of appraisal \"{}\" \
             govern: let it begin on the first of a month and last as long as its rounds",
            period.in_words(),
            appraisal.code
        ),
    );
    Vec::new()
}

/// The period, cut wherever something that concerns equivalents, announced prices or the
/// coefficient changes.
fn segments(scheme: &Scheme, period: Period, round_starts: &[Vec<Date>]) -> Vec<Period> {
    let mut cuts: Vec<Date> = vec![period.from(), period.until()];
    cuts.extend(round_starts.iter().flatten());
    for item in &scheme.items {
        cuts.extend(item.weights.changes_within(period));
    }
    for group in &scheme.groups {
        cuts.extend(group.difficulty.iter().flat_map(|series| series.changes_within(period)));
    }
    for channel in &scheme.channels {
        if let Price::Announced(series) = &channel.price {
            cuts.extend(series.changes_within(period));
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    // Cuts are distinct and rising, so every pair is a period.
    cuts.iter().zip(cuts.iter().skip(1)).filter_map(|(a, b)| Period::new(*a, *b).ok()).collect()
}

fn ceiling<'s>(
    item: &'s Item,
    first_day: Date,
    report: &mut Report,
) -> Option<InForce<'s, Volume>> {
    let series = item.ceiling.as_ref()?;
    report.take(&Place::ROOT.field("period"), series.at(first_day))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::sample;

    /// What is wrong with a plan of so many items, of which the first has another weight on each of
    /// the first days.
    fn problems(items: usize, days: i64) -> Vec<String> {
        let mut scheme: Value = sample::scheme();
        let first: Date = "2024-01-01".parse().unwrap();
        let value = |day| {
            let from = first.days_later(day).unwrap().to_string();
            json!({ "from": from, "value": "1", "cite": "示例" })
        };
        let item = |place: usize| {
            let mut item = scheme["items"][0].clone();
            item["code"] = format!("M{place}").into();
            if place == 0 {
                item["weights"] = (0..days).map(value).collect();
            }
            item
        };
        scheme["items"] = (0..items).map(item).collect();
        let scheme: Scheme = serde_json::from_value(scheme).unwrap();
        let period = Period::new(first, first.days_later(1_000).unwrap()).unwrap();
        let mut report = Report::default();
        let plan = Plan::compile(&scheme, period, &Portion::WHOLE, &mut report);
        let problems = report.into_problems();
        assert_eq!(plan.is_some(), problems.listed().is_empty());
        problems.listed().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn values_change_on_so_many_days_at_most() {
        assert_eq!(problems(1, 731), [""; 0]);
        for days in [732, 733] {
            let [problem] = &problems(1, days)[..] else { panic!("{days}") };
            assert!(problem.contains(&format!("change on {} days in it", days - 1)), "{problem}");
        }
    }

    #[test]
    fn a_plan_has_so_many_values_at_most() {
        assert_eq!(
            problems(11_474, 731),
            [
                "period: 731 stretches of time × 11476 items, groups and channels are too many: their \
              product is at most 8388608"
            ]
        );
    }
}
