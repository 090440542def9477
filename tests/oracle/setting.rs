//! What a channel is settled from.

use num_traits::Zero;
use work_equivalent::facts::{FactsDocument, PayeeAmountDocument, PayeeDocument};
use work_equivalent::scheme::{
    AppraisalDocument, AppraisalLoss, ChannelDocument, DatedDocument, PriceDocument, SchemeDocument,
};

use crate::dated::in_force;
use crate::numbers::{Fen, Fraction, fen, read, round_money};

/// A channel, its scheme, and the facts.
pub struct Setting<'a> {
    pub scheme: &'a SchemeDocument,
    pub facts: &'a FactsDocument,
    pub channel: &'a ChannelDocument,
    /// By code.
    pub payees: Vec<&'a PayeeDocument>,
}

impl<'a> Setting<'a> {
    /// The setting of a channel.
    pub fn new(
        scheme: &'a SchemeDocument,
        facts: &'a FactsDocument,
        channel: &'a ChannelDocument,
    ) -> Self {
        let mut payees: Vec<&PayeeDocument> = facts.payees.iter().collect();
        payees.sort_by_key(|payee| payee.code.as_bytes());
        Self { scheme, facts, channel, payees }
    }

    /// A parameter: its value on the first day of the period.
    pub fn parameter(&self, values: &[DatedDocument]) -> Fraction {
        in_force(values, &self.facts.period.from)
    }

    /// Rounds an amount of yuan to fen, as the channel says.
    pub fn round(&self, yuan: &Fraction) -> Fen {
        round_money(yuan, self.channel.money)
    }

    /// Whether the channel has a pool.
    pub fn has_pool(&self) -> bool {
        !self.channel.pool.is_empty()
    }

    /// The appraisal that governs the channel.
    pub fn appraisal(&self) -> Option<&'a AppraisalDocument> {
        let code = self.channel.appraisal.as_ref()?;
        self.scheme.appraisals.iter().find(|appraisal| appraisal.code == *code)
    }

    /// Whether what the appraisal keeps from payees goes to the reserve.
    pub fn appraisal_loss_to_reserve(&self) -> bool {
        appraisal_loss(&self.channel.price) == AppraisalLoss::Reserve
    }

    /// Whether the channel buys equivalents; or else it pays yuan for each unit of an item.
    pub fn buys_equivalents(&self) -> bool {
        buys_equivalents(&self.channel.price)
    }

    /// What the reserve held at the beginning; nothing where that is not stated.
    pub fn reserve_opening(&self) -> Fen {
        let reserves = &self.facts.opening.reserves;
        let reserve = reserves.iter().find(|reserve| reserve.channel == self.channel.code);
        reserve.map_or(Fen::zero(), |reserve| fen(&read(&reserve.balance)))
    }

    /// The target of the reserve.
    pub fn reserve_target(&self) -> Option<Fen> {
        let target = &self.channel.reserve.as_ref()?.target;
        (!target.is_empty()).then(|| fen(&self.parameter(target)))
    }

    /// How much more the reserve may take in at a balance; none is without limit.
    pub fn reserve_room(&self, balance: &Fen) -> Option<Fen> {
        self.reserve_target().map(|target| (target - balance).max(Fen::zero()))
    }

    /// What an opening list states for each payee in this channel; nothing where it is silent.
    pub fn brought_forward(&self, list: &[PayeeAmountDocument]) -> Vec<Fen> {
        let of_payee = |payee: &&PayeeDocument| {
            let is_meant = |it: &&PayeeAmountDocument| {
                it.channel == self.channel.code && it.payee == payee.code
            };
            list.iter().find(is_meant).map_or(Fen::zero(), |it| fen(&read(&it.amount)))
        };
        self.payees.iter().map(of_payee).collect()
    }
}

/// Where the money goes that an appraisal keeps from payees.
pub fn appraisal_loss(price: &PriceDocument) -> AppraisalLoss {
    match price {
        PriceDocument::Announced { appraisal_loss, .. }
        | PriceDocument::Derived { appraisal_loss, .. }
        | PriceDocument::Published { appraisal_loss, .. }
        | PriceDocument::Quota { appraisal_loss, .. }
        | PriceDocument::Stated { appraisal_loss, .. } => *appraisal_loss,
    }
}

/// Whether it is the price of an equivalent.
pub fn buys_equivalents(price: &PriceDocument) -> bool {
    match price {
        PriceDocument::Announced { .. }
        | PriceDocument::Derived { .. }
        | PriceDocument::Published { .. } => true,
        PriceDocument::Quota { .. } | PriceDocument::Stated { .. } => false,
    }
}
