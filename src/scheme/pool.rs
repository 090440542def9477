//! Pool lines: what a channel's pool is made of, and the most that it can be
//! (莲政办发〔2023〕75号 三(二)5, 三(二)2, 四(二)).

use super::document::{PoolLineDocument, PoolLineKind};
use super::lists::{dated_share, dated_values, sorted_at};
use crate::period::Dated;
use crate::report::{Place, Report};
use crate::text::clip;
use crate::units::{Factor, Money};

/// A line of the pool.
#[derive(Clone, Debug)]
pub(crate) struct PoolLine {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: PoolLineKind,
    pub(crate) size: LineSize,
}

/// What a line holds.
#[derive(Clone, Debug)]
pub(crate) enum LineSize {
    /// An amount of the scheme.
    Amounts(Dated<Money>),
    /// What the facts state.
    Stated { cite: String },
    /// A rate of what the other lines leave of the sources.
    Rate(Dated<Factor>),
}

impl PoolLine {
    pub(super) fn check_all(
        channel: &str,
        documents: &[PoolLineDocument],
        place: &Place<'_>,
        report: &mut Report,
    ) -> Vec<Self> {
        let limits = documents.iter().enumerate().filter(|(_, d)| d.kind == PoolLineKind::Limit);
        for (index, document) in limits.skip(1) {
            let place = place.record("pool", index, &document.code);
            report.add(&place.field("kind"), "is a second limit: a pool has at most one");
        }
        if !documents.is_empty() && documents.iter().all(|d| d.kind != PoolLineKind::Source) {
            report
                .add(&place.field("pool"), "has no source: money comes in by a line of that kind");
        }
        let check = |document: &PoolLineDocument, place: &Place<'_>, report: &mut Report| {
            report.code(place, &document.code);
            report.line(&place.field("name"), &document.name);
            let name =
                format!("pool line \"{}\" of channel \"{}\"", clip(&document.code), clip(channel));
            Some(Self {
                code: document.code.clone(),
                name: document.name.clone(),
                kind: document.kind,
                size: LineSize::check(document, name, place, report)?,
            })
        };
        sorted_at(place, "pool", documents, |line| &line.code, report, check)
    }
}

impl LineSize {
    fn check(
        document: &PoolLineDocument,
        name: String,
        place: &Place<'_>,
        report: &mut Report,
    ) -> Option<Self> {
        let only_rate = document.amounts.is_empty() && document.stated.is_none();
        if only_rate && !document.rate.is_empty() && document.kind != PoolLineKind::CarveOut {
            let message = "has no effect: only a carve-out can be a rate of what is left";
            report.add(&place.field("rate"), message);
        }
        match (document.amounts.as_slice(), &document.stated, document.rate.as_slice()) {
            ([], None, []) => {
                let message = "holds nothing: give \"amounts\", or let it be \"stated\" by the \
                               facts, or give a carve-out a \"rate\"";
                report.add(place, message);
                None
            }
            (amounts, None, []) => {
                dated_values(amounts, "amounts", name, place, report).map(Self::Amounts)
            }
            ([], Some(stated), []) => {
                report.line(&place.field("stated").field("cite"), &stated.cite);
                Some(Self::Stated { cite: stated.cite.clone() })
            }
            ([], None, rate) => dated_share(rate, "rate", name, place, report).map(Self::Rate),
            _ => {
                report.add(place, "needs one of \"amounts\", \"stated\" and \"rate\", not several");
                None
            }
        }
    }
}
