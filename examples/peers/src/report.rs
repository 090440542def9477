//! What a tool did, whether it agrees to the fen, and the table of it.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// What every payee is owed, as a tool found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// In fen, by payee.
    pub fen: Vec<i128>,
    /// What the tool itself says they add up to.
    pub total: i128,
}

/// How a tool calculates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arithmetic {
    /// It has to agree to the fen.
    Exact,
    /// Its fen are counted.
    Binary,
    /// It has no amounts: a floor to measure by.
    None,
}

/// A tool that did a job.
#[derive(Clone, Debug)]
pub struct Run {
    /// Which tool, and in which way.
    pub peer: String,
    /// Of the tool.
    pub version: String,
    /// How it calculates.
    pub arithmetic: Arithmetic,
    /// What each run took.
    pub times: Vec<Duration>,
    /// What came out.
    pub amounts: Option<Amounts>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub enum Row {
    /// The tool did the job.
    Ran(Run),
    /// It is not there.
    Skipped {
        /// Which tool.
        peer: String,
        /// Why.
        reason: String,
    },
}

/// Rows of the same work. The first is the library, which the ratios are of.
pub struct Job {
    /// What is done.
    pub title: &'static str,
    /// Who did it.
    pub rows: Vec<Row>,
}

/// By how much amounts differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Off {
    /// How many payees have another amount.
    pub payees: usize,
    /// The fen of all differences, whatever their sign.
    pub fen: i128,
    /// The first of them, or what is wrong beside them.
    pub example: Option<String>,
}

/// Holds amounts against what is owed.
pub fn compare(owed: &[i128], found: &Amounts) -> Off {
    if owed.len() != found.fen.len() {
        let example = format!("{} payees instead of {}", found.fen.len(), owed.len());
        return Off { payees: owed.len(), fen: 0, example: Some(example) };
    }
    let mut off = Off::default();
    for (payee, (owed, found)) in owed.iter().zip(&found.fen).enumerate() {
        if owed != found {
            off.payees += 1;
            off.fen += (owed - found).abs();
            let place = || format!("payee {payee} is owed {owed} fen, not {found}");
            off.example.get_or_insert_with(place);
        }
    }
    let sum: i128 = owed.iter().sum();
    if off.example.is_none() && sum != found.total {
        off.example = Some(format!("the total is {sum} fen, not {}", found.total));
    }
    off
}

/// Does some work so often, and gives its last result.
pub fn timed<T>(runs: usize, mut work: impl FnMut() -> T) -> (Vec<Duration>, T) {
    let mut times = Vec::with_capacity(runs);
    let mut once = || {
        let start = Instant::now();
        let result = work();
        times.push(start.elapsed());
        result
    };
    // What comes out is dropped after the clock has stopped.
    for _ in 1..runs {
        drop(once());
    }
    let result = once();
    (times, result)
}

impl Run {
    /// What half of the runs did not exceed.
    fn median(&self) -> Duration {
        let mut times = self.times.clone();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    /// What it takes where nothing else disturbs it.
    fn fastest(&self) -> Duration {
        self.times.iter().min().copied().unwrap_or_default()
    }

    /// The columns of a table, where the library takes so many seconds.
    fn columns(&self, owed: &[i128], base: f64) -> [String; 8] {
        let off = self.amounts.as_ref().map(|amounts| compare(owed, amounts));
        let off = off.map(|off| [off.payees.to_string(), off.fen.to_string()]);
        let [payees, fen] = off.unwrap_or_default();
        let arithmetic = match self.arithmetic {
            Arithmetic::Exact => "exact",
            Arithmetic::Binary => "binary",
            Arithmetic::None => "",
        };
        let median = self.median();
        [
            self.peer.clone(),
            self.version.clone(),
            arithmetic.to_owned(),
            payees,
            fen,
            format!("{} ({})", seconds(median), self.times.len()),
            seconds(self.fastest()),
            ratio(median.as_secs_f64() / base),
        ]
    }
}

impl Row {
    /// Exact tools stand first in a table, and what is none of them last.
    fn arithmetic(&self) -> Arithmetic {
        match self {
            Self::Ran(run) => run.arithmetic,
            Self::Skipped { .. } => Arithmetic::Exact,
        }
    }
}

impl Job {
    /// Puts the rows in order.
    pub fn sort(&mut self) {
        self.rows.sort_by_key(Row::arithmetic);
    }

    /// The tools that were not there.
    pub fn skipped(&self) -> impl Iterator<Item = (&str, &str)> {
        self.rows.iter().filter_map(|row| match row {
            Row::Skipped { peer, reason } => Some((peer.as_str(), reason.as_str())),
            Row::Ran(_) => None,
        })
    }

    /// What exact tools have wrong.
    pub fn disagreements<'a>(&'a self, owed: &'a [i128]) -> impl Iterator<Item = String> + 'a {
        self.rows.iter().filter_map(|row| match row {
            Row::Ran(run) if run.arithmetic == Arithmetic::Exact => {
                let Some(amounts) = &run.amounts else {
                    return Some(format!("{}, {}: no amounts", self.title, run.peer));
                };
                let off = compare(owed, amounts);
                let (payees, fen) = (off.payees, off.fen);
                off.example.map(|example| {
                    format!(
                        "{}, {}: {payees} payees are off, by {fen} fen: {example}",
                        self.title, run.peer
                    )
                })
            }
            Row::Ran(_) | Row::Skipped { .. } => None,
        })
    }

    /// The table, in Markdown.
    pub fn table(&self, owed: &[i128]) -> String {
        let base = self.rows.iter().find_map(|row| match row {
            Row::Ran(run) => Some(run.median()),
            Row::Skipped { .. } => None,
        });
        let base = base.unwrap_or_default().as_secs_f64();
        let mut table = format!(
            "### {}\n\n| | version | arithmetic | payees off | by (fen) | median | fastest | ratio |\n\
             |:---|:---|:---|---:|---:|---:|---:|---:|\n",
            self.title
        );
        for row in &self.rows {
            let columns = match row {
                Row::Ran(run) => run.columns(owed, base).join(" | "),
                Row::Skipped { peer, reason } => {
                    format!("{peer} | **skipped**: {reason} | | | | | |")
                }
            };
            writeln!(table, "| {columns} |").expect("a text takes everything");
        }
        table
    }
}

fn seconds(time: Duration) -> String {
    if time < Duration::from_secs(1) {
        format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
    } else {
        format!("{:.2} s", time.as_secs_f64())
    }
}

fn ratio(times: f64) -> String {
    if times < 10.0 { format!("{times:.2}") } else { format!("{times:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(arithmetic: Arithmetic, fen: Vec<i128>, total: i128) -> Job {
        let amounts = Some(Amounts { fen, total });
        let times = [5, 1, 3].map(Duration::from_millis).to_vec();
        let run =
            Run { peer: "it".to_owned(), version: "1".to_owned(), arithmetic, times, amounts };
        Job { title: "Work", rows: vec![Row::Ran(run)] }
    }

    #[test]
    fn a_wrong_fen_is_found() {
        let owed = [100, 250, 7];
        let said = |job: Job| job.disagreements(&owed).collect::<Vec<_>>();
        assert_eq!(said(job(Arithmetic::Exact, vec![100, 250, 7], 357)), Vec::<String>::new());
        assert_eq!(
            said(job(Arithmetic::Exact, vec![100, 251, 6], 357)),
            ["Work, it: 2 payees are off, by 2 fen: payee 1 is owed 250 fen, not 251"]
        );
        assert_eq!(
            said(job(Arithmetic::Exact, vec![100, 250, 7], 358)),
            ["Work, it: 0 payees are off, by 0 fen: the total is 357 fen, not 358"]
        );
        assert_eq!(
            said(job(Arithmetic::Exact, vec![100, 250], 350)),
            ["Work, it: 3 payees are off, by 0 fen: 2 payees instead of 3"]
        );
    }

    #[test]
    fn fen_of_binary_tools_are_counted() {
        let owed = [100, 250, 7];
        let job = job(Arithmetic::Binary, vec![100, 251, 5], 356);
        assert_eq!(job.disagreements(&owed).count(), 0);
        let table = job.table(&owed);
        let last = table.lines().last().unwrap();
        assert_eq!(last, "| it | 1 | binary | 2 | 3 | 3.00 ms (3) | 1.00 ms | 1.00 |");
    }

    #[test]
    fn what_was_skipped_can_be_seen() {
        let mut job = job(Arithmetic::Exact, vec![1], 1);
        job.rows.push(Row::Skipped { peer: "other".to_owned(), reason: "no wheel".to_owned() });
        assert_eq!(job.skipped().collect::<Vec<_>>(), [("other", "no wheel")]);
        assert!(job.table(&[1]).contains("| other | **skipped**: no wheel |"));
    }
}
