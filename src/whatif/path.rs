//! Paths: how a change names what it changes.

use core::fmt::{self, Write};

use crate::text::{clip, shown};

/// Which document a path leads into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Root {
    Scheme,
    Facts,
}

impl Root {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Scheme => "scheme",
            Self::Facts => "facts",
        }
    }
}

/// A path that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) root: Root,
    /// At least one.
    pub(super) steps: Vec<Step>,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(String),
    Select(Selector),
}

/// Which records of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Selector {
    All,
    Code(String),
    /// All of these fields have these values.
    Where(Vec<(String, String)>),
}

impl Path {
    /// The longest text, in bytes: codes are short, and documents not deep.
    pub(super) const MOST_BYTES: usize = 4_000;

    /// The most steps: no document is nearly as deep.
    const MOST_STEPS: usize = 32;

    /// Reads a path; the message says where it goes wrong.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        if text.len() > Self::MOST_BYTES {
            return Err(format!("is {} bytes long: at most {}", text.len(), Self::MOST_BYTES));
        }
        let mut reader = Reader { rest: text };
        let root = match reader.plain(".[").as_str() {
            "scheme" => Root::Scheme,
            "facts" => Root::Facts,
            "" => return Err("a path begins with \"scheme\" or \"facts\"".to_owned()),
            other => {
                let other = clip(other);
                return Err(format!("a path begins with \"scheme\" or \"facts\", not \"{other}\""));
            }
        };
        let mut steps = Vec::new();
        while let Some(next) = reader.next() {
            steps.push(match next {
                '.' => Step::Key(reader.word(".[", "a key")?),
                '[' => Step::Select(reader.selector()?),
                other => {
                    return Err(format!("{} stands where a dot or a bracket should", shown(other)));
                }
            });
            if steps.len() > Self::MOST_STEPS {
                return Err(format!("has more than {} steps", Self::MOST_STEPS));
            }
        }
        if steps.is_empty() {
            return Err(format!("\"{}\" is a whole document: name what is in it", root.name()));
        }
        Ok(Self { root, steps })
    }

    /// Whether it selects records by conditions.
    pub(super) fn has_conditions(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Select(Selector::Where(_))))
    }

    /// Whether a change here could concern what volumes and weights are selected by, or them
    /// themselves.
    pub(super) fn concerns_selection(&self) -> bool {
        let Some(Step::Key(list)) = self.steps.first() else { return true };
        match self.root {
            Root::Scheme => matches!(list.as_str(), "items" | "categories" | "groups"),
            Root::Facts => matches!(list.as_str(), "volumes" | "payees"),
        }
    }

    /// The path up to a step, which is not included.
    pub(super) fn until(&self, step: usize) -> String {
        let mut text = self.root.name().to_owned();
        for step in self.steps.iter().take(step) {
            // Writing to a string cannot fail.
            let _ = write!(text, "{step}");
        }
        text
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, ".{}", quoted(key)),
            Self::Select(Selector::All) => f.write_str("[*]"),
            Self::Select(Selector::Code(code)) => write!(f, "[{}]", quoted(code)),
            Self::Select(Selector::Where(conditions)) => {
                for (index, (field, value)) in conditions.iter().enumerate() {
                    let before = if index == 0 { "[" } else { "," };
                    write!(f, "{before}{}={}", quoted(field), quoted(value))?;
                }
                f.write_str("]")
            }
        }
    }
}

/// A word as a path writes it, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word != "*" && !word.contains(SPECIAL);
    if plain { word.to_owned() } else { format!("\"{}\"", word.replace('"', "\"\"")) }
}

const SPECIAL: [char; 6] = ['.', '[', ']', ',', '=', '"'];

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    /// What stands before any of the ends.
    fn plain(&mut self, ends: &str) -> String {
        let at = self.rest.find(|c| ends.contains(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(at);
        self.rest = rest;
        word.to_owned()
    }

    /// A word that may be in quotes.
    fn word(&mut self, ends: &str, what: &str) -> Result<String, String> {
        if !self.rest.starts_with('"') {
            let word = self.plain(ends);
            return match word {
                word if word.is_empty() => Err(format!("{what} is missing")),
                word if word.contains('"') => {
                    Err(format!("\"{}\": a quote stands inside quotes, doubled", clip(&word)))
                }
                word => Ok(word),
            };
        }
        self.next();
        let mut word = String::new();
        loop {
            match self.next() {
                None => return Err(format!("\"{}\": the quote does not end", clip(&word))),
                Some('"') if self.rest.starts_with('"') => {
                    self.next();
                    word.push('"');
                }
                Some('"') => return Ok(word),
                Some(c) => word.push(c),
            }
        }
    }

    /// What stands in brackets, after the opening one.
    fn selector(&mut self) -> Result<Selector, String> {
        if let Some(rest) = self.rest.strip_prefix("*]") {
            self.rest = rest;
            return Ok(Selector::All);
        }
        let mut conditions = Vec::new();
        loop {
            let word = self.word("],=", "a code, a condition or * in brackets")?;
            match self.next() {
                Some(']') if conditions.is_empty() => return Ok(Selector::Code(word)),
                Some('=') => {}
                _ => {
                    let word = clip(&word);
                    return Err(format!(
                        "[{word}…: brackets hold a code, \"*\", or conditions such as \
                         item=GX03,group=remote"
                    ));
                }
            }
            let value = self.word("],", "the value of a condition")?;
            conditions.push((word, value));
            match self.next() {
                Some(']') => return Ok(Selector::Where(conditions)),
                Some(',') => {}
                _ => return Err("a bracket does not end".to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_they_need_it() {
        for (word, written) in [
            ("a-b", "a-b"),
            ("", "\"\""),
            ("*", "\"*\""),
            ("a.b", "\"a.b\""),
            ("a\"b", "\"a\"\"b\""),
        ] {
            assert_eq!(quoted(word), written);
        }
    }

    #[test]
    fn reads_what_it_writes() {
        for text in [
            "scheme.channels[purchase].price.values[*].value",
            "scheme.items[GX03].weights[2024-07-01].by_group.remote",
            "scheme.items[category=GX].weights[*].value",
            "facts.marks[payee=W05,indicator=Q1].mark",
            "facts.volumes[\"a]\"\"b\"].verified",
            "scheme.items[\"*\"].weights[0].by_group.\"a.b\"",
            "facts.volumes[item=\"a,b\",payee=\"c=d\"]",
            &format!("scheme.{}", "a".repeat(3_993)), // 4,000 bytes
            &format!("scheme{}", ".a".repeat(32)),
        ] {
            let path = Path::read(text).unwrap();
            assert_eq!(path.until(usize::MAX), text);
        }
        assert_eq!(
            Path::read("facts.marks[payee=W05].mark").unwrap().steps,
            [
                Step::Key("marks".to_owned()),
                Step::Select(Selector::Where(vec![("payee".to_owned(), "W05".to_owned())])),
                Step::Key("mark".to_owned()),
            ]
        );
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, message) in [
            ("", "a path begins with \"scheme\" or \"facts\""),
            ("price", "a path begins with \"scheme\" or \"facts\", not \"price\""),
            ("scheme", "\"scheme\" is a whole document: name what is in it"),
            ("scheme.", "a key is missing"),
            ("scheme..channels", "a key is missing"),
            ("scheme.channels[]", "a code, a condition or * in brackets is missing"),
            (
                "scheme.channels[a",
                "[a…: brackets hold a code, \"*\", or conditions such as item=GX03,group=remote",
            ),
            ("scheme.channels[a=]", "the value of a condition is missing"),
            (
                "scheme.channels[a=b,c]",
                "[c…: brackets hold a code, \"*\", or conditions such as item=GX03,group=remote",
            ),
            ("scheme.channels[a=b", "a bracket does not end"),
            ("scheme.channels[a]b", "\"b\" stands where a dot or a bracket should"),
            ("scheme.channels[\"a", "\"a\": the quote does not end"),
            ("scheme.a\"b", "\"a\"b\": a quote stands inside quotes, doubled"),
            (&format!("scheme.{}", "a".repeat(4_000)), "is 4007 bytes long: at most 4000"),
            (&format!("scheme{}", ".a".repeat(33)), "has more than 32 steps"),
            (
                "scheme.channels[a]\u{202e}",
                "the character U+202E stands where a dot or a bracket should",
            ),
        ] {
            assert_eq!(Path::read(text).unwrap_err(), message, "{text}");
        }
    }
}
