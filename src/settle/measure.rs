//! Stage 1, measure: `E_i = Σ payable volume × weight(item, group, date) × difficulty(group, date)`
//! (莲政办发〔2023〕75号 三(二)5: 标化工作当量).
//!
//! Where items have quotas, or amounts are stated (三(二)1 to 3), the weight is the quota, or 1:
//! what stands for an equivalent is then a yuan, and the price of it is 1.

use core::ops::Range;

use super::each::each_block;
use crate::exact::{Exact, WideSum};
use crate::facts::{Facts, Payee, Weighing, WeightOf};
use crate::scheme::{Bands, Rate};
use crate::units::{Equivalents, Factor, Volume, Weight};

/// Digits after the point of a volume × weight, both as scaled integers.
const PRODUCT_SCALE: u32 = Volume::LIMITS.after + Weight::LIMITS.after;

/// The equivalents of all payees in one channel.
#[derive(Clone, Debug)]
pub(super) struct Measures {
    segments: usize,
    categories: usize,
    /// By payee.
    totals: Vec<Equivalents>,
    /// By payee, then segment of the period, for prices that change in it.
    by_segment: Vec<Equivalents>,
    /// By payee, then category of the channel, in order of code.
    by_category: Vec<Equivalents>,
}

/// The equivalents of one payee in one channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured<'m> {
    /// All of them.
    pub(super) total: &'m Equivalents,
    /// By segment of the period.
    pub(super) by_segment: &'m [Equivalents],
    /// By category of the channel, in order of code.
    pub(super) by_category: &'m [Equivalents],
}

/// What one item of one payee counts in a stretch of the period in which a unit is worth the same.
#[derive(Clone, Debug)]
pub(super) struct Counted<'f> {
    /// The segments of the stretch.
    pub(super) stretch: Range<usize>,
    /// The volume that is paid, after ceiling and bands.
    pub(super) volume: Exact,
    pub(super) rate: Rate<'f>,
    pub(super) equivalents: Equivalents,
}

impl Measures {
    /// None yet, of so many payees.
    fn empty(segments: usize, categories: usize, payees: usize) -> Self {
        Self {
            segments,
            categories,
            totals: Vec::with_capacity(payees),
            by_segment: Vec::with_capacity(payees * segments),
            by_category: Vec::with_capacity(payees * categories),
        }
    }

    /// These, and then those of more payees.
    fn followed_by(mut self, more: Self) -> Self {
        self.totals.extend(more.totals);
        self.by_segment.extend(more.by_segment);
        self.by_category.extend(more.by_category);
        self
    }

    /// What one payee measured.
    pub(super) fn of(&self, payee: usize) -> Measured<'_> {
        let run = |each: usize| payee * each..(payee + 1) * each;
        Measured {
            total: &self.totals[payee],
            by_segment: &self.by_segment[run(self.segments)],
            by_category: &self.by_category[run(self.categories)],
        }
    }

    /// What each payee measured.
    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = Measured<'_>> {
        (0..self.totals.len()).map(|payee| self.of(payee))
    }

    /// What all payees measured.
    pub(super) fn total(&self) -> Equivalents {
        self.totals.iter().sum()
    }
}

impl Measured<'_> {
    /// The equivalents of a run of segments.
    pub(super) fn in_part(&self, part: &Range<usize>) -> Equivalents {
        self.by_segment.get(part.clone()).into_iter().flatten().sum()
    }
}

/// The equivalents of all payees in a channel.
pub(super) fn measure(facts: &Facts<'_>, channel: usize) -> Measures {
    let bought = Bought::of(facts, channel);
    let blocks = each_block(facts.payees.len(), |payees| bought.measure(payees));
    let none = || Measures::empty(bought.segments, bought.categories.len(), 0);
    blocks.into_iter().reduce(Measures::followed_by).unwrap_or_else(none)
}

/// What a channel buys, compiled for all payees.
struct Bought<'f> {
    facts: &'f Facts<'f>,
    by_equivalents: bool,
    segments: usize,
    /// The places of the channel's categories, rising.
    categories: Vec<usize>,
    /// By group: how its volumes are weighed in machine words, where their sums fit and no volume
    /// is worked out.
    groups: Vec<Option<Weighing>>,
}

impl<'f> Bought<'f> {
    fn of(facts: &'f Facts<'_>, channel: usize) -> Self {
        let scheme = facts.scheme;
        let mut bought = Self {
            facts,
            by_equivalents: scheme.buys_equivalents(channel),
            segments: facts.plan.segments().len(),
            categories: scheme.categories_of(channel).map(|(place, _)| place).collect(),
            groups: Vec::new(),
        };
        bought.groups = (0..scheme.groups.len()).map(|group| bought.weighing(group)).collect();
        bought
    }

    /// What some payees measured.
    fn measure(&self, payees: Range<usize>) -> Measures {
        let categories = self.categories.len();
        let mut measures = Measures::empty(self.segments, categories, payees.len());
        let mut sums = vec![0; self.segments * categories];
        for payee in payees {
            match &self.groups[self.facts.payees[payee].group] {
                Some(weighing) => self.weigh(payee, weighing, &mut sums, &mut measures),
                None => self.sum(payee, &mut measures),
            }
        }
        measures
    }

    /// The items of the channel, with the first of the cells that their category has in a list by
    /// category and segment.
    fn items(&self) -> impl Iterator<Item = (usize, usize)> {
        let items = self.facts.scheme.items.iter().enumerate();
        items.filter_map(|(item, record)| {
            let category = self.categories.binary_search(&record.category).ok()?;
            Some((item, category * self.segments))
        })
    }

    fn difficulty(&self, group: usize, segment: usize) -> Option<Factor> {
        let difficulty = self.facts.plan.difficulty(group, segment);
        difficulty.filter(|_| self.by_equivalents).map(|difficulty| difficulty.value)
    }

    /// How the volumes of a group are weighed, by category and segment: by the product of weight
    /// and difficulty.
    fn weighing(&self, group: usize) -> Option<Weighing> {
        let plan = &self.facts.plan;
        let mut weights = Vec::new();
        for (item, first) in self.items() {
            if is_worked_out(self.facts, item) {
                return None;
            }
            for segment in 0..self.segments {
                let Some(of_groups) = plan.weights(item, segment) else { continue };
                let one = Factor::ONE.scaled();
                let factor = self.difficulty(group, segment).map_or(one, Factor::scaled);
                // Ten digits by eleven fit.
                let weight = i128::from(of_groups.value[group].scaled()) * i128::from(factor);
                weights.push(WeightOf { segment, sum: first + segment, item, weight });
            }
        }
        let scale = Weight::LIMITS.after + Factor::LIMITS.after;
        self.facts.volumes.weighing(weights, scale)
    }

    /// Measures a payee in machine words.
    fn weigh(&self, payee: usize, weighing: &Weighing, sums: &mut [i128], measures: &mut Measures) {
        sums.fill(0);
        self.facts.volumes.weigh(payee, weighing, sums);
        let equivalents =
            |sum| Equivalents::from_exact(Exact::fraction(sum, weighing.parts_of_one));
        let of_category = sums.chunks(self.segments).map(|sums| sums.iter().sum());
        measures.by_category.extend(of_category.map(equivalents));
        let of_segment = |segment| sums.iter().skip(segment).step_by(self.segments).sum();
        measures.by_segment.extend((0..self.segments).map(of_segment).map(equivalents));
        measures.totals.push(equivalents(sums.iter().sum()));
    }

    /// Measures a payee in numbers of any length, and with volumes that are worked out.
    ///
    /// Volumes and weights are multiplied as scaled integers; fractions appear once for each
    /// category and segment, never for each record.
    fn sum(&self, payee: usize, measures: &mut Measures) {
        let Self { facts, segments, .. } = *self;
        let plan = &facts.plan;
        let group = facts.payees[payee].group;
        let cells = self.categories.len() * segments;
        let mut products = vec![WideSum::default(); cells];
        let mut shaped = vec![Exact::zero(); cells];
        for (item, first) in self.items() {
            if is_worked_out(facts, item) {
                for counted in count_item(facts, payee, item) {
                    // Difficulty is applied below, to all items of a segment at once.
                    let weighted = counted.volume.times(&counted.rate.weight.to_exact());
                    let cell = &mut shaped[first + counted.stretch.start];
                    *cell = cell.plus(&weighted);
                }
                continue;
            }
            for (segment, cell) in products[first..first + segments].iter_mut().enumerate() {
                let volume = facts.volumes.payable(payee, item, segment);
                if let Some(weights) = plan.weights(item, segment) {
                    cell.add_product(volume, i128::from(weights.value[group].scaled()));
                }
            }
        }

        let mut by_segment = vec![Exact::zero(); segments];
        for (products, shaped) in products.chunks(segments).zip(shaped.chunks(segments)) {
            let mut sum = Exact::zero();
            for (segment, (product, shaped)) in products.iter().zip(shaped).enumerate() {
                let weighted = product.to_exact(PRODUCT_SCALE).plus(shaped);
                let equivalents = match self.difficulty(group, segment) {
                    None => weighted,
                    Some(difficulty) => weighted.times(&difficulty.to_exact()),
                };
                by_segment[segment] = by_segment[segment].plus(&equivalents);
                sum = sum.plus(&equivalents);
            }
            measures.by_category.push(Equivalents::from_exact(sum));
        }
        measures.totals.push(Equivalents::from_exact(by_segment.iter().sum()));
        measures.by_segment.extend(by_segment.into_iter().map(Equivalents::from_exact));
    }
}

/// What one item of one payee counts, stretch by stretch; those without a weight are left out.
pub(super) fn count_item<'f>(facts: &'f Facts<'_>, payee: usize, item: usize) -> Vec<Counted<'f>> {
    let plan = &facts.plan;
    let group = facts.payees[payee].group;
    let mut before = Exact::zero();
    let mut counted = Vec::new();
    for stretch in plan.stretches(group, item) {
        let done = if let Some(per) = facts.scheme.items[item].per {
            facts.stocks.volume((payee, item), per, stretch.clone())
        } else {
            let volume = facts.volumes.total(payee, item, stretch.clone()).payable;
            Exact::scaled(volume, Volume::LIMITS.after)
        };
        let after = before.plus(&done);
        let payable = paid(facts, item, &after).minus(&paid(facts, item, &before));
        before = after;
        // Facts hold no volume where there is no rate.
        let Some(from) = plan.segments().get(stretch.start).map(|days| days.from()) else {
            continue;
        };
        let Ok(rate) = plan.rate(group, item, from) else { continue };
        let mut equivalents = payable.times(&rate.weight.to_exact());
        if let Some(difficulty) = rate.difficulty {
            equivalents = equivalents.times(&difficulty.value.to_exact());
        }
        let equivalents = Equivalents::from_exact(equivalents);
        counted.push(Counted { stretch, volume: payable, rate, equivalents });
    }
    counted
}

/// The equivalents of one item of one payee in the whole period.
pub(super) fn item_equivalents(facts: &Facts<'_>, payee: usize, item: usize) -> Equivalents {
    count_item(facts, payee, item).into_iter().map(|counted| counted.equivalents).sum()
}

/// Whether an item has a ceiling or bands, which the volume of the whole period runs through.
pub(super) fn is_shaped(facts: &Facts<'_>, item: usize) -> bool {
    facts.plan.ceiling(item).is_some() || facts.scheme.items[item].bands.is_some()
}

/// Whether the volume of an item is more than the sum of its records.
fn is_worked_out(facts: &Facts<'_>, item: usize) -> bool {
    is_shaped(facts, item) || facts.scheme.items[item].per.is_some()
}

/// The volume that is paid when so much was done since the period began: first the ceiling, then
/// the bands.
///
/// A stretch is paid for the difference between its end and its beginning, so what was done first
/// is paid first, and the parts add up to what the whole is paid.
fn paid(facts: &Facts<'_>, item: usize, volume: &Exact) -> Exact {
    let capped = match facts.plan.ceiling(item) {
        Some(ceiling) => volume.clone().min(ceiling.value.to_exact()),
        None => volume.clone(),
    };
    match &facts.scheme.items[item].bands {
        Some(bands) => banded(bands, &capped),
        None => capped,
    }
}

/// `Σ factor × the part of the volume that lies in the band`; below zero, the first band's factor.
fn banded(bands: &Bands, volume: &Exact) -> Exact {
    let ends = bands.steps.iter().skip(1).map(|(above, _)| Some(above.to_exact())).chain([None]);
    let mut sum = Exact::zero();
    for (place, ((above, factor), end)) in bands.steps.iter().zip(ends).enumerate() {
        let above = above.to_exact();
        if place > 0 && *volume <= above {
            break;
        }
        let top = end.map_or_else(|| volume.clone(), |end| end.min(volume.clone()));
        sum = sum.plus(&top.minus(&above).times(&factor.to_exact()));
    }
    sum
}

/// The group of a payee.
pub(super) fn group_name<'f>(facts: &'f Facts<'_>, payee: &Payee) -> &'f str {
    &facts.scheme.groups[payee.group].name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// Both ways of measuring give the same, and what fits is weighed in words.
    #[test]
    fn what_fits_is_weighed() {
        let scheme = sample::scheme();
        let facts = Facts::new(&scheme, &sample::facts()).unwrap();
        let bought = Bought::of(&facts, 0);
        assert!(bought.groups.iter().all(Option::is_some));
        let summed = Bought { groups: vec![None], ..Bought::of(&facts, 0) };
        let totals = |bought: &Bought<'_>| {
            bought.measure(0..2).totals.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(totals(&bought), ["5000", "2000"]);
        assert_eq!(totals(&summed), ["5000", "2000"]);
    }

    #[test]
    fn bands_pay_each_part_with_its_factor() {
        let step = |above: &str, factor: &str| (above.parse().unwrap(), factor.parse().unwrap());
        let bands = Bands {
            cite: String::new(),
            steps: vec![step("0", "1"), step("100", "0.5"), step("200", "0")],
        };
        for (volume, paid) in [
            ("0", "0"),
            ("60", "60"),
            ("100", "100"),
            ("101", "100.5"),
            ("200", "150"),
            ("900", "150"),
            ("-8", "-8"),
        ] {
            assert_eq!(banded(&bands, &volume.parse().unwrap()).to_string(), paid, "{volume}");
        }
    }
}
