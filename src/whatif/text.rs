//! A comparison as people read it: Markdown, in Chinese.

use core::fmt;

use super::comparison::{ChannelComparison, Comparison, Entry, Movement};
use crate::exact::Exact;
use crate::statement::table::{Align, Table, approximate, yuan};
use crate::units::Money;

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# 测算对比\n")?;
        for (what, of) in [("测算前", &self.before), ("测算后", &self.after)] {
            let (from, last) = (of.period.from(), of.period.last_day());
            writeln!(f, "- {what}：{}（{}），{from} 至 {last}", of.title, of.number)?;
        }
        writeln!(f, "\n## 总额（元）\n")?;
        let mut table = Table::new(&[
            ("", Align::Left),
            ("测算前", Align::Right),
            ("测算后", Align::Right),
            ("增减额", Align::Right),
            ("增减幅", Align::Right),
        ]);
        for (name, movement) in [("应付额", &self.entitlement), ("应支付额", &self.payable)]
        {
            let mut cells = vec![name.to_owned()];
            cells.extend(amounts(movement));
            table.row(cells);
        }
        write!(f, "{table}")?;

        let (more, less) = (self.winners().count(), self.losers().count());
        let same = self.payees.len().saturating_sub(more).saturating_sub(less);
        writeln!(f, "\n## 各付费对象应支付额（元）\n")?;
        writeln!(f, "增加 {more} 家，减少 {less} 家，不变 {same} 家。")?;
        for (name, entries) in
            [("增加", self.winners().collect()), ("减少", self.losers().collect::<Vec<_>>())]
        {
            if !entries.is_empty() {
                writeln!(f, "\n### {name}\n")?;
                write!(f, "{}", table_of(entries, "名称"))?;
            }
        }

        writeln!(f, "\n## 各渠道应支付额（元）\n")?;
        write!(f, "{}", table_of(self.channels.iter().map(|channel| &channel.entry), "渠道"))?;
        writeln!(f, "\n## 各服务类别应付额（元）\n")?;
        write!(f, "{}", table_of(self.categories.iter(), "类别"))?;
        writeln!(f, "\n## 各收入类别应付额（元）\n")?;
        write!(f, "{}", table_of(self.income_classes.iter(), "收入类别"))?;
        self.channels.iter().filter(|channel| moves(channel)).try_for_each(|channel| {
            let entry = &channel.entry;
            writeln!(f, "\n## {}（{}）：应付额与应支付额（元）\n", entry.name, entry.code)?;
            write!(f, "{}", both(channel))
        })?;
        writeln!(f, "\n占比为占增减额合计的比重；增减相抵时，各项占比可超过100%或为负。")
    }
}

/// Whether anything in a channel changes.
fn moves(channel: &ChannelComparison) -> bool {
    let changes = |movement: &Movement| !movement.difference.is_zero();
    channel
        .payees
        .iter()
        .any(|payee| changes(&payee.entitlement) || payee.payable.as_ref().is_some_and(changes))
}

fn table_of<'e>(entries: impl IntoIterator<Item = &'e Entry>, name: &str) -> Table {
    let mut table = Table::new(&[
        ("编码", Align::Left),
        (name, Align::Left),
        ("测算前", Align::Right),
        ("测算后", Align::Right),
        ("增减额", Align::Right),
        ("增减幅", Align::Right),
        ("占比", Align::Right),
    ]);
    for entry in entries {
        let movement = entry.payable.as_ref().unwrap_or(&entry.entitlement);
        let mut cells = vec![entry.code.clone(), entry.name.clone()];
        cells.extend(amounts(movement));
        cells.push(percent(movement.share.as_ref()));
        table.row(cells);
    }
    table
}

/// What is owed and what is payable, of the payees of a channel.
fn both(channel: &ChannelComparison) -> Table {
    let mut table = Table::new(&[
        ("编码", Align::Left),
        ("名称", Align::Left),
        ("应付额前", Align::Right),
        ("应付额后", Align::Right),
        ("增减额", Align::Right),
        ("应支付额前", Align::Right),
        ("应支付额后", Align::Right),
        ("增减额", Align::Right),
    ]);
    for payee in &channel.payees {
        let mut cells = vec![payee.code.clone(), payee.name.clone()];
        let payable = payee.payable.clone().unwrap_or_default();
        for movement in [&payee.entitlement, &payable] {
            cells.extend([
                yuan(movement.before),
                yuan(movement.after),
                signed(movement.difference),
            ]);
        }
        table.row(cells);
    }
    table
}

fn amounts(movement: &Movement) -> [String; 4] {
    [
        yuan(movement.before),
        yuan(movement.after),
        signed(movement.difference),
        percent(movement.growth.as_ref()),
    ]
}

/// A difference with its sign.
fn signed(difference: Money) -> String {
    let sign = if difference > Money::ZERO { "+" } else { "" };
    format!("{sign}{}", yuan(difference))
}

/// A share as a percentage, to two places.
fn percent(share: Option<&Exact>) -> String {
    match share {
        None => "—".to_owned(),
        Some(share) => format!("{}%", approximate(&share.times(&Exact::from(100)), 2)),
    }
}
