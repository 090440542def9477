//! How settling grows from a district to a province: 20, 1,000 and 10,000 payees, 100 items, 12
//! months; and what reading their documents takes.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::{Settlement, settle};

mod district;
mod timing;

use district::counted::Counted;
use timing::median;

/// Time for a cell may grow by this factor from 20 payees to 10,000. That explaining one payee does
/// not depend on their number, `instructions.rs` holds exactly.
const MOST: f64 = 1.5;

fn settled<'f>(facts: &'f Facts<'_>) -> Settlement<'f> {
    settle(facts).expect("the facts settle")
}

fn bench(criterion: &mut Criterion) {
    let mut per_cell = Vec::new();
    let mut explaining = Vec::new();
    for payees in [20, 1_000, 10_000] {
        let counted = Counted::new(payees);
        let counts = counted.counted(&counted.records());
        let Counted { scheme, document, .. } = &counted;
        let check = || Facts::counted(scheme, document, &counts).expect("the facts are right");
        let facts = check();
        let settlement = settled(&facts);

        let mut group = criterion.benchmark_group("district to province");
        group.sample_size(10).throughput(Throughput::Elements(counted.cells() as u64));
        group.bench_function(BenchmarkId::new("check counted facts", payees), |bencher| {
            bencher.iter(|| black_box(check()));
        });
        group.bench_function(BenchmarkId::new("settle", payees), |bencher| {
            bencher.iter(|| settled(black_box(&facts)));
        });
        group.bench_function(BenchmarkId::new("settle, with its statement", payees), |bencher| {
            bencher.iter(|| settled(black_box(&facts)).statement().is_ok());
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("explain one payee", payees), |bencher| {
            bencher.iter(|| settlement.explain(black_box("P00007")).is_ok());
        });
        group.finish();

        let runs = 200_000 / payees;
        let time = median(11, || (0..runs).for_each(|_| drop(settled(black_box(&facts)))));
        #[expect(clippy::cast_precision_loss, reason = "for a ratio that is printed")]
        per_cell.push(time.as_secs_f64() / (runs * counted.cells()) as f64);
        let explain = || settlement.explain(black_box("P00007")).is_ok();
        explaining.push(median(11, || assert!((0..100).all(|_| explain()))));
    }
    documents(criterion);

    let nanoseconds = |seconds: &f64| format!("{:.2} ns", seconds * 1e9);
    let cells: Vec<String> = per_cell.iter().map(nanoseconds).collect();
    println!("\n20, 1,000 and 10,000 payees: settling a cell takes {}", cells.join(", "));
    let each: Vec<Duration> = explaining.iter().map(|time| *time / 100).collect();
    println!("explaining one payee takes {each:?}\n");
    assert!(per_cell[2] <= per_cell[0] * MOST, "time does not grow with the cells");
}

/// What it takes to read documents, and to check them.
fn documents(criterion: &mut Criterion) {
    let appraised = json!({ "appraisal": "annual" });
    let scheme = Scheme::new(district::scheme(&district::appraisals(), appraised));
    let scheme = scheme.expect("the scheme is right");
    for payees in [20, 1_000] {
        let document = district::facts(payees);
        let text = serde_json::to_string(&document).expect("it has a text form");
        let mut group = criterion.benchmark_group("documents");
        group.sample_size(10).throughput(Throughput::Elements(document.volumes.len() as u64));
        group.bench_function(BenchmarkId::new("read JSON", payees), |bencher| {
            bencher.iter(|| serde_json::from_str::<FactsDocument>(black_box(&text)).is_ok());
        });
        group.bench_function(BenchmarkId::new("check facts", payees), |bencher| {
            bencher.iter(|| Facts::new(&scheme, black_box(&document)).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
