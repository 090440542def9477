//! Stage 4 explained: the price, and what it was derived from.

use super::{Context, Figures};
use crate::scheme::{AppraisalLoss, Price};
use crate::settle::SettleError;
use crate::settle::price::Priced;
use crate::statement::Unit;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let facts = context.facts;
    for (run, price) in facts.plan.price_runs(context.place) {
        let Some(days) = facts.plan.days(&run) else { continue };
        let id = context.id(&format!("price-from/{}", days.from()));
        let label = format!("{}至{}的单位当量购买标准", days.from(), days.last_day());
        let value = price.value.exact().clone();
        let figure = figures.given(id, label, Unit::YuanPerEquivalent, value);
        figure.cite_value(price).note("事先公布的单价");
    }
    if let Some(divisor) = context.settled.price.divisor() {
        let payee = context.terms().payee;
        let label = match context.record.appraisal_loss {
            AppraisalLoss::Redistributed => format!("全部{payee}评价后工作当量合计"),
            AppraisalLoss::Treasury | AppraisalLoss::Reserve => {
                format!("全部{payee}工作当量合计")
            }
        };
        let id = context.id("all-equivalents");
        let figure = figures.given(id, label, Unit::Equivalents, divisor.clone());
        figure.note(format!("各{payee}之和，各{payee}的计算见其各自的说明"));
    }
    let (Price::Derived { cite } | Price::Published { cite, .. }) = &context.record.price else {
        return Ok(());
    };
    let formula = context.figure("distributable").over(context.figure("all-equivalents"));
    let id = context.id("price");
    let label = "单位当量购买标准";
    let unit = Unit::YuanPerEquivalent;
    match (&context.settled.price, &context.record.price) {
        (Priced::Published { price, .. }, Price::Published { rounding, .. }) => {
            let value = (*rounding, price.exact().clone());
            figures.rounded(id, label, unit, formula, value)?.cite(cite.clone());
        }
        (Priced::Derived { price, .. }, _) => {
            let figure = figures.computed(id, label, unit, formula, price.exact().clone());
            figure.cite(cite.clone()).note("由可分配资金导出，不取整");
        }
        _ => {}
    }
    Ok(())
}
