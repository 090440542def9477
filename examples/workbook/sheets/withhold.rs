//! Stage 8 in cells: what is withheld for the reserve, and what of it is released.

use work_equivalent::scheme::{AppraisalLoss, Release, WithholdingDocument};

use super::Maker;
use super::channel::Channel;
use super::close::Closed;
use super::columns::Column;
use super::exact::{Big, Small};
use super::grid::{At, Look};
use super::pool::Pool;
use super::price::{Entitled, loss_of};
use super::terms;

/// The cells of what is withheld in all, and released; and what the reserve holds before.
pub struct Withheld {
    pub total: At,
    pub released: At,
    pub balance: At,
}

impl Maker<'_> {
    /// None where the channel has no reserve: nothing is withheld.
    pub fn withhold(
        &mut self,
        channel: &mut Channel<'_>,
        entitled: &Entitled,
        closed: &Closed,
        pool: Option<&Pool>,
    ) -> Option<Withheld> {
        let record = channel.record;
        let Some(reserve) = &record.reserve else {
            for payee in 0..self.terms.payees.len() {
                channel.payee(self, payee, Column::Withheld, "0");
                channel.payee(self, payee, Column::Released, "0");
            }
            return None;
        };
        let withholding = reserve.withholding.as_ref();
        let rate = withholding
            .and_then(|rule| terms::in_force(&rule.rate, self.terms.first_day()).cloned());
        let rate = rate.map(|value| {
            let key = format!("withholding/{}", record.code);
            self.rate(key, &record.name, "风险金计提比例", &value)
        });
        for payee in 0..self.terms.payees.len() {
            let amount = channel.at(payee, Column::Closed);
            let formula = match rate {
                None => "0".to_owned(),
                Some(rate) => {
                    let about = format!("{} {}", record.code, self.terms.payees[payee].code);
                    let part = self.rate_of(record, (&about, "风险金计提"), amount, rate);
                    format!("MIN({part},{amount})")
                }
            };
            channel.payee(self, payee, Column::Withheld, &formula);
        }
        channel.heading(self, "风险金计提与返还");
        let total = channel.row(self, "计提合计");
        self.book.formula(total, channel.sum(Column::Withheld), Look::Money);
        let mut terms = vec![channel.opening.clone()];
        if let Some(pool) = pool {
            terms.push(pool.provision.to_string());
        }
        if loss_of(record) == AppraisalLoss::Reserve {
            terms.push(entitled.loss.to_string());
        }
        if let Some(moved) = &closed.moved {
            terms.push(format!("{}-{}", moved.to_reserve, moved.drawn));
        }
        let at = channel.row(self, "返还前余额");
        let balance =
            self.book.formula(at, format!("ROUND({}+{total},2)", terms.join("+")), Look::Money);
        let released = self.release(channel, withholding, total, balance);
        Some(Withheld { total, released, balance })
    }

    /// What of it each payee gets back; returns the cell of it all.
    fn release(
        &mut self,
        channel: &mut Channel<'_>,
        withholding: Option<&WithholdingDocument>,
        total: At,
        balance: At,
    ) -> At {
        let record = channel.record;
        let target = self.target(record);
        let released = match (withholding.map(|rule| rule.release), target) {
            (Some(Release::All), _) => total.to_string(),
            (Some(Release::AboveTarget), Some(target)) => {
                format!("MIN({total},MAX(0,ROUND({balance}-{target},2)))")
            }
            _ => "0".to_owned(),
        };
        let at = channel.row(self, "返还合计");
        let released = self.book.formula(at, released, Look::Money);
        let parts = withholding.filter(|rule| rule.release == Release::AboveTarget).map(|_| {
            let mut exact = self.exact(record.code.clone());
            let weights: Vec<Big> = channel
                .all(Column::Withheld)
                .iter()
                .map(|at| exact.big("计提额", &Small::fen(*at)))
                .collect();
            let all = exact.add("计提合计", &weights.iter().collect::<Vec<_>>());
            exact.apportion("返还", &Small::fen(released), &weights, &all)
        });
        let all = withholding.is_some_and(|rule| rule.release == Release::All);
        for payee in 0..self.terms.payees.len() {
            let formula = match &parts {
                Some(parts) => format!("{}/100", parts[payee]),
                None if all => channel.at(payee, Column::Withheld).to_string(),
                None => "0".to_owned(),
            };
            channel.payee(self, payee, Column::Released, &formula);
        }
        released
    }
}
