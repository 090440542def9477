//! Settles what a vector has as its input.

use std::path::Path;

use serde::de::DeserializeOwned;
use serde_json::Value;
use work_equivalent::facts::{Closing, Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument, Split};
use work_equivalent::statement::{Statement, Trace};
use work_equivalent::{Problem, StraddleError, settle, settle_in_parts};

use super::stage::is_list_of_statements;
use crate::support::{FactsFiles, Inputs, Located, in_order, read_facts, read_scheme};

/// What a settlement, several, or one in parts gave.
pub struct Settled {
    pub whole: Value,
    /// Every payee's trace, with the statement that it explains.
    pub traces: Vec<(usize, Trace)>,
    pub warnings: Vec<String>,
    /// What does not hold of itself, whatever was expected.
    pub failed: Vec<String>,
}

/// Why nothing was settled.
pub enum Trouble {
    /// The vector is malformed.
    Form(String),
    /// The library refuses the input.
    Refused(Vec<String>),
}

pub(super) fn refused(error: &dyn std::error::Error) -> Trouble {
    Trouble::Refused(vec![error.to_string()])
}

pub(super) fn problems(problems: &[Problem]) -> Trouble {
    Trouble::Refused(problems.iter().map(ToString::to_string).collect())
}

/// Problems of files, as seen from the folder of the vector.
fn located(folder: &Path, problems: Vec<Located>) -> Trouble {
    let folder = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    let lines = in_order(problems).into_iter().map(|problem| {
        let line = problem.to_string();
        line.strip_prefix(&folder).map(str::to_owned).unwrap_or(line)
    });
    Trouble::Refused(lines.collect())
}

/// The keys of an object, all of them and no others.
pub(super) fn fields<'v, const N: usize>(
    value: &'v Value,
    place: &str,
    names: [&str; N],
) -> Result<[&'v Value; N], Trouble> {
    let names_written = names.join("、");
    let object = value
        .as_object()
        .filter(|object| object.keys().all(|key| names.contains(&key.as_str())))
        .filter(|object| object.len() == N);
    let form = || Trouble::Form(format!("{place}：要有且只有 {names_written}"));
    let object = object.ok_or_else(form)?;
    let found: Vec<&Value> = names.iter().filter_map(|name| object.get(*name)).collect();
    found.try_into().map_err(|_| form())
}

pub(super) fn parse<T: DeserializeOwned>(value: &Value, place: &str) -> Result<T, Trouble> {
    serde_json::from_value(value.clone())
        .map_err(|error| Trouble::Form(format!("{place}：{error}")))
}

fn list<'v>(value: &'v Value, place: &str) -> Result<&'v Vec<Value>, Trouble> {
    let list = value.as_array().filter(|list| !list.is_empty());
    list.ok_or_else(|| Trouble::Form(format!("{place}：要写成一个列表，至少一项")))
}

/// A scheme that stands in the vector, or in a file beside it.
pub(super) fn scheme(value: &Value, place: &str, folder: &Path) -> Result<Scheme, Trouble> {
    if let Some(path) = value.as_str() {
        let mut inputs = Inputs::in_folder(folder);
        inputs.scheme = folder.join(path);
        return read_scheme(&inputs).map_err(|problems| located(folder, problems));
    }
    let document: SchemeDocument = parse(value, place)?;
    Scheme::new(document).map_err(|error| problems(error.problems()))
}

/// Facts that stand in the vector, or in a file beside it, with its tables in the same folder.
pub(super) enum FactsOf {
    Document(Box<FactsDocument>),
    Files(Box<FactsFiles>),
}

pub(super) fn facts(value: &Value, place: &str, folder: &Path) -> Result<FactsOf, Trouble> {
    if let Some(path) = value.as_str() {
        let path = folder.join(path);
        let mut inputs = Inputs::in_folder(path.parent().unwrap_or(folder));
        inputs.facts = path;
        let files = read_facts(&inputs).map_err(|problems| located(folder, problems))?;
        return Ok(FactsOf::Files(Box::new(files)));
    }
    parse(value, place).map(|document| FactsOf::Document(Box::new(document)))
}

impl FactsOf {
    pub(super) fn check<'s>(
        self,
        scheme: &'s Scheme,
        closing: Option<Closing>,
        folder: &Path,
    ) -> Result<Facts<'s>, Trouble> {
        match (self, closing) {
            (Self::Document(document), None) => {
                Facts::new(scheme, &document).map_err(|error| problems(error.problems()))
            }
            (Self::Document(document), Some(closing)) => {
                Facts::following(scheme, &document, closing)
                    .map_err(|error| problems(error.problems()))
            }
            (Self::Files(files), None) => {
                files.check(scheme).map_err(|problems| located(folder, problems))
            }
            (Self::Files(files), Some(closing)) => {
                files.follow(scheme, closing).map_err(|problems| located(folder, problems))
            }
        }
    }
}

pub(super) fn json(value: &impl serde::Serialize) -> Result<Value, Trouble> {
    serde_json::to_value(value).map_err(|error| refused(&error))
}

/// A statement by item, with a trace of each payee.
fn one(
    facts: &Facts<'_>,
    index: usize,
    settled: &mut Settled,
) -> Result<(Value, Statement, Closing), Trouble> {
    let settlement = settle(facts).map_err(|error| refused(&error))?;
    let whole = settlement.statement_by_item().map_err(|error| refused(&error))?;
    for payee in facts.payees() {
        let trace = settlement.explain(payee).map_err(|error| refused(&error))?;
        settled.add(index, trace);
    }
    let whole = json(&whole)?;
    let (statement, closing) = settlement.close().map_err(|error| refused(&error))?;
    Ok((whole, statement, closing))
}

impl Settled {
    fn new() -> Self {
        Self { whole: Value::Null, traces: Vec::new(), warnings: Vec::new(), failed: Vec::new() }
    }

    /// Adds a trace, which has to give its figures again.
    fn add(&mut self, statement: usize, trace: Trace) {
        let payee = &trace.payee;
        match trace.reevaluate() {
            Ok(None) => {}
            Ok(Some(difference)) => {
                self.failed.push(format!("{payee} 的计算说明重算不符：{difference:?}"));
            }
            Err(error) => self.failed.push(format!("{payee} 的计算说明不能重算：{error}")),
        }
        self.traces.push((statement, trace));
    }

    fn warn(&mut self, scheme: &Scheme) {
        self.warnings.extend(scheme.warnings().iter().map(ToString::to_string));
    }

    /// One period.
    pub fn single(input: &Value, folder: &Path) -> Result<Self, Trouble> {
        let [with, what] = fields(input, "input", ["scheme", "facts"])?;
        let scheme = scheme(with, "input.scheme", folder)?;
        let facts = facts(what, "input.facts", folder)?.check(&scheme, None, folder)?;
        let mut settled = Self::new();
        settled.warn(&scheme);
        settled.whole = one(&facts, 0, &mut settled)?.0;
        Ok(settled)
    }

    /// Periods that follow one another, each opened with what the one before left behind.
    pub fn years(input: &Value, folder: &Path) -> Result<Self, Trouble> {
        let [years] = fields(input, "input", ["years"])?;
        let mut settled = Self::new();
        let mut statements = Vec::new();
        let mut closing: Option<Closing> = None;
        let mut before: Option<Statement> = None;
        for (index, year) in list(years, "input.years")?.iter().enumerate() {
            let place = format!("input.years[{index}]");
            let [with, what] = fields(year, &place, ["scheme", "facts"])?;
            let scheme = scheme(with, &format!("{place}.scheme"), folder)?;
            let facts = facts(what, &format!("{place}.facts"), folder)?;
            let facts = facts.check(&scheme, closing.take(), folder)?;
            settled.warn(&scheme);
            let (whole, statement, left) = one(&facts, index, &mut settled)?;
            if let Some(before) = before.replace(statement.clone())
                && let Err(error) = statement.follows(&before)
            {
                settled.failed.push(format!("statements[{index}] 与上期不衔接：{error}"));
            }
            statements.push(whole);
            closing = Some(left);
        }
        settled.whole = serde_json::json!({ "statements": statements });
        Ok(settled)
    }

    /// A period inside which the scheme changes.
    pub fn straddle(input: &Value, folder: &Path) -> Result<Self, Trouble> {
        let [schemes, split, what] = fields(input, "input", ["schemes", "split", "facts"])?;
        let split: Split = parse(split, "input.split")?;
        let schemes = list(schemes, "input.schemes")?.iter().enumerate();
        let schemes = schemes
            .map(|(index, value)| scheme(value, &format!("input.schemes[{index}]"), folder))
            .collect::<Result<Vec<_>, _>>()?;
        let settlement = match facts(what, "input.facts", folder)? {
            FactsOf::Document(document) => {
                settle_in_parts(&schemes, split, &document).map_err(|error| match error {
                    StraddleError::Facts(error) => problems(error.problems()),
                    other => refused(&other),
                })
            }
            FactsOf::Files(files) => {
                files.settle_in_parts(&schemes, split).map_err(|problems| located(folder, problems))
            }
        }?;
        let mut settled = Self::new();
        for scheme in &schemes {
            settled.warn(scheme);
        }
        for payee in &settlement.statement().figures().payees {
            let traces = settlement.explain(&payee.code).map_err(|error| refused(&error))?;
            for (part, trace) in traces.into_iter().enumerate() {
                settled.add(part, trace);
            }
        }
        settled.whole = json(settlement.statement())?;
        Ok(settled)
    }

    /// How the figure at a place came about, as its payee's trace says; nothing where it is no
    /// figure of a trace.
    pub fn how(&self, place: &super::place::Place) -> Vec<String> {
        use super::place::Step::{Key, Record};

        let (statement, place) = match &place[..] {
            [Key(list), Record(index), rest @ ..] if is_list_of_statements(list) => {
                (index.parse().unwrap_or(0), rest)
            }
            place => (0, place),
        };
        let dashed = |key: &String| key.replace('_', "-");
        let (payee, id) = match place {
            [Key(_), Record(channel), Key(_), Record(payee), Key(list), Record(code), Key(of)]
                if list == "categories" =>
            {
                let kind = if of == "equivalents" { "equivalents" } else { "category" };
                (Some(payee), format!("{channel}/{kind}/{code}"))
            }
            [Key(_), Record(channel), Key(_), Record(payee), Key(key)] => {
                (Some(payee), format!("{channel}/{}", dashed(key)))
            }
            [Key(_), Record(channel), Key(list), Key(key)] if list == "pool" => {
                (None, format!("{channel}/{}", dashed(key)))
            }
            [Key(_), Record(channel), Key(pool), Key(_), Record(line), Key(_)]
                if pool == "pool" =>
            {
                (None, format!("{channel}/pool/{line}"))
            }
            [Key(_), Record(channel), Key(price), ..] if price == "price" => {
                (None, format!("{channel}/price"))
            }
            [Key(_), Record(payee), Key(key)] => (Some(payee), format!("total/{}", dashed(key))),
            _ => return Vec::new(),
        };
        let traces = self.traces.iter().filter(|(of, _)| *of == statement);
        let mut traces = traces.filter(|(_, trace)| payee.is_none_or(|code| trace.payee == *code));
        let found = traces.find(|(_, trace)| trace.figure(&id).is_some());
        found.map_or_else(Vec::new, |(_, trace)| explained(trace, &id))
    }
}

/// The explanation of one figure of a trace, line by line.
fn explained(trace: &Trace, id: &str) -> Vec<String> {
    let mut alone = trace.clone();
    // Its operands are shown with their values, not explained in their turn.
    for figure in &mut alone.figures {
        if figure.id != id && figure.formula.take().is_some() {
            figure.cites.clear();
            figure.notes.clear();
        }
    }
    let text = alone.to_string();
    let lines = text.lines().skip_while(|line| !line.starts_with("1. ")).skip(1);
    lines.filter_map(|line| line.trim_start().strip_prefix("- ")).map(str::to_owned).collect()
}
