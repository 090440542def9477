//! All channels together: each payee, and each class of income.

use work_equivalent::scheme::IncomeClassDocument;

use super::channel::Settled;
use super::grid::{At, Look};
use super::{Maker, sum};

impl Maker<'_> {
    /// The sheet of totals.
    pub fn totals(&mut self, settled: &[Settled]) {
        let sheet = self.sheets.totals;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "结算汇总", Look::Title);
        let note = "全部渠道合计，金额单位：元。年度补偿合计含只作记录的他方支付。";
        self.book.styled(at.below(1), note, Look::Note);
        let scheme = self.terms.scheme;
        let mut classes: Vec<&IncomeClassDocument> = scheme.income_classes.iter().collect();
        classes.sort_by(|a, b| a.code.cmp(&b.code));
        let names: Vec<&str> = self.terms.channels.iter().map(|c| c.name.as_str()).collect();
        let mut headers = vec![
            "编码",
            self.terms.payee(),
            "年度补偿合计",
            "其中他方支付",
            "应支付额",
            "已预拨",
            "清算差额",
        ];
        headers.extend(classes.iter().map(|class| class.name.as_str()));
        self.book.headers(at.below(2), &headers);
        let group = 7 + u16::try_from(classes.len()).unwrap_or(0);
        let second = at.below(6 + u32::try_from(self.terms.payees.len()).unwrap_or(0));
        let row_of = |payee: usize| At { row: 3 + u32::try_from(payee).unwrap_or(0), ..at };
        for (place, payee) in self.terms.payees.iter().enumerate() {
            let row = row_of(place);
            let pointer = format!("payees/{place}");
            self.book.text(row, &payee.code);
            self.book.text(row.right(1), &payee.name);
            let fields = ["total", "recorded", "payable", "advanced", "balance"];
            for (field, (col, name)) in (2_u16..).zip(fields).enumerate() {
                let cells: Vec<At> =
                    settled.iter().map(|channel| channel.payees[place][field]).collect();
                let look = if name == "payable" { Look::MoneyTotal } else { Look::Money };
                self.book.figure(row.right(col), format!("{pointer}/{name}"), sum(&cells), look);
            }
            for (class, (col, record)) in (7_u16..).zip(&classes).enumerate() {
                let categories = settled.iter().flat_map(|channel| &channel.categories[place]);
                let cells: Vec<At> =
                    categories.filter(|(of, _)| *of == record.code).map(|(_, at)| *at).collect();
                let pointer = format!("{pointer}/income_classes/{class}/amount");
                self.book.figure(row.right(col), pointer, sum(&cells), Look::Money);
            }
            let row = second.below(1 + u32::try_from(place).unwrap_or(0));
            self.book.text(row, &payee.code);
            self.book.text(row.right(1), &payee.name);
            for (col, channel) in (2..).zip(settled) {
                let payable = channel.payees[place][2];
                self.book.formula(row.right(col), payable.to_string(), Look::Money);
            }
        }
        let last = self.terms.payees.len();
        let foot = row_of(last);
        self.book.styled(foot.right(1), "合计", Look::Subtitle);
        let columns = u16::try_from(headers.len()).unwrap_or(2);
        for col in 2..columns {
            let column = row_of(0).right(col).to(row_of(last.saturating_sub(1)).right(col));
            let formula = format!("ROUND(SUM({column}),2)");
            let pointer = match col {
                2 => "total".to_owned(),
                3 => "recorded".to_owned(),
                4 => "payable".to_owned(),
                5 => "advanced".to_owned(),
                col if (7..group).contains(&col) => format!("income_classes/{}/amount", col - 7),
                _ => {
                    self.book.formula(foot.right(col), formula, Look::MoneyTotal);
                    continue;
                }
            };
            self.book.figure(foot.right(col), pointer, formula, Look::MoneyTotal);
        }
        let heading = At { row: second.row - 1, ..second };
        self.book.styled(heading.right(1), "各渠道应支付额", Look::Subtitle);
        self.book.headers(second, &["编码", self.terms.payee()]);
        self.book.headers(second.right(2), &names);
        let foot = second.below(1 + u32::try_from(last).unwrap_or(0));
        self.book.styled(foot.right(1), "合计", Look::Subtitle);
        for col in (2..).take(settled.len()) {
            let top = second.below(1).right(col);
            let column = top.to(At { row: foot.row - 1, ..top });
            self.book.formula(foot.right(col), format!("ROUND(SUM({column}),2)"), Look::MoneyTotal);
        }
        let record = &mut self.book.sheets[sheet];
        record.header = (2, 2);
        record.frozen = 2;
        let mut widths = vec![8, 26];
        widths.resize(headers.len().max(2 + settled.len()), 17);
        record.widths = (0_u16..).zip(widths).collect();
    }
}
