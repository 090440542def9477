//! What a random district has, so that it is known what the districts cover.

use work_equivalent::facts::FactsDocument;
use work_equivalent::scheme::{RuleDocument, SchemeDocument, ShapeDocument};

/// What the accepted districts must cover: every rule and every curve, and these.
const FEATURES: &[&str] = &[
    "curve rounded",
    "rounds combined scores",
    "rounds combined coefficients",
    "rounds by-part",
    "price announced",
    "price derived",
    "price published",
    "price quota",
    "price stated",
    "loss treasury",
    "loss reserve",
    "loss redistributed",
    "overrun prorate",
    "overrun carry-forward",
    "overrun share",
    "overrun reject",
    "surplus return",
    "surplus retain",
    "release held",
    "release all",
    "release above-target",
    "bands of volume",
    "ceiling",
    "heads or posts",
    "approved",
    "limit",
    "rate line",
    "stated line",
    "disallowed",
    "veto",
    "plan",
    "claims",
    "owed",
    "recorded",
    "difficulty",
    "money not half-away",
];

/// The names of what the accepted districts must cover.
pub fn all() -> impl Iterator<Item = String> {
    let rules = RuleDocument::KINDS.iter().map(|kind| format!("rule {kind}"));
    let shapes = ShapeDocument::KINDS.iter().map(|kind| format!("curve {kind}"));
    rules.chain(shapes).chain(FEATURES.iter().map(ToString::to_string))
}

/// What a district has, by these names.
pub fn features(scheme: &SchemeDocument, facts: &FactsDocument) -> Vec<String> {
    let json = serde_json::to_value(scheme).unwrap();
    let text = |value: &serde_json::Value, pointer: &str| {
        value.pointer(pointer).and_then(serde_json::Value::as_str).unwrap_or("").to_owned()
    };
    let list = |value: &serde_json::Value, pointer: &str| {
        value.pointer(pointer).and_then(serde_json::Value::as_array).cloned().unwrap_or_default()
    };
    let mut found = Vec::new();
    let mut has = |what: &str, condition: bool| {
        if condition {
            found.push(what.to_owned());
        }
    };
    for channel in list(&json, "/channels") {
        has(&format!("price {}", text(&channel, "/price/kind")), true);
        if channel.get("appraisal").is_some() {
            has(&format!("loss {}", text(&channel, "/price/appraisal_loss")), true);
        }
        has(
            &format!("overrun {}", text(&channel, "/overrun/rest/kind")),
            channel.get("overrun").is_some(),
        );
        has(
            &format!("surplus {}", text(&channel, "/surplus/rest/kind")),
            channel.get("surplus").is_some(),
        );
        has(&format!("release {}", text(&channel, "/reserve/withholding/release")), true);
        has("recorded", channel.get("recorded").is_some());
        has("plan", channel.pointer("/advances/plan").is_some());
        has(
            "money not half-away",
            !["", "half-away-from-zero"].contains(&text(&channel, "/money/mode").as_str()),
        );
        for line in list(&channel, "/pool") {
            has("limit", text(&line, "/kind") == "limit");
            has("rate line", line.get("rate").is_some());
            has("stated line", line.get("stated").is_some());
        }
        let governed = text(&channel, "/appraisal");
        for appraisal in list(&json, "/appraisals").iter().filter(|a| text(a, "/code") == governed)
        {
            has(&format!("curve {}", text(appraisal, "/curve/shape/kind")), true);
            has("curve rounded", appraisal.pointer("/curve/rounding").is_some());
            let rounds = format!(
                "rounds {} {}",
                text(appraisal, "/rounds/kind"),
                text(appraisal, "/rounds/of")
            );
            has(rounds.trim(), true);
            for dimension in list(appraisal, "/dimensions") {
                for indicator in list(&dimension, "/indicators") {
                    has(&format!("rule {}", text(&indicator, "/rule/kind")), true);
                }
            }
        }
    }
    for item in list(&json, "/items") {
        has("bands of volume", item.get("bands").is_some());
        has("ceiling", item.get("ceiling").is_some());
        has("heads or posts", item.get("per").is_some());
        has("approved", item.get("approved").is_some());
    }
    has("difficulty", list(&json, "/groups").iter().any(|group| group.get("difficulty").is_some()));
    let kinds = list(&json, "/finding_kinds");
    for finding in &facts.findings {
        let kind = kinds.iter().find(|kind| text(kind, "/code") == finding.kind).unwrap();
        has("disallowed", text(kind, "/rule/kind") == "disallow");
        has("veto", text(kind, "/rule/kind") == "veto");
    }
    has("claims", !facts.opening.claims.is_empty());
    has("owed", !facts.opening.owed.is_empty());
    found
}
