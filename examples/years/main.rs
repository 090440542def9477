//! Three years of a small district, one after the other: what one leaves behind opens the next.
//!
//! ```text
//! cargo run --example years
//! ```
//!
//! In the first year the scheme changes on 25 December, so it is settled in two parts; in the
//! second the pool and the reserve do not suffice, and the rest is carried forward; in the third
//! what was owed is paid first. Then a record of the second year turns out wrong: a supplementary
//! statement says what that changes, and the closed one stays as it was.

#[path = "../support/mod.rs"]
mod support;

mod ledger;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use work_equivalent::facts::{Closing, OpeningDocument};
use work_equivalent::scheme::{Scheme, Split};
use work_equivalent::statement::{Reason, Statement, StatementError, Supplement, SupplementError};
use work_equivalent::{SettleError, settle};

use ledger::{Year, conservation, ledger};
use support::{FactsFiles, Inputs, Located, in_order, read_facts, read_scheme};

/// Why the years were not settled: lines for people.
struct Failure(Vec<String>);

impl From<Vec<Located>> for Failure {
    fn from(problems: Vec<Located>) -> Self {
        Self(in_order(problems).iter().map(ToString::to_string).collect())
    }
}

impl From<SettleError> for Failure {
    fn from(error: SettleError) -> Self {
        Self(vec![error.to_string()])
    }
}

impl From<StatementError> for Failure {
    fn from(error: StatementError) -> Self {
        Self(vec![error.to_string()])
    }
}

impl From<SupplementError> for Failure {
    fn from(error: SupplementError) -> Self {
        Self(vec![error.to_string()])
    }
}

fn main() -> ExitCode {
    let outcome = run();
    let (text, code) = match &outcome {
        Ok(text) => (text.clone(), ExitCode::SUCCESS),
        Err(Failure(lines)) => (lines.join("\n") + "\n", ExitCode::FAILURE),
    };
    // A reader such as `head` may close the pipe early: that is no failure of ours.
    let _ = match outcome {
        Ok(_) => io::stdout().write_all(text.as_bytes()),
        Err(_) => io::stderr().write_all(text.as_bytes()),
    };
    code
}

fn run() -> Result<String, Failure> {
    let schemes = [scheme("scheme-2019.toml")?, scheme("scheme-2023.toml")?];
    let [_, current] = &schemes;

    // The first year, in two parts: the pool of the year is split by days.
    let first = facts("2023")?.settle_in_parts(&schemes, Split::Days)?;
    let (in_parts, closing) = first.close()?;
    let mut years = vec![Year { name: "2023", parts: in_parts.parts().to_vec() }];

    // Each later year is opened with the closing of the one before, which it uses up. A copy of
    // the plain balances is kept to correct the second year with.
    let opening_of_second = closing.balances().clone();
    let (second, closing) = one_year(current, "2024", closing)?;
    years.push(Year { name: "2024", parts: vec![second.clone()] });
    let (third, _last) = one_year(current, "2025", closing)?;
    years.push(Year { name: "2025", parts: vec![third] });

    let statements: Vec<&Statement> = years.iter().flat_map(|year| &year.parts).collect();
    for (before, after) in statements.iter().zip(statements.iter().skip(1)) {
        after.follows(before)?;
    }

    let supplement = correction(current, &opening_of_second, &second)?;
    Ok(format!("{}\n{}\n{supplement}", ledger(&years), conservation(&years)))
}

/// Settles and closes a year.
fn one_year(
    scheme: &Scheme,
    name: &str,
    closing: Closing,
) -> Result<(Statement, Closing), Failure> {
    let facts = facts(name)?.follow(scheme, closing)?;
    Ok(settle(&facts)?.close()?)
}

/// What a corrected record changes in a closed year.
fn correction(
    scheme: &Scheme,
    opening: &OpeningDocument,
    closed: &Statement,
) -> Result<Supplement, Failure> {
    let mut inputs = Inputs::in_folder(&folder().join("2024"));
    inputs.volumes = folder().join("2024-corrected/volumes.csv");
    let facts = read_facts(&inputs)?.opened_again(opening).check(scheme)?;
    let corrected = settle(&facts)?;
    let text = "更正：2024年一条服务量记录经复核有误（示例）".to_owned();
    let reasons = [Reason { payee: None, text }];
    Ok(Supplement::new(closed, corrected.statement()?, &reasons)?)
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/years")
}

fn scheme(file: &str) -> Result<Scheme, Failure> {
    let mut inputs = Inputs::in_folder(&folder());
    inputs.scheme = folder().join(file);
    Ok(read_scheme(&inputs)?)
}

fn facts(year: &str) -> Result<FactsFiles, Failure> {
    Ok(read_facts(&Inputs::in_folder(&folder().join(year)))?)
}
