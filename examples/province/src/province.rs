//! Who is paid and by which scheme: 1,000 invented centres, 100 items, the year 2024.

use serde_json::{Value, json};
use work_equivalent::facts::{Facts, FactsDocument, VolumeCounts};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::units::{Equivalents, Money};

use crate::Error;

const SCHEME: &str = include_str!("../data/scheme.json");

const COUNTIES: [&str; 25] = [
    "云溪县",
    "清河县",
    "临江县",
    "永泰县",
    "安平县",
    "东山县",
    "西泉县",
    "南陵县",
    "北川县",
    "龙门县",
    "凤台县",
    "石桥县",
    "青田县",
    "白沙县",
    "金溪县",
    "银川县",
    "长乐县",
    "宁远县",
    "和顺县",
    "兴国县",
    "怀仁县",
    "崇义县",
    "广德县",
    "新丰县",
    "光泽县",
];

const TOWNS: [&str; 40] = [
    "城关镇",
    "太平镇",
    "仙渡镇",
    "大港镇",
    "双溪镇",
    "石塘镇",
    "碧湖镇",
    "枫坪镇",
    "古市镇",
    "新合镇",
    "玉岩镇",
    "高亭镇",
    "竹溪镇",
    "柳城镇",
    "桃源镇",
    "水阁镇",
    "松岗镇",
    "梅岭镇",
    "兰溪镇",
    "沙湾镇",
    "上源乡",
    "下坪乡",
    "峰源乡",
    "黄田乡",
    "雅溪乡",
    "丽新乡",
    "老竹乡",
    "巨溪乡",
    "泄川乡",
    "西溪乡",
    "大岭乡",
    "小寨乡",
    "云峰乡",
    "石门乡",
    "马滩乡",
    "牛头乡",
    "杨梅乡",
    "李家乡",
    "周村乡",
    "吴湾乡",
];

/// The scheme, and the facts without volumes.
pub struct Province {
    scheme: Scheme,
    document: FactsDocument,
    items: Vec<String>,
}

/// What was settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The work equivalents of all payees.
    pub equivalents: Option<Equivalents>,
    /// What all payees are paid.
    pub payable: Money,
    /// What is paid to the first few: code, name, amount.
    pub first: Vec<(String, String, Money)>,
    /// The digest of the statement.
    pub digest: String,
    /// The digest of the statement by item: no volume can move unnoticed from an item to another.
    pub digest_by_item: String,
}

impl Province {
    /// The province that the records are of.
    ///
    /// # Errors
    ///
    /// A scheme in the data folder that is none.
    pub fn new() -> Result<Self, Error> {
        let scheme: SchemeDocument = serde_json::from_str(SCHEME)?;
        let items = scheme.items.iter().map(|item| item.code.clone()).collect();
        Ok(Self { items, scheme: Scheme::new(scheme)?, document: serde_json::from_value(facts())? })
    }

    /// The codes of the payees.
    pub fn payees(&self) -> impl Iterator<Item = &str> {
        self.document.payees.iter().map(|payee| payee.code.as_str())
    }

    /// The codes of the items.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        self.items.iter().map(String::as_str)
    }

    /// A table into which nothing was counted yet.
    ///
    /// # Errors
    ///
    /// Payees that do not fit the scheme.
    pub fn empty(&self) -> Result<VolumeCounts, Error> {
        Ok(VolumeCounts::new(&self.scheme, &self.document)?)
    }

    /// Settles what was counted.
    ///
    /// # Errors
    ///
    /// Whatever the library refuses.
    pub fn settle(&self, counts: &VolumeCounts) -> Result<Settled, Error> {
        let facts = Facts::counted(&self.scheme, &self.document, counts)?;
        let settlement = settle(&facts)?;
        let statement = settlement.statement()?;
        let figures = statement.figures();
        let first = figures.payees.iter().take(3);
        Ok(Settled {
            equivalents: figures.channels.first().and_then(|channel| channel.equivalents.clone()),
            payable: figures.payable,
            first: first.map(|it| (it.code.clone(), it.name.clone(), it.payable)).collect(),
            digest: statement.digest()?,
            digest_by_item: settlement.statement_by_item()?.digest()?,
        })
    }
}

/// Centres and their marks.
fn facts() -> Value {
    let mut payees = Vec::new();
    let mut marks = Vec::new();
    for (county, county_name) in COUNTIES.iter().enumerate() {
        for (town, town_name) in TOWNS.iter().enumerate() {
            let code = format!("W{:02}{:02}", county + 1, town + 1);
            let group = ["plain", "hill", "remote"][town / 14];
            for (indicator, least, range) in [("A1", 20, 11), ("B1", 36, 15), ("C1", 13, 8)] {
                let mark = least + (county * 7 + town * 5) % range;
                marks.push(json!({ "payee": code, "indicator": indicator, "mark": mark }));
            }
            let name = format!("{county_name}{town_name}卫生院");
            payees.push(json!({ "code": code, "name": name, "group": group }));
        }
    }
    let period = json!({ "from": "2024-01-01", "until": "2025-01-01" });
    json!({ "period": period, "payees": payees, "volumes": [], "marks": marks })
}
