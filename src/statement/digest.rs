//! The digest of a statement: what a payee confirms to have seen.

use std::io;

use serde::Serialize;

use super::Statement;
use super::balance::StatementError;

impl Statement {
    /// The SHA-256 of the statement, as 64 hexadecimal digits.
    ///
    /// It is computed over the statement as compact JSON, so anyone can check it:
    ///
    /// ```text
    /// cargo run --example settle -- --json --compact | sha256sum
    /// ```
    ///
    /// The same figures have the same digest on every machine; a fen more, another name or another
    /// citation have another.
    ///
    /// ```
    /// # use work_equivalent::{facts::Facts, scheme::Scheme, settle};
    /// # let scheme: Scheme =
    /// #     serde_json::from_str(&std::fs::read_to_string("examples/data/small/scheme.json")?)?;
    /// # let document = serde_json::from_str(&std::fs::read_to_string("examples/data/small/facts.json")?)?;
    /// # let facts = Facts::new(&scheme, &document)?;
    /// let digest = settle(&facts)?.statement()?.digest()?;
    /// assert_eq!(digest.len(), 64);
    /// assert_eq!(settle(&facts)?.statement()?.digest()?, digest);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// None that a statement which exists can meet.
    pub fn digest(&self) -> Result<String, StatementError> {
        digest_of(self)
    }
}

/// The digest of anything that is written as JSON with fixed fields in a fixed order.
pub(super) fn digest_of(value: &impl Serialize) -> Result<String, StatementError> {
    let mut hash = Hashing(hmac_sha256::Hash::new());
    serde_json::to_writer(&mut hash, value)
        .map_err(|error| StatementError::unwritable(&error.to_string()))?;
    let digits = |byte: u8| [byte >> 4, byte & 0xf].map(|digit| char::from_digit(digit.into(), 16));
    Ok(hash.0.finalize().into_iter().flat_map(digits).flatten().collect())
}

/// Hashes what is written to it.
struct Hashing(hmac_sha256::Hash);

impl io::Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sha_256_of_compact_json() {
        // `printf '"abc"' | sha256sum`
        assert_eq!(
            digest_of(&"abc").unwrap(),
            "6cc43f858fbb763301637b5af970e2a46b46f461f27e5a0f41e009c59b827b25"
        );
        let mut hash = hmac_sha256::Hash::new();
        hash.update(b"abc");
        let first: Vec<u8> = hash.finalize().to_vec();
        assert_eq!(first[..4], [0xba, 0x78, 0x16, 0xbf]);
    }
}
