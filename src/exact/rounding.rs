//! Rounding to a number of decimal places, in one of four modes.

use core::fmt;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive};
use serde::{Deserialize, Serialize};

use super::Exact;
use super::number::power_of_ten;

/// Which neighbour a number that lies between two is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Mode {
    /// To the nearer; a half goes away from zero (四舍五入).
    HalfAwayFromZero,
    /// To the nearer; a half goes to the even neighbour.
    HalfToEven,
    /// To the neighbour nearer to zero.
    TowardsZero,
    /// To the neighbour farther from zero.
    AwayFromZero,
}

impl Mode {
    /// The mode's name in Chinese.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::HalfAwayFromZero => "四舍五入",
            Self::HalfToEven => "四舍六入五成双",
            Self::TowardsZero => "舍去",
            Self::AwayFromZero => "进位",
        }
    }
}

/// A rounding point: so many decimal places, in this mode.
///
/// ```
/// use work_equivalent::exact::{Exact, Mode, Rounding};
///
/// let rounding = Rounding::new(2, Mode::HalfAwayFromZero)?;
/// assert_eq!(rounding.round(&"84487.585".parse()?).to_string(), "84487.59");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Written")]
pub struct Rounding {
    places: u8,
    mode: Mode,
}

/// A rounding point as it is written, before its places are checked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    places: u8,
    mode: Mode,
}

impl Rounding {
    /// The most decimal places a rounding point may keep.
    pub const MOST_PLACES: u8 = 12;

    /// Fen, half away from zero: how money is rounded unless a scheme says otherwise.
    pub const FEN: Self = Self { places: 2, mode: Mode::HalfAwayFromZero };

    /// A rounding to `places` decimal places.
    ///
    /// # Errors
    ///
    /// More than [`Rounding::MOST_PLACES`] places.
    pub fn new(places: u8, mode: Mode) -> Result<Self, RoundingError> {
        if places > Self::MOST_PLACES {
            return Err(RoundingError { places });
        }
        Ok(Self { places, mode })
    }

    /// The decimal places kept.
    #[must_use]
    pub fn places(self) -> u8 {
        self.places
    }

    /// The mode.
    #[must_use]
    pub fn mode(self) -> Mode {
        self.mode
    }

    /// The number rounded.
    #[must_use]
    pub fn round(self, number: &Exact) -> Exact {
        let scale = u32::from(self.places);
        match self.scaled(number, scale) {
            Some(scaled) => Exact::scaled(scaled, scale),
            None => Exact::from_big(self.scaled_long(number, scale), scale),
        }
    }

    /// The number rounded, as an integer scaled by ten to the power `scale`; none where that does
    /// not fit.
    fn scaled(self, number: &Exact, scale: u32) -> Option<i128> {
        let (towards_zero, rest, divisor) = number.small()?.divided(scale)?;
        Some(self.towards(towards_zero, &rest, &divisor))
    }

    fn scaled_long(self, number: &Exact, scale: u32) -> BigInt {
        let (whole, divisor) = number.to_ratio().into_raw();
        let (towards_zero, rest) = (whole * power_of_ten(scale)).div_rem(&divisor);
        self.towards(towards_zero, &rest, &divisor)
    }

    /// The neighbour of a quotient that it is rounded to, given the one towards zero and what the
    /// division left.
    fn towards<I: Integer + Signed + Clone>(self, towards_zero: I, rest: &I, divisor: &I) -> I {
        if rest.is_zero() {
            return towards_zero;
        }
        // A rest is less than its divisor, so that this cannot overflow where twice the rest could.
        let to_next = divisor.clone() - rest.abs();
        let half = rest.abs().cmp(&to_next);
        let away = match self.mode {
            Mode::TowardsZero => false,
            Mode::AwayFromZero => true,
            Mode::HalfAwayFromZero => half.is_ge(),
            Mode::HalfToEven => half.is_gt() || (half.is_eq() && towards_zero.is_odd()),
        };
        match (away, rest.is_negative()) {
            (false, _) => towards_zero,
            (true, false) => towards_zero + I::one(),
            (true, true) => towards_zero - I::one(),
        }
    }

    /// The number rounded, in hundredths; none where that is finer than a hundredth, or too large.
    pub(crate) fn hundredths(self, number: &Exact) -> Option<i128> {
        let coarser = 2_u32.checked_sub(u32::from(self.places))?;
        let scale = u32::from(self.places);
        let scaled =
            self.scaled(number, scale).or_else(|| self.scaled_long(number, scale).to_i128())?;
        scaled.checked_mul(10_i128.pow(coarser))
    }
}

impl fmt::Display for Rounding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "保留{}位小数，{}", self.places, self.mode.label())
    }
}

/// The error of a rounding point with too many places.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a rounding keeps at most {} decimal places, not {places}", Rounding::MOST_PLACES)]
pub struct RoundingError {
    places: u8,
}

impl TryFrom<Written> for Rounding {
    type Error = RoundingError;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        Self::new(written.places, written.mode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_in_every_mode() {
        use Mode::{AwayFromZero, HalfAwayFromZero, HalfToEven, TowardsZero};
        // value; half away, half to even, towards zero, away from zero; at one place.
        for (value, expected) in [
            ("0.25", ["0.3", "0.2", "0.2", "0.3"]),
            ("0.35", ["0.4", "0.4", "0.3", "0.4"]),
            ("-0.25", ["-0.3", "-0.2", "-0.2", "-0.3"]),
            ("-0.35", ["-0.4", "-0.4", "-0.3", "-0.4"]),
            ("0.2500001", ["0.3", "0.3", "0.2", "0.3"]),
            ("0.2499999", ["0.2", "0.2", "0.2", "0.3"]),
            ("0.3", ["0.3", "0.3", "0.3", "0.3"]),
            ("-0.01", ["0", "0", "0", "-0.1"]),
            ("1/3", ["0.3", "0.3", "0.3", "0.4"]),
            ("-2/3", ["-0.7", "-0.7", "-0.6", "-0.7"]),
            ("0", ["0", "0", "0", "0"]),
        ] {
            let number: Exact = value.parse().unwrap();
            for (mode, text) in
                [HalfAwayFromZero, HalfToEven, TowardsZero, AwayFromZero].into_iter().zip(expected)
            {
                let rounded = Rounding::new(1, mode).unwrap().round(&number);
                assert_eq!(rounded.to_string(), text, "{value} {mode:?}");
            }
        }
    }

    #[test]
    fn gives_hundredths_where_they_fit() {
        let third = Exact::from(1).divided_by(&Exact::from(3)).unwrap();
        let places = |places| Rounding::new(places, Mode::HalfAwayFromZero).unwrap();
        for (number, kept, hundredths) in [
            ("1/3", 2, Some(33)),
            ("1/3", 1, Some(30)),
            ("-2/3", 0, Some(-100)),
            ("1/3", 3, None),
            // It takes longer integers on the way.
            (
                "1000000000000000000000000000000000000/3",
                2,
                Some(33_333_333_333_333_333_333_333_333_333_333_333_333),
            ),
            ("10000000000000000000000000000000000000000", 2, None),
        ] {
            let number: Exact = number.parse().unwrap();
            assert_eq!(places(kept).hundredths(&number), hundredths, "{number} to {kept}");
        }
        // What is small is not divided in longer integers.
        assert_eq!(places(2).scaled(&third, 2), Some(33));
    }

    #[test]
    fn divides_last_and_once() {
        // 0.05 / 30 × 3 is exactly 0.005; in 28 digits it is a little more and a half goes wrong.
        let number =
            Exact::scaled(5, 2).divided_by(&Exact::from(30)).unwrap().times(&Exact::from(3));
        let half_to_even = Rounding::new(2, Mode::HalfToEven).unwrap();
        assert_eq!(half_to_even.round(&number).to_string(), "0");
        assert_eq!(Rounding::FEN.round(&number).to_string(), "0.01");
    }

    #[test]
    fn tells_what_it_does() {
        let labels = [
            (Mode::HalfAwayFromZero, "保留3位小数，四舍五入"),
            (Mode::HalfToEven, "保留3位小数，四舍六入五成双"),
            (Mode::TowardsZero, "保留3位小数，舍去"),
            (Mode::AwayFromZero, "保留3位小数，进位"),
        ];
        for (mode, label) in labels {
            let rounding = Rounding::new(3, mode).unwrap();
            assert_eq!(rounding.to_string(), label);
            assert_eq!((rounding.places(), rounding.mode()), (3, mode));
        }
    }

    #[test]
    fn keeps_at_most_twelve_places() {
        assert!(Rounding::new(12, Mode::TowardsZero).is_ok());
        let error = Rounding::new(13, Mode::TowardsZero).unwrap_err();
        assert_eq!(error.to_string(), "a rounding keeps at most 12 decimal places, not 13");
    }
}
