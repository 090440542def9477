//! What must occur of rounds, vetoes, findings and periods.

use num_traits::{Signed, Zero};
use work_equivalent::facts::{FindingDocument, PayeeDocument};
use work_equivalent::scheme::{Combine, FindingRuleDocument, ItemDocument, RoundsDocument};

use super::prices::{self, KINDS_OF_PRICE};
use super::{Case, Feature, feature};
use crate::appraise::appraise;
use crate::deduct;
use crate::outcome::{ChannelOutcome, PayeeOutcome};
use crate::setting::Setting;

/// What must occur of rounds, vetoes, findings and periods.
pub fn features() -> Vec<Feature> {
    let features = [round_features(), veto_features(), finding_features(), period_features()];
    features.into_iter().flatten().collect()
}

/// The rounds of an appraisal in a word.
fn kind_of_rounds(rounds: Option<&RoundsDocument>) -> &'static str {
    match rounds {
        None => "one round",
        Some(RoundsDocument::Combined { of: Combine::Scores, .. }) => "combined scores",
        Some(RoundsDocument::Combined { of: Combine::Coefficients, .. }) => "combined coefficients",
        Some(RoundsDocument::ByPart { .. }) => "rounds by part",
    }
}

/// All kinds of rounds.
const KINDS_OF_ROUNDS: [&str; 4] =
    ["one round", "combined scores", "combined coefficients", "rounds by part"];

/// A feature of at least one channel with an appraisal that was settled.
fn of_appraised(
    name: impl Into<String>,
    occurs: impl Fn(&Setting, &ChannelOutcome, &str) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| {
        let channels = case.scheme.channels.iter().zip(case.outcome.iter().flatten());
        let mut settings =
            channels.map(|(it, outcome)| (Setting::new(&case.scheme, &case.facts, it), outcome));
        settings.any(|(setting, outcome)| {
            setting.appraisal().is_some_and(|appraisal| {
                occurs(&setting, outcome, kind_of_rounds(appraisal.rounds.as_ref()))
            })
        })
    })
}

/// Rounds that combine or govern a part each, under every kind of price.
fn round_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for kind in KINDS_OF_ROUNDS {
        for price in KINDS_OF_PRICE {
            features.push(of_appraised(format!("{kind}, {price}"), move |setting, _, it| {
                it == kind && prices::kind(&setting.channel.price) == price
            }));
        }
        features.push(of_appraised(format!("{kind}, rounded"), move |setting, _, it| {
            it == kind && setting.appraisal().unwrap().curve.rounding.is_some()
        }));
    }
    for count in 1..=4 {
        features.push(of_appraised(format!("{count} rounds by part"), move |_, outcome, kind| {
            kind == "rounds by part" && outcome.payees[0].rounds.len() == count
        }));
    }
    features.push(of_appraised("rounds by part count differently", |_, outcome, kind| {
        let is_mixed = |payee: &PayeeOutcome| {
            payee.rounds.iter().all(|round| {
                let coefficient = round.coefficient.as_ref().unwrap();
                &payee.measured * coefficient != payee.appraised
            })
        };
        kind == "rounds by part" && outcome.payees.iter().any(is_mixed)
    }));
    features.push(of_appraised("two prices and two rounds by part", |_, outcome, kind| {
        kind == "rounds by part" && outcome.prices.len() > 1 && outcome.payees[0].rounds.len() > 1
    }));
    features
}

/// Whether a finding is a veto.
fn is_veto(case: &Case, finding: &FindingDocument) -> bool {
    matches!(deduct::kind(&case.scheme, finding).rule, FindingRuleDocument::Veto { .. })
}

/// Vetoes with every kind of rounds that lower a coefficient, or that do not.
fn veto_features() -> Vec<Feature> {
    let mut features = Vec::new();
    for kind in KINDS_OF_ROUNDS {
        for names_round in [false, true] {
            if names_round && kind != "rounds by part" {
                continue;
            }
            let of = if names_round { "one round of " } else { "" };
            features.push(feature(format!("veto lowers {of}{kind}"), move |case| {
                vetoes(case, kind, names_round, true)
            }));
            features.push(feature(format!("veto leaves {of}{kind}"), move |case| {
                vetoes(case, kind, names_round, false)
            }));
        }
    }
    features.push(feature("several vetoes on a payee", |case| {
        case.facts.payees.iter().any(|payee| {
            let of_payee = case.facts.findings.iter().filter(|it| it.payee == payee.code);
            of_payee.filter(|finding| is_veto(case, finding)).count() > 1
        })
    }));
    features.push(feature("veto of an appraisal without channel", |case| {
        case.facts.findings.iter().any(|finding| match &deduct::kind(&case.scheme, finding).rule {
            FindingRuleDocument::Veto { appraisal, .. } => {
                let mut channels = case.scheme.channels.iter();
                channels.all(|channel| channel.appraisal.as_ref() != Some(appraisal))
            }
            _ => false,
        })
    }));
    features
}

/// Whether all vetoes on a payee name a round or not, and lower a coefficient or not.
fn vetoes(case: &Case, kind: &str, names_round: bool, lowers: bool) -> bool {
    let mut without = case.facts.clone();
    without.findings.retain(|finding| !is_veto(case, finding));
    if without.findings.len() == case.facts.findings.len() {
        return false;
    }
    let vetoes = |setting: &Setting, payee: &PayeeDocument| {
        let findings = case.facts.findings.iter().filter(|finding| finding.payee == payee.code);
        let rounds: Vec<bool> = findings
            .filter(|finding| match &deduct::kind(&case.scheme, finding).rule {
                FindingRuleDocument::Veto { appraisal, .. } => {
                    setting.channel.appraisal.as_ref() == Some(appraisal)
                }
                _ => false,
            })
            .map(|finding| finding.round.is_some())
            .collect();
        !rounds.is_empty() && rounds.iter().all(|it| *it == names_round)
    };
    case.scheme.channels.iter().any(|channel| {
        let with = Setting::new(&case.scheme, &case.facts, channel);
        let without = Setting::new(&case.scheme, &without, channel);
        let rounds = with.appraisal().map(|appraisal| kind_of_rounds(appraisal.rounds.as_ref()));
        rounds == Some(kind)
            && with.payees.iter().any(|payee| {
                let [is, was] = [&with, &without].map(|setting| {
                    let appraised = appraise(setting, payee);
                    (appraised.coefficient, appraised.rounds)
                });
                vetoes(&with, payee) && (is != was) == lowers
            })
    })
}

/// Findings of every rule.
fn finding_features() -> Vec<Feature> {
    let of_rule = |name: &str, is_so: fn(&FindingRuleDocument) -> bool| {
        feature(name, move |case| {
            let mut findings = case.facts.findings.iter();
            findings.any(|finding| is_so(&deduct::kind(&case.scheme, finding).rule))
        })
    };
    let mut features = vec![
        of_rule("finding disallows", |it| matches!(it, FindingRuleDocument::Disallow { .. })),
        of_rule("finding of a fixed amount", |it| matches!(it, FindingRuleDocument::Fixed { .. })),
        of_rule("finding of a stated amount", |it| {
            matches!(it, FindingRuleDocument::Stated { .. })
        }),
        of_rule("finding vetoes", |it| matches!(it, FindingRuleDocument::Veto { .. })),
        of_disallowed("disallowed where prices change", |_, outcome, _, _| {
            outcome.prices.len() > 1
        }),
        of_disallowed("disallowed in rounds by part", |_, outcome, _, _| {
            let mut payees = outcome.payees.iter();
            payees.any(|it| it.coefficient.is_none() && it.rounds.len() > 1)
        }),
        of_disallowed("disallowed of an item with a ceiling", |_, _, item, _| {
            !item.ceiling.is_empty()
        }),
        of_disallowed("disallowed of an item with bands", |_, _, item, _| item.bands.is_some()),
        of_disallowed("disallowed inside a month", |_, _, _, it| {
            it.from.as_ref().is_some_and(|from| !from.ends_with("-01"))
        }),
        of_disallowed("disallowed twice", |setting, _, _, it| {
            let findings = setting.facts.findings.iter();
            findings.filter(|other| (&other.payee, &other.item) == (&it.payee, &it.item)).count()
                > 1
        }),
        of_disallowed("disallowed a part, and paid the rest", |_, outcome, item, it| {
            let payee = outcome.payees.iter().find(|payee| payee.code == it.payee).unwrap();
            let mut items = payee.items.iter();
            items.any(|(code, _, amount)| *code == item.code && amount.is_positive())
        }),
        of_disallowed("disallowed all of an item", |_, outcome, item, it| {
            let payee = outcome.payees.iter().find(|payee| payee.code == it.payee).unwrap();
            let mut items = payee.items.iter();
            items.any(|(code, measured, _)| *code == item.code && measured.is_zero())
        }),
    ];
    for price in KINDS_OF_PRICE {
        features.push(of_disallowed(format!("disallowed, {price}"), move |setting, _, _, _| {
            prices::kind(&setting.channel.price) == price
        }));
    }
    features
}

/// A feature of at least one disallowed volume in a channel that was settled.
fn of_disallowed(
    name: impl Into<String>,
    occurs: impl Fn(&Setting, &ChannelOutcome, &ItemDocument, &FindingDocument) -> bool + Sync + 'static,
) -> Feature {
    feature(name, move |case| {
        let channels = case.scheme.channels.iter().zip(case.outcome.iter().flatten());
        channels.into_iter().any(|(channel, outcome)| {
            let setting = Setting::new(&case.scheme, &case.facts, channel);
            case.facts.findings.iter().any(|finding| {
                let mut items = case.scheme.items.iter();
                let item = items.find(|item| finding.item.as_ref() == Some(&item.code));
                item.is_some_and(|item| {
                    let is_bought = crate::measure::is_bought_by(&setting, item);
                    is_bought && occurs(&setting, outcome, item, finding)
                })
            })
        })
    })
}

/// Whole months and others.
fn period_features() -> Vec<Feature> {
    vec![
        feature("period of whole months", |case| {
            [&case.facts.period.from, &case.facts.period.until].iter().all(|it| it.ends_with("-01"))
        }),
        feature("period that begins inside a month", |case| {
            !case.facts.period.from.ends_with("-01")
        }),
    ]
}
