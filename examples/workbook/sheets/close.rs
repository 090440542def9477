//! Stage 7 in cells: overrun and surplus.

use work_equivalent::scheme::{AppraisalLoss, OverrunRestDocument, SurplusRestDocument};

use super::Maker;
use super::channel::Channel;
use super::columns::Column;
use super::exact::{Big, MOST, Small};
use super::grid::{At, Look};
use super::pool::Pool;
use super::price::{Entitled, loss_of};
use super::terms;

/// What closing moved: cells, or none without a pool.
pub struct Closed {
    pub moved: Option<Moved>,
}

/// The cells of what closing moved.
pub struct Moved {
    pub drawn: At,
    pub payer_share: At,
    pub to_reserve: At,
    pub returned: At,
}

impl Maker<'_> {
    pub fn close(
        &mut self,
        channel: &mut Channel<'_>,
        entitled: &Entitled,
        pool: Option<&Pool>,
    ) -> Closed {
        let (Some(pool), Some(remainder)) = (pool, entitled.remainder) else {
            for payee in 0..self.terms.payees.len() {
                for column in [Column::Borne, Column::Owed, Column::Retained] {
                    channel.payee(self, payee, column, "0");
                }
                let entitlement = channel.at(payee, Column::Entitlement);
                channel.payee(self, payee, Column::Closed, &entitlement.to_string());
                self.owed_after(channel, payee);
            }
            return Closed { moved: None };
        };
        channel.heading(self, "收支相抵");
        let (drawn, payer_share, missing) = self.overrun(channel, remainder, pool);
        let (to_reserve, retained, returned) = self.surplus(channel, entitled, remainder, pool);
        let carried = matches!(
            channel.record.overrun.as_ref().map(|overrun| &overrun.rest),
            Some(OverrunRestDocument::CarryForward {})
        );
        let left = self.over_entitlements(channel, missing);
        let kept = self.over_entitlements(channel, retained.map(|at| at.to_string()));
        for payee in 0..self.terms.payees.len() {
            let entitlement = channel.at(payee, Column::Entitlement);
            let less = match &left {
                Some(parts) => format!("ROUND({entitlement}-{}/100,2)", parts[payee]),
                None => "0".to_owned(),
            };
            let (borne, owed) = if carried { ("0", less.as_str()) } else { (less.as_str(), "0") };
            let borne = channel.payee(self, payee, Column::Borne, borne);
            let owed = channel.payee(self, payee, Column::Owed, owed);
            let part = match &kept {
                Some(parts) => format!("{}/100", parts[payee]),
                None => "0".to_owned(),
            };
            let part = channel.payee(self, payee, Column::Retained, &part);
            let formula = format!("ROUND({entitlement}-{borne}-{owed}+{part},2)");
            channel.payee(self, payee, Column::Closed, &formula);
            self.owed_after(channel, payee);
        }
        Closed { moved: Some(Moved { drawn, payer_share, to_reserve, returned }) }
    }

    /// What a payee is still owed at the end.
    fn owed_after(&mut self, channel: &Channel<'_>, payee: usize) {
        let [before, paid, owed] = [Column::OwedBefore, Column::OwedPaid, Column::Owed]
            .map(|column| channel.at(payee, column));
        let formula = format!("ROUND({before}-{paid}+{owed},2)");
        channel.payee(self, payee, Column::OwedAfter, &formula);
    }

    /// Drawn, the payer's share; and the formula of what the payees are paid in all where they do
    /// without some of it.
    fn overrun(
        &mut self,
        channel: &mut Channel<'_>,
        remainder: At,
        pool: &Pool,
    ) -> (At, At, Option<String>) {
        let record = channel.record;
        let at = |name: &str| format!("{}/closing/{name}", channel.pointer);
        let [for_gap, for_drawn, for_share, for_borne, for_owed] =
            ["gap", "drawn", "payer_share", "borne", "owed"].map(at);
        let gap = channel.figure(self, "超支", &for_gap, &format!("MAX(0,-{remainder})"));
        let payer_shares = format!("{}分担", self.terms.payer());
        let payees_bear = format!("{}自担", self.terms.payee());
        let rule = record.overrun.as_ref();
        let from_reserve = if rule.is_some_and(|rule| rule.draw_reserve) {
            format!("MIN({gap},ROUND({}+{},2))", channel.opening, pool.provision)
        } else {
            "0".to_owned()
        };
        let drawn = channel.figure(self, "动用风险保障基金", &for_drawn, &from_reserve);
        let rest = format!("ROUND({gap}-{drawn},2)");
        let rest_cell = channel.row(self, "其余");
        self.book.formula(rest_cell, rest, Look::Money);
        let kind = rule.map(|rule| &rule.rest);
        let share = match kind {
            Some(OverrunRestDocument::Share { payer }) => {
                terms::in_force(payer, self.terms.first_day()).cloned()
            }
            _ => None,
        };
        let share = match share {
            None => "0".to_owned(),
            Some(value) => {
                let key = format!("overrun-share/{}", record.code);
                let rate = self.rate(
                    key,
                    &record.name,
                    &format!("超支中{}分担比例", self.terms.payer()),
                    &value,
                );
                let part = self.rate_of(record, (&record.code, "出资分担"), rest_cell, rate);
                format!("MIN({part},{rest_cell})")
            }
        };
        let share = channel.figure(self, &payer_shares, &for_share, &share);
        let (borne, owed) = match kind {
            Some(OverrunRestDocument::CarryForward {}) => ("0".to_owned(), rest_cell.to_string()),
            Some(OverrunRestDocument::Reject {}) => {
                let check = format!("{}：方案规定超支不予结算，现无超支", record.name);
                self.book.checks.push((check, format!("{rest_cell}=0")));
                ("0".to_owned(), "0".to_owned())
            }
            _ => (format!("ROUND({rest_cell}-{share},2)"), "0".to_owned()),
        };
        let rejects = matches!(kind, Some(OverrunRestDocument::Reject {}));
        let borne = channel.figure(self, &payees_bear, &for_borne, &borne);
        let owed = channel.figure(self, "结转欠付", &for_owed, &owed);
        let left = format!("ROUND({}-{borne}-{owed},2)", channel.sum(Column::Entitlement));
        (drawn, share, (!rejects).then_some(left))
    }

    /// To the reserve; retained, where payees may retain; returned.
    fn surplus(
        &mut self,
        channel: &mut Channel<'_>,
        entitled: &Entitled,
        remainder: At,
        pool: &Pool,
    ) -> (At, Option<At>, At) {
        let record = channel.record;
        let at = |name: &str| format!("{}/closing/{name}", channel.pointer);
        let [surplus_at, reserve_at, retained_at, returned_at] =
            ["surplus", "to_reserve", "retained", "returned"].map(at);
        let surplus = channel.figure(self, "结余", &surplus_at, &format!("MAX(0,{remainder})"));
        let payees_retain = format!("{}留用", self.terms.payee());
        let rule = record.surplus.as_ref();
        let target = self.target(record);
        let lost = if loss_of(record) == AppraisalLoss::Reserve {
            entitled.loss.to_string()
        } else {
            "0".to_owned()
        };
        let to_reserve = match (rule.is_some_and(|rule| rule.to_reserve), target) {
            (false, _) => "0".to_owned(),
            (true, None) => surplus.to_string(),
            (true, Some(target)) => {
                let balance = format!("{}+{}+{lost}", channel.opening, pool.provision);
                format!("MIN({surplus},MAX(0,ROUND({target}-({balance}),2)))")
            }
        };
        let to_reserve = channel.figure(self, "转入风险保障基金", &reserve_at, &to_reserve);
        let rest = channel.row(self, "其余");
        self.book.formula(rest, format!("ROUND({surplus}-{to_reserve},2)"), Look::Money);
        let share = match rule.map(|rule| &rule.rest) {
            Some(SurplusRestDocument::Retain { share }) => {
                terms::in_force(share, self.terms.first_day()).cloned()
            }
            _ => None,
        };
        let retains = share.is_some();
        let retained = match share {
            None => "0".to_owned(),
            Some(value) => {
                let key = format!("retained/{}", record.code);
                let rate = self.rate(key, &record.name, "结余留用比例", &value);
                let part = self.rate_of(record, (&record.code, "结余留用"), rest, rate);
                format!("MIN({part},{rest})")
            }
        };
        let retained = channel.figure(self, &payees_retain, &retained_at, &retained);
        let formula = format!("ROUND({rest}-{retained},2)");
        let returned = channel.figure(self, "退回", &returned_at, &formula);
        (to_reserve, retains.then_some(retained), returned)
    }

    /// An amount apportioned over the entitlements.
    fn over_entitlements(
        &mut self,
        channel: &mut Channel<'_>,
        yuan: Option<String>,
    ) -> Option<Vec<At>> {
        let yuan = yuan?;
        let code = channel.record.code.clone();
        let mut exact = self.exact(code);
        let amount = exact.cell("待分额（分）", format!("ROUND({yuan}*100,0)"));
        let weights: Vec<Big> = channel
            .all(Column::Entitlement)
            .iter()
            .map(|at| exact.big("应付额", &Small::fen(*at)))
            .collect();
        let total = exact.add("应付额合计", &weights.iter().collect::<Vec<_>>());
        let fen = Small::new(amount.to_string(), MOST);
        Some(exact.apportion("按应付额分", &fen, &weights, &total))
    }
}
