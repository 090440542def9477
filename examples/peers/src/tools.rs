//! The tools that are reached from Python: one process each, which prints what it did.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde::Deserialize;

use crate::data::PRICE;
use crate::report::{Amounts, Arithmetic, Row, Run};
use crate::{Outcome, fen};

/// A tool.
pub struct Tool {
    /// What `peers.py` calls it.
    pub key: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// Whether it has a way to read the file of records.
    pub reads_records: bool,
}

/// All of them.
pub const TOOLS: &[Tool] = &[
    Tool { key: "duckdb", name: "DuckDB DECIMAL", reads_records: true },
    Tool { key: "polars", name: "Polars Decimal", reads_records: true },
    Tool { key: "postgres", name: "PostgreSQL numeric", reads_records: true },
    Tool { key: "python", name: "Python decimal", reads_records: true },
    Tool { key: "openfisca", name: "OpenFisca-Core", reads_records: false },
];

/// How tools are called.
pub struct Caller<'a> {
    /// The interpreter.
    pub python: &'a Path,
    /// The folder with the data, into which amounts are written too.
    pub data: &'a Path,
    /// How often cells are settled.
    pub runs: usize,
    /// How often records are counted.
    pub record_runs: usize,
}

/// A line that a tool prints.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Ran {
        job: JobKey,
        way: String,
        version: String,
        exact: bool,
        seconds: Vec<f64>,
        amounts: PathBuf,
        total: String,
    },
    Skipped {
        reason: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum JobKey {
    Cells,
    Records,
}

/// What a tool did: rows of cells, and rows of records.
#[derive(Default)]
pub struct Rows {
    /// Cells settled.
    pub cells: Vec<Row>,
    /// Records counted.
    pub records: Vec<Row>,
}

impl Caller<'_> {
    /// Has a tool do all of its jobs.
    pub fn run(&self, tool: &Tool) -> Outcome<Rows> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers.py");
        let output = Command::new(self.python)
            .arg(script)
            .arg(tool.key)
            .arg("--data")
            .arg(self.data)
            .args(["--price", PRICE])
            .args(["--runs", &self.runs.to_string()])
            .args(["--record-runs", &self.record_runs.to_string()])
            // One thread each, whatever a tool would take.
            .env("POLARS_MAX_THREADS", "1")
            .stderr(Stdio::inherit())
            .output();
        let output = match output {
            Ok(output) => output,
            Err(error) => {
                return Ok(skipped(tool, &format!("{}: {error}", self.python.display())));
            }
        };
        if !output.status.success() {
            return Err(format!("{}: peers.py ended with {}", tool.name, output.status).into());
        }
        let mut rows = Rows::default();
        for line in String::from_utf8(output.stdout)?.lines() {
            let line: Line = serde_json::from_str(line)?;
            match line {
                Line::Skipped { reason } => return Ok(skipped(tool, &reason)),
                Line::Ran { job, way, version, exact, seconds, amounts, total } => {
                    let run = Run {
                        peer: format!("{}: {way}", tool.name),
                        version,
                        arithmetic: if exact { Arithmetic::Exact } else { Arithmetic::Binary },
                        times: seconds.into_iter().map(Duration::from_secs_f64).collect(),
                        amounts: Some(Amounts {
                            fen: read_amounts(&amounts)?,
                            total: fen(&total)?,
                        }),
                    };
                    let rows = match job {
                        JobKey::Cells => &mut rows.cells,
                        JobKey::Records => &mut rows.records,
                    };
                    rows.push(Row::Ran(run));
                }
            }
        }
        if rows.cells.is_empty() || rows.records.is_empty() == tool.reads_records {
            return Err(format!("{}: peers.py did not do its jobs", tool.name).into());
        }
        Ok(rows)
    }
}

fn skipped(tool: &Tool, reason: &str) -> Rows {
    let row = || Row::Skipped { peer: tool.name.to_owned(), reason: reason.to_owned() };
    let records = tool.reads_records.then(row);
    Rows { cells: vec![row()], records: records.into_iter().collect() }
}

/// Amounts in yuan, one a line, in order of payee.
fn read_amounts(path: &Path) -> Outcome<Vec<i128>> {
    fs::read_to_string(path)?.lines().map(fen).collect()
}
