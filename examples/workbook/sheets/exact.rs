//! Exact arithmetic in cells.
//!
//! A spreadsheet calculates in binary floating point, which holds integers exactly up to 2^53. A
//! number that may be longer is kept in several cells, six digits each, the lowest first; a product
//! of two such cells, and the sum of ninety of them, stays below 10^14. Nothing is divided but by
//! powers of ten, to carry; and where a quotient is needed, a binary approximation proposes it
//! and exact products decide: a proposal that is too far off leaves an error, never a wrong figure.
//! So no figure can be a fen off, whatever the spreadsheet does with the last bit.

use super::grid::{At, Book, Look};
pub use super::numbers::{Big, Frac, Limb, MOST, Products, Small, approximately, digits_of};
use super::numbers::{CELL, cells, product_of_constants};

/// The most cells of a number: so many products of two cells add up to less than 10^14.
pub const MOST_CELLS: usize = 90;

/// Where new cells go.
#[derive(Clone, Copy, Debug)]
pub enum Bench {
    /// A row for each number, on the sheet of workings.
    Rows { sheet: usize },
    /// The next columns of one row.
    Across { next: At },
}

/// How a quotient is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    HalfAway,
    HalfEven,
    Down,
    Up,
}

/// Writes exact calculations into a book.
pub struct Exact<'b> {
    pub book: &'b mut Book,
    pub bench: Bench,
    /// The next free row of the sheet of workings.
    pub next_row: &'b mut u32,
    /// What is being calculated, for people to read.
    pub about: String,
    /// Set where a number grew longer than its cells may be.
    pub too_long: &'b mut bool,
    /// Products that are on the sheet of workings already.
    pub products: &'b mut Products,
}

impl Exact<'_> {
    /// So many cells, under a label.
    fn place(&mut self, label: &str, count: usize) -> At {
        let count = u16::try_from(count).unwrap_or(u16::MAX);
        match &mut self.bench {
            Bench::Across { next } => {
                let at = *next;
                *next = next.right(count);
                at
            }
            Bench::Rows { sheet } => {
                let row = At { sheet: *sheet, row: *self.next_row, col: 0 };
                *self.next_row += 1;
                self.book.text(row, format!("{} · {label}", self.about));
                row.right(1)
            }
        }
    }

    /// One cell that holds a formula.
    pub fn cell(&mut self, label: &str, formula: impl Into<String>) -> At {
        let at = self.place(label, 1);
        self.book.formula(at, formula, Look::Whole)
    }

    /// A number from the sums of its cells before they are carried.
    fn carry(
        &mut self,
        label: &str,
        digits: u32,
        sums: &[String],
        sign: bool,
    ) -> (Big, Option<At>) {
        let count = sums.len();
        *self.too_long |= count > MOST_CELLS;
        let first = self.place(label, 2 * count + usize::from(sign));
        let raw = first.right(u16::try_from(count).unwrap_or(u16::MAX));
        let mut limbs = Vec::with_capacity(count);
        for (place, sum) in (0_u16..).zip(sums) {
            let at = raw.right(place);
            let carried = match place {
                0 => sum.clone(),
                _ => format!("{sum}+INT({}/1E6)", raw.right(place - 1)),
            };
            self.book.formula(at, carried, Look::Whole);
            let limb = format!("{at}-INT({at}/1E6)*1E6");
            limbs.push(Limb::Cell(self.book.formula(first.right(place), limb, Look::Whole)));
        }
        let last = raw.right(u16::try_from(count - 1).unwrap_or(u16::MAX));
        let sign =
            sign.then(|| self.book.formula(last.right(1), format!("INT({last}/1E6)"), Look::Whole));
        (Big { limbs, digits }, sign)
    }

    /// An integer that fits a single cell.
    pub fn big(&mut self, label: &str, small: &Small) -> Big {
        let count = cells(small.digits);
        if let Ok(constant) = small.formula.parse::<u64>() {
            return Big::constant(&constant.to_string());
        }
        if count == 1 {
            let at = self.cell(label, small.formula.clone());
            return Big { limbs: vec![Limb::Cell(at)], digits: small.digits };
        }
        let first = self.place(label, count + 1);
        let whole = first.right(u16::try_from(count).unwrap_or(u16::MAX));
        self.book.formula(whole, small.formula.clone(), Look::Whole);
        let limbs = (0..count).map(|place| {
            let below = CELL as usize * place;
            let limb = if place + 1 == count {
                format!("INT({whole}/1E{below})")
            } else {
                let above = below + CELL as usize;
                match below {
                    0 => format!("{whole}-INT({whole}/1E6)*1E6"),
                    _ => format!("INT({whole}/1E{below})-INT({whole}/1E{above})*1E6"),
                }
            };
            let at = first.right(u16::try_from(place).unwrap_or(u16::MAX));
            Limb::Cell(self.book.formula(at, limb, Look::Whole))
        });
        Big { limbs: limbs.collect(), digits: small.digits }
    }

    pub fn mul(&mut self, label: &str, a: &Big, b: &Big) -> Big {
        if a.is_one() {
            return b.clone();
        }
        if b.is_one() {
            return a.clone();
        }
        if let Some(product) = product_of_constants(a, b) {
            return product;
        }
        let shared = matches!(self.bench, Bench::Rows { .. });
        if let Some(product) = self.products.of(a, b).filter(|_| shared) {
            return product;
        }
        let digits = a.digits + b.digits;
        let zero = Limb::Constant(0);
        let sums: Vec<String> = (0..cells(digits).min(a.limbs.len() + b.limbs.len()))
            .map(|place| {
                let pairs = (0..=place).map(|i| (a.limb(i), b.limb(place - i)));
                let pairs = pairs.filter(|(a, b)| *a != zero && *b != zero);
                let terms: Vec<String> = pairs.map(|(a, b)| format!("{a}*{b}")).collect();
                if terms.is_empty() { "0".to_owned() } else { terms.join("+") }
            })
            .collect();
        let product = self.carry(label, digits, &sums, false).0;
        if shared {
            self.products.insert(a, b, &product);
        }
        product
    }

    /// The product of many.
    pub fn product(&mut self, label: &str, factors: &[Big]) -> Big {
        let mut product = Big::one();
        for factor in factors {
            product = self.mul(label, &product, factor);
        }
        product
    }

    pub fn add(&mut self, label: &str, terms: &[&Big]) -> Big {
        if let [only] = terms {
            return (*only).clone();
        }
        let most = terms.iter().map(|term| term.digits).max().unwrap_or(1);
        let digits = most + digits_of(terms.len());
        let sums: Vec<String> = (0..cells(digits))
            .map(|place| {
                let terms = terms.iter().map(|term| term.limb(place));
                let terms = terms.filter(|limb| *limb != Limb::Constant(0));
                let terms: Vec<String> = terms.map(|limb| limb.to_string()).collect();
                if terms.is_empty() { "0".to_owned() } else { terms.join("+") }
            })
            .collect();
        self.carry(label, digits, &sums, false).0
    }

    /// The sum of numbers that stand one above the other, each cell as a formula of its column.
    pub fn sum_of_columns(&mut self, label: &str, digits: u32, sums: &[String]) -> Big {
        let mut sums = sums.to_vec();
        sums.resize(cells(digits).max(sums.len()), "0".to_owned());
        self.carry(label, digits, &sums, false).0
    }

    /// The first less the second, and a cell that is -1 where that is below zero, else 0.
    pub fn sub(&mut self, label: &str, a: &Big, b: &Big) -> (Big, At) {
        let count = a.limbs.len().max(b.limbs.len());
        let sums: Vec<String> =
            (0..count).map(|place| format!("{}-{}", a.limb(place), b.limb(place))).collect();
        let (difference, sign) = self.carry(label, a.digits.max(b.digits), &sums, true);
        // The sign was asked for.
        (difference, sign.unwrap_or(At { sheet: 0, row: 0, col: 0 }))
    }

    /// A formula that is true where the first is at least the second.
    pub fn at_least(&mut self, label: &str, a: &Big, b: &Big) -> String {
        let (_, sign) = self.sub(label, a, b);
        format!("{sign}=0")
    }

    /// The one or the other.
    pub fn select(&mut self, label: &str, condition: &str, yes: &Big, no: &Big) -> Big {
        if yes == no {
            return yes.clone();
        }
        let count = yes.limbs.len().max(no.limbs.len());
        let first = self.place(label, count);
        let limbs = (0..count).map(|place| {
            let formula = format!("IF({condition},{},{})", yes.limb(place), no.limb(place));
            let at = first.right(u16::try_from(place).unwrap_or(u16::MAX));
            Limb::Cell(self.book.formula(at, formula, Look::Whole))
        });
        Big { limbs: limbs.collect(), digits: yes.digits.max(no.digits) }
    }

    /// The quotient, rounded down, which has so many digits at most; and what remains.
    ///
    /// A binary quotient proposes one less, or some less; the divisor is then taken off as long as
    /// it can be. What remains must be less than the divisor, or there is no quotient.
    pub fn divide(&mut self, label: &str, n: &Big, d: &Big, digits: u32) -> (At, Big) {
        let guess =
            self.cell(&format!("{label}·试商"), format!("MAX(0,INT({})-1)", approximately(n, d)));
        let least =
            self.big(&format!("{label}·试商"), &Small::new(guess.to_string(), digits.min(MOST)));
        let taken = self.mul(&format!("{label}·试商×除数"), &least, d);
        let (rest, under) = self.sub(&format!("{label}·余数"), n, &taken);
        let (once, first) = self.sub(&format!("{label}·余数减除数"), &rest, d);
        let (twice, second) = self.sub(&format!("{label}·再减除数"), &once, d);
        let (_, third) = self.sub(&format!("{label}·验余数小于除数"), &twice, d);
        let quotient = format!(
            "IF({under}<0,NA(),IF({first}<0,{guess},IF({second}<0,{guess}+1,IF({third}<0,{guess}+2,NA()))))"
        );
        let quotient = self.cell(&format!("{label}·商"), quotient);
        let rest = Big { digits: d.digits, ..rest };
        let once = Big { digits: d.digits, ..once };
        let twice = Big { digits: d.digits, ..twice };
        let upper = self.select(&format!("{label}·余"), &format!("{second}<0"), &once, &twice);
        let mut remainder =
            self.select(&format!("{label}·余"), &format!("{first}<0"), &rest, &upper);
        remainder.limbs.truncate(cells(d.digits));
        (quotient, remainder)
    }

    /// The quotient rounded to an integer of so many digits at most.
    pub fn round(&mut self, label: &str, value: &Frac, mode: Mode, digits: u32) -> At {
        let Frac { n, d } = value;
        match mode {
            Mode::Down => self.divide(label, n, d, digits).0,
            Mode::Up => {
                let (quotient, rest) = self.divide(label, n, d, digits);
                self.cell(&format!("{label}·进位"), format!("{quotient}+IF({},1,0)", rest.some()))
            }
            Mode::HalfAway | Mode::HalfEven => {
                let two = Big::constant("2");
                let double = self.mul(&format!("{label}·二倍"), n, &two);
                let above = self.add(&format!("{label}·加半"), &[&double, d]);
                let below = self.mul(&format!("{label}·二倍除数"), d, &two);
                let (quotient, rest) = self.divide(label, &above, &below, digits);
                if mode == Mode::HalfAway {
                    return quotient;
                }
                let odd = format!("{quotient}-INT({quotient}/2)*2=1");
                let even = format!("{quotient}-IF(AND({odd},NOT({})),1,0)", rest.some());
                self.cell(&format!("{label}·逢半取偶"), even)
            }
        }
    }

    /// An amount of fen split over weights by largest remainder: cells with the parts.
    ///
    /// `total` is the sum of the weights; of equal remainders the first goes first.
    pub fn apportion(&mut self, label: &str, fen: &Small, weights: &[Big], total: &Big) -> Vec<At> {
        let amount = self.big(&format!("{label}·待分额"), fen);
        let shares: Vec<(At, Big)> = weights
            .iter()
            .zip(1..)
            .map(|(weight, place)| {
                let product = self.mul(&format!("{label}·{place}额×权"), &amount, weight);
                self.divide(&format!("{label}·{place}份"), &product, total, MOST)
            })
            .collect();
        // The remainders again, two cells in one, below one another; and who comes before whom, by the
        // lowest cell first. Of equal remainders the first goes first.
        let width = shares.iter().map(|(_, rest)| rest.limbs.len()).max().unwrap_or(1).div_ceil(2);
        let columns = u16::try_from(width).unwrap_or(u16::MAX);
        let rows: Vec<At> = shares
            .iter()
            .zip(0..)
            .map(|((_, rest), place)| {
                let first = self.place(&format!("{label}·余数与名次"), 2 * width + 1);
                for (at, place) in (0..columns).zip(0..) {
                    let (low, high) = (rest.limb(2 * place), rest.limb(2 * place + 1));
                    self.book.formula(first.right(at), format!("{high}*1E6+{low}"), Look::Whole);
                }
                let order: i32 = place;
                self.book.number(first.right(columns), order.to_string(), Look::Whole);
                first
            })
            .collect();
        let (Some(top), Some(bottom)) = (rows.first().copied(), rows.last().copied()) else {
            return Vec::new();
        };
        for row in &rows {
            for column in 0..columns {
                let all = |column| top.right(column).to(bottom.right(column));
                let (rest, before) = (row.right(column), row.right(columns + column));
                let formula = format!(
                    "SUMPRODUCT(({all}>{rest})+({all}={rest})*({earlier}<{before}))",
                    all = all(column),
                    earlier = all(columns + column),
                );
                self.book.formula(before.right(1), formula, Look::Whole);
            }
        }
        let floors: Vec<String> = shares.iter().map(|(floor, _)| floor.to_string()).collect();
        let whole = format!("{}-({})", fen.formula, floors.join("+"));
        let leftover =
            self.cell(&format!("{label}·余分"), format!("IF({},{whole},0)", total.some()));
        let nothing = format!("IF({}=0,0,NA())", fen.formula);
        let parts = shares.iter().zip(&rows).zip(1..).map(|(((floor, _), row), place)| {
            let rank = row.right(2 * columns);
            let part = format!("IF({},{floor}+IF({rank}<{leftover},1,0),{nothing})", total.some());
            self.cell(&format!("{label}·{place}得"), part)
        });
        parts.collect()
    }

    /// The same value over a multiple of the divisor.
    pub fn times(&mut self, label: &str, value: &Frac, n: &Big, d: &Big) -> Frac {
        Frac { n: self.mul(label, &value.n, n), d: self.mul(label, &value.d, d) }
    }

    /// Fractions over one divisor; those of one divisor already stay as they are.
    pub fn common(&mut self, label: &str, values: &[Frac]) -> (Vec<Big>, Big) {
        let Some(first) = values.first() else { return (Vec::new(), Big::one()) };
        if values.iter().all(|value| value.d == first.d) {
            return (values.iter().map(|value| value.n.clone()).collect(), first.d.clone());
        }
        // What all divisors share is not multiplied again.
        let mut own: Vec<Vec<Big>> =
            values.iter().map(|value| self.products.factors(&value.d)).collect();
        let mut shared = Vec::new();
        for factor in own.first().cloned().unwrap_or_default() {
            let places = own.iter().map(|all| all.iter().position(|of| *of == factor));
            let Some(places) = places.collect::<Option<Vec<usize>>>() else { continue };
            for (all, place) in own.iter_mut().zip(places) {
                all.remove(place);
            }
            shared.push(factor);
        }
        let label = &format!("{label}·通分");
        let own: Vec<Big> = own.iter().map(|factors| self.product(label, factors)).collect();
        // Products of all before, and of all after.
        let mut before = vec![Big::one()];
        for divisor in &own {
            let product = before.last().cloned().unwrap_or_else(Big::one);
            before.push(self.mul(label, &product, divisor));
        }
        let mut after = vec![Big::one()];
        for divisor in own.iter().rev() {
            let product = after.last().cloned().unwrap_or_else(Big::one);
            after.push(self.mul(label, &product, divisor));
        }
        let count = values.len();
        let numerators = values.iter().enumerate().map(|(place, value)| {
            let n = self.mul(label, &value.n, &before[place]);
            self.mul(label, &n, &after[count - 1 - place])
        });
        let numerators = numerators.collect();
        let shared = self.product(label, &shared);
        (numerators, self.mul(label, &before[count], &shared))
    }

    /// The sum of fractions.
    pub fn sum(&mut self, label: &str, values: &[Frac]) -> Frac {
        let (numerators, d) = self.common(label, values);
        if numerators.is_empty() {
            return Frac { n: Big::constant("0"), d };
        }
        let terms: Vec<&Big> = numerators.iter().collect();
        Frac { n: self.add(label, &terms), d }
    }
}
