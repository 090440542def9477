//! The data that everybody works on: made by arithmetic, the same in every run.
//!
//! All numbers are whole numbers of their last place here, so that what is owed can be worked out
//! without any of the tools that are compared.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use rust_decimal::Decimal;

/// How many service items there are.
pub const ITEMS: usize = 100;

/// How many months.
pub const MONTHS: usize = 12;

/// How many cells a payee has.
pub const CELLS: usize = ITEMS * MONTHS;

/// Yuan per equivalent.
pub const PRICE: &str = "12.35";

/// The same in fen.
const PRICE_IN_FEN: i128 = 1_235;

/// The files of a folder, as every tool finds them.
pub const RECORDS_FILE: &str = "records.csv";

/// How much there is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// How many payees.
    pub payees: usize,
    /// How many records, in no order.
    pub records: usize,
}

/// One record: so much of an item was done by a payee in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Where its cell is: payee, item and month, the month running fastest.
    pub cell: usize,
    /// Hundredths of a unit of count.
    pub volume: i32,
}

impl Record {
    /// The number of the payee.
    pub fn payee(self) -> usize {
        self.cell / CELLS
    }

    /// The number of the item.
    pub fn item(self) -> usize {
        self.cell / MONTHS % ITEMS
    }

    /// The number of the month, from 0.
    pub fn month(self) -> usize {
        self.cell % MONTHS
    }
}

/// What a payee is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Rounded half away from zero.
    pub fen: i128,
    /// Whether it was half a fen, exactly, that was rounded.
    pub was_half: bool,
}

/// The data of a size, and what records add up to.
pub struct Data {
    /// How much there is.
    pub size: Size,
    /// The volume of each cell, in hundredths.
    pub cells: Vec<i32>,
}

impl Data {
    /// Adds all records up.
    pub fn new(size: Size) -> Self {
        let mut cells = vec![0; size.payees * CELLS];
        for record in records(size) {
            cells[record.cell] += record.volume;
        }
        Self { size, cells }
    }

    /// What every payee is owed, by whole numbers alone.
    pub fn owed(&self) -> Vec<Owed> {
        // Hundredths of a volume × hundredths of a weight × fen × ten-thousandths.
        const FEN: i128 = 100_000_000;
        let of_payee = |(payee, cells): (usize, &[i32])| {
            let volumes = cells.iter().enumerate();
            let equivalents: i128 = volumes
                .map(|(cell, volume)| i128::from(*volume) * i128::from(weight(cell / MONTHS)))
                .sum();
            let product = equivalents * PRICE_IN_FEN * i128::from(coefficient(payee));
            Owed { fen: (product + FEN / 2) / FEN, was_half: product % FEN == FEN / 2 }
        };
        self.cells.chunks(CELLS).enumerate().map(of_payee).collect()
    }

    /// Writes all files into a folder.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let create = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
        let items: Vec<String> = (0..ITEMS).map(item_code).collect();
        let payees: Vec<String> = (0..self.size.payees).map(payee_code).collect();
        let months: Vec<String> = (0..MONTHS).map(month_code).collect();

        let mut file = create("weights.csv")?;
        writeln!(file, "item,weight")?;
        for (item, code) in items.iter().enumerate() {
            writeln!(file, "{code},{}", written(weight(item), 2))?;
        }
        file.flush()?;

        let mut file = create("coefficients.csv")?;
        writeln!(file, "payee,coefficient")?;
        for (payee, code) in payees.iter().enumerate() {
            writeln!(file, "{code},{}", written(coefficient(payee), 4))?;
        }
        file.flush()?;

        let lines = |mut file: BufWriter<File>, records: &mut dyn Iterator<Item = Record>| {
            writeln!(file, "payee,item,month,volume")?;
            for record in records {
                let (payee, item) = (&payees[record.payee()], &items[record.item()]);
                let (month, volume) = (&months[record.month()], written(record.volume, 2));
                writeln!(file, "{payee},{item},{month},{volume}")?;
            }
            file.flush()
        };
        let cells = self.cells.iter().enumerate();
        let mut cells = cells.map(|(cell, volume)| Record { cell, volume: *volume });
        lines(create("cells.csv")?, &mut cells)?;
        lines(create(RECORDS_FILE)?, &mut records(self.size))
    }
}

/// All records, in an order that is none.
pub fn records(size: Size) -> impl Iterator<Item = Record> {
    let cells = u64::try_from(size.payees * CELLS).expect("they are in memory");
    (0..size.records as u64).map(move |number| {
        let random = split_mix(number);
        let cell = usize::try_from(random % cells).expect("it is one of the cells");
        // Half of the payees count in halves of a unit, where exact halves of a fen come from.
        let (step, steps) = if cell / CELLS % 4 < 2 { (50, 40) } else { (1, 2_000) };
        let volume = i32::try_from(random / cells % steps).expect("it is small");
        Record { cell, volume: step * (1 + volume) }
    })
}

/// A number of the generator `SplitMix64`, in hundredths of which nothing can be foreseen.
fn split_mix(number: u64) -> u64 {
    let z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Hundredths of an equivalent per unit of an item: 0.05 to 9.
pub fn weight(item: usize) -> i32 {
    5 * (1 + i32::try_from(item * 37 % 180).expect("it is small"))
}

/// Ten-thousandths: a quarter of the payees have full marks, a quarter whole ones.
pub fn coefficient(payee: usize) -> i32 {
    let small = |number: usize| i32::try_from(number).expect("it is small");
    match payee % 4 {
        0 => 10_000,
        1 => 100 * small(70 + payee * 7 % 30),
        _ => 6_000 + small(payee * 7_919 % 4_000),
    }
}

/// The code of a payee, such as `P00017`.
pub fn payee_code(payee: usize) -> String {
    format!("P{payee:05}")
}

/// The code of an item, such as `I042`.
pub fn item_code(item: usize) -> String {
    format!("I{item:03}")
}

/// A month as it is written, such as `2024-07`.
pub fn month_code(month: usize) -> String {
    format!("2024-{:02}", month + 1)
}

/// A whole number of some last place as a decimal, without zeros at its end.
pub fn written(scaled: i32, places: u32) -> Decimal {
    Decimal::new(scaled.into(), places).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Size = Size { payees: 8, records: 5_000 };

    #[test]
    fn the_same_files_come_out_every_time() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        for folder in &folders {
            Data::new(SMALL).write(folder.path()).unwrap();
        }
        for name in ["cells.csv", "weights.csv", "coefficients.csv", RECORDS_FILE] {
            let [one, other] =
                [0, 1].map(|place| std::fs::read(folders[place].path().join(name)).unwrap());
            assert!(one.len() > 80, "{name}");
            assert_eq!(one, other, "{name}");
        }
        // Another machine makes the same.
        let text = std::fs::read_to_string(folders[0].path().join(RECORDS_FILE)).unwrap();
        let first: Vec<&str> = text.lines().take(4).collect();
        assert_eq!(
            first,
            [
                "payee,item,month,volume",
                "P00004,I094,2024-08,16",
                "P00005,I075,2024-01,9.5",
                "P00000,I006,2024-08,3.5",
            ]
        );
    }

    #[test]
    fn numbers_are_those_of_the_generator() {
        // The first three of SplitMix64 from zero, as its author published them.
        let published = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
        assert_eq!([0, 1, 2].map(split_mix), published);
    }

    #[test]
    fn some_amounts_are_half_a_fen() {
        let owed = Data::new(Size { payees: 100, records: 20_000 }).owed();
        assert!(owed.iter().any(|owed| owed.was_half));
        assert!(owed.iter().all(|owed| owed.fen > 0));
    }
}
