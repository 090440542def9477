//! `SplitMix64`: numbers that look random, the same on every machine (Steele, Lea, Flood 2014).

/// A source of numbers that its seed determines.
#[derive(Clone, Debug)]
pub(super) struct SplitMix64(u64);

impl SplitMix64 {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `count`, each as likely as the others; 0 below 0.
    pub(super) fn below(&mut self, count: u64) -> u64 {
        // What is left of 2⁶⁴ after as many whole counts as it holds would favour small numbers.
        let Some(left) = count.wrapping_neg().checked_rem(count) else { return 0 };
        loop {
            let number = self.next();
            if number <= u64::MAX - left {
                return number % count;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_published_numbers() {
        // The reference implementation's first outputs of seed 1234567.
        let mut random = SplitMix64::new(1_234_567);
        let published = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        assert_eq!([(); 5].map(|()| random.next()), published);
    }

    #[test]
    fn is_below_its_bound_and_reaches_all_of_it() {
        let mut random = SplitMix64::new(7);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.below(1), 0);
        let mut seen = [0; 6];
        for _ in 0..600 {
            seen[usize::try_from(random.below(6)).unwrap()] += 1;
        }
        assert!(seen.iter().all(|count| (60..=140).contains(count)), "{seen:?}");
        // More than half of all numbers: about half of the draws have to be repeated.
        let most = u64::MAX / 2 + 2;
        assert!((0..100).all(|_| random.below(most) < most));
    }
}
