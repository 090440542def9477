//! The `letters` example: a letter says what the notice says, escapes what it is given, and stands
//! on its own.

#[path = "../../examples/letters/appendix.rs"]
mod appendix;
#[path = "../../examples/letters/blocks.rs"]
mod blocks;
#[path = "../../examples/letters/html.rs"]
mod html;
#[path = "../../examples/letters/letter.rs"]
mod letter;
#[path = "../../examples/support/markdown.rs"]
mod markdown;
#[path = "../../examples/support/mod.rs"]
mod support;
#[path = "../../examples/letters/text.rs"]
mod text;

use std::path::Path;

use blocks::{Block, Table};
use letter::Letter;
use markdown::Align;
use support::{FactsFiles, Inputs, in_order, read_facts, read_scheme};
use work_equivalent::facts::{Facts, FactsDocument};
use work_equivalent::scheme::{Scheme, SchemeDocument};
use work_equivalent::settle;
use work_equivalent::units::Money;

/// A small district with the whole money cycle.
fn inputs() -> Inputs {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    Inputs::in_folder(&root.join("examples/data/bad/good-cycle"))
}

fn scheme() -> Scheme {
    read_scheme(&inputs()).unwrap_or_else(|problems| panic!("{:?}", in_order(problems)))
}

fn files() -> FactsFiles {
    read_facts(&inputs()).unwrap_or_else(|problems| panic!("{:?}", in_order(problems)))
}

fn facts(scheme: &Scheme) -> Facts<'_> {
    files().check(scheme).unwrap_or_else(|problems| panic!("{:?}", in_order(problems)))
}

#[test]
fn one_letter_as_it_is_sent() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let letter = Letter::to(&settlement, "C02").unwrap().unwrap();
    insta::assert_snapshot!("markdown", text::document(&letter));
    let html = html::document(&letter);
    // The style sheet is reviewed by looking at a page.
    let (start, end) = (html.find("<style>").unwrap(), html.find("</style>").unwrap());
    insta::assert_snapshot!("html", format!("{}{}", &html[..start], &html[end..]));
    assert!(Letter::to(&settlement, "C99").unwrap().is_none());
}

/// Whatever stands in the notice stands in the letter, and every channel is explained.
#[test]
fn a_letter_says_all_that_the_notice_says() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    for payee in facts.payees() {
        let letter = Letter::to(&settlement, payee).unwrap().unwrap();
        let notice = settlement.statement().unwrap().notice(payee).unwrap();
        let documents = [text::document(&letter), html::document(&letter)];
        let mut figures = 0;
        for block in blocks::read(&notice.to_string()) {
            let texts = match block {
                Block::Title(text) | Block::Heading(_, text) => vec![text],
                Block::List(items) => {
                    let value = |item: &'_ str| {
                        item.split_once('：').map_or(item.to_owned(), |(_, value)| value.to_owned())
                    };
                    let values: Vec<String> = items.iter().map(|item| value(item)).collect();
                    // Both sums of one line stand in the table of all channels.
                    let values = values.iter().flat_map(|value| value.split(" 元，已预拨 "));
                    values.map(|value| value.trim_end_matches(" 元").to_owned()).collect()
                }
                Block::Table(table) => table.rows.concat(),
                other => vec![format!("{other:?}").split('"').nth(1).unwrap().to_owned()],
            };
            for text in texts {
                figures += 1;
                assert!(
                    documents.iter().all(|document| document.contains(&text)),
                    "{payee}: {text} is in the notice only"
                );
            }
        }
        assert!(figures > 60, "{payee}: {figures}");
        for digest in [notice.digest().unwrap(), settlement.statement().unwrap().digest().unwrap()]
        {
            assert!(documents.iter().all(|document| document.contains(&digest)));
        }
    }
}

#[test]
fn the_appendix_explains_what_matters() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    for payee in facts.payees() {
        let letter = Letter::to(&settlement, payee).unwrap().unwrap();
        let trace = settlement.explain(payee).unwrap();
        let steps: Vec<&blocks::Step> = letter
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Steps(stages) => Some(stages.iter().flat_map(|stage| &stage.steps)),
                _ => None,
            })
            .flatten()
            .collect();
        let computed = trace.figures.iter().filter(|figure| figure.formula.is_some()).count();
        assert!(steps.len() * 10 < computed * 9, "{} of {computed} steps", steps.len());
        assert!(steps.iter().all(|step| !step.formula.is_empty() && !step.value.is_empty()));
        let numbers: Vec<usize> = steps.iter().map(|step| step.number).collect();
        assert_eq!(numbers, (1..=steps.len()).collect::<Vec<_>>());

        let figures = settlement.statement().unwrap().figures();
        for channel in &figures.channels {
            let payee = channel.payees.iter().find(|p| p.code == payee).unwrap();
            for (label, amount) in [
                ("应付额", payee.entitlement),
                ("应支付额", payee.payable),
                ("清算差额", payee.balance),
            ] {
                let value = format!("{} 元", markdown::yuan(amount));
                let explained = steps.iter().any(|step| step.label == label && step.value == value);
                assert!(explained, "{} {}: {label} {value}", channel.code, payee.code);
            }
        }
        let cites = letter.blocks.iter().find_map(|block| match block {
            Block::Cites(cites) => Some(cites.len()),
            _ => None,
        });
        let highest = steps.iter().flat_map(|step| &step.cites).max();
        assert_eq!(highest, cites.as_ref(), "every citation is listed, and none besides");
    }
}

#[test]
fn names_mean_nothing_to_a_document() {
    let name = "甲<b>&\"乙'</style>*丙*|丁\\`戊`_己_";
    let scheme: SchemeDocument =
        serde_json::from_str(include_str!("../../examples/data/small/scheme.json")).unwrap();
    let scheme = Scheme::new(scheme).unwrap();
    let mut document: FactsDocument =
        serde_json::from_str(include_str!("../../examples/data/small/facts.json")).unwrap();
    name.clone_into(&mut document.payees[0].name);
    let facts = Facts::new(&scheme, &document).unwrap();
    let settlement = settle(&facts).unwrap();
    let letter = Letter::to(&settlement, "W01").unwrap().unwrap();
    let html = html::document(&letter);
    let escaped = "甲&lt;b&gt;&amp;&quot;乙&#39;&lt;/style&gt;*丙*|丁\\`戊`_己_";
    assert!(html.matches(escaped).count() >= 4, "title, particulars, address, signature");
    assert!(!html.contains("<b>") && !html.contains(name));
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(html.contains("content: \"W01\\20 甲\\3c b\\3e \\26 \\22 乙\\27 "), "in the margin");
    let markdown = text::document(&letter);
    assert!(markdown.contains("甲&lt;b>&amp;\"乙'&lt;/style>\\*丙\\*|丁\\\\\\`戊\\`\\_己\\_"));
    // In a table a bar is a bar.
    assert!(markdown.contains("\\*丙\\*\\|丁"));
}

#[test]
fn a_letter_stands_on_its_own() {
    let scheme = scheme();
    let facts = facts(&scheme);
    let settlement = settle(&facts).unwrap();
    let letter = Letter::to(&settlement, "C01").unwrap().unwrap();
    let html = html::document(&letter);
    for outside in ["http", "src=", "href=", "url(", "@import", "<script"] {
        assert!(!html.contains(outside), "{outside}");
    }
    for needed in
        ["size: A4", "counter(page)", "table-header-group", "break-inside: avoid", "盖章", "复核"]
    {
        assert!(html.contains(needed), "{needed}");
    }
    let opened = |tag: &str| {
        html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count()
    };
    for tag in [
        "table", "tr", "td", "th", "thead", "tbody", "ul", "ol", "li", "p", "div", "main",
        "section", "section",
    ] {
        assert_eq!(opened(tag), html.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn texts_are_read_as_they_were_written() {
    let text = "# 标题\n\n- 一\n- 二：#3\n\n## 一（甲）\n\n| 名称 | 元 |\n|:-----|---:|\n\
                | 甲\\|乙 | 1.00 |\n|  | |\n\n末行\n";
    let table = Table {
        columns: vec![("名称".to_owned(), Align::Left), ("元".to_owned(), Align::Right)],
        rows: vec![vec!["甲|乙".to_owned(), "1.00".to_owned()], vec![String::new(); 2]],
        has_sum: false,
    };
    let expected = vec![
        Block::Title("标题".to_owned()),
        Block::List(vec!["一".to_owned(), "二：#3".to_owned()]),
        Block::Heading(2, "一（甲）".to_owned()),
        Block::Table(table),
        Block::Paragraph("末行".to_owned()),
    ];
    assert_eq!(blocks::read(text), expected);
    for (fen, text) in
        [(0, "0.00"), (-5, "-0.05"), (123_456_789, "1,234,567.89"), (-100_000, "-1,000.00")]
    {
        assert_eq!(markdown::yuan(Money::from_fen(fen).unwrap()), text);
    }
}
