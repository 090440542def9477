//! Why a variant has no statement.

use super::changes::ChangesError;
use crate::SettleError;
use crate::facts::FactsError;
use crate::scheme::SchemeError;

/// The error of documents, or of changes to them, that cannot be settled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct WhatIfError(Box<Kind>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Kind {
    #[error(transparent)]
    Changes(ChangesError),
    #[error(transparent)]
    Scheme(SchemeError),
    #[error(transparent)]
    Facts(FactsError),
    #[error(transparent)]
    Settle(SettleError),
}

impl WhatIfError {
    /// The error of the settlement, where the documents are right.
    pub(super) fn settle(&self) -> Option<&SettleError> {
        match &*self.0 {
            Kind::Settle(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ChangesError> for WhatIfError {
    fn from(error: ChangesError) -> Self {
        Self(Box::new(Kind::Changes(error)))
    }
}

impl From<SchemeError> for WhatIfError {
    fn from(error: SchemeError) -> Self {
        Self(Box::new(Kind::Scheme(error)))
    }
}

impl From<FactsError> for WhatIfError {
    fn from(error: FactsError) -> Self {
        Self(Box::new(Kind::Facts(error)))
    }
}

impl From<SettleError> for WhatIfError {
    fn from(error: SettleError) -> Self {
        Self(Box::new(Kind::Settle(error)))
    }
}
