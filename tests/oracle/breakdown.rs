//! Stage 6: what an entitlement is made of.

use crate::measure::Earned;
use crate::numbers::{Fen, Fraction, apportion};
use crate::setting::Setting;

/// The categories and the items of a channel, by code, each with its part of E or V and its amount.
pub struct BreakDown {
    pub categories: Vec<(String, Fraction, Fen)>,
    pub items: Vec<(String, Fraction, Fen)>,
}

/// Rule 6.6: A apportioned over the categories by what they measure, then each category's amount
/// over its items, both in the order of their codes.
pub fn break_down(setting: &Setting, earned: &[Earned], entitlement: &Fen) -> BreakDown {
    let of_item = |code: &str| -> Fraction {
        let earned = earned.iter().filter(|earned| earned.item == code);
        earned.map(|earned| &earned.measured).sum()
    };
    let mut codes: Vec<&String> = setting
        .scheme
        .categories
        .iter()
        .filter(|category| category.channel == setting.channel.code)
        .map(|category| &category.code)
        .collect();
    codes.sort_by_key(|code| code.as_bytes());
    let mut items_by_category: Vec<Vec<(String, Fraction)>> = Vec::new();
    for code in &codes {
        let mut items: Vec<(String, Fraction)> = setting
            .scheme
            .items
            .iter()
            .filter(|item| item.category == **code)
            .map(|item| (item.code.clone(), of_item(&item.code)))
            .collect();
        items.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
        items_by_category.push(items);
    }
    let sums: Vec<Fraction> = items_by_category
        .iter()
        .map(|items| items.iter().map(|(_, measured)| measured).sum())
        .collect();
    let amounts = apportion(entitlement, &sums);
    let mut items = Vec::new();
    for (of_category, amount) in items_by_category.into_iter().zip(&amounts) {
        let (codes, weights): (Vec<String>, Vec<Fraction>) = of_category.into_iter().unzip();
        let parts = apportion(amount, &weights);
        items.extend(
            codes.into_iter().zip(weights).zip(parts).map(|((code, e), part)| (code, e, part)),
        );
    }
    items.sort_by(|one, other| one.0.as_bytes().cmp(other.0.as_bytes()));
    let categories = codes.into_iter().cloned().zip(sums).zip(amounts);
    BreakDown {
        categories: categories.map(|((code, e), amount)| (code, e, amount)).collect(),
        items,
    }
}
