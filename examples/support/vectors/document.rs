//! A file of vectors as it is written; `tests/vectors/README.md` describes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::strict;

const FORMAT: &str = "work-equivalent vectors, version 1";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    format: String,
    pub title: String,
    pub vectors: Vec<Vector>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    pub id: String,
    pub kind: Kind,
    /// What it is about, and the figures worked step by step.
    #[serde(deserialize_with = "lines")]
    pub comment: Vec<String>,
    pub source: String,
    #[serde(default)]
    pub flags: BTreeSet<Flag>,
    #[serde(deserialize_with = "strict::value")]
    pub input: Value,
    #[serde(deserialize_with = "strict::value")]
    pub expected: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Apportion,
    Round,
    Settle,
    Years,
    Straddle,
    Monitor,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Apportion => "分摊",
            Self::Round => "取整",
            Self::Settle => "结算",
            Self::Years => "逐年结算",
            Self::Straddle => "年中换方案",
            Self::Monitor => "监测",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    Published,
    Bad,
    BinaryDiffers,
    #[serde(rename = "beyond-28-digits")]
    Beyond28Digits,
    Edge,
    AnyOrder,
    Tie,
}

/// A figure that someone worked out.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Where it stands in the statement, such as `channels[purchase].payees[W05].entitlement`.
    pub path: String,
    pub value: Value,
    /// How it was worked out by hand.
    #[serde(default, deserialize_with = "lines")]
    pub steps: Vec<String>,
}

/// What a settlement, several, or one in parts is expected to give; what is left out is not
/// compared.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    #[serde(default)]
    pub figures: Vec<Figure>,
    pub statement: Option<Value>,
    pub statements: Option<Value>,
    pub parts: Option<Value>,
    pub payees: Option<Value>,
    pub readings: Option<Value>,
    pub alerts: Option<Value>,
    #[serde(default)]
    pub trace: BTreeMap<String, BTreeMap<String, Value>>,
    pub warnings: Option<Vec<String>>,
    pub errors: Option<Vec<String>>,
}

/// A line of text, or several.
fn lines<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "要写成一段文字，或一列文字，每步一行")]
    enum Lines {
        One(String),
        Several(Vec<String>),
    }
    Ok(match Lines::deserialize(from)? {
        Lines::One(line) => vec![line],
        Lines::Several(lines) => lines,
    })
}

/// Reads a file of vectors.
pub fn read(path: &Path) -> Result<File, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("读不出来：{error}"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let file: File = serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let message = whole.split(" at line ").next().unwrap_or(&whole);
        format!("第{}行：{message}", error.line())
    })?;
    if file.format != FORMAT {
        return Err(format!("format 是 \"{}\"，应为 \"{FORMAT}\"", file.format));
    }
    Ok(file)
}

impl Expected {
    /// What a vector of that kind expects.
    pub fn of(kind: Kind, value: &Value) -> Result<Self, String> {
        let expected: Self =
            serde_json::from_value(value.clone()).map_err(|error| format!("expected：{error}"))?;
        let allowed: &[&str] = match kind {
            Kind::Settle => &["statement", "trace", "warnings"],
            Kind::Years => &["statements"],
            Kind::Monitor => &["readings", "alerts"],
            _ => &["parts", "payees"],
        };
        let stated = [
            ("statement", expected.statement.is_some()),
            ("statements", expected.statements.is_some()),
            ("parts", expected.parts.is_some()),
            ("payees", expected.payees.is_some()),
            ("readings", expected.readings.is_some()),
            ("alerts", expected.alerts.is_some()),
            ("trace", !expected.trace.is_empty()),
            ("warnings", expected.warnings.is_some()),
        ];
        let stated: Vec<&str> =
            stated.into_iter().filter(|(_, stated)| *stated).map(|(name, _)| name).collect();
        if let Some(name) = stated.iter().find(|name| !allowed.contains(name)) {
            let allowed = allowed.join("、");
            return Err(format!(
                "expected：这类向量没有 \"{name}\"，可以写 figures、{allowed} 或 errors"
            ));
        }
        let figures = !stated.is_empty() || !expected.figures.is_empty();
        match (&expected.errors, figures) {
            (None, false) => Err("expected：一个期望值也没有写".to_owned()),
            (Some(_), true) => {
                Err("expected：出错时没有结算单，errors 不能与其他期望值同写".to_owned())
            }
            (Some(errors), false) if errors.is_empty() => {
                Err("expected：errors 是空的：没有错误就不写它".to_owned())
            }
            _ => Ok(expected),
        }
    }
}
