//! What an item may have, by the channel that buys it, and items that are alike.

use work_equivalent::scheme::{ChannelDocument, ItemDocument, PriceDocument, SchemeDocument};

use super::Maker;
use super::quantities::Quantities;
use super::volumes::channel_of;
use crate::setting::buys_equivalents;

impl Maker {
    /// Rule 4, catalogue: gives each item what its channel asks for, and takes from it what it may
    /// not have there.
    pub(super) fn fit_items(&mut self, scheme: &mut SchemeDocument) {
        let mut items = std::mem::take(&mut scheme.items);
        for item in &mut items {
            let price = &channel_of(scheme, item).price;
            if buys_equivalents(price) {
                item.quotas = Vec::new();
                if item.weights.is_empty() {
                    item.weights = self.weights(&scheme.groups, Quantities::weight);
                }
            } else {
                item.weights = Vec::new();
            }
            match price {
                PriceDocument::Quota { .. } if item.quotas.is_empty() => {
                    item.quotas = self.weights(&scheme.groups, Quantities::quota);
                }
                PriceDocument::Stated { .. } => {
                    item.quotas = Vec::new();
                    item.per = None;
                    item.ceiling = Vec::new();
                    item.bands = None;
                }
                _ => {}
            }
            if item.per.is_some() {
                item.ceiling = Vec::new();
                item.bands = None;
            } else {
                item.approved = None;
            }
        }
        scheme.items = items;
    }

    /// Gives an item the rules of another one in its category, if there are two.
    pub(super) fn make_twins(items: &mut [ItemDocument]) {
        let Some((one, others)) = items.split_first_mut() else {
            return;
        };
        if let Some(other) = others.iter_mut().find(|other| other.category == one.category) {
            let named =
                ItemDocument { code: other.code.clone(), name: other.name.clone(), ..one.clone() };
            *other = named;
        }
    }

    /// The codes of items with the same rules in the same category, in pairs; few where the rules
    /// are those of all items.
    pub(super) fn twins(&mut self, items: &[ItemDocument]) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        for (index, one) in items.iter().enumerate() {
            for other in &items[index + 1..] {
                let has_rules = !one.weights.is_empty() || !one.quotas.is_empty();
                if are_alike(one, other) && (has_rules || self.random().chance(20)) {
                    pairs.push((one.code.clone(), other.code.clone()));
                }
            }
        }
        pairs
    }
}

/// Whether a unit of two items is worth the same in the same category.
fn are_alike(one: &ItemDocument, other: &ItemDocument) -> bool {
    (&one.category, &one.weights, &one.quotas) == (&other.category, &other.weights, &other.quotas)
        && (one.per, one.approved.is_some()) == (other.per, other.approved.is_some())
}

/// The step between volumes of a channel, in millionths: a fen where they are amounts.
pub(super) fn step(channel: &ChannelDocument) -> i64 {
    match channel.price {
        PriceDocument::Stated { .. } => 10_000,
        _ => 1,
    }
}
