//! The same work on the same data, by the library and by other tools, in one run.
//!
//! What exact tools found is held against what is owed, to the fen, and one that differs fails the
//! run; of the others the fen are counted. README.md says what is measured, and how.

mod data;
mod library;
mod loops;
mod report;
mod tools;
mod versions;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, ValueExt};
use rust_decimal::Decimal;

use data::{Data, RECORDS_FILE, Size};
use library::Library;
use report::Job;
use tools::{Caller, TOOLS};

const HELP: &str = "\
peers: the same work on the same data, by work-equivalent and by other tools

  --data FOLDER     where the files are written, and stay (else a folder that is removed again)
  --payees N        how many payees (else 1000)
  --records N       how many records (else 10000000)
  --quick           50 payees and 100000 records, unless said otherwise: a check, no measurement
  --python PROGRAM  the interpreter that has the wheels (else python3)
  --require-all     a tool that is not there is an error
";

/// How often cells are settled here, by other processes, and how often records are counted.
const RUNS: usize = 11;
const TOOL_RUNS: usize = 5;
const RECORD_RUNS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What the command line asks for.
struct Request {
    data: Option<PathBuf>,
    size: Size,
    python: PathBuf,
    require_all: bool,
}

fn main() -> ExitCode {
    let outcome = match parse_arguments() {
        Ok(Some(request)) => run(&request),
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(error) => Err(format!("{error} (--help says what there is)").into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_arguments() -> Result<Option<Request>, lexopt::Error> {
    let mut data = None;
    let (mut payees, mut records) = (None, None);
    let mut python = PathBuf::from("python3");
    let (mut quick, mut require_all) = (false, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("data") => data = Some(parser.value()?.into()),
            Long("payees") => payees = Some(parser.value()?.parse()?),
            Long("records") => records = Some(parser.value()?.parse()?),
            Long("python") => python = parser.value()?.into(),
            Long("quick") => quick = true,
            Long("require-all") => require_all = true,
            Long("help") | Short('h') => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    let (usual_payees, usual_records) = if quick { (50, 100_000) } else { (1_000, 10_000_000) };
    let size =
        Size { payees: payees.unwrap_or(usual_payees), records: records.unwrap_or(usual_records) };
    // Codes of payees have five digits.
    if size.payees == 0 || size.payees > 100_000 {
        return Err("give 1 to 100000 payees".into());
    }
    Ok(Some(Request { data, size, python, require_all }))
}

fn run(request: &Request) -> Outcome<()> {
    let temporary = tempfile::tempdir()?;
    let folder = request.data.as_deref().unwrap_or(temporary.path());
    fs::create_dir_all(folder)?;
    eprintln!("writing the files into {}", folder.display());
    let data = Data::new(request.size);
    data.write(folder)?;
    let owed = data.owed();
    let halves = owed.iter().filter(|owed| owed.was_half).count();
    let owed: Vec<i128> = owed.iter().map(|owed| owed.fen).collect();

    let mut jobs = measure_here(&data, folder)?;
    measure_tools(&request.python, folder, &mut jobs)?;
    let Size { payees, records } = data.size;
    println!(
        "{payees} payees, {} cells, {records} records; of {halves} payees the amount is half a fen, \
         exactly, before it is rounded.\n",
        data.cells.len()
    );
    if cfg!(debug_assertions) {
        println!("**Built without `--release`: the times mean nothing.**\n");
    }
    for job in &jobs {
        println!("{}", job.table(&owed));
    }

    let mut wrong: Vec<String> = jobs.iter().flat_map(|job| job.disagreements(&owed)).collect();
    let skipped = jobs.iter().flat_map(Job::skipped);
    for (peer, reason) in skipped {
        eprintln!("skipped: {peer}: {reason}");
        if request.require_all {
            wrong.push(format!("{peer} is required, and not there"));
        }
    }
    if wrong.is_empty() {
        println!("Every exact amount agrees to the fen.");
        return Ok(());
    }
    Err(wrong.join("\npeers: ").into())
}

/// What is done in this process: all jobs, one after the other.
fn measure_here(data: &Data, folder: &Path) -> Outcome<[Job; 3]> {
    let library = Library::new(data.size.payees)?;
    let file = folder.join(RECORDS_FILE);
    eprintln!("settling cells");
    let mut rows = Vec::from(library.settle_cells(data, RUNS)?);
    rows.extend(loops::decimal_cells(data, RUNS)?);
    rows.push(loops::float_cells(data, RUNS)?);
    rows.push(loops::sum_of_bytes(data, RUNS));
    let cells = Job { title: "Cells in memory to amounts", rows };

    eprintln!("counting records");
    let rows =
        vec![library.count_records(data, RECORD_RUNS)?, loops::decimal_records(data, RECORD_RUNS)?];
    let records = Job { title: "Records in memory to cells", rows };

    eprintln!("counting records of a file");
    let rows = vec![
        library.count_file(&file, RECORD_RUNS)?,
        loops::decimal_file(data, &file, RECORD_RUNS)?,
    ];
    let files = Job { title: "File of records to cells", rows };
    Ok([cells, records, files])
}

/// What other processes do: cells, and records of a file.
fn measure_tools(python: &Path, folder: &Path, [cells, _, files]: &mut [Job; 3]) -> Outcome<()> {
    let caller = Caller { python, data: folder, runs: TOOL_RUNS, record_runs: RECORD_RUNS };
    for tool in TOOLS {
        eprintln!("{}", tool.name);
        let rows = caller.run(tool)?;
        cells.rows.extend(rows.cells);
        files.rows.extend(rows.records);
    }
    cells.sort();
    Ok(())
}

/// An amount in yuan, in fen.
fn fen(yuan: &str) -> Outcome<i128> {
    let yuan: Decimal = yuan.parse()?;
    let fen = yuan * Decimal::ONE_HUNDRED;
    if !fen.is_integer() {
        return Err(format!("{yuan} yuan are not whole fen").into());
    }
    Ok(fen.trunc().normalize().mantissa())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_exact_agrees_and_a_planted_fen_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let data = Data::new(Size { payees: 24, records: 20_000 });
        data.write(folder.path()).unwrap();
        let jobs = measure_here(&data, folder.path()).unwrap();
        let mut owed: Vec<i128> = data.owed().iter().map(|owed| owed.fen).collect();
        let wrong = |owed: &[i128]| jobs.iter().flat_map(|job| job.disagreements(owed)).count();
        assert_eq!(wrong(&owed), 0);
        owed[23] += 1;
        let exact = 8;
        assert_eq!(wrong(&owed), exact);
    }

    #[test]
    fn yuan_are_read_as_fen() {
        for (yuan, amount) in
            [("84487.59", 8_448_759), ("0", 0), ("-1.50", -150), ("3000", 300_000)]
        {
            assert_eq!(fen(yuan).unwrap(), amount);
        }
        assert!(fen("0.005").is_err());
    }
}
