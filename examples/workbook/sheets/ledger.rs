//! The ledgers in cells: of the reserve, and of a channel's money.

use work_equivalent::scheme::AppraisalLoss;

use super::channel::Channel;
use super::close::Closed;
use super::columns::Column;
use super::deduct::Deducted;
use super::pool::Pool;
use super::price::{Entitled, loss_of};
use super::withhold::Withheld;
use super::{Maker, sum};

impl Maker<'_> {
    /// The ledgers of the reserve and of the channel's money.
    pub fn ledgers(
        &mut self,
        channel: &mut Channel<'_>,
        entitled: &Entitled,
        closed: &Closed,
        withheld: Option<&Withheld>,
        deducted: &Deducted,
        pool: Option<&Pool>,
    ) {
        let record = channel.record;
        let zero = || "0".to_owned();
        let moved = closed.moved.as_ref();
        if let Some(withheld) = withheld {
            channel.heading(self, "风险保障基金台账");
            let lost = loss_of(record) == AppraisalLoss::Reserve;
            let lines = [
                ("期初余额", "opening", channel.opening.clone()),
                (
                    "加：风险金预提",
                    "provision",
                    pool.map_or_else(zero, |pool| pool.provision.to_string()),
                ),
                ("减：动用", "drawn", moved.map_or_else(zero, |moved| moved.drawn.to_string())),
                (
                    "加：评价少付",
                    "appraisal_loss",
                    if lost { entitled.loss.to_string() } else { zero() },
                ),
                (
                    "加：结余转入",
                    "surplus",
                    moved.map_or_else(zero, |moved| moved.to_reserve.to_string()),
                ),
                ("加：风险金计提", "withheld", withheld.total.to_string()),
                ("减：返还", "released", withheld.released.to_string()),
                ("加：核减转入", "deducted", deducted.to_reserve.clone()),
            ];
            for (label, field, formula) in lines {
                let pointer = format!("{}/reserve/{field}", channel.pointer);
                channel.figure(self, label, &pointer, &formula);
            }
            let pointer = format!("{}/reserve/closing", channel.pointer);
            let formula = format!(
                "ROUND({}-{}+{},2)",
                withheld.balance, withheld.released, deducted.to_reserve
            );
            channel.total(self, "期末余额", &pointer, &formula);
            if let Some(target) = self.target(record) {
                let pointer = format!("{}/reserve/target", channel.pointer);
                channel.figure(self, "目标余额", &pointer, &target.to_string());
            }
        }
        channel.heading(self, "资金去向");
        let appropriated = match pool {
            Some(pool) => pool.available.to_string(),
            None => format!(
                "ROUND({}+{}-{},2)",
                channel.sum(Column::Entitlement),
                channel.sum(Column::OwedPaid),
                channel.sum(Column::Recorded)
            ),
        };
        let mut treasury = vec![];
        if let Some(moved) = moved {
            treasury.push(moved.returned);
            if loss_of(record) == AppraisalLoss::Treasury {
                treasury.push(entitled.loss);
            }
        }
        let treasury = format!("ROUND({}+{},2)", sum(&treasury), deducted.to_treasury);
        let payer_shares = format!("{}分担", self.terms.payer());
        let returned = format!("退回{}", self.terms.payer());
        let payer = moved.map_or_else(zero, |moved| moved.payer_share.to_string());
        let lines = [
            ("拨入", "appropriated", appropriated),
            (payer_shares.as_str(), "payer_share", payer),
            ("应支付额", "payable", channel.sum(Column::Payable)),
            (returned.as_str(), "treasury", treasury),
        ];
        for (label, field, formula) in lines {
            let pointer = format!("{}/money/{field}", channel.pointer);
            channel.figure(self, label, &pointer, &formula);
        }
    }
}
