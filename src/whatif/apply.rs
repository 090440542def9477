//! Applying changes to documents.

use std::borrow::Cow;
use std::rc::Rc;

use serde_json::Value as Json;

use super::changes::{Change, Changes, ChangesError};
use super::path::{Root, Step};
use super::tree::{Edit, Miss, Names, Walk};
use super::volumes;
use crate::facts::{FactsDocument, VolumeDocument};
use crate::scheme::SchemeDocument;

/// How many changes that match nothing say what would be near.
const MOST_SUGGESTIONS: usize = 10;

/// How many changes after which a document cannot be read are looked for.
const MOST_BLAMED: usize = 10;

/// Documents that can be changed: each is taken apart only if a change concerns it.
#[derive(Clone, Debug)]
pub(super) struct Documents<'d> {
    pub(super) scheme: Cow<'d, SchemeDocument>,
    /// Its volumes are not looked at.
    pub(super) facts: Cow<'d, FactsDocument>,
    pub(super) volumes: Cow<'d, [VolumeDocument]>,
}

/// The trees of documents, as far as they were taken apart.
#[derive(Clone, Default)]
struct Trees {
    scheme: Option<Json>,
    facts: Option<Json>,
    /// What records are selected by, as long as no change concerns it.
    names: Option<Rc<Names>>,
    /// Whether of the scheme only the channels and the appraisals were: variants by the thousand
    /// seldom change anything else, and the catalogue is long.
    is_part: bool,
}

impl Trees {
    /// For changes to take apart what they concern.
    fn for_changes(changes: &[Change]) -> Self {
        let of_scheme = changes.iter().filter(|change| change.path.root == Root::Scheme);
        let is_part = of_scheme.map(|change| change.path.steps.first()).all(|first| {
            matches!(first, Some(Step::Key(key)) if key == "channels" || key == "appraisals")
        });
        Self { is_part, ..Self::default() }
    }
}

impl<'d> Documents<'d> {
    pub(super) fn new(
        scheme: &'d SchemeDocument,
        facts: &'d FactsDocument,
        volumes: &'d [VolumeDocument],
    ) -> Self {
        Self {
            scheme: Cow::Borrowed(scheme),
            facts: Cow::Borrowed(facts),
            volumes: Cow::Borrowed(volumes),
        }
    }

    /// The documents, whole.
    pub(super) fn into_owned(self) -> (SchemeDocument, FactsDocument) {
        let volumes = self.volumes.into_owned();
        let facts = match self.facts {
            Cow::Borrowed(facts) => facts.without_volumes(),
            Cow::Owned(facts) => facts,
        };
        (self.scheme.into_owned(), FactsDocument { volumes, ..facts })
    }

    /// The documents as changes make them.
    pub(super) fn changed(mut self, changes: &Changes) -> Result<Self, ChangesError> {
        let mut trees = Trees::for_changes(changes.read());
        let mut problems = Vec::new();
        let before = self.clone();
        for (index, change) in changes.read().iter().enumerate() {
            let suggests = problems.len() < MOST_SUGGESTIONS;
            if let Err(miss) = self.change(change, &mut trees, suggests) {
                problems.push(changes.problem(index, miss));
            }
        }
        if problems.is_empty()
            && let Err(miss) = self.read_back(trees)
        {
            // Every value that was set could be put in place; which of them cannot stay there?
            problems = before.blame(changes);
            if problems.is_empty() {
                problems.push(changes.problem(0, miss));
            }
        }
        if problems.is_empty() {
            return Ok(self);
        }
        Err(ChangesError::new(changes.name(), problems))
    }

    fn change(
        &mut self,
        change: &Change,
        trees: &mut Trees,
        suggests: bool,
    ) -> Result<Walked, Miss> {
        let volumes = change.path.root == Root::Facts
            && matches!(change.path.steps.first(), Some(Step::Key(key)) if key == "volumes");
        let names = self.names(change, trees);
        if change.path.concerns_selection() {
            trees.names = None;
        }
        if volumes {
            let volumes = self.volumes.to_mut();
            return volumes::change(&change.path, &names, (&change.edit, suggests), volumes)
                .map(|()| Walked::default());
        }
        let tree = match change.path.root {
            Root::Scheme if trees.is_part => take_apart(&mut trees.scheme, || {
                let (channels, appraisals) = (&self.scheme.channels, &self.scheme.appraisals);
                Ok(serde_json::json!({
                    "channels": serde_json::to_value(channels)?,
                    "appraisals": serde_json::to_value(appraisals)?,
                }))
            }),
            Root::Scheme => take_apart(&mut trees.scheme, || serde_json::to_value(&*self.scheme)),
            Root::Facts => {
                take_apart(&mut trees.facts, || serde_json::to_value(self.facts.without_volumes()))
            }
        }?;
        let mut walk = Walk::new((&change.path, &change.edit), &names, suggests);
        walk.run(tree)?;
        Ok(Walked { beside: walk.beside })
    }

    /// What records of lists can be selected by, as the changes before left it.
    fn names(&self, change: &Change, trees: &mut Trees) -> Rc<Names> {
        if !change.path.has_conditions() {
            return Rc::default();
        }
        if let Some(names) = &trees.names {
            return Rc::clone(names);
        }
        let names = match &trees.scheme {
            Some(tree) if !trees.is_part => Names::of_tree(tree),
            _ => Names::of(&self.scheme),
        };
        let names = match trees.facts.as_ref().and_then(|facts| facts.get("payees")) {
            Some(payees) => names.with_payee_tree(payees),
            None => names.with_payees(&self.facts.payees),
        };
        Rc::clone(trees.names.insert(Rc::new(names)))
    }

    /// Puts what was taken apart together again.
    fn read_back(&mut self, trees: Trees) -> Result<(), Miss> {
        let unread = |error: serde_json::Error| Miss::from(error.to_string());
        if let Some(mut tree) = trees.scheme {
            if trees.is_part {
                let mut take = |list: &str| tree.get_mut(list).map(Json::take).unwrap_or_default();
                let (channels, appraisals) = (take("channels"), take("appraisals"));
                let scheme = self.scheme.to_mut();
                scheme.channels = serde_json::from_value(channels).map_err(unread)?;
                scheme.appraisals = serde_json::from_value(appraisals).map_err(unread)?;
            } else {
                self.scheme = Cow::Owned(serde_json::from_value(tree).map_err(unread)?);
            }
        }
        if let Some(tree) = trees.facts {
            self.facts = Cow::Owned(serde_json::from_value(tree).map_err(unread)?);
        }
        Ok(())
    }

    /// The changes after which a document cannot be read any more, each left out before the next is
    /// looked for; the first of them, where there are many.
    fn blame(self, changes: &Changes) -> Vec<super::ChangeProblem> {
        let mut problems = Vec::new();
        let mut right = (self, Trees::default());
        let mut start = 0;
        while problems.len() < MOST_BLAMED
            && let Some((index, miss)) = Self::first_to_blame(&mut right, start, changes.read())
        {
            problems.push(changes.problem(index, miss));
            start = index + 1;
        }
        problems
    }

    /// The first change from a place on after which a document cannot be read, found by halves, since
    /// reading takes long; `right` is then what those before it made.
    fn first_to_blame(
        right: &mut (Self, Trees),
        start: usize,
        changes: &[Change],
    ) -> Option<(usize, Miss)> {
        let (mut made, mut wrong) = (start, changes.len());
        let mut found = None;
        while found.is_none() || made + 1 < wrong {
            let until = if found.is_some() { made.midpoint(wrong) } else { wrong };
            let (mut documents, mut trees) = right.clone();
            let mut walked = Ok(Walked::default());
            for change in changes.get(made..until).unwrap_or_default() {
                walked = walked.and_then(|_| documents.change(change, &mut trees, false));
            }
            let last = until.checked_sub(1).and_then(|last| changes.get(last))?;
            let read = walked.and_then(|walked| {
                let read = documents.clone().read_back(trees.clone());
                read.map_err(|miss| walked.blame(last, miss))
            });
            match read {
                // All of them can be read.
                Ok(()) if found.is_none() => return None,
                Ok(()) => (*right, made) = ((documents, trees), until),
                Err(miss) => (found, wrong) = (Some(miss), until),
            }
        }
        found.map(|miss| (wrong - 1, miss))
    }
}

/// What a change came by.
#[derive(Default)]
struct Walked {
    /// The paths beside a field that was put into a record.
    beside: Vec<String>,
}

impl Walked {
    fn blame(self, change: &Change, miss: Miss) -> Miss {
        let Some(Step::Key(key)) = change.path.steps.last().filter(|_| !self.beside.is_empty())
        else {
            return miss;
        };
        // A field that its record cannot have: most likely another was meant.
        if !miss.message.contains("unknown field") {
            return miss;
        }
        let written = change.path.until(usize::MAX);
        let nearest = super::nearest::nearest(&written, self.beside);
        Miss { message: format!("there is no \"{}\"", crate::text::clip(key)), nearest }
    }
}

fn take_apart(
    tree: &mut Option<Json>,
    whole: impl FnOnce() -> serde_json::Result<Json>,
) -> Result<&mut Json, Miss> {
    if tree.is_none() {
        *tree = Some(whole().map_err(|error| Miss::from(error.to_string()))?);
    }
    tree.as_mut().ok_or_else(|| Miss::from(String::new()))
}

/// Whether a change can be made to volumes or weights before others, which then share what is
/// measured: it neither selects by what others change, nor changes what others select by.
pub(super) fn concerns_measure(change: &Change) -> bool {
    let mut keys = change.path.steps.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Select(_) => None,
    });
    let adjusts = matches!(change.edit, Edit::Adjust(_));
    match (change.path.root, keys.next(), keys.next()) {
        (Root::Facts, Some("volumes"), field) => {
            field.map_or(adjusts, |field| matches!(field, "reported" | "verified"))
        }
        (Root::Scheme, Some("items"), Some(field)) => matches!(field, "weights" | "quotas"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::changes::{ChangeDocument, ChangesDocument};
    use super::super::tests;
    use super::*;

    /// Variants by the thousand are quick because of that.
    #[test]
    fn only_what_changes_concern_is_taken_apart() {
        let (price, mark) = ("scheme.channels[purchase].price.values", "facts.marks[W05].mark");
        for (paths, of_scheme, of_facts, lists_names) in [
            (&[price][..], "part", "nothing", false),
            (
                &["scheme.appraisals[annual].dimensions[*].indicators[Q1].full"],
                "part",
                "nothing",
                false,
            ),
            (&["scheme.items[GX01].weights"], "whole", "nothing", false),
            (&[price, "scheme.items[GX01].weights"], "whole", "nothing", false),
            (&[mark], "nothing", "whole", false),
            (&["facts.marks[group=remote].mark"], "nothing", "whole", true),
            (&["facts.marks[group=remote].mark", price, mark], "part", "whole", true),
            (&["facts.volumes[W05]"], "nothing", "nothing", false),
        ] {
            let changes = paths.iter().map(|path| ChangeDocument::scale(*path, "1")).collect();
            let changes =
                Changes::new(ChangesDocument { name: "试算".to_owned(), changes }).unwrap();
            let (scheme, facts) = (tests::scheme(), tests::facts());
            let mut documents = Documents::new(&scheme, &facts, &facts.volumes);
            let mut trees = Trees::for_changes(changes.read());
            for change in changes.read() {
                documents.change(change, &mut trees, false).unwrap();
            }
            let taken = |tree: &Option<Json>, long: &str| match tree {
                None => "nothing",
                Some(tree) if tree.get(long).is_none() => "part",
                Some(_) => "whole",
            };
            let found = (taken(&trees.scheme, "items"), taken(&trees.facts, "payees"));
            assert_eq!(found, (of_scheme, of_facts), "{paths:?}");
            assert_eq!(trees.names.is_some(), lists_names, "{paths:?}");
        }
    }
}
