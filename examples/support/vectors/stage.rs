//! Which stage of the calculation a figure belongs to.

use work_equivalent::statement::Stage;

use super::place::Step;

/// When a figure comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    /// The input was checked.
    Input,
    /// Names, citations and dates are copied.
    Basis,
    /// A single sum, not a settlement.
    Arithmetic,
    /// A stage of a settlement.
    Stage(Stage),
    /// A monitor looks at what was settled.
    Watch,
}

impl At {
    /// The stage in Chinese, in one word.
    pub fn label(self) -> &'static str {
        let label = match self {
            Self::Input => "输入",
            Self::Basis => "依据",
            Self::Arithmetic => "算术",
            Self::Stage(stage) => stage.label(),
            Self::Watch => "监测",
        };
        label.split('：').next().unwrap_or(label)
    }
}

/// When the figure at a place comes about: in which statement of several, and at which stage of it.
pub fn of(place: &[Step]) -> (usize, At) {
    let statement = match place {
        [Step::Key(list), Step::Record(index), ..] if is_list_of_statements(list) => {
            index.parse().unwrap_or(0)
        }
        // What is summed up over all statements comes after them.
        _ => usize::MAX,
    };
    let keys = place.iter().filter_map(|step| match step {
        Step::Key(key) if is_list_of_statements(key) => None,
        Step::Key(key) => Some(key.as_str()),
        Step::Record(_) => None,
    });
    (statement, stage(&keys.collect::<Vec<_>>()))
}

/// Whether a list holds the statements of several years, or of the parts of one.
pub fn is_list_of_statements(key: &str) -> bool {
    matches!(key, "statements" | "parts")
}

fn stage(keys: &[&str]) -> At {
    match keys {
        ["readings" | "alerts", ..] => At::Watch,
        ["channels", "payees", first, ..] => payee(first, keys),
        ["channels", "reserve", key, ..] => reserve(key),
        ["channels", first, ..] => channel(first, keys),
        ["scheme" | "period" | "after" | "split", ..] | [.., "code" | "name"] => At::Basis,
        _ => At::Stage(Stage::Total),
    }
}

fn payee(first: &str, keys: &[&str]) -> At {
    At::Stage(match first {
        "code" | "name" | "group" => return At::Basis,
        "equivalents" => Stage::Measure,
        "owed_before" | "owed_paid" => Stage::Pool,
        "score" | "coefficient" | "rounds" => Stage::Appraise,
        "before_appraisal" | "entitlement" => Stage::Entitle,
        "categories" => categories(keys),
        "borne" | "owed" | "retained" | "closed" | "owed_after" => Stage::Close,
        "withheld" | "released" => Stage::Withhold,
        "deductions" | "deducted" => Stage::Deduct,
        _ => Stage::Pay,
    })
}

fn channel(first: &str, keys: &[&str]) -> At {
    At::Stage(match first {
        "equivalents" => Stage::Measure,
        // Of a reserve without a key it is said whether there is one at all.
        "pool" | "reserve" => Stage::Pool,
        "price" => Stage::Price,
        "entitlement" | "appraisal_loss" | "remainder" => Stage::Entitle,
        "categories" => categories(keys),
        "closing" => Stage::Close,
        "money" => match keys.last() {
            Some(&"appropriated") => Stage::Pool,
            Some(&"payer_share") => Stage::Close,
            _ => Stage::Pay,
        },
        _ => return At::Basis,
    })
}

fn reserve(key: &str) -> At {
    At::Stage(match key {
        "opening" | "provision" | "target" => Stage::Pool,
        "appraisal_loss" => Stage::Entitle,
        "drawn" | "surplus" => Stage::Close,
        "withheld" | "released" => Stage::Withhold,
        _ => Stage::Deduct,
    })
}

fn categories(keys: &[&str]) -> Stage {
    if keys.last() == Some(&"equivalents") { Stage::Measure } else { Stage::BreakDown }
}
