//! One channel as a text: pool, price, entitlements, categories.

use core::fmt;

use super::Align::{Left, Right};
use super::cycle;
use crate::scheme::{AppraisalLoss, PoolLineKind};
use crate::statement::table::{Table, approximate, readable, yuan};
use crate::statement::{
    CategoryFigures, ChannelFigures, NamedAmount, PayeeFigures, PoolFigures, PriceFigures,
    StatementFigures,
};
use crate::units::Money;

/// One channel: pool, price, entitlements, categories, and the money cycle.
pub(super) fn text(
    f: &mut fmt::Formatter<'_>,
    figures: &StatementFigures,
    channel: &ChannelFigures,
) -> fmt::Result {
    writeln!(f, "## {}（{}）\n", channel.name, channel.cite)?;
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 资金\n\n{}", pool_table(pool))?;
    }
    writeln!(f, "### 单位当量购买标准\n")?;
    price_text(f, &channel.price)?;

    writeln!(f, "### 各机构应付额\n")?;
    let appraised = channel.payees.iter().any(is_appraised);
    let mut columns = vec![("编码", Left), ("机构", Left), ("类别", Left), ("工作当量", Right)];
    if appraised {
        columns.extend([("得分", Right), ("系数", Right), ("评价前（元）", Right)]);
    }
    columns.push(("应付额（元）", Right));
    let mut table = Table::new(&columns);
    for payee in &channel.payees {
        let mut row = vec![
            payee.code.clone(),
            payee.name.clone(),
            payee.group.clone(),
            readable(payee.equivalents.exact()),
        ];
        if appraised {
            row.extend([score(payee), coefficient(payee)]);
            row.push(yuan(payee.before_appraisal));
        }
        row.push(yuan(payee.entitlement));
        table.row(row);
    }
    let mut row = vec!["合计".to_owned(), String::new(), String::new()];
    row.push(readable(channel.equivalents.exact()));
    if appraised {
        let before = channel.payees.iter().map(|payee| payee.before_appraisal);
        let before = Money::checked_sum(before).map_or_else(String::new, yuan);
        row.extend([String::new(), String::new(), before]);
    }
    row.push(yuan(channel.entitlement));
    table.row(row);
    writeln!(f, "{table}")?;

    writeln!(
        f,
        "### 按服务类别\n\n{}",
        categories_table(&figures.income_classes, &channel.categories)
    )?;
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 可分配资金与应付额\n\n{}", uses_table(channel, pool))?;
    }
    cycle::text(f, figures.period, channel)
}

fn pool_table(pool: &PoolFigures) -> Table {
    let mut table = Table::new(&[("项目", Left), ("金额（元）", Right)]);
    for (kind, sign) in [(PoolLineKind::Source, "加"), (PoolLineKind::CarveOut, "减")] {
        for line in pool.lines.iter().filter(|line| line.kind == kind) {
            table.row(vec![format!("{sign}：{}", line.name), yuan(line.amount)]);
        }
    }
    table.row(vec!["购买服务可用资金".to_owned(), yuan(pool.pool)]);
    table.row(vec!["减：风险金预提".to_owned(), yuan(pool.provision)]);
    if pool.owed_paid > Money::ZERO {
        table.row(vec!["减：补付上期结转欠付".to_owned(), yuan(pool.owed_paid)]);
    }
    table.row(vec!["可分配资金".to_owned(), yuan(pool.distributable)]);
    table
}

pub(super) fn price_text(f: &mut fmt::Formatter<'_>, price: &PriceFigures) -> fmt::Result {
    match price {
        PriceFigures::Announced { prices } => {
            for price in prices {
                let value = readable(price.price.exact());
                writeln!(f, "- 自{}起每当量 {value} 元（事先公布）", price.from)?;
            }
            writeln!(f)
        }
        PriceFigures::Derived { price } => {
            writeln!(f, "- 每当量 {} 元（由可分配资金导出，不取整）\n", readable(price.exact()))
        }
        PriceFigures::Published { derived, price } => writeln!(
            f,
            "- 每当量 {} 元（由可分配资金导出 {} 元，取整后公布）\n",
            readable(price.exact()),
            readable(derived.exact())
        ),
    }
}

pub(super) fn categories_table(classes: &[NamedAmount], categories: &[CategoryFigures]) -> Table {
    let mut table = Table::new(&[
        ("服务类别", Left),
        ("收入类别", Left),
        ("工作当量", Right),
        ("金额（元）", Right),
    ]);
    for category in categories {
        let class = classes.iter().find(|c| c.code == category.income_class);
        table.row(vec![
            category.name.clone(),
            class.map_or_else(String::new, |class| class.name.clone()),
            readable(category.equivalents.exact()),
            yuan(category.amount),
        ]);
        for item in &category.items {
            table.row(vec![
                format!("- {}", item.name),
                String::new(),
                readable(item.equivalents.exact()),
                yuan(item.amount),
            ]);
        }
    }
    table
}

fn uses_table(channel: &ChannelFigures, pool: &PoolFigures) -> Table {
    let mut table = Table::new(&[("去向", Left), ("金额（元）", Right)]);
    table.row(vec!["各机构应付额".to_owned(), yuan(channel.entitlement)]);
    let to = match channel.appraisal_loss.to {
        AppraisalLoss::Treasury => "绩效评价扣减，退回财政",
        AppraisalLoss::Reserve => "绩效评价扣减，转入风险保障基金",
        AppraisalLoss::Redistributed => "绩效评价扣减，已在机构间重新分配",
    };
    table.row(vec![to.to_owned(), yuan(channel.appraisal_loss.amount)]);
    if let Some(remainder) = channel.remainder {
        let what = if remainder.is_negative() { "超支（资金不足）" } else { "结余" };
        table.row(vec![what.to_owned(), yuan(remainder)]);
    }
    table.row(vec!["可分配资金".to_owned(), yuan(pool.distributable)]);
    table
}

/// The score; where only rounds have one, all of them in order.
pub(super) fn score(payee: &PayeeFigures) -> String {
    let rounds = payee.rounds.iter().map(|round| approximate(round.score.exact(), 4));
    match &payee.score {
        Some(score) => approximate(score.exact(), 4),
        None => rounds.collect::<Vec<_>>().join("；"),
    }
}

/// The coefficient; where each round has its own, all of them in order.
pub(super) fn coefficient(payee: &PayeeFigures) -> String {
    let rounds = payee.rounds.iter().filter_map(|round| round.coefficient.as_ref());
    match &payee.coefficient {
        Some(coefficient) => approximate(coefficient.exact(), 6),
        None => rounds.map(|c| approximate(c.exact(), 6)).collect::<Vec<_>>().join("；"),
    }
}

/// Whether an appraisal governs what a payee is owed.
pub(super) fn is_appraised(payee: &PayeeFigures) -> bool {
    payee.score.is_some() || !payee.rounds.is_empty()
}
