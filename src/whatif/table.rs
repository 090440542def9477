//! What a sweep finds, as a table.

use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;

use super::value::Value;
use crate::settle::ChannelTotals;

/// What a sweep finds: a row for each variant, in the order of the sweep.
///
/// It serializes, and is printed as CSV with Chinese headers: a column for each axis, then for each
/// channel what it costs, then the problem of a variant that could not be settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SweepTable {
    /// The name of the sweep.
    pub name: String,
    /// The names of the axes.
    pub axes: Vec<String>,
    /// The variants.
    pub rows: Vec<SweepRow>,
}

/// A variant of a sweep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SweepRow {
    /// The value of each axis.
    pub values: Vec<Value>,
    /// The totals of each channel, in order of code; empty where it cannot be settled.
    pub channels: Vec<ChannelTotals>,
    /// Why it cannot be settled; after 2,000 bytes it is cut, since there can be a million rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// The figures of a channel, in order of columns.
const FIGURES: [&str; 7] =
    ["单价", "应付额", "应支付额", "超支", "结余", "风险金期末余额", "退回财政"];

/// The cells of a channel.
fn figures(channel: &ChannelTotals) -> [String; 7] {
    let prices: Vec<String> = channel.prices.iter().map(|price| price.price.to_string()).collect();
    let pool = |amount: crate::units::Money| {
        if channel.distributable.is_some() { amount.to_string() } else { String::new() }
    };
    [
        prices.join(";"),
        channel.entitlement.to_string(),
        channel.payable.to_string(),
        pool(channel.gap),
        pool(channel.surplus),
        channel.reserve.map_or_else(String::new, |reserve| reserve.to_string()),
        channel.treasury.to_string(),
    ]
}

impl fmt::Display for SweepTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A variant can have other channels than the first; columns are by code.
        let mut channels: BTreeMap<&str, &str> = BTreeMap::new();
        for channel in self.rows.iter().flat_map(|row| &row.channels) {
            channels.entry(&channel.code).or_insert(&channel.name);
        }
        let mut header: Vec<String> = self.axes.clone();
        for name in channels.values() {
            header.extend(FIGURES.map(|figure| format!("{name}·{figure}")));
        }
        header.push("未能结算的原因".to_owned());
        line(f, header)?;
        for row in &self.rows {
            let mut cells: Vec<String> = row.values.iter().map(Value::to_string).collect();
            // Both are in order of code.
            let mut of_row = row.channels.iter().peekable();
            for code in channels.keys() {
                match of_row.next_if(|channel| channel.code == *code) {
                    Some(channel) => cells.extend(figures(channel)),
                    None => cells.extend(FIGURES.map(|_| String::new())),
                }
            }
            cells.push(row.problem.clone().unwrap_or_default());
            line(f, cells)?;
        }
        Ok(())
    }
}

/// A line of CSV, as RFC 4180 writes it, ending in a line feed.
fn line(f: &mut fmt::Formatter<'_>, cells: Vec<String>) -> fmt::Result {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            f.write_str(",")?;
        }
        if cell.contains([',', '"', '\n', '\r']) {
            write!(f, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            f.write_str(&cell)?;
        }
    }
    f.write_str("\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::sample;

    #[test]
    fn without_a_pool_there_is_no_overrun_nor_surplus() {
        let change = |scheme: &mut serde_json::Value, _: &mut _| {
            let channel = scheme["channels"][0].as_object_mut().unwrap();
            channel.retain(|key, _| !matches!(key.as_str(), "pool" | "overrun" | "surplus"));
            let values = sample::since("15");
            let price =
                json!({ "kind": "announced", "appraisal_loss": "treasury", "values": values });
            channel.insert("price".to_owned(), price);
        };
        let cells = |change: fn(&mut serde_json::Value, &mut serde_json::Value)| {
            sample::settlement(change, |settlement| {
                let statement = settlement.statement().unwrap().figures();
                figures(&ChannelTotals::of(&statement.channels[0], statement.period.from()))
            })
        };
        assert_eq!(cells(|_, _| {}), ["15", "99000.00", "99000.00", "0.00", "0.00", "", "6000.00"]);
        assert_eq!(cells(change), ["15", "99000.00", "99000.00", "", "", "", "0.00"]);
    }
}
