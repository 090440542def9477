//! The sheet of what the facts state in money: stated pool amounts, opening balances, budgets,
//! findings, advances; in one table.

use work_equivalent::facts::Cause;
use work_equivalent::scheme::FindingRuleDocument;
use work_equivalent::units::Number;

use super::Maker;
use super::grid::{At, Look, Room};
use super::parameters::MONEY;
use super::terms;

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    PoolAmount,
    Reserve,
    Owed,
    Claim,
    Entitlement,
    Budget,
    FindingVolume,
    FindingAmount,
    Advance,
}

impl Entry {
    fn label(self) -> &'static str {
        match self {
            Self::PoolAmount => "资金：据实填列",
            Self::Reserve => "期初：风险保障基金",
            Self::Owed => "期初：上年欠付",
            Self::Claim => "期初：上年未扣完",
            Self::Entitlement => "期初：上年应付额",
            Self::Budget => "预算",
            Self::FindingVolume | Self::FindingAmount => "核查",
            Self::Advance => "预拨",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::PoolAmount => "pool-amount",
            Self::Reserve => "opening-reserve",
            Self::Owed => "owed",
            Self::Claim => "claim",
            Self::Entitlement => "previous",
            Self::Budget => "budget",
            Self::FindingVolume => "finding-volume",
            Self::FindingAmount => "finding-amount",
            Self::Advance => "advance",
        }
    }
}

/// What a row says beside its number: code, channel, payee, item or line or instalment, date, note.
#[derive(Default)]
struct Words<'w> {
    code: &'w str,
    channel: &'w str,
    payee: &'w str,
    what: &'w str,
    date: String,
    note: String,
}

impl Maker<'_> {
    /// Everything that the facts state in money, and disallowed volumes.
    pub fn books(&mut self) {
        self.parameters_head();
        let sheet = self.sheets.books;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "往来与核查", Look::Title);
        let note = "资金据实填列数、期初余额、预算、核查发现、预拨；浅黄格可改。";
        self.book.styled(at.below(1), note, Look::Note);
        let headers = [
            "类别",
            "编号",
            "渠道",
            self.terms.payee(),
            "资金项·项目·期次",
            "日期",
            "数量",
            "金额（元）",
            "说明",
        ];
        self.book.headers(at.below(2), &headers);
        self.book.sheets[sheet].header = (2, 2);
        self.book.widths(sheet, &[18, 16, 14, 10, 18, 24, 12, 18, 48]);

        let facts = self.terms.facts;
        let opening = &facts.opening;
        for (place, record) in facts.pool_amounts.iter().enumerate() {
            let words = Words {
                channel: &record.channel,
                payee: record.payee.as_deref().unwrap_or_default(),
                what: &record.line,
                note: record.cite.clone(),
                ..Words::default()
            };
            self.entry(Entry::PoolAmount, place, &words, &record.amount);
        }
        for (place, record) in opening.reserves.iter().enumerate() {
            let words = Words { channel: &record.channel, ..Words::default() };
            self.entry(Entry::Reserve, place, &words, &record.balance);
        }
        for (kind, list) in
            [(Entry::Owed, &opening.owed), (Entry::Entitlement, &opening.entitlements)]
        {
            for (place, record) in list.iter().enumerate() {
                let words =
                    Words { channel: &record.channel, payee: &record.payee, ..Words::default() };
                self.entry(kind, place, &words, &record.amount);
            }
        }
        for (place, record) in opening.claims.iter().enumerate() {
            let (code, note) = match &record.cause {
                Cause::Finding { code } => (code.as_str(), "核查未扣完"),
                Cause::Advances {} => ("", "预拨多于应支付"),
            };
            let words = Words {
                code,
                channel: &record.channel,
                payee: &record.payee,
                date: format!("{}~{}", record.period.from, record.period.until),
                note: note.to_owned(),
                ..Words::default()
            };
            self.entry(Entry::Claim, place, &words, &record.amount);
        }
        for (place, record) in facts.budgets.iter().enumerate() {
            let words =
                Words { channel: &record.channel, payee: &record.payee, ..Words::default() };
            self.entry(Entry::Budget, place, &words, &record.amount);
        }
        self.findings();
        for (place, record) in facts.advances.iter().enumerate() {
            let words = Words {
                code: &record.code,
                channel: &record.channel,
                payee: &record.payee,
                what: record.instalment.as_deref().unwrap_or_default(),
                date: record.date.clone(),
                ..Words::default()
            };
            self.entry(Entry::Advance, place, &words, &record.amount);
        }
    }

    /// Findings, with the volumes and the amounts that they state.
    fn findings(&mut self) {
        let facts = self.terms.facts;
        for (place, record) in facts.findings.iter().enumerate() {
            let kinds = &self.terms.scheme.finding_kinds;
            let kind = kinds.iter().find(|kind| kind.code == record.kind);
            let days =
                terms::days(record.month.as_ref(), record.from.as_ref(), record.until.as_ref());
            let channel = match kind.map(|kind| &kind.rule) {
                Some(
                    FindingRuleDocument::Fixed { channel, .. }
                    | FindingRuleDocument::Stated { channel },
                ) => channel,
                _ => "",
            };
            let words = Words {
                code: &record.code,
                channel,
                payee: &record.payee,
                what: record.item.as_deref().unwrap_or_default(),
                date: days.map_or_else(String::new, |(from, until)| format!("{from}~{until}")),
                note: kind.map_or_else(String::new, |kind| format!("{};{}", kind.name, kind.cite)),
            };
            if let Some(volume) = &record.volume {
                let room = self.room_of_volumes(record.item.as_deref());
                let row = self.words(Entry::FindingVolume, &words);
                let key = format!("finding-volume/{}", record.code);
                let at = row.right(6);
                let at = self.book.input(at, key, volume.as_str(), Look::Quantity, room);
                self.entries.insert((Entry::FindingVolume, place), at);
            } else if let Some(amount) = &record.amount {
                self.entry(Entry::FindingAmount, place, &words, amount);
            } else {
                self.words(Entry::FindingAmount, &words);
            }
        }
    }

    fn words(&mut self, kind: Entry, words: &Words<'_>) -> At {
        let row = At { sheet: self.sheets.books, row: self.next_entry, col: 0 };
        self.next_entry += 1;
        let columns =
            [kind.label(), words.code, words.channel, words.payee, words.what, &words.date];
        for (col, text) in (0_u16..).zip(columns) {
            self.book.text(row.right(col), text);
        }
        self.book.text(row.right(6), "");
        self.book.text(row.right(7), "");
        self.book.text(row.right(8), &words.note);
        row
    }

    fn entry(&mut self, kind: Entry, place: usize, words: &Words<'_>, amount: &Number) {
        let text = [amount.as_str()];
        terms::room(kind.label(), text, 2, &mut self.refused);
        let row = self.words(kind, words);
        let key = format!("{}/{place}", kind.key());
        let at = self.book.input(row.right(7), key, amount.as_str(), Look::Money, MONEY);
        self.entries.insert((kind, place), at);
    }

    /// The cells of the entries of a kind whose record is one that is looked for.
    pub fn entries_of(&self, kind: Entry, wanted: impl Fn(usize) -> bool) -> Vec<At> {
        let entries = self.entries.iter().filter(|((of, place), _)| *of == kind && wanted(*place));
        entries.map(|(_, at)| *at).collect()
    }

    /// The room of volumes of the channel that an item belongs to.
    fn room_of_volumes(&mut self, item: Option<&str>) -> Room {
        let item =
            self.terms.items.iter().copied().find(|record| Some(record.code.as_str()) == item);
        let channel = item.and_then(|item| self.terms.channel_of(item));
        channel.map_or(Room { places: 2, digits: 10 }, |channel| self.rooms(channel).volume)
    }
}
