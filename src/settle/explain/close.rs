//! Stage 7 explained: how demand and pool were brought together.

use super::share::share_figure;
use super::{Context, Figures};
use crate::formula::Formula;
use crate::scheme::{AppraisalLoss, Closing, OverrunRest, SurplusRest};
use crate::settle::SettleError;
use crate::statement::{ClosingFigures, Unit};
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let (Some(totals), Some(closing)) = (&context.settled.closed.totals, &context.record.closing)
    else {
        unchanged(context, figures, "本渠道不设资金池，按应付额支付");
        return Ok(());
    };
    let entitled = &context.settled.entitled;
    let payee = context.terms().payee;
    let id = context.id("demand");
    let demand = entitled.entitlement.to_exact();
    figures
        .given(id, format!("全部{payee}应付额合计"), Unit::Yuan, demand)
        .note(format!("各{payee}之和，各{payee}的计算见其各自的说明"));
    let id = context.id("appraisal-loss");
    figures.given(id, "因绩效评价少付", Unit::Yuan, entitled.appraisal_loss.to_exact());
    let used = Formula::Sum(vec![context.figure("demand"), context.figure("appraisal-loss")]);
    if totals.gap > Money::ZERO {
        let formula = used.minus(context.figure("distributable"));
        let value = totals.gap.to_exact();
        figures.computed(context.id("gap"), "超支", Unit::Yuan, formula, value);
        return overrun(context, figures, totals, closing);
    }
    let formula = context.figure("distributable").minus(used);
    let value = totals.surplus.to_exact();
    figures.computed(context.id("surplus"), "结余", Unit::Yuan, formula, value);
    surplus(context, figures, totals, closing)
}

/// The entitlement as it is.
fn unchanged(context: &Context<'_>, figures: &mut Figures, why: impl Into<String>) {
    let amount = context.settled.closed.amounts[context.payee].to_exact();
    let formula = context.figure("entitlement");
    let id = context.id("closed");
    figures.computed(id, "结算额", Unit::Yuan, formula, amount).note(why);
}

fn overrun(
    context: &Context<'_>,
    figures: &mut Figures,
    totals: &ClosingFigures,
    closing: &Closing,
) -> Result<(), SettleError> {
    let rule = &closing.overrun;
    let id = |rest: &str| context.id(rest);
    if rule.draw_reserve {
        let formula = Formula::Least(vec![context.figure("gap"), drawable(context, figures)?]);
        let value = totals.drawn.to_exact();
        let figure = figures.computed(id("drawn"), "动用风险保障基金", Unit::Yuan, formula, value);
        figure.cite(rule.cite.clone());
    } else {
        let value = totals.drawn.to_exact();
        figures.given(id("drawn"), "动用风险保障基金", Unit::Yuan, value).note("按规定不动用");
    }
    let formula = context.figure("gap").minus(context.figure("drawn"));
    figures.evaluated(id("rest"), "动用后仍缺", Unit::Yuan, formula, None)?;
    let missing = match &rule.rest {
        _ if totals.gap == totals.drawn => {
            unchanged(context, figures, "超支由风险保障基金补足");
            return Ok(());
        }
        OverrunRest::Share(_) if totals.borne == Money::ZERO => {
            payer_share(context, figures, totals)?;
            let why = format!("动用后仍缺的部分由{}补足", context.terms().payer);
            unchanged(context, figures, why);
            return Ok(());
        }
        OverrunRest::Share(_) => {
            payer_share(context, figures, totals)?;
            context.figure("rest").minus(context.figure("payer-share"))
        }
        OverrunRest::Prorate | OverrunRest::CarryForward | OverrunRest::Reject => {
            context.figure("rest")
        }
    };
    let formula = context.figure("demand").minus(missing);
    figures.evaluated(id("covered"), "有资金保障的应付额", Unit::Yuan, formula, None)?;
    let payee = context.settled.closed.of(context.payee);
    if let Some(share) = payee.share {
        let of = ["covered", "entitlement", "demand"].map(|rest| context.figure(rest));
        let value = (share, context.settled.closed.amounts[context.payee].to_exact());
        let figure = share_figure(figures, id("closed"), "结算额", of, value)?;
        figure.cite(rule.cite.clone());
    }
    let carried = matches!(rule.rest, OverrunRest::CarryForward);
    let (rest, label) = if carried {
        ("owed", "结转下期的欠付".to_owned())
    } else {
        ("borne", format!("本{}承担的超支", context.terms().payee))
    };
    let formula = context.figure("entitlement").minus(context.figure("closed"));
    figures.evaluated(id(rest), label, Unit::Yuan, formula, None)?.cite(rule.cite.clone());
    Ok(())
}

/// The payer's share of what the reserve does not cover.
fn payer_share(
    context: &Context<'_>,
    figures: &mut Figures,
    totals: &ClosingFigures,
) -> Result<(), SettleError> {
    let id = |rest: &str| context.id(rest);
    let payer = context.terms().payer;
    if let Some(rate) = context.facts.plan.envelope(context.place).payer {
        let label = format!("{payer}分担比例");
        let value = rate.value.to_exact();
        figures.given(id("payer-rate"), label, Unit::Factor, value).cite_value(rate);
    }
    let formula = Formula::Product(vec![context.figure("rest"), context.figure("payer-rate")]);
    let money = Some(context.record.money);
    let label = format!("按比例{payer}分担");
    figures.evaluated(id("payer-full"), label, Unit::Yuan, formula, money)?;
    let formula = Formula::Least(vec![context.figure("payer-full"), context.figure("rest")]);
    let value = totals.payer_share.to_exact();
    figures.computed(id("payer-share"), format!("{payer}分担"), Unit::Yuan, formula, value);
    Ok(())
}

/// What the reserve holds before it is drawn on.
fn drawable(context: &Context<'_>, figures: &mut Figures) -> Result<Formula, SettleError> {
    let mut terms = vec![context.figure("reserve-opening")];
    if context.has_provision() {
        terms.push(context.figure("provision"));
    }
    let id = context.id("drawable");
    let label = "可动用的风险保障基金";
    figures.evaluated(id, label, Unit::Yuan, Formula::Sum(terms), None)?;
    Ok(context.figure("drawable"))
}

fn surplus(
    context: &Context<'_>,
    figures: &mut Figures,
    totals: &ClosingFigures,
    closing: &Closing,
) -> Result<(), SettleError> {
    let rule = &closing.surplus;
    let id = |rest: &str| context.id(rest);
    if rule.to_reserve {
        let mut least = vec![context.figure("surplus")];
        if context.facts.plan.envelope(context.place).target.is_some() {
            let mut room = context.figure("reserve-target").minus(drawable(context, figures)?);
            if context.record.appraisal_loss == AppraisalLoss::Reserve {
                room = room.minus(context.figure("appraisal-loss"));
            }
            least.push(Formula::Greatest(vec![room, Formula::Value(Money::ZERO.to_exact())]));
        }
        let value = totals.to_reserve.to_exact();
        let label = "结余转入风险保障基金";
        let formula = Formula::Least(least);
        let figure = figures.computed(id("to-reserve"), label, Unit::Yuan, formula, value);
        figure.cite(rule.cite.clone());
    }
    let SurplusRest::Retain(_) = rule.rest else {
        let why = format!("结余不由{}留用", context.terms().payee);
        unchanged(context, figures, why);
        return Ok(());
    };
    let mut rest = context.figure("surplus");
    if rule.to_reserve {
        rest = rest.minus(context.figure("to-reserve"));
    }
    figures.evaluated(id("rest"), "转入后的结余", Unit::Yuan, rest, None)?;
    if let Some(rate) = context.facts.plan.envelope(context.place).retained {
        let value = rate.value.to_exact();
        figures.given(id("retained-rate"), "结余留用比例", Unit::Factor, value).cite_value(rate);
    }
    let formula = Formula::Product(vec![context.figure("rest"), context.figure("retained-rate")]);
    let money = Some(context.record.money);
    figures.evaluated(id("retained-full"), "按比例留用", Unit::Yuan, formula, money)?;
    let formula = Formula::Least(vec![context.figure("retained-full"), context.figure("rest")]);
    let value = totals.retained.to_exact();
    figures.computed(id("all-retained"), "结余留用合计", Unit::Yuan, formula, value);
    let payee = context.settled.closed.of(context.payee);
    let Some(share) = payee.share else {
        unchanged(context, figures, "本期没有可留用的结余");
        return Ok(());
    };
    let of = ["all-retained", "entitlement", "demand"].map(|rest| context.figure(rest));
    let value = (share, payee.retained.to_exact());
    let label = format!("本{}留用的结余", context.terms().payee);
    let figure = share_figure(figures, id("retained"), label, of, value)?;
    figure.cite(rule.cite.clone());
    let formula = Formula::Sum(vec![context.figure("entitlement"), context.figure("retained")]);
    let amount = context.settled.closed.amounts[context.payee].to_exact();
    figures.computed(id("closed"), "结算额", Unit::Yuan, formula, amount);
    Ok(())
}
