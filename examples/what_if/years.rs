//! The risk reserve of the three sample years, which `examples/years` prints as a ledger.

use std::path::Path;

use work_equivalent::facts::Closing;
use work_equivalent::scheme::{Scheme, Split};
use work_equivalent::settle;
use work_equivalent::statement::{ReserveFigures, Statement};
use work_equivalent::units::Money;

use crate::chart::reserve::{Kind, Step, Year};
use crate::plan::{Problems, lines};
use crate::support::{FactsFiles, Inputs, read_facts, read_scheme};

/// The years, and the numbers of their schemes.
pub struct Sequence {
    pub years: Vec<Year>,
    pub schemes: Vec<String>,
}

/// Settles the years one after another, each opened with what the one before left behind.
pub fn settle_years() -> Result<Sequence, Problems> {
    let schemes = [scheme("scheme-2019.toml")?, scheme("scheme-2023.toml")?];
    let numbers = schemes.iter().map(|scheme| scheme.document().number.clone()).collect();
    let [_, current] = &schemes;
    let failed = |error: &dyn std::error::Error| vec![error.to_string()];

    // The scheme changes inside the first year.
    let first = facts("2023")?.settle_in_parts(&schemes, Split::Days).map_err(lines)?;
    let (first, closing) = first.close().map_err(|error| failed(&error))?;
    let (second, closing) = one_year(current, "2024", closing)?;
    let (third, _closing) = one_year(current, "2025", closing)?;

    let mut years =
        vec![year("2023 年", first.parts()), year("2024 年", &[second]), year("2025 年", &[third])];
    // What moved in no year needs no bar.
    let moved: Vec<bool> = (0..steps(&[]).len())
        .map(|place| {
            let mut of_years = years.iter().filter_map(|year| year.steps.get(place));
            of_years.any(|step| step.kind == Kind::Balance || !step.amount.is_zero())
        })
        .collect();
    for year in &mut years {
        let mut moved = moved.iter();
        year.steps.retain(|_| moved.next().copied().unwrap_or(true));
    }
    Ok(Sequence { years, schemes: numbers })
}

fn one_year(
    scheme: &Scheme,
    name: &str,
    closing: Closing,
) -> Result<(Statement, Closing), Problems> {
    let facts = facts(name)?.follow(scheme, closing).map_err(lines)?;
    let settled = settle(&facts).and_then(work_equivalent::Settlement::close);
    settled.map_err(|error| vec![error.to_string()])
}

fn scheme(file: &str) -> Result<Scheme, Problems> {
    let mut inputs = Inputs::in_folder(&folder());
    inputs.scheme = folder().join(file);
    read_scheme(&inputs).map_err(lines)
}

fn facts(year: &str) -> Result<FactsFiles, Problems> {
    read_facts(&Inputs::in_folder(&folder().join(year))).map_err(lines)
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/years")
}

fn year(name: &str, parts: &[Statement]) -> Year {
    let reserves: Vec<&ReserveFigures> = parts
        .iter()
        .flat_map(|part| &part.figures().channels)
        .filter_map(|channel| channel.reserve.as_ref())
        .collect();
    let target = reserves.last().and_then(|last| last.target);
    Year { name: name.to_owned(), steps: steps(&reserves), target }
}

/// The ledger of a year: balances of its first and last part, and the sums of what moved.
fn steps(parts: &[&ReserveFigures]) -> Vec<Step> {
    let one = |part: Option<&&ReserveFigures>, amount: fn(&ReserveFigures) -> Money| {
        part.map_or(Money::ZERO, |part| amount(part))
    };
    let sum = |amount: fn(&ReserveFigures) -> Money| {
        let amounts = parts.iter().map(|part| amount(part));
        Money::checked_sum(amounts).expect("a small district's money is in range")
    };
    let step = |name, explained, kind, amount| Step { name, explained, kind, amount };
    vec![
        step("期初", "", Kind::Balance, one(parts.first(), |r| r.opening)),
        step("预提", "从资金中提取", Kind::In, sum(|r| r.provision)),
        step("动用", "弥补超支", Kind::Out, sum(|r| r.drawn)),
        step("评价", "评价扣减转入", Kind::In, sum(|r| r.appraisal_loss)),
        step("结余", "资金结余转入", Kind::In, sum(|r| r.surplus)),
        step("计提", "从各机构应付额中提取", Kind::In, sum(|r| r.withheld)),
        step("返还", "超出目标的退给机构", Kind::Out, sum(|r| r.released)),
        step("核减", "核减的资金转入", Kind::In, sum(|r| r.deducted)),
        step("期末", "", Kind::Balance, one(parts.last(), |r| r.closing)),
    ]
}
