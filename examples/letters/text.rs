//! The letter as Markdown.

use crate::blocks::{Block, Stage, Table, each};
use crate::letter::Letter;
use crate::markdown::{Align, table};

/// The letter as a Markdown document.
pub fn document(letter: &Letter) -> String {
    apart(&letter.blocks)
}

/// Blocks with an empty line between them.
fn apart(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn block(of: &Block) -> String {
    match of {
        Block::Title(text) => format!("# {}\n", plain(text)),
        Block::Heading(level, text) => {
            format!("{} {}\n", "#".repeat(usize::from(*level)), plain(text))
        }
        Block::Paragraph(text) => format!("{}\n", plain(text)),
        Block::Result(text) => format!("**{}**\n", plain(text)),
        Block::List(items) => each(items, |item| format!("- {}\n", plain(item))),
        Block::Particulars(pairs) => {
            each(pairs, |[what, says]| format!("- {what}：{}\n", plain(says)))
        }
        Block::Table(Table { columns, rows, .. }) => {
            let rows: Vec<Vec<String>> =
                rows.iter().map(|row| row.iter().map(|cell| plain(cell)).collect()).collect();
            let columns: Vec<(String, Align)> =
                columns.iter().map(|(name, align)| (plain(name), *align)).collect();
            table(&columns, &rows)
        }
        Block::Steps(stages) => steps(stages),
        Block::Cites(cites) => each(cites.iter().enumerate(), |(index, cite)| {
            format!("{}. {}\n", index + 1, plain(cite))
        }),
        Block::Signatures(parties) => {
            let columns: Vec<(String, Align)> =
                parties.iter().map(|party| (plain(&party.role), Align::Left)).collect();
            let mut rows = vec![parties.iter().map(|party| plain(&party.name)).collect()];
            for line in
                ["经办（签字）：", "复核（签字）：", "盖章：", "日期：　　　　年　　月　　日"]
            {
                rows.push(vec![line.to_owned(); parties.len()]);
            }
            table(&columns, &rows)
        }
        Block::Together(blocks) => apart(blocks),
        Block::NewPage => "---\n".to_owned(),
    }
}

fn steps(stages: &[Stage]) -> String {
    let columns = [
        ("序号", Align::Right),
        ("数据", Align::Left),
        ("结果", Align::Right),
        ("算式与说明", Align::Left),
        ("出处", Align::Left),
    ];
    let mut rows = Vec::new();
    for stage in stages {
        let stage_row = [String::new(), format!("**{}**", plain(&stage.name))];
        rows.push(stage_row.into_iter().chain([const { String::new() }; 3]).collect());
        for step in &stage.steps {
            let said = [&step.formula].into_iter().chain(&step.remarks);
            let said: Vec<String> = said.map(|text| plain(text)).collect();
            let cites = each(&step.cites, |cite| format!("[{cite}]"));
            rows.push(vec![
                step.number.to_string(),
                plain(&step.label),
                step.value.clone(),
                said.join("；"),
                cites,
            ]);
        }
    }
    table(&columns, &rows)
}

/// Text that means nothing to a reader of Markdown.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '<' => plain.push_str("&lt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '`' | '*' | '_' => plain.extend(['\\', character]),
            other => plain.push(other),
        }
    }
    plain
}
