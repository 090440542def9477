//! What the lines of pools hold that the scheme leaves to the facts
//! (莲政办发〔2023〕75号 三(二)2, 四(二)).

use std::collections::{BTreeMap, BTreeSet};

use super::PoolAmountDocument;
use crate::report::{Place, Report};
use crate::scheme::{Codes, LineSize, Scheme};
use crate::units::Money;

/// An amount of a line of a pool.
#[derive(Clone, Debug)]
pub(crate) struct PoolAmount {
    /// The place of the payee that it comes from.
    pub(crate) payee: Option<usize>,
    pub(crate) amount: Money,
    pub(crate) cite: String,
}

/// The amounts by channel and line; each list in order of payee and citation.
pub(super) fn check(
    scheme: &Scheme,
    payees: &Codes<'_>,
    documents: &[PoolAmountDocument],
    report: &mut Report,
) -> Vec<Vec<Vec<PoolAmount>>> {
    let channels = Codes::of(&scheme.channels, |channel| &channel.code);
    let lists = scheme.channels.iter().map(|channel| vec![Vec::new(); channel.pool.len()]);
    let mut amounts: Vec<Vec<Vec<PoolAmount>>> = lists.collect();
    // Looked up for each record, sorted for each channel once.
    let mut lines_of: BTreeMap<usize, Codes<'_>> = BTreeMap::new();
    let mut named = BTreeSet::new();
    let mut seen = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let place = Place::ROOT.record("pool_amounts", index, &document.line);
        report.line(&place.field("cite"), &document.cite);
        let field = place.field("channel");
        let channel = channels.find(&document.channel, "channel", &field, report);
        let payee = document
            .payee
            .as_ref()
            .map(|payee| payees.find(payee, "payee", &place.field("payee"), report));
        let amount: Option<Money> = report.number(&place.field("amount"), &document.amount);
        let Some(channel) = channel else { continue };
        let pool = &scheme.channels[channel].pool;
        if pool.is_empty() {
            let message = format!("channel \"{}\" has no pool: leave it out", document.channel);
            report.add(&field, message);
            continue;
        }
        let lines =
            lines_of.entry(channel).or_insert_with(|| Codes::of_any(pool, |line| &line.code));
        let what = format!("pool line of channel \"{}\" called", document.channel);
        let line = lines.find(&document.line, &what, &place.field("line"), report);
        let Some(line) = line else { continue };
        if !matches!(pool[line].size, LineSize::Stated { .. }) {
            let message =
                format!("the scheme says what line \"{}\" holds: leave it out", document.line);
            report.add(&place.field("line"), message);
        }
        named.insert((channel, line));
        let key = (channel, line, &document.payee, &document.cite);
        if let Some(first) = seen.insert(key, index) {
            let of = if document.payee.is_some() { " of the same payee" } else { "" };
            let message = format!(
                "line \"{}\" has an amount{of} from the same document already: keep one",
                document.line
            );
            report.add_related(&place, message, first);
        }
        // A payee that is unknown was reported.
        if let (Some(amount), Some(payee)) = (amount, payee.map_or(Some(None), |p| p.map(Some))) {
            let cite = document.cite.clone();
            amounts[channel][line].push(PoolAmount { payee, amount, cite });
        }
    }
    for (channel, record) in scheme.channels.iter().enumerate() {
        for (place, line) in record.pool.iter().enumerate() {
            if matches!(line.size, LineSize::Stated { .. }) && !named.contains(&(channel, place)) {
                let message = format!(
                    "has no amount of line \"{}\" of channel \"{}\", which the scheme leaves to the \
                     facts: state it, be it 0",
                    line.code, record.code
                );
                report.add(&Place::ROOT.field("pool_amounts"), message);
            }
            amounts[channel][place].sort_by(|a, b| (a.payee, &a.cite).cmp(&(b.payee, &b.cite)));
        }
    }
    amounts
}
