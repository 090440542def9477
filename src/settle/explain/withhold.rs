//! Stage 8 explained: what is withheld for the risk reserve, and released.

use super::share::share_figure;
use super::{Context, Figures};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::scheme::{AppraisalLoss, Release};
use crate::settle::SettleError;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let payee = context.settled.withheld.of(context.payee);
    let id = |rest: &str| context.id(rest);
    let withholding = context.record.reserve.as_ref().and_then(|r| r.withholding.as_ref());
    let rate = context.facts.plan.envelope(context.place).withholding;
    let (Some(withholding), Some(rate)) = (withholding, rate) else {
        let note = "本渠道未设风险金计提";
        figures.given(id("withheld"), "风险金计提", Unit::Yuan, Exact::zero()).note(note);
        figures.given(id("released"), "风险金返还", Unit::Yuan, Exact::zero());
        return Ok(());
    };
    let value = rate.value.to_exact();
    figures.given(id("withholding-rate"), "风险金计提比例", Unit::Factor, value).cite_value(rate);
    let formula =
        Formula::Product(vec![context.figure("closed"), context.figure("withholding-rate")]);
    let money = Some(context.record.money);
    figures.evaluated(id("withheld-full"), "按比例应计提", Unit::Yuan, formula, money)?;
    let formula = Formula::Least(vec![context.figure("withheld-full"), context.figure("closed")]);
    let value = payee.withheld.to_exact();
    let figure = figures.computed(id("withheld"), "风险金计提", Unit::Yuan, formula, value);
    figure.cite_value(rate);

    let released = payee.released.to_exact();
    let label = "风险金返还";
    match withholding.release {
        Release::Held => {
            figures.given(id("released"), label, Unit::Yuan, released).note("留存，本期不返还");
        }
        Release::All => {
            let formula = context.figure("withheld");
            figures.computed(id("released"), label, Unit::Yuan, formula, released);
        }
        Release::AboveTarget => {
            above_target(context, figures);
            let Some(share) = payee.share else {
                let figure = figures.given(id("released"), label, Unit::Yuan, released);
                figure.note("基金余额未超过目标，不返还");
                return Ok(());
            };
            let of = ["all-released", "withheld", "all-withheld"].map(|rest| context.figure(rest));
            share_figure(figures, id("released"), label, of, (share, released))?;
        }
    }
    Ok(())
}

/// What is released to all payees: what the reserve would hold above its target.
fn above_target(context: &Context<'_>, figures: &mut Figures) {
    let settled = context.settled;
    let id = |rest: &str| context.id(rest);
    let value = settled.withheld.total.to_exact();
    figures.given(
        id("all-withheld"),
        format!("全部{}风险金计提合计", context.terms().payee),
        Unit::Yuan,
        value,
    );
    let mut terms = vec![context.figure("reserve-opening"), context.figure("all-withheld")];
    if context.has_provision() {
        terms.push(context.figure("provision"));
    }
    let moved = settled.closed.moved();
    if context.record.appraisal_loss == AppraisalLoss::Reserve {
        terms.push(context.figure("appraisal-loss"));
    }
    if moved.to_reserve > Money::ZERO {
        terms.push(context.figure("to-reserve"));
    }
    let mut balance = Formula::Sum(terms);
    if moved.drawn > Money::ZERO {
        balance = balance.minus(context.figure("drawn"));
    }
    let value = settled.withheld.balance.to_exact();
    figures.computed(id("reserve-balance"), "返还前基金余额", Unit::Yuan, balance, value);
    let above = context.figure("reserve-balance").minus(context.figure("reserve-target"));
    let above = Formula::Greatest(vec![above, Formula::Value(Exact::zero())]);
    let formula = Formula::Least(vec![context.figure("all-withheld"), above]);
    let value = settled.withheld.released.to_exact();
    figures.computed(
        id("all-released"),
        format!("全部{}风险金返还合计", context.terms().payee),
        Unit::Yuan,
        formula,
        value,
    );
}
