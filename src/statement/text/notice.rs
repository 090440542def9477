//! The notice of one payee, as it is sent to it.

use core::fmt::{self, Display};

use super::Align::{Left, Right};
use super::channel::{categories_table, coefficient, is_appraised, price_text, score};
use super::{cycle, heading, income_classes};
use crate::statement::Notice;
use crate::statement::table::{Table, readable, yuan};
use crate::units::Money;

impl Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        heading(f, self.scheme, self.period, self.after, "结算通知")?;
        let total = self.payee;
        let terms = self.scheme.terms();
        writeln!(f, "- {}：{} {}", terms.payee, total.code, total.name)?;
        writeln!(f, "- 应付额合计：{} 元", yuan(total.total))?;
        if total.recorded > Money::ZERO {
            writeln!(f, "- 其中由其他付费方支付：{} 元", yuan(total.recorded))?;
        }
        writeln!(
            f,
            "- 应支付额合计：{} 元，已预拨 {} 元",
            yuan(total.payable),
            yuan(total.advanced)
        )?;
        let balance = total.balance;
        if balance.is_negative() {
            let excess = Money::ZERO.checked_sub(balance).unwrap_or_default();
            writeln!(f, "- 预拨超出应支付额：{} 元\n", yuan(excess))?;
        } else {
            writeln!(f, "- 本次应补付：{} 元\n", yuan(balance))?;
        }
        for channel in &self.channels {
            let payee = channel.figures;
            if payee.is_nothing() {
                continue;
            }
            writeln!(f, "## {}（{}）\n", channel.name, channel.cite)?;
            price_text(f, channel.price, Some(&payee.group))?;
            let mut table = Table::new(&[("项目", Left), ("数值", Right)]);
            table.row(vec![format!("{}类别", terms.payee), payee.group.clone()]);
            if let Some(equivalents) = &payee.equivalents {
                table.row(vec!["工作当量".to_owned(), readable(equivalents.exact())]);
            }
            if is_appraised(payee) {
                table.row(vec!["绩效评价得分".to_owned(), score(payee)]);
                table.row(vec!["绩效评价系数".to_owned(), coefficient(payee)]);
                table.row(vec!["评价前金额（元）".to_owned(), yuan(payee.before_appraisal)]);
            }
            table.row(vec!["应付额（元）".to_owned(), yuan(payee.entitlement)]);
            cycle::payment_rows(&mut table, payee, terms, channel.paid_by);
            writeln!(f, "{table}")?;
            cycle::deductions(f, self.period, [payee].into_iter(), terms)?;
            cycle::plan(f, payee)?;
            writeln!(
                f,
                "### 应付额按服务类别\n\n{}",
                categories_table(self.income_classes, &payee.categories)
            )?;
        }
        writeln!(f, "## 收入类别（按应付额）\n\n{}", income_classes(&total.income_classes))?;
        let digest = self.digest().map_err(|_| fmt::Error)?;
        writeln!(f, "本通知摘要（SHA-256）：{digest}")
    }
}
