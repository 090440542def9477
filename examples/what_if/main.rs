//! What if: compares proposals for next year, solves for the price that just fits, sweeps price and
//! volume, and draws charts.
//!
//! ```text
//! cargo run --example what_if                              # the sample district
//! cargo run --example what_if -- --proposal FILE           # one proposal in full
//! cargo run --example what_if -- --help
//! ```

mod chart;
mod compare;
mod drawings;
#[path = "../support/markdown.rs"]
mod markdown;
mod number;
mod options;
mod plan;
mod questions;
mod report;
#[path = "../support/mod.rs"]
mod support;
mod sweep;
mod years;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use work_equivalent::statement::{Statement, StatementFigures};
use work_equivalent::whatif::{Base, ChannelTotals};

use compare::Tried;
use drawings::Drawings;
use options::{HELP, Options};
use plan::{Plan, Problems};
use questions::Asked;
use report::{Report, Sweeping};

/// Why nothing was tried.
enum Failure {
    /// Files, or what they make, are wrong.
    Files(Problems),
    /// The command line asks for something that does not exist.
    Usage(String),
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Files(problems)
    }
}

fn main() -> ExitCode {
    let outcome = match Options::parse() {
        Ok(Some(options)) => run(&options),
        Ok(None) => Ok(HELP.to_owned()),
        Err(error) => Err(Failure::Usage(error)),
    };
    match outcome {
        Ok(text) => {
            // A reader such as `head` may close the pipe early: that is no failure of ours.
            let _ = io::stdout().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(Failure::Files(problems)) => {
            for problem in &problems {
                say(problem);
            }
            say(&format!("what_if：{} 处问题，没有测算", problems.len()));
            ExitCode::FAILURE
        }
        Err(Failure::Usage(message)) => {
            say(&format!("what_if：{message}；--help 有用法"));
            ExitCode::from(2)
        }
    }
}

/// Prints a line for people.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

fn run(options: &Options) -> Result<String, Failure> {
    let plan = Plan::read(&options.data, options.proposal.as_deref())?;
    let settled = plan.settled.base()?;
    let documents = plan.basis()?;
    let basis = documents.base().map_err(|problems| match &plan.basis {
        None => problems,
        Some(basis) => {
            let file = basis.file.display();
            problems.iter().map(|problem| format!("{file}：{problem}")).collect()
        }
    })?;
    let channel = channel(options, basis.statement().figures())?;
    let totals = totals(basis.statement(), &channel)?;
    let tried = compare::settle_all(&plan, &basis, &channel)?;
    if let (Some(_), Some(tried)) = (&options.proposal, tried.first()) {
        return one(options, &plan, (&basis, &channel), tried);
    }

    let price = options.price.clone().or_else(|| questions::price_to_ask(&totals));
    let answers = questions::answers(&Asked {
        documents: &documents,
        base: &basis,
        totals: &totals,
        price: price.unwrap_or_else(|| "1".to_owned()),
        growth: options.growth.clone(),
    });

    let mut drawings = Drawings::new(basis.statement().figures(), plan.is_sample)?;
    for tried in &tried {
        let proposal = tried.proposal;
        drawings.pay(&proposal.stem(), proposal.name(), &tried.comparison, &channel);
    }
    make_folder(&options.out)?;
    let sweeping = sweeping(options, &plan, (&basis, &totals), &mut drawings)?;
    if plan.is_sample {
        drawings.reserve(&years::settle_years()?);
    }
    let files = write_charts(&drawings, &options.out)?;

    let settled = self::totals(settled.statement(), &channel)?;
    let report = Report {
        plan: &plan,
        figures: basis.statement().figures(),
        settled: &settled,
        basis: &totals,
        tried: &tried,
        answers: &answers,
        sweep: sweeping.as_ref(),
        charts: &files,
    };
    Ok(if options.json { report.json() } else { report.to_string() })
}

/// The whole comparison of one proposal; its chart only where it is said where to.
fn one(
    options: &Options,
    plan: &Plan,
    (basis, channel): (&Base, &str),
    Tried { proposal, comparison, .. }: &Tried,
) -> Result<String, Failure> {
    if options.out_is_given {
        make_folder(&options.out)?;
        let mut drawings = Drawings::new(basis.statement().figures(), plan.is_sample)?;
        drawings.pay(&proposal.stem(), proposal.name(), comparison, channel);
        for file in write_charts(&drawings, &options.out)? {
            say(&file);
        }
    }
    if options.json {
        // A comparison has string keys and no state that could fail to serialize.
        return Ok(serde_json::to_string_pretty(comparison).unwrap_or_default() + "\n");
    }
    Ok(report::of_one(plan, proposal, comparison))
}

/// The most values of an axis that a surface has room for.
const MOST_VALUES: usize = 200;

/// Sweeps, if there is something to sweep: the table as a file, and the surface.
fn sweeping(
    options: &Options,
    plan: &Plan,
    (basis, totals): (&Base, &ChannelTotals),
    drawings: &mut Drawings,
) -> Result<Option<Sweeping>, Failure> {
    let Some(file) = options.sweep.as_ref().or(plan.sweep.as_ref()) else {
        if options.samples.is_some() {
            let missing = options.data.join("sweep.toml");
            return Err(Failure::Usage(format!("没有可抽样的扫描：{} 不存在", missing.display())));
        }
        return Ok(None);
    };
    let swept = sweep::run(basis, &sweep::read(file, options.samples)?, &totals.code);
    let path = options.out.join("sweep.csv");
    fs::write(&path, swept.csv()).map_err(|error| vec![format!("{}：{error}", path.display())])?;
    let plane = swept.plane(totals);
    match &plane {
        Some(plane) if plane.columns.len().max(plane.rows.len()) <= MOST_VALUES => {
            drawings.surface(plane, totals);
        }
        Some(_) => say(&format!("what_if：一轴超过 {MOST_VALUES} 个值，不画资金余缺图")),
        None => say("what_if：不是两轴的数，不画资金余缺图"),
    }
    Ok(Some(Sweeping {
        name: swept.table.name.clone(),
        variants: swept.table.rows.len(),
        refused: swept.refused(),
        file: path.display().to_string(),
        plane: plane.map(|plane| plane.text()),
    }))
}

fn make_folder(folder: &Path) -> Result<(), Failure> {
    let made = fs::create_dir_all(folder);
    made.map_err(|error| Failure::Files(vec![format!("{}：{error}", folder.display())]))
}

/// Writes the charts; says what their font lacks.
fn write_charts(drawings: &Drawings, folder: &Path) -> Result<Vec<String>, Failure> {
    let (paths, lacking) = drawings.write(folder)?;
    if !lacking.is_empty() {
        say(&format!("what_if：图中字体缺这些字，画成方框：{lacking}（SVG 由浏览器的字体补上）"));
    }
    Ok(paths.iter().map(|path| path.display().to_string()).collect())
}

/// The channel that is asked for, or the one that has a pool.
fn channel(options: &Options, figures: &StatementFigures) -> Result<String, Failure> {
    let codes: Vec<&str> = figures.channels.iter().map(|channel| channel.code.as_str()).collect();
    if let Some(asked) = &options.channel {
        if codes.contains(&asked.as_str()) {
            return Ok(asked.clone());
        }
        return Err(Failure::Usage(format!("没有渠道“{asked}”：有 {}", codes.join("、"))));
    }
    let pooled = figures.channels.iter().filter(|channel| channel.pool.is_some());
    let pooled: Vec<&str> = pooled.map(|channel| channel.code.as_str()).collect();
    match (pooled.as_slice(), codes.as_slice()) {
        ([one], _) | ([], [one]) => Ok((*one).to_owned()),
        ([], several) | (several, _) => {
            let codes = several.join("、");
            Err(Failure::Usage(format!("有几个渠道：{codes}；用 --channel 选一个")))
        }
    }
}

fn totals(statement: &Statement, channel: &str) -> Result<ChannelTotals, Failure> {
    let missing = || Failure::Usage(format!("没有渠道“{channel}”"));
    compare::totals(statement, channel).ok_or_else(missing)
}
