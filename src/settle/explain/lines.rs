//! Stage 2 explained: the lines of the pool, and the pool.

use super::share::share_figure;
use super::{Context, Figures};
use crate::formula::Formula;
use crate::scheme::{LineInForce, PeriodAmount, PoolLineKind};
use crate::settle::SettleError;
use crate::settle::pool::Pool;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(
    context: &Context<'_>,
    figures: &mut Figures,
    pool: &Pool,
) -> Result<(), SettleError> {
    let in_force = &context.facts.plan.envelope(context.place).lines;
    let records = || context.record.pool.iter().zip(in_force).zip(&pool.lines);
    let is_rate = |line: &LineInForce<'_>| matches!(line, LineInForce::Rate(_));
    let sum = |kind, rates: bool| {
        let lines = records()
            .filter(|((record, line), _)| record.kind == kind && (rates || !is_rate(line)));
        let figures =
            lines.map(|((record, _), _)| context.figure(&format!("pool/{}", record.code)));
        Formula::Sum(figures.collect())
    };
    for (place, ((record, line), value)) in records().enumerate() {
        let sign = match record.kind {
            PoolLineKind::Source => "来源",
            PoolLineKind::CarveOut => "扣除",
            PoolLineKind::Limit => "上限",
        };
        let (rest, label) = (format!("pool/{}", record.code), format!("{sign}：{}", record.name));
        match line {
            LineInForce::Amount(amount) => period_amount(context, figures, &rest, &label, amount)?,
            LineInForce::Stated { cite } => {
                stated(context, figures, place, (&rest, &label), *value).cite(*cite);
            }
            // Rates are of what the others leave: below.
            LineInForce::Rate(_) => {}
        }
    }
    if records().any(|((_, line), _)| is_rate(line)) {
        let base = sum(PoolLineKind::Source, false).minus(sum(PoolLineKind::CarveOut, false));
        let id = context.id("rate-base");
        figures.evaluated(id, "按比例扣除的基数", Unit::Yuan, base, None)?;
    }
    for ((record, line), value) in records() {
        let LineInForce::Rate(rate) = line else { continue };
        let id = context.id(&format!("pool-rate/{}", record.code));
        let label = format!("{}：比例", record.name);
        figures.given(id, label, Unit::Factor, rate.value.to_exact()).cite_value(rate);
        let factors = ["rate-base".to_owned(), format!("pool-rate/{}", record.code)];
        let formula = Formula::Product(factors.map(|rest| context.figure(&rest)).to_vec());
        let id = context.id(&format!("pool/{}", record.code));
        let (label, value) = (format!("扣除：{}", record.name), value.to_exact());
        figures.rounded(id, label, Unit::Yuan, formula, (context.record.money, value))?;
    }
    let mut computed = |rest: &str, label: &str, formula: Formula, value: Money| {
        figures.computed(context.id(rest), label, Unit::Yuan, formula, value.to_exact());
    };
    computed("sources", "资金来源合计", sum(PoolLineKind::Source, true), pool.sources);
    computed("carve-outs", "扣除合计", sum(PoolLineKind::CarveOut, true), pool.carve_outs);
    let mut left = context.figure("sources").minus(context.figure("carve-outs"));
    if let Some(limit) = context.record.pool.iter().find(|line| line.kind == PoolLineKind::Limit) {
        let limit = context.figure(&format!("pool/{}", limit.code));
        left = Formula::Least(vec![left, limit]);
    }
    computed("pool", "可用资金", left, pool.available);
    if pool.beyond_limit > Money::ZERO {
        let beyond = context.figure("sources").minus(context.figure("carve-outs"));
        let beyond = beyond.minus(context.figure("pool"));
        let label = format!("超出上限，留存{}", context.terms().payer);
        computed("beyond-limit", &label, beyond, pool.beyond_limit);
    }
    Ok(())
}

/// A line that the facts state, with each amount that it is made of.
fn stated<'f>(
    context: &Context<'_>,
    figures: &'f mut Figures,
    line: usize,
    (rest, label): (&str, &str),
    value: Money,
) -> &'f mut crate::statement::Figure {
    let mut parts = Vec::new();
    let entries = context.facts.pool_amounts[context.place][line].iter();
    for (place, entry) in entries.enumerate() {
        let of = entry.payee.map(|payee| context.facts.payees[payee].name.as_str());
        let of = of.map_or(String::new(), |name| format!("（{name}）"));
        let id = context.id(&format!("{rest}/{}", place + 1));
        let figure =
            figures.given(id.clone(), format!("{label}{of}"), Unit::Yuan, entry.amount.to_exact());
        figure.cite(entry.cite.clone());
        parts.push(Formula::figure(id));
    }
    let formula = Formula::Sum(parts);
    figures.computed(context.id(rest), label, Unit::Yuan, formula, value.to_exact())
}

/// An amount for the period; where the scheme changes inside it, the part that falls to this part.
pub(super) fn period_amount(
    context: &Context<'_>,
    figures: &mut Figures,
    rest: &str,
    label: &str,
    amount: &PeriodAmount<'_>,
) -> Result<(), SettleError> {
    let (id, stated) = (context.id(rest), amount.stated.value.to_exact());
    let Some(part) = &amount.part else {
        figures.given(id, label, Unit::Yuan, stated).cite_value(amount.stated);
        return Ok(());
    };
    let whole = format!("{id}/whole");
    let figure = figures.given(whole.clone(), format!("{label}（全期）"), Unit::Yuan, stated);
    figure.cite_value(amount.stated);
    let of = [
        Formula::figure(whole),
        Formula::Value(part.weight.clone()),
        Formula::Value(part.total.clone()),
    ];
    let value = amount.value.to_exact();
    share_figure(figures, id, label, of, (part.share, value))?.note("实施方案期中更替，按期分割");
    Ok(())
}
