//! [`Hashing`]: a writer that counts and hashes what is written through it.

use std::io::{self, Read, Write};

use md5::{Digest as _, Md5};
use sha2::Sha256;

use crate::error::PartError;
use crate::parallel::CancelToken;

/// Length and hashes of some bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checksums {
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
    /// The same, as stores take it.
    pub sha256_bytes: [u8; 32],
    /// Their MD5, which stores check and return as the ETag; if it was asked for.
    pub md5: Option<[u8; 16]>,
}

/// Passes bytes on, counting and hashing them.
#[derive(Debug)]
pub struct Hashing<W> {
    inner: W,
    bytes: u64,
    hash: Sha256,
    md5: Option<Md5>,
}

impl<W> Hashing<W> {
    /// Starts with nothing written.
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Sha256::new(),
            md5: None,
        }
    }

    /// Starts with nothing written; the MD5 is computed too.
    pub fn with_md5(inner: W) -> Self {
        Self {
            md5: Some(Md5::new()),
            ..Self::new(inner)
        }
    }

    /// How many bytes were written.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The inner writer, and the checksums of what was written.
    pub fn finish(self) -> (W, Checksums) {
        let hash: [u8; 32] = self.hash.finalize().into();
        (
            self.inner,
            Checksums {
                bytes: self.bytes,
                sha256: hexadecimal(&hash),
                sha256_bytes: hash,
                md5: self.md5.map(|md5| md5.finalize().into()),
            },
        )
    }
}

/// Bytes as hexadecimal text.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        if let Some(md5) = &mut self.md5 {
            md5.update(&bytes[..written]);
        }
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl Checksums {
    /// The checksums of what a reader yields until its end.
    ///
    /// # Errors
    /// The reader's own, or the work was cancelled.
    pub fn read(mut file: impl Read, cancel: &CancelToken) -> Result<Self, PartError> {
        let mut sink = Hashing::new(io::sink());
        let mut piece = vec![0; 1 << 18];
        loop {
            cancel.check()?;
            match file.read(&mut piece)? {
                0 => return Ok(sink.finish().1),
                read => sink.write_all(&piece[..read])?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_sha_256() {
        let mut sink = Hashing::new(Vec::new());
        sink.write_all(b"a")
            .and_then(|()| sink.write_all(b"bc"))
            .expect("memory");
        let (bytes, checksums) = sink.finish();
        assert_eq!(bytes, b"abc");
        // FIPS 180-2, B.1
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((checksums.bytes, checksums.md5), (3, None));
        assert_eq!(checksums.sha256, sha256);
        assert_eq!(hexadecimal(&checksums.sha256_bytes), sha256);
    }
}
