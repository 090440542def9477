//! A statement in parts as a text: each part, then each payee over all of them.

use core::fmt::{self, Display};

use super::Align::{Left, Right};
use super::days;
use crate::scheme::Split;
use crate::statement::table::{Table, yuan};
use crate::statement::{PartsTotal, StatementInParts};

impl Display for StatementInParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figures = self.figures();
        writeln!(f, "# 政府购买服务结算单（期中更替实施方案，分段结算）\n")?;
        writeln!(f, "- 结算期：{}", days(figures.period))?;
        let split = match figures.split {
            Split::Days => "全期资金按各段天数分割",
            Split::Months => "全期资金按各段月数分割，被切开的月份按天数折算",
            Split::Amounts => "各段资金按各实施方案给定的数额",
        };
        writeln!(f, "- 资金分割：{split}")?;
        for part in &figures.parts {
            writeln!(f, "- {}：依据{}", days(part.period), part.scheme.number)?;
        }
        // A statement in parts has parts.
        let terms = figures.parts.first().map(|part| part.scheme.terms());
        let payee = terms.map_or("机构", |terms| terms.payee);
        writeln!(f, "\n## 各{payee}全期合计（元）\n")?;
        let mut table = Table::new(&[
            ("编码", Left),
            (payee, Left),
            ("应付额", Right),
            ("应支付额", Right),
            ("已预拨", Right),
            ("本次清算", Right),
            ("结转扣回", Right),
        ]);
        for payee in &figures.payees {
            let PartsTotal { total, payable, advanced, to_pay, carried_forward, .. } = payee;
            let amounts = [*total, *payable, *advanced, *to_pay, *carried_forward];
            let mut row = vec![payee.code.clone(), payee.name.clone()];
            row.extend(amounts.map(yuan));
            table.row(row);
        }
        writeln!(f, "{table}")?;
        let digest = self.digest().map_err(|_| fmt::Error)?;
        writeln!(f, "分段结算单摘要（SHA-256）：{digest}")?;
        for (index, part) in self.parts().iter().enumerate() {
            writeln!(f, "\n---\n\n第{}段\n\n{part}", index + 1)?;
        }
        Ok(())
    }
}
