//! The strict decimal grammar `-?digits[.digits]`, read exactly into a scaled integer.

use core::fmt;

use super::small::power_of_ten;

/// How many digits a quantity may have before and after the decimal point.
///
/// Leading zeros and trailing zeros after the point do not count: `007.500` has one digit
/// before the point and one after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most digits before the point.
    pub before: u32,
    /// The most digits after the point.
    pub after: u32,
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} digits before the point and {} after", self.before, self.after)
    }
}

/// Why a text is not a decimal within its limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalError {
    /// The text does not follow the grammar.
    Malformed,
    /// The text follows the grammar but has more digits than the limits allow.
    TooLong,
}

/// Reads what is written most: at most 18 digits without a sign, within the limits as they stand.
/// None says nothing.
pub(crate) fn parse_plain(text: &[u8], limits: Limits) -> Option<i64> {
    let (mut value, mut whole, mut after) = (0_i64, 0_u32, None);
    if text.len() > 18 {
        return None;
    }
    for byte in text {
        match (byte, &mut after) {
            (b'0'..=b'9', None) => whole += 1,
            (b'0'..=b'9', Some(after)) => *after += 1,
            (b'.', None) => {
                after = Some(0);
                continue;
            }
            _ => return None,
        }
        value = value * 10 + i64::from(byte - b'0');
    }
    if whole == 0 || whole > limits.before || after == Some(0) {
        return None;
    }
    let zeros = limits.after.checked_sub(after.unwrap_or(0))?;
    value.checked_mul(i64::try_from(power_of_ten(zeros)?).ok()?)
}

/// Reads `-?digits[.digits]` as an integer scaled by ten to the power `limits.after`.
///
/// `limits.before + limits.after` must not exceed 38, so that the result fits an `i128`.
pub(crate) fn parse_scaled(text: &[u8], limits: Limits) -> Result<i128, DecimalError> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let point = digits.iter().position(|&b| b == b'.');
    let (whole, fraction) = match point {
        None => (digits, &[][..]),
        Some(at) => match (digits.get(..at), digits.get(at.saturating_add(1)..)) {
            (Some(whole), Some(fraction)) if !fraction.is_empty() => (whole, fraction),
            _ => return Err(DecimalError::Malformed),
        },
    };
    let all_digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return Err(DecimalError::Malformed);
    }

    let whole = trim_start_zeros(whole);
    let fraction = trim_end_zeros(fraction);
    let fits = |part: &[u8], most: u32| u32::try_from(part.len()).is_ok_and(|n| n <= most);
    if !fits(whole, limits.before) || !fits(fraction, limits.after) {
        return Err(DecimalError::TooLong);
    }

    let padding = usize::try_from(limits.after).unwrap_or(0).saturating_sub(fraction.len());
    let zeros = core::iter::repeat_n(&b'0', padding);
    let magnitude = whole
        .iter()
        .chain(fraction)
        .chain(zeros)
        .try_fold(0_i128, |value, &digit| {
            value.checked_mul(10)?.checked_add(i128::from(digit.wrapping_sub(b'0')))
        })
        .ok_or(DecimalError::TooLong)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// Writes a scaled integer in the same grammar, without zeros it does not need.
pub(crate) fn format_scaled(scaled: i128, scale: u32) -> String {
    let places = usize::try_from(scale).unwrap_or(0);
    let digits = format!("{:0>width$}", scaled.unsigned_abs(), width = places.saturating_add(1));
    let (whole, fraction) = digits.split_at(digits.len().saturating_sub(places));
    let fraction = fraction.trim_end_matches('0');
    let sign = if scaled < 0 { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

fn trim_start_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().take_while(|&&b| b == b'0').count();
    digits.get(zeros..).unwrap_or_default()
}

fn trim_end_zeros(digits: &[u8]) -> &[u8] {
    let zeros = digits.iter().rev().take_while(|&&b| b == b'0').count();
    digits.get(..digits.len().saturating_sub(zeros)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { before: 4, after: 3 };

    #[test]
    fn reads_the_grammar() {
        for (text, scaled) in [
            ("0", 0),
            ("-0", 0),
            ("-0.000", 0),
            ("1", 1000),
            ("12.5", 12_500),
            ("-12.5", -12_500),
            ("0012.5000000", 12_500),
            ("9999.999", 9_999_999),
            ("0.001", 1),
        ] {
            assert_eq!(parse_scaled(text.as_bytes(), LIMITS), Ok(scaled), "{text}");
        }
    }

    #[test]
    fn reads_what_is_written_most_at_once() {
        let long = Limits { before: 18, after: 0 };
        for (text, limits, scaled) in [
            ("0", LIMITS, Some(0)),
            ("12", LIMITS, Some(12_000)),
            ("9999.999", LIMITS, Some(9_999_999)),
            ("0.5", LIMITS, Some(500)),
            ("0012.50", Limits { before: 4, after: 2 }, Some(1250)),
            ("123456789012345678", long, Some(123_456_789_012_345_678)),
            ("1234567890123456789", Limits { before: 19, after: 0 }, None),
            // These are left to the whole grammar, which reads some of them.
            ("10000", LIMITS, None),
            ("00012", LIMITS, None),
            ("0.5000", LIMITS, None),
            ("999999999999999999", Limits { before: 18, after: 2 }, None),
            ("-1", LIMITS, None),
            ("", LIMITS, None),
            (".5", LIMITS, None),
            ("5.", LIMITS, None),
            ("1.2.3", LIMITS, None),
            ("1e3", LIMITS, None),
        ] {
            assert_eq!(parse_plain(text.as_bytes(), limits), scaled, "{text}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for text in [
            "", "-", "+1", ".5", "5.", "1e3", "1_000", "1,000", " 1", "1 ", "--1", "1.2.3", "NaN",
            "inf", "\u{ff11}", "0x1", "-.5", "1.-5",
        ] {
            assert_eq!(
                parse_scaled(text.as_bytes(), LIMITS),
                Err(DecimalError::Malformed),
                "{text}"
            );
        }
        for text in ["10000", "0.0001", "-10000", "1.0001"] {
            assert_eq!(parse_scaled(text.as_bytes(), LIMITS), Err(DecimalError::TooLong), "{text}");
        }
    }

    #[test]
    fn thirty_eight_digits_fit() {
        let limits = Limits { before: 36, after: 2 };
        let text = format!("-{}.99", "9".repeat(36));
        let scaled = parse_scaled(text.as_bytes(), limits).unwrap();
        assert_eq!(scaled, 1 - 10_i128.pow(38));
        assert_eq!(format_scaled(scaled, 2), text);
    }

    #[test]
    fn writes_what_it_reads() {
        for (scaled, text) in
            [(0, "0"), (1, "0.001"), (-1, "-0.001"), (12_500, "12.5"), (-3000, "-3"), (10, "0.01")]
        {
            assert_eq!(format_scaled(scaled, 3), text);
        }
        assert_eq!(format_scaled(120, 0), "120");
    }
}
