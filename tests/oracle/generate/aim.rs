//! Brings amounts near to what the oracle finds, where rules meet: pools that are just about
//! scarce, targets that are just about reached.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{PoolLineKind, PriceDocument, SchemeDocument};

use super::Maker;
use crate::calculate;
use crate::numbers::{Fen, fen};
use crate::setting::Setting;

/// The largest amount of money that a document may state, in fen.
const MOST_MONEY: i64 = 99_999_999_999_999_999;

impl Maker {
    /// Makes the pool of most channels with an announced price about as large as the demand.
    pub(super) fn aim_pools(&mut self, scheme: &mut SchemeDocument, facts: &FactsDocument) {
        for index in 0..scheme.channels.len() {
            let channel = &scheme.channels[index];
            let is_announced = matches!(channel.price, PriceDocument::Announced { .. });
            if !is_announced || channel.pool.is_empty() || self.random().chance(30) {
                continue;
            }
            let setting = Setting::new(scheme, facts, channel);
            let demand = calculate::demand(&setting);
            let Some(demand) = demand.to_i64().filter(|demand| *demand < MOST_MONEY / 2) else {
                continue;
            };
            // A few fen more or less, or up to half of it.
            let wanted = if self.random().chance(30) {
                demand + self.random().between(-5, 5)
            } else {
                demand - demand / 2 + self.random().between(0, demand)
            };
            self.set_pool(scheme, facts, index, wanted);
        }
    }

    /// Makes the target of some reserves a balance that surplus or withholding just about reaches.
    pub(super) fn aim_targets(&mut self, scheme: &mut SchemeDocument, facts: &FactsDocument) {
        let Ok(outcomes) = calculate::settle(scheme, facts) else {
            return;
        };
        for (channel, outcome) in scheme.channels.iter_mut().zip(outcomes) {
            let (Some(reserve), Some(ledger)) = (&mut channel.reserve, outcome.reserve) else {
                continue;
            };
            if reserve.target.is_empty() || self.random().chance(50) {
                continue;
            }
            let before = &ledger.opening + &ledger.provision + &ledger.appraisal_loss;
            let surplus = outcome.closing.map_or(Fen::default(), |closing| closing.surplus);
            let (least, most) = if surplus.is_positive() {
                (before, surplus)
            } else {
                (before - &ledger.drawn, ledger.withheld)
            };
            let (Some(least), Some(most)) = (least.to_i64(), most.to_i64()) else {
                continue;
            };
            let few = most.min(5);
            let more = *self.random().pick(&[few, most]);
            let target = least.saturating_add(self.random().between(0, more));
            if target <= MOST_MONEY {
                let target = self.quantities.write(target, 2);
                for value in &mut reserve.target {
                    value.value = target.clone();
                }
            }
        }
    }

    /// Changes a source so that the pool is as large as is wanted, if that can be.
    fn set_pool(
        &mut self,
        scheme: &mut SchemeDocument,
        facts: &FactsDocument,
        channel: usize,
        wanted: i64,
    ) {
        let mut other_lines = Fen::default();
        let lines = &scheme.channels[channel].pool;
        let source = lines.iter().position(|line| line.kind == PoolLineKind::Source).unwrap();
        let setting = Setting::new(scheme, facts, &scheme.channels[channel]);
        for (index, line) in lines.iter().enumerate() {
            let amount = fen(&setting.parameter(&line.amounts));
            match line.kind {
                PoolLineKind::Source if index == source => {}
                PoolLineKind::Source => other_lines += amount,
                PoolLineKind::CarveOut => other_lines -= amount,
            }
        }
        let missing = BigInt::from(wanted) - other_lines;
        if let Some(missing) = missing.to_i64().filter(|it| (0..=MOST_MONEY).contains(it)) {
            let amount = self.quantities.write(missing, 2);
            for value in &mut scheme.channels[channel].pool[source].amounts {
                value.value = amount.clone();
            }
        }
    }
}
