//! Stages 5 and 6 explained: what the payee is owed, and by category.

use super::share::share_figure;
use super::{Context, Figures, Run};
use crate::formula::Formula;
use crate::scheme::{AppraisalLoss, Terms};
use crate::settle::SettleError;
use crate::settle::appraise::Coefficients;
use crate::settle::breakdown::break_down;
use crate::settle::price::Priced;
use crate::statement::Unit;

pub(super) fn explain(context: &Context<'_>, figures: &mut Figures) -> Result<(), SettleError> {
    let entitled = &context.settled.entitled.payees[context.payee];
    let money = context.record.money;
    let value = value_before_appraisal(context);
    let before = (money, entitled.before_appraisal.to_exact());
    let id = context.id("before-appraisal");
    figures.rounded(id, "评价前金额", Unit::Yuan, value.clone(), before)?;

    let after = value_after_appraisal(context);
    let amount = entitled.amount.to_exact();
    let id = context.id("entitlement");
    let label = "应付额";
    let figure = if let Some(share) = entitled.share {
        let weight = context.id("appraised-equivalents");
        let formula = appraised_equivalents(context);
        figures.evaluated(weight, "评价后工作当量", Unit::Equivalents, formula, None)?;
        let of = ["distributable", "appraised-equivalents", "all-equivalents"];
        share_figure(figures, id, label, of.map(|rest| context.figure(rest)), (share, amount))?
    } else {
        figures.rounded(id, label, Unit::Yuan, after, (money, amount))?
    };
    figure.cite(context.record.cite.clone());
    if context.record.appraisal.is_some() {
        let Terms { payer, payee } = context.terms();
        figure.note(match context.record.appraisal_loss {
            AppraisalLoss::Treasury => format!("因绩效评价少付的资金退回{payer}"),
            AppraisalLoss::Reserve => "因绩效评价少付的资金转入风险保障基金".to_owned(),
            AppraisalLoss::Redistributed => format!("因绩效评价少付的资金在各{payee}间重新分配"),
        });
    }
    Ok(())
}

/// `E × p`, or the sum over the parts of the period where the announced price changes.
fn value_before_appraisal(context: &Context<'_>) -> Formula {
    match &context.settled.price {
        Priced::Worth => context.figure(context.words().id),
        Priced::Derived { .. } | Priced::Published { .. } => {
            Formula::Product(vec![context.figure("equivalents"), context.figure("price")])
        }
        Priced::Announced(_) => {
            let parts = context.runs().into_iter().map(|run| {
                let figures = [Some(&run.measured), run.price.as_ref()].into_iter().flatten();
                Formula::Product(figures.map(|rest| context.figure(rest)).collect())
            });
            Formula::Sum(parts.collect())
        }
    }
}

/// `E × p × c`, or the sum over the parts of the period where the coefficient changes.
fn value_after_appraisal(context: &Context<'_>) -> Formula {
    let one =
        matches!(context.settled.appraised[context.payee].coefficient, Coefficients::Whole(_));
    if one {
        let mut factors = match value_before_appraisal(context) {
            Formula::Product(factors) => factors,
            other => vec![other],
        };
        factors.push(context.figure("coefficient"));
        return Formula::Product(factors);
    }
    let part = |run: Run| {
        let figures = [Some(&run.measured), run.price.as_ref(), Some(&run.coefficient)];
        let figures = figures.into_iter().flatten();
        Formula::Product(figures.map(|rest| context.figure(rest)).collect())
    };
    Formula::Sum(context.runs().into_iter().map(part).collect())
}

/// `E × c`, or the sum over the parts of the period where the coefficient changes.
fn appraised_equivalents(context: &Context<'_>) -> Formula {
    if !context.tells_runs_apart() {
        let factors = ["equivalents", "coefficient"];
        return Formula::Product(factors.map(|rest| context.figure(rest)).to_vec());
    }
    let part = |run: Run| {
        let figures = [&run.measured, &run.coefficient];
        Formula::Product(figures.map(|rest| context.figure(rest)).to_vec())
    };
    Formula::Sum(context.runs().into_iter().map(part).collect())
}

/// Stage 6: the entitlement apportioned over categories by equivalents.
pub(super) fn explain_categories(
    context: &Context<'_>,
    figures: &mut Figures,
) -> Result<(), SettleError> {
    let entitled = &context.settled.entitled.payees[context.payee];
    let measured = context.settled.measured.of(context.payee);
    let parts = break_down(&context.record.code, entitled.amount, measured.by_category)?;
    let categories = context.facts.scheme.categories_of(context.place);
    for ((_, category), (amount, share)) in categories.zip(parts) {
        let id = context.id(&format!("category/{}", category.code));
        let label = format!("{}：应付额", category.name);
        let amount = amount.to_exact();
        if measured.total.exact().is_zero() {
            let note = format!("没有{}", context.words().label);
            figures.given(id, label, Unit::Yuan, amount).note(note);
            continue;
        }
        let measured = context.words().id;
        let weight = format!("{measured}/{}", category.code);
        let of = ["entitlement", &weight, measured].map(|rest| context.figure(rest));
        share_figure(figures, id, label, of, (share, amount))?;
    }
    Ok(())
}
