//! What is tried: a settled district, what all proposals start from, and the proposals.

use std::fs;
use std::path::{Path, PathBuf};

use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::SchemeDocument;
use work_equivalent::whatif::{Base, Changes, ChangesDocument, ChangesError, WhatIfError};

use crate::support::{Inputs, Located, in_order, read_facts, read_scheme, read_toml, sample};

/// Lines for people that say what is wrong with files.
pub type Problems = Vec<String>;

/// A proposal and its file.
pub struct Proposal {
    pub file: PathBuf,
    pub changes: Changes,
}

/// A district with its proposals.
pub struct Plan {
    /// As it was settled.
    pub settled: Documents,
    /// What all proposals start from, if it is not what was settled.
    pub basis: Option<Proposal>,
    /// In order of file name.
    pub proposals: Vec<Proposal>,
    /// The sweep of the folder, if it has one.
    pub sweep: Option<PathBuf>,
    pub is_sample: bool,
}

pub struct Documents {
    pub scheme: SchemeDocument,
    pub facts: FactsDocument,
}

impl Documents {
    pub fn base(&self) -> Result<Base<'_>, Problems> {
        Base::new(&self.scheme, &self.facts).map_err(|error| vec![error.to_string()])
    }

    /// The documents as changes make them.
    pub fn changed(&self, changes: &Changes) -> Result<Self, ChangesError> {
        let (scheme, facts) = changes.apply(&self.scheme, &self.facts)?;
        Ok(Self { scheme, facts })
    }
}

impl Proposal {
    fn read(file: PathBuf) -> Result<Self, Problems> {
        let document: ChangesDocument = read_toml(&file).map_err(lines)?;
        let changes = Changes::new(document);
        changes.map_err(|error| of_file(&file, &error)).map(|changes| Self { file, changes })
    }

    pub fn name(&self) -> &str {
        self.changes.name()
    }

    /// What its file is called, without folder and extension.
    pub fn stem(&self) -> String {
        let stem = self.file.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    }

    /// Why each change is made.
    pub fn reasons(&self) -> impl Iterator<Item = &str> {
        let changes = self.changes.document().changes.iter();
        changes.filter_map(|change| change.reason.as_deref())
    }

    /// The documents as the proposal makes them.
    pub fn applied(&self, documents: &Documents) -> Result<Documents, Problems> {
        documents.changed(&self.changes).map_err(|error| of_file(&self.file, &error))
    }

    /// What is wrong with documents that the proposal made.
    pub fn refused(&self, error: &WhatIfError) -> String {
        format!("{}：{error}", self.file.display())
    }
}

/// Each problem of a change set behind the name of its file.
fn of_file(file: &Path, error: &ChangesError) -> Problems {
    let problems = error.problems().iter();
    problems.map(|problem| format!("{}：{problem}", file.display())).collect()
}

pub fn lines(problems: Vec<Located>) -> Problems {
    in_order(problems).iter().map(ToString::to_string).collect()
}

impl Plan {
    /// Reads a district, and its proposals or the one that is asked for.
    pub fn read(folder: &Path, only: Option<&Path>) -> Result<Self, Problems> {
        let inputs = Inputs::in_folder(folder);
        let (scheme, facts) = match (read_scheme(&inputs), read_facts(&inputs)) {
            (Ok(scheme), Ok(facts)) => (scheme, facts),
            (scheme, facts) => {
                let problems = scheme.err().into_iter().chain(facts.err());
                return Err(lines(problems.flatten().collect()));
            }
        };
        let facts = facts.checked_document(&scheme).map_err(lines)?;
        let settled = Documents { scheme: scheme.document().clone(), facts };

        let proposals = folder.join("proposals");
        let basis = proposals.join("basis.toml");
        let files = match only {
            Some(file) => vec![file.to_owned()],
            None => files_in(&proposals)?.into_iter().filter(|file| *file != basis).collect(),
        };
        let basis = Some(basis).filter(|basis| basis.exists());
        let (mut read, mut problems) = (Vec::new(), Vec::new());
        for file in basis.iter().cloned().chain(files) {
            match Proposal::read(file) {
                Ok(proposal) => read.push(proposal),
                Err(more) => problems.extend(more),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let basis = basis.map(|_| read.remove(0));
        let sweep = Some(folder.join("sweep.toml")).filter(|file| file.exists());
        let same = |path: &Path| path.canonicalize().ok();
        let is_sample = same(folder) == same(&sample());
        Ok(Self { settled, basis, proposals: read, sweep, is_sample })
    }

    /// What all proposals start from.
    pub fn basis(&self) -> Result<Documents, Problems> {
        match &self.basis {
            Some(basis) => basis.applied(&self.settled),
            None => Ok(Documents {
                scheme: self.settled.scheme.clone(),
                facts: self.settled.facts.clone(),
            }),
        }
    }
}

/// The proposals of a folder, by name; none where it has none.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Problems> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let failed = |error: std::io::Error| vec![format!("{}：{error}", folder.display())];
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut files: Vec<PathBuf> = entries.map_err(failed)?.iter().map(fs::DirEntry::path).collect();
    let is_proposal = |file: &PathBuf| {
        file.extension().is_some_and(|extension| extension == "toml" || extension == "json")
    };
    files.retain(is_proposal);
    files.sort();
    Ok(files)
}
