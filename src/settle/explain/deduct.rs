//! Stage 9 explained: what the payee has to give back, and what of it is deducted.

use super::{Context, Figures};
use crate::facts::{Cause, Consequence, Finding};
use crate::formula::Formula;
use crate::settle::SettleError;
use crate::settle::deduct::Deduction;
use crate::settle::price::Priced;
use crate::settle::sums::Sums;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let settled = &context.settled.deducted;
    let (left, deductions) = (settled.left[context.payee], settled.of(context.payee));
    let sums = Sums(&context.record.code);
    let all = sums.total(deductions.iter().map(|deduction| deduction.deducted))?;
    let coming = ["owed-paid", "closed", "released"].map(|rest| context.figure(rest));
    let formula = Formula::Sum(coming.to_vec()).minus(context.figure("withheld"));
    let value = sums.plus(left, all)?.to_exact();
    figures.computed(context.id("available"), "核减前可支付额", Unit::Yuan, formula, value);

    let mut before: Vec<Formula> = Vec::new();
    for (index, deduction) in deductions.iter().enumerate() {
        let rest = |what: &str| format!("deduction/{}/{what}", index + 1);
        let label = label(context, deduction);
        due(context, figures, deduction, (&rest("due"), &label))?;
        let mut left = context.figure("available");
        if !before.is_empty() {
            left = left.minus(Formula::Sum(before.clone()));
        }
        let formula = Formula::Least(vec![context.figure(&rest("due")), left]);
        let id = context.id(&rest("deducted"));
        let value = deduction.deducted.to_exact();
        let figure = figures.computed(id, format!("{label}：本期核减"), Unit::Yuan, formula, value);
        let rule = match deduction.origin.cause {
            Cause::Finding { .. } => context.record.deductions.as_ref().map(|rule| &rule.cite),
            Cause::Advances {} => context.record.advances.as_ref().map(|rule| &rule.cite),
        };
        if let Some(cite) = rule {
            figure.cite(cite.clone());
        }
        before.push(context.figure(&rest("deducted")));
        if deduction.carried_forward > Money::ZERO {
            let formula = context.figure(&rest("due")).minus(context.figure(&rest("deducted")));
            let id = context.id(&rest("carried-forward"));
            let label = format!("{label}：结转下期");
            figures.evaluated(id, label, Unit::Yuan, formula, None)?;
        }
    }
    let value = all.to_exact();
    let id = context.id("deducted");
    let figure = figures.computed(id, "核减合计", Unit::Yuan, Formula::Sum(before), value);
    if deductions.is_empty() {
        figure.note("本期没有核减事项");
    }
    Ok(())
}

/// What people call a claim: the kind of finding and its code, and its period if it is older.
fn label(context: &Context<'_>, deduction: &Deduction) -> String {
    let origin = &deduction.origin;
    let what = match &origin.cause {
        Cause::Advances {} => "预拨超付".to_owned(),
        Cause::Finding { code } => match finding(context, deduction) {
            Some(finding) => format!("{}（{code}）", finding.kind.name),
            None => format!("核查核减（{code}）"),
        },
    };
    if origin.period == context.facts.period {
        return what;
    }
    format!("{}至{}{what}", origin.period.from(), origin.period.last_day())
}

/// The finding of this period that a deduction comes from.
fn finding<'c>(context: &'c Context<'_>, deduction: &Deduction) -> Option<&'c Finding<'c>> {
    let Cause::Finding { code } = &deduction.origin.cause else { return None };
    if deduction.origin.period != context.facts.period {
        return None;
    }
    context.facts.findings[context.payee].iter().find(|finding| finding.code == *code)
}

/// How much a payee has to give back.
fn due(
    context: &Context<'_>,
    figures: &mut Figures,
    deduction: &Deduction,
    (rest, label): (&str, &str),
) -> Result<(), SettleError> {
    let (id, value) = (context.id(rest), deduction.due.to_exact());
    let amount = format!("{label}：应核减");
    let Some(finding) = finding(context, deduction) else {
        figures.given(id, amount, Unit::Yuan, value).note("上期结转");
        return Ok(());
    };
    match &finding.consequence {
        Consequence::Disallow { item, days, volume, multiple } => {
            let facts = context.facts;
            let part = |what: &str| format!("{rest}/{what}");
            let record = &facts.scheme.items[*item];
            let name = format!("{}（{}至{}）", record.name, days.from(), days.last_day());
            let id_of = |what: &str| context.id(&part(what));
            let given = |what: &str| context.figure(&part(what));
            let mut factors = vec![given("volume"), given("multiple")];
            let group = facts.payees[context.payee].group;
            let text = format!("{name}：不认可量");
            figures.given(id_of("volume"), text, Unit::Volume, volume.to_exact());
            if let Ok(rate) = facts.plan.rate(group, *item, days.from()) {
                if let Some(worth) = &context.words().worth {
                    let text = format!("{name}：{}", worth.label);
                    let value = rate.weight.to_exact();
                    let figure = figures.given(id_of(worth.id), text, worth.unit, value);
                    figure.cite_value(rate.weights);
                    factors.push(given(worth.id));
                }
                if let Some(difficulty) = rate.difficulty {
                    let text = format!("{name}：难度系数");
                    let value = difficulty.value.to_exact();
                    let figure = figures.given(id_of("difficulty"), text, Unit::Factor, value);
                    figure.cite_value(difficulty);
                    factors.push(given("difficulty"));
                }
            }
            let text = format!("{label}：倍数");
            let value_of = multiple.value.to_exact();
            let figure = figures.given(id_of("multiple"), text, Unit::Factor, value_of);
            figure.cite_value(multiple);
            factors.extend(price_figure(context, facts.plan.segment_of(days.from())));
            let formula = Formula::Product(factors);
            let rounding = context.record.money;
            let figure = figures.rounded(id, amount, Unit::Yuan, formula, (rounding, value))?;
            figure.cite(finding.kind.cite.clone());
            figure.note("按不认可量的价值计，不乘绩效评价系数，不受上限与阶梯影响");
        }
        Consequence::Amount { fixed, .. } => {
            let figure = figures.given(id, amount, Unit::Yuan, value);
            figure.cite(finding.kind.cite.clone());
            if let Some(fixed) = fixed {
                figure.cite_value(fixed);
            }
        }
        Consequence::Veto { .. } => {}
    }
    Ok(())
}

/// The price that holds in a segment; none where what was counted is worth its quota, or itself.
fn price_figure(context: &Context<'_>, segment: usize) -> Option<Formula> {
    match &context.settled.price {
        Priced::Worth => return None,
        Priced::Derived { .. } | Priced::Published { .. } => return Some(context.figure("price")),
        Priced::Announced(_) => {}
    }
    let plan = &context.facts.plan;
    let runs = plan.price_runs(context.place);
    let (run, _) = runs.iter().find(|(run, _)| run.contains(&segment))?;
    Some(context.figure(&format!("price-from/{}", plan.days(run)?.from())))
}
