//! A scheme compiled for one period: every dated value that the period needs, looked up once.
//!
//! The period is cut into segments at each date on which a weight, a difficulty or an announced
//! price changes. Inside a segment nothing changes, so volumes are kept by payee, item and
//! segment, and a settlement never looks at a date again.

use core::ops::Range;

use crate::period::{Date, Dated, DatedValue, Period};
use crate::report::{Place, Report};
use crate::units::{Factor, Money, UnitPrice, Volume, Weight};

use super::channel::{Price, ProvisionSize};
use super::{Item, Scheme};

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

/// The amounts of a channel's pool and provision in the period.
#[derive(Clone, Debug)]
pub(crate) struct Envelope<'s> {
    /// In the order of the channel's pool lines.
    pub(crate) amounts: Vec<InForce<'s, Money>>,
    pub(crate) provision: Option<ProvisionInForce<'s>>,
}

/// A provision with the values in force in the period.
#[derive(Clone, Debug)]
pub(crate) struct ProvisionInForce<'s> {
    pub(crate) size: SizeInForce<'s>,
    pub(crate) target: Option<InForce<'s, Money>>,
}

/// The size of a provision in the period.
#[derive(Clone, Debug)]
pub(crate) enum SizeInForce<'s> {
    Rate(InForce<'s, Factor>),
    Amount(InForce<'s, Money>),
}

/// What one unit of an item is worth to one group in one segment.
#[derive(Clone, Debug)]
pub(crate) struct Rate<'s> {
    pub(crate) weight: Weight,
    /// Where the weight stands.
    pub(crate) weights: InForce<'s, Vec<Weight>>,
    pub(crate) difficulty: Option<InForce<'s, Factor>>,
    price: Option<InForce<'s, UnitPrice>>,
}

impl Rate<'_> {
    /// Whether a unit is worth the same under both, so that a record may span them.
    fn is_worth(&self, other: &Self) -> bool {
        self.weight == other.weight
            && self.factor() == other.factor()
            && self.price() == other.price()
    }

    fn factor(&self) -> Option<Factor> {
        self.difficulty.map(|difficulty| difficulty.value)
    }

    fn price(&self) -> Option<&UnitPrice> {
        self.price.map(|price| &price.value)
    }
}

impl<'s> Plan<'s> {
    pub(crate) fn compile(scheme: &'s Scheme, period: Period, report: &mut Report) -> Self {
        let segments = segments(scheme, period);
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
                    Price::Derived { .. } | Price::Published { .. } => None,
                })
            })
            .collect();
        let first_day = period.from();
        let ceilings = scheme.items.iter().map(|item| ceiling(item, first_day, report)).collect();
        let envelopes =
            (0..scheme.channels.len()).map(|c| envelope(scheme, c, first_day, report)).collect();
        Self { scheme, period, segments, weights, difficulties, prices, ceilings, envelopes }
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
        let difficulty = match self.difficulties[group * self.segments.len() + segment] {
            Difficulty::None => None,
            Difficulty::Set(value) => Some(value),
            Difficulty::Missing => {
                let series = self.scheme.groups[group].difficulty.as_ref();
                return Err(missing(series, date));
            }
        };
        let channel = self.scheme.categories[record.category].channel;
        let price = self.price(channel, segment);
        if let (Price::Announced(series), None) = (&self.scheme.channels[channel].price, price) {
            return Err(missing(Some(series), date));
        }
        Ok(Rate { weight: weights.value[group], weights, difficulty, price })
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
        (before.price() != after.price())
            .then(|| format!("the unit price of channel \"{}\"", channel.code))
    }

    /// The runs of segments in which a unit of the item is worth the same to the group.
    pub(crate) fn stretches(&self, group: usize, item: usize) -> Vec<Range<usize>> {
        let mut stretches = Vec::new();
        let mut start = 0;
        let mut before: Option<Result<Rate<'_>, String>> = None;
        for (segment, days) in self.segments.iter().enumerate() {
            let rate = self.rate(group, item, days.from());
            let same = match (&before, &rate) {
                (None, _) | (Some(Err(_)), Err(_)) => true,
                (Some(Ok(before)), Ok(rate)) => rate.is_worth(before),
                _ => false,
            };
            if !same {
                stretches.push(start..segment);
                start = segment;
            }
            before = Some(rate);
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
                Some((run, last)) if run.end == segment && last.value == price.value => {
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

    /// The difficulty of a group in force in a segment, where it has one.
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

    /// The pool and provision of a channel in the period.
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

/// The period, cut wherever something that concerns equivalents or announced prices changes.
fn segments(scheme: &Scheme, period: Period) -> Vec<Period> {
    let mut cuts: Vec<Date> = vec![period.from(), period.until()];
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

/// The amounts in force on the first day of the period.
fn envelope<'s>(
    scheme: &'s Scheme,
    channel: usize,
    first_day: Date,
    report: &mut Report,
) -> Envelope<'s> {
    let channel = &scheme.channels[channel];
    let place = Place::ROOT.field("period");
    let amounts = channel
        .pool
        .iter()
        .filter_map(|line| report.take(&place, line.amounts.at(first_day)))
        .collect();
    let provision = channel.provision.as_ref().and_then(|provision| {
        let size = match &provision.size {
            ProvisionSize::Rate(rate) => {
                report.take(&place, rate.at(first_day)).map(SizeInForce::Rate)
            }
            ProvisionSize::Amount(amount) => {
                report.take(&place, amount.at(first_day)).map(SizeInForce::Amount)
            }
        };
        let target = match &provision.target {
            None => None,
            Some(target) => Some(report.take(&place, target.at(first_day))?),
        };
        Some(ProvisionInForce { size: size?, target })
    });
    Envelope { amounts, provision }
}
