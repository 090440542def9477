//! Problems, and how people read them.

use core::fmt::{self, Write};

use crate::text::clip;

/// One thing that is wrong with a document.
///
/// It says where ([`Problem::place`]), and in its message what is wrong and what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub(super) path: Vec<PathStep>,
    pub(super) message: String,
    pub(super) related: Option<usize>,
}

/// One step of the way from a document to a value in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A field of a record.
    Field(&'static str),
    /// A record of a list.
    Record {
        /// The field that holds the list.
        list: &'static str,
        /// The index of the record, from zero.
        index: usize,
        /// The record's code; empty where it has none.
        code: String,
    },
    /// An entry of a map.
    Key(String),
}

impl Problem {
    /// The path to the value, such as `items[3 HTN01].weights[0].value`: names of fields, and for
    /// a record of a list its index from zero and its code.
    #[must_use]
    pub fn place(&self) -> String {
        let mut place = String::new();
        for step in &self.path {
            if !place.is_empty() {
                place.push('.');
            }
            match step {
                PathStep::Field(name) => place.push_str(name),
                PathStep::Record { list, index, code } => {
                    let space = if code.is_empty() { "" } else { " " };
                    // Writing to a string cannot fail.
                    let _ = write!(place, "{list}[{index}{space}{}]", clip(code));
                }
                PathStep::Key(key) => place.push_str(&clip(key)),
            }
        }
        place
    }

    /// The same path, step by step.
    #[must_use]
    pub fn path(&self) -> &[PathStep] {
        &self.path
    }

    /// What is wrong, and what would be right.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same problem, where the records of lists have other indices in the whole document.
    pub(crate) fn reindexed(mut self, index_of: impl Fn(&str, usize) -> usize) -> Self {
        if let Some(PathStep::Record { list, index, .. }) = self.path.first_mut() {
            *index = index_of(list, *index);
            self.related = self.related.map(|related| index_of(list, related));
        }
        self
    }

    /// The index of another record of the same list that the problem is about too, such as the
    /// first of two that are equal.
    #[must_use]
    pub fn related(&self) -> Option<usize> {
        self.related
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.place())?;
        }
        f.write_str(&self.message)?;
        let list = self.path.iter().rev().find_map(|step| match step {
            PathStep::Record { list, .. } => Some(*list),
            PathStep::Field(_) | PathStep::Key(_) => None,
        });
        match (list, self.related) {
            (Some(list), Some(index)) => write!(f, " (see {list}[{index}])"),
            _ => Ok(()),
        }
    }
}

/// The problems of a document: the first of them, and how many more there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Problems {
    listed: Vec<Problem>,
    unlisted: usize,
}

impl Problems {
    /// How many are listed. A document of a few megabytes can have a million problems, and nobody
    /// reads more of them than these before the first are mended.
    pub(crate) const MOST: usize = 1_000;

    pub(super) fn push(&mut self, problem: impl FnOnce() -> Problem) {
        if self.listed.len() < Self::MOST {
            self.listed.push(problem());
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    /// Adds those of another document, in their order, as a function makes them; those that it
    /// makes nothing of are left out.
    pub(crate) fn extend(&mut self, others: Self, make: impl Fn(Problem) -> Option<Problem>) {
        for problem in others.listed.into_iter().filter_map(make) {
            self.push(|| problem);
        }
        self.unlisted = self.unlisted.saturating_add(others.unlisted);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    pub(crate) fn listed(&self) -> &[Problem] {
        &self.listed
    }

    pub(crate) fn unlisted(&self) -> usize {
        self.unlisted
    }
}

impl fmt::Display for Problems {
    /// On one line if there is one, or else a line each, after how many there are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ([problem], 0) = (self.listed.as_slice(), self.unlisted) {
            return problem.fmt(f);
        }
        write!(f, "{} problems", self.listed.len().saturating_add(self.unlisted))?;
        self.listed.iter().try_for_each(|problem| write!(f, "\n  {problem}"))?;
        match self.unlisted {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more, which are not listed"),
        }
    }
}
