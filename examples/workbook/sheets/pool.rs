//! Stage 2 in cells: pool lines, limit, provision, what was owed, distributable.

use work_equivalent::exact::{Mode as Rounded, Rounding};
use work_equivalent::scheme::{ChannelDocument, PoolLineDocument, PoolLineKind};

use super::books::Entry;
use super::channel::Channel;
use super::columns::Column;
use super::exact::{Big, Frac, MOST, Mode, Small};
use super::grid::{At, Look, Room};
use super::{Maker, sum, terms};

/// The mode of a rounding.
pub fn mode(mode: Rounded) -> Mode {
    match mode {
        Rounded::HalfToEven => Mode::HalfEven,
        Rounded::TowardsZero => Mode::Down,
        Rounded::AwayFromZero => Mode::Up,
        _ => Mode::HalfAway,
    }
}

/// The cells of a pool that later stages need.
#[derive(Clone, Copy)]
pub struct Pool {
    pub available: At,
    pub provision: At,
    pub distributable: At,
}

impl Maker<'_> {
    /// An exact amount of yuan, rounded as a channel rounds: the formula of its yuan.
    pub fn money(
        &mut self,
        channel: &ChannelDocument,
        about: &str,
        label: &str,
        yuan: &Frac,
    ) -> String {
        let rounding = channel.money.unwrap_or(Rounding::FEN);
        let places = u32::from(rounding.places());
        let mut exact = self.exact(about.to_owned());
        let n = exact.mul(label, &yuan.n, &Big::power(places));
        let cell = exact.round(label, &Frac { n, d: yuan.d.clone() }, mode(rounding.mode()), MOST);
        match places {
            0 => cell.to_string(),
            _ => format!("{cell}/1E{places}"),
        }
    }

    /// A rate of an amount, rounded.
    pub fn rate_of(
        &mut self,
        channel: &ChannelDocument,
        (about, label): (&str, &str),
        yuan: At,
        (rate, room): (At, Room),
    ) -> String {
        let mut exact = self.exact(about.to_owned());
        let amount = exact.big(label, &Small::fen(yuan));
        let rate = exact.big(label, &Small::of(rate, room));
        let n = exact.mul(label, &amount, &rate);
        self.money(channel, about, label, &Frac { n, d: Big::power(2 + room.places) })
    }

    /// The pool of a channel; none where an announced price does without.
    pub fn pool(&mut self, channel: &mut Channel<'_>) -> Option<Pool> {
        let record = channel.record;
        if record.pool.is_empty() {
            return None;
        }
        let code = &record.code;
        let pointer = format!("{}/pool", channel.pointer);
        channel.heading(self, "可分配资金");
        let mut lines: Vec<&PoolLineDocument> = record.pool.iter().collect();
        lines.sort_by(|a, b| a.code.cmp(&b.code));
        let mut cells: Vec<(PoolLineKind, At, bool)> = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            let kind = match line.kind {
                PoolLineKind::Source => "来源",
                PoolLineKind::CarveOut => "减项",
                PoolLineKind::Limit => "上限",
            };
            let label = format!("{kind}：{}", line.name);
            let at = channel.row(self, &label);
            // Rates wait until what they are a rate of stands in its cell.
            let is_rate = !line.rate.is_empty();
            let formula = if line.stated.is_some() {
                let facts = self.terms.facts;
                let stated = self.entries_of(Entry::PoolAmount, |place| {
                    let amount = &facts.pool_amounts[place];
                    amount.channel == *code && amount.line == line.code
                });
                sum(&stated)
            } else if let Some(value) = self.terms.of_period(&line.amounts) {
                let key = format!("pool/{code}/{}", line.code);
                self.amount(key, &record.name, &label, value).to_string()
            } else {
                "0".to_owned()
            };
            self.book.figure(at, format!("{pointer}/lines/{place}/amount"), formula, Look::Money);
            cells.push((line.kind, at, is_rate));
        }
        let of = |kind: PoolLineKind, rates: bool| -> Vec<At> {
            let cells = cells.iter().filter(|(of, _, is_rate)| *of == kind && (rates || !is_rate));
            cells.map(|(_, at, _)| *at).collect()
        };
        if cells.iter().any(|(_, _, is_rate)| *is_rate) {
            let base = channel.row(self, "比例减项的基数");
            let (sources, fixed) =
                (of(PoolLineKind::Source, false), of(PoolLineKind::CarveOut, false));
            let base_formula = format!("ROUND({}-{},2)", sum(&sources), sum(&fixed));
            self.book.formula(base, base_formula, Look::Money);
            for (place, line) in lines.iter().enumerate().filter(|(_, line)| !line.rate.is_empty())
            {
                let Some(value) = self.terms.of_period(&line.rate) else { continue };
                let rate = self.rate(
                    format!("pool/{code}/{}", line.code),
                    &record.name,
                    &line.name,
                    value,
                );
                let about = format!("{code} {}", line.code);
                let formula = self.rate_of(record, (&about, "比例减项"), base, rate);
                let at = cells[place].1;
                // The same cell, now with its formula.
                self.book.formula_of_figure(at, formula);
            }
        }
        let sources = channel.figure(
            self,
            "来源合计",
            &format!("{pointer}/sources"),
            &sum(&of(PoolLineKind::Source, true)),
        );
        let carved = channel.figure(
            self,
            "减项合计",
            &format!("{pointer}/carve_outs"),
            &sum(&of(PoolLineKind::CarveOut, true)),
        );
        self.book
            .checks
            .push((format!("{}：来源不少于减项", record.name), format!("{sources}>={carved}")));
        let left = format!("ROUND({sources}-{carved},2)");
        let available = match of(PoolLineKind::Limit, true).first() {
            Some(limit) => format!("MIN({left},{limit})"),
            None => left.clone(),
        };
        let available = channel.figure(self, "资金池", &format!("{pointer}/pool"), &available);
        channel.figure(
            self,
            "超出上限",
            &format!("{pointer}/beyond_limit"),
            &format!("ROUND({left}-{available},2)"),
        );
        let provision = self.provision(channel, available);
        let provision =
            channel.figure(self, "减：风险金预提", &format!("{pointer}/provision"), &provision);
        let owed = self.owed(channel, Some((available, provision)));
        let owed_paid =
            channel.figure(self, "减：支付上年欠付", &format!("{pointer}/owed_paid"), &owed);
        let formula = format!("ROUND({available}-{provision}-{owed_paid},2)");
        let distributable =
            channel.total(self, "可分配资金", &format!("{pointer}/distributable"), &formula);
        Some(Pool { available, provision, distributable })
    }

    /// What is set aside, no more than brings the reserve to its target.
    fn provision(&mut self, channel: &Channel<'_>, available: At) -> String {
        let record = channel.record;
        let Some(reserve) = &record.reserve else { return "0".to_owned() };
        let Some(provision) = &reserve.provision else { return "0".to_owned() };
        let code = &record.code;
        let full = if let Some(value) = self.terms.of_period(&provision.rate) {
            let rate =
                self.rate(format!("provision/{code}"), &record.name, "风险金预提比例", value);
            self.rate_of(record, (code, "风险金预提"), available, rate)
        } else if let Some(value) = self.terms.of_period(&provision.amount) {
            let key = format!("provision/{code}");
            self.amount(key, &record.name, "风险金预提额", value).to_string()
        } else {
            return "0".to_owned();
        };
        match self.target(record) {
            None => format!("MIN({full},{available})"),
            Some(target) => {
                let opening = &channel.opening;
                format!("MIN({full},{available},MAX(0,ROUND({target}-{opening},2)))")
            }
        }
    }

    /// The cell of the reserve's target.
    pub fn target(&mut self, record: &ChannelDocument) -> Option<At> {
        let reserve = record.reserve.as_ref()?;
        let value = terms::in_force(&reserve.target, self.terms.first_day())?.clone();
        let key = format!("target/{}", record.code);
        Some(self.amount(key, &record.name, "风险保障基金目标余额", &value))
    }

    /// What payees were owed and are paid first; the formula of all that is paid.
    pub fn owed(&mut self, channel: &mut Channel<'_>, from: Option<(At, At)>) -> String {
        let code = &channel.record.code;
        let facts = self.terms.facts;
        let mut before = Vec::new();
        for place in 0..self.terms.payees.len() {
            let payee = &self.terms.payees[place].code;
            let owed = self.entries_of(Entry::Owed, |place| {
                let record = &facts.opening.owed[place];
                record.channel == *code && record.payee == *payee
            });
            let at = channel.payee(self, place, Column::OwedBefore, &sum(&owed));
            before.push((at, !owed.is_empty()));
        }
        let cells: Vec<At> = before.iter().map(|(at, _)| *at).collect();
        let any = before.iter().any(|(_, some)| *some);
        let mut paid = Vec::new();
        match from {
            Some((available, provision)) if any => {
                let left = channel.row(self, "  可先付上年欠付");
                let formula = format!("MIN(ROUND({available}-{provision},2),{})", sum(&cells));
                self.book.formula(left, formula, Look::Money);
                let mut exact = self.exact(code.clone());
                let weights: Vec<Big> =
                    cells.iter().map(|at| exact.big("上年欠付", &Small::fen(*at))).collect();
                let total = exact.add("上年欠付合计", &weights.iter().collect::<Vec<_>>());
                let parts = exact.apportion("支付欠付", &Small::fen(left), &weights, &total);
                paid.extend(parts.iter().map(|part| format!("{part}/100")));
            }
            _ => paid.extend(cells.iter().map(ToString::to_string)),
        }
        let mut all = Vec::new();
        for (place, formula) in paid.iter().enumerate() {
            all.push(channel.payee(self, place, Column::OwedPaid, formula));
        }
        sum(&all)
    }
}
