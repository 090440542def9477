//! Random groups, categories and service items.

use work_equivalent::scheme::{
    BandDocument, BandsDocument, CategoryDocument, ClauseDocument, DatedDocument, GroupDocument,
    IncomeClassDocument, ItemDocument, Per, WeightDocument,
};
use work_equivalent::units::Number;

use super::Maker;
use super::quantities::Quantities;

/// The codes of the classes of income.
const INCOME_CLASSES: [&str; 2] = ["收入", "补助"];

impl Maker {
    /// The classes of income.
    pub(super) fn income_classes() -> Vec<IncomeClassDocument> {
        let class = |code: &str| IncomeClassDocument {
            code: code.to_owned(),
            name: format!("{code}类"),
            cite: "试 一".to_owned(),
        };
        INCOME_CLASSES.into_iter().map(class).collect()
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
            categories.push(self.category(code, channel));
        }
        self.random().shuffle(&mut categories);
        categories
    }

    /// A category of a channel.
    pub(super) fn category(&mut self, code: String, channel: &str) -> CategoryDocument {
        CategoryDocument {
            name: format!("{code}服务"),
            code,
            income_class: (*self.random().pick(&INCOME_CLASSES)).to_owned(),
            channel: channel.to_owned(),
        }
    }

    /// Rule 4, catalogue: items, at least one for each category, as if channels bought equivalents.
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
            items.push(self.item(code, &category.code, groups));
        }
        self.random().shuffle(&mut items);
        items
    }

    /// Rule 4, catalogue: an item, as if its channel bought equivalents.
    pub(super) fn item(
        &mut self,
        code: String,
        category: &str,
        groups: &[GroupDocument],
    ) -> ItemDocument {
        ItemDocument {
            name: format!("{code}项目"),
            code,
            unit: "人次".to_owned(),
            category: category.to_owned(),
            weights: self.weights(groups, Quantities::weight),
            quotas: Vec::new(),
            per: self.per(),
            approved: self.approved_by(),
            ceiling: self.ceiling(),
            bands: self.bands(),
        }
    }

    /// Rule 4, catalogue: whether a volume is how many there are.
    pub(super) fn per(&mut self) -> Option<Per> {
        let per = *self.random().pick(&[Per::Month, Per::Year]);
        self.random().chance(25).then_some(per)
    }

    /// Rule 4, catalogue: whether no more counts than the approved number.
    pub(super) fn approved_by(&mut self) -> Option<ClauseDocument> {
        self.random().chance(50).then(|| ClauseDocument { cite: "试 附件3".to_owned() })
    }

    /// Rule 4, catalogue: weights or quotas, for all groups or for each, that may change inside the
    /// period.
    pub(super) fn weights(
        &mut self,
        groups: &[GroupDocument],
        value: fn(&mut Quantities) -> Number,
    ) -> Vec<WeightDocument> {
        let spans = self.calendar.spans(&mut self.quantities.random, 40);
        let mut weights = Vec::new();
        for span in spans {
            let for_all = self.random().chance(60);
            let mut by_group = || {
                groups
                    .iter()
                    .map(|group| (group.code.clone(), value(&mut self.quantities)))
                    .collect()
            };
            weights.push(WeightDocument {
                from: span.from,
                until: span.until,
                by_group: (!for_all).then(&mut by_group),
                value: for_all.then(|| value(&mut self.quantities)),
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
