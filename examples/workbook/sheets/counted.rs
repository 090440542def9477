//! What counts of a volume in cells: through its ceiling and its bands (stage 1).

use super::Maker;
use super::grid::{At, Look};
use super::parameters::Parameter;
use super::volumes::{Rooms, Row};

impl Maker<'_> {
    /// What counts of a net volume: all of it, or what a ceiling and bands leave of the running
    /// total, less what they left of it before.
    pub fn counted(
        &mut self,
        counted: At,
        row: &Row<'_>,
        rooms: &Rooms,
        net: &str,
        before: Option<At>,
    ) -> Option<At> {
        let ceiling = self.terms.of_period(&row.item.ceiling);
        let places = rooms.counted.places;
        if ceiling.is_none() && row.item.bands.is_none() {
            let formula = format!("ROUND({net},{places})");
            self.book.formula(counted, formula, Look::Quantity);
            return None;
        }
        // Columns of the running total, and of what is paid of it.
        let running = counted.right(7);
        let paid = counted.right(8);
        let formula = match before {
            None => format!("ROUND({net},{places})"),
            Some(before) => {
                let total = At { col: before.col - 1, ..before };
                format!("ROUND({total}+{net},{places})")
            }
        };
        self.book.formula(running, formula, Look::Whole);
        let mut volume = running.to_string();
        if let Some(value) = ceiling {
            let parameter = Parameter {
                key: format!("ceiling/{}", row.item.code),
                owner: &row.item.name,
                what: "封顶（每期）",
                look: Look::Quantity,
                room: rooms.volume,
            };
            let most = self.parameter(parameter, value);
            volume = format!("MIN({volume},{most})");
        }
        if row.item.bands.is_some() {
            volume = self.banded(row, rooms, &volume);
        }
        self.book.formula(paid, format!("ROUND({volume},{places})"), Look::Whole);
        let formula = match before {
            None => format!("{paid}"),
            Some(before) => format!("ROUND({paid}-{before},{places})"),
        };
        self.book.formula(counted, formula, Look::Quantity);
        Some(paid)
    }

    /// What bands leave of a volume, as a formula.
    fn banded(&mut self, row: &Row<'_>, rooms: &Rooms, volume: &str) -> String {
        let Some(bands) = &row.item.bands else { return volume.to_owned() };
        let mut cells = Vec::new();
        for (place, step) in bands.steps.iter().enumerate() {
            let above = self.terms.of_first_day(&step.above, &bands.cite);
            let factor = self.terms.of_first_day(&step.factor, &bands.cite);
            let code = &row.item.code;
            let above = self.parameter(
                Parameter {
                    key: format!("band-above/{code}/{place}"),
                    owner: &row.item.name,
                    what: "阶梯：超过",
                    look: Look::Quantity,
                    room: rooms.volume,
                },
                &above,
            );
            let mut room = rooms.counted;
            room.places -= rooms.volume.places;
            let factor = self.parameter(
                Parameter {
                    key: format!("band-factor/{code}/{place}"),
                    owner: &row.item.name,
                    what: "阶梯：系数",
                    look: Look::Quantity,
                    room,
                },
                &factor,
            );
            cells.push((above, factor));
        }
        let parts = cells.iter().enumerate().map(|(place, (above, factor))| {
            let top = match cells.get(place + 1) {
                Some((next, _)) => format!("MIN({volume},{next})"),
                None => volume.to_owned(),
            };
            format!("MAX(0,{top}-{above})*{factor}")
        });
        parts.collect::<Vec<_>>().join("+")
    }
}
