//! The ledger of several years side by side.

use unicode_width::UnicodeWidthStr;
use work_equivalent::statement::{
    ChannelFigures, MoneyFigures, PayeeFigures, ReserveFigures, Statement,
};
use work_equivalent::units::Money;

/// A year with its statements: one, or one for each scheme that applied in it.
pub struct Year {
    pub name: &'static str,
    pub parts: Vec<Statement>,
}

/// How a line of the ledger is found in the parts of a year.
enum Line {
    /// A balance at the beginning: that of the first part.
    First(fn(&ChannelFigures) -> Money),
    /// What moved: the sum over all parts.
    Sum(fn(&ChannelFigures) -> Money),
    /// A balance at the end: that of the last part.
    Last(fn(&ChannelFigures) -> Money),
}

fn reserve(channel: &ChannelFigures, amount: fn(&ReserveFigures) -> Money) -> Money {
    channel.reserve.as_ref().map_or(Money::ZERO, amount)
}

fn payees(channel: &ChannelFigures, amount: fn(&PayeeFigures) -> Money) -> Money {
    sum(channel.payees.iter().map(amount))
}

fn claims(payee: &PayeeFigures) -> Money {
    let deductions = payee.deductions.iter().map(|deduction| deduction.carried_forward);
    sum(deductions.chain([payee.carried_forward]))
}

fn sum(amounts: impl IntoIterator<Item = Money>) -> Money {
    Money::checked_sum(amounts).expect("a small district's money is in range")
}

const LINES: &[(&str, Option<Line>)] = &[
    ("资金", None),
    ("购买服务可用资金", Some(Line::Sum(|channel| channel.money.appropriated))),
    ("各机构应付额", Some(Line::Sum(|channel| channel.entitlement))),
    ("超支", Some(Line::Sum(|channel| channel.closing.as_ref().map_or(Money::ZERO, |c| c.gap)))),
    (
        "结余",
        Some(Line::Sum(|channel| channel.closing.as_ref().map_or(Money::ZERO, |c| c.surplus))),
    ),
    ("退回财政", Some(Line::Sum(|channel| channel.money.treasury))),
    ("风险保障基金", None),
    ("期初余额", Some(Line::First(|channel| reserve(channel, |r| r.opening)))),
    ("加：风险金预提", Some(Line::Sum(|channel| reserve(channel, |r| r.provision)))),
    ("减：动用", Some(Line::Sum(|channel| reserve(channel, |r| r.drawn)))),
    ("加：绩效评价扣减转入", Some(Line::Sum(|channel| reserve(channel, |r| r.appraisal_loss)))),
    ("加：结余转入", Some(Line::Sum(|channel| reserve(channel, |r| r.surplus)))),
    ("加：风险金计提", Some(Line::Sum(|channel| reserve(channel, |r| r.withheld)))),
    ("减：风险金返还", Some(Line::Sum(|channel| reserve(channel, |r| r.released)))),
    ("加：核减转入", Some(Line::Sum(|channel| reserve(channel, |r| r.deducted)))),
    ("期末余额", Some(Line::Last(|channel| reserve(channel, |r| r.closing)))),
    ("欠付机构", None),
    ("期初", Some(Line::First(|channel| payees(channel, |p| p.owed_before)))),
    ("减：补付", Some(Line::Sum(|channel| payees(channel, |p| p.owed_paid)))),
    ("加：本年结转", Some(Line::Sum(|channel| payees(channel, |p| p.owed)))),
    ("期末", Some(Line::Last(|channel| payees(channel, |p| p.owed_after)))),
    ("支付", None),
    ("核减", Some(Line::Sum(|channel| payees(channel, |p| p.deducted)))),
    ("应支付额", Some(Line::Sum(|channel| channel.money.payable))),
    ("已预拨", Some(Line::Sum(|channel| payees(channel, |p| p.advanced)))),
    ("期末待扣回", Some(Line::Last(|channel| payees(channel, claims)))),
];

impl Line {
    fn of(&self, year: &Year) -> Money {
        let channels = |part: &Statement, amount: fn(&ChannelFigures) -> Money| {
            sum(part.figures().channels.iter().map(amount))
        };
        let one = |part: Option<&Statement>, amount| {
            part.map_or(Money::ZERO, |part| channels(part, amount))
        };
        match self {
            Self::First(amount) => one(year.parts.first(), *amount),
            Self::Last(amount) => one(year.parts.last(), *amount),
            Self::Sum(amount) => sum(year.parts.iter().map(|part| channels(part, *amount))),
        }
    }
}

/// The ledger, a column for each year.
pub fn ledger(years: &[Year]) -> String {
    let row = |first: &str, cells: Vec<String>| {
        let padding = " ".repeat(24_usize.saturating_sub(first.width()));
        let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>14}")).collect();
        format!("| {first}{padding} | {} |", cells.join(" | "))
    };
    let names = years.iter().map(|year| year.name.to_owned()).collect();
    let dashes = format!("{}:|", "-".repeat(15)).repeat(years.len());
    let mut lines = vec!["# 三年台账（元）".to_owned(), String::new()];
    lines.push(row("", names));
    lines.push(format!("|:{}|{dashes}", "-".repeat(25)));
    for (name, line) in LINES {
        let Some(line) = line else {
            lines.push(row(&format!("**{name}**"), vec![String::new(); years.len()]));
            continue;
        };
        let amounts: Vec<Money> = years.iter().map(|year| line.of(year)).collect();
        // What moved in no year needs no line.
        let moved = amounts.iter().any(|amount| *amount != Money::ZERO);
        if moved || !matches!(line, Line::Sum(_)) {
            lines.push(row(name, amounts.into_iter().map(yuan).collect()));
        }
    }
    lines.join("\n") + "\n"
}

/// An amount with its thousands apart.
fn yuan(amount: Money) -> String {
    let text = amount.to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, "00"));
    let digits = whole.trim_start_matches('-');
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = Vec::new();
    groups.extend(digits.get(..first).filter(|group| !group.is_empty()));
    groups.extend((first..digits.len()).step_by(3).filter_map(|at| digits.get(at..at + 3)));
    let sign = if amount.is_negative() { "-" } else { "" };
    format!("{sign}{}.{decimals}", groups.join(","))
}

/// What enters all years is what leaves them and what is still held.
pub fn conservation(years: &[Year]) -> String {
    let money = |amount: fn(&MoneyFigures) -> Money| {
        let channels = years.iter().flat_map(|year| &year.parts);
        sum(channels
            .flat_map(|part| &part.figures().channels)
            .map(|channel| amount(&channel.money)))
    };
    let opening = Line::First(|channel| reserve(channel, |r| r.opening));
    let closing = Line::Last(|channel| reserve(channel, |r| r.closing));
    let held = |line: &Line, year: Option<&Year>| year.map_or(Money::ZERO, |year| line.of(year));
    let enters = sum([
        money(|money| money.appropriated),
        money(|money| money.payer_share),
        held(&opening, years.first()),
    ]);
    let leaves = sum([money(|money| money.payable), money(|money| money.treasury)]);
    let held = held(&closing, years.last());
    assert_eq!(enters, sum([leaves, held]), "no fen is lost between the years");
    let [enters, leaves, held] = [enters, leaves, held].map(yuan);
    format!(
        "三年合计：进入 {enters} 元 = 支付机构与退回财政 {leaves} 元 + 期末仍存基金 {held} 元\n"
    )
}
