//! The letter as an HTML document that stands on its own and prints on A4.

use crate::blocks::{Block, Signature, Stage, Step, Table, each};
use crate::letter::Letter;
use crate::markdown::Align;

const STYLE: &str = include_str!("style.css");

/// The letter as a document.
pub fn document(letter: &Letter) -> String {
    let title = letter.blocks.iter().find_map(|block| match block {
        Block::Title(title) => Some(title.as_str()),
        _ => None,
    });
    let title = format!("{} {} {}", title.unwrap_or_default(), letter.code, letter.name);
    let short: String = letter.digest.chars().take(16).collect();
    let body = each(&letter.blocks, block);
    // The margins of a page are written by the style sheet, so what stands there is text of its own.
    let margins = format!(
        "@page {{ @top-left {{ content: {}; }} @top-right {{ content: {}; }} }}",
        css(&format!("{} {}", letter.code, letter.name)),
        css(&format!("摘要 {short}"))
    );
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n\
         <style>\n{STYLE}{margins}\n</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n\
         </html>\n",
        escaped(&title)
    )
}

fn block(of: &Block) -> String {
    match of {
        Block::Title(text) => element("h1", text),
        Block::Heading(level, text) => element(&format!("h{}", level.min(&6)), text),
        Block::Paragraph(text) => element("p", text),
        Block::Result(text) => format!("<p class=\"result\">{}</p>\n", escaped(text)),
        Block::List(items) => format!("<ul>\n{}</ul>\n", each(items, |item| element("li", item))),
        Block::Particulars(pairs) => {
            let rows = each(pairs, |[what, says]| {
                format!("<tr><th>{}</th><td>{}</td></tr>\n", escaped(what), escaped(says))
            });
            format!("<table class=\"particulars\">\n{rows}</table>\n")
        }
        Block::Table(table) => figures(table),
        Block::Steps(stages) => steps(stages),
        Block::Cites(cites) => {
            let items = each(cites, |cite| element("li", cite));
            format!("<ol class=\"cites\">\n{items}</ol>\n")
        }
        Block::Signatures(parties) => signatures(parties),
        Block::Together(blocks) => {
            format!("<section>\n{}</section>\n", each(blocks, block))
        }
        Block::NewPage => "<div class=\"new-page\"></div>\n".to_owned(),
    }
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escaped(text))
}

fn figures(table: &Table) -> String {
    let class = |align: Align| if align == Align::Right { " class=\"number\"" } else { "" };
    let header = each(&table.columns, |(name, align)| {
        format!("<th{}>{}</th>", class(*align), escaped(name))
    });
    let last = table.rows.len().saturating_sub(1);
    let rows = each(table.rows.iter().enumerate(), |(index, row)| {
        let cells = each(row.iter().zip(&table.columns), |(cell, (_, align))| {
            format!("<td{}>{}</td>", class(*align), escaped(cell))
        });
        let sum = if table.has_sum && index == last { " class=\"sum\"" } else { "" };
        format!("<tr{sum}>{cells}</tr>\n")
    });
    // A label and its value stand too far apart over the width of a page.
    let pair = if table.columns.len() == 2 { " class=\"pair\"" } else { "" };
    format!("<table{pair}>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n")
}

fn steps(stages: &[Stage]) -> String {
    let bodies = each(stages, |stage| {
        let name = escaped(&stage.name);
        let steps = each(&stage.steps, step);
        format!(
            "<tbody>\n<tr class=\"stage\"><th colspan=\"5\">{name}</th></tr>\n{steps}</tbody>\n"
        )
    });
    format!(
        "<table class=\"steps\">\n<thead><tr><th class=\"number\">序号</th><th>数据</th>\
         <th class=\"number\">结果</th><th>算式与说明</th><th>出处</th></tr></thead>\n\
         {bodies}</table>\n"
    )
}

fn step(step: &Step) -> String {
    let remarks =
        each(&step.remarks, |remark| format!("<div class=\"remark\">{}</div>", escaped(remark)));
    let cites = each(&step.cites, |cite| format!("[{cite}]<wbr>"));
    format!(
        "<tr><td class=\"number\">{}</td><td>{}</td><td class=\"number\">{}</td>\
         <td>{}{remarks}</td><td>{cites}</td></tr>\n",
        step.number,
        escaped(&step.label),
        escaped(&step.value),
        escaped(&step.formula)
    )
}

fn signatures(parties: &[Signature; 2]) -> String {
    let row = |class: &str, cell: &dyn Fn(&Signature) -> String| {
        let cells = each(parties, |party| format!("<td>{}</td>", cell(party)));
        format!("<tr class=\"{class}\">{cells}</tr>\n")
    };
    let same = |class: &str, text: &str| row(class, &|_| text.to_owned());
    let header = each(parties, |party| format!("<th>{}</th>", escaped(&party.role)));
    let names = row("name", &|party| escaped(&party.name));
    let lines = [
        same("line", "经办（签字）："),
        same("line", "复核（签字）："),
        same("seal", "盖章："),
        same("line", "日期：　　　　年　　月　　日"),
    ];
    format!(
        "<table class=\"signatures\">\n<thead><tr>{header}</tr></thead>\n<tbody>\n{names}{}\
         </tbody>\n</table>\n",
        lines.concat()
    )
}

/// Text that means nothing to a reader of HTML.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// A string of a style sheet: what is no letter or digit is written by its number, so that it
/// closes neither the string nor the style sheet.
fn css(text: &str) -> String {
    let characters = each(text.chars(), |character| {
        if character.is_alphanumeric() {
            character.to_string()
        } else {
            format!("\\{:x} ", u32::from(character))
        }
    });
    format!("\"{characters}\"")
}
