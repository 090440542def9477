//! Every figure of a statement with its name, to lay two statements side by side.

use std::collections::BTreeMap;

use super::Unit;
use super::figures::{ChannelFigures, PayeeFigures, PriceFigures, StatementFigures};
use crate::exact::Exact;
use crate::facts::{Cause, Origin};
use crate::units::{Coefficient, Equivalents, Money, Score};

/// A figure with its name and unit.
type Named = (String, Unit, Exact);

/// Figures by channel, payee and place.
type Places<'s> = BTreeMap<(&'s str, Option<&'s str>, usize, String), Named>;

/// The figures of all channels and payees that a correction can change.
pub(super) fn named(figures: &StatementFigures) -> Places<'_> {
    let payer = figures.scheme.terms().payer;
    let mut places = Places::new();
    for channel in &figures.channels {
        let code = channel.code.as_str();
        for (place, figure) in channel_figures(channel, payer).into_iter().enumerate() {
            places.insert((code, None, place, String::new()), figure);
        }
        for payee in &channel.payees {
            let of = Some(payee.code.as_str());
            let figures = payee_figures(payee);
            let count = figures.len();
            for (place, figure) in figures.into_iter().enumerate() {
                if let Some(figure) = figure {
                    places.insert((code, of, place, String::new()), figure);
                }
            }
            // What has a code of its own is found by it, in both statements.
            for (key, figure) in coded_figures(payee) {
                places.insert((code, of, count, key), figure);
            }
        }
    }
    places
}

fn yuan(name: impl Into<String>, amount: Money) -> Named {
    (name.into(), Unit::Yuan, amount.to_exact())
}

fn channel_figures(channel: &ChannelFigures, payer: &str) -> Vec<Named> {
    let mut figures: Vec<Named> = Vec::new();
    figures.extend(equivalents("工作当量", channel.equivalents.as_ref()));
    if let PriceFigures::Derived { price } | PriceFigures::Published { price, .. } = &channel.price
    {
        let price = price.exact().clone();
        figures.push(("单位当量购买标准".to_owned(), Unit::YuanPerEquivalent, price));
    }
    let reserve = channel.reserve.as_ref().map_or(Money::ZERO, |reserve| reserve.closing);
    figures.extend([
        yuan("应付额", channel.entitlement),
        yuan("因绩效评价少付", channel.appraisal_loss.amount),
        yuan("应支付额", channel.money.payable),
        yuan(format!("退回{payer}"), channel.money.treasury),
        yuan(format!("{payer}分担"), channel.money.payer_share),
        yuan("风险保障基金期末余额", reserve),
    ]);
    figures
}

/// Equivalents, where the channel buys them.
fn equivalents(name: impl Into<String>, value: Option<&Equivalents>) -> Option<Named> {
    value.map(|value| (name.into(), Unit::Equivalents, value.exact().clone()))
}

fn payee_figures(payee: &PayeeFigures) -> Vec<Option<Named>> {
    let factor = |name: &str, unit, value: Option<&Exact>| {
        value.map(|value| (name.to_owned(), unit, value.clone()))
    };
    vec![
        equivalents("工作当量", payee.equivalents.as_ref()),
        factor("绩效评价得分", Unit::Score, payee.score.as_ref().map(Score::exact)),
        factor("绩效评价系数", Unit::Factor, payee.coefficient.as_ref().map(Coefficient::exact)),
        Some(yuan("评价前金额", payee.before_appraisal)),
        Some(yuan("应付额", payee.entitlement)),
        Some(yuan("承担超支", payee.borne)),
        Some(yuan("结余留用", payee.retained)),
        Some(yuan("结算额", payee.closed)),
        Some(yuan("补付欠付", payee.owed_paid)),
        Some(yuan("结转欠付", payee.owed_after)),
        Some(yuan("风险金计提", payee.withheld)),
        Some(yuan("风险金返还", payee.released)),
        Some(yuan("核减", payee.deducted)),
        Some(yuan("由其他付费方支付", payee.recorded)),
        Some(yuan("应支付额", payee.payable)),
        Some(yuan("已预拨", payee.advanced)),
        Some(yuan("清算差额", payee.balance)),
        payee.plan.as_ref().map(|plan| yuan("预拨基数", plan.base)),
    ]
}

/// What has a code of its own: rounds, categories, items, deductions and instalments.
fn coded_figures(payee: &PayeeFigures) -> Vec<(String, Named)> {
    let mut figures = Vec::new();
    for round in &payee.rounds {
        let (code, name) = (&round.code, &round.name);
        let score = (format!("{name}：绩效评价得分"), Unit::Score, round.score.exact().clone());
        figures.push((format!("round/{code}/score"), score));
        if let Some(coefficient) = &round.coefficient {
            let value = coefficient.exact().clone();
            let coefficient = (format!("{name}：绩效评价系数"), Unit::Factor, value);
            figures.push((format!("round/{code}/coefficient"), coefficient));
        }
    }
    for category in &payee.categories {
        let (code, name) = (&category.code, &category.name);
        let named = equivalents(format!("{name}：工作当量"), category.equivalents.as_ref());
        figures.extend(named.map(|named| (format!("category/{code}/equivalents"), named)));
        let amount = yuan(format!("{name}：应付额"), category.amount);
        figures.push((format!("category/{code}/amount"), amount));
        for item in &category.items {
            let (code, name) = (&item.code, &item.name);
            let named = equivalents(format!("{name}：工作当量"), item.equivalents.as_ref());
            figures.extend(named.map(|named| (format!("item/{code}/equivalents"), named)));
            figures.push((
                format!("item/{code}/amount"),
                yuan(format!("{name}：应付额"), item.amount),
            ));
        }
    }
    for deduction in &payee.deductions {
        let Origin { period, cause } = &deduction.origin;
        let (code, name) = match cause {
            Cause::Finding { code } => (code.as_str(), format!("核查核减 {code}")),
            Cause::Advances {} => ("", "预拨超付".to_owned()),
        };
        let key = format!("deduction/{period}/{code}");
        figures.push((format!("{key}/due"), yuan(format!("{name}：应核减"), deduction.due)));
        let deducted = yuan(format!("{name}：本期核减"), deduction.deducted);
        figures.push((format!("{key}/deducted"), deducted));
    }
    for instalment in payee.plan.iter().flat_map(|plan| &plan.instalments) {
        let (code, name) = (&instalment.code, &instalment.name);
        let amount = yuan(format!("{name}：应预拨"), instalment.amount);
        figures.push((format!("instalment/{code}/amount"), amount));
        let paid = yuan(format!("{name}：已预拨"), instalment.paid);
        figures.push((format!("instalment/{code}/paid"), paid));
    }
    figures
}
