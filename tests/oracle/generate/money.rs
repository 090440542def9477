//! Random rules of the money cycle: closing, reserve, deductions, advances.

use work_equivalent::scheme::{
    AdvancesDocument, Base, DatedDocument, DeductionsDocument, Destination, Excess,
    InstalmentDocument, OverrunDocument, OverrunRestDocument, PlanDocument, ProvisionDocument,
    Release, ReserveDocument, SurplusDocument, SurplusRestDocument, TransferDocument,
    WithholdingDocument,
};
use work_equivalent::units::Number;

use super::Maker;
use super::quantities::Quantities;

impl Maker {
    /// Rule 4, envelope: what happens on overrun; it is seldom rejected.
    pub(super) fn overrun(&mut self, has_reserve: bool) -> OverrunDocument {
        let rest = match self.random().below(10) {
            0..3 => OverrunRestDocument::Prorate {},
            3..6 => OverrunRestDocument::CarryForward {},
            6..9 => OverrunRestDocument::Share { payer: self.dated(10, Quantities::rate) },
            _ => OverrunRestDocument::Reject {},
        };
        let draw_reserve = has_reserve && self.random().chance(50);
        OverrunDocument { draw_reserve, rest, cite: "试 五".to_owned() }
    }

    /// Rule 4, envelope: what happens on surplus.
    pub(super) fn surplus(&mut self, has_reserve: bool) -> SurplusDocument {
        let rest = if self.random().chance(50) {
            SurplusRestDocument::Return {}
        } else {
            SurplusRestDocument::Retain { share: self.dated(10, Quantities::rate) }
        };
        let to_reserve = has_reserve && self.random().chance(60);
        SurplusDocument { to_reserve, rest, cite: "试 五".to_owned() }
    }

    /// Rule 4, reserve: any of target, provision and withholding; without a pool, withholding.
    pub(super) fn reserve(&mut self, has_pool: bool) -> ReserveDocument {
        let has_target = self.random().chance(60);
        let has_provision = has_pool && self.random().chance(65);
        let has_withholding = self.random().chance(if has_pool { 55 } else { 90 });
        ReserveDocument {
            cite: "试 六".to_owned(),
            target: if has_target { self.amounts() } else { Vec::new() },
            provision: has_provision.then(|| self.provision()),
            withholding: has_withholding.then(|| WithholdingDocument {
                rate: self.dated(10, Quantities::rate),
                release: match self.random().below(4) {
                    0 => Release::Held,
                    1 => Release::All,
                    _ if has_target => Release::AboveTarget,
                    _ => Release::Held,
                },
            }),
        }
    }

    /// Rule 4, reserve: a rate or an amount.
    fn provision(&mut self) -> ProvisionDocument {
        let by_rate = self.random().chance(60);
        ProvisionDocument {
            rate: if by_rate { self.dated(10, Quantities::rate) } else { Vec::new() },
            amount: if by_rate { Vec::new() } else { self.amounts() },
        }
    }

    /// Dated amounts of money.
    pub(super) fn amounts(&mut self) -> Vec<DatedDocument> {
        self.dated(10, Quantities::money_or_nothing)
    }

    /// Rule 4, deductions: where they go.
    pub(super) fn deductions(&mut self, has_reserve: bool) -> DeductionsDocument {
        let to_reserve = has_reserve && self.random().chance(65);
        DeductionsDocument {
            to: if to_reserve { Destination::Reserve } else { Destination::Treasury },
            cite: "试 七".to_owned(),
        }
    }

    /// Rule 4, advances: with or without a plan.
    pub(super) fn advances(&mut self) -> AdvancesDocument {
        AdvancesDocument {
            excess: *self.random().pick(&[Excess::Recover, Excess::CarryForward]),
            cite: "试 八".to_owned(),
            plan: self.random().chance(70).then(|| self.plan()),
        }
    }

    /// Rule 4, advances: up to four instalments, which may leave nothing, and up to three tiers.
    fn plan(&mut self) -> PlanDocument {
        let mut left = 1_000_000_000;
        let mut instalments = Vec::new();
        let count = self.random().count(1, 4);
        for code in self.codes(count) {
            if left == 0 {
                break;
            }
            let takes_all = self.random().chance(10);
            let share = if takes_all { left } else { self.quantities.share(left) };
            left -= share;
            let months = self.calendar.months;
            let month = self.random().between(1, months);
            let day = self.random().between(1, 31);
            instalments.push(InstalmentDocument {
                name: format!("第{code}期"),
                code,
                share: self.quantities.write(share, 9),
                month: Number::from(month),
                day: Number::from(*self.random().pick(&[day, 1, 31])),
                cite: "试 八(一)".to_owned(),
            });
        }
        let tiers = self.random().below(4);
        PlanDocument {
            base: *self.random().pick(&[Base::Budget, Base::PreviousEntitlement]),
            instalments,
            transfers: (0..tiers).map(|tier| self.transfer(tier)).collect(),
        }
    }

    /// Rule 4, advances: a tier with a deadline by days, or by the end of a month.
    fn transfer(&mut self, tier: i64) -> TransferDocument {
        let by_days = self.random().chance(50);
        let some_days = self.random().between(1, 400);
        let days = *self.random().pick(&[30, 30, 10, 0, some_days]);
        let month_ends = *self.random().pick(&[0, 1, 2, 13]);
        TransferDocument {
            name: format!("第{}级", tier + 1),
            days: by_days.then(|| Number::from(days)),
            month_ends: (!by_days).then(|| Number::from(month_ends)),
            cite: "试 八(二)".to_owned(),
        }
    }
}
