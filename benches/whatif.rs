//! How much a sweep saves: 10,000 variants of price, rate and curve over 1,000 payees, 100 items and
//! 12 months, against settling each variant from its documents.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::whatif::{Base, Sweep};

mod district;

use district::since;

const PAYEES: usize = 1_000;

/// A price that is announced, and a reserve.
fn scheme() -> SchemeDocument {
    let purchase = json!({
        "appraisal": "annual",
        "price": { "kind": "announced", "appraisal_loss": "treasury", "values": since("12.35") },
        "overrun": { "draw_reserve": true, "rest": { "kind": "prorate" }, "cite": "bench" },
        "surplus": { "to_reserve": true, "rest": { "kind": "return" }, "cite": "bench" },
        "reserve": {
            "cite": "bench", "target": since("100000000"),
            "withholding": { "rate": since("0.01"), "release": "above-target" },
        },
        "pool": [{ "code": "funds", "name": "funds", "kind": "source",
            "amounts": since("24000000000") }],
    });
    district::scheme(&district::appraisals(), purchase)
}

fn facts() -> FactsDocument {
    let opening = json!({ "reserves": [{ "channel": "purchase", "balance": "50000000" }] });
    FactsDocument {
        opening: serde_json::from_value(opening).expect("the opening is well formed"),
        ..district::facts(PAYEES)
    }
}

/// So many prices, withholding rates and curves.
fn sweep(prices: usize, rates: usize, curves: usize) -> Sweep {
    let curves: Vec<Value> = (0..curves)
        .map(|curve| {
            let shape = district::curve(&format!("0.{}", 50 + curve));
            json!({ "shape": shape, "cite": "bench" })
        })
        .collect();
    let rates: Vec<Value> = (0..rates).map(|rate| json!(format!("0.0{rate:02}"))).collect();
    let prices: Vec<Value> = (0..prices).map(|price| json!(format!("1{}.07", price))).collect();
    let document = json!({ "name": "bench", "axes": [
        { "name": "price", "path": "scheme.channels[purchase].price.values[*].value",
          "by": "set", "values": prices },
        { "name": "rate", "path": "scheme.channels[purchase].reserve.withholding.rate[*].value",
          "by": "set", "values": rates },
        { "name": "curve", "path": "scheme.appraisals[annual].curve",
          "by": "set", "values": curves },
    ] });
    serde_json::from_value(document).expect("the sweep is right")
}

/// What a variant costs that is settled from its documents, which were changed beforehand.
fn from_scratch(scheme: &SchemeDocument, facts: &FactsDocument) -> String {
    let scheme = Scheme::new(scheme.clone()).expect("the scheme is right");
    let facts = Facts::new(&scheme, facts).expect("the facts are right");
    let settlement = settle(&facts).expect("the facts settle");
    settlement.statement().expect("it balances").figures().payable.to_string()
}

fn bench(criterion: &mut Criterion) {
    let (scheme, facts) = (scheme(), facts());
    let base = Base::new(&scheme, &facts).expect("the base settles");
    let some = sweep(5, 2, 2);

    let mut group = criterion.benchmark_group("what if, 1,000 payees");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    group.throughput(Throughput::Elements(1));
    group.bench_function("one variant from scratch", |bencher| {
        bencher.iter(|| from_scratch(black_box(&scheme), &facts));
    });
    group.throughput(Throughput::Elements(some.len() as u64));
    group.bench_function("20 variants of a sweep", |bencher| {
        bencher.iter(|| base.sweep(black_box(&some), |_| {}).rows.len());
    });
    group.finish();

    ratio(&base, &scheme, &facts);
}

/// All 10,000 variants, once, against some of them from scratch; every figure agrees.
fn ratio(base: &Base<'_>, scheme: &SchemeDocument, facts: &FactsDocument) {
    let all = sweep(25, 20, 20);
    let start = Instant::now();
    let table = base.sweep(&all, |_| {});
    let swept = start.elapsed();

    let tried: Vec<usize> = (0..all.len()).step_by(all.len() / 10).collect();
    let mut scratch = Duration::ZERO;
    for variant in &tried {
        let changes = all.changes(*variant).expect("it is one of the variants");
        let (scheme, _) = changes.apply(scheme, &facts_without_volumes(facts)).expect("it applies");
        let start = Instant::now();
        let payable = from_scratch(&scheme, facts);
        scratch += start.elapsed();
        assert_eq!(table.rows[*variant].channels[0].payable.to_string(), payable);
    }
    let variants = u32::try_from(all.len()).expect("they are 10,000");
    let (swept, scratch) = (swept / variants, scratch / u32::try_from(tried.len()).expect("ten"));
    let times = scratch.as_micros() / swept.as_micros().max(1);
    assert!(times >= 100, "a sweep has to be 100 times faster, not {times}");
    println!(
        "\n{} variants: {swept:?} each in a sweep, {scratch:?} from scratch: {times} times faster\n",
        all.len()
    );
}

/// Facts that cost nothing to copy: the changes are of the scheme alone.
fn facts_without_volumes(facts: &FactsDocument) -> FactsDocument {
    FactsDocument {
        period: facts.period.clone(),
        payees: Vec::new(),
        volumes: Vec::new(),
        marks: Vec::new(),
        findings: Vec::new(),
        budgets: Vec::new(),
        advances: Vec::new(),
        approved: Vec::new(),
        pool_amounts: Vec::new(),
        opening: facts.opening.clone(),
    }
}

criterion_group!(benches, bench);
criterion_main!(benches);
