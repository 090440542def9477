//! Which versions of crates this program was built with.

/// The version of a crate, as the lock file has it.
pub fn of(name: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let entry = format!("name = \"{name}\"\nversion = \"");
    let version = lock.split_once(&entry).and_then(|(_, rest)| rest.split('"').next());
    version.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_version_is_found() {
        assert_eq!(super::of("peers"), "0.0.0");
        assert!(super::of("rust_decimal").starts_with("1."));
        assert_eq!(super::of("no such crate"), "");
    }
}
