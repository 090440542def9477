//! Brings amounts near to what the oracle finds, where rules meet: pools that are just about
//! scarce, targets that are just about reached.

use num_traits::{Signed, ToPrimitive, Zero};
use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{ChannelDocument, PoolLineKind, SchemeDocument};

use super::Maker;
use super::channels::comes_of_pool;
use super::quantities::MOST_MONEY;
use crate::calculate;
use crate::numbers::{Fen, Fraction, whole};
use crate::pool::amount;
use crate::setting::Setting;

impl Maker {
    /// Makes the pool of most channels whose price does not come out of it about as large as the
    /// demand.
    pub(super) fn aim_pools(&mut self, scheme: &mut SchemeDocument, facts: &mut FactsDocument) {
        for index in 0..scheme.channels.len() {
            let channel = &scheme.channels[index];
            let has_aim = !comes_of_pool(&channel.price) && !channel.pool.is_empty();
            if !has_aim || self.random().chance(30) {
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

    /// Changes a source so that the pool is as large as is wanted, if that can be and no limit is in
    /// the way.
    fn set_pool(
        &mut self,
        scheme: &mut SchemeDocument,
        facts: &mut FactsDocument,
        channel: usize,
        wanted: i64,
    ) {
        let lines = &scheme.channels[channel].pool;
        let source = lines.iter().position(|line| line.kind == PoolLineKind::Source).unwrap();
        let setting = Setting::new(scheme, facts, &scheme.channels[channel]);
        let mut other_lines = Fen::default();
        let mut rates = Fraction::zero();
        for (index, line) in lines.iter().enumerate() {
            match (line.kind, amount(&setting, line)) {
                (PoolLineKind::Source, _) if index == source => {}
                (PoolLineKind::Source, Some(amount)) => other_lines += amount,
                (PoolLineKind::CarveOut, Some(amount)) => other_lines -= amount,
                (_, None) => rates += setting.parameter(&line.rate),
                (PoolLineKind::Limit, _) => {}
            }
        }
        if rates >= whole(1) {
            return;
        }
        // What the rates leave of it is what is wanted.
        let base = (whole(wanted) / (whole(1) - rates)).round().to_integer();
        let missing = base - other_lines;
        let Some(missing) = missing.to_i64().filter(|it| (0..=MOST_MONEY).contains(it)) else {
            return;
        };
        let missing = self.quantities.write(missing, 2);
        let ChannelDocument { code, pool, .. } = &mut scheme.channels[channel];
        let line = &mut pool[source];
        for value in &mut line.amounts {
            value.value = missing.clone();
        }
        let mut is_first = true;
        facts.pool_amounts.retain_mut(|it| {
            if it.channel != *code || it.line != line.code {
                return true;
            }
            it.amount = missing.clone();
            std::mem::replace(&mut is_first, false)
        });
    }
}
