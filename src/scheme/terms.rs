//! What a scheme calls those who pay and those who are paid.

/// The words for payer and payee in what people read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms<'s> {
    pub(crate) payer: &'s str,
    pub(crate) payee: &'s str,
}

impl<'s> Terms<'s> {
    /// The words that a scheme sets, or those for a treasury and its institutions.
    pub(crate) fn new([who_pays, who_is_paid]: [Option<&'s String>; 2]) -> Self {
        Self {
            payer: who_pays.map_or("财政", String::as_str),
            payee: who_is_paid.map_or("机构", String::as_str),
        }
    }
}
