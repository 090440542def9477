//! Walking a document along a path.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::nearest::nearest;
use super::number::Adjust;
use super::path::{Path, Selector, Step};
use crate::facts::PayeeDocument;
use crate::scheme::SchemeDocument;
use crate::text::clip;

/// What is done at the end of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Edit {
    Set(Json),
    Adjust(Adjust),
}

/// A change that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Miss {
    pub(super) message: String,
    /// Paths that there are.
    pub(super) nearest: Vec<String>,
}

impl From<String> for Miss {
    fn from(message: String) -> Self {
        Self { message, nearest: Vec::new() }
    }
}

/// What records can be selected by besides their own fields.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By payee.
    groups: BTreeMap<String, String>,
    /// By item.
    categories: BTreeMap<String, String>,
    /// By category.
    channels: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn of(scheme: &SchemeDocument) -> Self {
        let items = scheme.items.iter().map(|item| (item.code.clone(), item.category.clone()));
        let categories = scheme.categories.iter();
        let channels = categories.map(|record| (record.code.clone(), record.channel.clone()));
        Self { groups: BTreeMap::new(), categories: items.collect(), channels: channels.collect() }
    }

    pub(super) fn of_tree(scheme: &Json) -> Self {
        Self {
            groups: BTreeMap::new(),
            categories: references(scheme.get("items"), "category"),
            channels: references(scheme.get("categories"), "channel"),
        }
    }

    pub(super) fn with_payees(mut self, payees: &[PayeeDocument]) -> Self {
        let pair = |payee: &PayeeDocument| (payee.code.clone(), payee.group.clone());
        self.groups = payees.iter().map(pair).collect();
        self
    }

    pub(super) fn with_payee_tree(mut self, payees: &Json) -> Self {
        self.groups = references(Some(payees), "group");
        self
    }

    /// A field that follows from what a record refers to.
    pub(super) fn implied<'n>(
        &'n self,
        field: &str,
        own: impl Fn(&str) -> Option<&'n str>,
    ) -> Option<&'n str> {
        let category = || own("category").or_else(|| Some(self.categories.get(own("item")?)?));
        match field {
            "group" => self.groups.get(own("payee")?).map(String::as_str),
            "category" => category(),
            "channel" => self.channels.get(category()?).map(String::as_str),
            _ => None,
        }
    }
}

/// What a field of each record refers to, by the record's code.
fn references(list: Option<&Json>, field: &str) -> BTreeMap<String, String> {
    let records = list.and_then(Json::as_array).into_iter().flatten();
    let pair = |record: &Json| {
        let text = |field| record.get(field).and_then(Json::as_str).map(str::to_owned);
        Some((text("code")?, text(field)?))
    };
    records.filter_map(pair).collect()
}

/// A walk along a path.
pub(super) struct Walk<'w> {
    pub(super) path: &'w Path,
    pub(super) names: &'w Names,
    pub(super) edit: &'w Edit,
    /// Whether a miss says what would be near: it takes a look at every record.
    suggests: bool,
    /// The miss that came farthest.
    miss: Option<(usize, Miss)>,
    /// The fields beside one that was put into a record.
    pub(super) beside: Vec<String>,
}

impl<'w> Walk<'w> {
    pub(super) fn new(
        (path, edit): (&'w Path, &'w Edit),
        names: &'w Names,
        suggests: bool,
    ) -> Self {
        Self { path, names, edit, suggests, miss: None, beside: Vec::new() }
    }

    /// Makes the change; an error if there is nothing to change, or it cannot be changed so.
    pub(super) fn run(&mut self, document: &mut Json) -> Result<(), Miss> {
        let count = self.step(document, 0)?;
        match self.miss.take() {
            Some((_, miss)) if count == 0 => Err(miss),
            None if count == 0 => Err("matches nothing".to_owned().into()),
            _ => Ok(()),
        }
    }

    fn step(&mut self, node: &mut Json, depth: usize) -> Result<usize, Miss> {
        let path = self.path;
        let Some(step) = path.steps.get(depth) else { return self.change(node) };
        match (step, node) {
            (Step::Key(key) | Step::Select(Selector::Code(key)), Json::Object(fields)) => {
                let is_set = matches!(self.edit, Edit::Set(_)) && depth + 1 == path.steps.len();
                if is_set && self.key_before(depth) != "by_group" && !fields.contains_key(key) {
                    self.beside = self.others(depth, fields.keys().cloned(), true);
                    fields.insert(key.clone(), Json::Null);
                }
                if let Some(field) = fields.get_mut(key) {
                    return self.step(field, depth + 1);
                }
                let nearest = self.nearest(key, || fields.keys().cloned().collect());
                let nearest = self.others(depth, nearest, matches!(step, Step::Key(_)));
                Ok(self.missed(depth, format!("there is no \"{}\"", clip(key)), nearest))
            }
            (Step::Select(Selector::All), Json::Object(fields)) => {
                let mut count = 0;
                for field in fields.values_mut() {
                    count += self.step(field, depth + 1)?;
                }
                Ok(count)
            }
            (Step::Select(selector), Json::Array(records)) => {
                let mut count = 0;
                let mut found = false;
                for record in records.iter_mut() {
                    if self.selects(selector, record) {
                        found = true;
                        count += self.step(record, depth + 1)?;
                    }
                }
                if !found {
                    let (message, nearest) = self.unselected(selector, records, depth);
                    self.missed(depth, message, nearest);
                }
                Ok(count)
            }
            (Step::Key(_), Json::Array(records)) => {
                let names = records.iter().filter_map(name).map(str::to_owned);
                let nearest = self.others(depth, names.take(2).collect::<Vec<_>>(), false);
                let list = path.until(depth);
                let message =
                    format!("{} is a list: select records of it in brackets", clip(&list));
                Ok(self.missed(depth, message, nearest))
            }
            _ => {
                let value = path.until(depth);
                let message = format!("{} has nothing in it", clip(&value));
                Ok(self.missed(depth, message, Vec::new()))
            }
        }
    }

    fn change(&self, node: &mut Json) -> Result<usize, Miss> {
        match self.edit {
            Edit::Set(value) => {
                *node = value.clone();
                Ok(1)
            }
            Edit::Adjust(adjust) => {
                let key = self.key_before(self.path.steps.len());
                adjust.json(key, node).map_err(Miss::from)
            }
        }
    }

    /// The field that a place before a step is, or is in.
    fn key_before(&self, depth: usize) -> &'w str {
        let before = self.path.steps.iter().take(depth).rev();
        let mut keys = before.filter_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Select(_) => None,
        });
        keys.next().unwrap_or_default()
    }

    fn selects(&self, selector: &Selector, record: &Json) -> bool {
        match selector {
            Selector::All => true,
            Selector::Code(code) => name(record) == Some(code),
            Selector::Where(conditions) => conditions.iter().all(|(field, value)| {
                self.field(record, field).is_some_and(|text| text == value.as_str())
            }),
        }
    }

    fn field<'r>(&'r self, record: &'r Json, field: &str) -> Option<Cow<'r, str>> {
        let own = |field: &str| record.get(field).and_then(Json::as_str);
        match record.get(field) {
            Some(Json::String(text)) => Some(Cow::Borrowed(text)),
            // Documents write numbers as texts: a change before set this one.
            Some(Json::Number(number)) => Some(Cow::Owned(number.to_string())),
            _ => self.names.implied(field, own).map(Cow::Borrowed),
        }
    }

    /// Why a selector selects nothing, and what would be near.
    fn unselected(
        &self,
        selector: &Selector,
        records: &[Json],
        depth: usize,
    ) -> (String, Vec<String>) {
        let list = self.path.until(depth);
        let list = clip(&list);
        match selector {
            _ if records.is_empty() => (format!("{list} is empty"), Vec::new()),
            Selector::All => (format!("{list} is empty"), Vec::new()),
            Selector::Code(code) => {
                let names = || records.iter().filter_map(name).map(str::to_owned).collect();
                let nearest = self.others(depth, self.nearest(code, names), false);
                (format!("there is no \"{}\" in {list}", clip(code)), nearest)
            }
            Selector::Where(conditions) => {
                let fields = || records.iter().filter_map(Json::as_object).flat_map(Map::iter);
                for (field, value) in conditions {
                    let values = || records.iter().filter_map(|record| self.field(record, field));
                    if values().any(|there| there == value.as_str()) {
                        continue;
                    }
                    let none = values().next().is_none();
                    let (message, near): (String, Vec<(String, String)>) = if none {
                        // Where there is one, it is a list or a table.
                        let there = fields().any(|(key, _)| key == field);
                        let what = if there { " as a text" } else { "" };
                        let message = format!("no record of {list} has \"{}\"{what}", clip(field));
                        let texts = || fields().filter(|(_, value)| value.is_string());
                        let near = || texts().map(|(key, _)| key.clone()).collect();
                        let near = self.nearest(field, near).into_iter();
                        (message, near.map(|field| (field, "…".to_owned())).collect())
                    } else {
                        let values = || values().map(Cow::into_owned).collect();
                        let near = self.nearest(value, values).into_iter();
                        let (value, field) = (clip(value), clip(field));
                        let message = format!("no record of {list} has \"{value}\" as its {field}");
                        (message, near.map(|value| (field.to_string(), value)).collect())
                    };
                    return (message, self.selectors(depth, near));
                }
                (format!("no record of {list} meets all of these conditions"), Vec::new())
            }
        }
    }

    /// What would be near, where that is said.
    fn nearest(&self, written: &str, candidates: impl FnOnce() -> Vec<String>) -> Vec<String> {
        if self.suggests { nearest(written, candidates()) } else { Vec::new() }
    }

    fn selectors(&self, depth: usize, conditions: Vec<(String, String)>) -> Vec<String> {
        let list = self.path.until(depth);
        let steps = conditions.into_iter().map(|one| Step::Select(Selector::Where(vec![one])));
        steps.map(|step| format!("{list}{step}")).collect()
    }

    /// Paths that go elsewhere at a step.
    fn others(
        &self,
        depth: usize,
        words: impl IntoIterator<Item = String>,
        keys: bool,
    ) -> Vec<String> {
        let before = self.path.until(depth);
        let step = |word| if keys { Step::Key(word) } else { Step::Select(Selector::Code(word)) };
        words.into_iter().map(|word| format!("{before}{}", step(word))).collect()
    }

    fn missed(&mut self, depth: usize, message: String, nearest: Vec<String>) -> usize {
        if self.miss.as_ref().is_none_or(|(before, _)| depth > *before) {
            self.miss = Some((depth, Miss { message, nearest }));
        }
        0
    }
}

/// What a bare word in brackets is compared with: a record's code; or its payee, its channel, its
/// first day, or what else it begins with.
fn name(record: &Json) -> Option<&str> {
    const FIELDS: [&str; 6] = ["code", "payee", "channel", "from", "above", "score"];
    match record {
        Json::String(text) => Some(text),
        _ => FIELDS.iter().find_map(|field| record.get(*field)?.as_str()),
    }
}
