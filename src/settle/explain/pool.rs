//! Stage 2 explained: the lines of the pool, the provision, and what is distributable.

use super::{Context, Figures};
use crate::formula::Formula;
use crate::scheme::{PoolLineKind, SizeInForce};
use crate::settle::SettleError;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let Some(pool) = &context.settled.pool else { return Ok(()) };
    let envelope = context.facts.plan.envelope(context.place);
    let lines = |kind| {
        let lines = context.record.pool.iter().filter(move |line| line.kind == kind);
        let figures = lines.map(|line| context.figure(&format!("pool/{}", line.code)));
        Formula::Sum(figures.collect())
    };
    for (line, amount) in context.record.pool.iter().zip(&envelope.amounts) {
        let sign = match line.kind {
            PoolLineKind::Source => "来源",
            PoolLineKind::CarveOut => "扣除",
        };
        let id = context.id(&format!("pool/{}", line.code));
        let label = format!("{sign}：{}", line.name);
        figures.given(id, label, Unit::Yuan, amount.value.to_exact()).cite_value(amount);
    }
    let mut computed = |rest: &str, label: &str, formula: Formula, value: Money| {
        figures.computed(context.id(rest), label, Unit::Yuan, formula, value.to_exact());
    };
    computed("sources", "资金来源合计", lines(PoolLineKind::Source), pool.sources);
    computed("carve-outs", "扣除合计", lines(PoolLineKind::CarveOut), pool.carve_outs);
    let formula = context.figure("sources").minus(context.figure("carve-outs"));
    computed("pool", "购买服务可用资金", formula, pool.available);

    let distributable = match provision(context, figures, pool.provision)? {
        None => context.figure("pool"),
        Some(provision) => context.figure("pool").minus(provision),
    };
    let figure = figures.computed(
        context.id("distributable"),
        "可分配资金",
        Unit::Yuan,
        distributable,
        pool.distributable.to_exact(),
    );
    if context.record.provision.is_none() {
        figure.note("本渠道未设风险金预提");
    }
    Ok(())
}

/// The provision, where the channel has one.
fn provision(
    context: &Context<'_>,
    figures: &mut Figures,
    value: Money,
) -> Result<Option<Formula>, SettleError> {
    let Some(provision) = &context.facts.plan.envelope(context.place).provision else {
        return Ok(None);
    };
    match &provision.size {
        SizeInForce::Rate(rate) => {
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
        SizeInForce::Amount(amount) => {
            let id = context.id("provision-full");
            let figure = figures.given(id, "应预提", Unit::Yuan, amount.value.to_exact());
            figure.cite_value(amount);
        }
    }
    let mut least = vec![context.figure("provision-full"), context.figure("pool")];
    if let Some(target) = provision.target {
        let id = context.id("reserve-target");
        let figure = figures.given(id, "风险保障基金目标余额", Unit::Yuan, target.value.to_exact());
        figure.cite_value(target);
        let opening = context.facts.openings[context.place].unwrap_or(Money::ZERO);
        let id = context.id("reserve-opening");
        figures.given(id, "风险保障基金期初余额", Unit::Yuan, opening.to_exact());
        let room = context.figure("reserve-target").minus(context.figure("reserve-opening"));
        let room = Formula::Greatest(vec![room, Formula::Value(Money::ZERO.to_exact())]);
        let id = context.id("reserve-room");
        figures.evaluated(id, "距目标余额", Unit::Yuan, room, None)?;
        least.push(context.figure("reserve-room"));
    }
    let id = context.id("provision");
    let formula = Formula::Least(least);
    let figure = figures.computed(id, "风险金预提", Unit::Yuan, formula, value.to_exact());
    if provision.target.is_none() {
        figure.note("未设目标余额，不封顶");
    }
    Ok(Some(context.figure("provision")))
}
