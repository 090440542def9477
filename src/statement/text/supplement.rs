//! The supplementary statement as a text.

use core::fmt::{self, Display};
use std::collections::BTreeMap;

use super::Align::{Left, Right};
use super::days;
use crate::exact::Exact;
use crate::statement::table::{Table, readable, yuan, yuan_exact};
use crate::statement::{Supplement, Unit};

impl Display for Supplement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "# 政府购买服务更正结算单\n")?;
        writeln!(f, "- 依据：{}", self.scheme)?;
        writeln!(f, "- 结算期：{}", days(self.period))?;
        writeln!(f, "- 原结算单摘要：{}（原单不变）", self.closed)?;
        writeln!(f, "- 更正后结算单摘要：{}\n", self.corrected)?;
        writeln!(f, "## 各付费对象应支付额\n")?;
        let columns = [("更正前（元）", Right), ("更正后（元）", Right), ("差额（元）", Right)];
        let mut header = vec![("编码", Left), ("付费对象", Left)];
        header.extend(columns);
        header.push(("事由", Left));
        let mut table = Table::new(&header);
        for payee in &self.payees {
            let mut row = vec![payee.code.clone(), payee.name.clone()];
            row.extend([payee.before, payee.after, payee.difference].map(yuan));
            row.push(payee.reason.clone());
            table.row(row);
        }
        let mut row = vec!["全部付费对象".to_owned(), String::new()];
        row.extend([self.before, self.after, self.difference].map(yuan));
        row.push(String::new());
        table.row(row);
        writeln!(f, "{table}")?;

        writeln!(f, "## 变动明细\n")?;
        let mut table = Table::new(&[
            ("渠道", Left),
            ("付费对象", Left),
            ("数据", Left),
            ("更正前", Right),
            ("更正后", Right),
            ("差额", Right),
        ]);
        let written = |unit, value: &Exact| match unit {
            Unit::Yuan => yuan_exact(value),
            _ => readable(value),
        };
        let names: BTreeMap<&str, &str> =
            self.payees.iter().map(|payee| (payee.code.as_str(), payee.name.as_str())).collect();
        for change in &self.changes {
            let payee = change
                .payee
                .as_deref()
                .map_or("全部付费对象", |code| names.get(code).copied().unwrap_or(code));
            table.row(vec![
                change.channel_name.clone(),
                payee.to_owned(),
                change.figure.clone(),
                change.before.as_ref().map_or_else(String::new, |v| written(change.unit, v)),
                change.after.as_ref().map_or_else(String::new, |v| written(change.unit, v)),
                written(change.unit, &change.difference),
            ]);
        }
        write!(f, "{table}")
    }
}
