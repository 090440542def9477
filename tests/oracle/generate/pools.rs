//! Random lines of pools, and what the facts state of them.

use work_equivalent::facts::{PayeeDocument, PoolAmountDocument};
use work_equivalent::scheme::{
    ClauseDocument, DatedDocument, PoolLineDocument, PoolLineKind, SchemeDocument,
};

use super::Maker;
use super::quantities::{MOST_MONEY, Quantities};
use crate::dated::in_force;
use crate::numbers::{Fen, fen};

impl Maker {
    /// Rule 4, envelope: sources, carve-outs that seldom exceed them, and perhaps a limit; of the
    /// scheme, of the facts, or at a rate.
    pub(super) fn pool(&mut self) -> Vec<PoolLineDocument> {
        let mut kinds = vec![PoolLineKind::Source; self.random().count(1, 3)];
        kinds.extend(vec![PoolLineKind::CarveOut; self.random().count(0, 2)]);
        if self.random().chance(25) {
            kinds.push(PoolLineKind::Limit);
        }
        let mut lines = Vec::new();
        let mut least_source = None;
        for (kind, code) in kinds.iter().zip(self.codes(kinds.len())) {
            lines.push(self.pool_line(*kind, code, &mut least_source));
        }
        self.random().shuffle(&mut lines);
        lines
    }

    /// A line; the least source that the scheme states is known.
    fn pool_line(
        &mut self,
        kind: PoolLineKind,
        code: String,
        least_source: &mut Option<i64>,
    ) -> PoolLineDocument {
        let is_at_rate =
            kind == PoolLineKind::CarveOut && (least_source.is_none() || self.random().chance(30));
        let is_stated = !is_at_rate && self.may_state_lines && self.random().chance(25);
        let rate = if is_at_rate { self.dated(15, Quantities::carved_rate) } else { Vec::new() };
        let amounts = if is_at_rate || is_stated {
            Vec::new()
        } else {
            self.line_amounts(kind, least_source)
        };
        PoolLineDocument {
            name: format!("资金{code}"),
            code,
            kind,
            amounts,
            stated: is_stated.then(|| ClauseDocument { cite: "试 二(二)".to_owned() }),
            rate,
        }
    }

    /// The amounts of a line that the scheme states.
    fn line_amounts(
        &mut self,
        kind: PoolLineKind,
        least_source: &mut Option<i64>,
    ) -> Vec<DatedDocument> {
        let is_any = self.random().chance(3);
        self.dated(10, |quantities| {
            let amount = match (kind, *least_source) {
                // Two of a third each cannot exceed the least source.
                (PoolLineKind::CarveOut, Some(least)) if !is_any => {
                    quantities.random.between(0, least / 3)
                }
                (PoolLineKind::Limit, Some(least)) if !is_any => {
                    quantities.random.between(0, least.min(MOST_MONEY / 2) * 2)
                }
                _ => quantities.money(),
            };
            if kind == PoolLineKind::Source {
                *least_source = Some(least_source.map_or(amount, |least| least.min(amount)));
            }
            quantities.write(amount, 2)
        })
    }

    /// Rule 5, pool amounts: up to three entries for each line that the scheme leaves to the facts.
    pub(super) fn pool_amounts(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
    ) -> Vec<PoolAmountDocument> {
        let mut entries = Vec::new();
        for channel in &scheme.channels {
            let mut left = self.known(&channel.pool, PoolLineKind::Source);
            for kind in [PoolLineKind::Source, PoolLineKind::CarveOut, PoolLineKind::Limit] {
                for line in channel.pool.iter().filter(|it| it.kind == kind && it.stated.is_some())
                {
                    let amount = self.stated_amount(kind, left);
                    if kind == PoolLineKind::Source {
                        left += amount;
                    }
                    for amount in self.in_entries(amount) {
                        let payee = self.random().pick(payees).code.clone();
                        entries.push(PoolAmountDocument {
                            channel: channel.code.clone(),
                            line: line.code.clone(),
                            payee: self.random().chance(50).then_some(payee),
                            amount: self.quantities.write(amount, 2),
                            cite: format!("凭证{}", entries.len()),
                        });
                    }
                }
                if kind == PoolLineKind::Source {
                    left -= self.known(&channel.pool, PoolLineKind::CarveOut);
                }
            }
        }
        self.random().shuffle(&mut entries);
        entries
    }

    /// What the scheme states of the lines of a kind, in fen.
    fn known(&self, lines: &[PoolLineDocument], kind: PoolLineKind) -> i64 {
        let lines = lines.iter().filter(|it| it.kind == kind && !it.amounts.is_empty());
        let from = self.calendar.from.text();
        let sum: Fen = lines.map(|line| fen(&in_force(&line.amounts, &from))).sum();
        sum.try_into().unwrap()
    }

    /// What the facts state of a line, where the lines of the scheme leave so much, in fen.
    fn stated_amount(&mut self, kind: PoolLineKind, left: i64) -> i64 {
        let left = left.clamp(0, MOST_MONEY);
        match kind {
            PoolLineKind::CarveOut if !self.random().chance(5) => {
                self.random().between(0, left / 3)
            }
            PoolLineKind::Limit if self.random().chance(20) => {
                left.saturating_add(self.random().between(-5, 5)).clamp(0, MOST_MONEY)
            }
            PoolLineKind::Limit => self.random().between(0, (left * 2).min(MOST_MONEY)),
            _ => self.quantities.money(),
        }
    }

    /// An amount in up to three entries, of which some may be zero.
    fn in_entries(&mut self, amount: i64) -> Vec<i64> {
        let mut left = amount;
        let mut entries = Vec::new();
        for _ in 1..self.random().between(1, 3) {
            let part = self.random().between(0, left);
            entries.push(part);
            left -= part;
        }
        entries.push(left);
        entries
    }
}
