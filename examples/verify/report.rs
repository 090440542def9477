//! What agrees and what differs, as a text in Chinese that pastes into a document.

use std::fmt::Write;

use crate::markdown::{Align, table};
use crate::vectors::{Check, Outcome, Verified, readable};

/// How the files were verified, from nothing that differs to nothing that could be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Agrees = 0,
    Differs = 1,
    Unusable = 2,
}

impl Verdict {
    /// The verdict on all files: the worst of all.
    pub fn of(files: &[Verified]) -> Self {
        let files = files.iter().map(|file| {
            let own = if file.problem.is_some() { Self::Unusable } else { Self::Agrees };
            file.vectors.iter().map(Self::of_one).fold(own, Ord::max)
        });
        files.fold(Self::Agrees, Ord::max)
    }

    fn of_one(vector: &Outcome) -> Self {
        if !vector.problems.is_empty() {
            Self::Unusable
        } else if vector.differing().next().is_some() {
            Self::Differs
        } else {
            Self::Agrees
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Agrees => "一致",
            Self::Differs => "**不一致**",
            Self::Unusable => "**无法校验**",
        }
    }
}

/// The whole report; where it is brief, without vectors that agree.
pub fn text(files: &[Verified], brief: bool) -> String {
    let mut text = String::from("# 校验结果\n");
    for file in files {
        for vector in &file.vectors {
            if !brief || Verdict::of_one(vector) != Verdict::Agrees {
                text += &of_vector(vector, brief);
            }
        }
    }
    text + &summary(files)
}

/// What is wrong with the files, a line each.
pub fn problems(files: &[Verified]) -> Vec<String> {
    let mut lines = Vec::new();
    for file in files {
        let path = file.path.display();
        lines.extend(file.problem.iter().map(|problem| format!("{path}：{problem}")));
        for vector in &file.vectors {
            let of = |problem| format!("{path}：向量 {}：{problem}", vector.id);
            lines.extend(vector.problems.iter().map(of));
        }
    }
    lines
}

fn of_vector(vector: &Outcome, brief: bool) -> String {
    let mut text = format!("\n## {}（{}）\n\n", vector.id, vector.kind);
    for line in &vector.comment {
        let _ = writeln!(text, "- {line}");
    }
    let _ = writeln!(text, "- 来源：{}", vector.source);
    for problem in &vector.problems {
        let _ = writeln!(text, "- **无法校验**：{problem}");
    }
    let checks: Vec<&Check> =
        vector.checks.iter().filter(|check| !brief || !check.agrees).collect();
    if !checks.is_empty() {
        let _ = write!(text, "\n{}", figures(&checks));
    }
    for check in vector.differing().filter(|c| !c.steps.is_empty() || !c.how.is_empty()) {
        let _ = writeln!(text, "\n`{}` 为何不一致：\n", check.place);
        let steps = check.steps.iter().map(|step| format!("手算：{step}"));
        let how = check.how.iter().map(|line| format!("程序{line}"));
        for line in steps.chain(how) {
            let _ = writeln!(text, "- {line}");
        }
    }
    text
}

/// One line for each figure.
fn figures(checks: &[&Check]) -> String {
    let columns = [
        ("阶段", Align::Left),
        ("数据", Align::Left),
        ("期望值", Align::Right),
        ("计算值", Align::Right),
        ("差额", Align::Right),
        ("结论", Align::Left),
    ];
    let rows = checks.iter().map(|check| {
        let difference = match &check.difference {
            Some(difference) => signed(&padded(&readable(difference), &check.expected)),
            None => "—".to_owned(),
        };
        let verdict = if check.agrees { Verdict::Agrees } else { Verdict::Differs };
        vec![
            check.at.label().to_owned(),
            format!("`{}`", check.place),
            check.expected.clone(),
            check.found.clone(),
            difference,
            verdict.label().to_owned(),
        ]
    });
    table(&columns, &rows.collect::<Vec<_>>())
}

/// A difference with as many decimals as the figure was worked out to.
fn padded(difference: &str, expected: &str) -> String {
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let (has, needs) = (decimals(difference), decimals(expected));
    if has >= needs || needs > 10 {
        return difference.to_owned();
    }
    let point = if has == 0 { "." } else { "" };
    format!("{difference}{point}{}", "0".repeat(needs - has))
}

/// A difference shows its sign; none is zero.
fn signed(difference: &str) -> String {
    let positive =
        difference.bytes().any(|b| matches!(b, b'1'..=b'9')) && !difference.contains('-');
    match difference.strip_prefix('≈') {
        Some(digits) if positive => format!("≈+{digits}"),
        None if positive => format!("+{difference}"),
        _ => difference.to_owned(),
    }
}

/// One line for each vector, and the sums.
fn summary(files: &[Verified]) -> String {
    let columns = [
        ("文件", Align::Left),
        ("向量", Align::Left),
        ("数据", Align::Right),
        ("一致", Align::Right),
        ("不一致", Align::Right),
        ("结论", Align::Left),
        ("最先不一致", Align::Left),
    ];
    let mut rows = Vec::new();
    let (mut vectors, mut unusable, mut all, mut wrong) = (0, 0, 0, 0);
    for file in files {
        let path = file.path.display().to_string();
        if let Some(problem) = &file.problem {
            let mut row = vec![path.clone()];
            row.extend(["—", "—", "—", "—"].map(str::to_owned));
            row.extend([Verdict::Unusable.label().to_owned(), problem.clone()]);
            rows.push(row);
        }
        for vector in &file.vectors {
            let verdict = Verdict::of_one(vector);
            let differing = vector.differing().count();
            let first = vector
                .differing()
                .next()
                .map_or_else(|| "—".to_owned(), |c| format!("{}：`{}`", c.at.label(), c.place));
            vectors += 1;
            unusable += usize::from(verdict == Verdict::Unusable);
            all += vector.checks.len();
            wrong += differing;
            rows.push(vec![
                path.clone(),
                vector.id.clone(),
                vector.checks.len().to_string(),
                (vector.checks.len() - differing).to_string(),
                differing.to_string(),
                verdict.label().to_owned(),
                first,
            ]);
        }
    }
    let right = all - wrong;
    let mut text = format!("\n## 汇总\n\n{}", table(&columns, &rows));
    let _ = write!(text, "\n{vectors}个向量，{all}项数据：{right}项一致，{wrong}项不一致");
    if unusable > 0 {
        let _ = write!(text, "；{unusable}个向量无法校验");
    }
    let broken = files.iter().filter(|file| file.problem.is_some()).count();
    if broken > 0 {
        let _ = write!(text, "；{broken}个文件无法使用");
    }
    text + "。差额 = 计算值 − 期望值。\n"
}
