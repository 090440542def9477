//! Runs the reviewed vectors in `tests/vectors/`: documents with an input and the figures that
//! someone worked out by hand. `tests/vectors/README.md` describes the format, and
//! `cargo run --example verify` runs such files by the same code.

#[path = "../examples/support/mod.rs"]
mod support;
#[path = "../examples/support/vectors/mod.rs"]
mod vectors;

use std::path::PathBuf;

use work_equivalent::exact::{Exact, Rounding};

use vectors::verify;

/// Every file of vectors in the folder.
fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    files
}

#[test]
fn every_vector_holds() {
    let verified = verify(&files());
    let mut failures = Vec::new();
    let mut figures = 0;
    for file in &verified {
        let path = file.path.display();
        failures
            .extend(file.problem.iter().map(|problem| format!("{path} {}: {problem}", file.title)));
        for vector in &file.vectors {
            let (id, kind, source) = (&vector.id, vector.kind, &vector.source);
            let problems = vector.problems.iter().cloned();
            let differences = vector.differing().map(|check| {
                let difference = check.difference.as_ref().map_or(String::new(), |difference| {
                    format!(", {} off", vectors::readable(difference))
                });
                let at = check.at.label();
                format!(
                    "{at} {}: {} is not {}{difference}; by hand {:?}, by the library {:?}",
                    check.place, check.found, check.expected, check.steps, check.how
                )
            });
            // What the vectors here do not expect must not be there.
            let warnings = vector.warnings.iter().map(|warning| format!("warning: {warning}"));
            let all = problems.chain(differences).chain(warnings);
            failures.extend(all.map(|message| {
                format!("{id} ({kind}, {source}, {:?}): {message}", vector.comment)
            }));
            figures += vector.checks.len();
        }
    }
    let vectors: usize = verified.iter().map(|file| file.vectors.len()).sum();
    println!("{vectors} vectors, {figures} figures");
    assert!(vectors >= 500, "the folder lost vectors: {vectors}");
    assert!(figures >= 2000, "the vectors state {figures} figures only");
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// The vector that a 28-digit engine gets wrong: multiplying in the same order with a `Decimal`
/// loses the last digits, and with them a fen.
#[test]
fn twenty_eight_digits_are_a_fen_off() {
    use rust_decimal::{Decimal, RoundingStrategy};

    let number = |text| Decimal::from_str_exact(text).unwrap();
    let product = number("5238700802.721747")
        .checked_mul(number("38.597737"))
        .and_then(|product| product.checked_mul(number("6193410.0183282141")))
        .unwrap();
    let rounded = product.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
    assert_eq!(rounded.to_string(), "1252319866545531403.32");

    let exact = "5238700802.721747"
        .parse::<Exact>()
        .unwrap()
        .times(&"38.597737".parse().unwrap())
        .times(&"6193410.0183282141".parse().unwrap());
    assert_eq!(Rounding::FEN.round(&exact).to_string(), "1252319866545531403.31");
}
