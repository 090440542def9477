//! The sheet of a channel: its payees from measure to balance, and below them its ledgers.

use std::collections::BTreeMap;

use serde_json::Value;
use work_equivalent::scheme::ChannelDocument;

use super::appraisal::Appraised;
use super::books::Entry;
use super::columns::{self, ASIDE, BEFORE, COLUMNS, Column};
use super::exact::approximately;
use super::grid::{At, Look};
use super::measure::{Block, Measured};
use super::pool::Pool;
use super::{Maker, sum};

/// The first row of payees.
const FIRST: u32 = 3;

/// A channel while its sheet is laid out.
pub struct Channel<'d> {
    pub record: &'d ChannelDocument,
    /// Where its figures stand in the statement.
    pub pointer: String,
    pub sheet: usize,
    /// The next row below the payees.
    next: u32,
    payees: u32,
    /// Where each column stands: in which table, and in which column of the sheet.
    columns: Vec<(u32, u16)>,
    /// Whether it buys equivalents.
    pub by_equivalents: bool,
    /// What the reserve held at the beginning, as a formula.
    pub opening: String,
}

/// What the totals over all channels need.
pub struct Settled {
    /// By payee: entitlement, recorded, payable, advanced, balance.
    pub payees: Vec<[At; 5]>,
    /// The amounts of each payee and category, with the category's class of income.
    pub categories: Vec<Vec<(String, At)>>,
}

impl Channel<'_> {
    /// The cell of a payee in a column.
    pub fn at(&self, payee: usize, column: Column) -> At {
        let (table, col) = self.columns[column.place()];
        let row = self.first_row(table) + u32::try_from(payee).unwrap_or(0);
        At { sheet: self.sheet, row, col }
    }

    /// The last of the tables of payees, counted from zero.
    fn tables(&self) -> u32 {
        self.columns.iter().map(|(table, _)| *table).max().unwrap_or(0)
    }

    /// The first row of payees in a table: each has a foot, a gap and a header.
    fn first_row(&self, table: u32) -> u32 {
        FIRST + table * (self.payees + 3)
    }

    /// All payees' cells in a column.
    pub fn all(&self, column: Column) -> Vec<At> {
        (0..self.payees as usize).map(|payee| self.at(payee, column)).collect()
    }

    /// The sum of a column, to the fen.
    pub fn sum(&self, column: Column) -> String {
        let last = (self.payees as usize).saturating_sub(1);
        format!("ROUND(SUM({}),2)", self.at(0, column).to(self.at(last, column)))
    }

    /// Writes a figure of a payee.
    pub fn payee(&self, maker: &mut Maker<'_>, payee: usize, column: Column, formula: &str) -> At {
        let at = self.at(payee, column);
        let (_, _, field) = COLUMNS[column.place()];
        let pointer = format!("{}/payees/{payee}/{field}", self.pointer);
        maker.book.figure(at, pointer, formula, column.look())
    }

    /// A heading below the payees.
    pub fn heading(&mut self, maker: &mut Maker<'_>, text: &str) {
        let at = At { sheet: self.sheet, row: self.next + 1, col: 1 };
        maker.book.styled(at, text, Look::Subtitle);
        self.next += 2;
    }

    /// A row with a label; returns the cell of its value.
    pub fn row(&mut self, maker: &mut Maker<'_>, label: &str) -> At {
        let at = At { sheet: self.sheet, row: self.next, col: 1 };
        self.next += 1;
        maker.book.styled(at, label, Look::Note);
        At { col: BEFORE, ..at }
    }

    /// A row with a figure.
    pub fn figure(
        &mut self,
        maker: &mut Maker<'_>,
        label: &str,
        pointer: &str,
        formula: &str,
    ) -> At {
        let at = self.row(maker, label);
        maker.book.figure(at, pointer, formula, Look::Money)
    }

    /// A row with a figure that others add up to.
    pub fn total(
        &mut self,
        maker: &mut Maker<'_>,
        label: &str,
        pointer: &str,
        formula: &str,
    ) -> At {
        let at = self.row(maker, label);
        maker.book.figure(at, pointer, formula, Look::MoneyTotal)
    }

    /// A table below the payees; returns the cell of its first row and column.
    pub fn table(&mut self, maker: &mut Maker<'_>, headers: &[(u16, &str)], rows: usize) -> At {
        let at = At { sheet: self.sheet, row: self.next, col: 0 };
        for (col, header) in headers {
            maker.book.styled(at.right(*col), *header, Look::Header);
        }
        self.next += 1 + u32::try_from(rows).unwrap_or(0);
        at.below(1)
    }
}

impl<'d> Maker<'d> {
    /// All stages of a channel.
    pub fn channel(
        &mut self,
        place: usize,
        appraisals: &BTreeMap<String, Vec<Appraised>>,
    ) -> Settled {
        if place == 0 {
            self.items_head();
            self.volumes_head();
            self.break_down_head();
        }
        let record = self.terms.channels[place];
        let payees = self.terms.payees.len();
        let facts = self.terms.facts;
        let opening = self.entries_of(Entry::Reserve, |place| {
            facts.opening.reserves[place].channel == record.code
        });
        let mut channel = Channel {
            record,
            pointer: format!("channels/{place}"),
            sheet: self.sheets.channels[place],
            next: 0,
            payees: u32::try_from(payees).unwrap_or(0),
            columns: columns::places(record, |field| self.is_zero(place, field)),
            by_equivalents: columns::buys_equivalents(record),
            opening: sum(&opening),
        };
        channel.next = channel.first_row(channel.tables()) + channel.payees + 1;
        let measured = self.measure(record);
        let full = vec![Appraised::full(); payees];
        let appraised = record.appraisal.as_ref().and_then(|code| appraisals.get(code));
        let appraised: &[Appraised] = appraised.unwrap_or(&full);
        self.channel_head(&channel);
        self.measured_and_appraised(&channel, &measured, appraised);
        let pool = self.pool(&mut channel);
        if pool.is_none() {
            self.owed(&mut channel, None);
        }
        self.price_and_the_rest(channel, &measured, appraised, pool)
    }

    fn price_and_the_rest(
        &mut self,
        mut channel: Channel<'d>,
        measured: &Measured,
        appraised: &[Appraised],
        pool: Option<Pool>,
    ) -> Settled {
        let price = self.price(&mut channel, measured, appraised, pool.as_ref());
        let entitled = self.entitle(&mut channel, measured, appraised, &price, pool.as_ref());
        let closed = self.close(&mut channel, &entitled, pool.as_ref());
        let withheld = self.withhold(&mut channel, &entitled, &closed, pool.as_ref());
        let deducted = self.deduct(&mut channel, measured, &price);
        self.pay(&mut channel);
        self.ledgers(&mut channel, &entitled, &closed, withheld.as_ref(), &deducted, pool.as_ref());
        let categories = self.break_down(&channel, measured);
        self.channel_foot(&channel);
        let payees = (0..self.terms.payees.len()).map(|payee| {
            [
                Column::Entitlement,
                Column::Recorded,
                Column::Payable,
                Column::Advanced,
                Column::Balance,
            ]
            .map(|column| channel.at(payee, column))
        });
        Settled { payees: payees.collect(), categories }
    }

    fn channel_head(&mut self, channel: &Channel<'_>) {
        let at = At { sheet: channel.sheet, row: 0, col: 0 };
        self.book.styled(at, &channel.record.name, Look::Title);
        let recorded = channel.record.recorded.as_ref();
        let recorded = recorded
            .map_or_else(String::new, |recorded| format!("；{}支付，只作记录", recorded.by));
        let note = format!(
            "依据：{}；金额单位：元{recorded}。每格都是算式，可逐级追溯；“直接相乘”由电子表格直接算得，只供对照。",
            channel.record.cite
        );
        self.book.styled(at.below(1), note, Look::Note);
        for table in 0..=channel.tables() {
            let first = At { sheet: channel.sheet, row: channel.first_row(table), col: 0 };
            let head = At { row: first.row - 1, ..first };
            self.book.headers(head, &["编码", self.terms.payee(), "类别"]);
            for (place, payee) in (0_u32..).zip(&self.terms.payees) {
                let groups = &self.terms.scheme.groups;
                let group = groups.iter().find(|group| group.code == payee.group);
                let row = first.below(place);
                self.book.text(row, &payee.code);
                self.book.text(row.right(1), &payee.name);
                self.book.text(row.right(2), group.map_or("", |group| group.name.as_str()));
            }
            let foot = first.below(channel.payees).right(1);
            self.book.styled(foot, "合计", Look::Subtitle);
        }
        for ((_, header, _), (table, col)) in COLUMNS.iter().zip(&channel.columns) {
            let head = At { sheet: channel.sheet, row: channel.first_row(*table) - 1, col: *col };
            self.book.styled(head, *header, Look::Header);
        }
        let record = &mut self.book.sheets[channel.sheet];
        // Several tables follow one another, each with headers of its own.
        record.header = (0, 1);
        record.frozen = 2;
        record.helpers_from = Some(ASIDE);
        let mut widths = vec![9, 28, 20];
        widths.resize(ASIDE as usize, 16);
        record.widths = (0_u16..).zip(widths).collect();
    }

    /// Whether a field of all payees of a channel is zero.
    fn is_zero(&self, channel: usize, field: &str) -> bool {
        let payees = self.stated(&format!("/channels/{channel}/payees")).as_array();
        payees.into_iter().flatten().all(|payee| {
            let amount = payee.get(field).and_then(Value::as_str).unwrap_or_default();
            !amount.contains(|digit: char| ('1'..='9').contains(&digit))
        })
    }

    /// What people read of the exact measure and appraisal.
    fn measured_and_appraised(
        &mut self,
        channel: &Channel<'_>,
        measured: &Measured,
        appraised: &[Appraised],
    ) {
        let first = self.stated(&format!("/{}/payees/0/rounds", channel.pointer));
        for (col, round) in
            (Self::beside(channel)..).step_by(2).zip(first.as_array().into_iter().flatten())
        {
            let head = At { sheet: channel.sheet, row: FIRST - 1, col };
            let name = round.get("name").and_then(Value::as_str).unwrap_or_default();
            self.book.styled(head, format!("{name}得分"), Look::Header);
            self.book.styled(head.right(1), format!("{name}系数"), Look::Header);
        }
        for (payee, (measured_payee, appraised)) in
            measured.payees.iter().zip(appraised).enumerate()
        {
            if channel.by_equivalents {
                let formula = measured_payee.rows.map_or_else(|| "0".to_owned(), Block::shown);
                channel.payee(self, payee, Column::Equivalents, &formula);
            }
            if let Some(score) = &appraised.score {
                channel.payee(self, payee, Column::Score, &score.shown);
            }
            if let ([coefficient], false) = (appraised.coefficients.as_slice(), appraised.by_part) {
                let formula = approximately(&coefficient.n, &coefficient.d);
                channel.payee(self, payee, Column::Coefficient, &formula);
            }
            for (round, (score, coefficient)) in appraised.rounds.iter().enumerate() {
                let row = channel.at(payee, Column::BeforeAppraisal);
                let beside = Self::beside(channel);
                let at = At { col: beside + u16::try_from(2 * round).unwrap_or(0), ..row };
                let pointer = format!("{}/payees/{payee}/rounds/{round}", channel.pointer);
                self.book.figure(at, format!("{pointer}/score"), &score.shown, Look::Ratio);
                if let Some(coefficient) = coefficient {
                    let formula = approximately(&coefficient.n, &coefficient.d);
                    let pointer = format!("{pointer}/coefficient");
                    self.book.figure(at.right(1), pointer, formula, Look::Ratio);
                }
            }
        }
    }

    /// The first column to the right of the first table.
    fn beside(channel: &Channel<'_>) -> u16 {
        let first = channel.columns.iter().filter(|(table, col)| *table == 0 && *col < ASIDE);
        first.map(|(_, col)| *col + 1).max().unwrap_or(BEFORE)
    }

    /// The sums below the payees.
    fn channel_foot(&mut self, channel: &Channel<'_>) {
        for (column, _, _) in COLUMNS {
            let below = channel.at(0, column).below(channel.payees);
            let last = (channel.payees as usize).saturating_sub(1);
            match column {
                Column::Score | Column::Coefficient | Column::Product => {}
                Column::Equivalents => {
                    if !channel.by_equivalents {
                        continue;
                    }
                    let column = channel.at(0, column).to(channel.at(last, column));
                    let pointer = format!("{}/equivalents", channel.pointer);
                    self.book.figure(below, pointer, format!("SUM({column})"), Look::QuantityTotal);
                }
                Column::Entitlement => {
                    let pointer = format!("{}/entitlement", channel.pointer);
                    self.book.figure(below, pointer, channel.sum(column), Look::MoneyTotal);
                }
                _ => {
                    self.book.formula(below, channel.sum(column), Look::MoneyTotal);
                }
            }
        }
    }
}
