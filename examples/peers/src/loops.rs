//! The same work as loops that anybody would write: over decimals, over binary floats, and as a floor
//! the sum of the same bytes.

use std::collections::HashMap;
use std::hash::Hash;
use std::hint::black_box;
use std::path::Path;

use csv::Reader;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::Deserialize;

use crate::data::{
    CELLS, Data, ITEMS, MONTHS, PRICE, coefficient, item_code, month_code, payee_code, records,
    weight, written,
};
use crate::report::{Amounts, Arithmetic, Row, Run, timed};
use crate::{Outcome, fen, versions};

const DECIMAL: &str = "rust_decimal";

/// Weights, price and coefficients as decimals.
struct Terms {
    weights: Vec<Decimal>,
    price: Decimal,
    coefficients: Vec<Decimal>,
}

impl Terms {
    fn new(payees: usize) -> Outcome<Self> {
        Ok(Self {
            weights: (0..ITEMS).map(|item| written(weight(item), 2)).collect(),
            price: PRICE.parse()?,
            coefficients: (0..payees).map(|payee| written(coefficient(payee), 4)).collect(),
        })
    }

    /// A decimal for each cell, a product for each, a sum for each payee.
    fn amounts(&self, cells: &[Decimal]) -> (Vec<Decimal>, Decimal) {
        self.amounts_of(cells, |months, weight| months.iter().map(|v| v * weight).sum())
    }

    /// The same with a product for each item, after its months were summed.
    fn amounts_of_sums(&self, cells: &[Decimal]) -> (Vec<Decimal>, Decimal) {
        self.amounts_of(cells, |months, weight| months.iter().sum::<Decimal>() * weight)
    }

    fn amounts_of(
        &self,
        cells: &[Decimal],
        equivalents: impl Fn(&[Decimal], &Decimal) -> Decimal,
    ) -> (Vec<Decimal>, Decimal) {
        let of_payee = |(cells, coefficient): (&[Decimal], &Decimal)| {
            let items = cells.chunks(MONTHS).zip(&self.weights);
            let sum: Decimal = items.map(|(months, weight)| equivalents(months, weight)).sum();
            let amount = sum * self.price * coefficient;
            amount.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        };
        let amounts: Vec<Decimal> =
            cells.chunks(CELLS).zip(&self.coefficients).map(of_payee).collect();
        let total = amounts.iter().sum();
        (amounts, total)
    }
}

/// Cells, multiplied and added as decimals.
pub fn decimal_cells(data: &Data, runs: usize) -> Outcome<[Row; 2]> {
    let terms = Terms::new(data.size.payees)?;
    let cells: Vec<Decimal> = data.cells.iter().map(|volume| written(*volume, 2)).collect();
    let (times, found) = timed(runs, || terms.amounts(black_box(&cells)));
    let plain = decimal_row("loop", times, &found)?;
    let (times, found) = timed(runs, || terms.amounts_of_sums(black_box(&cells)));
    Ok([plain, decimal_row("loop, months summed first", times, &found)?])
}

/// Cells, multiplied and added as binary floats.
pub fn float_cells(data: &Data, runs: usize) -> Outcome<Row> {
    let cells: Vec<f64> = data.cells.iter().map(|volume| f64::from(*volume) / 100.0).collect();
    let weights: Vec<f64> = (0..ITEMS).map(|item| f64::from(weight(item)) / 100.0).collect();
    let price: f64 = PRICE.parse()?;
    let coefficients: Vec<f64> =
        (0..data.size.payees).map(|payee| f64::from(coefficient(payee)) / 10_000.0).collect();
    let of_payee = |(cells, coefficient): (&[f64], &f64)| {
        let items = cells.chunks(MONTHS).zip(&weights);
        let products = items.flat_map(|(months, weight)| months.iter().map(move |v| v * weight));
        (products.sum::<f64>() * price * coefficient * 100.0).round() / 100.0
    };
    let (times, (amounts, total)) = timed(runs, || {
        let cells = black_box(&cells).chunks(CELLS);
        let amounts: Vec<f64> = cells.zip(&coefficients).map(of_payee).collect();
        let total: f64 = amounts.iter().sum();
        (amounts, total)
    });
    let in_fen = |yuan: &f64| fen(&format!("{yuan:.2}"));
    let amounts = Amounts {
        fen: amounts.iter().map(in_fen).collect::<Result<_, _>>()?,
        total: in_fen(&total)?,
    };
    Ok(Row::Ran(Run {
        peer: "f64: loop".to_owned(),
        version: String::new(),
        arithmetic: Arithmetic::Binary,
        times,
        amounts: Some(amounts),
    }))
}

/// The volumes read once, as the least that anybody has to do.
pub fn sum_of_bytes(data: &Data, runs: usize) -> Row {
    let sum = || black_box(&data.cells).iter().map(|volume| i64::from(*volume)).sum::<i64>();
    let (times, _) = timed(runs, || black_box(sum()));
    Row::Ran(Run {
        peer: "i32: sum of the volumes alone".to_owned(),
        version: String::new(),
        arithmetic: Arithmetic::None,
        times,
        amounts: None,
    })
}

/// Records in memory, added into a map of decimals.
pub fn decimal_records(data: &Data, runs: usize) -> Outcome<Row> {
    let place = |place: usize| u32::try_from(place).expect("places are few");
    let records: Vec<((u32, u32, u32), Decimal)> = records(data.size)
        .map(|record| {
            let key = (place(record.payee()), place(record.item()), place(record.month()));
            (key, written(record.volume, 2))
        })
        .collect();
    let (times, sums) = timed(runs, || {
        let mut sums: HashMap<(u32, u32, u32), Decimal> = HashMap::new();
        for (key, volume) in black_box(&records) {
            *sums.entry(*key).or_default() += volume;
        }
        sums
    });
    let key = |payee, item, month| (place(payee), place(item), place(month));
    decimal_row("HashMap", times, &amounts_of_map(data, &sums, key)?)
}

/// A record as the file has it.
#[derive(Deserialize)]
struct Line {
    payee: String,
    item: String,
    month: String,
    #[serde(with = "rust_decimal::serde::str")]
    volume: Decimal,
}

/// Records of the file, added into a map of decimals.
pub fn decimal_file(data: &Data, path: &Path, runs: usize) -> Outcome<Row> {
    let (times, sums) = timed(runs, || {
        let mut sums: HashMap<(String, String, String), Decimal> = HashMap::new();
        for line in Reader::from_path(path)?.deserialize() {
            let Line { payee, item, month, volume } = line?;
            *sums.entry((payee, item, month)).or_default() += volume;
        }
        Outcome::Ok(sums)
    });
    let key = |payee, item, month| (payee_code(payee), item_code(item), month_code(month));
    let what = format!("csv {}, serde, HashMap", versions::of("csv"));
    decimal_row(&what, times, &amounts_of_map(data, &sums?, key)?)
}

/// What everybody is owed for the sums of a map.
fn amounts_of_map<K: Hash + Eq>(
    data: &Data,
    sums: &HashMap<K, Decimal>,
    key: impl Fn(usize, usize, usize) -> K,
) -> Outcome<(Vec<Decimal>, Decimal)> {
    let cells = 0..data.cells.len();
    let of_cell = |cell: usize| key(cell / CELLS, cell / MONTHS % ITEMS, cell % MONTHS);
    let cells: Vec<Decimal> =
        cells.map(|cell| sums.get(&of_cell(cell)).copied().unwrap_or_default()).collect();
    Ok(Terms::new(data.size.payees)?.amounts(&cells))
}

fn decimal_row(
    what: &str,
    times: Vec<std::time::Duration>,
    (amounts, total): &(Vec<Decimal>, Decimal),
) -> Outcome<Row> {
    let in_fen = |yuan: &Decimal| fen(&yuan.to_string());
    let amounts = Amounts {
        fen: amounts.iter().map(in_fen).collect::<Result<_, _>>()?,
        total: in_fen(total)?,
    };
    Ok(Row::Ran(Run {
        peer: format!("{DECIMAL}: {what}"),
        version: versions::of(DECIMAL).to_owned(),
        arithmetic: Arithmetic::Exact,
        times,
        amounts: Some(amounts),
    }))
}
