//! What is said of a case, as digests: everything that a settlement can be asked for.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;
use work_equivalent::facts::{Facts, FactsDocument, OpeningDocument};
use work_equivalent::monitor::{Monitor, Observations, Watched};
use work_equivalent::scheme::{Scheme, SchemeDocument, Split};
use work_equivalent::statement::{Reason, Statement, Supplement, Trace};
use work_equivalent::{settle, settle_in_parts};

use crate::samples::{Case, Watch};

/// What a case settles to.
pub struct Settled {
    /// The statement by category; of a period in parts, that of its last part.
    pub plain: Statement,
    /// What the period leaves behind.
    pub left: OpeningDocument,
    /// A digest by what it is of.
    pub digests: BTreeMap<String, String>,
}

/// The SHA-256 of bytes, as `sha256sum` prints it.
pub fn digest(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = String::new();
    for byte in hmac_sha256::Hash::hash(bytes.as_ref()) {
        write!(digits, "{byte:02x}").unwrap();
    }
    digits
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

fn scheme(document: &SchemeDocument) -> Scheme {
    Scheme::new(document.clone()).unwrap()
}

impl Settled {
    pub fn of(case: &Case) -> Self {
        if let [document] = case.schemes.as_slice() {
            Self::whole(&scheme(document), case)
        } else {
            Self::in_parts(case)
        }
    }

    fn whole(scheme: &Scheme, case: &Case) -> Self {
        let facts = Facts::new(scheme, &case.facts).unwrap();
        let settlement = settle(&facts).unwrap();
        let traces = facts.payees().map(|payee| settlement.explain(payee).unwrap());
        let mut said = Said::default();
        said.traces(&traces.collect::<Vec<_>>());
        let by_item = settlement.statement_by_item().unwrap();
        said.bytes("statement by item", json(&by_item));
        if let Some(watch) = &case.watch {
            said.readings(scheme, watch, &by_item);
        }
        let (plain, closing) = settlement.close().unwrap();
        said.statement(&plain, &json(&plain), &plain.digest().unwrap());
        said.bytes("closing", json(&closing));
        let notices = plain.figures().payees.iter().map(|payee| {
            let notice = plain.notice(&payee.code).unwrap();
            assert_eq!(notice.digest().unwrap(), digest(json(&notice)));
            [json(&notice), notice.to_string()].join("\n") + "\n"
        });
        said.bytes("notices", notices.collect::<String>());
        Self { plain, left: closing.balances().clone(), digests: said.0 }
    }

    fn in_parts(case: &Case) -> Self {
        let schemes: Vec<Scheme> = case.schemes.iter().map(scheme).collect();
        let settlement = settle_in_parts(&schemes, Split::Days, &case.facts).unwrap();
        let mut codes: Vec<&String> = case.facts.payees.iter().map(|payee| &payee.code).collect();
        codes.sort();
        let traces = codes.iter().flat_map(|payee| settlement.explain(payee).unwrap());
        let mut said = Said::default();
        said.traces(&traces.collect::<Vec<_>>());
        let (statement, closing) = settlement.close().unwrap();
        said.statement(&statement, &json(&statement), &statement.digest().unwrap());
        said.bytes("closing", json(&closing));
        let plain = statement.parts().last().unwrap().clone();
        Self { plain, left: closing.balances().clone(), digests: said.0 }
    }
}

/// What a correction says of a closed statement, as a digest.
pub fn supplement(closed: &Statement, corrected: &Statement) -> String {
    let reasons = [Reason { payee: None, text: "复核".to_owned() }];
    let supplement = Supplement::new(closed, corrected, &reasons).unwrap();
    digest(format!("{}\n{supplement}", json(&supplement)))
}

/// Digests by what they are of.
#[derive(Default)]
struct Said(BTreeMap<String, String>);

impl Said {
    fn bytes(&mut self, what: &str, bytes: impl AsRef<[u8]>) {
        self.0.insert(what.to_owned(), digest(bytes));
    }

    /// A statement's own digest, which is that of its compact form, and that of its text.
    fn statement(&mut self, text: &impl ToString, compact: &str, stated: &str) {
        assert_eq!(stated, digest(compact), "what `sha256sum` says of the compact form");
        self.bytes("statement", compact);
        self.bytes("text", text.to_string());
    }

    /// Each trace as data and as people read it.
    fn traces(&mut self, traces: &[Trace]) {
        let traces = traces.iter().map(|trace| [json(trace), trace.to_string()].join("\n") + "\n");
        self.bytes("traces", traces.collect::<String>());
    }

    fn readings(&mut self, scheme: &Scheme, watch: &Watch, now: &Statement) {
        let by_item = |facts: &FactsDocument| {
            let facts = Facts::new(scheme, facts).unwrap();
            settle(&facts).unwrap().statement_by_item().unwrap()
        };
        let base = watch.base.as_ref().map(by_item);
        let observations = Observations::new(&watch.observations).unwrap();
        let watched = Watched {
            statement: Some(now),
            base: base.as_ref(),
            observations: Some(&observations),
        };
        let readings = Monitor::new(watch.monitor.clone()).unwrap().watch(&watched).unwrap();
        self.bytes("readings", format!("{}\n{readings}", json(&readings)));
    }
}
