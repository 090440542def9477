//! The money cycle of a channel as a text: closing, payments, deductions, advances, ledgers.

use core::fmt;

use super::Align::{Left, Right};
use super::origin;
use crate::period::Period;
use crate::scheme::Terms;
use crate::statement::table::{Table, yuan};
use crate::statement::{ChannelFigures, ClosingFigures, PayeeFigures, ReserveFigures};
use crate::units::Money;

/// Rows of a table, of which those that are zero are left out unless they are sums.
struct Rows(Table);

impl Rows {
    fn new(first: &str) -> Self {
        Self(Table::new(&[(first, Left), ("金额（元）", Right)]))
    }

    fn some(mut self, what: &str, amount: Money) -> Self {
        if amount != Money::ZERO {
            self.0.row(vec![what.to_owned(), yuan(amount)]);
        }
        self
    }

    fn always(mut self, what: &str, amount: Money) -> Self {
        self.0.row(vec![what.to_owned(), yuan(amount)]);
        self
    }
}

/// What follows the entitlements of a channel.
pub(super) fn text(
    f: &mut fmt::Formatter<'_>,
    period: Period,
    channel: &ChannelFigures,
    terms: Terms<'_>,
) -> fmt::Result {
    if let Some(closing) = &channel.closing
        && (closing.gap > Money::ZERO || closing.surplus > Money::ZERO)
    {
        writeln!(f, "### 超支与结余\n\n{}", closing_table(closing, terms))?;
    }
    payments(f, channel, terms)?;
    deductions(f, period, channel.payees.iter(), terms)?;
    if let Some(reserve) = &channel.reserve {
        writeln!(f, "### 风险保障基金台账\n\n{}", reserve_table(reserve))?;
    }
    if channel.paid_by.is_none() {
        let money = money_table(channel, terms);
        writeln!(f, "### 资金来源与去向\n\n{money}")?;
    }
    forward(f, channel, terms)
}

fn closing_table(closing: &ClosingFigures, terms: Terms<'_>) -> Table {
    let Terms { payer, payee } = terms;
    if closing.gap > Money::ZERO {
        return Rows::new("超支的处理")
            .always("超支", closing.gap)
            .some("动用风险保障基金", closing.drawn)
            .some(&format!("{payer}分担"), closing.payer_share)
            .some(&format!("{payee}承担"), closing.borne)
            .some("结转下期的欠付", closing.owed)
            .0;
    }
    Rows::new("结余的处理")
        .always("结余", closing.surplus)
        .some("转入风险保障基金", closing.to_reserve)
        .some(&format!("{payee}留用"), closing.retained)
        .some(&format!("退回{payer}"), closing.returned)
        .0
}

/// A column of what changes between an entitlement and its payment.
type Column = (&'static str, fn(&PayeeFigures) -> Money);

/// The columns between an entitlement and its payment; those that are zero for all are left out.
const BETWEEN: [Column; 9] = [
    ("承担超支", |payee| payee.borne),
    ("结转欠付", |payee| payee.owed),
    ("结余留用", |payee| payee.retained),
    ("结算额", |payee| payee.closed),
    ("补付欠付", |payee| payee.owed_paid),
    ("风险金计提", |payee| payee.withheld),
    ("风险金返还", |payee| payee.released),
    ("核减", |payee| payee.deducted),
    ("由其他付费方支付", |payee| payee.recorded),
];

/// From what each payee is owed to what is still to be paid.
fn payments(f: &mut fmt::Formatter<'_>, channel: &ChannelFigures, terms: Terms<'_>) -> fmt::Result {
    let mut columns: Vec<Column> = vec![("应付额", |payee| payee.entitlement)];
    let changes = |column: &Column| {
        // What closes as it was owed needs no column of its own.
        column.0 != "结算额" && channel.payees.iter().any(|payee| column.1(payee) != Money::ZERO)
    };
    let advanced = channel.payees.iter().any(|payee| !payee.advanced.is_zero());
    if channel.equivalents.is_none() && !advanced && !BETWEEN.iter().any(changes) {
        return writeln!(f, "- 各{}应支付额即应付额，尚未预拨\n", terms.payee);
    }
    let closes = BETWEEN[..3].iter().any(changes);
    columns.extend(
        BETWEEN.iter().filter(|column| changes(column) || (closes && column.0 == "结算额")),
    );
    columns.extend::<[Column; 3]>([
        ("应支付额", |payee| payee.payable),
        ("已预拨", |payee| payee.advanced),
        ("清算差额", |payee| payee.balance),
    ]);
    let mut header = vec![("编码", Left), (terms.payee, Left)];
    header.extend(columns.iter().map(|(name, _)| (*name, Right)));
    let mut table = Table::new(&header);
    for payee in channel.payees.iter().filter(|payee| !payee.is_nothing()) {
        let mut row = vec![payee.code.clone(), payee.name.clone()];
        row.extend(columns.iter().map(|(_, amount)| yuan(amount(payee))));
        table.row(row);
    }
    let mut row = vec!["合计".to_owned(), String::new()];
    for (_, amount) in &columns {
        let sum = Money::checked_sum(channel.payees.iter().map(amount));
        row.push(sum.map_or_else(String::new, yuan));
    }
    table.row(row);
    writeln!(f, "### 各{}支付（元）\n\n{table}", terms.payee)
}

/// The rows of one payee between its entitlement and what is still to be paid.
pub(super) fn payment_rows(
    table: &mut Table,
    payee: &PayeeFigures,
    terms: Terms<'_>,
    paid_by: Option<&str>,
) {
    for (what, amount) in BETWEEN {
        let amount = amount(payee);
        if amount != Money::ZERO && !(what == "结算额" && amount == payee.entitlement) {
            let by = paid_by.filter(|_| amount == payee.recorded);
            let what = by.map_or_else(|| what.to_owned(), |by| format!("由{by}支付"));
            table.row(vec![format!("{what}（元）"), yuan(amount)]);
        }
    }
    table.row(vec!["应支付额（元）".to_owned(), yuan(payee.payable)]);
    table.row(vec!["已预拨（元）".to_owned(), yuan(payee.advanced)]);
    table.row(vec!["清算差额（元）".to_owned(), yuan(payee.balance)]);
    if payee.carried_forward > Money::ZERO {
        let carried = yuan(payee.carried_forward);
        table.row(vec!["其中结转下期核减（元）".to_owned(), carried]);
    }
    if payee.owed_after > Money::ZERO {
        table.row(vec![format!("期末尚欠{}（元）", terms.payee), yuan(payee.owed_after)]);
    }
}

/// What payees have to give back, where there is anything.
pub(super) fn deductions<'s>(
    f: &mut fmt::Formatter<'_>,
    period: Period,
    payees: impl Iterator<Item = &'s PayeeFigures>,
    terms: Terms<'_>,
) -> fmt::Result {
    let mut table = Table::new(&[
        (terms.payee, Left),
        ("事由", Left),
        ("应核减（元）", Right),
        ("本期核减（元）", Right),
        ("结转下期（元）", Right),
    ]);
    let mut any = false;
    for payee in payees {
        for deduction in &payee.deductions {
            any = true;
            table.row(vec![
                payee.name.clone(),
                origin(&deduction.origin, period),
                yuan(deduction.due),
                yuan(deduction.deducted),
                yuan(deduction.carried_forward),
            ]);
        }
    }
    if any { writeln!(f, "### 核减明细\n\n{table}") } else { Ok(()) }
}

/// The instalments of a payee, where its channel has a plan.
pub(super) fn plan(f: &mut fmt::Formatter<'_>, payee: &PayeeFigures) -> fmt::Result {
    let Some(plan) = &payee.plan else { return Ok(()) };
    let mut header = vec![("期次", Left), ("应拨日期", Left)];
    if let Some(first) = plan.instalments.first() {
        header.extend(first.deadlines.iter().map(|tier| (tier.name.as_str(), Left)));
    }
    header.extend([("应拨（元）", Right), ("已拨（元）", Right)]);
    let columns = header.len();
    let mut table = Table::new(&header);
    for instalment in &plan.instalments {
        let mut row = vec![instalment.name.clone(), instalment.due.to_string()];
        row.extend(instalment.deadlines.iter().map(|tier| format!("{}前", tier.by)));
        row.extend([yuan(instalment.amount), yuan(instalment.paid)]);
        table.row(row);
    }
    for (what, amount) in [("留待清算", plan.at_settlement), ("预拨基数", plan.base)] {
        let mut row = vec![what.to_owned()];
        row.resize(columns.saturating_sub(2), String::new());
        row.extend([yuan(amount), String::new()]);
        table.row(row);
    }
    writeln!(f, "### 预拨计划\n\n{table}")
}

fn reserve_table(reserve: &ReserveFigures) -> Table {
    let rows = Rows::new("风险保障基金")
        .always("期初余额", reserve.opening)
        .some("加：风险金预提", reserve.provision)
        .some("减：动用", reserve.drawn)
        .some("加：绩效评价扣减转入", reserve.appraisal_loss)
        .some("加：结余转入", reserve.surplus)
        .some("加：风险金计提", reserve.withheld)
        .some("减：风险金返还", reserve.released)
        .some("加：核减转入", reserve.deducted)
        .always("期末余额", reserve.closing);
    match reserve.target {
        None => rows.0,
        Some(target) => rows.always("目标余额", target).0,
    }
}

fn money_table(channel: &ChannelFigures, terms: Terms<'_>) -> Table {
    let money = &channel.money;
    let Terms { payer, payee } = terms;
    let reserve = channel.reserve.as_ref();
    let [opening, closing] =
        reserve.map_or([Money::ZERO; 2], |reserve| [reserve.opening, reserve.closing]);
    let sum = Money::checked_sum([money.appropriated, money.payer_share, opening]);
    let sum = sum.unwrap_or_default();
    let appropriated = match &channel.pool {
        Some(_) => "来源：可用资金".to_owned(),
        None => format!("来源：{payer}安排"),
    };
    Rows::new("项目")
        .always(&appropriated, money.appropriated)
        .some(&format!("来源：{payer}分担超支"), money.payer_share)
        .some("来源：风险保障基金期初余额", opening)
        .always("来源合计", sum)
        .always(&format!("去向：各{payee}应支付额"), money.payable)
        .some(&format!("去向：退回{payer}"), money.treasury)
        .some("去向：风险保障基金期末余额", closing)
        .always("去向合计", sum)
        .0
}

/// What is carried into the next period, where there is anything.
fn forward(f: &mut fmt::Formatter<'_>, channel: &ChannelFigures, terms: Terms<'_>) -> fmt::Result {
    let payee = terms.payee;
    let (owed, claims) = (format!("欠付{payee}（元）"), format!("待扣回{payee}（元）"));
    let mut table = Table::new(&[(payee, Left), (&owed, Right), (&claims, Right)]);
    let mut any = false;
    for payee in &channel.payees {
        let claims = Money::checked_sum(payee.claims_after()).unwrap_or_default();
        if payee.owed_after > Money::ZERO || claims > Money::ZERO {
            any = true;
            table.row(vec![payee.name.clone(), yuan(payee.owed_after), yuan(claims)]);
        }
    }
    if any { writeln!(f, "### 结转下期\n\n{table}") } else { Ok(()) }
}
