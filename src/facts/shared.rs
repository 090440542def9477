//! What variants of facts share: the volumes, checked and counted once.

use core::ops::Range;
use std::sync::Arc;

use super::{
    Facts, FactsDocument, FactsError, Marks, PartOfPeriod, Payee, Stocks, Summed, VolumeTable,
};
use crate::period::Period;
use crate::report::Report;
use crate::scheme::{
    AppraisalDocument, Measure, Plan, Portion, Price, Scheme, SchemeDocument, Unverified,
};

/// The counted volumes of facts, and everything that they were checked against.
#[derive(Debug)]
pub(crate) struct Counted {
    payees: Arc<[Payee]>,
    marks: Arc<Marks>,
    volumes: Arc<VolumeTable>,
    stocks: Arc<Stocks>,
    scheme: SchemeDocument,
    /// Without its volumes.
    document: FactsDocument,
    shape: Shape,
}

/// The parts of the period in which a unit is worth the same, whatever it is worth.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    segments: Vec<Period>,
    /// In order of code.
    channels: Vec<ChannelShape>,
}

#[derive(Debug, PartialEq, Eq)]
struct ChannelShape {
    code: String,
    measure: Measure,
    unverified: Unverified,
    /// The segments in which the announced price is the same, whatever it is, run by run; none
    /// where none has to be announced.
    prices: Option<Vec<Range<usize>>>,
    /// By segment.
    rounds: Vec<usize>,
}

impl Shape {
    fn of(scheme: &Scheme, plan: &Plan<'_>) -> Self {
        let channels = scheme.channels.iter().enumerate().map(|(place, channel)| {
            let runs = || plan.price_runs(place).into_iter().map(|(run, _)| run).collect();
            let segments = 0..plan.segments().len();
            ChannelShape {
                code: channel.code.clone(),
                measure: channel.measure,
                unverified: channel.unverified,
                prices: matches!(channel.price, Price::Announced(_)).then(runs),
                rounds: segments.map(|segment| plan.round_of(place, segment)).collect(),
            }
        });
        Self { segments: plan.segments().to_vec(), channels: channels.collect() }
    }
}

impl Counted {
    /// What facts of a whole period counted. The volumes of their document are not looked at.
    pub(crate) fn of(facts: &Facts<'_>, document: &FactsDocument) -> Self {
        Self {
            payees: Arc::clone(&facts.payees),
            marks: Arc::clone(&facts.marks),
            volumes: Arc::clone(&facts.volumes),
            stocks: Arc::clone(&facts.stocks),
            scheme: facts.scheme.document().clone(),
            document: document.without_volumes(),
            shape: Shape::of(facts.scheme, &facts.plan),
        }
    }

    /// The document without its volumes.
    pub(crate) fn document(&self) -> &FactsDocument {
        &self.document
    }

    /// The payees, each as it was checked.
    pub(super) fn payees(&self) -> Arc<[Payee]> {
        Arc::clone(&self.payees)
    }

    /// The marks, where they and the appraisals that they were checked against are the same.
    pub(super) fn marks(&self, scheme: &Scheme, document: &FactsDocument) -> Option<Arc<Marks>> {
        let (mine, other) = (&self.scheme, scheme.document());
        // There are as many channels: what each of them measures is the same.
        let same = self.document.marks == document.marks
            && mine.channels.iter().zip(&other.channels).all(|(a, b)| a.appraisal == b.appraisal)
            && marked_alike(&mine.appraisals, &other.appraisals);
        same.then(|| Arc::clone(&self.marks))
    }

    pub(super) fn tables(&self) -> (Option<Arc<VolumeTable>>, Arc<Stocks>) {
        (Some(Arc::clone(&self.volumes)), Arc::clone(&self.stocks))
    }

    /// Whether all that the volumes were checked against, and all that is measured by, is the same.
    fn fits(&self, scheme: &Scheme, document: &FactsDocument) -> bool {
        let (mine, other) = (&self.scheme, scheme.document());
        let same = mine.groups == other.groups
            && mine.income_classes == other.income_classes
            && mine.categories == other.categories
            && mine.items == other.items
            && mine.finding_kinds == other.finding_kinds
            && self.document.payees == document.payees
            && self.document.findings == document.findings
            && self.document.approved == document.approved;
        if !same {
            return false;
        }
        let mut report = Report::default();
        let (from, until) = (&document.period.from, &document.period.until);
        let Some(period) = report.period(&crate::report::Place::ROOT, from, until) else {
            return false;
        };
        let plan = Plan::compile(scheme, period, &Portion::WHOLE, &mut report);
        plan.is_some_and(|plan| Shape::of(scheme, &plan) == self.shape)
    }
}

/// Whether appraisals differ by their curves at most.
pub(crate) fn marked_alike(mine: &[AppraisalDocument], others: &[AppraisalDocument]) -> bool {
    mine.len() == others.len()
        && mine
            .iter()
            .zip(others)
            .all(|(a, b)| a.code == b.code && a.dimensions == b.dimensions && a.rounds == b.rounds)
}

impl<'s> Facts<'s> {
    /// The facts of a document whose volumes were counted before, under another scheme or with
    /// other marks, advances or balances; none where the volumes would have to be counted again.
    pub(crate) fn sharing(
        scheme: &'s Scheme,
        document: &FactsDocument,
        counted: &Counted,
    ) -> Option<Result<Self, FactsError>> {
        counted.fits(scheme, document).then(|| {
            let report = Report::default();
            Self::reporting(scheme, &PartOfPeriod::WHOLE, document, Summed::All(counted), report)
        })
    }
}

impl FactsDocument {
    /// A copy of everything but the volumes, of which there can be millions.
    pub(crate) fn without_volumes(&self) -> Self {
        Self {
            period: self.period.clone(),
            payees: self.payees.clone(),
            volumes: Vec::new(),
            marks: self.marks.clone(),
            findings: self.findings.clone(),
            budgets: self.budgets.clone(),
            advances: self.advances.clone(),
            approved: self.approved.clone(),
            pool_amounts: self.pool_amounts.clone(),
            opening: self.opening.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    /// A channel whose announced price changes in July, one that pays posts, as many as were
    /// approved, and one whose price comes out of its pool. The appraisal `spare`, of two rounds,
    /// is no channel's.
    fn scheme() -> Json {
        let since = |value: &str| json!([{ "from": "2024-01-01", "value": value, "cite": "甲" }]);
        let category = |code: &str, channel: &str| {
            json!({
                "code": code, "name": code, "income_class": "bph", "channel": channel,
            })
        };
        let item = |code: &str, category: &str| {
            json!({
                "code": code, "name": code, "unit": "次", "category": category,
                "weights": since("1"),
            })
        };
        let appraisal = |code: &str, indicators: &[&str]| {
            let indicators = indicators.iter().map(|code| {
                let given = json!({ "kind": "given" });
                json!({ "code": code, "name": code, "full": "100", "rule": given, "cite": "甲" })
            });
            let indicators: Json = indicators.collect();
            json!({
                "code": code, "name": code, "cite": "甲",
                "curve": { "shape": { "kind": "proportional" }, "cite": "甲" },
                "dimensions": [{ "code": code, "name": "质", "indicators": indicators }],
            })
        };
        let priced =
            |kind: &str| json!({ "kind": kind, "appraisal_loss": "treasury", "cite": "甲" });
        let channel = |code: &str, price: Json| {
            json!({
                "code": code, "name": code, "cite": "甲", "unverified": "refuse", "price": price,
                "overrun": {
                    "draw_reserve": false, "rest": { "kind": "carry-forward" }, "cite": "甲",
                },
                "surplus": { "to_reserve": false, "rest": { "kind": "return" }, "cite": "甲" },
                "pool": [{
                    "code": "funds", "name": "资金", "kind": "source", "amounts": since("900"),
                }],
            })
        };
        let mut scheme = json!({
            "title": "试", "number": "试1号", "issuer": "局", "from": "2024-01-01",
            "groups": [{ "code": "plain", "name": "平", "difficulty": since("1.2") }],
            "income_classes": [{ "code": "bph", "name": "公卫", "cite": "甲" }],
            "categories": [
                category("GX", "clinic"), category("HT", "posts"), category("YY", "wards"),
            ],
            "items": [item("GX01", "GX"), item("YY01", "YY"), {
                "code": "HT01", "name": "岗", "unit": "岗", "category": "HT", "per": "month",
                "approved": { "cite": "甲" }, "quotas": since("2000"),
            }],
            "appraisals": [appraisal("annual", &["Q1"]), appraisal("spare", &["S1", "S2"])],
            "finding_kinds": [{
                "code": "false", "name": "虚报", "cite": "甲",
                "rule": { "kind": "disallow", "multiple": since("0") },
            }],
            "channels": [
                channel("clinic", json!({
                    "kind": "announced", "appraisal_loss": "treasury", "values": [
                        { "from": "2024-01-01", "value": "10", "cite": "甲" },
                        { "from": "2024-07-01", "value": "12", "cite": "甲" },
                    ],
                })),
                channel("posts", priced("quota")),
                channel("wards", priced("derived")),
            ],
        });
        scheme["channels"][0]["appraisal"] = "annual".into();
        scheme["appraisals"][1]["rounds"] = json!({
            "kind": "combined", "of": "scores", "cite": "甲", "rounds": [
                { "code": "R1", "name": "上", "weight": "0.4" },
                { "code": "R2", "name": "下", "weight": "0.6" },
            ],
        });
        scheme
    }

    fn facts() -> Json {
        json!({
            "period": { "from": "2024-01-01", "until": "2025-01-01" },
            "payees": [{ "code": "W1", "name": "院", "group": "plain" }],
            "volumes": [
                { "payee": "W1", "item": "GX01", "month": "2024-03", "verified": "30" },
                { "payee": "W1", "item": "YY01", "month": "2024-03", "verified": "8" },
                { "payee": "W1", "item": "HT01", "month": "2024-03", "verified": "4" },
            ],
            "approved": [{ "payee": "W1", "item": "HT01", "number": "3", "cite": "乙" }],
            "marks": [
                { "payee": "W1", "indicator": "Q1", "mark": "96" },
                { "payee": "W1", "indicator": "S1", "round": "R1", "mark": "80" },
            ],
            "findings": [{
                "code": "F1", "kind": "false", "payee": "W1", "item": "GX01", "month": "2024-03",
                "volume": "5",
            }],
        })
    }

    fn checked(documents: &Json) -> (Scheme, FactsDocument) {
        let facts = serde_json::from_value(documents["facts"].clone()).unwrap();
        (serde_json::from_value(documents["scheme"].clone()).unwrap(), facts)
    }

    /// What documents share that differ from others in one value; where they are wrong, why.
    fn shared(base: &Json, pointer: &str, value: &Json) -> String {
        let mut documents = base.clone();
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match (documents.pointer_mut(parent).unwrap(), key) {
            (Json::Array(list), "-") => list.push(value.clone()),
            (Json::Array(list), index) => list[index.parse::<usize>().unwrap()] = value.clone(),
            (object, key) => object[key] = value.clone(),
        }
        let ((scheme, document), (new_scheme, new_document)) = (checked(base), checked(&documents));
        let facts = Facts::new(&scheme, &document).unwrap();
        let counted = Counted::of(&facts, &document);
        let without_volumes = new_document.without_volumes();
        let Some(variant) = Facts::sharing(&new_scheme, &without_volumes, &counted) else {
            return "nothing".to_owned();
        };
        // What is shared is what would be counted again.
        let anew = format!("{:?}", Facts::new(&new_scheme, &new_document));
        assert!(format!("{variant:?}") == anew, "{pointer}: {anew}");
        match variant {
            Err(error) => error.to_string(),
            Ok(variant) => {
                assert!(Arc::ptr_eq(&variant.volumes, &facts.volumes), "{pointer}");
                assert!(Arc::ptr_eq(&variant.stocks, &facts.stocks), "{pointer}");
                assert!(Arc::ptr_eq(&variant.payees, &facts.payees), "{pointer}");
                let marks = Arc::ptr_eq(&variant.marks, &facts.marks);
                if marks { "volumes and marks" } else { "volumes" }.to_owned()
            }
        }
    }

    #[test]
    fn volumes_are_shared_where_they_would_be_counted_alike() {
        let base = json!({ "scheme": scheme(), "facts": facts() });
        let announced_later = json!({
            "kind": "announced", "appraisal_loss": "treasury",
            "values": [{ "from": "2025-01-01", "value": "10", "cite": "甲" }],
        });
        let mut idle = scheme()["appraisals"][0].clone();
        idle["code"] = "idle".into();
        idle["dimensions"][0]["indicators"][0]["code"] = "I1".into();
        let from_july = json!([{ "from": "2024-07-01", "value": "12", "cite": "甲" }]);
        let round = |code: &str| json!({ "code": code, "name": code, "months": "6" });
        let by_part =
            json!({ "kind": "by-part", "rounds": [round("R1"), round("R2")], "cite": "甲" });
        for (pointer, value, expected) in [
            ("/scheme/title", json!("试行"), "volumes and marks"),
            // Money, and curves, are looked at when all is counted and marked.
            ("/scheme/channels/0/pool/0/amounts/0/value", json!("800"), "volumes and marks"),
            ("/scheme/channels/0/price/values/0/value", json!("11"), "volumes and marks"),
            ("/scheme/channels/0/price/values/1/value", json!("9"), "volumes and marks"),
            (
                "/scheme/appraisals/0/curve/shape",
                json!({ "kind": "full-from", "threshold": "85" }),
                "volumes and marks",
            ),
            // What is marked, and by what.
            ("/facts/marks/0/mark", json!("90"), "volumes"),
            ("/scheme/channels/0/appraisal", json!(null), "volumes"),
            ("/scheme/appraisals/0/dimensions/0/indicators/0/full", json!("120"), "volumes"),
            ("/scheme/appraisals/1/dimensions/0/indicators/0/full", json!("120"), "volumes"),
            ("/scheme/appraisals/1/rounds/rounds/0/name", json!("甲"), "volumes"),
            ("/scheme/appraisals/1/code", json!("more"), "volumes"),
            ("/scheme/appraisals/-", idle, "volumes"),
            (
                "/scheme/channels/1/appraisal",
                json!("spare"),
                "facts under scheme 试1号: marks: payee \"W1\" has no mark for S2 in round R1, S1 in \
                 round R2, S2 in round R2: give one each",
            ),
            // What is counted, and what a unit is worth.
            ("/scheme/groups/0/difficulty/0/value", json!("1.3"), "nothing"),
            ("/scheme/income_classes/0/name", json!("医疗"), "nothing"),
            ("/scheme/categories/0/name", json!("随访"), "nothing"),
            ("/scheme/items/0/weights/0/value", json!("2"), "nothing"),
            ("/scheme/finding_kinds/0/name", json!("多报"), "nothing"),
            ("/scheme/channels/0/unverified", json!("pay-reported"), "nothing"),
            ("/facts/payees/0/name", json!("医院"), "nothing"),
            ("/facts/findings/0/volume", json!("6"), "nothing"),
            ("/facts/approved/0/number", json!("2"), "nothing"),
            // Where in time it is worth the same.
            ("/facts/period/until", json!("2024-12-01"), "nothing"),
            ("/scheme/channels/0/price/values/1/value", json!("10"), "nothing"),
            ("/scheme/channels/0/price/values/1/from", json!("2024-08-01"), "nothing"),
            ("/scheme/channels/0/price/values", from_july, "nothing"),
            ("/scheme/channels/2/price", announced_later, "nothing"),
            ("/scheme/appraisals/0/rounds", by_part, "nothing"),
        ] {
            assert_eq!(shared(&base, pointer, &value), expected, "{pointer}: {value}");
        }
    }
}
