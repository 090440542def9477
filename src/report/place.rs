//! Where in a document something is.

use super::{PathStep, Problem};
use crate::text::clip;

/// A place in a document, as a chain that costs nothing until a problem is written down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'p> {
    parent: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Debug)]
enum Step<'p> {
    Root,
    Field(&'static str),
    Record { list: &'static str, index: usize, code: &'p str },
    Key(&'p str),
}

impl<'p> Place<'p> {
    pub(crate) const ROOT: Place<'static> = Place { parent: None, step: Step::Root };

    /// A field of the record at this place.
    pub(crate) fn field(&'p self, name: &'static str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Field(name) }
    }

    /// A record of a list at this place; its code may be empty.
    pub(crate) fn record(&'p self, list: &'static str, index: usize, code: &'p str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Record { list, index, code } }
    }

    /// An entry of a map at this place.
    pub(crate) fn key(&'p self, key: &'p str) -> Place<'p> {
        Place { parent: Some(self), step: Step::Key(key) }
    }

    /// A problem here. Codes and keys are those of accepted documents, or shortened: a long one is
    /// not repeated with every problem of its record.
    pub(super) fn problem(&self, message: String) -> Problem {
        let mut path = Vec::new();
        let mut place = Some(self);
        while let Some(at) = place {
            match at.step {
                Step::Root => {}
                Step::Field(name) => path.push(PathStep::Field(name)),
                Step::Record { list, index, code } => {
                    path.push(PathStep::Record { list, index, code: clip(code).into_owned() });
                }
                Step::Key(key) => path.push(PathStep::Key(clip(key).into_owned())),
            }
            place = at.parent;
        }
        path.reverse();
        Problem { path, message, related: None }
    }
}
