//! Numbers for people: exact until they are pixels, or decimals of 万元.

use work_equivalent::exact::{Exact, Mode, Rounding};
use work_equivalent::units::Money;

/// Where on a length an amount lies, of which the whole length is another.
pub fn along(part: i128, whole: i128, length: i32) -> i32 {
    let at = i128::from(length) * part / whole.max(1);
    i32::try_from(at).unwrap_or(if at < 0 { i32::MIN } else { i32::MAX })
}

/// Round amounts in fen from zero up to one that is no less than the largest: about so many, at
/// steps of 1, 2 or 5 times a power of ten.
pub fn ticks(largest: i128, about: i128) -> Vec<i128> {
    let least = (largest.max(1) / about.max(1)).max(1);
    let mut power = 1;
    while power * 10 <= least {
        power *= 10;
    }
    let steps = [1, 2, 5, 10].map(|by| by * power);
    let step = steps.into_iter().find(|step| *step >= least).unwrap_or(power * 10);
    let count = (largest.max(1) + step - 1) / step;
    (0..=count).map(|tick| tick * step).collect()
}

/// An amount in 万元 at so many places, thousands apart.
pub fn wan(amount: Money, places: u8) -> String {
    let in_wan = amount.to_exact().divided_by(&Exact::from(10_000)).unwrap_or_else(Exact::zero);
    fixed(&in_wan, places)
}

/// A difference with its sign.
pub fn signed(amount: Money, places: u8) -> String {
    let text = wan(amount, places);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if zero || amount.is_negative() { text } else { format!("+{text}") }
}

/// An exact part as a percentage with its sign, at one place.
pub fn percent(part: &Exact) -> String {
    let text = fixed(&part.times(&Exact::from(100)), 1);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if zero || part.is_negative() { "" } else { "+" };
    format!("{sign}{text}%")
}

/// A price: to the fen at least, and a fraction at four places.
pub fn price(price: &Exact) -> String {
    let text = price.to_string();
    if text.contains('/') {
        return format!("≈{}", fixed(price, 4));
    }
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    format!("{whole}.{decimals:0<2}")
}

/// A number at so many places, half away from zero; never "−0".
fn fixed(number: &Exact, places: u8) -> String {
    let rounding = Rounding::new(places, Mode::HalfAwayFromZero).unwrap_or(Rounding::FEN);
    let text = rounding.round(number).to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let places = usize::from(places);
    let point = if places > 0 { "." } else { "" };
    format!("{sign}{grouped}{point}{decimals:0<places$}")
}
