//! Counts a province's raw service records with a query engine, and settles them.
//!
//! ```text
//! cargo run --release --manifest-path examples/province/Cargo.toml -- --records 50000000
//! cargo run --release --manifest-path examples/province/Cargo.toml -- --help
//! ```

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;
use std::{env, fs};

use lexopt::prelude::{Long, Short, Value, ValueExt};
use province::Error;
use province::engine::Engine;
use province::parquet_file::{bytes, expand};
use province::province::{Province, Settled};
use province::records::Records;
use province::tally::{Counted, Tally};

const HELP: &str = "\
province: raw service records, counted by a query engine and settled exactly

  province                            generate records, count them here, count them by workers
                                      that share nothing but files, settle both ways, compare
  province count --out PARTIAL PATH…  a worker: count files or folders into a partial table
  province merge PARTIAL…             merge the partial tables of workers, and settle

  --records N      how many records to generate (1000000)
  --parts N        into how many files, and so how many workers (8)
  --data FOLDER    where they are or will be (a folder of the system's temporary one)
  --memory-mb N    what the engine may sum in; it spills to disk beyond (256)
  --partitions N   on how many threads, and how many workers at a time (2)
  --plan           also print how the engine carries the query out
  --check          also count by the library alone, without files and engine, and in other
                   partitions and orders
";

/// What the command line asks for.
struct Request {
    task: Task,
    records: u64,
    parts: u64,
    data: PathBuf,
    memory_mb: usize,
    partitions: usize,
    plan: bool,
    check: bool,
}

enum Task {
    Province,
    Count { out: PathBuf, paths: Vec<PathBuf> },
    Merge { paths: Vec<PathBuf> },
}

fn main() -> ExitCode {
    let outcome = parse().and_then(|request| match request {
        None => {
            print!("{HELP}");
            Ok(())
        }
        Some(request) => match &request.task {
            Task::Province => run(&request),
            Task::Count { out, paths } => work(&request, out, paths),
            Task::Merge { paths } => {
                let province = Province::new()?;
                print_settled("settled", &province.settle(&merged(&province, paths)?.counts)?);
                Ok(())
            }
        },
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("province: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse() -> Result<Option<Request>, Error> {
    let mut request = Request {
        task: Task::Province,
        records: 1_000_000,
        parts: 8,
        data: env::temp_dir().join("work-equivalent-province"),
        memory_mb: 256,
        partitions: 2,
        plan: false,
        check: false,
    };
    let mut out = None;
    let mut values: Vec<PathBuf> = Vec::new();
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("records") => request.records = parser.value()?.parse()?,
            Long("parts") => request.parts = parser.value()?.parse()?,
            Long("data") => request.data = parser.value()?.into(),
            Long("memory-mb") => request.memory_mb = parser.value()?.parse()?,
            Long("partitions") => request.partitions = parser.value()?.parse()?,
            Long("plan") => request.plan = true,
            Long("check") => request.check = true,
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Short('h') | Long("help") => return Ok(None),
            Value(value) => values.push(value.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let least =
        request.records.min(request.parts).min(request.memory_mb.min(request.partitions) as u64);
    if least == 0 || request.parts > request.records {
        return Err("there are no records in no parts, without memory or threads, nor fewer \
                    records than parts"
            .into());
    }
    let paths = values.split_off(values.len().min(1));
    request.task = match (values.first().and_then(|task| task.to_str()), out) {
        (None, None) => Task::Province,
        (Some("count"), Some(out)) => Task::Count { out, paths },
        (Some("merge"), None) => Task::Merge { paths },
        (Some("count"), None) => return Err("count: say --out where the partial table goes".into()),
        _ => return Err("there is count --out and merge: see --help".into()),
    };
    Ok(Some(request))
}

fn engine(request: &Request) -> Result<Engine, Error> {
    let memory = request.memory_mb.checked_mul(1 << 20).ok_or("that is no memory")?;
    Engine::new(memory, request.partitions)
}

fn work(request: &Request, out: &PathBuf, paths: &[PathBuf]) -> Result<(), Error> {
    let counted = engine(request)?.count_into(out, &expand(paths)?, &Province::new()?.empty()?)?;
    println!(
        "{}: {} records in {} rows, {} kB; {}",
        out.file_name().unwrap_or(out.as_os_str()).display(),
        readable(counted.records),
        readable(counted.rows),
        readable(bytes(std::slice::from_ref(out))? / 1000),
        peak(),
    );
    Ok(())
}

fn run(request: &Request) -> Result<(), Error> {
    let province = Province::new()?;
    let empty = province.empty()?;
    let records = Records::new(&province, request.records);

    let start = Instant::now();
    let files = records.write(&request.data, request.parts, request.partitions)?;
    let recorded = bytes(&files)?;
    println!(
        "generated   {} records in {} files, {} kB, in {:.1?} (nothing to do if they were there)",
        readable(request.records),
        files.len(),
        readable(recorded / 1000),
        start.elapsed()
    );
    println!("            {}\n", peak());

    let engine = engine(request)?;
    if request.plan {
        println!("{}", engine.plan(&files)?);
    }
    let start = Instant::now();
    let counted = engine.count(&files, &empty)?.finish()?;
    println!(
        "counted     {} records into {} sums in {:.1?}, {} partitions, a pool of {} MB",
        readable(counted.records),
        readable(counted.rows),
        start.elapsed(),
        request.partitions,
        request.memory_mb
    );
    println!("            {}", peak());
    let start = Instant::now();
    let settled = province.settle(&counted.counts)?;
    print_settled(
        &format!("settled     {} centres in {:.1?}", province.payees().count(), start.elapsed()),
        &settled,
    );
    println!("            {}\n", peak());

    let start = Instant::now();
    let partials = workers(request, &files)?;
    println!(
        "workers     {} processes, {} at a time, in {:.1?}",
        files.len(),
        request.partitions,
        start.elapsed()
    );
    let start = Instant::now();
    let merged = merged(&province, &partials)?;
    let moved = bytes(&partials)?;
    println!(
        "merged      {} rows of {} records in {:.1?}: {} kB moved, {}.{} % of the records",
        readable(merged.rows),
        readable(merged.records),
        start.elapsed(),
        readable(moved / 1000),
        moved * 100 / recorded,
        moved * 1000 / recorded % 10
    );
    let mut others = vec![("merged from workers", merged)];
    if request.check {
        let start = Instant::now();
        let backwards: Vec<_> = files.iter().rev().cloned().collect();
        let again = Engine::new(request.memory_mb << 20, request.partitions + 1)?;
        others.push(("one partition more", again.count(&backwards, &empty)?.finish()?));
        let backwards: Vec<_> = partials.iter().rev().cloned().collect();
        others.push(("merged backwards", self::merged(&province, &backwards)?));
        let counts = records.count_alone(&province)?;
        let (rows, records) = (0, counts.records());
        others.push(("the library alone", Counted { counts, rows, records }));
        println!("checked     in {:.1?}", start.elapsed());
    }
    for (how, other) in others {
        let same = other.records == counted.records && province.settle(&other.counts)? == settled;
        if !same {
            return Err(format!("{how}: not the statement that was settled").into());
        }
        println!("            {how}: the same statement");
    }
    Ok(())
}

/// Counts each file in a process of its own, and says where the partial tables are.
fn workers(request: &Request, files: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let program = env::current_exe()?;
    let partials: Vec<_> = files.iter().map(|file| file.with_extension("partial")).collect();
    let jobs: Vec<_> = files.iter().zip(&partials).collect();
    for jobs in jobs.chunks(request.partitions) {
        let start = |(file, partial): &(&PathBuf, &PathBuf)| {
            let mut command = Command::new(&program);
            command.arg("count").arg("--out").arg(partial).arg(file);
            command.arg("--memory-mb").arg(request.memory_mb.to_string());
            command.args(["--partitions", "1"]).spawn()
        };
        let started: Vec<_> = jobs.iter().map(start).collect();
        // All are waited for before the first that failed is reported.
        let ended: Vec<_> =
            started.into_iter().map(|job| job.and_then(|mut job| job.wait())).collect();
        for status in ended {
            let status = status?;
            if !status.success() {
                return Err(format!("a worker failed: {status}").into());
            }
        }
    }
    Ok(partials)
}

/// Merges the partial tables of workers.
fn merged(province: &Province, partials: &[PathBuf]) -> Result<Counted, Error> {
    let empty = province.empty()?;
    let mut all = Tally::new(&empty);
    for partial in partials {
        all.merge(Tally::read(partial, &empty)?)?;
    }
    all.finish()
}

fn print_settled(title: &str, settled: &Settled) {
    let equivalents = settled.equivalents.as_ref().map(ToString::to_string).unwrap_or_default();
    println!("{title}: {equivalents} equivalents, {} yuan payable", settled.payable);
    for (code, name, payable) in &settled.first {
        println!("            {code} {name} {payable}");
    }
    println!("            …\n            SHA-256 {}", settled.digest);
}

/// The most memory that this process ever had, as Linux tells.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    match line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok()) {
        Some(kilobytes) => format!("peak memory {} MB", kilobytes.div_ceil(1024)),
        None => "peak memory is not known on this system".to_owned(),
    }
}

fn readable(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
