//! Numbers in cells: six digits a cell, the lowest first, and fractions of such numbers.

use std::collections::HashMap;
use std::fmt::{self, Write};

use super::grid::{At, Room};

/// Digits in a cell, and how a formula writes what they count to.
pub const CELL: u32 = 6;
/// The most digits of an integer that stands in a single cell.
pub const MOST: u32 = 13;
/// So many cells of a long number make up its binary approximation, highest first.
const READ: usize = 48;
/// The largest power of ten by which a formula multiplies.
const LARGEST: isize = 300;

/// A cell of a number, or a constant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limb {
    Cell(At),
    Constant(u32),
}

impl fmt::Display for Limb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(at) => at.fmt(f),
            Self::Constant(number) => number.fmt(f),
        }
    }
}

/// A non-negative integer of any length, below ten to the number of its digits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Big {
    pub limbs: Vec<Limb>,
    pub digits: u32,
}

/// An exact fraction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frac {
    pub n: Big,
    pub d: Big,
}

/// The products that are in cells already.
#[derive(Default)]
pub struct Products {
    by_factors: HashMap<(Big, Big), Big>,
    by_product: HashMap<Big, (Big, Big)>,
}

impl Products {
    pub fn of(&self, a: &Big, b: &Big) -> Option<Big> {
        self.by_factors.get(&(a.clone(), b.clone())).cloned()
    }

    pub fn insert(&mut self, a: &Big, b: &Big, product: &Big) {
        self.by_factors.insert((a.clone(), b.clone()), product.clone());
        self.by_product.insert(product.clone(), (a.clone(), b.clone()));
    }

    /// What a number is the product of, as far as is known; itself otherwise.
    pub fn factors(&self, number: &Big) -> Vec<Big> {
        match self.by_product.get(number) {
            Some((a, b)) => [a, b].into_iter().flat_map(|factor| self.factors(factor)).collect(),
            None => vec![number.clone()],
        }
    }
}

/// An integer in a single cell, or a formula for one, with its digits.
#[derive(Clone, Debug)]
pub struct Small {
    pub formula: String,
    pub digits: u32,
}

impl Small {
    pub fn new(formula: impl Into<String>, digits: u32) -> Self {
        Self { formula: formula.into(), digits }
    }

    /// A number of a document as an integer of its last place.
    pub fn of(at: At, room: Room) -> Self {
        Self::new(format!("ROUND({at}*1E{},0)", room.places), room.digits)
    }

    /// Yuan as fen.
    pub fn fen(yuan: At) -> Self {
        Self::new(format!("ROUND({yuan}*100,0)"), MOST)
    }
}

/// How many cells so many digits take.
pub fn cells(digits: u32) -> usize {
    usize::try_from(digits.div_ceil(CELL).max(1)).unwrap_or(usize::MAX)
}

/// The digits of a count.
pub fn digits_of(count: usize) -> u32 {
    count.checked_ilog10().map_or(1, |log| log + 1)
}

impl Big {
    /// A constant, as decimal digits.
    pub fn constant(digits: &str) -> Self {
        let bytes = digits.trim_start_matches('0').as_bytes();
        let limbs = bytes.rchunks(6).map(|chunk| {
            Limb::Constant(chunk.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
        });
        let limbs: Vec<Limb> = limbs.collect();
        let limbs = if limbs.is_empty() { vec![Limb::Constant(0)] } else { limbs };
        Self { limbs, digits: u32::try_from(bytes.len().max(1)).unwrap_or(u32::MAX) }
    }

    /// A power of ten.
    pub fn power(exponent: u32) -> Self {
        Self::constant(&format!("1{}", "0".repeat(exponent as usize)))
    }

    pub fn one() -> Self {
        Self::power(0)
    }

    pub fn is_one(&self) -> bool {
        self.limbs == [Limb::Constant(1)]
    }

    pub fn limb(&self, place: usize) -> Limb {
        self.limbs.get(place).copied().unwrap_or(Limb::Constant(0))
    }

    /// Its binary approximation, divided by ten to the power of its full length. Of a long number
    /// the lowest cells do not matter, and would leave the range of binary numbers.
    fn scaled(&self) -> String {
        let length = self.limbs.len();
        let terms = self
            .limbs
            .iter()
            .enumerate()
            .skip(length.saturating_sub(READ))
            .map(|(place, limb)| format!("{limb}*1E-{}", CELL as usize * (length - place)));
        format!("({})", terms.collect::<Vec<_>>().join("+"))
    }

    /// Whether it is above zero, as a formula.
    pub fn some(&self) -> String {
        let limbs: Vec<String> = self.limbs.iter().map(ToString::to_string).collect();
        format!("({})>0", limbs.join("+"))
    }
}

/// The quotient of two numbers in binary, for people to read.
pub fn approximately(n: &Big, d: &Big) -> String {
    let cell = isize::try_from(CELL).unwrap_or_default();
    let mut shift = (n.limbs.len().cast_signed() - d.limbs.len().cast_signed()) * cell;
    let mut quotient = format!("{}/{}", n.scaled(), d.scaled());
    while shift != 0 {
        let step = shift.clamp(-LARGEST, LARGEST);
        let _ = write!(quotient, "*1E{step}");
        shift -= step;
    }
    quotient
}

/// The product of two constants, which needs no cell.
pub fn product_of_constants(a: &Big, b: &Big) -> Option<Big> {
    let constant = |limb: &Limb| match limb {
        Limb::Constant(number) => Some(u64::from(*number)),
        Limb::Cell(_) => None,
    };
    let a: Vec<u64> = a.limbs.iter().map(constant).collect::<Option<_>>()?;
    let b: Vec<u64> = b.limbs.iter().map(constant).collect::<Option<_>>()?;
    let mut limbs = vec![0_u64; a.len() + b.len() + 1];
    for (i, a) in a.iter().enumerate() {
        for (j, b) in b.iter().enumerate() {
            limbs[i + j] += a * b;
        }
    }
    let mut carry = 0;
    let mut text = String::new();
    for limb in limbs {
        let sum = limb + carry;
        carry = sum / 1_000_000;
        text.insert_str(0, &format!("{:06}", sum % 1_000_000));
    }
    Some(Big::constant(&text))
}
