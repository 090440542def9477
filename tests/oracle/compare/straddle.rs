//! Periods inside which the scheme changes: every figure of every part, and what they add up to.

use super::parts::agree;
use super::{on_all_cores, seeds};
use crate::generate::straddle;

#[test]
fn two_thousand_random_straddling_periods_agree() {
    let seeds = seeds(2_000);
    let settled = on_all_cores(&seeds, |seed| {
        agree(&format!("straddle {seed}"), straddle(seed), seed.is_multiple_of(7))
    });
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} straddling periods agree");
    assert!(settled * 10 > seeds * 5, "most straddling periods settle");
}
