//! A tiny deterministic source of choices: those that it is told, then splitmix64.

/// The generator's state.
pub struct Random {
    state: u64,
    /// What it was told and has not yet said, the last first.
    told: Vec<u8>,
}

impl Random {
    /// A source that repeats itself for the same seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed, told: Vec::new() }
    }

    /// A source whose first choices are told, one after another, each in as few bytes as it needs:
    /// whoever changes a byte changes a choice.
    pub fn told(seed: u64, choices: &[u8]) -> Self {
        Self { told: choices.iter().rev().copied().collect(), ..Self::new(seed) }
    }

    /// The next choice that was told; after the last there are none.
    fn next_told(&mut self, limit: u64) -> Option<u64> {
        let bytes = usize::try_from(8 - limit.saturating_sub(1).leading_zeros() / 8).unwrap();
        let rest = self.told.len().checked_sub(bytes.max(1));
        let choice = rest.map(|rest| self.told.split_off(rest)).or_else(|| {
            self.told.clear();
            None
        })?;
        Some(choice.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    /// The next 64 bits, as splitmix64 defines them.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number from zero up to, but not including, a limit.
    pub fn below(&mut self, limit: i64) -> i64 {
        let limit = u64::try_from(limit).unwrap();
        let choice = self.next_told(limit).unwrap_or_else(|| self.next());
        i64::try_from(choice % limit).unwrap()
    }

    /// A number from one end to the other, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// As [`Random::between`], for a number of things.
    pub fn count(&mut self, least: i64, most: i64) -> usize {
        usize::try_from(self.between(least, most)).unwrap()
    }

    /// True so many times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.index(choices.len())]
    }

    /// A position in a list of this length.
    pub fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(i64::try_from(length).unwrap())).unwrap()
    }

    /// Puts a list in random order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.index(last + 1);
            list.swap(last, other);
        }
    }
}
