//! The volume table: columns of scaled integers, one cell for each payee, item and sub-period.

use core::ops::Range;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::column::Column;
use crate::units::Volume;

/// The volumes of a period: one cell for each payee, item and sub-period. Segments of the period
/// consist of whole sub-periods.
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

    /// The cells of a payee and item in a run of segments.
    fn cells(&self, payee: usize, item: usize, segments: Range<usize>) -> Range<usize> {
        let of = |segment: usize| self.starts.get(segment).copied().unwrap_or_default();
        let first = (payee * self.items + item) * of(self.starts.len() - 1);
        first + of(segments.start)..first + of(segments.end)
    }

    /// The first cell of a payee, item and segment.
    fn cell(&self, (payee, item, segment): (usize, usize, usize)) -> usize {
        self.cells(payee, item, segment..segment).start
    }

    /// Adds a record: what was reported, and what was verified.
    pub(super) fn add(
        &mut self,
        at: (usize, usize, usize),
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) {
        self.add_to(self.cell(at), reported, verified);
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

    /// Takes a disallowed volume out of what is payable.
    pub(super) fn disallow(&mut self, at: (usize, usize, usize), volume: Volume) {
        let cell = self.cell(at);
        self.payable.add(cell, -volume.scaled());
        *self.disallowed.entry(cell).or_default() += i128::from(volume.scaled());
    }

    /// Adds everything of a table of the same payees, items and sub-periods.
    pub(super) fn merge(&mut self, other: &Self) {
        self.reported.merge(&other.reported);
        self.payable.merge(&other.payable);
        self.unverified.merge(&other.unverified);
        for (cell, volume) in &other.disallowed {
            *self.disallowed.entry(*cell).or_default() += volume;
        }
    }

    /// The payable volume of a payee, item and segment, scaled.
    pub(crate) fn payable(&self, payee: usize, item: usize, segment: usize) -> i128 {
        self.payable.sum(self.cells(payee, item, segment..segment + 1))
    }

    /// Everything that is known of a run of segments.
    pub(crate) fn total(&self, payee: usize, item: usize, segments: Range<usize>) -> Total {
        self.total_of(self.cells(payee, item, segments))
    }

    /// Whether a record other than of zero is in a run of cells.
    pub(super) fn is_counted(&self, mut cells: Range<usize>) -> bool {
        cells.any(|cell| {
            let cell = cell..cell + 1;
            self.unverified.any(cell.clone())
                || self.reported.sum(cell.clone()) != 0
                || self.payable.sum(cell) != 0
        })
    }

    /// Everything that is known of a run of cells.
    fn total_of(&self, cells: Range<usize>) -> Total {
        Total {
            reported: self.reported.sum(cells.clone()),
            payable: self.payable.sum(cells.clone()),
            disallowed: self.disallowed.range(cells.clone()).map(|(_, volume)| volume).sum(),
            unverified: self.unverified.any(cells),
        }
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

    fn any(&self, mut cells: Range<usize>) -> bool {
        cells.any(|cell| self.0.get(cell / 64).is_some_and(|word| word >> (cell % 64) & 1 == 1))
    }

    fn merge(&mut self, other: &Self) {
        if other.0.len() > self.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (word, more) in self.0.iter_mut().zip(&other.0) {
            *word |= more;
        }
    }
}
