//! Writes a letter to each institution: what it is owed, how that came about, and room to confirm.
//!
//! ```text
//! cargo run --example letters -- --out FOLDER                  # the sample district, HTML
//! cargo run --example letters -- --out FOLDER --markdown
//! cargo run --example letters -- --out FOLDER --data MY-FILES
//! ```

mod appendix;
mod blocks;
mod html;
mod letter;
#[path = "../support/markdown.rs"]
mod markdown;
#[path = "../support/mod.rs"]
mod support;
mod text;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, ValueExt};
use work_equivalent::settle;

use letter::Letter;
use markdown::{Align, table};
use support::{Inputs, in_order, read_closing, read_facts, read_scheme, sample};

const HELP: &str = "\
letters：给每家机构写一份结算通知，可以打印、盖章、寄送

  cargo run --example letters -- --out 目录 [--data 目录] [--markdown]

  --out 目录        写到这里，每家机构一个文件，以机构编码命名
  --data 目录       你的数据（文件同 settle）；不写则用样例区
  --after 文件      承接上期：settle 用 --closing 写出的文件
  --payee 编码      只写一家
  --markdown        写 Markdown，不写 HTML

HTML 文件自成一体，用浏览器打开后打印即可：A4，有页码，表头每页重复。
";

/// What the command line asks for.
struct Request {
    inputs: Inputs,
    after: Option<PathBuf>,
    out: PathBuf,
    payee: Option<String>,
    markdown: bool,
}

fn main() -> ExitCode {
    let request = match parse_arguments() {
        Ok(Some(request)) => request,
        Ok(None) => return print(HELP),
        Err(error) => {
            say(&[format!("letters：{error}；--help 有用法")]);
            return ExitCode::from(2);
        }
    };
    match run(&request) {
        Ok(text) => print(&text),
        Err(problems) => {
            say(&problems);
            ExitCode::FAILURE
        }
    }
}

fn parse_arguments() -> Result<Option<Request>, Box<dyn std::error::Error>> {
    let mut inputs = Inputs::in_folder(&sample());
    let (mut out, mut after, mut payee, mut markdown) = (None, None, None, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("data") => inputs = Inputs::in_folder(Path::new(&parser.value()?)),
            Long("out") => out = Some(parser.value()?.into()),
            Long("after") => after = Some(parser.value()?.into()),
            Long("payee") => payee = Some(parser.value()?.string()?),
            Long("markdown") => markdown = true,
            _ => return Err(argument.unexpected().into()),
        }
    }
    let out = out.ok_or("没有说写到哪里：加上 --out 目录")?;
    Ok(Some(Request { inputs, after, out, payee, markdown }))
}

/// Writes the letters and lists them.
fn run(request: &Request) -> Result<String, Vec<String>> {
    let written =
        |problems| -> Vec<String> { in_order(problems).iter().map(ToString::to_string).collect() };
    let (scheme, files) = (read_scheme(&request.inputs), read_facts(&request.inputs));
    let after = request.after.as_deref().map(read_closing).transpose();
    let (scheme, files, after) = match (scheme, files, after) {
        (Ok(scheme), Ok(files), Ok(after)) => (scheme, files, after),
        (scheme, files, after) => {
            let problems = scheme.err().into_iter().chain(files.err()).chain(after.err());
            return Err(written(problems.flatten().collect()));
        }
    };
    let facts = match after {
        None => files.check(&scheme),
        Some(after) => files.follow(&scheme, after),
    };
    let facts = facts.map_err(written)?;
    let settlement = settle(&facts).map_err(|error| vec![error.to_string()])?;

    let payees: Vec<&str> = facts.payees().collect();
    let asked = payees.iter().filter(|code| request.payee.as_ref().is_none_or(|p| p == *code));
    let asked: Vec<&&str> = asked.collect();
    if asked.is_empty() {
        let payee = request.payee.as_deref().unwrap_or_default();
        return Err(vec![format!("没有机构 {payee}：有 {}", payees.join("、"))]);
    }
    let failed = |path: &Path, error: io::Error| vec![format!("{}：{error}", path.display())];
    fs::create_dir_all(&request.out).map_err(|error| failed(&request.out, error))?;
    let mut rows = Vec::new();
    for code in asked {
        let letter = Letter::to(&settlement, code).map_err(|error| vec![error])?;
        let Some(letter) = letter else { continue };
        let (text, extension) = if request.markdown {
            (text::document(&letter), "md")
        } else {
            (html::document(&letter), "html")
        };
        let path = request.out.join(format!("{}.{extension}", file_name(&letter.code)));
        fs::write(&path, text).map_err(|error| failed(&path, error))?;
        let file = path.display().to_string();
        rows.push(vec![letter.code, letter.name, letter.result, file]);
    }
    let columns = ["编码", "机构", "结果", "文件"].map(|name| (name, Align::Left));
    Ok(table(&columns, &rows))
}

/// The name of a file for a code: what not every file system takes is written by its number.
fn file_name(code: &str) -> String {
    let characters = code.chars().map(|character| match character {
        '-' | '_' => character.to_string(),
        other if other.is_alphanumeric() => other.to_string(),
        other => format!("%{:X}", u32::from(other)),
    });
    characters.collect()
}

/// Prints for people. A reader that closes the pipe early is no failure of ours.
fn print(text: &str) -> ExitCode {
    let _ = io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn say(lines: &[String]) {
    for line in lines {
        let _ = writeln!(io::stderr(), "{line}");
    }
}
