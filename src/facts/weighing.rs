//! Weighted sums of a payee's cells: `Σ volume × weight`, in machine words.

use core::iter;
use core::num::NonZero;
use core::ops::{Add, Range};

use super::column::Cells;
use super::table::VolumeTable;
use crate::exact::quotient;
use crate::units::Volume;

/// What the cells of any payee of a group are multiplied by, and which sum each product goes to.
#[derive(Clone, Debug)]
pub(crate) struct Weighing {
    /// In order of the segment.
    segments: Vec<Segment>,
    /// What one of a sum stands for: a fraction of one with this denominator.
    pub(crate) parts_of_one: NonZero<i128>,
    /// Whether the volumes of a segment, and the products of a sum, add up to words.
    is_short: bool,
}

#[derive(Clone, Debug)]
struct Segment {
    /// Its cells, among those of a payee.
    cells: Range<usize>,
    sums: Vec<Sum>,
}

/// One of the sums, as far as a segment makes it up.
#[derive(Clone, Debug)]
struct Sum {
    place: usize,
    terms: Vec<Term>,
}

#[derive(Clone, Debug)]
struct Term {
    item: usize,
    weight: i64,
}

/// One weight of a weighing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WeightOf {
    pub(crate) segment: usize,
    /// The place of the sum that it goes to.
    pub(crate) sum: usize,
    pub(crate) item: usize,
    /// Scaled by ten to the power of the digits after its point.
    pub(crate) weight: i128,
}

impl VolumeTable {
    /// A weighing with weights of so many digits after the point; none where its sums need not fit
    /// in double words.
    pub(crate) fn weighing(&self, mut weights: Vec<WeightOf>, scale: u32) -> Option<Weighing> {
        // Weights of one or two digits after the point are the rule.
        let mut unit = 10_i128.checked_pow(scale)?;
        let mut digits = 0;
        for of in &weights {
            while !is_multiple(of.weight, unit) {
                unit /= 10;
                digits += 1;
            }
        }
        let scale = digits;
        weights.sort_unstable();
        let most = self.payable_cells().most();
        let (mut longest, mut all) = (0_u128, 0_u128);
        let mut segments = Vec::new();
        for of_segment in weights.chunk_by(|a, b| a.segment == b.segment) {
            let cells = self.cells_of_segment(of_segment.first()?.segment);
            let rows = u128::try_from(cells.len().div_ceil(self.items().max(1))).ok()?;
            let volume = most.saturating_mul(rows);
            longest = longest.max(volume);
            let mut sums = Vec::new();
            for of_sum in of_segment.chunk_by(|a, b| a.sum == b.sum) {
                let mut terms = Vec::with_capacity(of_sum.len());
                for of in of_sum {
                    let weight = i64::try_from(quotient(of.weight, unit)).ok()?;
                    let product = volume.saturating_mul(weight.unsigned_abs().into());
                    all = all.saturating_add(product);
                    terms.push(Term { item: of.item, weight });
                }
                sums.push(Sum { place: of_sum.first()?.sum, terms });
            }
            segments.push(Segment { cells, sums });
        }
        let is_short = longest < 1 << 31 && all < 1 << 63;
        let parts_of_one =
            10_i128.pow(Volume::LIMITS.after + scale) / i128::from(self.unit_of_payable());
        let parts_of_one = NonZero::new(parts_of_one)?;
        (all < 1 << 127).then_some(Weighing { segments, parts_of_one, is_short })
    }

    /// Adds the weighted sums of a payee to a list.
    pub(crate) fn weigh(&self, payee: usize, weighing: &Weighing, sums: &mut [i128]) {
        let (all, items) = (self.cells_of_payee(payee), self.items());
        match self.payable_cells() {
            Cells::Narrow { cells, .. } if weighing.is_short => {
                let volumes = |cells: &[i32]| volumes::<i32, i32>(cells, items);
                weighing.put(&cells[all], volumes, short_product, sums);
            }
            Cells::Narrow { cells, .. } => {
                weighing.put(&cells[all], |cells| volumes(cells, items), product, sums);
            }
            Cells::Middle(cells) => {
                weighing.put(&cells[all], |cells| volumes(cells, items), product, sums);
            }
            Cells::Wide(cells) => {
                weighing.put(&cells[all], |cells| volumes(cells, items), product, sums);
            }
            Cells::Zero => {}
        }
    }
}

impl Weighing {
    fn put<C, V>(
        &self,
        cells: &[C],
        volumes: impl Fn(&[C]) -> Vec<V>,
        product: impl Fn(&[V], &[Term]) -> i128,
        sums: &mut [i128],
    ) {
        for segment in &self.segments {
            let volumes = volumes(&cells[segment.cells.clone()]);
            for sum in &segment.sums {
                sums[sum.place] += product(&volumes, &sum.terms);
            }
        }
    }
}

/// Whether a number is a multiple of another.
fn is_multiple(number: i128, of: i128) -> bool {
    quotient(number, of) * of == number
}

/// The volumes of some sub-periods by item: row upon row, which processors add many at a time, and
/// four rows together, so that a sum is fetched and put back once for four.
fn volumes<C, V>(cells: &[C], items: usize) -> Vec<V>
where
    C: Copy,
    V: From<C> + Add<Output = V> + Copy + Default,
{
    // Not `vec!`, which asks for memory that is zero already: for so little, that takes longer.
    let mut volumes: Vec<V> = iter::repeat_n(V::default(), items).collect();
    let items = items.max(1);
    let mut fours = cells.chunks_exact(4 * items);
    for four in &mut fours {
        let (two, other_two) = four.split_at(2 * items);
        let (a, b) = two.split_at(items);
        let (c, d) = other_two.split_at(items);
        for ((((volume, a), b), c), d) in volumes.iter_mut().zip(a).zip(b).zip(c).zip(d) {
            let (two, other_two) = (V::from(*a) + V::from(*b), V::from(*c) + V::from(*d));
            *volume = *volume + (two + other_two);
        }
    }
    for row in fours.remainder().chunks_exact(items) {
        for (volume, cell) in volumes.iter_mut().zip(row) {
            *volume = *volume + V::from(*cell);
        }
    }
    volumes
}

fn product(volumes: &[i128], terms: &[Term]) -> i128 {
    terms.iter().map(|term| volumes[term.item] * i128::from(term.weight)).sum()
}

/// The same, where every product was found to fit.
fn short_product(volumes: &[i32], terms: &[Term]) -> i128 {
    terms.iter().map(|term| i64::from(volumes[term.item]) * term.weight).sum::<i64>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: usize = 5;

    /// Two payees, five items, thirteen sub-periods in two segments: of two, and of one, twice four
    /// and two.
    fn table(volumes: &[i64]) -> VolumeTable {
        let mut table = VolumeTable::with_starts(2, ITEMS, [0, 2, 13].into());
        for (cell, volume) in volumes.iter().cycle().take(2 * ITEMS * 13).enumerate() {
            let volume = Volume::from_ascii(volume.to_string().as_bytes()).unwrap();
            table.add_to(cell, None, Some(volume));
            table.add_to(cell, None, Some(volume));
        }
        table
    }

    /// Whatever the width of the cells, the sums are those of a plain loop; what need not fit is
    /// not weighed.
    #[test]
    fn weighs_like_a_plain_loop() {
        let edge = i64::from(i32::MAX) / 2;
        let scale = Volume::LIMITS.after;
        let mut shorts = 0;
        for volumes in [
            &[0][..],
            &[1, 2, 3, 0, 7, 997],
            &[edge, 1, 0, edge],
            &[edge + 1, 4],
            &[9_999_999_999, 0, 1],
        ] {
            let table = table(volumes);
            for (weights, digits) in
                [([1_i128, 10, 25, 0, 999_999], scale), ([1_000_000, 2_000_000, 0, 0, 0], 0)]
            {
                let of = |(place, weight): (usize, &i128)| WeightOf {
                    segment: place % 2,
                    sum: place % 3,
                    item: place,
                    weight: *weight,
                };
                let weights: Vec<WeightOf> = weights.iter().enumerate().map(of).collect();
                let weighing = table.weighing(weights.clone(), scale).unwrap();
                shorts += usize::from(weighing.is_short);
                // Digits that no weight has are left out.
                let unit = i128::from(table.unit_of_payable());
                assert_eq!(weighing.parts_of_one.get() * unit, 10_i128.pow(scale + digits));
                for payee in 0..2 {
                    let mut sums = vec![0; 3];
                    table.weigh(payee, &weighing, &mut sums);
                    let mut plain = vec![0; 3];
                    for WeightOf { segment, sum, item, weight } in &weights {
                        plain[*sum] += table.payable(payee, *item, *segment) * weight;
                    }
                    let parts = weighing.parts_of_one.get();
                    let same = sums.iter().zip(&plain);
                    for (sum, plain) in same {
                        assert_eq!(sum * 10_i128.pow(2 * scale), plain * parts, "{volumes:?}");
                    }
                }
            }
        }
        assert_eq!(shorts, 4);
    }

    /// A table whose cells are all two to this power, of whole volumes, above the thirtieth.
    fn of_powers(exponent: u32) -> VolumeTable {
        let mut table = table(&[1 << 29]);
        for _ in 30..exponent {
            let same = table.clone();
            table.merge(&same);
        }
        table
    }

    /// The first item of the first segment, of two sub-periods, at a weight.
    fn weighing(table: &VolumeTable, weight: i128) -> Option<Weighing> {
        table.weighing(vec![WeightOf { segment: 0, sum: 0, item: 0, weight }], 0)
    }

    #[test]
    fn words_are_left_where_a_sum_or_a_product_would_not_fit() {
        // Two volumes of 2³⁰; of half as much, whose product is 2⁶³ or half that.
        let mut half = VolumeTable::with_starts(2, ITEMS, [0, 2, 13].into());
        for cell in 0..2 * ITEMS * 13 {
            half.add_to(cell, None, Some("536870912".parse().unwrap()));
        }
        for (table, weight, is_short) in [
            (&of_powers(30), 1, false),
            (&half, 1, true),
            (&half, 1 << 33, false),
            (&half, 1 << 32, true),
        ] {
            let weighing = weighing(table, weight).unwrap();
            assert_eq!(weighing.is_short, is_short, "{weight}");
            let mut sums = [0];
            table.weigh(1, &weighing, &mut sums);
            assert_eq!(sums[0] * 1_000_000, table.payable(1, 0, 0) * weight);
        }
    }

    #[test]
    fn what_need_not_fit_in_double_words_is_not_weighed() {
        let table = of_powers(64);
        assert!(weighing(&table, 1 << 62).is_none());
        let weighing = weighing(&table, 1 << 61).unwrap();
        let mut sums = [0];
        table.weigh(0, &weighing, &mut sums);
        assert_eq!(sums, [1 << 126]);
    }
}
