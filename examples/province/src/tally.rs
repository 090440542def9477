//! From sums that an engine made to the library's partial tables, and these as files.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, Decimal128Array, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Field, Int64Type, Schema, SchemaRef,
};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use rust_decimal::Decimal;
use work_equivalent::facts::VolumeCounts;
use work_equivalent::units::Volume;

use crate::Error;
use crate::parquet_file::about;

/// More problems than these are only counted.
const LISTED: usize = 20;

/// A partial table, and everything that could not be counted into it.
#[derive(Clone)]
pub struct Tally {
    counts: VolumeCounts,
    rows: u64,
    records: u64,
    /// The first in their order: partitions end in any, and a message should not depend on it.
    problems: BTreeSet<String>,
    unlisted: usize,
}

/// A partial table without problems.
pub struct Counted {
    /// The table.
    pub counts: VolumeCounts,
    /// How many sums it was made of.
    pub rows: u64,
    /// How many records these were sums of.
    pub records: u64,
}

/// What a sum is of.
struct Key<'b> {
    payee: &'b str,
    item: &'b str,
    month: String,
}

/// The columns of a partial table in a file: what moves between machines.
#[must_use]
pub fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("payee", DataType::Utf8, false),
        Field::new("item", DataType::Utf8, false),
        Field::new("month", DataType::Date32, false),
        Field::new("volume", DataType::Decimal128(16, 6), false),
        Field::new("records", DataType::Int64, false),
    ]))
}

impl Tally {
    /// Nothing yet.
    #[must_use]
    pub fn new(empty: &VolumeCounts) -> Self {
        Self { counts: empty.clone(), rows: 0, records: 0, problems: BTreeSet::new(), unlisted: 0 }
    }

    /// Reads a partial table from a file.
    ///
    /// # Errors
    ///
    /// A file that is none.
    pub fn read(path: &Path, empty: &VolumeCounts) -> Result<Self, Error> {
        let file = File::open(path).map_err(|error| about(path, error))?;
        let reader =
            ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| about(path, error))?;
        if reader.schema().fields() != schema().fields() {
            return Err(about(path, "is no partial table, such as \"count\" writes"));
        }
        let mut tally = Self::new(empty);
        for batch in reader.build()? {
            tally.add(&batch.map_err(|error| about(path, error))?);
        }
        Ok(tally)
    }

    /// Counts the groups of a query over records, and makes rows of a partial table of them.
    ///
    /// A sum alone would hide what is wrong with its records, so that a group comes with how many
    /// there are, how many of them have a volume, and the least and the largest of these.
    ///
    /// # Errors
    ///
    /// A batch of other columns.
    pub fn add_groups(&mut self, groups: &RecordBatch) -> Result<RecordBatch, Error> {
        let [payees, items] = [0, 1].map(|column| cast(groups.column(column), &DataType::Utf8));
        let (payees, items, months) = (payees?, items?, Arc::clone(groups.column(2)));
        let [sums, least, most] =
            [3, 4, 5].map(|column| groups.column(column).as_primitive::<Decimal128Type>());
        let [with_volume, records] =
            [6, 7].map(|column| groups.column(column).as_primitive::<Int64Type>());
        let mut volumes = Vec::with_capacity(groups.num_rows());
        for row in 0..groups.num_rows() {
            let records = records.value(row);
            let volume = Key::at(&payees, &items, &months, row).and_then(|key| {
                let about = |problem: String| format!("{key}: {problem}");
                let without = records - with_volume.value(row);
                if without != 0 {
                    return Err(about(format!("{without} of {records} records have no volume")));
                }
                if least.value(row) < 0 {
                    let least = least.value_as_string(row);
                    return Err(about(format!("a record is of {least}, which is negative")));
                }
                if !is_exact(most.value(row), records) {
                    let most = most.value_as_string(row);
                    return Err(about(format!("{records} records of up to {most} pass 38 digits")));
                }
                let volume = volume(sums, row).map_err(about)?;
                self.count(&key, volume, records)?;
                Ok(volume)
            });
            volumes.push(volume.unwrap_or_else(|problem| {
                self.note(problem);
                Volume::default()
            }));
        }
        // With problems there will be no file.
        if !self.problems.is_empty() {
            return Ok(RecordBatch::new_empty(schema()));
        }
        let volumes = volumes.iter().map(|volume| volume.to_decimal().mantissa());
        let volumes = Decimal128Array::from_iter_values(volumes).with_precision_and_scale(16, 6)?;
        let columns = vec![payees, items, months, Arc::new(volumes), Arc::clone(groups.column(7))];
        Ok(RecordBatch::try_new(schema(), columns)?)
    }

    /// Counts rows of a partial table.
    fn add(&mut self, rows: &RecordBatch) {
        let [payees, items, months] = [0, 1, 2].map(|column| rows.column(column));
        let sums = rows.column(3).as_primitive::<Decimal128Type>();
        let records = rows.column(4).as_primitive::<Int64Type>();
        for row in 0..rows.num_rows() {
            let counted = Key::at(payees, items, months, row).and_then(|key| {
                let volume = volume(sums, row).map_err(|problem| format!("{key}: {problem}"))?;
                self.count(&key, volume, records.value(row))
            });
            if let Err(problem) = counted {
                self.note(problem);
            }
        }
    }

    fn count(&mut self, key: &Key<'_>, volume: Volume, records: i64) -> Result<(), String> {
        let records = u64::try_from(records).map_err(|_| format!("{key}: {records} records"))?;
        self.counts
            .count(key.payee, key.item, &key.month, None, Some(volume))
            .map_err(|error| format!("{key}: {error}"))?;
        self.rows += 1;
        self.records += records;
        Ok(())
    }

    fn note(&mut self, problem: String) {
        self.problems.insert(problem);
        if self.problems.len() > LISTED && self.problems.pop_last().is_some() {
            self.unlisted += 1;
        }
    }

    /// Adds everything that another one has.
    ///
    /// # Errors
    ///
    /// A table of other payees, items or months.
    pub fn merge(&mut self, other: Self) -> Result<(), Error> {
        self.counts.merge(&other.counts)?;
        self.rows += other.rows;
        self.records += other.records;
        self.unlisted += other.unlisted;
        other.problems.into_iter().for_each(|problem| self.note(problem));
        Ok(())
    }

    /// The table, if nothing was wrong.
    ///
    /// # Errors
    ///
    /// What could not be counted, and records of which there are none.
    pub fn finish(self) -> Result<Counted, Error> {
        let Self { counts, rows, records, problems, unlisted } = self;
        let mut problems: Vec<String> = problems.into_iter().collect();
        if unlisted > 0 {
            problems.push(format!("and {unlisted} more"));
        }
        match (problems.is_empty(), records) {
            (false, _) => Err(problems.join("\n").into()),
            (true, 0) => Err("there are no records".into()),
            (true, _) => Ok(Counted { counts, rows, records }),
        }
    }
}

impl<'b> Key<'b> {
    fn at(
        payees: &'b ArrayRef,
        items: &'b ArrayRef,
        months: &'b ArrayRef,
        row: usize,
    ) -> Result<Self, String> {
        let (payees, items) = (payees.as_string::<i32>(), items.as_string::<i32>());
        let months = months.as_primitive::<Date32Type>();
        let month = || months.is_valid(row).then(|| months.value_as_date(row)).flatten();
        match (payees.is_valid(row), items.is_valid(row), month()) {
            (true, true, Some(month)) => Ok(Self {
                payee: payees.value(row),
                item: items.value(row),
                month: month.format("%Y-%m").to_string(),
            }),
            (payee, item, month) => {
                let had = [(payee, "payee"), (item, "item"), (month.is_some(), "day")];
                let missing = had.iter().filter(|(had, _)| !had).map(|(_, what)| *what);
                let missing: Vec<&str> = missing.collect();
                Err(format!("there are records without {}", missing.join(" and ")))
            }
        }
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "payee \"{}\", item \"{}\", {}", self.payee, self.item, self.month)
    }
}

/// Whether a sum of so many values, from zero up to the largest, was made in 38 digits: the engine
/// adds 128-bit integers, and what goes beyond them wraps without a word.
fn is_exact(most: i128, records: i64) -> bool {
    most.checked_mul(i128::from(records)).is_some_and(|bound| bound < 10_i128.pow(38))
}

/// A sum as the volume that it is, exactly.
fn volume(sums: &Decimal128Array, row: usize) -> Result<Volume, String> {
    let out_of_range = || format!("{} is out of range for a volume", sums.value_as_string(row));
    let scale = u32::try_from(sums.scale()).map_err(|_| out_of_range())?;
    let sum = Decimal::try_from_i128_with_scale(sums.value(row), scale);
    Volume::from_decimal(sum.map_err(|_| out_of_range())?.normalize()).map_err(|_| out_of_range())
}
