//! The district with volumes that were counted, not written in a document.

#![allow(dead_code, reason = "each bench uses a part of it")]

use serde_json::json;
use work_equivalent::facts::{FactsDocument, VolumeCounts, VolumeRecord};
use work_equivalent::scheme::Scheme;
use work_equivalent::units::Volume;

use super::{ITEMS, MONTHS};

/// A scheme that appraises, a document of so many payees with a mark each, and a table in which
/// nothing was counted.
pub struct Counted {
    pub scheme: Scheme,
    pub document: FactsDocument,
    pub empty: VolumeCounts,
    pub payees: usize,
}

/// The volume of a cell, in tenths.
pub fn tenths(cell: usize) -> i32 {
    let tenths = 10 * (1 + cell * 7919 % 997) + 5;
    i32::try_from(tenths).expect("it is small")
}

/// The volume of a cell.
pub fn volume(cell: usize) -> Volume {
    let tenths = tenths(cell);
    let text = format!("{}.{}", tenths / 10, tenths % 10);
    Volume::from_ascii(text.as_bytes()).expect("it is in range")
}

impl Counted {
    pub fn new(payees: usize) -> Self {
        // As much money for each payee, however many there are.
        let amount = format!("{}.87", 98_765_432 * payees);
        let funds = json!({ "code": "funds", "name": "funds", "kind": "source",
            "amounts": super::since(&amount) });
        let more = json!({ "appraisal": "annual", "pool": [funds] });
        let scheme = Scheme::new(super::scheme(&super::appraisals(), more));
        let scheme = scheme.expect("the scheme is right");
        let document = FactsDocument { marks: super::marks(payees), ..super::payees(payees) };
        let empty = VolumeCounts::new(&scheme, &document).expect("the axes are right");
        Self { scheme, document, empty, payees }
    }

    pub fn cells(&self) -> usize {
        self.payees * ITEMS * MONTHS
    }

    /// A record for each cell, in an order that looks random.
    pub fn records(&self) -> Vec<VolumeRecord> {
        let counts = &self.empty;
        let payee = |payee| counts.payee(format!("P{payee:05}")).expect("is there");
        let item = |item| counts.item(format!("I{item:03}")).expect("is there");
        let time = |month| counts.time(format!("2024-{month:02}")).expect("is there");
        let payees: Vec<_> = (0..self.payees).map(payee).collect();
        let items: Vec<_> = (0..ITEMS).map(item).collect();
        let months: Vec<_> = (1..=MONTHS).map(time).collect();
        let cells = shuffled(self.cells());
        let records = cells.map(|cell| VolumeRecord {
            payee: payees[cell / (ITEMS * MONTHS)],
            item: items[cell / MONTHS % ITEMS],
            time: months[cell % MONTHS],
            reported: None,
            verified: Some(volume(cell)),
        });
        records.collect()
    }

    /// The table of these records.
    pub fn counted(&self, records: &[VolumeRecord]) -> VolumeCounts {
        let mut counts = self.empty.clone();
        for block in records.chunks(4096) {
            counts.add_block(block).expect("they count");
        }
        counts
    }
}

/// So many cells, in an order that looks random: steps of a prime that does not divide them.
pub fn shuffled(cells: usize) -> impl Iterator<Item = usize> {
    (0..cells).map(move |cell| cell * 700_001 % cells)
}
