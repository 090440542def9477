//! What the properties share: running them, settling documents, and exact numbers as fractions.

use num_bigint::BigInt;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};
use work_equivalent::Settlement;
use work_equivalent::exact::Exact;
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::statement::{Statement, Trace};
use work_equivalent::units::Number;

use crate::generate;
use crate::numbers::{self, Fraction, whole};

/// Runs a property on so many values of a strategy, the same on every run.
pub fn check<S: Strategy>(cases: u32, strategy: &S, property: impl Fn(S::Value) -> TestCaseResult) {
    let asked = Config::default(); // with what the environment asks for
    let is_asked = std::env::var_os("PROPTEST_CASES").is_some();
    let rng_seed = match asked.rng_seed {
        RngSeed::Random => RngSeed::Fixed(1),
        fixed @ RngSeed::Fixed(_) => fixed,
    };
    let cases = if is_asked { asked.cases } else { cases };
    let config = Config {
        cases,
        rng_seed,
        // A case that a property has nothing to say about is rejected, and another one tried.
        max_global_rejects: cases.saturating_mul(100),
        failure_persistence: None,
        ..asked
    };
    if let Err(failure) = TestRunner::new(config).run(strategy, property) {
        panic!("{failure}");
    }
}

/// Seeds of generated cases. A smaller seed is not a simpler case: there is nothing to shrink.
pub fn seeds() -> impl Strategy<Value = u64> {
    any::<u64>().no_shrink()
}

/// The documents of a generated case, and a source of choices that belongs to it.
pub fn case(seed: u64) -> (SchemeDocument, FactsDocument, crate::random::Random) {
    let (scheme, facts) = generate::case(seed);
    (scheme, facts, crate::random::Random::new(!seed))
}

/// All that a settlement says.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Broken down by category.
    pub statement: Statement,
    /// Broken down by item.
    pub by_item: Statement,
    /// One for each payee, in order of code.
    pub traces: Vec<Trace>,
}

/// Settles valid documents, and says everything there is to say; the message of a refusal.
pub fn settled(scheme: &SchemeDocument, facts: &FactsDocument) -> Result<Settled, String> {
    settle_and(scheme, facts, |facts, settlement| Settled {
        statement: settlement.statement().unwrap().clone(),
        by_item: settlement.statement_by_item().unwrap(),
        traces: facts.payees().map(|payee| settlement.explain(payee).unwrap()).collect(),
    })
}

/// As [`settled`], but only the statement by item.
pub fn statement(scheme: &SchemeDocument, facts: &FactsDocument) -> Result<Statement, String> {
    settle_and(scheme, facts, |_, settlement| settlement.statement_by_item().unwrap())
}

fn settle_and<T>(
    scheme: &SchemeDocument,
    facts: &FactsDocument,
    say: impl FnOnce(&Facts<'_>, &Settlement<'_>) -> T,
) -> Result<T, String> {
    let scheme = Scheme::new(scheme.clone()).unwrap_or_else(|error| panic!("{error}"));
    let facts = Facts::new(&scheme, facts).unwrap_or_else(|error| panic!("{error}"));
    let settlement = work_equivalent::settle(&facts).map_err(|error| error.to_string())?;
    Ok(say(&facts, &settlement))
}

/// Settles a generated case; one that refuses has nothing to check, and is rejected.
pub fn settled_case(seed: u64) -> Result<Settled, TestCaseError> {
    let (scheme, facts) = generate::case(seed);
    settled(&scheme, &facts).map_err(TestCaseError::reject)
}

/// An exact number as a fraction, read from its text without the crate.
pub fn fraction(number: &Exact) -> Fraction {
    let text = number.to_string();
    match text.split_once('/') {
        None => numbers::read(&Number::from(text)),
        Some((numerator, denominator)) => {
            let integer = |digits: &str| digits.parse::<BigInt>().unwrap();
            Fraction::new(integer(numerator), integer(denominator))
        }
    }
}

/// A volume, weight or mark as written, in millionths.
pub fn millionths(number: &Number) -> i64 {
    let millionths = numbers::read(number) * whole(1_000_000);
    i64::try_from(millionths.to_integer()).unwrap()
}

/// Millionths as a document writes them.
pub fn from_millionths(millionths: i64) -> Number {
    Number::from(Exact::scaled(millionths.into(), 6).to_string())
}

/// Exact numbers of any kind: small and large, decimals and fractions, often near zero.
pub fn exacts() -> impl Strategy<Value = Exact> {
    let over = |numerator: i128, denominator: i128| {
        Exact::from(numerator).divided_by(&Exact::from(denominator)).unwrap()
    };
    prop_oneof![
        (-20_i128..=20, 1_i128..=20).prop_map(move |(n, d)| over(n, d)),
        (any::<i64>(), 0_u32..=18).prop_map(|(n, places)| Exact::scaled(n.into(), places)),
        (any::<i128>(), 0_u32..=38).prop_map(|(n, places)| Exact::scaled(n, places)),
        (any::<i128>(), 1..=i128::MAX).prop_map(move |(n, d)| over(n, d)),
    ]
}
