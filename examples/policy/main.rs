//! Runs a policy from its data alone: settles the first level, distributes what an institution
//! takes from it to the second, and watches both.
//!
//! ```text
//! cargo run --example policy                      # which there are
//! cargo run --example policy -- qinghai-package   # one of them
//! cargo run --example policy -- path/to/folder    # your own
//! ```

#[path = "../support/mod.rs"]
mod support;
mod takes;
mod watch;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use work_equivalent::statement::Statement;
use work_equivalent::{facts::FactsDocument, settle};

use support::{FactsFiles, Inputs, Located, in_order, read_facts, read_scheme};

/// The folders of the sample data with a policy each.
const POLICIES: [(&str, &str); 6] = [
    ("liandu", "莲政办发〔2023〕75号：七个补偿渠道与一家卫生院的内部分配"),
    ("deqing", "德卫健〔2019〕131号：机构内部按当量考核分配与动态监测"),
    ("qinghai-package", "青卫健〔2021〕16号：公共卫生经费打包与医共体内部分配"),
    ("qinghai-insurance", "青政办〔2019〕35号：医保总额管理、结余留用、超支分担"),
    ("yunnan", "云南省紧密型县域医共体清单：岗位补助与各项限额、目标"),
    ("invented", "自拟方案：只写数据，不改代码"),
];

/// Why a policy was not run.
enum Failure {
    Files(Vec<Located>),
    Other(String),
}

impl From<Vec<Located>> for Failure {
    fn from(problems: Vec<Located>) -> Self {
        Self::Files(problems)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [] => Ok(listing()),
        [name] if !name.starts_with('-') => run(&folder(name)),
        _ => Err(Failure::Other("give one folder, or nothing to list them".to_owned())),
    };
    let mut messages = Vec::new();
    match outcome {
        Ok(text) => {
            // A reader that closes the pipe early is no failure of ours.
            let _ = io::stdout().write_all(text.as_bytes());
            return ExitCode::SUCCESS;
        }
        Err(Failure::Files(problems)) => {
            messages.extend(in_order(problems).iter().map(ToString::to_string));
        }
        Err(Failure::Other(message)) => messages.push(format!("policy: {message}")),
    }
    for message in messages {
        let _ = writeln!(io::stderr(), "{message}");
    }
    ExitCode::FAILURE
}

fn listing() -> String {
    let lines = POLICIES.iter().map(|(name, what)| format!("{name:<18} {what}\n"));
    lines.chain(["\ncargo run --example policy -- NAME\n".to_owned()]).collect()
}

/// A sample by its name, or any folder.
fn folder(name: &str) -> PathBuf {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    let known = POLICIES.iter().any(|(known, _)| *known == name);
    if known { samples.join(name) } else { PathBuf::from(name) }
}

/// Everything that a folder has: its statement, the distribution, and the readings of its monitor.
fn run(folder: &Path) -> Result<String, Failure> {
    let first = statement(&Inputs::in_folder(folder), |_| Ok(()))?;
    let mut text = first.by_item.to_string();
    let second = folder.join("distribution");
    if second.exists() {
        let takes = takes::read(&second.join("takes.toml"))?;
        let distribution = statement(&Inputs::in_folder(&second), |document| {
            takes.iter().try_for_each(|take| take.add_to(document, &first.plain))
        })?;
        text += "\n---\n\n";
        text += &distribution.plain.to_string();
    }
    if let Some(readings) = watch::run(folder, &first.by_item)? {
        text += "\n---\n\n";
        text += &readings;
    }
    Ok(text)
}

/// The statement of a folder, by category and by item.
struct Settled {
    plain: Statement,
    by_item: Statement,
}

/// Settles a district, whose facts can take more from elsewhere.
fn statement(
    inputs: &Inputs,
    complete: impl FnOnce(&mut FactsDocument) -> Result<(), String>,
) -> Result<Settled, Failure> {
    let (scheme, files) = (read_scheme(inputs), read_facts(inputs));
    let (scheme, files): (_, FactsFiles) = match (scheme, files) {
        (Ok(scheme), Ok(files)) => (scheme, files),
        (scheme, files) => {
            let problems = scheme.err().into_iter().chain(files.err());
            return Err(Failure::Files(problems.flatten().collect()));
        }
    };
    let other = |error: &dyn std::error::Error| Failure::Other(error.to_string());
    let files = files.completed(complete).map_err(Failure::Other)?;
    let facts = files.check(&scheme)?;
    let settlement = settle(&facts).map_err(|error| other(&error))?;
    let by_item = settlement.statement_by_item().map_err(|error| other(&error))?;
    let (plain, _closing) = settlement.close().map_err(|error| other(&error))?;
    Ok(Settled { plain, by_item })
}
