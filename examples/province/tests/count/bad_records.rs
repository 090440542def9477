//! What is wrong with records is said, by payee, item and month; nothing is settled then.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, Float64Array, RecordBatch, StringArray};
use datafusion::arrow::datatypes::Schema;
use datafusion::parquet::arrow::ArrowWriter;
use province::engine::Engine;
use province::parquet_file::expand;
use province::province::Province;
use province::tally::Tally;

use super::{Row, row, write};

/// Why records are not counted: by the query here, and by a worker, which leaves no table then.
fn refusal(files: &[PathBuf]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let empty = Province::new().unwrap().empty().unwrap();
    let engine = Engine::new(64 << 20, 2).unwrap();
    let here = engine.count(files, &empty).and_then(Tally::finish).err().unwrap().to_string();
    let partial = folder.path().join("partial");
    let worker = engine.count_into(&partial, files, &empty).err().unwrap().to_string();
    assert_eq!(here, worker);
    assert!(!partial.exists());
    here
}

fn refusal_of(digits: (u8, i8), rows: &[Row<'_>]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![row("W0101", "MZ01", "2024-01-31", 1)];
    all.extend_from_slice(rows);
    refusal(&[write(folder.path(), "records.parquet", digits, &all)])
}

#[test]
fn a_record_is_named_by_payee_item_and_month() {
    for (bad, message) in [
        (
            row("W9999", "MZ01", "2024-02-01", 1),
            "payee \"W9999\", item \"MZ01\", 2024-02: there is no payee \"W9999\"",
        ),
        (
            row("W0101", "XX", "2024-02-01", 1),
            "payee \"W0101\", item \"XX\", 2024-02: there is no service item \"XX\"",
        ),
        (
            row("W0101", "MZ01", "2025-01-01", 1),
            "payee \"W0101\", item \"MZ01\", 2025-01: \"2025-01\" is not a month such as \
             \"2024-03\", nor a day such as \"2024-03-15\", of the period from 2024-01-01 to \
             2024-12-31",
        ),
        // Added to good ones it would only make their sum smaller.
        (
            row("W0101", "MZ01", "2024-01-01", -1),
            "payee \"W0101\", item \"MZ01\", 2024-01: a record is of -0.000001, which is negative",
        ),
        (
            (Some("W0101"), Some("MZ01"), Some("2024-01-01"), None),
            "payee \"W0101\", item \"MZ01\", 2024-01: 1 of 2 records have no volume",
        ),
        ((None, Some("MZ01"), Some("2024-01-01"), Some(1)), "there are records without payee"),
        ((Some("W0101"), Some("MZ01"), None, Some(1)), "there are records without day"),
    ] {
        assert_eq!(refusal_of((16, 6), &[bad]), message);
    }
}

#[test]
fn a_date_far_away_is_of_no_month_of_the_period() {
    // In nanoseconds since 1970, 64 bits end in 2262: the engine has no month beyond.
    for day in ["0001-01-01", "1600-02-29", "1720-05-06", "2219-03-04", "2608-12-31", "9999-12-31"]
    {
        let message = refusal_of((16, 6), &[row("W0101", "MZ01", day, 1)]);
        let month = &day[..7];
        let start = format!("payee \"W0101\", item \"MZ01\", {month}: \"{month}\" is not a month");
        assert!(message.starts_with(&start), "{message}");
    }
}

#[test]
fn what_no_sum_can_hold_is_refused() {
    // Four of these are 2^128: the engine's sum comes round to 5, which looks good.
    let (large, most) = (1_i128 << 126, (1_i128 << 126) + 5);
    let rows = [large, large, large, most].map(|it| row("W0101", "MZ01", "2024-02-01", it));
    assert_eq!(
        refusal_of((38, 0), &rows),
        format!(
            "payee \"W0101\", item \"MZ01\", 2024-02: 4 records of up to {most} pass 38 digits"
        )
    );
    let rows = [row("W0101", "MZ01", "2024-02-01", 9_999_999_999_999_999); 2];
    assert_eq!(
        refusal_of((16, 6), &rows),
        "payee \"W0101\", item \"MZ01\", 2024-02: 19999999999.999998 is out of range for a volume"
    );
    let finer = refusal_of((16, 7), &[row("W0101", "MZ01", "2024-02-01", 1)]);
    assert!(finer.contains("2024-02: 0.0000001 is out of range for a volume"), "{finer}");
}

#[test]
fn all_problems_are_said_and_sorted_up_to_some() {
    let codes: Vec<String> = (0..25).map(|number| format!("X{number:02}")).collect();
    let rows: Vec<_> = codes.iter().map(|code| row(code, "MZ01", "2024-02-01", 1)).collect();
    let message = refusal_of((16, 6), &rows);
    assert_eq!(message.lines().count(), 21);
    assert!(message.ends_with("\nand 5 more"), "{message}");
    assert!(message.lines().take(20).is_sorted());
    let message = refusal_of((16, 6), &rows[..2]);
    let said: Vec<_> = message.lines().map(|line| &line[..11]).collect();
    assert_eq!(said, ["payee \"X00\"", "payee \"X01\""]);
}

#[test]
fn files_that_hold_no_records_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);

    let error = expand(&[path("nowhere")]).unwrap_err().to_string();
    assert!(error.contains("nowhere"), "{error}");
    let error = expand(&[folder.path().to_owned()]).unwrap_err().to_string();
    assert!(error.ends_with("has no file that ends in .parquet"), "{error}");
    assert!(expand(&[]).is_err());

    let good =
        write(folder.path(), "good.parquet", (16, 6), &[row("W0101", "MZ01", "2024-01-01", 1)]);
    fs::write(path("text.parquet"), "this is no Parquet").unwrap();
    let whole = fs::read(&good).unwrap();
    fs::write(path("half.parquet"), &whole[..whole.len() / 2]).unwrap();
    for name in ["text.parquet", "half.parquet"] {
        let message = refusal(&[good.clone(), path(name)]);
        assert!(message.contains(name), "{message}");
    }
    assert_eq!(
        refusal(&[write(folder.path(), "none.parquet", (16, 6), &[])]),
        "there are no records"
    );

    let empty = Province::new().unwrap().empty().unwrap();
    let error = Tally::read(&good, &empty).err().unwrap().to_string();
    assert!(error.ends_with("is no partial table, such as \"count\" writes"), "{error}");
    assert!(Tally::read(&path("text.parquet"), &empty).is_err());
}

#[test]
fn columns_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let good =
        write(folder.path(), "good.parquet", (16, 6), &[row("W0101", "MZ01", "2024-01-01", 1)]);
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![0.1]));
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["2024-01-01"]));
    let number = "column \"volume\" is Float64: it has to be decimals of up to 38 digits";
    for (name, column, with, message) in [
        ("float.parquet", "volume", Some(&floats), number),
        ("text.parquet", "day", Some(&texts), "it has to be dates"),
        ("less.parquet", "item", None, "has no column \"item\""),
    ] {
        let path = folder.path().join(name);
        replace(&good, column, with, &path);
        // Beside a good file as on its own.
        for files in [vec![path.clone()], vec![good.clone(), path.clone()]] {
            let said = refusal(&files);
            assert!(said.contains(name) && said.contains(message), "{said}");
        }
    }
}

/// Copies a file with another column, or without one.
fn replace(from: &Path, name: &str, with: Option<&ArrayRef>, to: &Path) {
    use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReader;
    let mut reader = ParquetRecordBatchReader::try_new(File::open(from).unwrap(), 10).unwrap();
    let batch = reader.next().unwrap().unwrap();
    let old = batch.schema();
    let columns = old.fields().iter().zip(batch.columns()).filter_map(|(field, column)| {
        let column = if field.name() == name { with? } else { column };
        let field = field.as_ref().clone().with_data_type(column.data_type().clone());
        Some((field, Arc::clone(column)))
    });
    let (fields, columns): (Vec<_>, Vec<_>) = columns.unzip();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    let mut writer = ArrowWriter::try_new(File::create(to).unwrap(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}
