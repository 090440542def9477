//! Splitting an amount over weights by largest remainder, so that the parts sum to the amount.

use core::borrow::Borrow;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, ToPrimitive, Zero};

use super::Exact;
use super::small::{gcd, product, quotient};
use crate::text::clip;

/// One part of an apportionment, with what is needed to check it without the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The part, in the unit of the amount (fen).
    pub amount: i128,
    /// How it came about.
    pub share: Share,
}

/// Where one part stands among the fractional remainders of an apportionment.
///
/// The parts' floors leave `leftover` units over; they go to the `leftover` largest remainders.
/// A part whose `rank` (from zero) is below `leftover` got one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// Units left over after every share was rounded down.
    pub leftover: u64,
    /// The place of this part's remainder among all, the largest first, from zero.
    pub rank: u64,
}

/// The error of an amount that cannot be split; the message says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct ApportionError(Kind);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error("an amount of {0} cannot be split over weights that sum to zero")]
    NoWeight(i128),
    #[error("an amount to split must not be negative, but is {0}")]
    NegativeAmount(i128),
    #[error("a weight to split an amount over must not be negative, but is {0}")]
    NegativeWeight(String),
}

/// Splits `amount` over `weights` by largest remainder.
///
/// Every share is rounded down; the units left over go to the largest fractional remainders,
/// ties to the earlier part. The parts sum to the amount. To make the result independent of the
/// order of input, give the weights in an order of their own: by payee code in byte order.
///
/// ```
/// use work_equivalent::exact::{Exact, apportion};
///
/// let weights = [Exact::from(445_455), Exact::from(9_091), Exact::from(545_455)];
/// let parts: Vec<i128> = apportion(22_000, &weights)?.iter().map(|part| part.amount).collect();
/// assert_eq!(parts, [9_800, 200, 12_000]);
/// # Ok::<(), work_equivalent::exact::ApportionError>(())
/// ```
///
/// # Errors
///
/// 100 over weights of 0 and 0; -100; a weight of -1.
pub fn apportion<W: Borrow<Exact>>(
    amount: i128,
    weights: &[W],
) -> Result<Vec<Part>, ApportionError> {
    if amount < 0 {
        return Err(ApportionError(Kind::NegativeAmount(amount)));
    }
    let negative = weights.iter().map(Borrow::borrow).find(|weight| weight.is_negative());
    if let Some(weight) = negative {
        return Err(ApportionError(Kind::NegativeWeight(clip(&weight.to_string()).into_owned())));
    }
    match in_words(amount, weights) {
        Some(shares) => Ok(parts(amount, &shares)),
        None => in_any_length(amount, weights),
    }
}

/// How many weights are few.
const FEW: usize = 16;

/// Puts the parts alone, where the weights are few, have one denominator, and fit in words with their
/// products: what breaking down many amounts meets nearly always. None says nothing, and puts nothing.
pub(crate) fn apportion_few<'w>(
    amount: i128,
    weights: impl Iterator<Item = &'w Exact>,
    mut put: impl FnMut(i128),
) -> Option<()> {
    let amount = i64::try_from(amount).ok().filter(|amount| *amount >= 0)?;
    let mut parts = [0_i64; FEW];
    let (mut count, mut total, mut common) = (0, 0_i64, None);
    for weight in weights {
        let (numer, denom) = weight.small()?.terms();
        let numer = i64::try_from(numer).ok().filter(|numer| *numer >= 0)?;
        if *common.get_or_insert(denom) != denom {
            return None;
        }
        *parts.get_mut(count)? = numer;
        total = total.checked_add(numer)?;
        count += 1;
    }
    if total == 0 {
        return None;
    }
    let mut rests = [0_i64; FEW];
    let (few, rests) = (parts.get_mut(..count)?, rests.get_mut(..count)?);
    let mut leftover = amount;
    for (part, rest) in few.iter_mut().zip(&mut *rests) {
        let product = part.checked_mul(amount)?;
        *part = product / total;
        *rest = product - *part * total;
        leftover -= *part;
    }
    for _ in 0..leftover {
        // The first of the largest.
        let (mut place, mut largest) = (0, 0);
        for (other, rest) in rests.iter().enumerate() {
            if *rest > largest {
                (place, largest) = (other, *rest);
            }
        }
        few[place] += 1;
        rests[place] = 0;
    }
    for part in few {
        put(i128::from(*part));
    }
    Some(())
}

/// What each part gets rounded down, and what that leaves of it.
type Shares<R> = Vec<(i128, R)>;

/// The shares, where there are some and everything fits in double words.
fn in_words<W: Borrow<Exact>>(amount: i128, weights: &[W]) -> Option<Shares<i128>> {
    let mut common = 1_i128;
    for weight in weights {
        let (_, denom) = weight.borrow().small()?.terms();
        if common != denom {
            common = common.checked_mul(denom / gcd(common, denom))?;
        }
    }
    // How many parts of the common denominator each weight has.
    let mut scaled = Vec::with_capacity(weights.len());
    let mut total = 0_i128;
    for weight in weights {
        let (numer, denom) = weight.borrow().small()?.terms();
        let weight = if denom == common { numer } else { product(numer, common / denom)? };
        total = total.checked_add(weight)?;
        scaled.push(weight);
    }
    if total == 0 {
        return None;
    }
    let mut shares = Vec::with_capacity(weights.len());
    for weight in scaled {
        let product = product(weight, amount)?;
        let floor = quotient(product, total);
        shares.push((floor, product - floor * total));
    }
    Some(shares)
}

fn in_any_length<W: Borrow<Exact>>(
    amount: i128,
    weights: &[W],
) -> Result<Vec<Part>, ApportionError> {
    let weights = over_one_denominator(weights);
    let total: BigInt = weights.iter().sum();
    if total.is_zero() {
        let nothing = Part { amount: 0, share: Share { leftover: 0, rank: 0 } };
        return if amount == 0 {
            Ok(vec![nothing; weights.len()])
        } else {
            Err(ApportionError(Kind::NoWeight(amount)))
        };
    }
    let whole = BigInt::from(amount);
    let shares = weights.into_iter().map(|weight| {
        let (floor, rest) = (weight * &whole).div_rem(&total);
        // A share of a non-negative i128 is no larger than it.
        (floor.to_i128().unwrap_or(amount), rest)
    });
    Ok(parts(amount, &shares.collect::<Shares<BigInt>>()))
}

/// The parts: what is left over goes to the largest remainders.
fn parts<R: Ord>(amount: i128, shares: &[(i128, R)]) -> Vec<Part> {
    let floors = shares.iter().fold(0_i128, |sum, (floor, _)| sum.saturating_add(*floor));
    let leftover = u64::try_from(amount.saturating_sub(floors)).unwrap_or(0);

    let mut order: Vec<(&R, usize)> =
        shares.iter().enumerate().map(|(index, (_, rest))| (rest, index)).collect();
    // The largest first; equal remainders keep the order of the parts.
    order.sort_unstable_by(|(a, place), (b, other)| b.cmp(a).then(place.cmp(other)));
    let part = |(floor, _): &(i128, R)| Part { amount: *floor, share: Share { leftover, rank: 0 } };
    let mut parts: Vec<Part> = shares.iter().map(part).collect();
    for (rank, (_, index)) in (0_u64..).zip(order) {
        if let Some(part) = parts.get_mut(index) {
            part.amount = part.amount.saturating_add(i128::from(rank < leftover));
            part.share.rank = rank;
        }
    }
    parts
}

/// The numerators of the weights over their least common denominator: integers in the same
/// proportion, so that shares and remainders compare without a fraction.
fn over_one_denominator<W: Borrow<Exact>>(weights: &[W]) -> Vec<BigInt> {
    let fractions: Vec<_> =
        weights.iter().map(|weight| weight.borrow().to_ratio().into_raw()).collect();
    let common = fractions.iter().fold(BigInt::one(), |common, (_, denom)| common.lcm(denom));
    fractions.iter().map(|(numer, denom)| numer * (&common / denom)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amounts(amount: i128, weights: &[i128]) -> Vec<i128> {
        let weights: Vec<Exact> = weights.iter().copied().map(Exact::from).collect();
        apportion(amount, &weights).unwrap().into_iter().map(|part| part.amount).collect()
    }

    #[test]
    fn splits_by_largest_remainder() {
        for (amount, weights, expected) in [
            (22_000, &[445_455, 9_091, 545_455][..], &[9_800, 200, 12_000][..]),
            (1003, &[49, 51], &[491, 512]),
            (5, &[100, 101, 100, 100], &[1, 2, 1, 1]),
            (100, &[1, 1, 1], &[34, 33, 33]),
            (0, &[0, 0], &[0, 0]),
            (0, &[1, 2], &[0, 0]),
            (7, &[0, 1], &[0, 7]),
            (1, &[1, 1, 1], &[1, 0, 0]),
            (2, &[1, 1, 1], &[1, 1, 0]),
            (0, &[], &[]),
        ] {
            assert_eq!(amounts(amount, weights), expected, "{amount} over {weights:?}");
        }
    }

    #[test]
    fn weights_may_be_fractions_with_different_denominators() {
        let weights: Vec<Exact> = ["1/2", "1/3", "0.25"].map(|w| w.parse().unwrap()).to_vec();
        // In thirteenths: 6, 4 and 3.
        let parts = apportion(13, &weights).unwrap();
        assert_eq!(parts.iter().map(|part| part.amount).collect::<Vec<_>>(), [6, 4, 3]);
    }

    #[test]
    fn states_the_rank_of_each_remainder() {
        let weights = [Exact::from(1), Exact::from(2), Exact::from(4)];
        // 10 over 7: 1 3/7, 2 6/7, 5 5/7; two units are left over.
        let shares: Vec<(i128, u64, u64)> = apportion(10, &weights)
            .unwrap()
            .iter()
            .map(|part| (part.amount, part.share.leftover, part.share.rank))
            .collect();
        assert_eq!(shares, [(1, 2, 2), (3, 2, 0), (6, 2, 1)]);
    }

    #[test]
    fn refuses_what_cannot_be_split() {
        let weights = |weights: &[i128]| weights.iter().copied().map(Exact::from).collect();
        for (amount, parts, message) in [
            (1, &[][..], "an amount of 1 cannot be split over weights that sum to zero"),
            (1, &[0, 0], "an amount of 1 cannot be split over weights that sum to zero"),
            (-1, &[1], "an amount to split must not be negative, but is -1"),
            (1, &[3, -1], "a weight to split an amount over must not be negative, but is -1"),
        ] {
            let parts: Vec<Exact> = weights(parts);
            assert_eq!(apportion(amount, &parts).unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn is_the_same_in_words_and_in_any_length() {
        let lists = [
            vec!["445455", "9091", "545455"],
            vec!["1/3", "0.25", "1/7", "0", "12.04"],
            vec!["309841.55", "0.000001", "99999.999999"],
            vec!["1", "1", "1", "1", "1", "1", "1"],
        ];
        for weights in lists {
            let weights: Vec<Exact> = weights.iter().map(|w| w.parse().unwrap()).collect();
            for amount in [0, 1, 2, 100, 22_001, 10_i128.pow(13) + 7] {
                let shares = in_words(amount, &weights).unwrap();
                assert_eq!(parts(amount, &shares), in_any_length(amount, &weights).unwrap());
            }
        }
        // The least common denominator is 6 × 10^18; a product of the two would not fit.
        let close: [Exact; 2] =
            ["1/2000000000000000000", "1/3000000000000000000"].map(|w| w.parse().unwrap());
        assert_eq!(in_words(5, &close), Some(vec![(3, 0), (2, 0)]));
        assert!(in_words(i128::MAX, &[Exact::from(2)]).is_none());
        assert!(in_words(1, &[Exact::zero()]).is_none() && in_words::<Exact>(1, &[]).is_none());
    }

    #[test]
    fn few_weights_split_alike() {
        let mut split = 0;
        for weights in [
            &["3", "1", "2"][..],
            &["0.5", "0.5", "0.5"],
            &["1/3", "1/3"],
            &["0", "0"],
            &["0", "7.25"],
            &["1", "0.5"],
            &["-1", "2"],
            &["9223372036854775807", "1"],
            &["3037000500", "3037000500"],
            &["1"; 16],
            &["1"; 17],
            &[],
        ] {
            let weights: Vec<Exact> =
                weights.iter().map(|weight| weight.parse().unwrap()).collect();
            for amount in [0, 1, 2, 5, 100, 1_000_003, 3_037_000_500, i128::MAX, -1] {
                let mut few = Vec::new();
                let put = apportion_few(amount, weights.iter(), |part| few.push(part));
                if put.is_none() {
                    assert!(few.is_empty());
                    continue;
                }
                let whole = apportion(amount, &weights).unwrap();
                let whole: Vec<i128> = whole.iter().map(|part| part.amount).collect();
                assert_eq!(few, whole, "{amount}, {weights:?}");
                split += 1;
            }
        }
        assert_eq!(split, 34);
    }

    #[test]
    fn splits_the_largest_amount() {
        let parts = apportion(i128::MAX, &[Exact::one(), Exact::one()]).unwrap();
        let sum: i128 = parts.iter().map(|part| part.amount).sum();
        assert_eq!(sum, i128::MAX);
        assert_eq!(parts[0].amount, parts[1].amount + 1);
    }
}
