//! Random approved numbers of items of which no more counts.

use work_equivalent::facts::{ApprovedDocument, PayeeDocument, VolumeDocument};
use work_equivalent::scheme::SchemeDocument;

use super::Maker;
use super::appraisals::millionths;

impl Maker {
    /// Rule 5, approved numbers: one for each payee with a record of such an item, and for some
    /// others.
    pub(super) fn approved(
        &mut self,
        scheme: &SchemeDocument,
        payees: &[PayeeDocument],
        volumes: &[VolumeDocument],
    ) -> Vec<ApprovedDocument> {
        let mut approved = Vec::new();
        for item in scheme.items.iter().filter(|item| item.approved.is_some()) {
            for payee in payees {
                let numbers: Vec<i64> = volumes
                    .iter()
                    .filter(|it| (&it.payee, &it.item) == (&payee.code, &item.code))
                    .map(|it| millionths(it.verified.as_ref().or(it.reported.as_ref()).unwrap()))
                    .collect();
                let any = self.quantities.volume();
                let number = if numbers.is_empty() {
                    if self.random().chance(60) {
                        continue;
                    }
                    any
                } else {
                    // As many, fewer, or any number.
                    let number = *self.random().pick(&numbers);
                    let fewer = self.random().between(0, number);
                    *self.random().pick(&[number, number / 2, fewer, any, any])
                };
                approved.push(ApprovedDocument {
                    payee: payee.code.clone(),
                    item: item.code.clone(),
                    number: self.quantities.write(number, 6),
                    cite: "试批〔2024〕1号".to_owned(),
                });
            }
        }
        self.random().shuffle(&mut approved);
        approved
    }
}
