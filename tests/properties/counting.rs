//! Records that are counted in any order, in pieces, and merged, settle as if they stood in the
//! document.

use std::collections::BTreeSet;

use proptest::prelude::*;
use work_equivalent::facts::{Facts, FactsDocument, VolumeCounts, VolumeDocument};
use work_equivalent::scheme::Scheme;
use work_equivalent::units::{Number, Volume};
use work_equivalent::{Settlement, settle};

use crate::random::Random;
use crate::support::{case, check, from_millionths, millionths, seeds};

/// Payees with items whose records are counted: a day is counted, or stands in the document.
fn counted_pairs(scheme: &Scheme, facts: &FactsDocument, random: &mut Random) -> Pairs {
    let pair = |record: &VolumeDocument| (record.payee.clone(), record.item.clone());
    let pairs: Pairs = facts.volumes.iter().map(pair).collect();
    pairs.into_iter().filter(|pair| !is_stock(scheme, &pair.1) && random.chance(80)).collect()
}

type Pairs = BTreeSet<(String, String)>;

/// Numbers of heads and posts cannot be counted.
fn is_stock(scheme: &Scheme, code: &str) -> bool {
    scheme.document().items.iter().any(|item| item.code == code && item.per.is_some())
}

/// Counts a record, whole or in two parts that add up to it.
fn count(counts: &mut [VolumeCounts], record: &VolumeDocument, random: &mut Random) {
    let time = record.month.as_ref().or(record.from.as_ref()).unwrap();
    let mut add = |reported: Option<Number>, verified: Option<Number>, random: &mut Random| {
        let volume = |number: Number| -> Volume { number.as_str().parse().unwrap() };
        let table = usize::try_from(random.below(counts.len().try_into().unwrap())).unwrap();
        let (reported, verified) = (reported.map(volume), verified.map(volume));
        counts[table].count(&record.payee, &record.item, time, reported, verified).unwrap();
    };
    let (mut reported, mut verified) = (record.reported.clone(), record.verified.clone());
    if random.chance(50) {
        let mut part = |number: &mut Option<Number>| {
            let whole = millionths(number.as_ref()?);
            // Whole fen stay whole fen.
            let part = random.between(0, whole / 10_000) * 10_000;
            *number = Some(from_millionths(whole - part));
            Some(from_millionths(part))
        };
        let (first, second) = (part(&mut reported), part(&mut verified));
        add(first, second, random);
    }
    add(reported, verified, random);
}

fn said(settlement: &Settlement<'_>) -> String {
    serde_json::to_string(&settlement.statement_by_item().unwrap()).unwrap()
}

#[test]
fn counted_records_settle_as_if_they_stood_in_the_document() {
    check(250, &seeds(), |seed| {
        let (scheme, facts, mut random) = case(seed);
        let scheme = Scheme::new(scheme).unwrap();
        let whole = Facts::new(&scheme, &facts).unwrap();
        let Ok(expected) = settle(&whole) else { return Ok(()) };

        let pairs = counted_pairs(&scheme, &facts, &mut random);
        let (mut counted, left): (Vec<VolumeDocument>, Vec<VolumeDocument>) =
            facts.volumes.iter().cloned().partition(|record| {
                let pair = (record.payee.clone(), record.item.clone());
                // A correction has a voucher, and stays in the document.
                record.correction.is_none() && pairs.contains(&pair)
            });
        let document = FactsDocument { volumes: left, ..facts.clone() };
        let empty = VolumeCounts::new(&scheme, &document).unwrap();
        let mut pieces = vec![empty; random.count(1, 4)];
        random.shuffle(&mut counted);
        for record in &counted {
            count(&mut pieces, record, &mut random);
        }
        random.shuffle(&mut pieces);
        let mut all = pieces.remove(0);
        for piece in &pieces {
            all.merge(piece).unwrap();
        }
        prop_assert!(all.records() >= counted.len() as u64);

        let facts = Facts::counted(&scheme, &document, &all)
            .map_err(|error| TestCaseError::fail(error.to_string()))?;
        let settlement = settle(&facts).unwrap();
        prop_assert_eq!(said(&settlement), said(&expected));
        for payee in facts.payees() {
            prop_assert_eq!(settlement.explain(payee).unwrap(), expected.explain(payee).unwrap());
        }
        Ok(())
    });
}
