//! Many variants: a table for a program, a small one for people, and the surface of the chart.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal};
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use work_equivalent::exact::Exact;
use work_equivalent::units::Money;
use work_equivalent::whatif::{
    AxisDocument, Base, ChannelTotals, Operation, SamplesDocument, Sweep, SweepDocument, SweepRow,
    SweepTable,
};

use crate::chart::surface::Cell;
use crate::markdown::{Align, table};
use crate::number::wan;
use crate::plan::{Problems, lines};
use crate::support::read_toml;

/// A sweep, settled: only the channel that is asked about is kept.
pub struct Swept {
    pub table: SweepTable,
    document: SweepDocument,
    channel: String,
}

/// Reads a sweep; `samples` draws so many of its variants instead of trying all.
pub fn read(file: &Path, samples: Option<SamplesDocument>) -> Result<Sweep, Problems> {
    let mut document: SweepDocument = read_toml(file).map_err(lines)?;
    document.samples = samples.or(document.samples);
    Sweep::new(document).map_err(|error| {
        let problems = error.problems().iter();
        problems.map(|problem| format!("{}：{problem}", file.display())).collect()
    })
}

/// Settles every variant; a terminal sees how far it is.
pub fn run(base: &Base, sweep: &Sweep, channel: &str) -> Swept {
    let count = u64::try_from(sweep.len()).unwrap_or(u64::MAX);
    let bar = if io::stderr().is_terminal() {
        ProgressBar::with_draw_target(Some(count), ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("扫描 [{bar:40}] {pos}/{len}，还需 {eta}")
    {
        bar.set_style(style);
    }
    let mut table =
        base.sweep(sweep, |done| bar.set_position(u64::try_from(done).unwrap_or(u64::MAX)));
    bar.finish_and_clear();
    for row in &mut table.rows {
        row.channels.retain(|totals| totals.code == channel);
    }
    Swept { table, document: sweep.document().clone(), channel: channel.to_owned() }
}

/// The values of two axes and what became of each pair of them.
pub struct Plane {
    /// The names of the axes, with units.
    pub axes: [String; 2],
    /// The values of the first and of the second, as they are written.
    pub columns: Vec<String>,
    pub rows: Vec<String>,
    /// By value of the second axis, then of the first.
    pub cells: Vec<Vec<Option<Cell>>>,
    /// The row and column of the documents as they are.
    pub now: Option<(usize, usize)>,
}

impl Swept {
    /// The table as a spreadsheet opens it: UTF-8 with a byte-order mark.
    pub fn csv(&self) -> String {
        format!("\u{feff}{}", self.table)
    }

    /// How many variants could not be settled.
    pub fn refused(&self) -> usize {
        self.table.rows.iter().filter(|row| row.problem.is_some()).count()
    }

    /// The variants over two axes of numbers; none for other sweeps.
    pub fn plane(&self, basis: &ChannelTotals) -> Option<Plane> {
        let [first, second] = self.document.axes.as_slice() else { return None };
        // All values of an axis: samples may leave some out.
        let numbers = |axis: &AxisDocument| -> Option<Vec<Exact>> {
            let (name, axes) = (self.document.name.clone(), vec![axis.clone()]);
            let alone = Sweep::new(SweepDocument { name, axes, samples: None }).ok()?;
            let values = (0..alone.len()).filter_map(|at| alone.values(at)?.pop());
            let values: Option<BTreeSet<Exact>> =
                values.map(|value| value.to_string().parse().ok()).collect();
            Some(values?.into_iter().collect())
        };
        let (columns, rows) = (numbers(first)?, numbers(second)?);
        let mut cells = vec![vec![None; columns.len()]; rows.len()];
        for row in &self.table.rows {
            let [x, y] = row.values.as_slice() else { continue };
            let place = |values: &[Exact], value: &str| {
                let value = value.parse().ok()?;
                values.binary_search(&value).ok()
            };
            let (x, y) = (place(&columns, &x.to_string()), place(&rows, &y.to_string()));
            let cell = y.and_then(|y| cells.get_mut(y)).zip(x).and_then(|(row, x)| row.get_mut(x));
            if let Some(cell) = cell {
                *cell = self.cell(row);
            }
        }
        let price = || Some(basis.prices.first()?.price.exact().clone());
        let here = |by: Operation, path: &str| match by {
            Operation::Scale => Some(Exact::one()),
            Operation::Add => Some(Exact::zero()),
            Operation::Set if path.contains(".price.values") => price(),
            Operation::Set => None,
        };
        let column = here(first.by, &first.path).and_then(|at| columns.binary_search(&at).ok());
        let row = here(second.by, &second.path).and_then(|at| rows.binary_search(&at).ok());
        let written = |by: Operation, values: Vec<Exact>| {
            let places = values.iter().map(|value| decimals(&shown(by, value))).max();
            let places = places.unwrap_or(0);
            values.iter().map(|value| padded(&shown(by, value), places)).collect()
        };
        Some(Plane {
            axes: [name(&first.name, first.by), name(&second.name, second.by)],
            columns: written(first.by, columns),
            rows: written(second.by, rows),
            cells,
            now: row.zip(column),
        })
    }

    /// What the pool leaves or lacks: what it holds for entitlements, less these.
    fn cell(&self, row: &SweepRow) -> Option<Cell> {
        let totals = row.channels.iter().find(|totals| totals.code == self.channel)?;
        let left = totals.distributable?.checked_sub(totals.entitlement)?;
        Some(Cell { left, beyond_reserve: totals.gap > totals.drawn })
    }
}

/// The name of an axis with what its values are.
fn name(axis: &str, by: Operation) -> String {
    match by {
        Operation::Set => axis.to_owned(),
        Operation::Scale => format!("{axis}：比基准增减（%）"),
        Operation::Add => format!("{axis}：比基准增减"),
    }
}

/// A value as an axis shows it: a factor as the percentage that it adds.
fn shown(by: Operation, value: &Exact) -> String {
    match by {
        Operation::Scale => value.minus(&Exact::one()).times(&Exact::from(100)).to_string(),
        Operation::Set | Operation::Add => value.to_string(),
    }
}

fn decimals(number: &str) -> usize {
    number.split_once('.').map_or(0, |(_, decimals)| decimals.len())
}

/// A number with as many decimals as the others of its axis.
fn padded(number: &str, places: usize) -> String {
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let point = if places > 0 { "." } else { "" };
    format!("{whole}{point}{decimals:0<places$}")
}

impl Plane {
    /// A part of it that fits a terminal, the first and the last value of each axis in it.
    pub fn text(&self) -> String {
        let columns = spread(self.columns.len(), 7);
        let rows = spread(self.rows.len(), 6);
        let [across, down] = &self.axes;
        let corner = format!("{down} ＼ {across}");
        let mut header = vec![(corner, Align::Right)];
        let named = columns.iter().filter_map(|column| self.columns.get(*column));
        header.extend(named.map(|name| (name.clone(), Align::Right)));
        let lines: Vec<Vec<String>> = rows
            .iter()
            .filter_map(|row| {
                let mut cells = vec![self.rows.get(*row)?.clone()];
                let of_row = self.cells.get(*row)?;
                cells.extend(columns.iter().map(|column| {
                    let cell = of_row.get(*column).copied().flatten();
                    cell.map_or_else(String::new, |cell| {
                        let mark = if cell.beyond_reserve { "！" } else { "" };
                        format!("{mark}{}", amount(cell.left))
                    })
                }));
                Some(cells)
            })
            .collect();
        table(&header, &lines)
    }
}

fn amount(left: Money) -> String {
    // A hyphen, as everywhere in a text.
    wan(left, 2).replace('−', "-")
}

/// So many places of a list, evenly spread, the first and the last among them.
fn spread(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most).map(|place| place * (count - 1) / (most - 1)).collect()
}
