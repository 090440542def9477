//! Stage 1, measure: `E_i = Σ payable volume × weight(item, group, date) × difficulty(group, date)`
//! (莲政办发〔2023〕75号 三(二)5: 标化工作当量).
//!
//! Where items have quotas, or amounts are stated (三(二)1 to 3), the weight is the quota, or 1:
//! what stands for an equivalent is then a yuan, and the price of it is 1.

use core::ops::Range;

use crate::exact::{Exact, WideSum};
use crate::facts::{Facts, Payee};
use crate::scheme::{Bands, Rate};
use crate::units::{Equivalents, Volume, Weight};

/// Digits after the point of a volume × weight, both as scaled integers.
const PRODUCT_SCALE: u32 = Volume::LIMITS.after + Weight::LIMITS.after;

/// The equivalents of one payee in one channel.
#[derive(Clone, Debug)]
pub(super) struct Measured {
    /// All of them.
    pub(super) total: Equivalents,
    /// By segment of the period, for prices that change in it.
    pub(super) by_segment: Vec<Equivalents>,
    /// By category of the channel, in order of code.
    pub(super) by_category: Vec<Equivalents>,
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

impl Measured {
    /// The equivalents of a run of segments.
    pub(super) fn in_part(&self, part: &Range<usize>) -> Equivalents {
        self.by_segment.get(part.clone()).into_iter().flatten().sum()
    }
}

/// The equivalents of a payee in a channel, by segment and by category.
///
/// Volumes and weights are multiplied as scaled integers; fractions appear once for each category
/// and segment, never for each record.
pub(super) fn measure(facts: &Facts<'_>, payee: usize, channel: usize) -> Measured {
    let plan = &facts.plan;
    let scheme = facts.scheme;
    let segments = plan.segments().len();
    let group = facts.payees[payee].group;
    let by_equivalents = scheme.buys_equivalents(channel);
    let categories: Vec<usize> = scheme.categories_of(channel).map(|(place, _)| place).collect();

    let mut products = vec![WideSum::default(); categories.len() * segments];
    let mut shaped = vec![Exact::zero(); categories.len() * segments];
    for (item, record) in scheme.items.iter().enumerate() {
        // Categories are few and in order of their place.
        let Ok(category) = categories.binary_search(&record.category) else { continue };
        let cells = category * segments..(category + 1) * segments;
        if is_worked_out(facts, item) {
            for counted in count_item(facts, payee, item) {
                // Difficulty is applied below, to all items of a segment at once.
                let weighted = counted.volume.times(&counted.rate.weight.to_exact());
                let cell = &mut shaped[cells.start + counted.stretch.start];
                *cell = cell.plus(&weighted);
            }
            continue;
        }
        for (segment, cell) in products[cells].iter_mut().enumerate() {
            let volume = facts.volumes.payable(payee, item, segment);
            if let Some(weights) = plan.weights(item, segment) {
                cell.add_product(volume, i128::from(weights.value[group].scaled()));
            }
        }
    }

    let mut by_segment = vec![Exact::zero(); segments];
    let mut by_category = Vec::with_capacity(categories.len());
    for (products, shaped) in products.chunks(segments).zip(shaped.chunks(segments)) {
        let mut sum = Exact::zero();
        for (segment, (product, shaped)) in products.iter().zip(shaped).enumerate() {
            let weighted = product.to_exact(PRODUCT_SCALE).plus(shaped);
            let difficulty = plan.difficulty(group, segment).filter(|_| by_equivalents);
            let equivalents = match difficulty {
                None => weighted,
                Some(difficulty) => weighted.times(&difficulty.value.to_exact()),
            };
            by_segment[segment] = by_segment[segment].plus(&equivalents);
            sum = sum.plus(&equivalents);
        }
        by_category.push(Equivalents::from_exact(sum));
    }
    let by_segment: Vec<Equivalents> =
        by_segment.into_iter().map(Equivalents::from_exact).collect();
    Measured { total: by_segment.iter().sum(), by_segment, by_category }
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
