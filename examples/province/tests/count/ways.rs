//! Every way of counting leads to the same statement.

use std::fs;
use std::path::PathBuf;

use province::engine::Engine;
use province::province::{Province, Settled};
use province::records::Records;
use province::tally::{Counted, Tally};

use super::{row, write};

const RECORDS: u64 = 100_000;
const MEMORY: usize = 64 << 20;

fn settled(province: &Province, tally: Tally) -> Settled {
    let Counted { counts, records, .. } = tally.finish().unwrap();
    assert_eq!(records, RECORDS);
    province.settle(&counts).unwrap()
}

#[test]
fn partitions_files_workers_and_orders_settle_as_the_library_alone_does() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::new().unwrap();
    let empty = province.empty().unwrap();
    let records = Records::new(&province, RECORDS);
    let alone = province.settle(&records.count_alone(&province).unwrap()).unwrap();
    assert_ne!(alone.digest, province.settle(&empty).unwrap().digest);

    for (parts, partitions, memory) in [(1, 1, MEMORY), (3, 2, MEMORY), (5, 3, 16 << 20)] {
        let mut files = records.write(folder.path(), parts, 2).unwrap();
        let engine = Engine::new(memory, partitions).unwrap();
        assert_eq!(settled(&province, engine.count(&files, &empty).unwrap()), alone);
        files.reverse();
        assert_eq!(settled(&province, engine.count(&files, &empty).unwrap()), alone);

        let worker = |file: &PathBuf| {
            let partial = file.with_extension("partial");
            engine.count_into(&partial, std::slice::from_ref(file), &empty).unwrap();
            Tally::read(&partial, &empty).unwrap()
        };
        let tables: Vec<Tally> = files.iter().map(worker).collect();
        // One after the other, and in two heaps.
        let merged = |tables: &[Tally]| {
            let mut all = Tally::new(&empty);
            for table in tables {
                all.merge(table.clone()).unwrap();
            }
            all
        };
        assert_eq!(settled(&province, merged(&tables)), alone);
        let (left, right) = tables.split_at(tables.len() / 2);
        assert_eq!(settled(&province, merged(&[merged(right), merged(left)])), alone);
    }
}

#[test]
fn the_same_records_make_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::new().unwrap();
    let empty = province.empty().unwrap();
    let files = Records::new(&province, RECORDS).write(folder.path(), 3, 1).unwrap();
    let backwards: Vec<PathBuf> = files.iter().rev().cloned().collect();
    let bytes = |partitions, files: &[PathBuf]| {
        let partial = folder.path().join("partial");
        let engine = Engine::new(MEMORY, partitions).unwrap();
        engine.count_into(&partial, files, &empty).unwrap();
        fs::read(&partial).unwrap()
    };
    let once = bytes(1, &files);
    assert!(once == bytes(3, &backwards));
    // A partial table is far smaller than its records only where many are of one month.
    assert!(once.len() < files.iter().map(|file| fs::read(file).unwrap().len()).sum());
}

#[test]
fn records_that_are_there_are_not_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(&Province::new().unwrap(), 1000);
    let files = records.write(folder.path(), 2, 2).unwrap();
    let first = fs::read(&files[0]).unwrap();
    let second = fs::read(&files[1]).unwrap();
    fs::write(&files[0], "left as it is").unwrap();
    fs::remove_file(&files[1]).unwrap();
    assert_eq!(records.write(folder.path(), 2, 2).unwrap(), files);
    assert_eq!(fs::read(&files[0]).unwrap(), b"left as it is");
    assert!(fs::read(&files[1]).unwrap() == second && first != second);
}

#[test]
fn only_sums_cross_from_partition_to_partition() {
    let folder = tempfile::tempdir().unwrap();
    let files = Records::new(&Province::new().unwrap(), 1000).write(folder.path(), 4, 1).unwrap();
    let plan = Engine::new(MEMORY, 2).unwrap().plan(&files).unwrap();
    let places: Vec<_> = [
        "mode=FinalPartitioned",
        "RepartitionExec: partitioning=Hash",
        "mode=Partial",
        "DataSource",
    ]
    .map(|stage| plan.find(stage).unwrap_or_else(|| panic!("{stage}: {plan}")))
    .into();
    assert!(places.is_sorted(), "{plan}");
    assert_eq!(plan.matches("Exec: ").count(), places.len(), "nothing else: {plan}");
}

#[test]
fn sums_are_exact_and_days_are_of_their_month() {
    let folder = tempfile::tempdir().unwrap();
    let province = Province::new().unwrap();
    let empty = province.empty().unwrap();
    // A tenth ten times, and the least volume: no binary fraction adds up to either sum.
    let mut rows = vec![row("W0101", "MZ01", "2024-02-29", 100_000); 10];
    rows.push(row("W0101", "MZ01", "2024-03-01", 1));
    rows.push(row("W0101", "GX01", "2024-03-31", 3_000_000));
    rows.push(row("W0101", "GX01", "2024-04-01", 9_999_999_999_999_999));
    let file = write(folder.path(), "records.parquet", (16, 6), &rows);
    let engine = Engine::new(MEMORY, 2).unwrap();
    let Counted { counts, rows, records } =
        engine.count(&[file], &empty).unwrap().finish().unwrap();
    assert_eq!((rows, records), (4, 13));
    let mut alone = province.empty().unwrap();
    for (item, month, volume) in [
        ("MZ01", "2024-02", "1"),
        ("MZ01", "2024-03", "0.000001"),
        ("GX01", "2024-03", "3"),
        ("GX01", "2024-04", "9999999999.999999"),
    ] {
        alone.count("W0101", item, month, None, Some(volume.parse().unwrap())).unwrap();
    }
    assert_eq!(province.settle(&counts).unwrap(), province.settle(&alone).unwrap());
}
