//! The nearest of what there is to what was written.

use std::collections::BTreeSet;

/// How many are named.
const MOST: usize = 3;

/// Longer words are compared by their beginnings.
const MOST_CHARS: usize = 64;

/// The nearest candidates by edit distance, ties in order of text; after the first, only those
/// that could have been meant.
pub(super) fn nearest(written: &str, candidates: impl IntoIterator<Item = String>) -> Vec<String> {
    let written: Vec<char> = written.chars().take(MOST_CHARS).collect();
    let candidates: BTreeSet<String> = candidates.into_iter().collect();
    let mut ranked: Vec<(usize, String)> = candidates
        .into_iter()
        .map(|candidate| (distance(&written, &candidate), candidate))
        .collect();
    ranked.sort();
    let far = (written.len() / 2).max(2);
    let ranked = ranked.into_iter().take(MOST).enumerate();
    let near = ranked.filter(|(place, (distance, _))| *place == 0 || *distance <= far);
    near.map(|(_, (_, candidate))| candidate).collect()
}

/// How many characters have to be put in, left out or replaced.
fn distance(written: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=written.len()).collect();
    for (line, c) in candidate.chars().take(MOST_CHARS).enumerate() {
        let mut before = line;
        let mut left = line + 1;
        for (cell, w) in row.iter_mut().skip(1).zip(written) {
            let replaced = before + usize::from(*w != c);
            before = *cell;
            *cell = replaced.min(before + 1).min(left + 1);
            left = *cell;
        }
        if let Some(first) = row.first_mut() {
            *first = line + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(distance(&a.chars().collect::<Vec<_>>(), b), edits, "{a} {b}");
        }
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
