//! The base: documents that settle, and what their variants share.

use std::borrow::Cow;

use super::apply::Documents;
use super::changes::Changes;
use super::error::WhatIfError;
use crate::facts::{Counted, Facts, FactsDocument, VolumeDocument};
use crate::scheme::{Scheme, SchemeDocument};
use crate::settle::{ChannelTotals, Shared, settle, totals};
use crate::statement::Statement;

/// Documents that settle, from which variants start.
///
/// The volumes are checked and counted once. A variant that changes neither what is counted nor how
/// it is measured is settled without a second look at them, however many there are.
///
/// ```
/// use work_equivalent::whatif::{Base, ChangeDocument, Changes, ChangesDocument};
/// # use work_equivalent::{facts::FactsDocument, scheme::SchemeDocument};
/// # let scheme: SchemeDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
/// # let facts: FactsDocument =
/// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
///
/// let base = Base::new(&scheme, &facts)?;
/// let more = Changes::new(ChangesDocument {
///     name: "资金增加5%".to_owned(),
///     changes: vec![ChangeDocument::scale(
///         "scheme.channels[purchase].pool[funds].amounts[*].value",
///         "1.05",
///     )],
/// })?;
/// assert_eq!(base.statement().figures().total.to_string(), "99000.00");
/// assert_eq!(base.changed(&more)?.figures().total.to_string(), "103950.00");
/// assert_eq!(base.totals(&more)?[0].entitlement.to_string(), "103950.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Base<'d> {
    core: Core<'d>,
    statement: Statement,
}

/// The documents of a base, and what their variants share.
#[derive(Debug)]
pub(super) struct Core<'d> {
    scheme: Scheme,
    counted: Counted,
    shared: Shared,
    volumes: Cow<'d, [VolumeDocument]>,
}

impl<'d> Base<'d> {
    /// The base of documents that settle.
    ///
    /// # Errors
    ///
    /// Documents that are wrong, or cannot be settled: what [`Scheme::new`], [`Facts::new`] and
    /// [`crate::settle()`] refuse.
    pub fn new(scheme: &SchemeDocument, facts: &'d FactsDocument) -> Result<Self, WhatIfError> {
        let scheme = Scheme::new(scheme.clone())?;
        let checked = Facts::new(&scheme, facts)?;
        let (statement, _closing) = settle(&checked)?.close()?;
        let volumes = Cow::Borrowed(facts.volumes.as_slice());
        let (counted, shared) = (Counted::of(&checked, facts), Shared::of(&checked)?);
        drop(checked);
        Ok(Self { core: Core { scheme, counted, shared, volumes }, statement })
    }

    /// The statement of the documents as they are.
    #[must_use]
    pub fn statement(&self) -> &Statement {
        &self.statement
    }

    /// The statement of the documents as changes make them.
    ///
    /// # Errors
    ///
    /// Changes that cannot be made, and documents that are wrong after them, or cannot be settled.
    pub fn changed(&self, changes: &Changes) -> Result<Statement, WhatIfError> {
        let (scheme, facts) = self.core.documents(changes)?.into_owned();
        let scheme = Scheme::new(scheme)?;
        let facts = Facts::new(&scheme, &facts)?;
        let (statement, _closing) = settle(&facts)?.close()?;
        Ok(statement)
    }

    /// The totals of each channel, in order of code, of the documents as changes make them: what
    /// [`Base::changed`] gives, without the figures of every payee.
    ///
    /// # Errors
    ///
    /// As [`Base::changed`].
    pub fn totals(&self, changes: &Changes) -> Result<Vec<ChannelTotals>, WhatIfError> {
        self.core.totals(changes)
    }

    pub(super) fn core(&self) -> &Core<'d> {
        &self.core
    }
}

impl Core<'_> {
    fn documents(&self, changes: &Changes) -> Result<Documents<'_>, WhatIfError> {
        let facts = self.counted.document();
        let documents = Documents::new(self.scheme.document(), facts, &self.volumes);
        Ok(documents.changed(changes)?)
    }

    /// The core of variants that have these changes in common.
    pub(super) fn changed(&self, changes: &Changes) -> Result<Core<'static>, WhatIfError> {
        let (scheme, facts) = self.documents(changes)?.into_owned();
        let scheme = Scheme::new(scheme)?;
        let checked = Facts::new(&scheme, &facts)?;
        let (counted, shared) = (Counted::of(&checked, &facts), Shared::of(&checked)?);
        drop(checked);
        let volumes = Cow::Owned(facts.volumes);
        Ok(Core { scheme, counted, shared, volumes })
    }

    pub(super) fn totals(&self, changes: &Changes) -> Result<Vec<ChannelTotals>, WhatIfError> {
        let Documents { scheme, facts, volumes } = self.documents(changes)?;
        let scheme = match scheme {
            Cow::Borrowed(_) => Cow::Borrowed(&self.scheme),
            Cow::Owned(document) => Cow::Owned(Scheme::new(document)?),
        };
        // Volumes that were not changed are still those of the base.
        if matches!(volumes, Cow::Borrowed(_))
            && let Some(facts) = Facts::sharing(&scheme, &facts, &self.counted)
        {
            return Ok(totals(&facts?, Some(&self.shared))?);
        }
        let facts = FactsDocument { volumes: volumes.into_owned(), ..facts.into_owned() };
        Ok(totals(&Facts::new(&scheme, &facts)?, None)?)
    }
}
