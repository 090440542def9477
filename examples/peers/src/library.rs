//! What the library does.

use std::hint::black_box;
use std::path::Path;

use csv::{ByteRecord, Reader};
use serde_json::{Value, json};
use work_equivalent::facts::{
    Facts, FactsDocument, ItemAt, PayeeAt, TimeAt, VolumeCounts, VolumeRecord,
};
use work_equivalent::scheme::Scheme;
use work_equivalent::units::Volume;
use work_equivalent::{Settlement, settle};

use crate::data::{
    Data, ITEMS, MONTHS, PRICE, Record, coefficient, item_code, month_code, payee_code, weight,
    written,
};
use crate::report::{Amounts, Arithmetic, Row, Run, timed};
use crate::{Outcome, versions};

const NAME: &str = "work-equivalent";

/// A scheme, and facts without volumes.
pub struct Library {
    scheme: Scheme,
    document: FactsDocument,
}

/// How many records are counted at once.
const BLOCK: usize = 4096;

impl Library {
    /// The scheme, and so many payees with their marks.
    pub fn new(payees: usize) -> Outcome<Self> {
        let scheme = Scheme::new(serde_json::from_value(scheme())?)?;
        Ok(Self { scheme, document: serde_json::from_value(facts(payees))? })
    }

    /// A table in which nothing was counted.
    fn empty(&self) -> Outcome<VolumeCounts> {
        Ok(VolumeCounts::new(&self.scheme, &self.document)?)
    }

    /// From a table of all cells to what everybody is owed.
    pub fn settle_cells(&self, data: &Data, runs: usize) -> Outcome<[Row; 2]> {
        let mut counts = self.empty()?;
        let cells = data.cells.iter().enumerate();
        let records = cells.map(|(cell, volume)| Record { cell, volume: *volume });
        counts.add_block(&looked_up(&counts, data.size.payees, records)?)?;
        let (times, amounts) = timed(runs, || self.amounts(black_box(&counts)));
        let all = row("check, settle, statement", times, amounts?);

        let facts = Facts::counted(&self.scheme, &self.document, &counts)?;
        let (times, settlement) = timed(runs, || settle(black_box(&facts)));
        let alone = row("settle alone", times, amounts_of(&settlement?)?);
        Ok([all, alone])
    }

    /// From records in memory, whose codes were looked up, to a table of all cells.
    pub fn count_records(&self, data: &Data, runs: usize) -> Outcome<Row> {
        let empty = self.empty()?;
        let records = looked_up(&empty, data.size.payees, crate::data::records(data.size))?;
        let (times, counts) = timed(runs, || {
            let mut counts = empty.clone();
            for block in black_box(&records).chunks(BLOCK) {
                counts.add_block(block)?;
            }
            Outcome::Ok(counts)
        });
        Ok(row("VolumeCounts::add_block", times, self.amounts(&counts?)?))
    }

    /// From the file of records to a table of all cells.
    pub fn count_file(&self, path: &Path, runs: usize) -> Outcome<Row> {
        let (times, counts) = timed(runs, || {
            let mut counts = self.empty()?;
            let mut reader = Reader::from_path(path)?;
            let mut record = ByteRecord::new();
            let mut block = Vec::with_capacity(BLOCK);
            while reader.read_byte_record(&mut record)? {
                block.push(VolumeRecord {
                    payee: counts.payee(&record[0])?,
                    item: counts.item(&record[1])?,
                    time: counts.time(&record[2])?,
                    reported: None,
                    verified: Some(Volume::from_ascii(&record[3])?),
                });
                if block.len() == BLOCK {
                    counts.add_block(&block)?;
                    block.clear();
                }
            }
            counts.add_block(&block)?;
            Outcome::Ok(counts)
        });
        Ok(row(
            &format!("csv {}, VolumeCounts", versions::of("csv")),
            times,
            self.amounts(&counts?)?,
        ))
    }

    /// What everybody is owed for what was counted.
    fn amounts(&self, counts: &VolumeCounts) -> Outcome<Amounts> {
        let facts = Facts::counted(&self.scheme, &self.document, counts)?;
        amounts_of(&settle(&facts)?)
    }
}

fn row(what: &str, times: Vec<std::time::Duration>, amounts: Amounts) -> Row {
    Row::Ran(Run {
        peer: format!("**{NAME}**: {what}"),
        version: versions::of(NAME).to_owned(),
        arithmetic: Arithmetic::Exact,
        times,
        amounts: Some(amounts),
    })
}

fn amounts_of(settlement: &Settlement<'_>) -> Outcome<Amounts> {
    let figures = settlement.statement()?.figures();
    let payees = figures.channels.iter().flat_map(|channel| &channel.payees);
    Ok(Amounts {
        fen: payees.map(|payee| payee.entitlement.fen()).collect(),
        total: figures.total.fen(),
    })
}

/// Looks the codes of records up once, as a program does that holds them.
fn looked_up(
    counts: &VolumeCounts,
    payees: usize,
    records: impl Iterator<Item = Record>,
) -> Outcome<Vec<VolumeRecord>> {
    let payees: Vec<PayeeAt> =
        (0..payees).map(|payee| counts.payee(payee_code(payee))).collect::<Result<_, _>>()?;
    let items: Vec<ItemAt> =
        (0..ITEMS).map(|item| counts.item(item_code(item))).collect::<Result<_, _>>()?;
    let months: Vec<TimeAt> =
        (0..MONTHS).map(|month| counts.time(month_code(month))).collect::<Result<_, _>>()?;
    let found = records.map(|record| {
        let volume = Volume::from_decimal(written(record.volume, 2))?;
        Ok(VolumeRecord {
            payee: payees[record.payee()],
            item: items[record.item()],
            time: months[record.month()],
            reported: None,
            verified: Some(volume),
        })
    });
    found.collect()
}

/// A series of one value.
fn since(value: &str) -> Value {
    json!([{ "from": "2024-01-01", "value": value, "cite": "peers" }])
}

/// A price that is announced, marks that are given, and a coefficient of a hundredth of them.
fn scheme() -> Value {
    let item = |item: usize| {
        json!({
            "code": item_code(item), "name": "item", "unit": "次", "category": "all",
            "weights": since(&written(weight(item), 2).to_string()),
        })
    };
    json!({
        "title": "peers", "number": "peers", "issuer": "peers", "from": "2024-01-01",
        "groups": [{ "code": "plain", "name": "plain" }],
        "income_classes": [{ "code": "bph", "name": "class", "cite": "peers" }],
        "categories": [{
            "code": "all", "name": "all", "income_class": "bph", "channel": "purchase",
        }],
        "items": (0..ITEMS).map(item).collect::<Vec<_>>(),
        "appraisals": [{
            "code": "annual", "name": "annual", "cite": "peers",
            "curve": { "shape": { "kind": "proportional" }, "cite": "peers" },
            "dimensions": [{ "code": "all", "name": "all", "indicators": [{
                "code": "marks", "name": "marks", "full": "100",
                "rule": { "kind": "given" }, "cite": "peers",
            }] }],
        }],
        "channels": [{
            "code": "purchase", "name": "purchase", "cite": "peers", "unverified": "refuse",
            "appraisal": "annual",
            "price": { "kind": "announced", "appraisal_loss": "treasury", "values": since(PRICE) },
        }],
    })
}

fn facts(payees: usize) -> Value {
    let payee = |payee| json!({ "code": payee_code(payee), "name": "payee", "group": "plain" });
    let mark = |payee| {
        let mark = written(coefficient(payee), 2).to_string();
        json!({ "payee": payee_code(payee), "indicator": "marks", "mark": mark })
    };
    json!({
        "period": { "from": "2024-01-01", "until": "2025-01-01" },
        "payees": (0..payees).map(payee).collect::<Vec<_>>(),
        "volumes": [],
        "marks": (0..payees).map(mark).collect::<Vec<_>>(),
    })
}
