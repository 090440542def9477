//! Settles a district: prints the statement, one institution's notice, or its explanation.
//!
//! ```text
//! cargo run --example settle                      # the sample district
//! cargo run --example settle -- --explain W05     # how W05's figures came about
//! cargo run --example settle -- --help
//! ```

#[path = "../support/mod.rs"]
mod support;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, ValueExt};
use work_equivalent::settle;

use support::{Inputs, Located, read_facts, read_scheme, sample};

const HELP: &str = "\
settle: what a district owes its institutions for a period, exact to the fen

Without flags, settles the sample district in examples/data/liandu.

  --data FOLDER     a folder with scheme.toml, facts.toml, payees.csv, volumes.csv, marks.csv
  --scheme FILE     the scheme instead (.toml or .json)
  --facts FILE      the period and opening balances instead (.toml), or all facts (.json)
  --payees FILE     the payees instead (.csv)
  --volumes FILE    the volumes instead (.csv)
  --marks FILE      the appraisal marks instead (.csv)

  --payee CODE      the notice of one institution
  --explain CODE    how the figures of one institution came about
  --items           break amounts down by item as well as by category
  --json            print JSON instead of text
";

/// What the command line asks for.
struct Request {
    inputs: Inputs,
    payee: Option<String>,
    explain: Option<String>,
    items: bool,
    json: bool,
}

fn main() -> ExitCode {
    let request = match parse_arguments() {
        Ok(Some(request)) => request,
        Ok(None) => return print(HELP),
        Err(error) => {
            eprintln!("settle: {error}; --help lists the flags");
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(text) => print(&text),
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            let plural = if problems.len() == 1 { "" } else { "s" };
            eprintln!("settle: {} problem{plural}, nothing was settled", problems.len());
            ExitCode::FAILURE
        }
    }
}

fn parse_arguments() -> Result<Option<Request>, lexopt::Error> {
    let mut request = Request {
        inputs: Inputs::in_folder(&relative(&sample())),
        payee: None,
        explain: None,
        items: false,
        json: false,
    };
    // A folder is the base that single files replace, wherever it stands on the command line.
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("data") => {
                request.inputs = Inputs::in_folder(Path::new(&parser.value()?));
            }
            Long(name @ ("scheme" | "facts" | "payees" | "volumes" | "marks")) => {
                let name = name.to_owned();
                files.push((name, parser.value()?.into()));
            }
            Long("payee") => request.payee = Some(parser.value()?.string()?),
            Long("explain") => request.explain = Some(parser.value()?.string()?),
            Long("items") => request.items = true,
            Long("json") => request.json = true,
            _ => return Err(argument.unexpected()),
        }
    }
    for (name, path) in files {
        let inputs = &mut request.inputs;
        match name.as_str() {
            "scheme" => inputs.scheme = path,
            "facts" => inputs.facts = path,
            "payees" => inputs.payees = path,
            "volumes" => inputs.volumes = path,
            _ => inputs.marks = path,
        }
    }
    Ok(Some(request))
}

/// The text that was asked for, or everything that is wrong with the files.
fn run(request: &Request) -> Result<String, Vec<Located>> {
    // Problems of the scheme and of the form of the facts are reported together.
    let (scheme, files) = match (read_scheme(&request.inputs), read_facts(&request.inputs)) {
        (Ok(scheme), Ok(files)) => (scheme, files),
        (scheme, files) => {
            return Err(scheme.err().into_iter().chain(files.err()).flatten().collect());
        }
    };
    let facts = files.check(&scheme)?;
    for warning in scheme.warnings() {
        eprintln!("{}: warning: {warning}", request.inputs.scheme.display());
    }

    let failed = |error: &dyn std::fmt::Display| {
        vec![Located::new(&request.inputs.facts, None, error.to_string())]
    };
    let settlement = settle(&facts).map_err(|error| failed(&error))?;
    if let Some(payee) = &request.explain {
        let trace = settlement.explain(payee).map_err(|error| failed(&error))?;
        return Ok(if request.json { json(&trace) } else { trace.to_string() });
    }
    let statement = if request.items {
        &settlement.statement_by_item().map_err(|error| failed(&error))?
    } else {
        settlement.statement()
    };
    if request.json {
        return Ok(json(statement));
    }
    match &request.payee {
        None => Ok(statement.to_string()),
        Some(payee) => statement
            .text_for(payee)
            .ok_or_else(|| failed(&format!("there is no payee \"{payee}\""))),
    }
}

fn json(value: &impl serde::Serialize) -> String {
    // Statements and traces have string keys and no state that could fail to serialize.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn print(text: &str) -> ExitCode {
    // A reader such as `head` may close the pipe early: that is no failure of ours.
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("settle: {error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// A path as seen from where the command runs, if it lies below.
fn relative(path: &Path) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here).map_or_else(|_| path.to_owned(), Path::to_owned)
}
