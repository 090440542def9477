//! How settling grows from a district to a province: 20 and 1,000 payees, 100 items, 12 months.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use work_equivalent::facts::Facts;
use work_equivalent::scheme::Scheme;
use work_equivalent::settle;

mod district;

fn bench(criterion: &mut Criterion) {
    let appraised = json!({ "appraisal": "annual" });
    let scheme = Scheme::new(district::scheme(&district::appraisals(), appraised));
    let scheme = scheme.expect("the scheme is right");
    for payees in [20, 1_000] {
        let document = district::facts(payees);
        let facts = Facts::new(&scheme, &document).expect("the facts are right");
        let settlement = settle(&facts).expect("the facts settle");
        let records = document.volumes.len() as u64;

        let mut group = criterion.benchmark_group("district to province");
        group.sample_size(10);
        group.throughput(Throughput::Elements(records));
        group.bench_function(BenchmarkId::new("check facts", payees), |bencher| {
            bencher.iter(|| Facts::new(&scheme, black_box(&document)).is_ok());
        });
        group.bench_function(BenchmarkId::new("settle", payees), |bencher| {
            bencher.iter(|| settle(black_box(&facts)).is_ok());
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(BenchmarkId::new("explain one payee", payees), |bencher| {
            bencher.iter(|| settlement.explain(black_box("P00007")).is_ok());
        });
        group.finish();
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
