//! Change sets: proposals as files.

use core::fmt::{self, Write};

use serde::{Deserialize, Serialize};

use super::apply::Documents;
use super::number::{Adjust, Arithmetic, decimal};
use super::path::Path;
use super::tree::{Edit, Miss};
use super::value::Value;
use crate::exact::Rounding;
use crate::facts::FactsDocument;
use crate::scheme::SchemeDocument;
use crate::text::{clip, objection_to_line, objection_to_name};
use crate::units::Number;

/// A proposal: changes of a scheme and of facts, as a file holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangesDocument {
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(length(min = 0)))]
    pub name: String,
    /// The changes, in the order in which they are made.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = MOST)))]
    pub changes: Vec<ChangeDocument>,
}

/// One change: what it changes, and one of `set`, `scale` and `add`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeDocument {
    /// What is changed.
    #[cfg_attr(feature = "schema", schemars(length(max = Path::MOST_BYTES)))]
    pub path: String,
    /// What is put in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<Value>,
    /// What it is multiplied by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::units::schema::Signed>"))]
    pub scale: Option<Number>,
    /// What is added to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::units::schema::Signed>"))]
    pub add: Option<Number>,
    /// To how many places a result of `scale` or `add` is rounded, half away from zero; where left
    /// out, it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(max = Rounding::MOST_PLACES)))]
    pub places: Option<u8>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl ChangeDocument {
    fn new(path: impl Into<String>) -> Self {
        let path = path.into();
        Self { path, set: None, scale: None, add: None, places: None, reason: None }
    }

    /// A change that puts a value in place.
    ///
    /// ```
    /// use work_equivalent::whatif::ChangeDocument;
    ///
    /// let price = ChangeDocument::set("scheme.channels[purchase].price.values[*].value", "12.50")
    ///     .because("草案 二");
    /// ```
    #[must_use]
    pub fn set(path: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { set: Some(value.into()), ..Self::new(path) }
    }

    /// A change that multiplies.
    #[must_use]
    pub fn scale(path: impl Into<String>, factor: impl Into<Number>) -> Self {
        Self { scale: Some(factor.into()), ..Self::new(path) }
    }

    /// A change that adds.
    #[must_use]
    pub fn add(path: impl Into<String>, term: impl Into<Number>) -> Self {
        Self { add: Some(term.into()), ..Self::new(path) }
    }

    /// The same, with its result rounded.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        Self { places: Some(places), ..self }
    }

    /// The same, with a reason.
    #[must_use]
    pub fn because(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }

    /// What the change says, read.
    pub(super) fn read(&self) -> Result<Change, String> {
        let path = Path::read(&self.path)?;
        if let Some(objection) = self.reason.as_ref().and_then(|reason| objection_to_line(reason)) {
            return Err(format!("\"reason\" {objection}"));
        }
        Ok(Change { path, edit: self.edit()? })
    }

    /// What is done at the end of the path.
    pub(super) fn edit(&self) -> Result<Edit, String> {
        let number = |number: &Number, what: &str| {
            let text = number.as_str();
            decimal(text).ok_or_else(|| format!("\"{}\" is not a number to {what}", clip(text)))
        };
        let places = self.places;
        if places.is_some_and(|places| places > Rounding::MOST_PLACES) {
            return Err(format!("\"places\" is above {}", Rounding::MOST_PLACES));
        }
        let adjust = |by| Ok(Edit::Adjust(Adjust { by, places }));
        match (&self.set, &self.scale, &self.add) {
            (Some(_), None, None) if places.is_some() => {
                Err("\"places\" has no effect beside \"set\": leave it out".to_owned())
            }
            (Some(value), None, None) => Ok(Edit::Set(value.json().clone())),
            (None, Some(factor), None) => adjust(Arithmetic::Scale(number(factor, "scale by")?)),
            (None, None, Some(term)) => adjust(Arithmetic::Add(number(term, "add")?)),
            _ => Err("needs one of \"set\", \"scale\" and \"add\"".to_owned()),
        }
    }
}

/// The most changes of a proposal: each looks through a list that can have a million records.
const MOST: usize = 1_000;

/// A change that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) path: Path,
    pub(super) edit: Edit,
}

/// A set of changes whose paths and numbers were read.
///
/// ```
/// use work_equivalent::whatif::{ChangeDocument, Changes, ChangesDocument};
/// # use work_equivalent::{facts::FactsDocument, scheme::SchemeDocument};
/// # let scheme: SchemeDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let facts: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
///
/// let changes = Changes::new(ChangesDocument {
///     name: "门诊当量值提高5%".to_owned(),
///     changes: vec![ChangeDocument::scale("scheme.items[category=clinic].weights", "1.05")],
/// })?;
/// let (scheme, facts) = changes.apply(&scheme, &facts)?;
/// assert_eq!(scheme.items[0].weights[0].value, Some("1.05".into()));
///
/// let error = serde_json::from_str::<Changes>(
///     r#"{"name": "", "changes": [{"path": "price", "set": "1"}, {"path": "scheme.items"}]}"#,
/// )
/// .unwrap_err()
/// .to_string();
/// assert!(error.contains("not \"price\"") && error.contains("one of \"set\""));
/// # let _ = facts;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "ChangesDocument")]
pub struct Changes {
    document: ChangesDocument,
    changes: Vec<Change>,
}

impl Changes {
    /// The changes of a document.
    ///
    /// # Errors
    ///
    /// All at once: a path that cannot be read (`"price"`, `"scheme.channels[a"`); a change that
    /// both sets and scales, or does nothing; a factor that is no number (`"5%"`); places beside
    /// `set`, or more than 12.
    pub fn new(document: ChangesDocument) -> Result<Self, ChangesError> {
        let mut problems = Vec::new();
        let objection = objection_to_name(&document.name);
        let count = document.changes.len();
        let too_many = (count > MOST)
            .then(|| format!("there are {count} changes: a proposal has at most {MOST}"));
        if let Some(message) = objection.or(too_many) {
            return Err(ChangesError::of_all(&document.name, message));
        }
        let mut changes = Vec::with_capacity(count);
        for (index, change) in document.changes.iter().enumerate() {
            match change.read() {
                Ok(change) => changes.push(change),
                Err(message) => problems.push(ChangeProblem::new(index, change, message.into())),
            }
        }
        if problems.is_empty() {
            return Ok(Self { document, changes });
        }
        Err(ChangesError::new(&document.name, problems))
    }

    /// No changes.
    #[must_use]
    pub fn none() -> Self {
        let document = ChangesDocument { name: String::new(), changes: Vec::new() };
        Self { document, changes: Vec::new() }
    }

    /// The document as it was given.
    #[must_use]
    pub fn document(&self) -> &ChangesDocument {
        &self.document
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.document.name
    }

    pub(super) fn read(&self) -> &[Change] {
        &self.changes
    }

    pub(super) fn problem(&self, index: usize, miss: Miss) -> ChangeProblem {
        let path = self.document.changes.get(index).map_or("", |change| &change.path);
        ChangeProblem { index: Some(index), path: path.to_owned(), miss }
    }

    /// The documents as the changes make them: new ones, which are not checked yet.
    ///
    /// # Errors
    ///
    /// All at once: a path that matches nothing, with the nearest that there are; a text that is to
    /// be scaled; a value that its field cannot have.
    pub fn apply(
        &self,
        scheme: &SchemeDocument,
        facts: &FactsDocument,
    ) -> Result<(SchemeDocument, FactsDocument), ChangesError> {
        Ok(Documents::new(scheme, facts, &facts.volumes).changed(self)?.into_owned())
    }
}

impl TryFrom<ChangesDocument> for Changes {
    type Error = ChangesError;

    fn try_from(document: ChangesDocument) -> Result<Self, ChangesError> {
        Self::new(document)
    }
}

impl Serialize for Changes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

/// Everything that is wrong with a set of changes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("changes \"{}\": {}", clip(name), listing(problems))]
pub struct ChangesError {
    name: String,
    problems: Vec<ChangeProblem>,
}

impl ChangesError {
    pub(super) fn new(name: &str, problems: Vec<ChangeProblem>) -> Self {
        Self { name: name.to_owned(), problems }
    }

    /// A problem of all changes together.
    fn of_all(name: &str, message: String) -> Self {
        let problem = ChangeProblem { index: None, path: String::new(), miss: message.into() };
        Self::new(name, vec![problem])
    }

    /// The problems, in the order of the changes.
    #[must_use]
    pub fn problems(&self) -> &[ChangeProblem] {
        &self.problems
    }
}

/// One thing that is wrong with a set of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeProblem {
    index: Option<usize>,
    path: String,
    miss: Miss,
}

impl ChangeProblem {
    fn new(index: usize, change: &ChangeDocument, miss: Miss) -> Self {
        Self { index: Some(index), path: change.path.clone(), miss }
    }

    /// The index of the change, from zero; none where the problem is of all changes together.
    #[must_use]
    pub fn index(&self) -> Option<usize> {
        self.index
    }

    /// Its path, as written.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.miss.message
    }

    /// The nearest paths that there are, at most three; none where the problem is another.
    #[must_use]
    pub fn nearest(&self) -> &[String] {
        &self.miss.nearest
    }
}

impl fmt::Display for ChangeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(index) = self.index {
            write!(f, "changes[{index} {}]: ", clip(&self.path))?;
        }
        f.write_str(&self.miss.message)?;
        match self.miss.nearest.as_slice() {
            [] => Ok(()),
            [one] => write!(f, "; the nearest is {}", clip(one)),
            nearest => {
                f.write_str("; the nearest are ")?;
                for (index, path) in nearest.iter().enumerate() {
                    let before = if index == 0 { "" } else { ", " };
                    write!(f, "{before}{}", clip(path))?;
                }
                Ok(())
            }
        }
    }
}

fn listing(problems: &[ChangeProblem]) -> String {
    match problems {
        [problem] => problem.to_string(),
        problems => {
            let mut text = format!("{} problems", problems.len());
            for problem in problems {
                // Writing to a string cannot fail.
                let _ = write!(text, "\n  {problem}");
            }
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn changes_are_written_as_files_hold_them() {
        let path = "facts.marks[W01].mark";
        for (change, written) in [
            (ChangeDocument::set(path, "96"), json!({ "path": path, "set": "96" })),
            (
                ChangeDocument::scale(path, "1.05").rounded(2),
                json!({ "path": path, "scale": "1.05", "places": 2 }),
            ),
            (
                ChangeDocument::add(path, "-6").because("整改"),
                json!({ "path": path, "add": "-6", "reason": "整改" }),
            ),
        ] {
            assert_eq!(serde_json::to_value(change).unwrap(), written);
        }
    }
}
