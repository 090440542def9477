//! Stages 5 and 6 explained: what the payee is owed, and by category.

use super::{Context, Figures};
use crate::exact::{Exact, Share};
use crate::formula::Formula;
use crate::scheme::AppraisalLoss;
use crate::settle::SettleError;
use crate::settle::breakdown::break_down;
use crate::settle::price::Priced;
use crate::statement::{Figure, Unit};

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let entitled = &context.settled.entitled.payees[context.payee];
    let money = context.record.money;
    let value = value_before_appraisal(context);
    let before = (money, entitled.before_appraisal.to_exact());
    let id = context.id("before-appraisal");
    figures.rounded(id, "评价前金额", Unit::Yuan, value.clone(), before)?;

    let amount = entitled.amount.to_exact();
    let id = context.id("entitlement");
    let label = "应付额";
    let figure = if let Some(share) = entitled.share {
        let weight = context.id("appraised-equivalents");
        let formula =
            Formula::Product(vec![context.figure("equivalents"), context.figure("coefficient")]);
        figures.evaluated(weight, "评价后工作当量", Unit::Equivalents, formula, None)?;
        let of = ["distributable", "appraised-equivalents", "all-equivalents"];
        share_figure(figures, id, label, of.map(|rest| context.figure(rest)), (share, amount))?
    } else {
        let formula = Formula::Product(vec![value, context.figure("coefficient")]);
        figures.rounded(id, label, Unit::Yuan, formula, (money, amount))?
    };
    figure.cite(context.record.cite.clone());
    if context.record.appraisal.is_some() {
        figure.note(match context.record.appraisal_loss {
            AppraisalLoss::Treasury => "因绩效评价少付的资金退回财政",
            AppraisalLoss::Reserve => "因绩效评价少付的资金转入风险保障基金",
            AppraisalLoss::Redistributed => "因绩效评价少付的资金在各机构间重新分配",
        });
    }
    Ok(())
}

/// `E × p`, or the sum over the parts of the period where the announced price changes.
fn value_before_appraisal(context: &Context<'_>) -> Formula {
    let Priced::Announced(_) = &context.settled.price else {
        return Formula::Product(vec![context.figure("equivalents"), context.figure("price")]);
    };
    let plan = &context.facts.plan;
    let runs = plan.price_runs(context.place).into_iter();
    let parts = runs.filter_map(|(run, _)| plan.days(&run)).map(|days| {
        Formula::Product(vec![
            context.figure(&format!("equivalents-from/{}", days.from())),
            context.figure(&format!("price-from/{}", days.from())),
        ])
    });
    Formula::Sum(parts.collect())
}

/// Stage 6: the entitlement apportioned over categories by equivalents.
pub(super) fn explain_categories(
    context: &Context<'_>,
    figures: &mut Figures,
) -> Result<(), SettleError> {
    let entitled = &context.settled.entitled.payees[context.payee];
    let measured = &context.settled.measured[context.payee];
    let parts = break_down(&context.record.code, entitled.amount, measured.by_category.iter())?;
    let categories = context.facts.scheme.categories_of(context.place);
    for ((_, category), (amount, share)) in categories.zip(parts) {
        let id = context.id(&format!("category/{}", category.code));
        let label = format!("{}：应付额", category.name);
        let amount = amount.to_exact();
        if measured.total.exact().is_zero() {
            figures.given(id, label, Unit::Yuan, amount).note("没有工作当量");
            continue;
        }
        let weight = format!("equivalents/{}", category.code);
        let of = ["entitlement", &weight, "equivalents"].map(|rest| context.figure(rest));
        share_figure(figures, id, label, of, (share, amount))?;
    }
    Ok(())
}

/// A part of an apportionment: of an amount, by a weight, over a total.
fn share_figure(
    figures: &mut Figures,
    id: String,
    label: impl Into<String>,
    [amount, weight, total]: [Formula; 3],
    (share, value): (Share, Exact),
) -> Result<&mut Figure, SettleError> {
    let exact = Formula::Product(vec![amount.clone(), weight.clone()]).over(total.clone());
    let exact = figures.evaluate(&id, &exact)?;
    let formula = Formula::Share {
        amount: Box::new(amount),
        weight: Box::new(weight),
        total: Box::new(total),
        leftover: share.leftover,
        rank: share.rank,
    };
    let figure = figures.computed(id, label, Unit::Yuan, formula, value);
    Ok(figure.note(remainder_note(share, &exact)))
}

fn remainder_note(share: Share, exact: &Exact) -> String {
    let Share { leftover, rank } = share;
    let outcome = if rank < leftover { "加1分" } else { "不加" };
    format!(
        "最大余数法：取整前{exact}元，各份舍去到分后余{leftover}分，本份余数排第{}，{outcome}",
        rank + 1
    )
}
