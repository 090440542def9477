//! The listing: sections of items, a line each, in the order that rustdoc's types have.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt;
use std::path::Path;

use public_api::Builder;

/// Traits that the compiler grants and no host of the library asks for.
const UNASKED: [&str; 6] =
    ["Freeze", "RefUnwindSafe", "StructuralPartialEq", "Unpin", "UnsafeUnpin", "UnwindSafe"];

/// The items of a crate, from rustdoc's JSON.
///
/// What is written in the source is listed in full; of what is derived, and of `Send` and `Sync`,
/// that it is there, since its methods are the trait's.
pub fn items(json: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let list = |all: bool| -> Result<Vec<String>, Box<dyn Error>> {
        let builder = Builder::from_rustdoc_json(json)
            .omit_blanket_impls(true)
            .omit_auto_derived_impls(!all)
            .omit_auto_trait_impls(!all);
        Ok(builder.build()?.items().map(ToString::to_string).collect())
    };
    let written: BTreeSet<String> = list(false)?.into_iter().collect();
    let asked = |item: &String| match item.split_once(" for ") {
        Some((of, _)) if of.starts_with("impl") => {
            !UNASKED.iter().any(|name| of.ends_with(&format!("::{name}")))
        }
        _ => false,
    };
    Ok(list(true)?.into_iter().filter(|item| asked(item) || written.contains(item)).collect())
}

/// Items by section.
#[derive(Default)]
pub struct Listing(Vec<(String, Vec<String>)>);

impl Listing {
    /// Adds a section with those items that stand in none before.
    pub fn section(&mut self, title: &str, items: Vec<String>) {
        let known: BTreeSet<&String> = self.0.iter().flat_map(|(_, items)| items).collect();
        let new = items.into_iter().filter(|item| !known.contains(item)).collect();
        self.0.push((title.to_owned(), new));
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|(_, items)| items.len()).sum()
    }
}

impl fmt::Display for Listing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (title, items)) in self.0.iter().enumerate() {
            let gap = if place == 0 { "" } else { "\n" };
            writeln!(f, "{gap}# {title}\n")?;
            items.iter().try_for_each(|item| writeln!(f, "{item}"))?;
        }
        Ok(())
    }
}

/// The lines of one listing that the other has not: those that are gone with a `-`, new ones with a
/// `+`; none if both are the same.
pub fn differences(recorded: &str, found: &str) -> Vec<String> {
    let lines = |text| -> BTreeSet<&str> { str::lines(text).collect() };
    let (before, after) = (lines(recorded), lines(found));
    let gone = recorded.lines().filter(|line| !after.contains(line));
    let new = found.lines().filter(|line| !before.contains(line));
    let gone = gone.map(|line| format!("- {line}"));
    let mut differences: Vec<String> = gone.chain(new.map(|line| format!("+ {line}"))).collect();
    if differences.is_empty() && recorded != found {
        differences.push("the same lines, in another order or number".to_owned());
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(sections: &[(&str, &[&str])]) -> String {
        let mut listing = Listing::default();
        for (title, items) in sections {
            listing.section(title, items.iter().copied().map(str::to_owned).collect());
        }
        listing.to_string()
    }

    #[test]
    fn a_section_has_what_is_new_in_it() {
        let listing = listing(&[("default", &["a", "b"]), ("schema", &["a", "b", "c"])]);
        assert_eq!(listing, "# default\n\na\nb\n\n# schema\n\nc\n");
    }

    #[test]
    fn what_is_gone_and_what_is_new_are_named() {
        let recorded = listing(&[("default", &["a", "b"])]);
        assert_eq!(differences(&recorded, &recorded), [""; 0]);
        let found = listing(&[("default", &["b", "c"])]);
        assert_eq!(differences(&recorded, &found), ["- a", "+ c"]);
        let turned = listing(&[("default", &["b", "a"])]);
        assert_eq!(differences(&recorded, &turned).len(), 1);
    }
}
