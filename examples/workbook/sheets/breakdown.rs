//! Stage 6 in cells: the sheet of entitlements by category, of all channels in one table.

use super::channel::Channel;
use super::columns::Column;
use super::exact::Small;
use super::grid::{At, Look};
use super::measure::{Block, Measured};
use super::{Maker, sum};

/// The columns of equivalents and of amounts.
const EQUIVALENTS: u16 = 5;
const AMOUNT: u16 = 6;

impl Maker<'_> {
    pub fn break_down_head(&mut self) {
        let sheet = self.sheets.categories;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "按服务类别分解", Look::Title);
        let note =
            "各应付额按当量或金额分到各服务类别（最大余数法），据以归入收入类别；金额单位：元。";
        self.book.styled(at.below(1), note, Look::Note);
        let payee = self.terms.payee();
        let headers = ["渠道", "编码", payee, "服务类别", "收入类别", "工作当量", "应付额"];
        self.book.headers(at.below(2), &headers);
        let record = &mut self.book.sheets[sheet];
        record.header = (2, 2);
        record.frozen = 3;
        self.book.widths(sheet, &[34, 10, 28, 26, 28, 18, 18]);
    }

    /// Each entitlement over its categories; by payee: class of income and amount.
    pub fn break_down(
        &mut self,
        channel: &Channel<'_>,
        measured: &Measured,
    ) -> Vec<Vec<(String, At)>> {
        let record = channel.record;
        let categories = self.terms.categories_of(&record.code);
        let mut by_payee = Vec::new();
        let mut by_category: Vec<(Vec<At>, Vec<At>)> =
            vec![(Vec::new(), Vec::new()); categories.len()];
        for payee in 0..self.terms.payees.len() {
            let own = &measured.payees[payee];
            let entitlement = channel.at(payee, Column::Entitlement);
            let parts: Vec<String> = if categories.len() == 1 {
                vec![entitlement.to_string()]
            } else {
                let about = format!("{} {}", record.code, self.terms.payees[payee].code);
                let mut exact = self.exact(about);
                let fen = Small::fen(entitlement);
                let parts = exact.apportion("按类别分解", &fen, &own.categories, &own.total);
                parts.iter().map(|part| format!("{part}/100")).collect()
            };
            let mut amounts = Vec::new();
            for (place, (category, part)) in categories.iter().zip(&parts).enumerate() {
                let pointer = format!("{}/payees/{payee}/categories/{place}", channel.pointer);
                let of = self.terms.payees[payee];
                let classes = &self.terms.scheme.income_classes;
                let class = classes.iter().find(|class| class.code == category.income_class);
                let class = class.map_or("", |class| class.name.as_str());
                let row = self.part_row([&record.name, &of.code, &of.name, &category.name, class]);
                if channel.by_equivalents {
                    let rows = own.rows_by_category[place];
                    let formula = rows.map_or_else(|| "0".to_owned(), Block::shown);
                    let pointer = format!("{pointer}/equivalents");
                    let at = row.right(EQUIVALENTS);
                    let at = self.book.figure(at, pointer, formula, Look::Quantity);
                    by_category[place].0.push(at);
                }
                let at = row.right(AMOUNT);
                self.book.figure(at, format!("{pointer}/amount"), part.clone(), Look::Money);
                by_category[place].1.push(at);
                amounts.push((category.income_class.clone(), at));
            }
            by_payee.push(amounts);
        }
        for (place, category) in categories.iter().enumerate() {
            let pointer = format!("{}/categories/{place}", channel.pointer);
            let row = self.part_row([&record.name, "", "合计", &category.name, ""]);
            let (equivalents, amounts) = &by_category[place];
            if channel.by_equivalents {
                let terms: Vec<String> = equivalents.iter().map(ToString::to_string).collect();
                let at = row.right(EQUIVALENTS);
                let pointer = format!("{pointer}/equivalents");
                self.book.figure(at, pointer, terms.join("+"), Look::QuantityTotal);
            }
            let at = row.right(AMOUNT);
            let formula = sum(amounts);
            self.book.figure(at, format!("{pointer}/amount"), formula, Look::MoneyTotal);
        }
        by_payee
    }

    /// A row with its words; returns its first cell.
    fn part_row(&mut self, words: [&str; 5]) -> At {
        let row = At { sheet: self.sheets.categories, row: self.next_part, col: 0 };
        self.next_part += 1;
        for (col, text) in (0_u16..).zip(words) {
            self.book.text(row.right(col), text);
        }
        self.book.text(row.right(EQUIVALENTS), "");
        row
    }
}
