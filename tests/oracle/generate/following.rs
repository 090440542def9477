//! A scheme that follows another one inside a period: much is the same, and much is not.

use work_equivalent::scheme::{
    AppraisalLoss, ChannelDocument, FindingRuleDocument, IndicatorDocument, PriceDocument,
    ProvisionDocument, RoundsDocument, RuleDocument, SchemeDocument,
};

use super::Maker;
use super::calendar::Calendar;
use super::channels::comes_of_pool;
use super::leaving::{without_pool, without_reserve};
use super::quantities::{MILLION, Quantities};
use crate::setting::appraisal_loss;

impl Maker {
    /// The scheme that follows some others for a part: for the same groups, with codes of theirs.
    pub(super) fn following(
        &mut self,
        earlier: &[SchemeDocument],
        part: Calendar,
    ) -> SchemeDocument {
        let before = earlier.last().unwrap();
        let mut scheme = before.clone();
        scheme.from = self.calendar.from.text();
        for group in &mut scheme.groups {
            match self.random().below(4) {
                0 => group.difficulty = Vec::new(),
                1 => group.difficulty = self.dated(40, Quantities::factor),
                _ => {}
            }
        }
        let codes = self.following_channels(before);
        self.change_categories(&mut scheme, &codes);
        self.change_items(&mut scheme);
        // Rounds that each govern a part must fit the part.
        let days = std::mem::replace(&mut self.calendar, part);
        self.change_appraisals(&mut scheme, earlier);
        self.calendar = days;
        self.change_channels(&mut scheme, &codes);
        self.fit_items(&mut scheme);
        if self.random().chance(50) {
            scheme.finding_kinds = self.finding_kinds(&scheme);
        } else {
            self.change_finding_kinds(&mut scheme);
        }
        scheme
    }

    /// The codes of the channels: most of them go on, one may end, one may begin.
    fn following_channels(&mut self, before: &SchemeDocument) -> Vec<String> {
        let mut codes: Vec<String> = before.channels.iter().map(|it| it.code.clone()).collect();
        if codes.len() > 1 && self.random().chance(30) {
            let ends = self.random().index(codes.len());
            codes.remove(ends);
        }
        if self.random().chance(15) {
            let code = self.another_code(&codes);
            codes.push(code);
        }
        self.random().shuffle(&mut codes);
        codes
    }

    /// A code that is not one of these.
    fn another_code(&mut self, codes: &[String]) -> String {
        loop {
            let code = self.codes(1).remove(0);
            if !codes.contains(&code) {
                return code;
            }
        }
    }

    /// Other categories, or those before as far as their channel goes on.
    fn change_categories(&mut self, scheme: &mut SchemeDocument, channels: &[String]) {
        if self.random().chance(25) {
            scheme.categories = self.categories(channels);
            scheme.items = self.items(&scheme.categories, &scheme.groups);
            return;
        }
        scheme.categories.retain(|category| channels.contains(&category.channel));
        for channel in channels {
            if scheme.categories.iter().any(|category| category.channel == *channel) {
                continue;
            }
            let codes: Vec<String> = scheme.categories.iter().map(|it| it.code.clone()).collect();
            let code = self.another_code(&codes);
            scheme.categories.push(self.category(code, channel));
        }
    }

    /// Items with other rules, in another category, left out, or new; at least one in each
    /// category.
    fn change_items(&mut self, scheme: &mut SchemeDocument) {
        let SchemeDocument { groups, categories, items, .. } = scheme;
        items.retain(|item| {
            categories.iter().any(|it| it.code == item.category) && !self.random().chance(10)
        });
        for item in items.iter_mut() {
            if self.random().chance(40) {
                item.weights = self.weights(groups, Quantities::weight);
            }
            if self.random().chance(40) {
                item.quotas = self.weights(groups, Quantities::quota);
            }
            if self.random().chance(15) {
                item.per = self.per();
            }
            if self.random().chance(25) {
                item.approved = self.approved_by();
            }
            if self.random().chance(25) {
                item.ceiling = self.ceiling();
            }
            if self.random().chance(25) {
                item.bands = self.bands();
            }
            if self.random().chance(8) {
                item.category.clone_from(&self.random().pick(categories).code);
            }
        }
        let mut wanting: Vec<String> = categories.iter().map(|it| it.code.clone()).collect();
        wanting.retain(|code| items.iter().all(|item| item.category != *code));
        if self.random().chance(20) {
            wanting.push(self.random().pick(categories).code.clone());
        }
        for category in wanting {
            let codes: Vec<String> = items.iter().map(|item| item.code.clone()).collect();
            let code = self.another_code(&codes);
            items.push(self.item(code, &category, groups));
        }
    }

    /// Other appraisals, or those before with other curves, rounds and targets. A mark fits an
    /// indicator in every scheme that has it.
    fn change_appraisals(&mut self, scheme: &mut SchemeDocument, earlier: &[SchemeDocument]) {
        if self.random().chance(40) {
            scheme.appraisals = self.appraisals();
        } else {
            for appraisal in &mut scheme.appraisals {
                if self.random().chance(50) {
                    appraisal.curve = self.curve();
                }
                let is_by_part = matches!(appraisal.rounds, Some(RoundsDocument::ByPart { .. }));
                if is_by_part || self.random().chance(40) {
                    appraisal.rounds = self.rounds();
                }
            }
        }
        let dimensions = scheme.appraisals.iter_mut().flat_map(|it| &mut it.dimensions);
        for indicator in dimensions.flat_map(|dimension| &mut dimension.indicators) {
            if let Some(known) = indicators(earlier).rfind(|it| it.code == indicator.code) {
                indicator.clone_from(known);
            }
            if self.random().chance(30) {
                let target = self.target();
                match &mut indicator.rule {
                    RuleDocument::AtLeast(rule) => rule.target = target,
                    RuleDocument::AtMost(rule) => rule.target = target,
                    RuleDocument::Given(_)
                    | RuleDocument::YesNo(_)
                    | RuleDocument::Bands(_)
                    | RuleDocument::Linear(_) => continue,
                    other => unreachable!("say what a next scheme may change of {other:?}"),
                }
                // Any full marks will do for rules without marks of their own.
                let full = self.random().between(1, 100) * MILLION;
                indicator.full = self.quantities.mark(full);
            }
        }
    }

    /// Channels with other rules.
    fn change_channels(&mut self, scheme: &mut SchemeDocument, codes: &[String]) {
        let mut channels = Vec::new();
        for code in codes {
            let before = scheme.channels.iter().find(|channel| channel.code == *code);
            let mut channel = match before {
                Some(before) if self.random().chance(60) => before.clone(),
                _ => self.channel(code, &scheme.appraisals),
            };
            if before.is_some() {
                self.change_channel(&mut channel);
            }
            if let Some(code) = &channel.appraisal
                && scheme.appraisals.iter().all(|appraisal| appraisal.code != *code)
            {
                channel.appraisal = Some(self.random().pick(&scheme.appraisals).code.clone());
            }
            if let Some(before) = before
                && self.random().chance(95)
            {
                self.take_over(before, &mut channel);
            }
            if before.is_some_and(|before| before.reserve.is_some()) && self.random().chance(10) {
                without_reserve(&mut channel);
            }
            channels.push(channel);
        }
        scheme.channels = channels;
    }

    /// A channel with other prices, another pool, another provision or other rules.
    fn change_channel(&mut self, channel: &mut ChannelDocument) {
        let has_reserve = channel.reserve.is_some();
        if let PriceDocument::Announced { values, .. } = &mut channel.price
            && self.random().chance(60)
        {
            *values = self.dated(50, Quantities::price);
        }
        if !comes_of_pool(&channel.price)
            && appraisal_loss(&channel.price) == AppraisalLoss::Treasury
            && self.random().chance(35)
        {
            without_pool(channel);
        }
        let has_pool = !channel.pool.is_empty();
        if has_pool && self.random().chance(50) {
            channel.pool = self.pool();
        }
        if has_pool && self.random().chance(30) {
            channel.overrun = Some(self.overrun(has_reserve));
            channel.surplus = Some(self.surplus(has_reserve));
        }
        if let Some(reserve) = &mut channel.reserve
            && let Some(ProvisionDocument { amount, .. }) = &mut reserve.provision
            && !amount.is_empty()
            && self.random().chance(50)
        {
            *amount = self.amounts();
        }
        if channel.recorded.is_none() && self.random().chance(20) {
            channel.advances = self.random().chance(75).then(|| self.advances());
        }
        if self.random().chance(20) {
            channel.money = Some(self.quantities.rounding(0, 2));
        }
    }

    /// Gives a channel what the balances of the one before need, if it pays anything.
    fn take_over(&mut self, before: &ChannelDocument, channel: &mut ChannelDocument) {
        if channel.recorded.is_some() {
            return;
        }
        if before.reserve.is_some() && channel.reserve.is_none() {
            channel.reserve = Some(self.reserve(!channel.pool.is_empty()));
        }
        if before.deductions.is_some() && channel.deductions.is_none() {
            channel.deductions = Some(self.deductions(channel.reserve.is_some()));
        }
    }

    /// The kinds of finding before, as far as their channel or appraisal goes on.
    fn change_finding_kinds(&mut self, scheme: &mut SchemeDocument) {
        let SchemeDocument { finding_kinds, channels, appraisals, .. } = scheme;
        finding_kinds.retain(|kind| match &kind.rule {
            FindingRuleDocument::Disallow { .. } => true,
            FindingRuleDocument::Fixed { channel, .. }
            | FindingRuleDocument::Stated { channel } => {
                channels.iter().any(|it| it.code == *channel && it.deductions.is_some())
            }
            FindingRuleDocument::Veto { appraisal, .. } => {
                appraisals.iter().any(|it| it.code == *appraisal)
            }
        });
        for kind in finding_kinds {
            match &mut kind.rule {
                FindingRuleDocument::Disallow { multiple } => {
                    *multiple = self.dated(10, Quantities::multiple);
                }
                FindingRuleDocument::Fixed { amount, .. } => *amount = self.amounts(),
                FindingRuleDocument::Stated { .. } => {}
                FindingRuleDocument::Veto { coefficient, .. } => {
                    *coefficient = self.dated(10, Quantities::rate);
                }
            }
        }
    }
}

/// The indicators of some schemes.
fn indicators(schemes: &[SchemeDocument]) -> impl DoubleEndedIterator<Item = &IndicatorDocument> {
    let appraisals = schemes.iter().flat_map(|scheme| &scheme.appraisals);
    let dimensions = appraisals.flat_map(|appraisal| &appraisal.dimensions);
    dimensions.flat_map(|dimension| &dimension.indicators)
}
