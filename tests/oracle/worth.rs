//! What a unit of an item is worth in full: equivalents, or yuan.

use work_equivalent::facts::PayeeDocument;
use work_equivalent::scheme::{ItemDocument, PriceDocument};

use crate::dated::{in_force, weight_in_force};
use crate::numbers::{Fraction, whole};
use crate::setting::Setting;

/// Stage 1, a unit of an item on a date: its weight and the difficulty of the group where the
/// channel buys equivalents; its quota, whatever the difficulty; or 1 yuan where amounts are stated.
pub fn worth(
    setting: &Setting,
    payee: &PayeeDocument,
    item: &ItemDocument,
    date: &str,
) -> Fraction {
    match &setting.channel.price {
        PriceDocument::Announced { .. }
        | PriceDocument::Derived { .. }
        | PriceDocument::Published { .. } => {
            let weight = weight_in_force(&item.weights, &payee.group, date);
            weight * difficulty(setting, payee, date)
        }
        PriceDocument::Quota { .. } => weight_in_force(&item.quotas, &payee.group, date),
        PriceDocument::Stated { .. } => whole(1),
    }
}

/// Rule 4, catalogue: the difficulty factor of a payee's group on a date; none given is 1.
fn difficulty(setting: &Setting, payee: &PayeeDocument, date: &str) -> Fraction {
    let group = setting.scheme.groups.iter().find(|group| group.code == payee.group).unwrap();
    if group.difficulty.is_empty() {
        return whole(1);
    }
    in_force(&group.difficulty, date)
}
