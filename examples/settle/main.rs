//! Settles a district: prints the statement, one institution's notice, or its explanation.
//!
//! ```text
//! cargo run --example settle                      # the sample district
//! cargo run --example settle -- --explain W05     # how W05's figures came about
//! cargo run --example settle -- --help
//! ```

#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, ValueExt};
use work_equivalent::{SettleError, settle};

use support::{Inputs, Located, in_order, is_json, read_closing, read_facts, read_scheme, sample};

const HELP: &str = "\
settle: what a district owes its institutions for a period, exact to the fen

Without flags, settles the sample district in examples/data/liandu.

  --data FOLDER     a folder with scheme.toml, facts.toml, payees.csv, volumes.csv, marks.csv,
                    and if need be budgets.csv and advances.csv
  --scheme FILE     the scheme instead (.toml or .json)
  --facts FILE      the period, findings and opening instead (.toml), or all facts (.json)
  --payees FILE     the payees instead (.csv)
  --volumes FILE    the volumes instead (.csv)
  --marks FILE      the appraisal marks instead (.csv)
  --budgets FILE    the budgets instead (.csv)
  --advances FILE   the advances instead (.csv)
  --after FILE      open with what the period before left behind, as --closing wrote it

  --payee CODE      the notice of one institution
  --explain CODE    how the figures of one institution came about
  --items           break amounts down by item as well as by category
  --json            print JSON instead of text
  --compact         the same on one line, as the digest is computed over it
  --closing FILE    also write what the period leaves behind, to open the next one with
";

/// What the command line asks for.
struct Request {
    inputs: Inputs,
    payee: Option<String>,
    explain: Option<String>,
    items: bool,
    json: Option<Layout>,
    after: Option<PathBuf>,
    closing: Option<PathBuf>,
}

/// How JSON is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Pretty,
    Compact,
}

/// Why nothing was settled.
enum Failure {
    /// The files have problems.
    Files(Vec<Located>),
    /// The command line asks for something that does not exist.
    Usage(String),
    /// The facts are right, but cannot be settled.
    Settlement(String),
}

fn main() -> ExitCode {
    let outcome = match parse_arguments() {
        Ok(Some(request)) => run(&request),
        Ok(None) => Ok(HELP.to_owned()),
        Err(error) => Err(Failure::Usage(error.to_string())),
    };
    match outcome {
        Ok(text) => print(&text),
        Err(Failure::Files(problems)) => {
            list(problems);
            ExitCode::FAILURE
        }
        Err(Failure::Settlement(message)) => {
            say(&format!("settle: {message}"));
            ExitCode::FAILURE
        }
        Err(Failure::Usage(message)) => {
            say(&format!("settle: {message}; --help lists the flags"));
            ExitCode::from(2)
        }
    }
}

/// Lists everything that is wrong with the files.
fn list(problems: Vec<Located>) {
    /// More problems than these are counted.
    const MOST: usize = 60;
    let problems = in_order(problems);
    for problem in problems.iter().take(MOST) {
        say(&problem.to_string());
    }
    if problems.len() > MOST {
        say(&format!("… and {} more", problems.len() - MOST));
    }
    let plural = if problems.len() == 1 { "" } else { "s" };
    say(&format!(
        "settle: {} problem{plural}, nothing was settled; what depends on these is checked once \
         they are right",
        problems.len()
    ));
}

/// Prints a line for people. A reader that closes the pipe early is no failure of ours.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn parse_arguments() -> Result<Option<Request>, Box<dyn std::error::Error>> {
    let mut request = Request {
        inputs: Inputs::in_folder(&relative(&sample())),
        payee: None,
        explain: None,
        items: false,
        json: None,
        after: None,
        closing: None,
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
            Long(
                name @ ("scheme" | "facts" | "payees" | "volumes" | "marks" | "budgets"
                | "advances"),
            ) => {
                let name = name.to_owned();
                files.push((name, parser.value()?.into()));
            }
            Long("payee") => request.payee = Some(parser.value()?.string()?),
            Long("explain") => request.explain = Some(parser.value()?.string()?),
            Long("items") => request.items = true,
            Long("json") => request.json = request.json.or(Some(Layout::Pretty)),
            Long("compact") => request.json = Some(Layout::Compact),
            Long("after") => request.after = Some(parser.value()?.into()),
            Long("closing") => request.closing = Some(parser.value()?.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    let mut tables = Vec::new();
    for (name, path) in files {
        if !matches!(name.as_str(), "scheme" | "facts") {
            tables.push(format!("--{name}"));
        }
        let inputs = &mut request.inputs;
        match name.as_str() {
            "scheme" => inputs.scheme = path,
            "facts" => inputs.facts = path,
            "payees" => inputs.payees = path,
            "volumes" => inputs.volumes = path,
            "marks" => inputs.marks = path,
            "budgets" => inputs.budgets = Some(path),
            _ => inputs.advances = Some(path),
        }
    }
    if is_json(&request.inputs.facts) && !tables.is_empty() {
        let facts = request.inputs.facts.display();
        return Err(format!("{} has no effect: {facts} holds all facts", tables.join(", ")).into());
    }
    Ok(Some(request))
}

/// The text that was asked for.
fn run(request: &Request) -> Result<String, Failure> {
    // Problems of the scheme, of the form of the facts and of the closing are reported together.
    let (scheme, files) = (read_scheme(&request.inputs), read_facts(&request.inputs));
    let after = request.after.as_deref().map(read_closing).transpose();
    let (scheme, files, after) = match (scheme, files, after) {
        (Ok(scheme), Ok(files), Ok(after)) => (scheme, files, after),
        (scheme, files, after) => {
            let problems = scheme.err().into_iter().chain(files.err()).chain(after.err());
            return Err(Failure::Files(problems.flatten().collect()));
        }
    };
    let facts = match after {
        None => files.check(&scheme),
        Some(after) => files.follow(&scheme, after),
    };
    let facts = facts.map_err(Failure::Files)?;
    for warning in scheme.warnings() {
        say(&format!("{}: warning: {warning}", request.inputs.scheme.display()));
    }

    let failed = |error: SettleError| Failure::Settlement(error.to_string());
    let settlement = settle(&facts).map_err(failed)?;
    if let Some(payee) = request.explain.as_ref().or(request.payee.as_ref())
        && !facts.payees().any(|code| code == payee)
    {
        let payees: Vec<&str> = facts.payees().collect();
        return Err(Failure::Usage(format!(
            "there is no payee \"{payee}\": there is {}",
            payees.join(", ")
        )));
    }
    if let Some(payee) = &request.explain {
        let trace = settlement.explain(payee).map_err(failed)?;
        return Ok(request.json.map_or_else(|| trace.to_string(), |layout| json(&trace, layout)));
    }
    let statement = if request.items {
        &settlement.statement_by_item().map_err(failed)?
    } else {
        settlement.statement().map_err(failed)?
    };
    let text = match (request.json, &request.payee) {
        (Some(layout), None) => json(statement, layout),
        (None, None) => statement.to_string(),
        // That the payee exists was checked.
        (layout, Some(payee)) => statement.notice(payee).map_or_else(String::new, |notice| {
            layout.map_or_else(|| notice.to_string(), |layout| json(&notice, layout))
        }),
    };
    if let Some(path) = &request.closing {
        let (_, closing) = settlement.close().map_err(failed)?;
        fs::write(path, json(&closing, Layout::Pretty))
            .map_err(|error| Failure::Settlement(format!("{}: {error}", path.display())))?;
    }
    Ok(text)
}

fn json(value: &impl serde::Serialize, layout: Layout) -> String {
    // Statements and traces have string keys and no state that could fail to serialize.
    match layout {
        Layout::Pretty => serde_json::to_string_pretty(value).unwrap_or_default() + "\n",
        Layout::Compact => serde_json::to_string(value).unwrap_or_default(),
    }
}

fn print(text: &str) -> ExitCode {
    // A reader such as `head` may close the pipe early: that is no failure of ours.
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            say(&format!("settle: {error}"));
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
