//! A column of sums: as narrow as what is in it allows.

/// Sums of scaled integers.
///
/// They are held in units of a power of ten, and in 32 bits, until a volume is finer or a sum
/// does not fit: each is found by a check, and the column is rewritten then. What it holds is the
/// same in every form.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// What one stands for: a power of ten, at most [`COARSEST`].
    unit: i64,
    sums: Sums,
}

#[derive(Clone, Debug)]
enum Sums {
    /// Nothing but zeros, which take no memory.
    Zero(usize),
    Narrow {
        sums: Vec<i32>,
        /// No sum is larger, nor was before.
        most: u32,
    },
    Middle(Vec<i64>),
    Wide(Vec<i128>),
}

/// Where a column begins: whole volumes, of which six digits after the point are zeros.
const COARSEST: i64 = 1_000_000;

/// The cells of a column as they are held, each in units of the column.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cells<'c> {
    Zero,
    Narrow {
        cells: &'c [i32],
        /// No cell is larger.
        most: u32,
    },
    Middle(&'c [i64]),
    Wide(&'c [i128]),
}

impl Cells<'_> {
    /// What no cell is larger than.
    pub(super) fn most(self) -> u128 {
        match self {
            Self::Zero => 0,
            Self::Narrow { most, .. } => most.into(),
            Self::Middle(_) => 1 << 63,
            Self::Wide(cells) => cells.iter().map(|cell| cell.unsigned_abs()).max().unwrap_or(0),
        }
    }
}

impl Column {
    /// Zeros.
    pub(crate) fn zeros(cells: usize) -> Self {
        Self { unit: COARSEST, sums: Sums::Zero(cells) }
    }

    /// Adds to a cell.
    pub(crate) fn add(&mut self, cell: usize, volume: i64) {
        if volume == 0 {
            return;
        }
        let mut more = in_units(volume, self.unit);
        while more * self.unit != volume {
            self.refine();
            more = in_units(volume, self.unit);
        }
        loop {
            let fits = match &mut self.sums {
                Sums::Zero(_) => false,
                Sums::Narrow { sums, most } => {
                    let sum = i64::from(sums[cell]).checked_add(more);
                    put_narrow(&mut sums[cell], most, sum.and_then(|sum| i32::try_from(sum).ok()))
                }
                Sums::Middle(sums) => {
                    let sum = sums[cell].checked_add(more);
                    put(&mut sums[cell], sum)
                }
                // A record is below 2⁶³: an i128 holds 2⁶⁴ of them.
                Sums::Wide(sums) => {
                    sums[cell] += i128::from(more);
                    true
                }
            };
            if fits {
                return;
            }
            self.widen();
        }
    }

    /// Adds to many cells, each with its volume.
    pub(crate) fn add_block(&mut self, block: impl Iterator<Item = (usize, i64)> + Clone) {
        if !self.add_narrow(block.clone()) {
            for (cell, volume) in block {
                self.add(cell, volume);
            }
        }
    }

    /// The same, where no sum can outgrow 32 bits: found for the block, not for each volume.
    ///
    /// The cells of a block lie far apart. Looking at all of them first has memory fetch many at a
    /// time, where adding would wait for each.
    fn add_narrow(&mut self, block: impl Iterator<Item = (usize, i64)> + Clone) -> bool {
        let Sums::Narrow { sums, most } = &mut self.sums else { return false };
        let (mut largest, mut more, mut are_whole) = (0, 0_u64, true);
        for (cell, volume) in block.clone() {
            let units = in_units(volume, self.unit);
            are_whole &= units * self.unit == volume;
            more = more.saturating_add(units.unsigned_abs());
            largest = largest.max(sums[cell].unsigned_abs());
        }
        if !are_whole || more.saturating_add(largest.into()) > i32::MAX.unsigned_abs().into() {
            return false;
        }
        for (cell, volume) in block {
            // It fits: even all of them together do.
            sums[cell] += i32::try_from(in_units(volume, self.unit)).unwrap_or_default();
            *most = (*most).max(sums[cell].unsigned_abs());
        }
        true
    }

    /// Adds all of a column of the same length.
    pub(crate) fn merge(&mut self, other: &Self) {
        while other.unit % self.unit != 0 {
            self.refine();
        }
        let times = i128::from(other.unit / self.unit);
        for cell in 0..other.len() {
            self.add_wide(cell, other.raw(cell) * times);
        }
    }

    /// Adds units of the column to a cell.
    fn add_wide(&mut self, cell: usize, more: i128) {
        if more == 0 {
            return;
        }
        let sum = self.raw(cell) + more;
        loop {
            let fits = match &mut self.sums {
                Sums::Zero(_) => false,
                Sums::Narrow { sums, most } => {
                    put_narrow(&mut sums[cell], most, i32::try_from(sum).ok())
                }
                Sums::Middle(sums) => put(&mut sums[cell], i64::try_from(sum).ok()),
                Sums::Wide(sums) => put(&mut sums[cell], Some(sum)),
            };
            if fits {
                return;
            }
            self.widen();
        }
    }

    /// The sum of some cells, no more than are in memory.
    pub(crate) fn sum(&self, cells: impl Iterator<Item = usize>) -> i128 {
        cells.map(|cell| self.raw(cell)).sum::<i128>() * i128::from(self.unit)
    }

    /// The sum that is in a cell.
    pub(crate) fn get(&self, cell: usize) -> i128 {
        self.raw(cell) * i128::from(self.unit)
    }

    /// The cells, in units of the column.
    pub(super) fn cells(&self) -> Cells<'_> {
        match &self.sums {
            Sums::Zero(_) => Cells::Zero,
            Sums::Narrow { sums, most } => Cells::Narrow { cells: sums, most: *most },
            Sums::Middle(sums) => Cells::Middle(sums),
            Sums::Wide(sums) => Cells::Wide(sums),
        }
    }

    /// How much memory the cells take.
    pub(super) fn bytes(&self) -> usize {
        match &self.sums {
            Sums::Zero(_) => 0,
            Sums::Narrow { sums, .. } => size_of_val(sums.as_slice()),
            Sums::Middle(sums) => size_of_val(sums.as_slice()),
            Sums::Wide(sums) => size_of_val(sums.as_slice()),
        }
    }

    /// What one in a cell stands for.
    pub(super) fn unit(&self) -> i64 {
        self.unit
    }

    fn raw(&self, cell: usize) -> i128 {
        match &self.sums {
            Sums::Zero(_) => 0,
            Sums::Narrow { sums, .. } => sums[cell].into(),
            Sums::Middle(sums) => sums[cell].into(),
            Sums::Wide(sums) => sums[cell],
        }
    }

    fn len(&self) -> usize {
        match &self.sums {
            Sums::Zero(cells) => *cells,
            Sums::Narrow { sums, .. } => sums.len(),
            Sums::Middle(sums) => sums.len(),
            Sums::Wide(sums) => sums.len(),
        }
    }

    /// Makes the unit smaller by a power of ten.
    fn refine(&mut self) {
        let wide = |column: &Self| (0..column.len()).map(|c| column.raw(c) * 10).collect();
        self.sums = match &self.sums {
            Sums::Zero(cells) => Sums::Zero(*cells),
            _ => narrowest(wide(self)),
        };
        self.unit /= 10;
    }

    /// Makes room for larger sums.
    fn widen(&mut self) {
        self.sums = match &self.sums {
            Sums::Zero(cells) => Sums::Narrow { sums: vec![0; *cells], most: 0 },
            Sums::Narrow { sums, .. } => {
                Sums::Middle(sums.iter().copied().map(i64::from).collect())
            }
            Sums::Middle(sums) => Sums::Wide(sums.iter().copied().map(i128::from).collect()),
            Sums::Wide(_) => return,
        }
    }
}

/// Whole units in a volume. By a number that is known beforehand, processors multiply instead of
/// dividing, which would take longer than all the rest of counting.
fn in_units(volume: i64, unit: i64) -> i64 {
    match unit {
        1_000_000 => volume / 1_000_000,
        100_000 => volume / 100_000,
        10_000 => volume / 10_000,
        _ => volume / unit,
    }
}

/// Puts a sum in place, where it fits.
fn put<T>(place: &mut T, sum: Option<T>) -> bool {
    match sum {
        Some(sum) => {
            *place = sum;
            true
        }
        None => false,
    }
}

/// The same, remembering how large sums are.
fn put_narrow(place: &mut i32, most: &mut u32, sum: Option<i32>) -> bool {
    *most = sum.map_or(*most, |sum| (*most).max(sum.unsigned_abs()));
    put(place, sum)
}

fn narrowest(sums: Vec<i128>) -> Sums {
    let fit = |fits: fn(i128) -> bool| sums.iter().all(|sum| fits(*sum));
    if fit(|sum| i32::try_from(sum).is_ok()) {
        let sums: Vec<i32> = sums.iter().filter_map(|sum| i32::try_from(*sum).ok()).collect();
        let most = sums.iter().map(|sum| sum.unsigned_abs()).max().unwrap_or(0);
        Sums::Narrow { sums, most }
    } else if fit(|sum| i64::try_from(sum).is_ok()) {
        Sums::Middle(sums.iter().filter_map(|sum| i64::try_from(*sum).ok()).collect())
    } else {
        Sums::Wide(sums)
    }
}

#[cfg(test)]
mod tests;
