//! Raw service records: the same on every machine, and each by its number, without those before it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

use datafusion::arrow::array::{Date32Array, Decimal128Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Schema, SchemaRef};
use rust_decimal::Decimal;
use work_equivalent::facts::VolumeCounts;
use work_equivalent::units::Volume;

use crate::Error;
use crate::parquet_file::{Output, about};
use crate::province::Province;

/// 2024-01-01, in days since 1970-01-01.
const FIRST_DAY: i32 = 19_723;
const DAYS: u64 = 366;
/// Volumes are from 0.01 to 20.00.
const HUNDREDTHS: u64 = 2_000;
const BATCH: u64 = 1 << 16;

/// A province's records of a year, in order of day.
pub struct Records {
    count: u64,
    payees: Vec<String>,
    items: Vec<String>,
}

/// A record, by the places of its values.
struct Record {
    payee: usize,
    item: usize,
    day: usize,
    hundredths: usize,
}

impl Records {
    /// So many records of a province.
    #[must_use]
    pub fn new(province: &Province, count: u64) -> Self {
        Self {
            count,
            payees: province.payees().map(str::to_owned).collect(),
            items: province.items().map(str::to_owned).collect(),
        }
    }

    fn at(&self, number: u64) -> Record {
        let place = |value: u64| usize::try_from(value).expect("it is below 2,000");
        let (payees, items) = (self.payees.len() as u64, self.items.len() as u64);
        let mixed = mix(number);
        let day = u128::from(number) * u128::from(DAYS) / u128::from(self.count);
        Record {
            payee: place(mixed % payees),
            item: place(mixed / payees % items),
            hundredths: place(mixed / payees / items % HUNDREDTHS),
            day: usize::try_from(day).expect("it is a day of the year"),
        }
    }

    /// Writes the records into files of a folder, each of some days, on as many threads; files that
    /// are there already are complete, and left as they are.
    ///
    /// # Errors
    ///
    /// A folder in which nothing can be written.
    ///
    /// # Panics
    ///
    /// Where the system gives no thread.
    pub fn write(&self, folder: &Path, parts: u64, threads: usize) -> Result<Vec<PathBuf>, Error> {
        // Another number of records or files is another folder: one that was left is never half of it.
        let folder = folder.join(format!("{}-in-{parts}", self.count));
        fs::create_dir_all(&folder).map_err(|error| about(&folder, error))?;
        let files: Vec<_> = (0..parts)
            .map(|part| {
                let bound = |part: u64| {
                    let bound = u128::from(part) * u128::from(self.count) / u128::from(parts);
                    u64::try_from(bound).expect("it is no more than all")
                };
                (folder.join(format!("part-{part:03}.parquet")), bound(part)..bound(part + 1))
            })
            .collect();
        let every = |first: usize| {
            let mut own = files.iter().skip(first).step_by(threads);
            own.try_for_each(|(path, numbers)| self.write_file(path, numbers.clone()))
        };
        thread::scope(|scope| {
            let threads: Vec<_> =
                (0..threads).map(|first| scope.spawn(move || every(first))).collect();
            let mut ends = threads.into_iter().map(|thread| thread.join().expect("no panic"));
            ends.try_for_each(|end| end)
        })?;
        Ok(files.into_iter().map(|(path, _)| path).collect())
    }

    fn write_file(&self, path: &Path, numbers: Range<u64>) -> Result<(), Error> {
        if path.exists() {
            return Ok(());
        }
        let schema = schema();
        let mut output = Output::create(path, Arc::clone(&schema))?;
        let mut from = numbers.start;
        while from < numbers.end {
            let until = numbers.end.min(from + BATCH);
            output.write(&self.batch(&schema, from..until)?)?;
            from = until;
        }
        output.finish()
    }

    fn batch(&self, schema: &SchemaRef, numbers: Range<u64>) -> Result<RecordBatch, Error> {
        let records: Vec<Record> = numbers.map(|number| self.at(number)).collect();
        let payees = records.iter().map(|record| &self.payees[record.payee]);
        let items = records.iter().map(|record| &self.items[record.item]);
        let days = records
            .iter()
            .map(|record| FIRST_DAY + i32::try_from(record.day).expect("it is a day of the year"));
        let volumes = records.iter().map(|record| 10_000 * (1 + record.hundredths as i128));
        let volumes = Decimal128Array::from_iter_values(volumes).with_precision_and_scale(16, 6)?;
        let columns: [datafusion::arrow::array::ArrayRef; 4] = [
            Arc::new(StringArray::from_iter_values(payees)),
            Arc::new(StringArray::from_iter_values(items)),
            Arc::new(Date32Array::from_iter_values(days)),
            Arc::new(volumes),
        ];
        Ok(RecordBatch::try_new(Arc::clone(schema), columns.to_vec())?)
    }

    /// Counts the records by the library alone, one by one and by day, without files and engine.
    ///
    /// # Errors
    ///
    /// A record that cannot be counted.
    pub fn count_alone(&self, province: &Province) -> Result<VolumeCounts, Error> {
        let mut counts = province.empty()?;
        let payees = self.payees.iter().map(|code| counts.payee(code));
        let payees = payees.collect::<Result<Vec<_>, _>>()?;
        let items = self.items.iter().map(|code| counts.item(code));
        let items = items.collect::<Result<Vec<_>, _>>()?;
        let days = (FIRST_DAY..).take(usize::try_from(DAYS)?).map(|day| {
            let date = Date32Type::to_naive_date_opt(day).ok_or("it is a day of the calendar")?;
            Ok::<_, Error>(counts.time(date.to_string())?)
        });
        let days = days.collect::<Result<Vec<_>, _>>()?;
        let volumes = (1..=i64::try_from(HUNDREDTHS)?)
            .map(|hundredths| Volume::from_decimal(Decimal::new(hundredths, 2)));
        let volumes = volumes.collect::<Result<Vec<_>, _>>()?;
        for number in 0..self.count {
            let Record { payee, item, day, hundredths } = self.at(number);
            let volume = Some(volumes[hundredths]);
            counts.add(payees[payee], items[item], days[day], None, volume)?;
        }
        Ok(counts)
    }
}

/// The columns of raw records.
#[must_use]
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("payee", DataType::Utf8, false),
        Field::new("item", DataType::Utf8, false),
        Field::new("day", DataType::Date32, false),
        Field::new("volume", DataType::Decimal128(16, 6), false),
    ]))
}

/// `SplitMix64`: of each number another one that looks random.
fn mix(number: u64) -> u64 {
    let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
