//! Stage 10 explained: payable, instalments, advances and balance.

use super::share::share_figure;
use super::{Context, Figures};
use crate::exact::Exact;
use crate::formula::Formula;
use crate::scheme::{Base, Excess, InstalmentPlan};
use crate::settle::SettleError;
use crate::settle::pay::PlannedPayee;
use crate::statement::Unit;
use crate::units::Money;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let paid = &context.settled.paid.payees[context.payee];
    let mut formula = context.figure("available").minus(context.figure("deducted"));
    if let Some(recorded) = &context.record.recorded {
        let id = context.id("recorded");
        let (closed, value) = (context.figure("closed"), paid.recorded.to_exact());
        let label = format!("由{}支付", recorded.by);
        figures.computed(id, label, Unit::Yuan, closed, value).cite(recorded.cite.clone());
        formula = formula.minus(context.figure("recorded"));
    }
    let value = paid.payable.to_exact();
    figures.computed(context.id("payable"), "应支付额", Unit::Yuan, formula, value);
    let rules = context.record.advances.as_ref();
    if let (Some(plan), Some(planned)) =
        (rules.and_then(|advances| advances.plan.as_ref()), &paid.plan)
    {
        instalments(context, figures, plan, planned)?;
    }

    let advances = context.facts.advances[context.payee].iter();
    let mut terms = Vec::new();
    for advance in advances.filter(|advance| advance.channel == context.place) {
        let rest = format!("advance/{}", advance.code);
        let label = format!("预拨（{}，{}）", advance.date, advance.code);
        let value = advance.amount.to_exact();
        figures.given(context.id(&rest), label, Unit::Yuan, value);
        terms.push(context.figure(&rest));
    }
    let none = terms.is_empty();
    let value = paid.advanced.to_exact();
    let id = context.id("advanced");
    let figure = figures.computed(id, "已预拨", Unit::Yuan, Formula::Sum(terms), value);
    if none {
        figure.note("本期没有预拨");
    }
    if let Some(rules) = rules {
        figure.cite(rules.cite.clone());
    }
    let formula = context.figure("payable").minus(context.figure("advanced"));
    let value = paid.balance.to_exact();
    let figure = figures.computed(context.id("balance"), "清算差额", Unit::Yuan, formula, value);
    let payee = context.terms().payee;
    match rules.map(|rules| rules.excess) {
        _ if !paid.balance.is_negative() => figure.note(format!("应补付给{payee}")),
        Some(Excess::CarryForward) => figure.note("预拨超过应支付额，结转下期核减"),
        Some(Excess::Recover) | None => figure.note(format!("预拨超过应支付额，由{payee}退回")),
    };
    if paid.carried_forward > Money::ZERO {
        let none = Formula::Value(Exact::zero());
        let formula = none.minus(context.figure("balance"));
        let id = context.id("carried-forward");
        let value = paid.carried_forward.to_exact();
        figures.computed(id, "结转下期的预拨超付", Unit::Yuan, formula, value);
    }
    Ok(())
}

/// The instalments: the base, apportioned over the shares.
fn instalments(
    context: &Context<'_>,
    figures: &mut Figures,
    plan: &InstalmentPlan,
    planned: &PlannedPayee,
) -> Result<(), SettleError> {
    let label = match plan.base {
        Base::Budget => "预拨基数（本期预算）",
        Base::PreviousEntitlement => "预拨基数（上期应付额）",
    };
    figures.given(context.id("base"), label, Unit::Yuan, planned.base.to_exact());
    for instalment in &planned.instalments {
        let record = &plan.instalments[instalment.due.record];
        let rest = format!("instalment/{}", record.code);
        let id = context.id(&format!("{rest}/share"));
        let label = format!("{}：占基数比例", record.name);
        let share = record.share.to_exact();
        figures.given(id, label, Unit::Factor, share).cite(record.cite.clone());
        let share = context.figure(&format!("{rest}/share"));
        let of = [context.figure("base"), share, Formula::Value(Exact::one())];
        let label = format!("{}：应预拨", record.name);
        let value = (instalment.share, instalment.amount.to_exact());
        let figure = share_figure(figures, context.id(&rest), label, of, value)?;
        figure.note(format!("应于{}前预拨", instalment.due.date));
        for (transfer, by) in plan.transfers.iter().zip(&instalment.due.deadlines) {
            figure.note(format!("{}最迟{by}", transfer.name)).cite(transfer.cite.clone());
        }
        figure.note(format!("已预拨{}元", instalment.paid));
    }
    Ok(())
}
