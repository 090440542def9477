//! The statement as a text in Chinese, fit to send to an institution.

use core::fmt::{self, Display};

mod channel;
mod cycle;
mod notice;
mod parts;
mod supplement;

use super::Statement;
use super::figures::{NamedAmount, PriorStatement, SchemeReference, StatementFigures};
use super::table::{Align, Table, yuan};
use crate::facts::{Cause, Origin};
use crate::period::Period;
use crate::units::Money;

use Align::{Left, Right};

/// The statement of all payees.
impl Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures();
        heading(f, &figures.scheme, figures.period, figures.after.as_ref(), "结算单")?;
        writeln!(f)?;
        for channel in &figures.channels {
            channel::text(f, figures, channel)?;
        }
        if figures.channels.len() > 1 {
            let payee = figures.scheme.terms().payee;
            writeln!(f, "## 各{payee}全部渠道补偿汇总（元）\n\n{}", compensation(figures))?;
        }
        writeln!(f, "## 收入类别汇总（按应付额）\n")?;
        let mut table = income_classes(&figures.income_classes);
        table.row(vec!["合计".to_owned(), yuan(figures.total)]);
        writeln!(f, "{table}")?;
        let digest = self.digest().map_err(|_| fmt::Error)?;
        writeln!(f, "本结算单摘要（SHA-256）：{digest}")
    }
}

/// What each payee is owed over all channels, by class of income
/// (莲政办发〔2023〕75号 三(三)1).
fn compensation(figures: &StatementFigures) -> Table {
    let recorded = !figures.recorded.is_zero();
    let mut columns = vec![("编码", Left), (figures.scheme.terms().payee, Left)];
    columns.extend(figures.income_classes.iter().map(|class| (class.name.as_str(), Right)));
    columns.push(("应付额合计", Right));
    if recorded {
        columns.push(("由其他付费方支付", Right));
    }
    columns.push(("应支付额合计", Right));
    let mut table = Table::new(&columns);
    let mut row = |names: [&str; 2], classes: &[NamedAmount], sums: [Money; 3]| {
        let mut row = names.map(str::to_owned).to_vec();
        row.extend(classes.iter().map(|class| yuan(class.amount)));
        let [total, by_others, payable] = sums.map(yuan);
        row.push(total);
        row.extend(recorded.then_some(by_others));
        row.push(payable);
        table.row(row);
    };
    for payee in &figures.payees {
        let sums = [payee.total, payee.recorded, payee.payable];
        row([&payee.code, &payee.name], &payee.income_classes, sums);
    }
    let sums = [figures.total, figures.recorded, figures.payable];
    row(["合计", ""], &figures.income_classes, sums);
    table
}

/// The classes of income with their amounts.
fn income_classes(classes: &[NamedAmount]) -> Table {
    let mut table = Table::new(&[("收入类别", Left), ("金额（元）", Right)]);
    for class in classes {
        table.row(vec![class.name.clone(), yuan(class.amount)]);
    }
    table
}

/// Both days of a period.
fn days(period: Period) -> String {
    format!("{} 至 {}", period.from(), period.last_day())
}

/// What a claim comes from; with its period, if that is not the one of the statement.
fn origin(origin: &Origin, settled: Period) -> String {
    let what = match &origin.cause {
        Cause::Finding { code } => format!("核查核减 {code}"),
        Cause::Advances {} => "预拨超付".to_owned(),
    };
    if origin.period == settled {
        what
    } else {
        format!("{what}（{}结转）", days(origin.period))
    }
}

fn heading(
    f: &mut fmt::Formatter<'_>,
    scheme: &SchemeReference,
    period: Period,
    after: Option<&PriorStatement>,
    kind: &str,
) -> fmt::Result {
    // What an institution pays its staff is no purchase by the government.
    let purpose = if scheme.payer.is_none() { "政府购买服务" } else { "" };
    writeln!(f, "# {purpose}{kind}\n")?;
    writeln!(f, "- 依据：{}《{}》（{}）", scheme.number, scheme.title, scheme.issuer)?;
    writeln!(f, "- 结算期：{}", days(period))?;
    if let Some(after) = after {
        writeln!(f, "- 承接上期结算单：{}，摘要 {}", days(after.period), after.digest)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
