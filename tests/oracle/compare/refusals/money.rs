//! Money where none is: in channels that are only recorded, and pool amounts that do not fit.

use work_equivalent::facts::{
    AdvanceDocument, BudgetDocument, Cause, ClaimDocument, FactsDocument, FindingDocument,
    PayeeAmountDocument, PeriodDocument, PoolAmountDocument, ReserveBalanceDocument,
};
use work_equivalent::scheme::{
    AdvancesDocument, ChannelDocument, DeductionsDocument, Destination, Excess,
    FindingKindDocument, FindingRuleDocument, OverrunDocument, OverrunRestDocument,
    PoolLineDocument, PoolLineKind, RecordedDocument, ReserveDocument, SchemeDocument,
    SurplusDocument, SurplusRestDocument,
};
use work_equivalent::units::Number;

use super::{always, channel, channel_of, is_recorded, placed, quoted, refused, words};
use crate::setting::buys_equivalents;

/// The document and clause of all these rules.
const CITE: &str = "试";

/// Gives a channel that is only recorded something that it may not have.
fn recorded_refused(field: &'static str, spoil: impl Fn(&mut ChannelDocument, &str)) {
    refused(|scheme, _| {
        let from = scheme.from.clone();
        let channel = channel(scheme, is_recorded)?;
        spoil(channel, &from);
        Some(words([field, &placed(&channel.code)]))
    });
}

#[test]
fn what_is_only_recorded_has_no_money_cycle() {
    let cite = || CITE.to_owned();
    let overrun = || OverrunDocument {
        draw_reserve: false,
        rest: OverrunRestDocument::Prorate {},
        cite: cite(),
    };
    let surplus = || SurplusDocument {
        to_reserve: false,
        rest: SurplusRestDocument::Return {},
        cite: cite(),
    };
    recorded_refused("pool", |channel, from| {
        channel.pool = vec![PoolLineDocument {
            code: "来源".to_owned(),
            name: "来源".to_owned(),
            kind: PoolLineKind::Source,
            amounts: always(from, "100"),
            stated: None,
            rate: Vec::new(),
        }];
        channel.overrun = Some(overrun());
        channel.surplus = Some(surplus());
    });
    recorded_refused("overrun", |channel, _| channel.overrun = Some(overrun()));
    recorded_refused("surplus", |channel, _| channel.surplus = Some(surplus()));
    recorded_refused("reserve", |channel, _| {
        channel.reserve = Some(ReserveDocument {
            cite: cite(),
            target: Vec::new(),
            provision: None,
            withholding: None,
        });
    });
    recorded_refused("deductions", |channel, _| {
        channel.deductions = Some(DeductionsDocument { to: Destination::Treasury, cite: cite() });
    });
    recorded_refused("advances", |channel, _| {
        channel.advances =
            Some(AdvancesDocument { excess: Excess::Recover, cite: cite(), plan: None });
    });
}

#[test]
fn equivalents_are_not_only_recorded() {
    refused(|scheme, _| {
        let is_so = |it: &ChannelDocument| {
            let has_cycle = it.reserve.is_some() || it.deductions.is_some();
            buys_equivalents(&it.price) && it.pool.is_empty() && !has_cycle && it.advances.is_none()
        };
        let channel = channel(scheme, is_so)?;
        channel.recorded =
            Some(RecordedDocument { by: "医保".to_owned(), cite: CITE.to_owned() });
        Some(words(["recorded", &placed(&channel.code)]))
    });
}

/// States something of a channel that is only recorded, and of a payee.
fn stated_of_recorded(
    field: &'static str,
    spoil: impl Fn(&SchemeDocument, &mut FactsDocument, &str, &str),
) {
    refused(|scheme, facts| {
        let code = channel(scheme, is_recorded)?.code.clone();
        let payee = facts.payees[0].code.clone();
        spoil(scheme, facts, &code, &payee);
        Some(words([field, &quoted(&code)]))
    });
}

#[test]
fn nothing_is_brought_into_what_is_only_recorded() {
    let one_yuan = |channel: &str, payee: &str| PayeeAmountDocument {
        channel: channel.to_owned(),
        payee: payee.to_owned(),
        amount: Number::from(1),
    };
    stated_of_recorded("owed", |_, facts, channel, payee| {
        facts.opening.owed.push(one_yuan(channel, payee));
    });
    stated_of_recorded("reserves", |_, facts, channel, _| {
        let (channel, balance) = (channel.to_owned(), Number::from(1));
        facts.opening.reserves.push(ReserveBalanceDocument { channel, balance });
    });
    for cause in [Cause::Finding { code: "旧".to_owned() }, Cause::Advances {}] {
        stated_of_recorded("claims", |_, facts, channel, payee| {
            facts.opening.claims.push(ClaimDocument {
                channel: channel.to_owned(),
                payee: payee.to_owned(),
                period: PeriodDocument {
                    from: "2020-01-01".to_owned(),
                    until: "2021-01-01".to_owned(),
                },
                cause: cause.clone(),
                amount: Number::from(1),
            });
        });
    }
}

#[test]
fn nothing_is_paid_or_deducted_where_others_pay() {
    stated_of_recorded("advances", |_, facts, channel, payee| {
        facts.advances.push(AdvanceDocument {
            code: "误付".to_owned(),
            payee: payee.to_owned(),
            channel: channel.to_owned(),
            instalment: None,
            date: facts.period.from.clone(),
            amount: Number::from(1),
        });
    });
    stated_of_recorded("budgets", |_, facts, channel, payee| {
        let (payee, channel) = (payee.to_owned(), channel.to_owned());
        facts.budgets.push(BudgetDocument { payee, channel, amount: Number::from(1) });
    });
    refused(|scheme, _| {
        let channel = channel(scheme, is_recorded)?.code.clone();
        let expected = Some(words(["finding_kinds", &placed("误设"), &quoted(&channel)]));
        scheme.finding_kinds.push(kind("误设", FindingRuleDocument::Stated { channel }));
        expected
    });
    refused(|scheme, facts| {
        let record = facts.volumes.iter().find(|record| {
            let item = scheme.items.iter().find(|item| item.code == record.item).unwrap();
            is_recorded(channel_of(scheme, item)) && item.per.is_none()
        })?;
        let multiple = always(&scheme.from, "1");
        scheme.finding_kinds.push(kind("误设", FindingRuleDocument::Disallow { multiple }));
        facts.findings.push(FindingDocument {
            code: "误核".to_owned(),
            kind: "误设".to_owned(),
            payee: record.payee.clone(),
            item: Some(record.item.clone()),
            month: record.month.clone(),
            from: record.from.clone(),
            until: record.until.clone(),
            volume: record.verified.clone().or(record.reported.clone()),
            amount: None,
            round: None,
        });
        Some(words(["findings", &placed("误核")]))
    });
}

/// A kind of finding.
fn kind(code: &str, rule: FindingRuleDocument) -> FindingKindDocument {
    FindingKindDocument {
        code: code.to_owned(),
        name: code.to_owned(),
        cite: CITE.to_owned(),
        rule,
    }
}

/// Changes an entry of a pool amount that is so, and expects a message about it.
fn entry_refused(spoil: impl Fn(&SchemeDocument, &mut PoolAmountDocument) -> Option<String>) {
    refused(|scheme, facts| {
        let mut entry = facts.pool_amounts.first()?.clone();
        let expected = spoil(scheme, &mut entry)?;
        facts.pool_amounts.push(entry);
        Some(words(["pool_amounts", &expected]))
    });
}

#[test]
fn a_stated_line_needs_its_amounts() {
    refused(|_, facts| {
        let PoolAmountDocument { channel, line, .. } = facts.pool_amounts.first()?.clone();
        facts.pool_amounts.retain(|it| (&it.channel, &it.line) != (&channel, &line));
        Some(words(["pool_amounts", &quoted(&channel), &quoted(&line)]))
    });
}

#[test]
fn amounts_of_lines_that_are_not_there() {
    let unknown = || "无".to_owned();
    entry_refused(|_, entry| {
        entry.channel = unknown();
        Some(quoted("无"))
    });
    entry_refused(|_, entry| {
        entry.line = unknown();
        Some(quoted("无"))
    });
    entry_refused(|_, entry| {
        entry.payee = Some(unknown());
        Some(quoted("无"))
    });
    entry_refused(|scheme, entry| {
        let channel = scheme.channels.iter().find(|it| it.code == entry.channel)?;
        let other = channel.pool.iter().find(|line| line.stated.is_none())?;
        entry.line.clone_from(&other.code);
        Some(quoted(&other.code))
    });
}

#[test]
fn amounts_that_are_no_amounts() {
    entry_refused(|_, entry| {
        // The same line, payee and document.
        entry.amount = Number::from(7);
        Some(quoted(&entry.line))
    });
    for amount in ["-0.01", "0.001"] {
        entry_refused(|_, entry| {
            entry.cite = "另一凭证".to_owned();
            entry.amount = Number::from(amount);
            Some(amount.to_owned())
        });
    }
}
