//! Hostile input ends in a bounded error: time and memory grow with the size of the input, messages
//! do not, and nothing overflows a stack.
//!
//! `cargo test --release --test hostile attack -- --ignored --nocapture` tries every kind of document
//! at the size of an attack, and prints the time and the memory that each takes.

#![allow(clippy::assigning_clones, reason = "a document is made once")]

mod bounds;
mod cases;
mod nesting;
mod texts;

use std::env;
use std::hint::black_box;
use std::process::Command;
use std::time::{Duration, Instant};

use cases::Case;

/// The longest message: a thousand problems of some three hundred bytes each.
const LONGEST: usize = 400_000;

/// How long a document of a size takes at best, and what is said of it.
fn measure((_, _, _, build): &Case, size: usize, tries: usize) -> (Duration, String) {
    let once = |_| {
        let job = build(size);
        let start = Instant::now();
        let said = black_box(job());
        (start.elapsed(), said)
    };
    (0..tries).map(once).min().unwrap()
}

/// Eight times as much input takes some eight times as long, and the sixty-four of a step that is
/// quadratic are told from it even on a busy machine.
#[test]
fn time_grows_with_the_input() {
    const LEAST: Duration = Duration::from_millis(4);
    for case in cases::all() {
        let (name, small, ..) = case;
        let short = measure(case, *small, 3).0.max(LEAST);
        let (long, said) = measure(case, small * 8, 3);
        assert!(
            long < short * 24,
            "{name}: {short:?} for {small}, {long:?} for eight times as much"
        );
        assert!(said.len() < LONGEST, "{name}: {} bytes are said", said.len());
    }
}

/// Says what a document of a size takes, in a process of its own.
fn in_a_process(name: &str, size: usize, most_kilobytes: u64) -> Result<String, String> {
    let test = env::current_exe().unwrap();
    let limited =
        format!("ulimit -v {most_kilobytes} && exec \"$0\" --exact one --ignored --nocapture");
    let run = Command::new("sh")
        .args(["-c", &limited])
        .arg(test)
        .env("HOSTILE_CASE", name)
        .env("HOSTILE_SIZE", size.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    let line =
        said.lines().find_map(|line| line.split_once("took ")).map(|(_, took)| took.to_owned());
    let error = String::from_utf8_lossy(&run.stderr);
    line.filter(|_| run.status.success())
        .ok_or_else(|| format!("{name}: {}{said}{error}", run.status))
}

/// The most memory that this process has had, where the system says it.
fn peak_kilobytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

#[test]
#[ignore = "it is what the other tests run in processes of their own"]
fn one() {
    let (Ok(name), Ok(size)) = (env::var("HOSTILE_CASE"), env::var("HOSTILE_SIZE")) else { return };
    let case = cases::all().find(|case| case.0 == name).unwrap();
    let size = size.parse().unwrap();
    let job = (case.3)(size);
    let before = peak_kilobytes();
    let start = Instant::now();
    let said = job();
    let took = start.elapsed();
    let (more, bytes) = (peak_kilobytes() - before, said.len());
    assert!(bytes < LONGEST, "{bytes} bytes are said");
    println!(
        "took {took:?}, {} MB beside {} MB of input, says {bytes} bytes",
        more / 1024,
        before / 1024
    );
}

/// What eight times the small input takes has to fit into little memory, documents included.
#[test]
#[cfg(target_os = "linux")]
fn memory_grows_with_the_input() {
    for (name, small, ..) in cases::all() {
        in_a_process(name, small * 8, 512 * 1024).unwrap();
    }
}

#[test]
#[ignore = "it takes minutes, and a release build"]
fn attack() {
    let only = env::var("HOSTILE_CASE").unwrap_or_default();
    for (name, _, large, _) in cases::all().filter(|case| case.0.contains(&only)) {
        let took = in_a_process(name, *large, 6 * 1024 * 1024);
        println!("{name}, {large}: {}", took.unwrap_or_else(|error| error));
    }
}
