//! The volume table: columns of scaled integers, one cell for each payee, item and segment.

use core::ops::Range;
use std::collections::{BTreeMap, BTreeSet};

use crate::units::Volume;

/// The volumes of a period: one cell for each payee, item and segment.
#[derive(Clone, Debug)]
pub(crate) struct VolumeTable {
    items: usize,
    segments: usize,
    reported: Column,
    payable: Column,
    /// Cells that contain a reported volume which nobody verified.
    unverified: BTreeSet<usize>,
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

/// A column of sums: 64 bits wide, and 128 from the moment that one does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Column {
    Narrow(Vec<i64>),
    Wide(Vec<i128>),
}

impl Column {
    fn add(&mut self, index: usize, volume: i64) {
        match self {
            Self::Narrow(sums) => {
                if let Some(sum) = sums[index].checked_add(volume) {
                    sums[index] = sum;
                } else {
                    let mut wide: Vec<i128> = sums.iter().copied().map(i128::from).collect();
                    wide[index] += i128::from(volume);
                    *self = Self::Wide(wide);
                }
            }
            // A record is below 2⁶³: an i128 holds 2⁶⁴ of them.
            Self::Wide(sums) => sums[index] += i128::from(volume),
        }
    }

    fn get(&self, index: usize) -> i128 {
        match self {
            Self::Narrow(sums) => i128::from(sums[index]),
            Self::Wide(sums) => sums[index],
        }
    }
}

impl VolumeTable {
    pub(super) fn new(payees: usize, items: usize, segments: usize) -> Self {
        let column = || Column::Narrow(vec![0; payees * items * segments]);
        Self {
            items,
            segments,
            reported: column(),
            payable: column(),
            unverified: BTreeSet::new(),
            disallowed: BTreeMap::new(),
        }
    }

    fn index(&self, payee: usize, item: usize, segment: usize) -> usize {
        (payee * self.items + item) * self.segments + segment
    }

    /// Adds a record to a cell: what was reported, and what was verified.
    pub(super) fn add(
        &mut self,
        (payee, item, segment): (usize, usize, usize),
        reported: Option<Volume>,
        verified: Option<Volume>,
    ) {
        let cell = self.index(payee, item, segment);
        self.reported.add(cell, reported.unwrap_or_default().scaled());
        self.payable.add(cell, verified.or(reported).unwrap_or_default().scaled());
        if verified.is_none() {
            self.unverified.insert(cell);
        }
    }

    /// Takes a disallowed volume out of what is payable of a cell.
    pub(super) fn disallow(
        &mut self,
        (payee, item, segment): (usize, usize, usize),
        volume: Volume,
    ) {
        let cell = self.index(payee, item, segment);
        self.payable.add(cell, -volume.scaled());
        *self.disallowed.entry(cell).or_default() += i128::from(volume.scaled());
    }

    /// The payable volume of a cell, scaled.
    pub(crate) fn payable(&self, payee: usize, item: usize, segment: usize) -> i128 {
        self.payable.get(self.index(payee, item, segment))
    }

    /// Everything that is known of a run of cells.
    pub(crate) fn total(&self, payee: usize, item: usize, segments: Range<usize>) -> Total {
        let mut total = Total { reported: 0, payable: 0, disallowed: 0, unverified: false };
        for segment in segments {
            let index = self.index(payee, item, segment);
            total.reported += self.reported.get(index);
            total.payable += self.payable.get(index);
            total.disallowed += self.disallowed.get(&index).copied().unwrap_or_default();
            total.unverified |= self.unverified.contains(&index);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_widens_when_a_sum_does_not_fit() {
        let mut column = Column::Narrow(vec![0, 5]);
        column.add(0, i64::MAX);
        assert_eq!(column, Column::Narrow(vec![i64::MAX, 5]));
        column.add(0, 1);
        assert_eq!(column, Column::Wide(vec![i128::from(i64::MAX) + 1, 5]));
        column.add(1, -7);
        column.add(0, i64::MAX);
        assert_eq!((column.get(0), column.get(1)), (2 * i128::from(i64::MAX) + 1, -2));
        let mut column = Column::Narrow(vec![i64::MIN]);
        column.add(0, -1);
        assert_eq!(column.get(0), i128::from(i64::MIN) - 1);
    }
}
