//! Random quantities, held as whole numbers at the finest scale that rule 3 and the table of
//! units accept: volumes, weights and marks in millionths, factors and coefficients in
//! billionths, prices in ten-billionths, money in fen.

use work_equivalent::exact::{Mode, Rounding};
use work_equivalent::units::Number;

use super::random::Random;

/// What most numbers of a case look like.
#[derive(Clone, Copy)]
pub enum Style {
    /// Everyday sizes with few decimals.
    Plain,
    /// A few equal round numbers, so that remainders tie.
    Tie,
    /// As many decimals as are accepted.
    Fine,
    /// The edges of the accepted ranges.
    Edge,
}

/// A range: digits that are accepted and digits that are usual, and round numbers that tie.
struct Range {
    before: u32,
    after: u32,
    usual_before: u32,
    usual_after: u32,
    ties: [i64; 4],
}

const VOLUME: Range = Range {
    before: 10,
    after: 6,
    usual_before: 4,
    usual_after: 0,
    ties: [1_000_000, 1_000_000, 3_000_000, 10_000_000],
};
const WEIGHT: Range = Range {
    before: 4,
    after: 6,
    usual_before: 1,
    usual_after: 1,
    ties: [1_000_000, 1_000_000, 500_000, 2_000_000],
};
const QUOTA: Range = Range {
    before: 9,
    after: 6,
    usual_before: 4,
    usual_after: 2,
    ties: [1_000_000, 5_000_000, 1_500_000_000, 333_333],
};
const FACTOR: Range = Range {
    before: 2,
    after: 9,
    usual_before: 1,
    usual_after: 1,
    ties: [1_000_000_000, 1_000_000_000, 500_000_000, 1_500_000_000],
};
const PRICE: Range = Range {
    before: 8,
    after: 10,
    usual_before: 2,
    usual_after: 2,
    ties: [10_000_000_000, 125_000_000_000, 50_000_000, 3_333_000_000],
};
const MONEY: Range = Range {
    before: 15,
    after: 2,
    usual_before: 7,
    usual_after: 2,
    ties: [100_00, 100_01, 220_00, 10],
};

/// The scale of marks and volumes.
pub const MILLION: i64 = 1_000_000;

/// The largest amount of money that a document may state, in fen.
pub const MOST_MONEY: i64 = 99_999_999_999_999_999;

/// The largest mark, in millionths.
const MOST_MARK: i64 = 9_999_999_999_999_999;

/// Random quantities in a style.
pub struct Quantities {
    pub random: Random,
    pub style: Style,
}

impl Quantities {
    /// A volume in millionths.
    pub fn volume(&mut self) -> i64 {
        self.within(&VOLUME)
    }

    /// A weight.
    pub fn weight(&mut self) -> Number {
        let weight = self.within(&WEIGHT);
        self.write(weight, WEIGHT.after)
    }

    /// A quota.
    pub fn quota(&mut self) -> Number {
        let quota = self.within(&QUOTA);
        self.write(quota, QUOTA.after)
    }

    /// A factor of difficulty or of a band.
    pub fn factor(&mut self) -> Number {
        let factor = self.within(&FACTOR);
        self.write(factor, FACTOR.after)
    }

    /// A price.
    pub fn price(&mut self) -> Number {
        let price = self.within(&PRICE);
        self.write(price, PRICE.after)
    }

    /// Money in fen.
    pub fn money(&mut self) -> i64 {
        self.within(&MONEY)
    }

    /// A coefficient up to 1.3 in billionths, or one at the edge.
    pub fn coefficient(&mut self) -> i64 {
        if self.random.chance(8) {
            return 0;
        }
        match self.mixed() {
            Style::Plain => self.random.between(0, 130) * 10_000_000,
            Style::Tie => *self.random.pick(&[1_000_000_000, 500_000_000, 1_000_000_000]),
            Style::Fine => self.random.between(0, 1_300_000_000),
            Style::Edge => *self.random.pick(&[99_999_999_999, 1, 1_000_000_000]),
        }
    }

    /// A rate of the pool, from 0 to 1.
    pub fn rate(&mut self) -> Number {
        let rate = match self.mixed() {
            Style::Plain => self.random.between(0, 100) * 10_000_000,
            Style::Tie => 100_000_000,
            Style::Fine => self.random.between(0, 1_000_000_000),
            Style::Edge => *self.random.pick(&[0, 1, 1_000_000_000]),
        };
        self.write(rate, FACTOR.after)
    }

    /// A rate at which something is carved out of a pool, that seldom takes all of it.
    pub fn carved_rate(&mut self) -> Number {
        let rate = match self.mixed() {
            Style::Plain => self.random.between(0, 40) * 10_000_000,
            Style::Tie => *self.random.pick(&[250_000_000, 333_333_333]),
            Style::Fine => self.random.between(0, 400_000_000),
            Style::Edge => *self.random.pick(&[0, 1, 333_333_333, 333_333_333, 1_000_000_000]),
        };
        self.write(rate, FACTOR.after)
    }

    /// What a disallowed value is multiplied by: often whole, sometimes zero.
    pub fn multiple(&mut self) -> Number {
        let multiple = match self.mixed() {
            Style::Plain => self.random.between(0, 3) * 1_000_000_000,
            Style::Tie => *self.random.pick(&[500_000_000, 1_000_000_000]),
            Style::Fine => self.random.between(0, 5_000_000_000),
            Style::Edge => *self.random.pick(&[0, 1, 99_999_999_999]),
        };
        self.write(multiple, FACTOR.after)
    }

    /// A share, above 0 and up to so many billionths, in billionths.
    pub fn share(&mut self, most: i64) -> i64 {
        let share = match self.mixed() {
            Style::Plain => self.random.between(1, 10) * 50_000_000,
            Style::Tie => *self.random.pick(&[250_000_000, 250_000_000, 500_000_000]),
            Style::Fine => self.random.between(1, most),
            Style::Edge => *self.random.pick(&[1, most]),
        };
        share.min(most)
    }

    /// The weight of a round, above 0.
    pub fn share_weight(&mut self) -> Number {
        let weight = match self.mixed() {
            Style::Plain => self.random.between(1, 10) * 100_000_000,
            Style::Tie => 1_000_000_000,
            Style::Fine => self.random.between(1, 10_000_000_000),
            Style::Edge => *self.random.pick(&[1, 99_999_999_999]),
        };
        self.write(weight, FACTOR.after)
    }

    /// Money above zero.
    pub fn some_money(&mut self) -> Number {
        let money = self.money().max(1);
        self.write(money, MONEY.after)
    }

    /// Money, perhaps zero.
    pub fn money_or_nothing(&mut self) -> Number {
        let money = self.money();
        self.write(money, MONEY.after)
    }

    /// Full marks or a target, above zero, in millionths.
    pub fn full(&mut self) -> i64 {
        match self.mixed() {
            Style::Plain => *self.random.pick(&[5, 10, 15, 20, 30, 100]) * MILLION,
            Style::Tie => 100 * MILLION,
            Style::Fine => self.random.between(1, 100 * MILLION),
            Style::Edge => *self.random.pick(&[1, MOST_MARK]),
        }
    }

    /// Marks from zero to full.
    pub fn part(&mut self, full: i64) -> i64 {
        match self.mixed() {
            _ if self.random.chance(25) => full,
            Style::Plain if full % 20 == 0 => full / 20 * self.random.between(8, 20),
            Style::Tie if full % 2 == 0 => full / 2,
            _ => self.random.between(0, full),
        }
    }

    /// A mark as written, kept in its range.
    pub fn mark(&mut self, mark: i64) -> Number {
        self.write(mark.clamp(-MOST_MARK, MOST_MARK), 6)
    }

    /// A rounding with places from a range, in any mode.
    pub fn rounding(&mut self, least: i64, most: i64) -> Rounding {
        let modes =
            [Mode::HalfAwayFromZero, Mode::HalfToEven, Mode::TowardsZero, Mode::AwayFromZero];
        let places = u8::try_from(self.random.between(least, most)).unwrap();
        Rounding::new(places, *self.random.pick(&modes)).unwrap()
    }

    /// Writes a number of so many places; its trailing zeros stay now and then.
    pub fn write(&mut self, unscaled: i64, places: u32) -> Number {
        let unit = 10_i64.pow(places);
        let (whole, part) = (unscaled.abs() / unit, unscaled.abs() % unit);
        let sign = if unscaled < 0 { "-" } else { "" };
        let width = places as usize;
        let text = format!("{sign}{whole}.{part:0width$}");
        if self.random.chance(10) {
            return Number::from(text);
        }
        Number::from(text.trim_end_matches('0').trim_end_matches('.'))
    }

    /// The style of the case, or plain, so that styles meet.
    fn mixed(&mut self) -> Style {
        if self.random.chance(75) { self.style } else { Style::Plain }
    }

    /// A quantity in a range; small ones are as likely as large ones.
    fn within(&mut self, range: &Range) -> i64 {
        let all = 10_i64.pow(range.before + range.after);
        if self.random.chance(4) {
            return 0;
        }
        match self.mixed() {
            Style::Tie => *self.random.pick(&range.ties),
            Style::Fine => self.magnitude(range.usual_before + range.after),
            Style::Edge if self.random.chance(75) => {
                let inside = self.random.below(all);
                *self.random.pick(&[all - 1, inside, inside, 1])
            }
            Style::Plain | Style::Edge => {
                let usual = self.magnitude(range.usual_before + range.usual_after);
                usual * 10_i64.pow(range.after - range.usual_after)
            }
        }
    }

    /// A number of up to so many digits, each length as likely as another.
    fn magnitude(&mut self, digits: u32) -> i64 {
        let digits = self.random.between(1, i64::from(digits));
        self.random.below(10_i64.pow(u32::try_from(digits).unwrap()))
    }
}
