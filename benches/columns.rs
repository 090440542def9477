//! What columns of scaled integers are worth: 1.2 million cells (1,000 payees, 100 items, 12 months),
//! beside straightforward loops over decimals and beside summing the same bytes, in one run.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::Decimal;
use work_equivalent::facts::Facts;
use work_equivalent::units::Volume;
use work_equivalent::{measure, settle};

mod district;
mod timing;

use district::counted::{Counted, shuffled, tenths};
use district::{ITEMS, MONTHS};
use timing::{median, medians};

const PAYEES: usize = 1_000;
const CELLS: usize = PAYEES * ITEMS * MONTHS;

/// A settlement of all stages is at least so many times faster than the loop that does the first.
const LEAST: f64 = 15.0;

/// It takes at most so many times as long as its first stage, and as summing the bytes.
const MOST_OF_MEASURING: f64 = 3.0;
const MOST_OF_SUMMING: f64 = 5.0;

/// The straightforward way: a decimal for each cell, a product for each, a sum for each payee.
fn loop_of_decimals(volumes: &[Decimal], weights: &[Decimal]) -> Vec<Decimal> {
    let of_payee = |cells: &[Decimal]| {
        let items = cells.chunks(MONTHS).zip(weights);
        items.flat_map(|(months, weight)| months.iter().map(move |v| v * weight)).sum()
    };
    volumes.chunks(ITEMS * MONTHS).map(of_payee).collect()
}

fn map_of_decimals(volumes: &[Decimal]) -> HashMap<(usize, usize, usize), Decimal> {
    let mut sums: HashMap<(usize, usize, usize), Decimal> = HashMap::new();
    for cell in shuffled(CELLS) {
        let key = (cell / (ITEMS * MONTHS), cell / MONTHS % ITEMS, cell % MONTHS);
        *sums.entry(key).or_default() += volumes[cell];
    }
    sums
}

fn sum_of_bytes(bytes: &[i32]) -> i64 {
    bytes.iter().map(|volume| i64::from(*volume)).sum()
}

fn bench(criterion: &mut Criterion) {
    let counted = Counted::new(PAYEES);
    let records = counted.records();
    let counts = counted.counted(&records);
    let Counted { scheme, document, .. } = &counted;
    let check = || Facts::counted(scheme, document, &counts).expect("the facts are right");
    let facts = check();
    let decimals: Vec<Decimal> =
        (0..CELLS).map(|cell| Decimal::new(tenths(cell).into(), 1)).collect();
    let weights: Vec<Decimal> =
        (0..ITEMS).map(|item| district::weight(item).parse().expect("it is a decimal")).collect();
    let bytes: Vec<i32> = (0..CELLS).map(tenths).collect();

    // The same equivalents, before anything is timed.
    let settlement = settle(&facts).expect("the facts settle");
    let statement = settlement.statement().expect("it balances");
    let channel = &statement.figures().channels[0];
    let sums = loop_of_decimals(&decimals, &weights);
    for (payee, sum) in channel.payees.iter().zip(&sums) {
        let equivalents = payee.equivalents.as_ref().expect("the channel buys them").exact();
        assert_eq!(equivalents.to_decimal().map(|d| d.normalize()), Some(sum.normalize()));
    }
    assert_eq!(map_of_decimals(&decimals).len(), CELLS);

    let mut group = criterion.benchmark_group("1.2 million cells");
    group.sample_size(10).throughput(Throughput::Elements(CELLS as u64));
    group.bench_function("count records", |bencher| {
        bencher.iter(|| counted.counted(black_box(&records)));
    });
    group.bench_function("count records into a map of decimals", |bencher| {
        bencher.iter(|| map_of_decimals(black_box(&decimals)));
    });
    group.bench_function("read a volume from bytes", |bencher| {
        bencher.iter(|| {
            (0..CELLS / 4).for_each(|_| {
                for text in ["12.5", "7", "1043.25", "0.5"] {
                    assert!(Volume::from_ascii(black_box(text.as_bytes())).is_ok());
                }
            });
        });
    });
    group.finish();

    let [measuring, settling, summing] = medians(
        101,
        [
            &mut || drop(measure(black_box(&facts))),
            &mut || drop(settle(black_box(&facts))),
            &mut || {
                black_box(sum_of_bytes(black_box(&bytes)));
            },
        ],
    );
    let stated = median(11, || {
        let facts = check();
        let settlement = settle(&facts).expect("the facts settle");
        assert!(settlement.statement().is_ok());
    });
    let looping = median(11, || drop(loop_of_decimals(black_box(&decimals), &weights)));
    let counting = median(5, || drop(counted.counted(black_box(&records))));
    let mapping = median(5, || drop(map_of_decimals(black_box(&decimals))));
    let times = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!("\nloop over decimals: {looping:?}; summing the same bytes: {summing:?}");
    for (what, time) in [("measuring", measuring), ("settling, all stages", settling)] {
        println!(
            "{what}: {time:?}, the loop over decimals takes {:.1} times as long, summing the bytes \
             {:.2} times",
            times(looping, time),
            times(summing, time),
        );
    }
    println!("settling takes {:.1} times as long as measuring", times(settling, measuring));
    println!("checking, settling and the statement: {stated:?}");
    println!(
        "counting a record for each cell: {counting:?}; into a map of decimals: {mapping:?}, {:.1} \
         times as long\n",
        times(mapping, counting),
    );
    assert!(times(looping, settling) >= LEAST, "settling has become slow");
    assert!(times(settling, measuring) <= MOST_OF_MEASURING, "settling has become slow");
    assert!(times(settling, summing) <= MOST_OF_SUMMING, "settling has become slow");
    assert!(times(mapping, counting) >= 5.0, "counting has become slow");
}

criterion_group!(benches, bench);
criterion_main!(benches);
