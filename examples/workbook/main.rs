//! Writes a settlement as a workbook (.xlsx) in which every figure is a live formula.
//!
//! ```text
//! cargo run --example workbook                         # the sample district, to workbook.xlsx
//! cargo run --example workbook -- --data examples/data/yunnan --out yunnan.xlsx
//! cargo run --example workbook -- --help
//! ```

mod district;
mod sheets;
#[path = "../support/mod.rs"]
mod support;
#[path = "../policy/takes.rs"]
mod takes;

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short};
use serde_json::Value;
use work_equivalent::{Settlement, settle};

use district::{District, listed};
use sheets::Cached;
use sheets::evaluate::Value as Calculated;
use support::{read_closing, sample};

const HELP: &str = "\
workbook: a settlement as an .xlsx in which every figure is a live formula

Without flags, settles the sample district in examples/data/liandu.

  --data FOLDER   a folder with scheme.toml, facts.toml, payees.csv, volumes.csv, marks.csv, and
                  what else there is, named as for the settle example; a folder with takes.toml
                  is the distribution of what its parent folder settles
  --scheme FILE   another scheme than that of the folder
  --after FILE    open with what the period before left behind, as settle --closing wrote it
  --out FILE      where to write (workbook.xlsx)
";

/// The library's figures, which the file shows until a spreadsheet calculates.
struct Statement(Value);

impl Cached for Statement {
    fn value(&self, figure: Option<&str>, calculated: &Calculated) -> String {
        let Some(pointer) = figure else { return calculated.written() };
        // What a statement leaves out is zero; a fraction has no digits of its own.
        let value = self.0.pointer(&format!("/{pointer}"));
        let text = value.map_or("0", |value| value.as_str().unwrap_or_default());
        if text.contains('/') { calculated.written() } else { text.to_owned() }
    }
}

/// What the command line asks for.
struct Request {
    data: PathBuf,
    scheme: Option<PathBuf>,
    out: PathBuf,
    after: Option<PathBuf>,
}

fn main() -> ExitCode {
    let request = match parse_arguments() {
        Ok(Some(request)) => request,
        Ok(None) => {
            let _ = write!(io::stdout(), "{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            let _ = writeln!(io::stderr(), "workbook: {error}; --help lists the flags");
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(text) => {
            let _ = writeln!(io::stdout(), "{text}");
            ExitCode::SUCCESS
        }
        Err(lines) => {
            for line in lines {
                let _ = writeln!(io::stderr(), "{line}");
            }
            let _ = writeln!(io::stderr(), "workbook: nothing was written");
            ExitCode::FAILURE
        }
    }
}

fn parse_arguments() -> Result<Option<Request>, lexopt::Error> {
    let mut request =
        Request { data: sample(), scheme: None, out: PathBuf::from("workbook.xlsx"), after: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("data") => request.data = parser.value()?.into(),
            Long("scheme") => request.scheme = Some(parser.value()?.into()),
            Long("out") => request.out = parser.value()?.into(),
            Long("after") => request.after = Some(parser.value()?.into()),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(Some(request))
}

fn run(request: &Request) -> Result<String, Vec<String>> {
    let one = |error: &dyn std::fmt::Display| vec![format!("workbook: {error}")];
    let Request { data, scheme, out, after } = request;
    let District { scheme, files, mut document } = district::read(data, scheme.as_deref())?;
    let facts = match after {
        None => files.check(&scheme),
        Some(path) => {
            let closing = read_closing(path).map_err(listed)?;
            document.opening = closing.balances().clone();
            files.follow(&scheme, closing)
        }
    };
    let facts = facts.map_err(listed)?;
    let closed = settle(&facts).and_then(Settlement::close);
    let (statement, _closing) = closed.map_err(|error| one(&error))?;
    let statement = serde_json::to_value(statement).map_err(|error| one(&error))?;
    let book = sheets::build(scheme.document(), &document, &statement).map_err(|reasons| {
        let reasons = reasons.iter();
        reasons
            .map(|reason| format!("workbook: cannot be calculated exactly: {reason}"))
            .collect::<Vec<_>>()
    })?;
    let figures = book.figures.len();
    let bytes =
        sheets::write(&book, scheme.title(), &Statement(statement)).map_err(|error| one(&error))?;
    fs::write(out, bytes)
        .map_err(|error| one(&format_args!("{} cannot be written: {error}", out.display())))?;
    Ok(format!("{}: {figures} figures, each a live formula", out.display()))
}
