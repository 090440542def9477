//! Reading what a workbook is made of: a scheme, facts, and what a second level takes from the
//! first.

use std::path::Path;

use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::Scheme;
use work_equivalent::statement::Statement;
use work_equivalent::{Settlement, settle};

use crate::support::{FactsFiles, Inputs, Located, in_order, read_facts, read_scheme};
use crate::takes;

/// A district as its files state it.
pub struct District {
    pub scheme: Scheme,
    pub files: FactsFiles,
    /// The same facts, to lay them out.
    pub document: FactsDocument,
}

/// The files of a folder; one with `takes.toml` is the distribution of what its parent settles.
pub fn read(folder: &Path, scheme: Option<&Path>) -> Result<District, Vec<String>> {
    let mut inputs = Inputs::in_folder(folder);
    if let Some(scheme) = scheme {
        scheme.clone_into(&mut inputs.scheme);
    }
    let (scheme, files) = match (read_scheme(&inputs), read_facts(&inputs)) {
        (Ok(scheme), Ok(files)) => (scheme, files),
        (scheme, files) => {
            return Err(listed(scheme.err().into_iter().chain(files.err()).flatten().collect()));
        }
    };
    let takes = takes::read(&folder.join("takes.toml")).map_err(listed)?;
    let first = match folder.parent() {
        Some(parent) if !takes.is_empty() => Some(settled(parent)?),
        _ => None,
    };
    let mut document = None;
    let files = files.completed(|facts| {
        if let Some(first) = &first {
            takes.iter().try_for_each(|take| take.add_to(facts, first))?;
        }
        document = Some(facts.clone());
        Ok(())
    });
    let files = files.map_err(|error: String| vec![error])?;
    let document = document.ok_or_else(Vec::new)?;
    Ok(District { scheme, files, document })
}

/// The statement of a first level.
fn settled(folder: &Path) -> Result<Statement, Vec<String>> {
    let District { scheme, files, .. } = read(folder, None)?;
    let facts = files.check(&scheme).map_err(listed)?;
    let closed = settle(&facts).and_then(Settlement::close);
    let (statement, _closing) = closed.map_err(|error| vec![error.to_string()])?;
    Ok(statement)
}

/// Problems in the order of their places, a line each.
pub fn listed(problems: Vec<Located>) -> Vec<String> {
    in_order(problems).iter().map(ToString::to_string).collect()
}
