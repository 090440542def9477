//! The sheet of parameters: prices, pool lines, rates, targets, with their dates and citations.

use work_equivalent::scheme::DatedDocument;

use super::Maker;
use super::exact::MOST;
use super::grid::{At, Look, Room};
use super::terms;

/// Money has two decimals and eleven digits before the point.
pub const MONEY: Room = Room { places: 2, digits: MOST };

/// A parameter of the period: what it is, in which room and look.
pub struct Parameter<'p> {
    /// By which an input is known.
    pub key: String,
    /// Whose it is: a channel, a group, an item.
    pub owner: &'p str,
    pub what: &'p str,
    pub look: Look,
    pub room: Room,
}

impl Maker<'_> {
    /// A row of the sheet of parameters.
    pub fn parameter(&mut self, parameter: Parameter<'_>, value: &DatedDocument) -> At {
        if let Some((at, _)) = self.parameters.get(&parameter.key) {
            return *at;
        }
        let row = At { sheet: self.sheets.parameters, row: self.next_parameter, col: 0 };
        self.next_parameter += 1;
        self.book.text(row, parameter.owner);
        self.book.text(row.right(1), parameter.what);
        let Parameter { key, look, room, .. } = parameter;
        let at = self.book.input(row.right(2), key.clone(), value.value.as_str(), look, room);
        self.book.text(row.right(3), &value.from);
        self.book.text(row.right(4), &value.cite);
        self.parameters.insert(key, (at, room));
        at
    }

    /// An amount of money in force in the period.
    pub fn amount(&mut self, key: String, owner: &str, what: &str, value: &DatedDocument) -> At {
        let text = [value.value.as_str()];
        terms::room(&format!("{owner} {what}"), text, 2, &mut self.refused);
        let parameter = Parameter { key, owner, what, look: Look::Money, room: MONEY };
        self.parameter(parameter, value)
    }

    /// A rate in force in the period, with its room.
    pub fn rate(
        &mut self,
        key: String,
        owner: &str,
        what: &str,
        value: &DatedDocument,
    ) -> (At, Room) {
        let text = [value.value.as_str()];
        let room = terms::room(&format!("{owner} {what}"), text, 4, &mut self.refused);
        let parameter = Parameter { key, owner, what, look: Look::Ratio, room };
        (self.parameter(parameter, value), room)
    }

    /// Titles and headers of the sheet.
    pub fn parameters_head(&mut self) {
        let sheet = self.sheets.parameters;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "参数：单价、资金、比例、目标", Look::Title);
        let note = "浅黄格可改；改后各表随之重算。";
        self.book.styled(at.below(1), note, Look::Note);
        self.book.headers(at.below(2), &["归属", "参数", "值", "起", "出处"]);
        self.book.sheets[sheet].header = (2, 2);
        self.book.widths(sheet, &[26, 34, 18, 12, 56]);
    }
}
