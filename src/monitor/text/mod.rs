//! Readings as a text in Chinese, fit to send.

mod cells;

use core::fmt::{self, Display};

use super::{Bound, Figures, Outcome, Reading, Readings};
use crate::period::Period;
use crate::statement::{Align, Table};

use Align::{Left, Right};

impl Display for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# 监测报告\n")?;
        writeln!(f, "- 依据：{}《{}》（{}）", self.number, self.title, self.issuer)?;
        let periods = [("结算期", self.period), ("对比基期", self.base), ("观测期", self.observed)];
        for (name, period) in periods {
            if let Some(period) = period {
                writeln!(f, "- {name}：{}", days(period))?;
            }
        }
        writeln!(f)?;
        for rule in &self.rules {
            writeln!(f, "## {}（{}）\n", rule.name, rule.cite)?;
            let readings = self.all.iter().filter(|reading| reading.rule.code == rule.code);
            section(f, &readings.collect::<Vec<_>>())?;
        }
        writeln!(f, "共 {} 项监测结果，其中预警 {} 项。", self.all.len(), self.alerts)
    }
}

/// The readings of one rule.
fn section(f: &mut fmt::Formatter<'_>, readings: &[&Reading]) -> fmt::Result {
    if readings.is_empty() {
        return writeln!(f, "本期没有监测对象。\n");
    }
    // A payee has items by the dozen: those that are as they should be are counted only.
    let (counted, listed): (Vec<&Reading>, Vec<&Reading>) =
        readings.iter().partition(|reading| reading.item.is_some() && !reading.alert);
    if !listed.is_empty() {
        let mut table = Table::new(&[
            ("对象", Left),
            ("项目", Left),
            ("数值", Right),
            ("阈值", Right),
            ("结论", Left),
        ]);
        for reading in listed {
            table.row(vec![
                format!("{} {}", reading.subject.code, reading.subject.name),
                cells::what(reading),
                cells::value(&reading.figures),
                cells::threshold(&reading.figures),
                conclusion(reading),
            ]);
        }
        writeln!(f, "{table}")?;
    }
    if !counted.is_empty() {
        writeln!(f, "未超过阈值的服务项目 {} 项，不逐一列出。\n", counted.len())?;
    }
    Ok(())
}

/// What a reading says, in words.
fn conclusion(reading: &Reading) -> String {
    let text = match (reading.outcome, &reading.figures) {
        (Outcome::Met, Figures::Target { bound: Bound::AtMost, .. }) => "未超限".to_owned(),
        (Outcome::Met, Figures::Target { .. }) => "达标".to_owned(),
        (Outcome::Met, Figures::PassedOn { .. }) => "及时足额".to_owned(),
        (Outcome::Met, _) => "正常".to_owned(),
        (Outcome::Rose, _) => "增幅超过阈值".to_owned(),
        (Outcome::Fell, _) => "降幅超过阈值".to_owned(),
        (Outcome::New, _) => "基期没有，本期新增".to_owned(),
        (Outcome::Concentrated, _) => "占比超过阈值".to_owned(),
        (Outcome::Low, _) => "低于下限".to_owned(),
        (Outcome::High, _) => "高于上限".to_owned(),
        (Outcome::IncomeWithoutCost, _) => "有收入而成本为零".to_owned(),
        (Outcome::NotComputable, _) => "收入与成本均为零，无法计算".to_owned(),
        (Outcome::Missed, Figures::Target { bound: Bound::AtMost, .. }) => "超限".to_owned(),
        (Outcome::Missed, _) => "未达标".to_owned(),
        (Outcome::NotObserved, _) => "没有观测数据".to_owned(),
        (Outcome::Open, _) => "未足额，尚未到期".to_owned(),
        (outcome, Figures::PassedOn { overdue, missing, .. }) => match outcome {
            Outcome::Late => format!("逾期 {overdue} 日"),
            Outcome::NotPassedOn => format!("未拨付，已逾期 {overdue} 日"),
            _ => format!("尚欠 {} 元，已逾期 {overdue} 日", cells::yuan(*missing)),
        },
        (_, Figures::Spell { lasted, days, .. }) => {
            format!("超过 {} 日", lasted.saturating_sub(*days))
        }
        _ => "超过阈值".to_owned(),
    };
    if reading.alert { format!("预警：{text}") } else { text }
}

/// Both days of a period.
fn days(period: Period) -> String {
    format!("{} 至 {}", period.from(), period.last_day())
}

#[cfg(test)]
mod tests;
