//! The sheet of weights and quotas: what a unit of each item is worth, by group and date.

use work_equivalent::scheme::{GroupDocument, ItemDocument, WeightDocument};

use super::Maker;
use super::grid::{At, Look, Room};
use super::parameters::Parameter;
use super::terms::{Rate, Stretch};

impl Maker<'_> {
    pub fn items_head(&mut self) {
        let sheet = self.sheets.items;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "当量值与定额", Look::Title);
        let note = "每单位服务折合的标化工作当量；按定额付费的为元。浅黄格可改。";
        self.book.styled(at.below(1), note, Look::Note);
        let headers = ["项目编码", "项目", "单位", "机构类别", "起", "当量值·定额", "出处"];
        self.book.headers(at.below(2), &headers);
        self.book.sheets[sheet].header = (2, 2);
        self.book.widths(sheet, &[12, 36, 10, 14, 12, 14, 52]);
    }

    /// The cell of an item's weight for a group; none where amounts are stated.
    pub fn weight(
        &mut self,
        item: &ItemDocument,
        group: &GroupDocument,
        rate: &Rate,
        room: Room,
    ) -> Option<At> {
        let (from, value) = rate.weight.as_ref()?;
        let series = item.weights.iter().chain(&item.quotas);
        let record: Option<&WeightDocument> = series.clone().find(|record| record.from == *from);
        let own = record.is_some_and(|record| record.by_group.is_some());
        let key = (item.code.clone(), own.then(|| group.code.clone()), from.clone());
        if let Some(at) = self.weights.get(&key) {
            return Some(*at);
        }
        let row = At { sheet: self.sheets.items, row: self.next_item, col: 0 };
        self.next_item += 1;
        let name = if own { group.name.as_str() } else { "全部" };
        for (col, text) in (0_u16..).zip([&item.code, &item.name, &item.unit, name, from]) {
            self.book.text(row.right(col), text);
        }
        let input = format!("weight/{}/{}/{from}", item.code, key.1.as_deref().unwrap_or("-"));
        let at = self.book.input(row.right(5), input, value.as_str(), Look::Quantity, room);
        self.book.text(row.right(6), record.map_or("", |record| record.cite.as_str()));
        self.weights.insert(key, at);
        Some(at)
    }

    /// The cell of a group's difficulty in a stretch; none where it has none.
    pub fn difficulty(
        &mut self,
        group: &GroupDocument,
        stretch: &Stretch,
        room: Room,
    ) -> Option<At> {
        let (from, _) = stretch.rate.difficulty.as_ref()?;
        let value = group.difficulty.iter().find(|value| value.from == *from)?;
        let parameter = Parameter {
            key: format!("difficulty/{}/{from}", group.code),
            owner: &group.name,
            what: "难度系数",
            look: Look::Quantity,
            room,
        };
        Some(self.parameter(parameter, value))
    }
}
