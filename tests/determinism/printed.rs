//! What the examples print and write, run as people run them, in other places and languages.
//!
//! Texts are on record. A picture or a workbook is made by other people's code, whose bytes may
//! change with its version, and a table with a path in it is as wide as the path: those only have to
//! be the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::built;
use crate::pinned::{self, Digests};
use crate::said::digest;

/// Where the examples run: a name for the folder they write to, time zone, language.
const PLACES: [(&str, &str, &str); 2] =
    [("here", "Asia/Shanghai", "C"), ("afar", "Pacific/Kiritimati", "tr_TR.UTF-8")];

/// Where a command writes files, in its arguments.
const OUT: &str = "OUT";

/// Every command, as it is typed after `cargo run --example`.
fn commands() -> Vec<String> {
    let mut commands: Vec<String> = [
        "settle",
        "settle --compact",
        "settle --items --json",
        "settle --payee W05",
        "settle --explain W05",
        "settle --closing OUT/closing.json",
        "settle --data examples/data/qinghai-insurance/facts-surplus \
         --scheme examples/data/qinghai-insurance/scheme.toml --json",
        "years",
        "policy",
        "verify examples/data/vectors/hand-worked.json",
        "verify examples/data/vectors/wrong-figure.json",
        "letters --out OUT",
        "letters --out OUT --markdown",
        "what_if --out OUT --samples 20",
        "workbook --data examples/data/invented --out OUT/workbook.xlsx",
    ]
    .map(str::to_owned)
    .to_vec();
    let policies =
        ["liandu", "deqing", "qinghai-package", "qinghai-insurance", "yunnan", "invented"];
    commands.extend(policies.map(|policy| format!("policy {policy}")));
    commands
}

/// All that a command prints and writes, by where it is found.
fn run(command: &str, (name, zone, language): (&str, &str, &str)) -> BTreeMap<String, Vec<u8>> {
    // The names of the folders are of one length, and so are the paths in a table.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("determinism").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let shown = folder.to_str().unwrap();
    let mut words = command.split_whitespace().map(|word| word.replacen(OUT, shown, 1));
    let mut example = built::command(&words.next().unwrap());
    let output = example.args(words).env("TZ", zone).env("LC_ALL", language).output().unwrap();
    let code = output.status.code().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(shown, OUT).into_bytes();
    let mut found = BTreeMap::from([
        ("exit code".to_owned(), code.to_string().into_bytes()),
        ("standard output".to_owned(), text(output.stdout)),
        ("standard error".to_owned(), text(output.stderr)),
    ]);
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        found.insert(name, fs::read(&path).unwrap());
    }
    found
}

#[test]
fn the_examples_print_and_write_the_same_anywhere() {
    let [here, afar] = PLACES.map(|place| {
        std::thread::spawn(move || -> BTreeMap<String, BTreeMap<String, Vec<u8>>> {
            let commands = commands().into_iter();
            commands.map(|command| (command.clone(), run(&command, place))).collect()
        })
    });
    let (here, afar) = (here.join().unwrap(), afar.join().unwrap());
    let mut printed = Digests::new();
    for (command, found) in here {
        assert!(found.keys().eq(afar[&command].keys()), "{command}: other files elsewhere");
        for (what, bytes) in &found {
            let same = afar[&command][what] == *bytes;
            assert!(same, "{command}: {what} differs between {PLACES:?}");
        }
        let is_text = |what: &str, bytes: &[u8]| {
            let made_elsewhere = [".png", ".xlsx"].iter().any(|end| what.ends_with(end));
            !made_elsewhere && !bytes.windows(OUT.len()).any(|bytes| bytes == OUT.as_bytes())
        };
        let texts = found.iter().filter(|(what, bytes)| is_text(what, bytes));
        let digests = texts.map(|(what, bytes)| (what.clone(), digest(bytes)));
        printed.insert(command, digests.collect());
    }
    pinned::check("printed.json", &printed);
}
