//! A sum of products of scaled integers: narrow while it fits, wide where it does not.

use num_bigint::BigInt;

use super::Exact;

/// An exact running sum that starts in an `i128` and spills into a big integer by a check.
#[derive(Clone, Debug, Default)]
pub(crate) struct WideSum {
    narrow: i128,
    wide: Option<BigInt>,
}

impl WideSum {
    /// Adds `a × b`.
    pub(crate) fn add_product(&mut self, a: i128, b: i128) {
        match a.checked_mul(b).and_then(|product| self.narrow.checked_add(product)) {
            Some(sum) => self.narrow = sum,
            None => *self.wide.get_or_insert_default() += BigInt::from(a) * BigInt::from(b),
        }
    }

    /// The sum divided by ten to the power `scale`.
    pub(crate) fn to_exact(&self, scale: u32) -> Exact {
        match &self.wide {
            None => Exact::scaled(self.narrow, scale),
            Some(wide) => Exact::from_big(wide + BigInt::from(self.narrow), scale),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_on_both_sides_of_the_border() {
        // Products that fit, that do not fit, and sums that cross the border both ways.
        let terms = [
            (i128::MAX, 1),
            (1, 1),
            (i128::MAX, 2),
            (i128::MIN, 1),
            (-5, i128::MAX),
            (3, 7),
            (i128::MIN, i128::MIN),
        ];
        let mut sum = WideSum::default();
        let mut plain = Exact::zero();
        for (a, b) in terms {
            sum.add_product(a, b);
            plain = plain.plus(&Exact::from(a).times(&Exact::from(b)));
            assert_eq!(sum.to_exact(0), plain);
        }
        assert_eq!(sum.to_exact(3), plain.times(&Exact::scaled(1, 3)));
    }
}
