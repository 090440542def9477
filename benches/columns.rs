//! What columns of scaled integers are worth: 1.2 million cells (1,000 payees, 100 items, 12 months),
//! beside a straightforward loop over decimals and beside summing the same bytes, in one run.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rust_decimal::Decimal;
use serde_json::json;
use work_equivalent::facts::{Facts, VolumeCounts};
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;
use work_equivalent::units::Volume;

mod district;

use district::{ITEMS, MONTHS};

const PAYEES: usize = 1_000;

/// The volume of a cell, in tenths.
fn tenths(cell: usize) -> i32 {
    let tenths = 10 * (1 + cell * 7919 % 997) + 5;
    i32::try_from(tenths).expect("it is small")
}

fn decimal(cell: usize) -> Decimal {
    Decimal::new(tenths(cell).into(), 1)
}

/// All cells, in an order that looks random.
fn cells() -> impl Iterator<Item = usize> {
    let all = PAYEES * ITEMS * MONTHS;
    (0..all).map(move |cell| cell * 700_001 % all)
}

fn counted(empty: &VolumeCounts, volumes: &[Volume]) -> VolumeCounts {
    let mut counts = empty.clone();
    let payees: Vec<_> =
        (0..PAYEES).map(|payee| counts.payee(&format!("P{payee:05}")).expect("is there")).collect();
    let items: Vec<_> =
        (0..ITEMS).map(|item| counts.item(&format!("I{item:03}")).expect("is there")).collect();
    let months: Vec<_> =
        (1..=MONTHS).map(|m| counts.time(&format!("2024-{m:02}")).expect("is there")).collect();
    for cell in cells() {
        let (payee, item, month) = (cell / 1200, cell / 12 % 100, cell % 12);
        let volume = Some(volumes[cell]);
        counts.add(payees[payee], items[item], months[month], None, volume).expect("it counts");
    }
    counts
}

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
    for cell in cells() {
        let key = (cell / 1200, cell / 12 % 100, cell % 12);
        *sums.entry(key).or_default() += volumes[cell];
    }
    sums
}

fn bench(criterion: &mut Criterion) {
    let scheme = Scheme::new(district::scheme(&json!([]), json!({}))).expect("the scheme is right");
    let document = district::payees(PAYEES);
    let empty = VolumeCounts::new(&scheme, &document).expect("the axes are right");
    let decimals: Vec<Decimal> = (0..PAYEES * ITEMS * MONTHS).map(decimal).collect();
    let in_range = |volume: &Decimal| Volume::from_decimal(*volume).expect("it is in range");
    let volumes: Vec<Volume> = decimals.iter().map(in_range).collect();
    let counts = counted(&empty, &volumes);
    let facts = Facts::counted(&scheme, &document, &counts).expect("the facts are right");
    let weights: Vec<Decimal> =
        (0..ITEMS).map(|item| district::weight(item).parse().expect("it is a decimal")).collect();
    let bytes: Vec<i32> = (0..PAYEES * ITEMS * MONTHS).map(tenths).collect();

    // The same equivalents, before anything is timed.
    let settlement = settle(&facts).expect("the facts settle");
    let channel = &settlement.statement().expect("it balances").figures().channels[0];
    let sums = loop_of_decimals(&decimals, &weights);
    for (payee, sum) in channel.payees.iter().zip(&sums) {
        let equivalents = payee.equivalents.as_ref().expect("the channel buys them").exact();
        assert_eq!(equivalents.to_decimal().map(|d| d.normalize()), Some(sum.normalize()));
    }
    assert_eq!(map_of_decimals(&decimals).len(), PAYEES * ITEMS * MONTHS);

    let mut group = criterion.benchmark_group("1.2 million cells");
    group.sample_size(10).throughput(Throughput::Elements(decimals.len() as u64));
    group.bench_function("count records", |bencher| {
        bencher.iter(|| counted(&empty, black_box(&volumes)));
    });
    group.bench_function("count records into a map of decimals", |bencher| {
        bencher.iter(|| map_of_decimals(black_box(&decimals)));
    });
    group.bench_function("check counted facts", |bencher| {
        bencher.iter(|| Facts::counted(&scheme, black_box(&document), &counts).is_ok());
    });
    group.bench_function("settle", |bencher| bencher.iter(|| settle(black_box(&facts)).is_ok()));
    group.bench_function("loop over decimals", |bencher| {
        bencher.iter(|| loop_of_decimals(black_box(&decimals), &weights));
    });
    group.bench_function("sum the same bytes", |bencher| {
        bencher.iter(|| black_box(&bytes).iter().map(|v| i64::from(*v)).sum::<i64>());
    });
    group.finish();

    let median = |work: &mut dyn FnMut()| {
        let mut times: Vec<Duration> = (0..11)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed()
            })
            .collect();
        times.sort();
        times[5]
    };
    let all = median(&mut || {
        let facts = Facts::counted(&scheme, black_box(&document), &counts).expect("right");
        assert!(settle(&facts).is_ok());
    });
    let decimals = median(&mut || {
        black_box(loop_of_decimals(black_box(&decimals), &weights));
    });
    let bytes = median(&mut || {
        black_box(black_box(&bytes).iter().map(|v| i64::from(*v)).sum::<i64>());
    });
    println!(
        "\nchecking and settling {all:?}; loop over decimals {decimals:?} ({:.1} times that); \
         summing the same bytes {bytes:?} (settling takes {:.1} times as long)\n",
        decimals.as_secs_f64() / all.as_secs_f64(),
        all.as_secs_f64() / bytes.as_secs_f64(),
    );
}

criterion_group!(benches, bench);
criterion_main!(benches);
