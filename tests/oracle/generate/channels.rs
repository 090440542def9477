//! Random channels, and their prices.

use work_equivalent::scheme::{
    AppraisalDocument, AppraisalLoss, ChannelDocument, PriceDocument, RecordedDocument, Unverified,
};

use super::Maker;
use super::quantities::Quantities;
use crate::setting::{appraisal_loss, buys_equivalents};

impl Maker {
    /// Rule 4, channels: any kind of price with any treatment of the appraisal loss.
    pub(super) fn channel(
        &mut self,
        code: &str,
        appraisals: &[AppraisalDocument],
    ) -> ChannelDocument {
        let price = self.price();
        let loss_to_reserve = appraisal_loss(&price) == AppraisalLoss::Reserve;
        let may_be_recorded = !buys_equivalents(&price) && !loss_to_reserve;
        let is_recorded = may_be_recorded && self.random().chance(35);
        let needs_pool = loss_to_reserve || comes_of_pool(&price);
        let has_pool = needs_pool || (!is_recorded && self.random().chance(60));
        let has_reserve = loss_to_reserve || (!is_recorded && self.random().chance(60));
        let has_appraisal = self.random().chance(88);
        let pays_reported = self.random().chance(40);
        ChannelDocument {
            code: code.to_owned(),
            name: format!("渠道{code}"),
            cite: "试 二".to_owned(),
            appraisal: has_appraisal.then(|| self.random().pick(appraisals).code.clone()),
            unverified: if pays_reported { Unverified::PayReported } else { Unverified::Refuse },
            recorded: is_recorded.then(Self::paid_by_others),
            price,
            pool: if has_pool { self.pool() } else { Vec::new() },
            overrun: has_pool.then(|| self.overrun(has_reserve)),
            surplus: has_pool.then(|| self.surplus(has_reserve)),
            reserve: has_reserve.then(|| self.reserve(has_pool)),
            deductions: (!is_recorded && self.random().chance(70))
                .then(|| self.deductions(has_reserve)),
            advances: (!is_recorded && self.random().chance(65)).then(|| self.advances()),
            money: self.random().chance(70).then(|| self.quantities.rounding(0, 2)),
        }
    }

    /// Rule 4, channels: who pays what is only recorded.
    pub(super) fn paid_by_others() -> RecordedDocument {
        RecordedDocument { by: "医保基金".to_owned(), cite: "试 九".to_owned() }
    }

    /// Rule 6.4: a price; an announced one may change inside the period.
    pub(super) fn price(&mut self) -> PriceDocument {
        let cite = "试 二(一)".to_owned();
        let appraisal_loss = *self.random().pick(&[
            AppraisalLoss::Treasury,
            AppraisalLoss::Reserve,
            AppraisalLoss::Redistributed,
        ]);
        // What does not come out of a pool cannot be redistributed.
        let kept = match appraisal_loss {
            AppraisalLoss::Redistributed => AppraisalLoss::Treasury,
            other => other,
        };
        match self.random().below(10) {
            0..2 => PriceDocument::Announced {
                appraisal_loss: kept,
                values: self.dated(50, Quantities::price),
            },
            2..4 => PriceDocument::Derived { appraisal_loss, cite },
            4..7 => PriceDocument::Quota { appraisal_loss: kept, cite },
            7..8 => PriceDocument::Stated { appraisal_loss: kept, cite },
            _ => {
                let rounding = self.quantities.rounding(0, 4);
                PriceDocument::Published { appraisal_loss, rounding, cite }
            }
        }
    }
}

/// Whether a price is derived from the pool.
pub(super) fn comes_of_pool(price: &PriceDocument) -> bool {
    matches!(price, PriceDocument::Derived { .. } | PriceDocument::Published { .. })
}
