//! The statement as a text in Chinese, fit to send to an institution.

use core::fmt::{self, Display};

use super::Statement;
use super::figures::{
    CategoryFigures, ChannelFigures, PayeeFigures, PoolFigures, PriceFigures, StatementFigures,
};
use super::table::{Align, Table, approximate, readable, yuan};
use crate::scheme::{AppraisalLoss, PoolLineKind};
use crate::units::Money;

use Align::{Left, Right};

/// The statement of all payees.
impl Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures();
        heading(f, figures, "结算单")?;
        for channel in &figures.channels {
            channel_text(f, figures, channel)?;
        }
        writeln!(f, "## 收入类别汇总\n")?;
        let mut table = Table::new(&[("收入类别", Left), ("金额（元）", Right)]);
        for class in &figures.income_classes {
            table.row(vec![class.name.clone(), yuan(class.amount)]);
        }
        table.row(vec!["合计".to_owned(), yuan(figures.total)]);
        writeln!(f, "{table}")
    }
}

impl Statement {
    /// The statement of one payee, as it is sent to it; none where the code is not a payee's.
    ///
    /// ```
    /// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(include_str!("../../examples/data/small/scheme.json"))?;
    /// # let document = serde_json::from_str(include_str!("../../examples/data/small/facts.json"))?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// # let settlement = settle(&facts)?;
    /// let text = settlement.statement().text_for("W01").unwrap();
    /// assert!(text.contains("甲卫生院") && text.contains("72,000.00"));
    /// assert_eq!(settlement.statement().text_for("W99"), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn text_for(&self, payee: &str) -> Option<String> {
        self.figures()
            .payees
            .iter()
            .any(|total| total.code == payee)
            .then(|| PayeeText { statement: self, payee }.to_string())
    }
}

fn heading(f: &mut fmt::Formatter<'_>, figures: &StatementFigures, kind: &str) -> fmt::Result {
    let scheme = &figures.scheme;
    writeln!(f, "# 政府购买服务{kind}\n")?;
    writeln!(f, "- 依据：{}《{}》（{}）", scheme.number, scheme.title, scheme.issuer)?;
    let period = figures.period;
    writeln!(f, "- 结算期：{} 至 {}\n", period.from(), period.last_day())
}

fn channel_text(
    f: &mut fmt::Formatter<'_>,
    figures: &StatementFigures,
    channel: &ChannelFigures,
) -> fmt::Result {
    writeln!(f, "## {}（{}）\n", channel.name, channel.cite)?;
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 资金\n\n{}", pool_table(pool))?;
    }
    writeln!(f, "### 单位当量购买标准\n")?;
    price_text(f, channel)?;

    writeln!(f, "### 各机构应付额\n")?;
    let appraised = channel.payees.iter().any(|payee| payee.score.is_some());
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
            row.extend([score(payee), approximate(payee.coefficient.exact(), 6)]);
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

    writeln!(f, "### 按服务类别\n\n{}", categories_table(figures, &channel.categories))?;
    if let Some(pool) = &channel.pool {
        writeln!(f, "### 资金去向\n\n{}", uses_table(channel, pool))?;
    }
    Ok(())
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
    table.row(vec!["可分配资金".to_owned(), yuan(pool.distributable)]);
    table
}

fn price_text(f: &mut fmt::Formatter<'_>, channel: &ChannelFigures) -> fmt::Result {
    match &channel.price {
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

fn categories_table(figures: &StatementFigures, categories: &[CategoryFigures]) -> Table {
    let mut table = Table::new(&[
        ("服务类别", Left),
        ("收入类别", Left),
        ("工作当量", Right),
        ("金额（元）", Right),
    ]);
    for category in categories {
        let class = figures.income_classes.iter().find(|c| c.code == category.income_class);
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

fn score(payee: &PayeeFigures) -> String {
    payee.score.as_ref().map_or_else(String::new, |score| approximate(score.exact(), 4))
}

/// The part of a statement that concerns one payee.
struct PayeeText<'s> {
    statement: &'s Statement,
    payee: &'s str,
}

impl Display for PayeeText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.statement.figures();
        heading(f, figures, "结算通知")?;
        let Some(total) = figures.payees.iter().find(|total| total.code == self.payee) else {
            return Ok(());
        };
        writeln!(f, "- 机构：{} {}", total.code, total.name)?;
        writeln!(f, "- 应付额合计：{} 元\n", yuan(total.total))?;
        for channel in &figures.channels {
            let payee = channel.payees.iter().find(|payee| payee.code == self.payee);
            let Some(payee) = payee else { continue };
            writeln!(f, "## {}（{}）\n", channel.name, channel.cite)?;
            price_text(f, channel)?;
            let mut table = Table::new(&[("项目", Left), ("数值", Right)]);
            table.row(vec!["机构类别".to_owned(), payee.group.clone()]);
            table.row(vec!["工作当量".to_owned(), readable(payee.equivalents.exact())]);
            if payee.score.is_some() {
                table.row(vec!["绩效评价得分".to_owned(), score(payee)]);
                table.row(vec!["绩效评价系数".to_owned(), readable(payee.coefficient.exact())]);
                table.row(vec!["评价前金额（元）".to_owned(), yuan(payee.before_appraisal)]);
            }
            table.row(vec!["应付额（元）".to_owned(), yuan(payee.entitlement)]);
            writeln!(f, "{table}")?;
            writeln!(f, "{}", categories_table(figures, &payee.categories))?;
        }
        let mut table = Table::new(&[("收入类别", Left), ("金额（元）", Right)]);
        for class in &total.income_classes {
            table.row(vec![class.name.clone(), yuan(class.amount)]);
        }
        writeln!(f, "{table}")
    }
}
