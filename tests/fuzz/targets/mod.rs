//! The targets: what each takes, and what must hold for it.

pub mod boundaries;
pub mod cases;
pub mod exact;
pub mod monitor;
pub mod parts;
pub mod quantities;
pub mod sequences;
pub mod settle;
pub mod straddles;
pub mod whatif;

mod documents;

/// A target: its name, its function, and whether its inputs are JSON.
pub struct Target {
    /// Its name, which is that of its folder in the corpus.
    pub name: &'static str,
    /// Tries an input; a finding is a panic.
    pub run: fn(&[u8]),
    /// Whether inputs are mutated as JSON.
    pub is_json: bool,
}

/// Every target.
pub const ALL: [Target; 10] = [
    Target { name: "boundaries", run: boundaries::run, is_json: true },
    Target { name: "cases", run: cases::run, is_json: false },
    Target { name: "exact", run: exact::run, is_json: false },
    Target { name: "monitor", run: monitor::run, is_json: true },
    Target { name: "parts", run: parts::run, is_json: true },
    Target { name: "quantities", run: quantities::run, is_json: false },
    Target { name: "sequences", run: sequences::run, is_json: false },
    Target { name: "settle", run: settle::run, is_json: true },
    Target { name: "straddles", run: straddles::run, is_json: false },
    Target { name: "whatif", run: whatif::run, is_json: true },
];
