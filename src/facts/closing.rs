//! The closing: what a period leaves behind, to open the next one with, once.

use serde::{Deserialize, Serialize};

use super::OpeningDocument;

/// What a settled period leaves behind: reserve balances, what payees are still owed, what they
/// still have to give back (年终结转).
///
/// It comes out of a settlement ([`crate::Settlement::close`]), which it uses up, and opens the
/// next period ([`super::Facts::following`]), which uses up the closing: it cannot be copied, so
/// the same balance cannot open two periods, and dropping it is warned about. It serializes, to be
/// kept until the next year; it names the digest of its statement, and the next statement names
/// it again, so that a closing that was altered or used twice shows.
///
/// The same closing does not open two periods, and a settlement does not close twice:
///
/// ```compile_fail,E0382
/// # use work_equivalent::{facts::{Closing, Facts, FactsDocument}, scheme::Scheme};
/// fn open_two(scheme: &Scheme, documents: &[FactsDocument; 2], closing: Closing) {
///     let first = Facts::following(scheme, &documents[0], closing);
///     let second = Facts::following(scheme, &documents[1], closing);
/// }
/// ```
///
/// ```compile_fail,E0382
/// # use work_equivalent::Settlement;
/// fn close_twice(settlement: Settlement<'_>) {
///     let first = settlement.close();
///     let second = settlement.close();
/// }
/// ```
///
/// ```compile_fail,E0277
/// # use work_equivalent::facts::Closing;
/// fn can_be_copied<T: Clone>() {}
/// can_be_copied::<Closing>();
/// ```
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[must_use = "the closing balances open the next period: keep them"]
pub struct Closing(OpeningDocument);

impl Closing {
    pub(crate) fn new(document: OpeningDocument) -> Self {
        Self(document)
    }

    /// What is brought forward, to read.
    #[must_use]
    pub fn balances(&self) -> &OpeningDocument {
        &self.0
    }

    pub(crate) fn into_document(self) -> OpeningDocument {
        self.0
    }
}
