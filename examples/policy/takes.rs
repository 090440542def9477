//! What the second level takes from the first: an institution's income is what its staff share.

use std::path::Path;

use serde::Deserialize;
use work_equivalent::facts::{FactsDocument, PoolAmountDocument};
use work_equivalent::statement::Statement;
use work_equivalent::units::Money;

use crate::support::{Located, read_toml};

/// One amount of a pool line of the second level.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Take {
    /// The channel of the second level.
    channel: String,
    /// Its pool line.
    line: String,
    /// The payee of the first level.
    payee: String,
    /// `payable`, `channel/CODE` or `income/CLASS`.
    of: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Takes {
    takes: Vec<Take>,
}

/// Reads what is taken; nothing where there is no such file.
pub fn read(path: &Path) -> Result<Vec<Take>, Vec<Located>> {
    if path.exists() { read_toml::<Takes>(path).map(|takes| takes.takes) } else { Ok(Vec::new()) }
}

impl Take {
    /// Adds the amount to the facts of the second level, with the statement that it comes from.
    pub fn add_to(&self, document: &mut FactsDocument, first: &Statement) -> Result<(), String> {
        let amount = self.amount(first).ok_or_else(|| {
            format!(
                "takes.toml: the first level has no \"{}\" of payee \"{}\"",
                self.of, self.payee
            )
        })?;
        let digest = first.digest().map_err(|error| error.to_string())?;
        document.pool_amounts.push(PoolAmountDocument {
            channel: self.channel.clone(),
            line: self.line.clone(),
            payee: None,
            amount: amount.to_string().as_str().into(),
            cite: format!("上一级结算单 {} {}（摘要 {digest}）", self.payee, self.of),
        });
        Ok(())
    }

    fn amount(&self, first: &Statement) -> Option<Money> {
        let figures = first.figures();
        let total = figures.payees.iter().find(|payee| payee.code == self.payee)?;
        match self.of.split_once('/') {
            None if self.of == "payable" => Some(total.payable),
            Some(("channel", code)) => {
                let channel = figures.channels.iter().find(|channel| channel.code == code)?;
                let payee = channel.payees.iter().find(|payee| payee.code == self.payee)?;
                Some(payee.payable)
            }
            Some(("income", code)) => {
                let class = total.income_classes.iter().find(|class| class.code == code)?;
                Some(class.amount)
            }
            _ => None,
        }
    }
}
