//! What is done for every payee: on one thread or, with the feature `parallel`, on as many as there
//! are. Nothing that is done for one depends on another, and results are kept in order of payee, so
//! that both give the same.

use core::ops::Range;

#[cfg(feature = "parallel")]
use rayon::iter::{IntoParallelIterator, ParallelIterator};

/// Fewer payees than this are not worth another thread.
#[cfg(feature = "parallel")]
const LEAST: usize = 64;

/// What is found for blocks of payees, in order.
pub(super) fn each_block<T: Send>(
    payees: usize,
    find: impl Fn(Range<usize>) -> T + Sync + Send,
) -> Vec<T> {
    #[cfg(feature = "parallel")]
    let found = {
        let blocks = payees.div_ceil(LEAST).max(1);
        let block = |place: usize| place * LEAST..((place + 1) * LEAST).min(payees);
        (0..blocks).into_par_iter().map(|place| find(block(place))).collect()
    };
    #[cfg(not(feature = "parallel"))]
    let found = vec![find(0..payees)];
    found
}

/// What is found for each payee, in order; or the first error, in that order, too.
pub(super) fn each<T: Send, E: Send>(
    payees: usize,
    find: impl Fn(usize) -> Result<T, E> + Sync + Send,
) -> Result<Vec<T>, E> {
    joined(each_block(payees, |block| all(block.map(&find))))
}

/// What was found for each; or the first error. Unlike `collect`, which cannot know that there will
/// be no error, this takes no more memory than that.
pub(super) fn all<T, E>(found: impl ExactSizeIterator<Item = Result<T, E>>) -> Result<Vec<T>, E> {
    let mut all = Vec::with_capacity(found.len());
    for one in found {
        all.push(one?);
    }
    Ok(all)
}

/// What was found for all blocks; or the first error.
pub(super) fn joined<T, E>(blocks: Vec<Result<Vec<T>, E>>) -> Result<Vec<T>, E> {
    let mut all = Vec::new();
    for block in blocks {
        let mut block = block?;
        if all.is_empty() {
            all = block;
        } else {
            all.append(&mut block);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_of_all_payees_in_order() {
        for payees in [0, 1, 64, 65, 200] {
            let blocks = each_block(payees, |block| block);
            assert!(!blocks.is_empty(), "{payees}");
            let found: Vec<usize> = blocks.into_iter().flatten().collect();
            assert_eq!(found, (0..payees).collect::<Vec<_>>(), "{payees}");
        }
    }

    #[test]
    fn the_first_error_is_found() {
        for (bad, expected) in
            [(vec![], Ok(200)), (vec![70], Err(70)), (vec![130, 199, 65], Err(65))]
        {
            let found =
                each(200, |payee| if bad.contains(&payee) { Err(payee) } else { Ok(payee) });
            assert_eq!(found.map(|all| all.len()), expected, "{bad:?}");
        }
    }
}
