//! Running an example as cargo built it.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};

/// Runs an example from the root of the crate, so that the paths it prints are relative.
pub fn run(name: &str, arguments: &[impl AsRef<OsStr>]) -> Output {
    command(name).args(arguments).output().unwrap()
}

/// An example, to be run from the root of the crate.
///
/// It is `target/PROFILE/examples/NAME`, beside the folder of the test that asks.
pub fn command(name: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let profile = this.parent().and_then(Path::parent).unwrap();
    let example = profile.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        example.is_file(),
        "the example is not built: a plain `cargo test` builds it, and so does \
         `cargo build --example {name}`; with `--test` alone cargo leaves it out"
    );
    let mut command = Command::new(example);
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}
