//! Verifies vectors: figures that someone worked out by hand against those of the library.
//!
//! ```text
//! cargo run --example verify -- FILES
//! cargo run --example verify -- examples/data/vectors/hand-worked.json
//! ```

#[path = "../support/markdown.rs"]
mod markdown;
mod report;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/vectors/mod.rs"]
mod vectors;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::{Long, Short, Value};

const HELP: &str = "\
verify：用你自己手算的数据校验本库

  cargo run --example verify -- [--brief] 文件.json ...

  --brief   只列出不一致的数据和无法校验的向量

每个期望值一行：在哪个阶段、期望值、计算值、差额。没有写的数据不比较。
退出码：0 全部一致；1 有不一致；2 有无法使用的文件或向量。

文件怎么写：tests/vectors/README.zh-CN.md
样例：examples/data/vectors/hand-worked.json（全部一致）
      examples/data/vectors/wrong-figure.json（故意写错一个数）
";

/// What the command line asks for.
struct Request {
    files: Vec<PathBuf>,
    brief: bool,
}

fn main() -> ExitCode {
    let request = match parse_arguments() {
        Ok(Some(request)) => request,
        Ok(None) => {
            print(HELP);
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            say(&format!("verify：{error}；--help 有用法"));
            return ExitCode::from(2);
        }
    };
    let files = vectors::verify(&request.files);
    print(&report::text(&files, request.brief));
    for problem in report::problems(&files) {
        say(&problem);
    }
    ExitCode::from(report::Verdict::of(&files) as u8)
}

fn parse_arguments() -> Result<Option<Request>, Box<dyn std::error::Error>> {
    let mut request = Request { files: Vec::new(), brief: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") | Short('h') => return Ok(None),
            Long("brief") => request.brief = true,
            Value(path) => request.files.push(path.into()),
            _ => return Err(argument.unexpected().into()),
        }
    }
    if request.files.is_empty() {
        return Err("没有给出文件".into());
    }
    Ok(Some(request))
}

/// Prints the report. A reader that closes the pipe early is no failure of ours.
fn print(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints a line for people.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
