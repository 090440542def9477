//! What a period leaves to the next.

use std::collections::BTreeMap;

use work_equivalent::facts::{OpeningDocument, PayeeAmountDocument};

use crate::numbers::{Fraction, read, whole};

/// All balances, by what they are of, channel, payee and origin; of each list, in any order.
pub fn balances(opening: &OpeningDocument) -> BTreeMap<String, Fraction> {
    let mut balances = BTreeMap::new();
    let mut add = |name: String, amount: Fraction| {
        assert_eq!(balances.insert(name.clone(), amount), None, "twice: {name}");
    };
    for it in &opening.reserves {
        add(format!("reserve {:?}", it.channel), read(&it.balance));
    }
    let mut add_all = |name: &str, amounts: &[PayeeAmountDocument]| {
        for it in amounts {
            add(format!("{name} {:?} {:?}", it.channel, it.payee), read(&it.amount));
        }
    };
    add_all("owed", &opening.owed);
    add_all("entitlement", &opening.entitlements);
    for it in &opening.claims {
        let origin = (&it.channel, &it.payee, &it.period, &it.cause);
        add(format!("claim {origin:?}"), read(&it.amount));
    }
    balances
}

/// Whether no balance is larger than a document may state.
pub fn can_be_stated(opening: &OpeningDocument) -> bool {
    let most = whole(10_i64.pow(15));
    balances(opening).values().all(|amount| *amount < most)
}
