//! Stage 1 in cells: counted volumes, and their exact sums by payee, category and round.

use work_equivalent::scheme::{ChannelDocument, PriceDocument};

use super::Maker;
use super::exact::{Bench, Big, Exact, Limb, MOST, Small, digits_of};
use super::grid::{At, Look};
use super::terms::gcd;
use super::volumes::{Rooms, Row};

/// What the payees of a channel did.
pub struct Measured {
    /// What one equivalent, or yuan, is in the integers below.
    pub unit: Big,
    /// The same of equivalents × announced price.
    pub value_unit: Big,
    pub rooms: Rooms,
    pub payees: Vec<MeasuredPayee>,
}

/// What one payee did.
pub struct MeasuredPayee {
    /// Its rows on the sheet of volumes; none where it has none.
    pub rows: Option<Block>,
    /// Its rows of each category.
    pub rows_by_category: Vec<Option<Block>>,
    pub total: Big,
    /// By category of the channel.
    pub categories: Vec<Big>,
    /// By round that governs a part; one for the whole period otherwise.
    pub parts: Vec<Big>,
    /// The same × announced price.
    pub values: Vec<Big>,
}

/// Rows that follow one another on the sheet of volumes: the first and the last.
#[derive(Clone, Copy)]
pub struct Block {
    sheet: usize,
    first: u32,
    last: u32,
}

impl Block {
    fn column(self, col: u16) -> String {
        let cell = |row| At { sheet: self.sheet, row, col };
        cell(self.first).to(cell(self.last))
    }

    /// The sum of what the rows are worth, as a spreadsheet adds it up.
    pub fn shown(self) -> String {
        format!("SUM({})", self.column(WORTH))
    }

    /// The same × the announced price of each row.
    pub fn priced(self) -> String {
        format!("SUMPRODUCT({}*{})", self.column(WORTH), self.column(PRICE))
    }
}

/// Columns of the sheet of volumes.
const PRICE: u16 = 16;
const ROUND: u16 = 17;
const WORTH: u16 = 18;
/// What is paid of a running total, beyond what people read.
const PAID: u16 = 20;

/// The rows of a channel as they stand on the sheet, with the integers behind each: equivalents, and
/// equivalents × price.
struct Laid<'r, 'd> {
    rows: &'r [Row<'d>],
    exact: Vec<(Big, Option<Big>)>,
    start: u32,
    sheet: usize,
}

/// Which of the integers behind a row are added up.
#[derive(Clone, Copy)]
enum Of {
    Equivalents,
    Values,
}

impl Laid<'_, '_> {
    /// The rows of a payee, of one category or of all.
    fn block(&self, payee: usize, category: Option<usize>) -> Option<Block> {
        let mut found = self.rows.iter().enumerate().filter(|(_, row)| {
            row.payee == payee && category.is_none_or(|category| row.category == category)
        });
        let first = u32::try_from(found.next()?.0).ok()?;
        let count = u32::try_from(found.count()).ok()?;
        let first = self.start + first;
        Some(Block { sheet: self.sheet, first, last: first + count })
    }

    fn integers(&self, row: u32, of: Of) -> Option<&Big> {
        let (equivalents, values) = self.exact.get((row - self.start) as usize)?;
        match of {
            Of::Equivalents => Some(equivalents),
            Of::Values => values.as_ref(),
        }
    }

    fn sum(&self, exact: &mut Exact<'_>, label: &str, block: Option<Block>, of: Of) -> Big {
        self.add(exact, label, block, of, |_, column| format!("SUM({column})"))
    }

    fn sum_of_round(
        &self,
        exact: &mut Exact<'_>,
        label: &str,
        block: Option<Block>,
        of: Of,
        round: usize,
    ) -> Big {
        self.add(exact, label, block, of, |block, column| {
            format!("SUMIF({},{},{column})", block.column(ROUND), round + 1)
        })
    }

    /// All rows have their integers in the same columns, so that columns can be added up.
    fn add(
        &self,
        exact: &mut Exact<'_>,
        label: &str,
        block: Option<Block>,
        of: Of,
        sum: impl Fn(Block, &str) -> String,
    ) -> Big {
        let Some((block, big)) =
            block.and_then(|block| Some((block, self.integers(block.first, of)?)))
        else {
            return Big::constant("0");
        };
        let formulas = big.limbs.iter().map(|limb| match limb {
            Limb::Cell(limb) => sum(block, &block.column(limb.col)),
            Limb::Constant(number) => number.to_string(),
        });
        let formulas: Vec<String> = formulas.collect();
        let digits = big.digits + digits_of((block.last - block.first + 1) as usize);
        exact.sum_of_columns(label, digits, &formulas)
    }
}

impl<'d> Maker<'d> {
    /// Lays out the rows of a channel and adds them up.
    pub fn measure(&mut self, channel: &'d ChannelDocument) -> Measured {
        let rooms = self.rooms(channel);
        let rows = self.rows(channel);
        // All times of the channel over one divisor.
        let time = rows.iter().fold(1_i128, |all, row| all / gcd(all, row.time.1) * row.time.1);
        let timed = rows.iter().any(|row| row.time != (1, 1));
        let announced = matches!(channel.price, PriceDocument::Announced { .. });
        let (by_weight, by_difficulty) = self.factors(channel);
        let mut places = rooms.counted.places;
        places += if by_weight { rooms.weight.places } else { 0 };
        places += if by_difficulty { rooms.difficulty.places } else { 0 };
        let unit = Big::constant(&format!("{time}{}", "0".repeat(places as usize)));
        let zeros = "0".repeat((places + rooms.price.places) as usize);
        let value_unit = Big::constant(&format!("{time}{zeros}"));

        let start = self.next_volume;
        let mut exact: Vec<(Big, Option<Big>)> = Vec::with_capacity(rows.len());
        let mut counted_before: Option<At> = None;
        for (place, row) in rows.iter().enumerate() {
            let again =
                place.checked_sub(1).and_then(|before| rows.get(before)).is_some_and(|before| {
                    before.payee == row.payee && before.item.code == row.item.code
                });
            let before = counted_before.filter(|_| again);
            let (at, paid) = self.row(channel, row, &rooms, before, (by_weight, by_difficulty));
            counted_before = paid;
            let flags = (by_weight, by_difficulty, announced);
            exact.push(self.exact_row(at, row, &rooms, timed.then_some(time), flags));
        }

        self.check_counted(channel, &rows, start, &rooms);
        let laid = Laid { rows: &rows, exact, start, sheet: self.sheets.volumes };
        let categories = self.terms.categories_of(&channel.code).len();
        let rounds = self.terms.round_starts(channel).len().max(1);
        let payees = (0..self.terms.payees.len())
            .map(|payee| self.add_up(channel, &laid, payee, (categories, rounds)));
        Measured { unit, value_unit, rooms, payees: payees.collect() }
    }

    /// A factor of a band that is changed could make volumes too long.
    fn check_counted(
        &mut self,
        channel: &ChannelDocument,
        rows: &[Row<'_>],
        start: u32,
        rooms: &Rooms,
    ) {
        if rows.iter().all(|row| row.item.bands.is_none()) {
            return;
        }
        let first = At { sheet: self.sheets.volumes, row: start, col: PAID };
        let last = At { row: self.next_volume - 1, ..first };
        let whole = rooms.counted.digits.saturating_sub(rooms.counted.places);
        let label = format!("{}：阶梯之后的计量量整数至多 {whole} 位", channel.name);
        self.book.checks.push((label, format!("MAX({})<1E{whole}", first.to(last))));
    }

    /// What one payee did, over all, by category and by round.
    fn add_up(
        &mut self,
        channel: &ChannelDocument,
        laid: &Laid<'_, '_>,
        payee: usize,
        (categories, rounds): (usize, usize),
    ) -> MeasuredPayee {
        let about = format!("{} {}", channel.code, self.terms.payees[payee].code);
        let mut exact = self.exact(about);
        let all = laid.block(payee, None);
        let total = laid.sum(&mut exact, "当量合计", all, Of::Equivalents);
        let rows_by_category: Vec<Option<Block>> =
            (0..categories).map(|category| laid.block(payee, Some(category))).collect();
        let by_category = match rows_by_category.as_slice() {
            [_] => vec![total.clone()],
            blocks => blocks
                .iter()
                .map(|block| laid.sum(&mut exact, "类别当量", *block, Of::Equivalents))
                .collect(),
        };
        let by_round = |exact: &mut Exact<'_>, label: &str, of: Of| -> Vec<Big> {
            match rounds {
                1 => vec![laid.sum(exact, label, all, of)],
                _ => (0..rounds)
                    .map(|round| laid.sum_of_round(exact, label, all, of, round))
                    .collect(),
            }
        };
        let parts = match rounds {
            1 => vec![total.clone()],
            _ => by_round(&mut exact, "各轮当量", Of::Equivalents),
        };
        let values = match channel.price {
            PriceDocument::Announced { .. } => by_round(&mut exact, "当量×单价", Of::Values),
            _ => Vec::new(),
        };
        MeasuredPayee { rows: all, rows_by_category, total, categories: by_category, parts, values }
    }

    /// Whether volumes are multiplied by weights or quotas, and whether by difficulty.
    fn factors(&self, channel: &ChannelDocument) -> (bool, bool) {
        let any = self.terms.scheme.groups.iter().any(|group| !group.difficulty.is_empty());
        match channel.price {
            PriceDocument::Stated { .. } => (false, false),
            PriceDocument::Quota { .. } => (true, false),
            _ => (true, any),
        }
    }

    /// A row for people; returns its first cell, and the cell of what was counted up to its end
    /// where the volume runs through a ceiling or bands.
    fn row(
        &mut self,
        channel: &'d ChannelDocument,
        row: &Row<'d>,
        rooms: &Rooms,
        before: Option<At>,
        (by_weight, by_difficulty): (bool, bool),
    ) -> (At, Option<At>) {
        let at = At { sheet: self.sheets.volumes, row: self.next_volume, col: 0 };
        self.next_volume += 1;
        let payee = self.terms.payees[row.payee];
        let scheme = self.terms.scheme;
        let group = scheme.groups.iter().find(|group| group.code == payee.group);
        let category = self.terms.categories_of(&channel.code)[row.category];
        let words = [
            &channel.code,
            &payee.code,
            &payee.name,
            &category.name,
            &row.item.code,
            &row.item.name,
            &row.item.unit,
            &row.days.0,
            &row.days.1,
        ];
        for (col, text) in (0_u16..).zip(words) {
            self.book.text(at.right(col), text);
        }
        let key = format!("volume/{}/{}/{}", payee.code, row.item.code, row.days.0);
        let look = Look::Quantity;
        let volume = self.book.input(at.right(9), key, &row.volume, look, rooms.volume);
        let disallowed: Vec<String> = row.disallowed.iter().map(ToString::to_string).collect();
        let mut net = volume.to_string();
        if disallowed.is_empty() {
            self.book.text(at.right(10), "");
        } else {
            let formula = format!("ROUND({},{})", disallowed.join("+"), rooms.volume.places);
            let cell = self.book.formula(at.right(10), formula, look);
            net = format!("({volume}-{cell})");
        }
        if let Some(approved) = &row.approved {
            let key = format!("approved/{}/{}/{}", payee.code, row.item.code, row.days.0);
            let cell = self.book.input(at.right(11), key, approved, look, rooms.volume);
            net = format!("MIN({volume},{cell})");
        } else {
            self.book.text(at.right(11), "");
        }
        let counted = at.right(12);
        let paid = self.counted(counted, row, rooms, &net, before);
        let mut product = vec![counted.to_string()];
        if row.item.per.is_some() {
            let time = format!("{}/{}", row.time.0, row.time.1);
            product.push(self.book.formula(at.right(13), time, look).to_string());
        } else {
            self.book.text(at.right(13), "");
        }
        for col in 14..17 {
            self.book.text(at.right(col), "");
        }
        if let (true, Some(group)) = (by_weight, group) {
            if let Some(weight) = self.weight(row.item, group, &row.stretch.rate, rooms.weight) {
                product.push(self.book.formula(at.right(14), weight.to_string(), look).to_string());
            }
            if by_difficulty {
                let cell = self.difficulty(group, &row.stretch, rooms.difficulty);
                let value = cell.map_or_else(|| "1".to_owned(), |cell| cell.to_string());
                product.push(self.book.formula(at.right(15), value, look).to_string());
            }
        }
        if let Some(price) = self.announced(channel, &row.stretch, rooms.price) {
            self.book.formula(at.right(PRICE), price.to_string(), look);
        }
        self.book.number(at.right(ROUND), (row.stretch.rate.round + 1).to_string(), Look::Text);
        self.book.formula(at.right(WORTH), product.join("*"), look);
        (at, paid)
    }

    /// The integers behind a row: equivalents, and equivalents × price.
    fn exact_row(
        &mut self,
        at: At,
        row: &Row<'d>,
        rooms: &Rooms,
        time: Option<i128>,
        (by_weight, by_difficulty, announced): (bool, bool, bool),
    ) -> (Big, Option<Big>) {
        let mut exact = Exact {
            book: &mut self.book,
            // Beyond the columns of running totals.
            bench: Bench::Across { next: at.right(21) },
            next_row: &mut self.next_row,
            about: String::new(),
            too_long: &mut self.too_long,
            products: &mut self.products,
        };
        let counted = exact.big("", &Small::of(at.right(12), rooms.counted));
        let mut factors: Vec<Small> = Vec::new();
        if by_weight {
            factors.push(Small::of(at.right(14), rooms.weight));
        }
        if by_difficulty {
            factors.push(Small::of(at.right(15), rooms.difficulty));
        }
        if let Some(time) = time {
            // So many parts of the channel's divisor; a century has 1,200 months.
            let parts = row.time.0 * (time / row.time.1);
            let digits = u32::try_from((time * 1200).to_string().len()).unwrap_or(MOST);
            // Written as a product, it takes a cell whatever it is, so that columns line up.
            factors.push(Small::new(format!("{parts}*1"), digits));
        }
        let mut product = counted;
        let mut pending: Option<Small> = None;
        for factor in factors {
            pending = Some(match pending {
                Some(before) if before.digits + factor.digits <= MOST => Small::new(
                    format!("{}*{}", before.formula, factor.formula),
                    before.digits + factor.digits,
                ),
                Some(before) => {
                    let before = exact.big("", &before);
                    product = exact.mul("", &product, &before);
                    factor
                }
                None => factor,
            });
        }
        if let Some(last) = pending {
            let last = exact.big("", &last);
            product = exact.mul("", &product, &last);
        }
        let value = announced.then(|| {
            let price = exact.big("", &Small::of(at.right(PRICE), rooms.price));
            exact.mul("", &product, &price)
        });
        (product, value)
    }
}
