//! Stage 10 in cells: payable, instalments, advances, balance.

use serde_json::Value;
use work_equivalent::scheme::{Base, Excess, PlanDocument};

use super::books::Entry;
use super::channel::Channel;
use super::columns::Column;
use super::exact::{Big, Small};
use super::grid::{At, Look, Room};
use super::parameters::Parameter;
use super::{Maker, sum, terms};

impl Maker<'_> {
    pub fn pay(&mut self, channel: &mut Channel<'_>) {
        let record = channel.record;
        let facts = self.terms.facts;
        let excess_is_claim = record
            .advances
            .as_ref()
            .is_some_and(|advances| advances.excess == Excess::CarryForward);
        for payee in 0..self.terms.payees.len() {
            let closed = channel.at(payee, Column::Closed);
            let recorded =
                if record.recorded.is_some() { closed.to_string() } else { "0".to_owned() };
            let recorded = channel.payee(self, payee, Column::Recorded, &recorded);
            let [paid, released, withheld, deducted] =
                [Column::OwedPaid, Column::Released, Column::Withheld, Column::Deducted]
                    .map(|column| channel.at(payee, column));
            let formula =
                format!("ROUND({closed}+{paid}-{withheld}+{released}-{deducted}-{recorded},2)");
            let payable = channel.payee(self, payee, Column::Payable, &formula);
            let code = &self.terms.payees[payee].code;
            let vouchers = self.entries_of(Entry::Advance, |place| {
                let advance = &facts.advances[place];
                advance.channel == record.code && advance.payee == *code
            });
            let advanced = channel.payee(self, payee, Column::Advanced, &sum(&vouchers));
            let formula = format!("ROUND({payable}-{advanced},2)");
            let balance = channel.payee(self, payee, Column::Balance, &formula);
            let carried =
                if excess_is_claim { format!("MAX(0,-{balance})") } else { "0".to_owned() };
            channel.payee(self, payee, Column::CarriedForward, &carried);
        }
        if let Some(plan) = record.advances.as_ref().and_then(|advances| advances.plan.as_ref()) {
            self.plan(channel, plan);
        }
    }

    /// The instalments of every payee, in order of due date as the statement lists them.
    fn plan(&mut self, channel: &mut Channel<'_>, plan: &PlanDocument) {
        let first = format!("/{}/payees/0/plan/instalments", channel.pointer);
        let codes: Vec<(String, String)> = self
            .stated(&first)
            .as_array()
            .map(|list| {
                let text = |value: &Value, key: &str| {
                    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
                };
                list.iter().map(|record| (text(record, "code"), text(record, "due"))).collect()
            })
            .unwrap_or_default();
        let numbers = plan.instalments.iter().map(|record| record.share.as_str());
        let room = terms::room("shares of instalments", numbers, 4, &mut self.refused);
        let shares = self.shares(channel, plan, &codes, room);
        channel.heading(self, "分期预拨");
        let mut headers: Vec<(u16, String)> = vec![
            (0, "编码".to_owned()),
            (1, self.terms.payee().to_owned()),
            (2, String::new()),
            (3, "基数".to_owned()),
        ];
        for (col, (code, due)) in (4_u16..).step_by(2).zip(&codes) {
            headers.push((col, format!("{code} 应拨（{due}）")));
            headers.push((col + 1, format!("{code} 已拨")));
        }
        let last = 4 + 2 * u16::try_from(codes.len()).unwrap_or(0);
        headers.push((last, "清算时付".to_owned()));
        let headers: Vec<(u16, &str)> =
            headers.iter().map(|(col, text)| (*col, text.as_str())).collect();
        let mut row = channel.table(self, &headers, self.terms.payees.len());
        for payee in 0..self.terms.payees.len() {
            self.planned(channel, plan, payee, row, &codes, &shares);
            row = row.below(1);
        }
    }

    /// The shares as integers, what they leave of one, and one.
    fn shares(
        &mut self,
        channel: &Channel<'_>,
        plan: &PlanDocument,
        codes: &[(String, String)],
        room: Room,
    ) -> Vec<Big> {
        let record = channel.record;
        let mut cells = Vec::new();
        for (code, _) in codes {
            let instalment = plan.instalments.iter().find(|instalment| instalment.code == *code);
            let Some(instalment) = instalment else { continue };
            let value = self.terms.of_first_day(&instalment.share, &instalment.cite);
            let parameter = Parameter {
                key: format!("instalment/{}/{code}", record.code),
                owner: &record.name,
                what: &format!("预拨比例：{}", instalment.name),
                look: Look::Ratio,
                room,
            };
            cells.push(self.parameter(parameter, &value));
        }
        let mut exact = self.exact(record.code.clone());
        let mut shares: Vec<Big> =
            cells.iter().map(|at| exact.big("预拨比例", &Small::of(*at, room))).collect();
        let one = Big::power(room.places);
        let all: Vec<&Big> = shares.iter().collect();
        let given =
            if all.is_empty() { Big::constant("0") } else { exact.add("预拨比例合计", &all) };
        let (rest, negative) = exact.sub("其余比例", &one, &given);
        shares.push(rest);
        shares.push(one);
        let check = format!("{}：预拨比例合计不超过 1", record.name);
        self.book.checks.push((check, format!("{negative}=0")));
        shares
    }

    fn planned(
        &mut self,
        channel: &Channel<'_>,
        plan: &PlanDocument,
        payee: usize,
        row: At,
        codes: &[(String, String)],
        shares: &[Big],
    ) {
        let record = channel.record;
        let facts = self.terms.facts;
        let own = self.terms.payees[payee];
        let pointer = format!("{}/payees/{payee}/plan", channel.pointer);
        let base = match plan.base {
            Base::Budget => self.entries_of(Entry::Budget, |place| {
                let budget = &facts.budgets[place];
                budget.channel == record.code && budget.payee == own.code
            }),
            Base::PreviousEntitlement => self.entries_of(Entry::Entitlement, |place| {
                let previous = &facts.opening.entitlements[place];
                previous.channel == record.code && previous.payee == own.code
            }),
        };
        self.book.text(row, &own.code);
        self.book.text(row.right(1), &own.name);
        self.book.text(row.right(2), "");
        let base =
            self.book.figure(row.right(3), format!("{pointer}/base"), sum(&base), Look::Money);
        let Some((one, weights)) = shares.split_last() else { return };
        let mut exact = self.exact(format!("{} {}", record.code, own.code));
        let mut parts = exact.apportion("分期", &Small::fen(base), weights, one);
        let rest = parts.pop();
        for ((col, (place, (code, _))), part) in
            (4_u16..).step_by(2).zip(codes.iter().enumerate()).zip(&parts)
        {
            let at = row.right(col);
            let of = format!("{pointer}/instalments/{place}");
            self.book.figure(at, format!("{of}/amount"), format!("{part}/100"), Look::Money);
            let paid = self.entries_of(Entry::Advance, |place| {
                let advance = &facts.advances[place];
                advance.channel == record.code
                    && advance.payee == own.code
                    && advance.instalment.as_ref() == Some(code)
            });
            self.book.figure(at.right(1), format!("{of}/paid"), sum(&paid), Look::Money);
        }
        let at = row.right(4 + 2 * u16::try_from(codes.len()).unwrap_or(0));
        let rest = rest.map_or_else(|| "0".to_owned(), |rest| format!("{rest}/100"));
        self.book.figure(at, format!("{pointer}/at_settlement"), rest, Look::Money);
    }
}
