//! `LibreOffice` as an independent calculator.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::sheets::grid::Book;
use crate::sheets::{self, Cached};

/// A workbook to recalculate, and the statement it must come to.
pub struct Task {
    pub name: String,
    pub book: Book,
    pub statement: Value,
    /// Whether an input was changed after the workbook was laid out.
    pub changed: bool,
}

/// A value that no formula has, in place of each.
struct Planted;

pub const PLANTED: &str = "987654321.99";

impl Cached for Planted {
    fn value(&self, _: Option<&str>, _: &sheets::evaluate::Value) -> String {
        PLANTED.to_owned()
    }
}

/// The cells of a sheet, as they were read back.
pub type Table = Vec<Vec<String>>;

/// The sheets of a workbook as its formulas are evaluated when it is written.
pub fn evaluated(book: &Book) -> Vec<Table> {
    let values = sheets::evaluate::evaluate(book);
    let mut tables = vec![Table::new(); book.sheets.len()];
    for (at, value) in values {
        let table = &mut tables[at.sheet];
        let row = at.row as usize;
        table.resize(table.len().max(row + 1), Vec::new());
        let col = at.col as usize;
        let width = table[row].len().max(col + 1);
        table[row].resize(width, String::new());
        table[row][col] = value.written();
    }
    tables
}

pub struct Office {
    program: PathBuf,
}

/// So many processes at once, and so many files in one of them.
const PROCESSES: usize = 2;
const BATCH: usize = 50;

impl Office {
    pub fn find() -> Option<Self> {
        let paths = std::env::var_os("PATH")?;
        let mut found = std::env::split_paths(&paths)
            .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)));
        found.find(|path| path.is_file()).map(|program| Self { program })
    }

    /// The sheets of every workbook after all formulas were calculated again.
    pub fn recalculate(&self, name: &str, tasks: &[Task]) -> Vec<Vec<Table>> {
        self.convert(name, tasks, true)
    }

    /// The sheets of every workbook as the file says.
    pub fn without_recalculation(&self, name: &str, tasks: &[Task]) -> Vec<Vec<Table>> {
        self.convert(name, tasks, false)
    }

    fn convert(&self, name: &str, tasks: &[Task], calculate: bool) -> Vec<Vec<Table>> {
        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = temporary.join(format!("workbook-{}-{name}", std::process::id()));
        let size = tasks.len().div_ceil(PROCESSES).clamp(1, BATCH);
        let batches: Vec<&[Task]> = tasks.chunks(size).collect();
        let mut done = Vec::new();
        for (turn, together) in batches.chunks(PROCESSES).enumerate() {
            thread::scope(|scope| {
                let running: Vec<_> = together
                    .iter()
                    .enumerate()
                    .map(|(place, batch)| {
                        let folder = folder.join(format!("{turn}-{place}"));
                        scope.spawn(move || self.batch(&folder, batch, calculate))
                    })
                    .collect();
                done.extend(running.into_iter().flat_map(|batch| batch.join().unwrap()));
            });
        }
        let _ = fs::remove_dir_all(&folder);
        done
    }

    /// Some workbooks in one process, with a profile of its own.
    fn batch(&self, folder: &Path, tasks: &[Task], calculate: bool) -> Vec<Vec<Table>> {
        let out = folder.join("out");
        let profile = folder.join("profile");
        fs::create_dir_all(profile.join("user")).unwrap();
        fs::create_dir_all(&out).unwrap();
        // Recalculation on loading: 0 is always, 1 is never.
        let mode = if calculate { "0" } else { "1" };
        let settings = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>{mode}</value></prop></item></oor:items>"#
        );
        fs::write(profile.join("user/registrymodifications.xcu"), settings).unwrap();
        let files: Vec<PathBuf> =
            (0..tasks.len()).map(|place| folder.join(format!("book{place}.xlsx"))).collect();
        for (task, file) in tasks.iter().zip(&files) {
            fs::write(file, sheets::write(&task.book, &task.name, &Planted).unwrap()).unwrap();
        }
        let status = Command::new(&self.program)
            .args(["--headless", "--norestore", "--convert-to"])
            .arg("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1")
            .arg(format!("-env:UserInstallation=file://{}", profile.display()))
            .arg("--outdir")
            .arg(&out)
            .args(&files)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{status}");
        let tables = tasks.iter().enumerate().map(|(place, task)| {
            let sheets = task.book.sheets.iter().map(|sheet| {
                let path = out.join(format!("book{place}-{}.csv", sheet.name));
                if sheet.workings { Table::new() } else { read(&path) }
            });
            sheets.collect()
        });
        let tables = tables.collect();
        fs::remove_dir_all(folder).unwrap();
        tables
    }
}

fn read(path: &Path) -> Table {
    let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path);
    let reader = reader.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let records = reader.into_records().map(Result::unwrap);
    records.map(|row| row.iter().map(str::to_owned).collect()).collect()
}
