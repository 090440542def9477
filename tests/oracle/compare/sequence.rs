//! Three periods in a row: what one leaves, the next begins with.

use super::years::agree;
use super::{on_all_cores, seeds};
use crate::generate;

#[test]
fn two_thousand_random_sequences_agree() {
    let seeds = seeds(2_000);
    let settled = on_all_cores(&seeds, |seed| {
        let (scheme, years) = generate::sequence(seed);
        agree(&format!("sequence {seed}"), &scheme, years, seed.is_multiple_of(7))
    });
    let seeds = seeds.end - seeds.start;
    println!("{seeds} seeds: {settled} sequences of three periods agree");
    assert!(settled * 10 > seeds * 5, "most sequences can be settled to the end");
}
