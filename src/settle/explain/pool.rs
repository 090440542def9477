//! Stage 2 explained: the lines of the pool, the provision, what was still owed, and what is
//! distributable.

use super::share::share_figure;
use super::{Context, Figures, lines};
use crate::formula::Formula;
use crate::scheme::ProvisionInForce;
use crate::settle::SettleError;
use crate::settle::pool::Pool;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    reserve(context, figures);
    let Some(pool) = &context.settled.pool else { return owed(context, figures, None) };
    lines::explain(context, figures, pool)?;
    let provision = provision(context, figures, pool.provision)?;
    owed(context, figures, Some(pool))?;
    let mut distributable = context.figure("pool");
    if let Some(provision) = &provision {
        distributable = distributable.minus(provision.clone());
    }
    if pool.owed_paid > Money::ZERO {
        distributable = distributable.minus(context.figure("all-owed-paid"));
    }
    let figure = figures.computed(
        context.id("distributable"),
        "可分配资金",
        Unit::Yuan,
        distributable,
        pool.distributable.to_exact(),
    );
    if provision.is_none() {
        figure.note("本渠道未设风险金预提");
    }
    Ok(())
}

/// The balance of the reserve at the beginning, and its target.
fn reserve(context: &Context<'_>, figures: &mut Figures) {
    let Some(reserve) = &context.record.reserve else { return };
    let opening = context.facts.opening.reserve(context.place);
    let id = context.id("reserve-opening");
    let label = "风险保障基金期初余额";
    figures.given(id, label, Unit::Yuan, opening.to_exact()).cite(reserve.cite.clone());
    if let Some(target) = context.facts.plan.envelope(context.place).target {
        let id = context.id("reserve-target");
        let figure = figures.given(id, "风险保障基金目标余额", Unit::Yuan, target.value.to_exact());
        figure.cite_value(target);
    }
}

/// What the payee was still owed from the period before, and what of it is paid.
fn owed(
    context: &Context<'_>,
    figures: &mut Figures,
    pool: Option<&Pool>,
) -> Result<(), SettleError> {
    let owed = context.settled.owed.of(context.payee);
    let payee = context.terms().payee;
    if owed.before > Money::ZERO {
        let id = context.id("owed-before");
        figures.given(id, "上期结转欠付", Unit::Yuan, owed.before.to_exact());
    }
    let paid = owed.paid.to_exact();
    let id = context.id("owed-paid");
    let label = "本期补付欠付";
    match (owed.share, pool) {
        _ if owed.before == Money::ZERO => {
            figures.given(id, label, Unit::Yuan, paid).note("无上期结转欠付");
        }
        (Some(share), Some(pool)) => {
            let all = &context.facts.opening.owed[context.place];
            let all = Money::checked_sum(all.iter().copied()).unwrap_or_default().to_exact();
            let all_id = context.id("all-owed-before");
            figures.given(all_id, format!("全部{payee}上期结转欠付合计"), Unit::Yuan, all);
            let mut left = context.figure("pool");
            if context.has_provision() {
                left = left.minus(context.figure("provision"));
            }
            let left_id = context.id("owed-money");
            let value = pool.owed_paid.to_exact();
            figures.computed(left_id, "可用于补付欠付的资金", Unit::Yuan, left, value);
            let of = ["owed-money", "owed-before", "all-owed-before"];
            share_figure(figures, id, label, of.map(|rest| context.figure(rest)), (share, paid))?;
        }
        _ => {
            let formula = context.figure("owed-before");
            figures.computed(id, label, Unit::Yuan, formula, paid).note("先于本期应付额足额补付");
        }
    }
    if let Some(pool) = pool.filter(|pool| pool.owed_paid > Money::ZERO) {
        let id = context.id("all-owed-paid");
        let paid = pool.owed_paid.to_exact();
        figures.given(id, format!("全部{payee}本期补付欠付合计"), Unit::Yuan, paid);
    }
    Ok(())
}

/// The provision, where the channel has one.
fn provision(
    context: &Context<'_>,
    figures: &mut Figures,
    value: Money,
) -> Result<Option<Formula>, SettleError> {
    let envelope = context.facts.plan.envelope(context.place);
    let Some(provision) = &envelope.provision else { return Ok(None) };
    match provision {
        ProvisionInForce::Rate(rate) => {
            let id = context.id("provision-rate");
            let figure = figures.given(id, "风险金预提比例", Unit::Factor, rate.value.to_exact());
            figure.cite_value(rate);
            let formula =
                Formula::Product(vec![context.figure("pool"), context.figure("provision-rate")]);
            figures.evaluated(
                context.id("provision-full"),
                "按比例应预提",
                Unit::Yuan,
                formula,
                Some(context.record.money),
            )?;
        }
        ProvisionInForce::Amount(amount) => {
            lines::period_amount(context, figures, "provision-full", "应预提", amount)?;
        }
    }
    let mut least = vec![context.figure("provision-full"), context.figure("pool")];
    if envelope.target.is_some() {
        let room = context.figure("reserve-target").minus(context.figure("reserve-opening"));
        let room = Formula::Greatest(vec![room, Formula::Value(Money::ZERO.to_exact())]);
        let id = context.id("reserve-room");
        figures.evaluated(id, "距目标余额", Unit::Yuan, room, None)?;
        least.push(context.figure("reserve-room"));
    }
    let id = context.id("provision");
    let formula = Formula::Least(least);
    let figure = figures.computed(id, "风险金预提", Unit::Yuan, formula, value.to_exact());
    if envelope.target.is_none() {
        figure.note("未设目标余额，不封顶");
    }
    Ok(Some(context.figure("provision")))
}
