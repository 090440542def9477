//! The sheet of volumes: a row for each payee, item and stretch in which a unit is worth the same,
//! with what it counts (stage 1).

use std::collections::{BTreeMap, BTreeSet};

use work_equivalent::exact::Exact as Fraction;
use work_equivalent::scheme::{
    ChannelDocument, FindingRuleDocument, ItemDocument, Per, PriceDocument,
};

use super::Maker;
use super::books::Entry;
use super::exact::MOST;
use super::grid::{At, Look, Room};
use super::parameters::Parameter;
use super::terms::{self, Stretch, months, number};

/// The room of what a channel measures with.
#[derive(Clone, Copy, Debug)]
pub struct Rooms {
    pub volume: Room,
    pub counted: Room,
    pub weight: Room,
    pub difficulty: Room,
    pub price: Room,
}

/// A row that is to be laid out.
pub struct Row<'d> {
    pub payee: usize,
    /// The place of the category in the channel.
    pub category: usize,
    pub item: &'d ItemDocument,
    pub stretch: Stretch,
    /// First day and day after the last of what the row counts.
    pub days: (String, String),
    pub volume: String,
    /// The volumes that findings disallow.
    pub disallowed: Vec<At>,
    /// The approved number and its citation's place, of a row that says how many there are.
    pub approved: Option<String>,
    /// The time over which one counts, as a fraction; one where volumes are what was done.
    pub time: (i128, i128),
}

impl<'d> Maker<'d> {
    pub fn volumes_head(&mut self) {
        let sheet = self.sheets.volumes;
        let at = At { sheet, row: 0, col: 0 };
        self.book.styled(at, "服务量与计量", Look::Title);
        let note = "计量量 =（核定量 − 核查剔除），经封顶、阶梯或核定数；当量 = 计量量 × 月数 × 当量值 × 难度系数。浅黄格可改；右侧折叠各列为精算。";
        self.book.styled(at.below(1), note, Look::Note);
        let headers = [
            "渠道",
            "编码",
            self.terms.payee(),
            "服务类别",
            "项目编码",
            "项目",
            "单位",
            "起",
            "止（不含）",
            "核定量",
            "核查剔除",
            "核定数",
            "计量量",
            "月数·年数",
            "当量值·定额",
            "难度系数",
            "单价",
            "评价轮次",
            "当量·金额",
        ];
        self.book.headers(at.below(2), &headers);
        let record = &mut self.book.sheets[sheet];
        record.header = (2, 2);
        record.frozen = 6;
        record.helpers_from = Some(19);
        let widths = [10, 8, 22, 16, 8, 26, 6, 11, 11, 13, 10, 8, 13, 8, 9, 8, 8, 7, 15];
        self.book.widths(sheet, &widths);
    }

    /// The room that a channel's volumes and what they are worth need.
    pub fn rooms(&mut self, channel: &ChannelDocument) -> Rooms {
        if let Some(rooms) = self.rooms.get(&channel.code) {
            return *rooms;
        }
        let rooms = self.find_rooms(channel);
        self.rooms.insert(channel.code.clone(), rooms);
        rooms
    }

    fn find_rooms(&mut self, channel: &ChannelDocument) -> Rooms {
        let owned = format!("channel \"{}\"", channel.code);
        let terms = &self.terms;
        let items: Vec<&ItemDocument> = terms
            .items
            .iter()
            .copied()
            .filter(|item| terms.channel_of(item).is_some_and(|of| of.code == channel.code))
            .collect();
        let codes: BTreeSet<&str> = items.iter().map(|item| item.code.as_str()).collect();
        let facts = terms.facts;
        let mut totals: BTreeMap<(&str, &str), Fraction> = BTreeMap::new();
        let mut volumes: Vec<String> = Vec::new();
        for record in &facts.volumes {
            let Some(volume) = record.verified.as_ref().or(record.reported.as_ref()) else {
                continue;
            };
            if !codes.contains(record.item.as_str()) {
                continue;
            }
            volumes.push(volume.as_str().to_owned());
            let total = totals.entry((&record.payee, &record.item)).or_insert_with(Fraction::zero);
            *total = total.plus(&number(volume));
        }
        volumes.extend(totals.values().map(ToString::to_string));
        let more = facts.findings.iter().filter(|finding| {
            finding.item.as_ref().is_some_and(|item| codes.contains(item.as_str()))
        });
        volumes
            .extend(more.filter_map(|finding| Some(finding.volume.as_ref()?.as_str().to_owned())));
        let more = facts.approved.iter().filter(|record| codes.contains(record.item.as_str()));
        volumes.extend(more.map(|record| record.number.as_str().to_owned()));
        for item in &items {
            volumes.extend(item.ceiling.iter().map(|value| value.value.as_str().to_owned()));
            let steps = item.bands.iter().flat_map(|bands| &bands.steps);
            volumes.extend(steps.map(|step| step.above.as_str().to_owned()));
        }
        let factors = items.iter().flat_map(|item| &item.bands).flat_map(|bands| &bands.steps);
        let factors: Vec<String> = factors.map(|step| step.factor.as_str().to_owned()).collect();
        let series = items.iter().flat_map(|item| item.weights.iter().chain(&item.quotas));
        let weights = series.flat_map(|record| {
            record.value.iter().chain(record.by_group.iter().flat_map(|values| values.values()))
        });
        let weights: Vec<String> = weights.map(|value| value.as_str().to_owned()).collect();
        let difficulties = terms.scheme.groups.iter().flat_map(|group| &group.difficulty);
        let difficulties: Vec<String> =
            difficulties.map(|value| value.value.as_str().to_owned()).collect();
        let prices: Vec<String> = match &channel.price {
            PriceDocument::Announced { values, .. } => {
                values.iter().map(|value| value.value.as_str().to_owned()).collect()
            }
            _ => Vec::new(),
        };
        let mut room = |what: &str, numbers: &[String], places| {
            let numbers = numbers.iter().map(String::as_str);
            terms::room(&format!("{owned}, {what}"), numbers, places, &mut self.refused)
        };
        let volume = room("volumes", &volumes, 1);
        let mut counted = volume;
        if !factors.is_empty() {
            let factor = room("factors of bands", &factors, 1);
            counted.places += factor.places;
            counted.digits = (volume.digits + factor.digits).min(MOST);
            let longest = volumes.iter().map(|text| text.split('.').next().unwrap_or("").len());
            let longest = u32::try_from(longest.max().unwrap_or(1)).unwrap_or(u32::MAX);
            let fits = longest + volume.places <= MOST;
            if fits && longest + counted.places > MOST {
                self.refused.push(format!(
                    "{owned}: volumes times factors of bands need {} digits, and a workbook \
                     calculates exactly with {MOST} in a cell",
                    longest + counted.places
                ));
            }
        }
        let mut room = |what: &str, numbers: &[String], places| {
            let numbers = numbers.iter().map(String::as_str);
            terms::room(&format!("{owned}, {what}"), numbers, places, &mut self.refused)
        };
        Rooms {
            volume,
            counted,
            weight: room("weights", &weights, 2),
            difficulty: room("difficulties", &difficulties, 2),
            price: room("prices", &prices, 2),
        }
    }

    /// The rows of a channel: by payee, category, item and date.
    pub fn rows(&mut self, channel: &ChannelDocument) -> Vec<Row<'d>> {
        let mut rows = Vec::new();
        let categories = self.terms.categories_of(&channel.code);
        for payee in 0..self.terms.payees.len() {
            let group = self.terms.payees[payee].group.clone();
            for (category, record) in categories.iter().enumerate() {
                let items: Vec<&ItemDocument> = self.terms.items.clone();
                for item in items.into_iter().filter(|item| item.category == record.code) {
                    let stretches = self.terms.stretches(item, channel, &group);
                    let place = (payee, category);
                    match item.per {
                        Some(per) => self.stocks(&mut rows, place, item, per, &stretches),
                        None => self.done(&mut rows, place, item, &stretches),
                    }
                }
            }
        }
        rows
    }

    /// A row for each stretch: what was done in it.
    fn done(
        &mut self,
        rows: &mut Vec<Row<'d>>,
        (payee, category): (usize, usize),
        item: &'d ItemDocument,
        stretches: &[Stretch],
    ) {
        let code = &self.terms.payees[payee].code;
        let facts = self.terms.facts;
        for stretch in stretches {
            let inside = |days: Option<(String, String)>| {
                days.is_some_and(|(from, _)| stretch.from <= from && from < stretch.until)
            };
            let records = facts.volumes.iter().filter(|record| {
                record.payee == *code
                    && record.item == item.code
                    && inside(terms::days(
                        record.month.as_ref(),
                        record.from.as_ref(),
                        record.until.as_ref(),
                    ))
            });
            let volumes = records.filter_map(|record| {
                record.verified.as_ref().or(record.reported.as_ref()).map(number)
            });
            let volume: Fraction = volumes.sum();
            let kinds = &self.terms.scheme.finding_kinds;
            let disallowed = self.entries_of(Entry::FindingVolume, |place| {
                let finding = &facts.findings[place];
                let kind = kinds.iter().find(|kind| kind.code == finding.kind);
                matches!(kind.map(|kind| &kind.rule), Some(FindingRuleDocument::Disallow { .. }))
                    && finding.payee == *code
                    && finding.item.as_ref() == Some(&item.code)
                    && inside(terms::days(
                        finding.month.as_ref(),
                        finding.from.as_ref(),
                        finding.until.as_ref(),
                    ))
            });
            rows.push(Row {
                payee,
                category,
                item,
                stretch: stretch.clone(),
                days: (stretch.from.clone(), stretch.until.clone()),
                volume: volume.to_string(),
                disallowed,
                approved: None,
                time: (1, 1),
            });
        }
    }

    /// A row for each record: how many there were on its days.
    fn stocks(
        &mut self,
        rows: &mut Vec<Row<'d>>,
        (payee, category): (usize, usize),
        item: &'d ItemDocument,
        per: Per,
        stretches: &[Stretch],
    ) {
        if !item.ceiling.is_empty() || item.bands.is_some() {
            self.refused.push(format!(
                "item \"{}\" counts heads or posts and has a ceiling or bands besides: a workbook \
                 calculates one or the other",
                item.code
            ));
        }
        let code = &self.terms.payees[payee].code;
        let facts = self.terms.facts;
        let approved = facts
            .approved
            .iter()
            .find(|record| record.payee == *code && record.item == item.code)
            .map(|record| record.number.as_str().to_owned());
        let mut records: Vec<(String, String, String)> = facts
            .volumes
            .iter()
            .filter(|record| record.payee == *code && record.item == item.code)
            .filter_map(|record| {
                let (from, until) = terms::days(
                    record.month.as_ref(),
                    record.from.as_ref(),
                    record.until.as_ref(),
                )?;
                let volume = record.verified.as_ref().or(record.reported.as_ref())?;
                Some((from, until, number(volume).to_string()))
            })
            .collect();
        records.sort();
        for (from, until, volume) in records {
            let stretch =
                stretches.iter().find(|stretch| stretch.from <= from && from < stretch.until);
            let (Some(stretch), Some((n, d))) = (stretch, months(&from, &until)) else { continue };
            let d = match per {
                Per::Month => d,
                Per::Year => d * 12,
            };
            let common = terms::gcd(n, d);
            rows.push(Row {
                payee,
                category,
                item,
                stretch: stretch.clone(),
                days: (from, until),
                volume,
                disallowed: Vec::new(),
                approved: approved.clone(),
                time: (n / common, d / common),
            });
        }
    }

    /// The cell of the announced price in a stretch.
    pub fn announced(
        &mut self,
        channel: &ChannelDocument,
        stretch: &Stretch,
        room: Room,
    ) -> Option<At> {
        let (from, _) = stretch.rate.price.as_ref()?;
        let PriceDocument::Announced { values, .. } = &channel.price else { return None };
        let value = values.iter().find(|value| value.from == *from)?;
        let parameter = Parameter {
            key: format!("price/{}/{from}", channel.code),
            owner: &channel.name,
            what: "单位当量购买标准（元）",
            look: Look::Quantity,
            room,
        };
        Some(self.parameter(parameter, value))
    }
}
