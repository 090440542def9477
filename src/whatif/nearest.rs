//! The nearest of what there is to what was written.

use std::collections::{BTreeMap, BTreeSet};

/// How many are named.
const MOST: usize = 3;

/// Longer words are compared by their beginnings: as many characters as a word of the machine has bits.
const MOST_CHARS: usize = 64;

/// The nearest candidates by edit distance, ties in order of text; after the first, only those
/// that could have been meant.
pub(super) fn nearest(written: &str, candidates: impl IntoIterator<Item = String>) -> Vec<String> {
    let written = Pattern::of(written);
    let candidates: BTreeSet<String> = candidates.into_iter().collect();
    let mut ranked: Vec<(usize, String)> =
        candidates.into_iter().map(|candidate| (written.distance(&candidate), candidate)).collect();
    ranked.sort();
    let far = (written.len / 2).max(2);
    let ranked = ranked.into_iter().take(MOST).enumerate();
    let near = ranked.filter(|(place, (distance, _))| *place == 0 || *distance <= far);
    near.map(|(_, (_, candidate))| candidate).collect()
}

/// A word that others are compared with, all of its characters at once: there can be a million
/// others. (Myers, A fast bit-vector algorithm for approximate string matching, 1999.)
struct Pattern {
    len: usize,
    /// By character: at which places it stands.
    places: BTreeMap<char, u64>,
}

impl Pattern {
    fn of(word: &str) -> Self {
        let mut pattern = Self { len: 0, places: BTreeMap::new() };
        for c in word.chars().take(MOST_CHARS) {
            *pattern.places.entry(c).or_default() |= 1 << pattern.len;
            pattern.len += 1;
        }
        pattern
    }

    /// How many characters have to be put in, left out or replaced.
    fn distance(&self, candidate: &str) -> usize {
        let candidate = candidate.chars().take(MOST_CHARS);
        let Some(last) = self.len.checked_sub(1) else { return candidate.count() };
        let mut distance = self.len;
        // At which places of the word the distance is one more, or one less, than at the place before.
        let (mut more, mut less) = (u64::MAX, 0_u64);
        for c in candidate {
            let equal = self.places.get(&c).copied().unwrap_or_default();
            let diagonal = ((equal & more).wrapping_add(more) ^ more) | equal;
            let rises = less | !(diagonal | more);
            let falls = more & diagonal;
            distance += usize::from(rises >> last & 1 == 1);
            distance -= usize::from(falls >> last & 1 == 1);
            let rises = (rises << 1) + 1;
            let either = equal | less;
            more = falls << 1 | !(either | rises);
            less = rises & either;
        }
        distance
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::whatif::random::SplitMix64;

    #[test]
    fn counts_edits() {
        for (a, b, edits) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("purchas", "purchase", 1),
            ("kitten", "sitting", 3),
            ("高血压", "高血糖", 1),
            ("ab", "ba", 2),
        ] {
            assert_eq!(Pattern::of(a).distance(b), edits, "{a} {b}");
        }
    }

    #[test]
    fn counts_like_the_table_of_all_beginnings() {
        let mut random = SplitMix64::new(7);
        let mut word = |most| -> String {
            let length = random.below(most);
            let letter =
                |_| *['a', 'b', '高', 'c'].get(usize::try_from(random.below(4)).unwrap()).unwrap();
            (0..length).map(letter).collect()
        };
        for _ in 0..2_000 {
            let (a, b) = (word(65), word(65));
            assert_eq!(Pattern::of(&a).distance(&b), strsim::levenshtein(&a, &b), "{a} {b}");
        }
        let long = "a".repeat(100);
        assert_eq!(Pattern::of(&long).distance(&"b".repeat(100)), 64);
    }

    #[test]
    fn names_three_at_most_nearest_first() {
        let words = || ["GX04", "GX30", "GX03", "MZ01", "GX03", "GX31"].map(str::to_owned);
        assert_eq!(nearest("GX3", words()), ["GX03", "GX30", "GX31"]);
        assert_eq!(nearest("MZ1", words()), ["MZ01"]);
        assert_eq!(nearest("x", words()), ["GX03"]);
        assert_eq!(nearest("x", []), [""; 0]);
    }
}
