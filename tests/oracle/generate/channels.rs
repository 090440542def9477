//! Random channels: price and pool.

use work_equivalent::scheme::{
    AppraisalDocument, AppraisalLoss, ChannelDocument, PoolLineDocument, PoolLineKind,
    PriceDocument, Unverified,
};

use super::Maker;
use super::quantities::Quantities;

impl Maker {
    /// Rule 4, channels: any kind of price with any treatment of the appraisal loss.
    pub(super) fn channel(
        &mut self,
        code: &str,
        appraisals: &[AppraisalDocument],
    ) -> ChannelDocument {
        let price = self.price();
        let (PriceDocument::Announced { appraisal_loss, .. }
        | PriceDocument::Derived { appraisal_loss, .. }
        | PriceDocument::Published { appraisal_loss, .. }) = &price;
        let loss_to_reserve = *appraisal_loss == AppraisalLoss::Reserve;
        let is_announced = matches!(price, PriceDocument::Announced { .. });
        let has_pool = loss_to_reserve || !is_announced || self.random().chance(60);
        let has_reserve = loss_to_reserve || self.random().chance(60);
        let has_appraisal = self.random().chance(88);
        let pays_reported = self.random().chance(40);
        ChannelDocument {
            code: code.to_owned(),
            name: format!("渠道{code}"),
            cite: "试 二".to_owned(),
            appraisal: has_appraisal.then(|| self.random().pick(appraisals).code.clone()),
            unverified: if pays_reported { Unverified::PayReported } else { Unverified::Refuse },
            price,
            pool: if has_pool { self.pool() } else { Vec::new() },
            overrun: has_pool.then(|| self.overrun(has_reserve)),
            surplus: has_pool.then(|| self.surplus(has_reserve)),
            reserve: has_reserve.then(|| self.reserve(has_pool)),
            deductions: self.random().chance(70).then(|| self.deductions(has_reserve)),
            advances: self.random().chance(65).then(|| self.advances()),
            money: self.random().chance(70).then(|| self.quantities.rounding(0, 2)),
        }
    }

    /// Rule 6.4: a price; an announced one may change inside the period.
    pub(super) fn price(&mut self) -> PriceDocument {
        let cite = "试 二(一)".to_owned();
        let appraisal_loss = *self.random().pick(&[
            AppraisalLoss::Treasury,
            AppraisalLoss::Reserve,
            AppraisalLoss::Redistributed,
        ]);
        match self.random().below(3) {
            0 => PriceDocument::Announced {
                appraisal_loss: match appraisal_loss {
                    AppraisalLoss::Redistributed => AppraisalLoss::Treasury,
                    other => other,
                },
                values: self.dated(50, Quantities::price),
            },
            1 => PriceDocument::Derived { appraisal_loss, cite },
            _ => {
                let rounding = self.quantities.rounding(0, 4);
                PriceDocument::Published { appraisal_loss, rounding, cite }
            }
        }
    }

    /// Rule 4, envelope: sources, and carve-outs that seldom exceed them.
    pub(super) fn pool(&mut self) -> Vec<PoolLineDocument> {
        let sources = self.random().count(1, 3);
        let carve_outs = self.random().count(0, 2);
        let mut lines = Vec::new();
        let mut least_source = i64::MAX;
        for (index, code) in self.codes(sources + carve_outs).into_iter().enumerate() {
            let is_source = index < sources;
            let exceeds = self.random().chance(3);
            let amounts = self.dated(10, |quantities| {
                let amount = match least_source {
                    _ if is_source || exceeds => quantities.money(),
                    // Two of a third each cannot exceed the least source.
                    least => quantities.random.between(0, least / 3),
                };
                if is_source {
                    least_source = least_source.min(amount);
                }
                quantities.write(amount, 2)
            });
            lines.push(PoolLineDocument {
                name: format!("资金{code}"),
                code,
                kind: if is_source { PoolLineKind::Source } else { PoolLineKind::CarveOut },
                amounts,
            });
        }
        self.random().shuffle(&mut lines);
        lines
    }
}
