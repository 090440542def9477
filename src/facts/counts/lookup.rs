//! Codes, and where each is.

use core::borrow::Borrow;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

/// Codes, and where each is: those of files of millions of records are mostly short, and then
/// compared in words, not byte by byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lookup {
    short: Buckets<Short>,
    long: Buckets<Box<[u8]>>,
}

/// A code of at most sixteen bytes: the first and the last of them, which overlap, and how many
/// there are.
type Short = (u64, u64, usize);

impl Lookup {
    pub(super) fn of<C: AsRef<[u8]>>(codes: impl IntoIterator<Item = (C, usize)>) -> Self {
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for (code, place) in codes {
            match in_words(code.as_ref()) {
                Some(words) => short.push((words, place)),
                None => long.push((code.as_ref().into(), place)),
            }
        }
        Self { short: Buckets::of(short), long: Buckets::of(long) }
    }

    pub(super) fn find(&self, code: &[u8]) -> Option<usize> {
        match in_words(code) {
            Some(words) => self.short.find(&words),
            None => self.long.find(code),
        }
    }
}

/// A short code.
#[inline]
fn in_words(code: &[u8]) -> Option<Short> {
    let (first, last) = match (code.first_chunk(), code.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => match (code.first_chunk(), code.last_chunk()) {
            (Some(first), Some(last)) => {
                (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
            }
            _ => (code.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0),
        },
    };
    (code.len() <= 16).then_some((first, last, code.len()))
}

/// Keys, found by a hash which takes no time to speak of, and however many keys share it, in a
/// number of steps that only grows with its logarithm.
#[derive(Debug, PartialEq, Eq)]
struct Buckets<K> {
    /// By the highest bits of the hash: the first of the keys that have them; then how many keys
    /// there are.
    starts: Vec<usize>,
    /// In order of these bits and the key.
    keys: Vec<(K, usize)>,
}

/// How many keys are faster looked through than searched.
const FEW: usize = 8;

/// How many buckets there are for a key: most then have one key or none.
const BUCKETS: usize = 4;

impl<K: Ord + Hash> Buckets<K> {
    fn of(keys: Vec<(K, usize)>) -> Self {
        let buckets = keys.len().next_power_of_two() * BUCKETS;
        let keys = keys.into_iter().map(|(key, place)| (bucket_of(&key, buckets), key, place));
        let mut keys: Vec<(usize, K, usize)> = keys.collect();
        keys.sort_unstable();
        let first = |bucket| keys.partition_point(|(of, ..)| *of < bucket);
        let starts = (0..=buckets).map(first).collect();
        Self { starts, keys: keys.into_iter().map(|(_, key, place)| (key, place)).collect() }
    }

    #[inline]
    fn find<Q: Ord + Hash + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let bucket = bucket_of(key, self.starts.len() - 1);
        let keys = &self.keys[self.starts[bucket]..self.starts[bucket + 1]];
        if keys.len() <= FEW {
            return keys.iter().find(|(of, _)| of.borrow() == key).map(|(_, place)| *place);
        }
        let at = keys.binary_search_by(|(of, _)| of.borrow().cmp(key)).ok()?;
        Some(keys[at].1)
    }
}

/// The highest bits of a hash, of which there are a power of two.
#[inline]
fn bucket_of<Q: Hash + ?Sized>(key: &Q, buckets: usize) -> usize {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    let bits = buckets.trailing_zeros();
    usize::try_from(hasher.finish().rotate_left(bits)).unwrap_or_default() & (buckets - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_code_and_no_other() {
        for count in [0, 1, 2, 3, 100, 5_000] {
            let code = |place: usize| format!("P{place:05}");
            let lookup = Lookup::of((0..count).map(code).zip(0..));
            for place in 0..count {
                assert_eq!(lookup.find(code(place).as_bytes()), Some(place));
            }
            for other in ["", "P", "P00000 ", &code(count), "一"] {
                assert_eq!(lookup.find(other.as_bytes()), None, "{other}");
            }
        }
    }

    /// Whatever its length: every code is told from the one that differs in a byte, and from those
    /// that are longer or shorter.
    #[test]
    fn codes_of_any_length_are_told_apart() {
        let mut codes: Vec<Vec<u8>> = Vec::new();
        for length in 0..=40 {
            let code = vec![b'a'; length];
            codes.extend((0..length).map(|at| {
                let mut other = code.clone();
                other[at] = b'b';
                other
            }));
            codes.push(code);
        }
        let lookup = Lookup::of(codes.iter().zip(0..));
        assert_eq!(lookup.short.keys.len(), 17 * 18 / 2);
        for (place, code) in codes.iter().enumerate() {
            assert_eq!(lookup.find(code), Some(place));
            let other: Vec<u8> = code.iter().map(|byte| byte + 2).collect();
            assert_eq!(lookup.find(&other), other.is_empty().then_some(place));
        }
    }

    #[test]
    fn few_codes_share_a_bucket() {
        for count in [1, 2, 100, 5_000] {
            let lookup = Lookup::of((0..count).map(|place| format!("P{place:05}")).zip(0..));
            let most = lookup.short.starts.windows(2).map(|ends| ends[1] - ends[0]).max();
            assert!(most <= Some(FEW), "{most:?} of {count}");
        }
    }

    /// However many codes share a bucket: more than are looked through are searched.
    #[test]
    fn codes_of_one_bucket_are_found() {
        for count in [FEW, FEW + 1, 100] {
            let keys = (0..count).map(|place| (place * 3, place)).collect();
            let buckets = Buckets { starts: vec![0, count], keys };
            for place in 0..count {
                assert_eq!(buckets.find(&(place * 3)), Some(place));
                assert_eq!(buckets.find(&(place * 3 + 1)), None);
            }
        }
    }
}
