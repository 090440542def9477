//! The same statement however records are counted, and no statement of records that are wrong.

mod bad_records;
mod command;
mod ways;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{Date32Array, Decimal128Array, RecordBatch, StringArray};
use datafusion::arrow::compute::kernels::cast_utils::Parser;
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Schema};
use province::parquet_file::Output;

/// A record as some system could export it: payee, item, day, volume in units of the last place.
type Row<'t> = (Option<&'t str>, Option<&'t str>, Option<&'t str>, Option<i128>);

fn row<'t>(payee: &'t str, item: &'t str, day: &'t str, volume: i128) -> Row<'t> {
    (Some(payee), Some(item), Some(day), Some(volume))
}

/// Writes records whose volumes have so many digits, and so many of them after the point.
fn write(folder: &Path, name: &str, (digits, places): (u8, i8), rows: &[Row<'_>]) -> PathBuf {
    let day = |text: &str| Date32Type::parse(text).unwrap();
    let volumes: Decimal128Array = rows.iter().map(|row| row.3).collect();
    let schema = Arc::new(Schema::new(vec![
        Field::new("payee", DataType::Utf8, true),
        Field::new("item", DataType::Utf8, true),
        Field::new("day", DataType::Date32, true),
        Field::new("volume", DataType::Decimal128(digits, places), true),
    ]));
    let batch = RecordBatch::try_new(
        Arc::clone(&schema),
        vec![
            Arc::new(rows.iter().map(|row| row.0).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.1).collect::<StringArray>()),
            Arc::new(rows.iter().map(|row| row.2.map(day)).collect::<Date32Array>()),
            Arc::new(volumes.with_precision_and_scale(digits, places).unwrap()),
        ],
    );
    let path = folder.join(name);
    let mut output = Output::create(&path, schema).unwrap();
    output.write(&batch.unwrap()).unwrap();
    output.finish().unwrap();
    path
}
