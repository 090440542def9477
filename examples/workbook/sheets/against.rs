//! The sheet that holds the workbook against the library: what the library found when the workbook
//! was written, what the formulas find now, and the difference.

use std::collections::HashMap;

use super::Maker;
use super::grid::{At, Look};

/// The columns of figures, three for each.
const FIRST: u16 = 3;

impl Maker<'_> {
    /// The sheet; returns the formula that counts how many amounts differ.
    pub fn against(&mut self) -> String {
        let sheet = self.sheets.against;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "对照：本簿现值与程序结算", Look::Title);
        let note = "“程序”是写出本簿时程序算得的数，不随输入而变；“本簿”是算式的现值。没有改过输入时差额全为零；改了输入，差额就是改动的影响。金额单位：元。";
        self.book.styled(at.below(1), note, Look::Note);
        let heads = ["应付额", "应支付额", "清算差额"];
        self.book.headers(at.below(2), &["渠道", "编码", self.terms.payee()]);
        for (head, col) in heads.iter().zip((FIRST..).step_by(3)) {
            let cell = at.below(2).right(col);
            self.book.styled(cell, format!("{head}：程序"), Look::Header);
            self.book.styled(cell.right(1), format!("{head}：本簿"), Look::Header);
            self.book.styled(cell.right(2), "差额", Look::Header);
        }
        let places: HashMap<String, At> =
            self.book.figures.iter().map(|figure| (figure.pointer.clone(), figure.at)).collect();
        let first = at.below(3);
        let mut row = first;
        let channels = self.terms.channels.iter().enumerate();
        let mut parts: Vec<(String, String, &str)> =
            vec![("全部渠道".to_owned(), String::new(), "total")];
        parts.extend(channels.map(|(place, channel)| {
            (channel.name.clone(), format!("channels/{place}/"), "entitlement")
        }));
        for (name, under, demand) in parts {
            for place in 0..self.terms.payees.len() {
                let payee = self.terms.payees[place];
                for (col, text) in (0_u16..).zip([&name, &payee.code, &payee.name]) {
                    self.book.text(row.right(col), text);
                }
                for (col, field) in (FIRST..).step_by(3).zip([demand, "payable", "balance"]) {
                    let pointer = format!("{under}payees/{place}/{field}");
                    let Some(figure) = places.get(&pointer) else { continue };
                    let stated = self.stated(&format!("/{pointer}")).as_str().unwrap_or("0");
                    let [stated_at, now, difference] = [0, 1, 2].map(|next| row.right(col + next));
                    self.book.number(stated_at, stated, Look::Money);
                    self.book.formula(now, figure.to_string(), Look::Money);
                    let formula = format!("ROUND({now}-{stated_at},2)");
                    self.book.formula(difference, formula, Look::Difference);
                }
                row = row.below(1);
            }
        }
        let record = &mut self.book.sheets[sheet];
        record.header = (2, 2);
        record.frozen = FIRST;
        let mut widths = vec![30, 8, 26];
        widths.extend([16; 9]);
        record.widths = (0_u16..).zip(widths).collect();
        let last = At { row: row.row - 1, ..row };
        let counts = (FIRST + 2..).step_by(3).take(heads.len()).map(|col| {
            let differences = first.right(col).to(last.right(col));
            format!("SUMPRODUCT(({differences}<>0)*1)")
        });
        counts.collect::<Vec<_>>().join("+")
    }
}
