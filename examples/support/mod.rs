//! Reading a district from files: what the examples share.
//!
//! The library itself does no I/O. Here, a scheme is read from TOML or JSON, and facts from TOML
//! and CSV files as a spreadsheet exports them; every problem is reported with file, line
//! and column.

mod csv_files;
mod located;
mod toml_file;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use work_equivalent::facts::{
    AdvanceDocument, ApprovedDocument, BudgetDocument, Closing, Facts, FactsDocument, FactsError,
    FindingDocument, MarkDocument, OpeningDocument, PayeeDocument, PeriodDocument,
    PoolAmountDocument, VolumeDocument,
};
use work_equivalent::scheme::{RuleDocument, Scheme, SchemeDocument, Split};
use work_equivalent::{PathStep, SettlementInParts, StraddleError, settle_in_parts};

use located::{Lines, locate};
pub use located::{Located, in_order};

/// Where the files of a district are.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// The scheme, TOML or JSON.
    pub scheme: PathBuf,
    /// The period, findings and opening balances (TOML), or all facts (JSON).
    pub facts: PathBuf,
    /// The payees, CSV.
    pub payees: PathBuf,
    /// The volumes, CSV.
    pub volumes: PathBuf,
    /// The marks, CSV.
    pub marks: PathBuf,
    /// The budgets of which advances are shares, CSV; a folder can do without.
    pub budgets: Option<PathBuf>,
    /// The advances, CSV; a folder can do without.
    pub advances: Option<PathBuf>,
    /// The approved numbers, CSV; a folder can do without.
    pub approved: Option<PathBuf>,
    /// What lines of pools hold, CSV; a folder can do without.
    pub pool_amounts: Option<PathBuf>,
}

impl Inputs {
    /// The files of a folder under their usual names.
    pub fn in_folder(folder: &Path) -> Self {
        let if_there = |name| Some(folder.join(name)).filter(|path| path.exists());
        Self {
            scheme: folder.join("scheme.toml"),
            facts: folder.join("facts.toml"),
            payees: folder.join("payees.csv"),
            volumes: folder.join("volumes.csv"),
            marks: folder.join("marks.csv"),
            budgets: if_there("budgets.csv"),
            advances: if_there("advances.csv"),
            approved: if_there("approved.csv"),
            pool_amounts: if_there("pool_amounts.csv"),
        }
    }
}

/// The sample district.
#[allow(dead_code, reason = "not every example reads it")]
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/liandu")
}

/// That there are more problems than an error lists, where there are.
fn unlisted(path: &Path, count: usize) -> Option<Located> {
    let more = || format!("and {count} more problems, which are not listed");
    (count > 0).then(|| Located::new(path, None, more()))
}

/// Reads and checks a scheme.
pub fn read_scheme(inputs: &Inputs) -> Result<Scheme, Vec<Located>> {
    let path = &inputs.scheme;
    let text = read_text(path)?;
    let Parsed { document, lines, mut problems } = parse::<SchemeDocument>(path, &text)?;
    match Scheme::new(document) {
        Ok(scheme) if problems.is_empty() => Ok(scheme),
        Ok(_) => Err(problems),
        Err(error) => {
            problems.extend(error.problems().iter().map(|problem| locate(path, &lines, problem)));
            problems.extend(unlisted(path, error.unlisted()));
            Err(problems)
        }
    }
}

/// Reads a document in TOML or JSON that has no checks of its own.
#[allow(dead_code, reason = "not every example reads other documents")]
pub fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, Vec<Located>> {
    let text = read_text(path)?;
    parse(path, &text).and_then(Parsed::right).map(|(document, _)| document)
}

/// A document as it was read, with the problems of its form that were mended to read on.
struct Parsed<T> {
    document: T,
    lines: Lines,
    problems: Vec<Located>,
}

/// The facts as they are read, with the way back from a record to its file and line.
pub struct FactsFiles {
    document: FactsDocument,
    sources: Sources,
}

/// The way back from a record to its file and line.
struct Sources {
    facts: (PathBuf, Lines),
    /// Payees, volumes and marks, where they came from files of their own.
    tables: Vec<(PathBuf, Lines)>,
}

/// What a facts file in TOML holds. Every list of records can stand in a table instead.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    period: PeriodDocument,
    payees: Option<Vec<PayeeDocument>>,
    volumes: Option<Vec<VolumeDocument>>,
    marks: Option<Vec<MarkDocument>>,
    #[serde(default)]
    findings: Vec<FindingDocument>,
    budgets: Option<Vec<BudgetDocument>>,
    advances: Option<Vec<AdvanceDocument>>,
    approved: Option<Vec<ApprovedDocument>>,
    pool_amounts: Option<Vec<PoolAmountDocument>>,
    #[serde(default)]
    opening: OpeningDocument,
}

impl Head {
    /// What is read on with where the facts file has problems.
    fn nothing() -> Self {
        Self {
            period: PeriodDocument { from: String::new(), until: String::new() },
            payees: None,
            volumes: None,
            marks: None,
            findings: Vec::new(),
            budgets: None,
            advances: None,
            approved: None,
            pool_amounts: None,
            opening: OpeningDocument::default(),
        }
    }
}

/// Reads facts; problems of all files are reported together.
pub fn read_facts(inputs: &Inputs) -> Result<FactsFiles, Vec<Located>> {
    let path = inputs.facts.clone();
    let text = read_text(&path)?;
    if is_json(&path) {
        let Parsed { document, lines, .. } = parse(&path, &text)?;
        let sources = Sources { facts: (path, lines), tables: Vec::new() };
        return Ok(FactsFiles { document, sources });
    }

    let mut tables = Tables { list: Vec::new(), problems: Vec::new(), only_existing: false };
    let head = parse::<Head>(&path, &text).and_then(Parsed::right);
    let (head, lines) = head.unwrap_or_else(|problems| {
        // The tables are read all the same, so that their problems are found in the same run.
        tables.problems = problems;
        tables.only_existing = true;
        (Head::nothing(), Lines::Unknown)
    });
    let document = FactsDocument {
        period: head.period,
        payees: tables.records(head.payees, Some(&inputs.payees)),
        volumes: tables.records(head.volumes, Some(&inputs.volumes)),
        marks: tables.records(head.marks, Some(&inputs.marks)),
        findings: head.findings,
        budgets: tables.records(head.budgets, inputs.budgets.as_deref()),
        advances: tables.records(head.advances, inputs.advances.as_deref()),
        approved: tables.records(head.approved, inputs.approved.as_deref()),
        pool_amounts: tables.records(head.pool_amounts, inputs.pool_amounts.as_deref()),
        opening: head.opening,
    };
    if !tables.problems.is_empty() {
        return Err(tables.problems);
    }
    Ok(FactsFiles { document, sources: Sources { facts: (path, lines), tables: tables.list } })
}

/// The tables that were read, and everything that is wrong with their form.
struct Tables {
    list: Vec<(PathBuf, Lines)>,
    problems: Vec<Located>,
    /// Where it is not known which lists the facts file has.
    only_existing: bool,
}

impl Tables {
    /// The records of a list: those of the facts file, or those of its table; both at once would
    /// hide one of them.
    fn records<R: csv_files::Row>(
        &mut self,
        stated: Option<Vec<R>>,
        path: Option<&Path>,
    ) -> Vec<R> {
        match (stated, path) {
            (Some(_), Some(path)) if path.exists() => {
                let list = R::LIST;
                let message = format!("has no effect: the facts file has \"{list}\" too: keep one");
                self.problems.push(Located::new(path, None, message));
                Vec::new()
            }
            (Some(stated), _) => stated,
            (None, None) => Vec::new(),
            (None, Some(path)) if self.only_existing && !path.exists() => Vec::new(),
            (None, Some(path)) => match csv_files::read::<R>(path) {
                Ok(table) => {
                    self.list.push((path.to_owned(), table.lines));
                    table.records
                }
                Err(problems) => {
                    self.problems.extend(problems);
                    Vec::new()
                }
            },
        }
    }
}

/// What the period before left behind, as `--closing` wrote it.
pub struct ClosingFile {
    /// None where it comes from a settlement of the same run.
    path: Option<PathBuf>,
    closing: Closing,
}

impl From<Closing> for ClosingFile {
    fn from(closing: Closing) -> Self {
        Self { path: None, closing }
    }
}

impl ClosingFile {
    /// What is brought forward.
    #[allow(dead_code, reason = "only the workbook lays it out")]
    pub fn balances(&self) -> &OpeningDocument {
        self.closing.balances()
    }
}

/// Reads what the period before left behind.
#[allow(dead_code, reason = "not every example opens with a file")]
pub fn read_closing(path: &Path) -> Result<ClosingFile, Vec<Located>> {
    let text = read_text(path)?;
    let closing = serde_json::from_str(&text).map_err(|error| json_error(path, &error))?;
    Ok(ClosingFile { path: Some(path.to_owned()), closing })
}

impl FactsFiles {
    /// Checks the facts against a scheme.
    #[allow(dead_code, reason = "not every example settles facts as they are read")]
    pub fn check(self, scheme: &Scheme) -> Result<Facts<'_>, Vec<Located>> {
        let Self { mut document, sources } = self;
        yes_and_no(scheme, &mut document);
        Facts::new(scheme, &document).map_err(|error| sources.locate_all(&error))
    }

    /// The facts as a document, checked against a scheme.
    #[allow(dead_code, reason = "not every example changes documents")]
    pub fn checked_document(self, scheme: &Scheme) -> Result<FactsDocument, Vec<Located>> {
        let Self { mut document, sources } = self;
        yes_and_no(scheme, &mut document);
        let problems = Facts::new(scheme, &document).err();
        let problems = problems.map(|error| sources.locate_all(&error));
        problems.map_or(Ok(document), Err)
    }

    /// Checks the facts of the period after a closed one.
    #[allow(dead_code, reason = "not every example settles several periods")]
    pub fn follow(
        self,
        scheme: &Scheme,
        closing: impl Into<ClosingFile>,
    ) -> Result<Facts<'_>, Vec<Located>> {
        let ClosingFile { path, closing } = closing.into();
        let stated = !self.document.opening.is_empty();
        let Self { mut document, sources } = self;
        yes_and_no(scheme, &mut document);
        Facts::following(scheme, &document, closing).map_err(|error| {
            let problems = error.problems().iter().map(|problem| match (&path, problem.path()) {
                // An opening that the facts state themselves stands in their file.
                (_, [PathStep::Field("opening")]) if stated => sources.locate(problem),
                (Some(path), [PathStep::Field("opening"), ..]) => {
                    Located::new(path, None, problem.to_string())
                }
                _ => sources.locate(problem),
            });
            problems.collect()
        })
    }

    /// Settles a period inside which the scheme changes.
    #[allow(dead_code, reason = "not every example settles such a period")]
    pub fn settle_in_parts(
        self,
        schemes: &[Scheme],
        split: Split,
    ) -> Result<SettlementInParts<'_>, Vec<Located>> {
        let Self { mut document, sources } = self;
        for scheme in schemes {
            yes_and_no(scheme, &mut document);
        }
        settle_in_parts(schemes, split, &document).map_err(|error| match error {
            StraddleError::Facts(error) => sources.locate_all(&error),
            other => vec![Located::new(&sources.facts.0, None, other.to_string())],
        })
    }

    /// The same facts, with what they take from elsewhere.
    #[allow(dead_code, reason = "not every example has facts that take from elsewhere")]
    pub fn completed<E>(
        mut self,
        complete: impl FnOnce(&mut FactsDocument) -> Result<(), E>,
    ) -> Result<Self, E> {
        complete(&mut self.document).map(|()| self)
    }

    /// The same facts, opened with what was brought forward into a period that was closed already.
    #[allow(dead_code, reason = "not every example corrects a closed period")]
    pub fn opened_again(mut self, opening: &OpeningDocument) -> Self {
        self.document.opening = opening.clone();
        self
    }
}

/// In a table, 是 and 否 are the marks of an indicator that is scored by yes or no, and of no other.
fn yes_and_no(scheme: &Scheme, document: &mut FactsDocument) {
    let dimensions =
        scheme.document().appraisals.iter().flat_map(|appraisal| &appraisal.dimensions);
    let yes_no: BTreeSet<&str> = dimensions
        .flat_map(|dimension| &dimension.indicators)
        .filter(|indicator| matches!(indicator.rule, RuleDocument::YesNo(_)))
        .map(|indicator| indicator.code.as_str())
        .collect();
    for mark in &mut document.marks {
        if yes_no.contains(mark.indicator.as_str()) {
            match mark.mark.as_str() {
                "是" => mark.mark = "1".into(),
                "否" => mark.mark = "0".into(),
                _ => {}
            }
        }
    }
}

impl Sources {
    fn locate_all(&self, error: &FactsError) -> Vec<Located> {
        let listed = error.problems().iter().map(|problem| self.locate(problem));
        listed.chain(unlisted(&self.facts.0, error.unlisted())).collect()
    }

    fn locate(&self, problem: &work_equivalent::Problem) -> Located {
        let table = self.tables.iter().find(|(_, lines)| lines.holds(problem));
        let (path, lines) = table.unwrap_or(&self.facts);
        locate(path, lines, problem)
    }
}

pub fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

impl<T> Parsed<T> {
    /// The document, if nothing had to be mended.
    fn right(self) -> Result<(T, Lines), Vec<Located>> {
        if self.problems.is_empty() { Ok((self.document, self.lines)) } else { Err(self.problems) }
    }
}

/// Reads a document in TOML, or in JSON by the file's extension.
fn parse<T: DeserializeOwned>(path: &Path, text: &str) -> Result<Parsed<T>, Vec<Located>> {
    if !is_json(path) {
        return toml_file::parse(path, text);
    }
    let document = serde_json::from_str(text).map_err(|error| json_error(path, &error))?;
    Ok(Parsed { document, lines: Lines::Unknown, problems: Vec::new() })
}

fn json_error(path: &Path, error: &serde_json::Error) -> Vec<Located> {
    let whole = error.to_string();
    // The line stands in front of the message already.
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    vec![Located::new(path, Some(error.line()), message.to_owned())]
}

/// Reads a file as UTF-8, with or without a byte-order mark.
fn read_text(path: &Path) -> Result<String, Vec<Located>> {
    let whole = |message: String| vec![Located::new(path, None, message)];
    let bytes = std::fs::read(path).map_err(|error| whole(format!("cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = 1 + valid.split(|byte| *byte == b'\n').skip(1).count();
        let message = match error.as_bytes() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "is UTF-16: save it again as UTF-8",
            _ => "is not UTF-8; a spreadsheet may have saved it as GBK: save it again as UTF-8",
        };
        vec![Located::new(path, Some(line), message.to_owned())]
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
