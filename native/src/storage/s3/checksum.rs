//! Checksums that a store answers of what it took, besides the ETag.

use std::io;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use sha2::{Digest as _, Sha256};

/// The reversed polynomial of CRC-64/NVME.
const POLYNOMIAL: u64 = 0x9a6c_9329_ac4b_c9b5;

const TABLE: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut value = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            value = (value >> 1) ^ (POLYNOMIAL * (value & 1));
            bit += 1;
        }
        table[byte] = value;
        byte += 1;
    }
    table
};

/// A checksum in a store's answer. All are of the whole object, and in Base64.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checksum {
    /// CRC-64/NVME, which AWS computes of every object.
    Crc64Nvme(String),
    /// SHA-256, if it was sent.
    Sha256(String),
}

impl Checksum {
    /// Whether it is that of some bytes, which are read only if their SHA-256 does not say so.
    ///
    /// # Errors
    /// They cannot be read.
    pub(super) fn is_of(
        &self,
        sha256: &[u8; 32],
        bytes: impl FnOnce() -> io::Result<Bytes>,
    ) -> io::Result<bool> {
        Ok(match self {
            Self::Sha256(answered) => *answered == sha256_text(sha256),
            Self::Crc64Nvme(answered) => *answered == crc64_text(&bytes()?),
        })
    }
}

/// A SHA-256 as headers have it.
pub(super) fn sha256_text(sha256: &[u8; 32]) -> String {
    BASE64.encode(sha256)
}

/// The SHA-256 of some bytes.
pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The CRC-64/NVME of some bytes, as headers have it.
fn crc64_text(bytes: &[u8]) -> String {
    let crc = bytes.iter().fold(!0_u64, |crc, byte| {
        TABLE[usize::from(crc as u8 ^ byte)] ^ (crc >> 8)
    });
    BASE64.encode((!crc).to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_that_stores_answer() {
        // As VersityGW answers them for the same bytes.
        for (checksum, agrees) in [
            (Checksum::Crc64Nvme("BeXKuz/B+us=".into()), true),
            (
                Checksum::Sha256("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=".into()),
                true,
            ),
            (Checksum::Crc64Nvme("AAAAAAAAAAA=".into()), false),
        ] {
            let read = || Ok(Bytes::from_static(b"abc"));
            let is_of = checksum.is_of(&sha256(b"abc"), read);
            assert_eq!(is_of.expect("memory"), agrees);
        }
    }
}
