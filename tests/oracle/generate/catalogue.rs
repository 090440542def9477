//! Random groups, categories and service items.

use work_equivalent::scheme::{
    BandDocument, BandsDocument, CategoryDocument, DatedDocument, GroupDocument,
    IncomeClassDocument, ItemDocument, WeightDocument,
};

use super::Maker;
use super::quantities::Quantities;

impl Maker {
    /// The one class of income.
    pub(super) fn income_class() -> IncomeClassDocument {
        IncomeClassDocument {
            code: "收入".to_owned(),
            name: "购买服务收入".to_owned(),
            cite: "试 一".to_owned(),
        }
    }

    /// Rule 4, catalogue: groups, some with a difficulty factor that may change.
    pub(super) fn groups(&mut self) -> Vec<GroupDocument> {
        let count = self.random().count(1, 3);
        let mut groups = Vec::new();
        for code in self.codes(count) {
            let change_percent = *self.random().pick(&[-1, -1, 0, 100]);
            groups.push(GroupDocument {
                name: format!("{code}类"),
                code,
                difficulty: match change_percent {
                    -1 => Vec::new(),
                    percent => self.dated(percent, Quantities::factor),
                },
            });
        }
        groups
    }

    /// Rule 4, catalogue: categories, at least one for each channel.
    pub(super) fn categories(&mut self, channels: &[String]) -> Vec<CategoryDocument> {
        let count = self.random().count(1, 3).max(channels.len());
        let mut categories = Vec::new();
        for (index, code) in self.codes(count).into_iter().enumerate() {
            let channel = match channels.get(index) {
                Some(channel) => channel,
                None => self.random().pick(channels),
            };
            categories.push(CategoryDocument {
                name: format!("{code}服务"),
                code,
                income_class: Self::income_class().code,
                channel: channel.clone(),
            });
        }
        self.random().shuffle(&mut categories);
        categories
    }

    /// Rule 4, catalogue: items, at least one for each category.
    pub(super) fn items(
        &mut self,
        categories: &[CategoryDocument],
        groups: &[GroupDocument],
    ) -> Vec<ItemDocument> {
        let count = self.random().count(1, 5).max(categories.len());
        let mut items = Vec::new();
        for (index, code) in self.codes(count).into_iter().enumerate() {
            let category = match categories.get(index) {
                Some(category) => category,
                None => self.random().pick(categories),
            };
            items.push(ItemDocument {
                name: format!("{code}项目"),
                code,
                unit: "人次".to_owned(),
                category: category.code.clone(),
                weights: self.weights(groups),
                ceiling: self.ceiling(),
                bands: self.bands(),
            });
        }
        if self.random().chance(20) {
            make_twins(&mut items);
        }
        self.random().shuffle(&mut items);
        items
    }

    /// Rule 4, catalogue: weights, for all groups or for each, that may change inside the period.
    pub(super) fn weights(&mut self, groups: &[GroupDocument]) -> Vec<WeightDocument> {
        let spans = self.calendar.spans(&mut self.quantities.random, 40);
        let mut weights = Vec::new();
        for span in spans {
            let for_all = self.random().chance(60);
            let mut by_group = || {
                groups.iter().map(|group| (group.code.clone(), self.quantities.weight())).collect()
            };
            weights.push(WeightDocument {
                from: span.from,
                until: span.until,
                by_group: (!for_all).then(&mut by_group),
                value: for_all.then(|| self.quantities.weight()),
                cite: "试 附件1".to_owned(),
            });
        }
        weights
    }

    /// Rule 4, catalogue: a ceiling on some items; only its value on the first day counts.
    pub(super) fn ceiling(&mut self) -> Vec<DatedDocument> {
        if self.random().chance(65) {
            return Vec::new();
        }
        self.dated(15, |quantities| {
            let ceiling = quantities.volume();
            quantities.write(ceiling, 6)
        })
    }

    /// Rule 4, catalogue: bands on some items, from zero up.
    pub(super) fn bands(&mut self) -> Option<BandsDocument> {
        if self.random().chance(65) {
            return None;
        }
        let mut above = vec![0];
        for _ in 0..self.random().below(3) {
            above.push(self.quantities.volume());
        }
        above.sort_unstable();
        above.dedup();
        let step = |above| BandDocument {
            above: self.quantities.write(above, 6),
            factor: self.quantities.factor(),
        };
        Some(BandsDocument {
            cite: "试 附件2".to_owned(),
            steps: above.into_iter().map(step).collect(),
        })
    }
}

/// Gives an item the rules of another one in its category, if there are two.
fn make_twins(items: &mut [ItemDocument]) {
    let Some((one, others)) = items.split_first_mut() else {
        return;
    };
    if let Some(other) = others.iter_mut().find(|other| other.category == one.category) {
        other.weights.clone_from(&one.weights);
        other.ceiling.clone_from(&one.ceiling);
        other.bands.clone_from(&one.bands);
    }
}

/// The codes of items with the same rules in the same category, in pairs.
pub(super) fn twins(items: &[ItemDocument]) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (index, one) in items.iter().enumerate() {
        for other in &items[index + 1..] {
            if (&one.category, &one.weights) == (&other.category, &other.weights) {
                pairs.push((one.code.as_str(), other.code.as_str()));
            }
        }
    }
    pairs
}
