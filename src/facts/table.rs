//! The volume table: columns of scaled integers, one cell for each payee, sub-period and item.

use core::ops::Range;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::VolumeRecord;
use super::column::{Cells, Column};
use crate::units::Volume;

/// The volumes of a period: one cell for each payee, sub-period and item, in this order, so that
/// the cells of a payee and segment stand together. Segments of the period consist of whole
/// sub-periods.
#[derive(Clone, Debug)]
pub(crate) struct VolumeTable {
    items: usize,
    /// By segment: the first of its sub-periods; then how many there are.
    starts: Arc<[usize]>,
    reported: Column,
    payable: Column,
    /// Cells that contain a reported volume which nobody verified.
    unverified: Flags,
    /// What findings took out of the payable volume of a cell.
    disallowed: BTreeMap<usize, i128>,
}

/// The sums of a run of cells, scaled by ten to the power of a volume's digits after the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) reported: i128,
    pub(crate) payable: i128,
    pub(crate) disallowed: i128,
    pub(crate) unverified: bool,
}

impl VolumeTable {
    /// A table whose sub-periods are the segments.
    pub(super) fn new(payees: usize, items: usize, segments: usize) -> Self {
        Self::with_starts(payees, items, (0..=segments).collect())
    }

    /// A table of finer sub-periods.
    pub(super) fn with_starts(payees: usize, items: usize, starts: Arc<[usize]>) -> Self {
        let cells = payees * items * starts.last().copied().unwrap_or_default();
        Self {
            items,
            starts,
            reported: Column::zeros(cells),
            payable: Column::zeros(cells),
            unverified: Flags::default(),
            disallowed: BTreeMap::new(),
        }
    }

    /// How many sub-periods there are.
    fn sub_periods(&self) -> usize {
        self.starts.last().copied().unwrap_or_default()
    }

    /// How many items there are.
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// The first sub-period of a segment.
    fn start(&self, segment: usize) -> usize {
        self.starts.get(segment).copied().unwrap_or_default()
    }

    /// The cell of a payee, item and sub-period.
    pub(super) fn cell(&self, payee: usize, item: usize, sub_period: usize) -> usize {
        (payee * self.sub_periods() + sub_period) * self.items + item
    }

    /// The cells of a payee.
    pub(super) fn cells_of_payee(&self, payee: usize) -> Range<usize> {
        self.cell(payee, 0, 0)..self.cell(payee + 1, 0, 0)
    }

    /// The cells of a segment among those of a payee.
    pub(super) fn cells_of_segment(&self, segment: usize) -> Range<usize> {
        self.cell(0, 0, self.start(segment))..self.cell(0, 0, self.start(segment + 1))
    }

    /// The cells of a payee and item in a run of sub-periods.
    fn cells(
        &self,
        payee: usize,
        item: usize,
        sub_periods: Range<usize>,
    ) -> impl Iterator<Item = usize> + Clone {
        sub_periods.map(move |sub_period| self.cell(payee, item, sub_period))
    }

    /// The cells of a payee and item in a run of segments.
    fn in_segments(
        &self,
        payee: usize,
        item: usize,
        segments: Range<usize>,
    ) -> impl Iterator<Item = usize> + Clone {
        self.cells(payee, item, self.start(segments.start)..self.start(segments.end))
    }

    /// The first cell of a payee, item and segment.
    fn first(&self, (payee, item, segment): (usize, usize, usize)) -> usize {
        self.cell(payee, item, self.start(segment))
    }

    /// Adds a record: what was reported, and what was verified.
    pub(super) fn add(
        &mut self,
        at: (usize, usize, usize),
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) {
        self.add_to(self.first(at), reported, verified);
    }

    /// Adds a record to a cell.
    pub(super) fn add_to(
        &mut self,
        cell: usize,
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) {
        self.reported.add(cell, reported.unwrap_or_default().scaled());
        self.payable.add(cell, verified.or(reported).unwrap_or_default().scaled());
        if verified.is_none() {
            self.unverified.insert(cell);
        }
    }

    /// Adds a block of records, each to its cell.
    pub(super) fn add_block(&mut self, cells: &[usize], block: &[VolumeRecord]) {
        let with_cells = || cells.iter().copied().zip(block);
        let scaled = |volume: Option<Volume>| volume.unwrap_or_default().scaled();
        if block.iter().any(|record| record.reported.is_some()) {
            self.reported.add_block(with_cells().map(|(cell, of)| (cell, scaled(of.reported))));
        }
        let payable = |of: &VolumeRecord| scaled(of.verified.or(of.reported));
        self.payable.add_block(with_cells().map(|(cell, of)| (cell, payable(of))));
        for (cell, record) in with_cells() {
            if record.verified.is_none() {
                self.unverified.insert(cell);
            }
        }
    }

    /// Takes a disallowed volume out of what is payable.
    pub(super) fn disallow(&mut self, at: (usize, usize, usize), volume: Volume) {
        let cell = self.first(at);
        self.payable.add(cell, -volume.scaled());
        *self.disallowed.entry(cell).or_default() += i128::from(volume.scaled());
    }

    /// Adds everything that was counted into a table of the same payees, items and sub-periods.
    /// Findings disallow volumes when all of them are counted, so no merged table has any.
    pub(super) fn merge(&mut self, other: &Self) {
        self.reported.merge(&other.reported);
        self.payable.merge(&other.payable);
        self.unverified.merge(&other.unverified);
    }

    /// The payable volume of a payee, item and segment, scaled.
    pub(crate) fn payable(&self, payee: usize, item: usize, segment: usize) -> i128 {
        self.payable.sum(self.in_segments(payee, item, segment..segment + 1))
    }

    /// How much memory the cells take.
    pub(super) fn bytes(&self) -> usize {
        let flags = size_of_val(self.unverified.0.as_slice());
        self.reported.bytes() + self.payable.bytes() + flags
    }

    /// What is payable, as it is held.
    pub(super) fn payable_cells(&self) -> Cells<'_> {
        self.payable.cells()
    }

    /// What one in a cell of what is payable stands for.
    pub(super) fn unit_of_payable(&self) -> i64 {
        self.payable.unit()
    }

    /// Everything that is known of a run of segments.
    pub(crate) fn total(&self, payee: usize, item: usize, segments: Range<usize>) -> Total {
        let cells = self.in_segments(payee, item, segments);
        let disallowed = cells.clone().filter_map(|cell| self.disallowed.get(&cell));
        Total {
            reported: self.reported.sum(cells.clone()),
            payable: self.payable.sum(cells.clone()),
            disallowed: disallowed.sum(),
            unverified: self.unverified.any(cells),
        }
    }

    /// Whether a record other than of zero is in a run of sub-periods.
    pub(super) fn is_counted(&self, payee: usize, item: usize, sub_periods: Range<usize>) -> bool {
        let mut cells = self.cells(payee, item, sub_periods);
        cells.any(|cell| {
            self.unverified.contains(cell)
                || self.reported.get(cell) != 0
                || self.payable.get(cell) != 0
        })
    }
}

/// Cells that have a property; no memory where none has.
#[derive(Clone, Debug, Default)]
struct Flags(Vec<u64>);

impl Flags {
    fn insert(&mut self, cell: usize) {
        let word = cell / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (cell % 64);
    }

    fn contains(&self, cell: usize) -> bool {
        self.0.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1)
    }

    fn any(&self, mut cells: impl Iterator<Item = usize>) -> bool {
        !self.0.is_empty() && cells.any(|cell| self.contains(cell))
    }

    fn merge(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn volume(text: &str) -> Volume {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_not_zero_is_counted() {
        for (reported, verified, counted) in [
            (None, Some("0"), false),
            (Some("0"), Some("0"), false),
            (Some("3"), Some("0"), true),
            (None, Some("3"), true),
            (Some("3"), Some("3"), true),
            // Nobody has verified it yet.
            (Some("0"), None, true),
        ] {
            let [reported, verified] = [reported, verified].map(|text| text.map(volume));
            let mut table = VolumeTable::new(2, 3, 4);
            table.add((1, 2, 2), reported, verified);
            let found = [table.is_counted(1, 2, 0..2), table.is_counted(1, 2, 1..3)];
            assert_eq!(found, [false, counted], "{reported:?} {verified:?}");
        }
    }

    #[test]
    fn flags_take_a_bit_for_each_cell_up_to_the_last_that_has_one() {
        let mut table = VolumeTable::new(40, 2, 1);
        let three = Some(volume("3"));
        table.add((0, 0, 0), three, three);
        assert_eq!(table.bytes(), 2 * 80 * 4);
        table.add((0, 1, 0), three, None);
        assert_eq!(table.bytes(), 2 * 80 * 4 + 8);
        table.add((39, 1, 0), three, None);
        assert_eq!(table.bytes(), 2 * 80 * 4 + 16);
    }
    #[test]
    fn what_nobody_verified_in_either_table_is_unverified_in_both_together() {
        let three = Some(volume("3"));
        let table = |payee| {
            let mut table = VolumeTable::new(40, 2, 1);
            table.add((payee, 1, 0), three, None);
            table
        };
        // The flags of the first are in the first word, those of the last in the second.
        for (first, second) in [(0, 39), (39, 0), (0, 1), (0, 0)] {
            let mut both = table(first);
            both.merge(&table(second));
            let found: Vec<usize> =
                (0..40).filter(|payee| both.total(*payee, 1, 0..1).unverified).collect();
            let mut expected = vec![first, second];
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(found, expected);
        }
    }
}
