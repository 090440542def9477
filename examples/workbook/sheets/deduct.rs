//! Stage 9 in cells: claims brought forward, then findings, never below zero.

use serde_json::Value;
use work_equivalent::facts::{Cause, FindingDocument};
use work_equivalent::scheme::{
    DeductionsDocument, Destination, FindingRuleDocument, PriceDocument,
};

use super::books::Entry;
use super::channel::Channel;
use super::columns::Column;
use super::exact::{Big, Frac, Small};
use super::grid::{At, Look, Room};
use super::measure::Measured;
use super::price::Priced;
use super::{Maker, sum, terms};

/// Where deducted money goes: formulas of what goes to the treasury and to the reserve.
pub struct Deducted {
    pub to_treasury: String,
    pub to_reserve: String,
}

impl Maker<'_> {
    pub fn deduct(
        &mut self,
        channel: &mut Channel<'_>,
        measured: &Measured,
        price: &Priced,
    ) -> Deducted {
        let record = channel.record;
        let (mut treasury, mut reserve) = (Vec::new(), Vec::new());
        // Which deductions there are, in their order, does not depend on amounts.
        let lists: Vec<Vec<Value>> = (0..self.terms.payees.len())
            .map(|payee| {
                let pointer = format!("/{}/payees/{payee}/deductions", channel.pointer);
                self.stated(&pointer).as_array().cloned().unwrap_or_default()
            })
            .collect();
        let count: usize = lists.iter().map(Vec::len).sum();
        let mut row = None;
        if count > 0 {
            channel.heading(self, "核减明细");
            let headers =
                [(0, "编码"), (1, "来由"), (2, "期间"), (3, "应扣"), (4, "已扣"), (5, "结转下期")];
            row = Some(channel.table(self, &headers, count));
        }
        for (payee, list) in lists.iter().enumerate() {
            let [paid, closed, released, withheld] =
                [Column::OwedPaid, Column::Closed, Column::Released, Column::Withheld]
                    .map(|column| channel.at(payee, column));
            let available = format!("ROUND({paid}+{closed}+{released}-{withheld},2)");
            let mut before: Vec<At> = Vec::new();
            for (place, deduction) in list.iter().enumerate() {
                let Some(at) = row else { continue };
                row = Some(at.below(1));
                let pointer = format!("{}/payees/{payee}/deductions/{place}", channel.pointer);
                let (label, due, is_finding) = self.due(channel, measured, price, payee, deduction);
                let days = deduction.pointer("/origin/period/from").and_then(Value::as_str);
                self.book.text(at, &self.terms.payees[payee].code);
                self.book.text(at.right(1), label);
                self.book.text(at.right(2), days.unwrap_or_default());
                let due = self.book.figure(at.right(3), format!("{pointer}/due"), due, Look::Money);
                let taken: Vec<String> = before.iter().map(|at| format!("-{at}")).collect();
                let formula = format!("MIN({due},ROUND({available}{},2))", taken.join(""));
                let pointer_of = format!("{pointer}/deducted");
                let taken = self.book.figure(at.right(4), pointer_of, formula, Look::Money);
                let formula = format!("ROUND({due}-{taken},2)");
                let pointer_of = format!("{pointer}/carried_forward");
                self.book.figure(at.right(5), pointer_of, formula, Look::Money);
                let to =
                    record.deductions.as_ref().map(|deductions: &DeductionsDocument| deductions.to);
                if to == Some(Destination::Reserve) && is_finding {
                    reserve.push(taken);
                } else {
                    treasury.push(taken);
                }
                before.push(taken);
            }
            channel.payee(self, payee, Column::Deducted, &sum(&before));
        }
        Deducted { to_treasury: sum(&treasury), to_reserve: sum(&reserve) }
    }

    /// What a deduction is for, how much is due, and whether it is from a finding.
    fn due(
        &mut self,
        channel: &Channel<'_>,
        measured: &Measured,
        price: &Priced,
        payee: usize,
        deduction: &Value,
    ) -> (String, String, bool) {
        let facts = self.terms.facts;
        let text = |pointer: &str| {
            deduction.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let (from, until) = (text("/origin/period/from"), text("/origin/period/until"));
        let (kind, code) = (text("/origin/cause/kind"), text("/origin/cause/code"));
        let is_finding = kind == "finding";
        let label = if is_finding { format!("核查 {code}") } else { "上年多拨".to_owned() };
        let own = &self.terms.payees[payee].code;
        let claim = self.entries_of(Entry::Claim, |place| {
            let claim = &facts.opening.claims[place];
            let cause = match &claim.cause {
                Cause::Finding { code: of } => is_finding && *of == code,
                Cause::Advances {} => !is_finding,
            };
            claim.channel == channel.record.code
                && claim.payee == *own
                && claim.period.from == from
                && claim.period.until == until
                && cause
        });
        if let [claim] = claim.as_slice() {
            return (label, claim.to_string(), is_finding);
        }
        let found = facts.findings.iter().position(|finding| finding.code == code);
        let Some(place) = found else {
            self.refused.push(format!("deduction \"{code}\" has no origin in the facts"));
            return (label, "0".to_owned(), is_finding);
        };
        let finding = &facts.findings[place];
        let kinds = &self.terms.scheme.finding_kinds;
        let kind = kinds.iter().find(|kind| kind.code == finding.kind);
        let due = match kind.map(|kind| (&kind.rule, &kind.name, &kind.code)) {
            Some((FindingRuleDocument::Fixed { amount, .. }, name, code)) => {
                let value = terms::in_force(amount, self.terms.first_day());
                value.map(|value| {
                    self.amount(format!("finding-kind/{code}"), name, "每件核减", value).to_string()
                })
            }
            Some((FindingRuleDocument::Disallow { multiple }, name, code)) => {
                let value = terms::in_force(multiple, self.terms.first_day());
                value.map(|value| {
                    let key = format!("finding-kind/{code}");
                    let multiple = self.rate(key, name, "按价值的倍数核减", value);
                    self.disallowed(channel, measured, price, payee, (place, finding), multiple)
                })
            }
            _ => self.entries.get(&(Entry::FindingAmount, place)).map(ToString::to_string),
        };
        (label, due.unwrap_or_else(|| "0".to_owned()), is_finding)
    }

    /// Volume × weight × difficulty × price × multiple, rounded.
    fn disallowed(
        &mut self,
        channel: &Channel<'_>,
        measured: &Measured,
        price: &Priced,
        payee: usize,
        (place, finding): (usize, &FindingDocument),
        (multiple, room): (At, Room),
    ) -> String {
        let record = channel.record;
        let rooms = &measured.rooms;
        let Some(volume) = self.entries.get(&(Entry::FindingVolume, place)).copied() else {
            return "0".to_owned();
        };
        let group = &self.terms.payees[payee].group;
        let group = self.terms.scheme.groups.iter().find(|record| record.code == *group);
        let item =
            self.terms.items.iter().copied().find(|item| Some(&item.code) == finding.item.as_ref());
        let days =
            terms::days(finding.month.as_ref(), finding.from.as_ref(), finding.until.as_ref());
        let (Some(group), Some(item), Some((from, _))) = (group, item, days) else {
            return "0".to_owned();
        };
        let stretches = self.terms.stretches(item, record, &group.code);
        let Some(stretch) =
            stretches.iter().find(|stretch| stretch.from <= from && from < stretch.until)
        else {
            return "0".to_owned();
        };
        let mut factors = vec![(Small::of(volume, rooms.volume), rooms.volume.places)];
        if let Some(weight) = self.weight(item, group, &stretch.rate, rooms.weight) {
            factors.push((Small::of(weight, rooms.weight), rooms.weight.places));
        }
        if let Some(difficulty) = self.difficulty(group, stretch, rooms.difficulty) {
            factors.push((Small::of(difficulty, rooms.difficulty), rooms.difficulty.places));
        }
        if let Some(price) = self.announced(record, stretch, rooms.price) {
            factors.push((Small::of(price, rooms.price), rooms.price.places));
        }
        factors.push((Small::of(multiple, room), room.places));
        let about = format!("{} {}", record.code, finding.code);
        let mut exact = self.exact(about.clone());
        let mut n = Big::one();
        let mut places = 0;
        for (factor, after) in &factors {
            let factor = exact.big("核减因子", factor);
            n = exact.mul("核减价值", &n, &factor);
            places += after;
        }
        let mut d = Big::power(places);
        if let (Priced::Derived { price, .. } | Priced::Published { price, .. }, true) =
            (price, !matches!(record.price, PriceDocument::Announced { .. }))
        {
            n = exact.mul("核减价值×单价", &n, &price.n);
            d = exact.mul("除数", &d, &price.d);
        }
        self.money(record, &about, "核减", &Frac { n, d })
    }
}
