//! One channel as a text: pool, price, entitlements, categories.

use core::fmt;

use super::Align::{Left, Right};
use super::cycle;
use crate::scheme::{AppraisalLoss, Per, PoolLineKind, Terms};
use crate::statement::table::{Table, approximate, readable, yuan};
use crate::statement::{
    CategoryFigures, ChannelFigures, NamedAmount, PayeeFigures, PoolFigures, PriceFigures,
    QuotaFigures, StatementFigures,
};
use crate::units::{Equivalents, Money, Quota};

/// One channel: pool, price, entitlements, categories, and the money cycle.
pub(super) fn text(
    f: &mut fmt::Formatter<'_>,
    figures: &StatementFigures,
    channel: &ChannelFigures,
) -> fmt::Result {
    let terms = figures.scheme.terms();
    writeln!(f, "## {}（{}）\n", channel.name, channel.cite)?;
    if let Some(by) = &channel.paid_by {
        writeln!(f, "- 由{by}支付，本结算单只作记录和分类\n")?;
    }
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 资金\n\n{}", pool_table(pool, terms))?;
    }
    let price = match channel.price {
        PriceFigures::Quota { .. } => Some("定额"),
        PriceFigures::Stated {} => None,
        _ => Some("单位当量购买标准"),
    };
    if let Some(price) = price {
        writeln!(f, "### {price}\n")?;
    }
    price_text(f, &channel.price, None)?;
    writeln!(f, "### 各{}应付额\n\n{}", terms.payee, entitlements(channel, terms))?;
    writeln!(
        f,
        "### 按服务类别\n\n{}",
        categories_table(&figures.income_classes, &channel.categories)
    )?;
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 可分配资金与应付额\n\n{}", uses_table(channel, pool, terms))?;
    }
    cycle::text(f, figures.period, channel, terms)
}

/// What each payee is owed; payees for whom the channel has nothing are counted in the last row.
fn entitlements(channel: &ChannelFigures, terms: Terms<'_>) -> Table {
    let appraised = channel.payees.iter().any(is_appraised);
    let mut columns = vec![("编码", Left), (terms.payee, Left), ("类别", Left)];
    if channel.equivalents.is_some() {
        columns.push(("工作当量", Right));
    }
    if appraised {
        columns.extend([("得分", Right), ("系数", Right), ("评价前（元）", Right)]);
    }
    columns.push(("应付额（元）", Right));
    let mut table = Table::new(&columns);
    let listed = channel.payees.iter().filter(|payee| !payee.is_nothing());
    for payee in listed.clone() {
        let mut row = vec![payee.code.clone(), payee.name.clone(), payee.group.clone()];
        row.extend(payee.equivalents.as_ref().map(|e| readable(e.exact())));
        if appraised {
            row.extend([score(payee), coefficient(payee)]);
            row.push(yuan(payee.before_appraisal));
        }
        row.push(yuan(payee.entitlement));
        table.row(row);
    }
    let unlisted = channel.payees.len() - listed.count();
    let remark = if unlisted > 0 { format!("另有{unlisted}个为零") } else { String::new() };
    let mut row = vec!["合计".to_owned(), remark, String::new()];
    row.extend(channel.equivalents.as_ref().map(|e| readable(e.exact())));
    if appraised {
        let before = channel.payees.iter().map(|payee| payee.before_appraisal);
        let before = Money::checked_sum(before).map_or_else(String::new, yuan);
        row.extend([String::new(), String::new(), before]);
    }
    row.push(yuan(channel.entitlement));
    table.row(row);
    table
}

fn pool_table(pool: &PoolFigures, terms: Terms<'_>) -> Table {
    let mut table = Table::new(&[("项目", Left), ("金额（元）", Right)]);
    let signs = [
        (PoolLineKind::Source, "加"),
        (PoolLineKind::CarveOut, "减"),
        (PoolLineKind::Limit, "上限"),
    ];
    for (kind, sign) in signs {
        for line in pool.lines.iter().filter(|line| line.kind == kind) {
            table.row(vec![format!("{sign}：{}", line.name), yuan(line.amount)]);
        }
    }
    if pool.beyond_limit > Money::ZERO {
        let beyond = format!("减：超出上限，留存{}", terms.payer);
        table.row(vec![beyond, yuan(pool.beyond_limit)]);
    }
    table.row(vec!["可用资金".to_owned(), yuan(pool.pool)]);
    table.row(vec!["减：风险金预提".to_owned(), yuan(pool.provision)]);
    if pool.owed_paid > Money::ZERO {
        table.row(vec!["减：补付上期结转欠付".to_owned(), yuan(pool.owed_paid)]);
    }
    table.row(vec!["可分配资金".to_owned(), yuan(pool.distributable)]);
    table
}

/// The price, or the quotas: all of them, or those for a group.
pub(super) fn price_text(
    f: &mut fmt::Formatter<'_>,
    price: &PriceFigures,
    group: Option<&str>,
) -> fmt::Result {
    match price {
        PriceFigures::Stated {} => Ok(()),
        PriceFigures::Quota { quotas } => {
            // A group that gets nothing needs no line among those that get something.
            let concerns = |quota: &&QuotaFigures| match (&quota.group, group) {
                (Some(of), Some(group)) => of == group,
                (Some(_), None) => quota.quota != Quota::default(),
                (None, _) => true,
            };
            for quota in quotas.iter().filter(concerns) {
                quota_line(f, quota)?;
            }
            writeln!(f)
        }
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

fn quota_line(f: &mut fmt::Formatter<'_>, quota: &QuotaFigures) -> fmt::Result {
    let QuotaFigures { name, unit, per, group, from, quota, .. } = quota;
    let time = match per {
        None => "",
        Some(Per::Month) => "每月",
        Some(Per::Year) => "每年",
    };
    let group = group.as_ref().map_or(String::new(), |group| format!("（{group}）"));
    let quota = readable(&quota.to_exact());
    writeln!(f, "- {name}{group}：自{from}起每{unit}{time} {quota} 元")
}

pub(super) fn categories_table(classes: &[NamedAmount], categories: &[CategoryFigures]) -> Table {
    let measured = categories.iter().any(|category| category.equivalents.is_some());
    let mut columns = vec![("服务类别", Left), ("收入类别", Left)];
    if measured {
        columns.push(("工作当量", Right));
    }
    columns.push(("金额（元）", Right));
    let mut table = Table::new(&columns);
    let mut row = |names: [String; 2], equivalents: Option<&Equivalents>, amount: Money| {
        let mut row = names.to_vec();
        row.extend(equivalents.map(|equivalents| readable(equivalents.exact())));
        row.push(yuan(amount));
        table.row(row);
    };
    for category in categories {
        let class = classes.iter().find(|c| c.code == category.income_class);
        let class = class.map_or_else(String::new, |class| class.name.clone());
        row([category.name.clone(), class], category.equivalents.as_ref(), category.amount);
        for item in &category.items {
            let names = [format!("- {}", item.name), String::new()];
            row(names, item.equivalents.as_ref(), item.amount);
        }
    }
    table
}

fn uses_table(channel: &ChannelFigures, pool: &PoolFigures, terms: Terms<'_>) -> Table {
    let Terms { payer, payee } = terms;
    let mut table = Table::new(&[("去向", Left), ("金额（元）", Right)]);
    table.row(vec![format!("各{payee}应付额"), yuan(channel.entitlement)]);
    let to = match channel.appraisal_loss.to {
        AppraisalLoss::Treasury => format!("绩效评价扣减，退回{payer}"),
        AppraisalLoss::Reserve => "绩效评价扣减，转入风险保障基金".to_owned(),
        AppraisalLoss::Redistributed => format!("绩效评价扣减，已在{payee}间重新分配"),
    };
    table.row(vec![to, yuan(channel.appraisal_loss.amount)]);
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
