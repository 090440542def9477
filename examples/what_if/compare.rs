//! The proposals side by side.

use serde_json::{Value, json};
use work_equivalent::statement::Statement;
use work_equivalent::units::Money;
use work_equivalent::whatif::{Base, ChannelComparison, ChannelTotals, Comparison, Entry};

use crate::markdown::{Align, table, yuan};
use crate::number::{percent, price};
use crate::plan::{Plan, Problems, Proposal};

/// A proposal, settled.
pub struct Tried<'p> {
    pub proposal: &'p Proposal,
    pub totals: ChannelTotals,
    pub comparison: Comparison,
}

impl Tried<'_> {
    /// What changes for each payee in the channel.
    fn payees(&self) -> &[Entry] {
        in_channel(&self.comparison, &self.totals.code).map_or(&[], |channel| &channel.payees)
    }
}

/// What changes in a channel.
pub fn in_channel<'c>(comparison: &'c Comparison, code: &str) -> Option<&'c ChannelComparison> {
    comparison.channels.iter().find(|channel| channel.entry.code == code)
}

/// The totals of a channel of a statement.
pub fn totals(statement: &Statement, channel: &str) -> Option<ChannelTotals> {
    let figures = statement.figures();
    let found = figures.channels.iter().find(|figures| figures.code == channel)?;
    Some(ChannelTotals::of(found, figures.period.from()))
}

/// Settles every proposal, and compares it with what all start from.
pub fn settle_all<'p>(
    plan: &'p Plan,
    basis: &Base,
    channel: &str,
) -> Result<Vec<Tried<'p>>, Problems> {
    let (mut tried, mut problems) = (Vec::new(), Vec::new());
    let documents = plan.basis()?;
    for proposal in &plan.proposals {
        // First the paths alone: every one that matches nothing is named.
        if let Err(more) = proposal.applied(&documents) {
            problems.extend(more);
            continue;
        }
        match basis.changed(&proposal.changes) {
            Err(error) => problems.push(proposal.refused(&error)),
            Ok(statement) => match totals(&statement, channel) {
                None => problems.push(format!("{}：没有渠道 {channel}", proposal.file.display())),
                Some(totals) => {
                    let comparison = Comparison::new(basis.statement(), &statement);
                    tried.push(Tried { proposal, totals, comparison });
                }
            },
        }
    }
    if problems.is_empty() { Ok(tried) } else { Err(problems) }
}

fn difference(after: Money, before: Money) -> Money {
    // Both are in range and not below zero: so is their difference.
    after.checked_sub(before).unwrap_or_default()
}

fn with_sign(amount: Money) -> String {
    let sign = if amount > Money::ZERO { "+" } else { "" };
    format!("{sign}{}", yuan(amount))
}

/// What each proposal costs the channel.
///
/// The basis is none where it is what was settled.
pub fn figures(settled: &ChannelTotals, basis: Option<&ChannelTotals>, tried: &[Tried]) -> String {
    let columns = [
        ("方案", Align::Left),
        ("单价", Align::Right),
        ("应付额", Align::Right),
        ("应支付额", Align::Right),
        ("比基准增减", Align::Right),
        ("超支", Align::Right),
        ("动用风险金", Align::Right),
        ("结余", Align::Right),
        ("风险金期末", Align::Right),
    ];
    let row = |name: String, totals: &ChannelTotals, against: Option<&ChannelTotals>| {
        let prices: Vec<String> = totals.prices.iter().map(|p| price(p.price.exact())).collect();
        let amount = |amount: Money| {
            if totals.distributable.is_some() { yuan(amount) } else { String::new() }
        };
        vec![
            name,
            prices.join("；"),
            yuan(totals.entitlement),
            yuan(totals.payable),
            against.map_or_else(String::new, |b| with_sign(difference(totals.payable, b.payable))),
            amount(totals.gap),
            amount(totals.drawn),
            amount(totals.surplus),
            totals.reserve.map_or_else(String::new, yuan),
        ]
    };
    let mut rows = vec![row("本期结算".to_owned(), settled, None)];
    if let Some(basis) = basis {
        rows.push(row("基准".to_owned(), basis, None));
    }
    let basis = basis.unwrap_or(settled);
    let proposals = tried.iter().map(|tried| row(label(tried), &tried.totals, Some(basis)));
    rows.extend(proposals);
    table(&columns, &rows)
}

/// Who gains and who loses.
pub fn movers(tried: &[Tried]) -> String {
    let columns = [
        ("方案", Align::Left),
        ("增加", Align::Right),
        ("减少", Align::Right),
        ("不变", Align::Right),
        ("增加最多", Align::Left),
        ("减少最多", Align::Left),
    ];
    let rows: Vec<Vec<String>> = tried
        .iter()
        .map(|tried| {
            // Sorted: the largest gain first, the largest loss last.
            let payees = tried.payees();
            let gains = |entry: &&Entry| entry.difference() > Money::ZERO;
            let loses = |entry: &&Entry| entry.difference() < Money::ZERO;
            let (more, less) = (payees.iter().filter(gains), payees.iter().filter(loses));
            let same = payees.iter().filter(|entry| entry.difference().is_zero()).count();
            vec![
                label(tried),
                format!("{} 家", more.clone().count()),
                format!("{} 家", less.clone().count()),
                format!("{same} 家"),
                payees.iter().find(gains).map_or_else(String::new, mover),
                payees.iter().rfind(loses).map_or_else(String::new, mover),
            ]
        })
        .collect();
    table(&columns, &rows)
}

fn label(tried: &Tried) -> String {
    tried.proposal.name().to_owned()
}

fn mover(entry: &Entry) -> String {
    let movement = entry.payable.as_ref().unwrap_or(&entry.entitlement);
    let growth = movement.growth.as_ref().map(|growth| format!("（{}）", percent(growth)));
    let difference = with_sign(movement.difference);
    format!("{} {difference}{}", entry.name, growth.unwrap_or_default().replace('−', "-"))
}

/// The same for a program: the figures of each proposal, and the difference of each payee.
pub fn as_json(basis: &ChannelTotals, tried: &Tried) -> Value {
    let payees: Vec<Value> = tried
        .payees()
        .iter()
        .map(|entry| json!({ "code": entry.code, "name": entry.name, "payable": entry.payable }))
        .collect();
    json!({
        "file": tried.proposal.file,
        "name": tried.proposal.name(),
        "changes": tried.proposal.changes,
        "totals": tried.totals,
        "difference": difference(tried.totals.payable, basis.payable),
        "payees": payees,
    })
}
