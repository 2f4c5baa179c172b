//! [`Limit`]: how much is read of what may never end.

use std::fmt;
use std::io::{self, Read};

use crate::units::bytes_text;

/// The longest stretch of JSON without a quotation mark: many times what fraudgen writes.
const LONGEST_STRETCH: usize = 1 << 20;

/// How much of something is read before it is refused.
#[derive(Debug, Clone)]
pub(crate) struct Limit {
    most: u64,
    left: u64,
    /// Bytes since the last quotation mark, of JSON.
    stretch: Option<usize>,
}

/// Why something is refused before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TooLong {
    /// It has more bytes than it can have.
    #[error("it is longer than {}, the most that it can be", bytes_text(*.0))]
    Bytes(u64),
    /// It is not what fraudgen writes, whatever follows.
    #[error("it is not JSON: there is no quotation mark in {}", bytes_text(LONGEST_STRETCH as u64))]
    Stretch,
}

impl Limit {
    /// At most so many bytes.
    pub(crate) const fn bytes(most: u64) -> Self {
        Self {
            most,
            left: most,
            stretch: None,
        }
    }

    /// At most so many bytes of JSON. What is no JSON, such as endless zeros, is refused long before.
    pub(crate) const fn json(most: u64) -> Self {
        Self {
            stretch: Some(0),
            ..Self::bytes(most)
        }
    }

    /// Counts the next bytes.
    pub(crate) fn count(&mut self, piece: &[u8]) -> Result<(), TooLong> {
        let left = self.left.checked_sub(piece.len() as u64);
        self.left = left.ok_or(TooLong::Bytes(self.most))?;
        if let Some(stretch) = &mut self.stretch {
            let mut stretches = piece.split(|byte| *byte == b'"');
            let first = stretches.next().unwrap_or_default();
            let longest = stretches.clone().map(<[u8]>::len).max();
            let longest = longest.unwrap_or_default().max(*stretch + first.len());
            if longest > LONGEST_STRETCH {
                return Err(TooLong::Stretch);
            }
            *stretch = match stretches.next_back() {
                Some(last) => last.len(),
                None => *stretch + first.len(),
            };
        }
        Ok(())
    }

    /// Reads all of something.
    pub(crate) fn read(mut self, mut reader: impl Read) -> io::Result<Vec<u8>> {
        let (mut all, mut piece) = (Vec::new(), vec![0; 1 << 16]);
        loop {
            match reader.read(&mut piece) {
                Ok(0) => return Ok(all),
                Ok(read) => {
                    self.count(&piece[..read])?;
                    all.extend_from_slice(&piece[..read]);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Reads all of a text.
    pub(crate) fn read_text(self, reader: impl Read) -> io::Result<String> {
        let bytes = self.read(reader)?;
        String::from_utf8(bytes)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
    }
}

impl From<TooLong> for io::Error {
    fn from(error: TooLong) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, error)
    }
}

/// A text of others as it may be printed: without what a terminal obeys rather than shows, but for ends of
/// lines.
pub(crate) fn printable(text: &str) -> impl fmt::Display {
    let is_shown = |c: &char| {
        let turns_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        *c == '\n' || !(c.is_control() || turns_direction)
    };
    text.chars().filter(is_shown).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_refused() {
        let many = || io::repeat(b'"');
        assert_eq!(Limit::bytes(3).read(&b"abc"[..]).expect("all"), b"abc");
        assert!(Limit::bytes(2).read(&b"abc"[..]).is_err());
        assert!(Limit::bytes(1 << 20).read(many()).is_err());
        for byte in [0, b' ', b'a'] {
            let endless = Limit::json(u64::MAX).read(io::repeat(byte));
            let error = endless.expect_err("endless").to_string();
            assert!(error.contains("not JSON"), "{error}");
        }
        let text = format!("\"{}\"", "a".repeat(LONGEST_STRETCH));
        assert_eq!(
            Limit::json(u64::MAX).read_text(text.as_bytes()).ok(),
            Some(text)
        );
    }

    #[test]
    fn a_stretch_may_lie_in_several_pieces() {
        let piece = vec![b'a'; LONGEST_STRETCH / 2];
        let mut limit = Limit::json(u64::MAX);
        limit.count(b"\"").expect("short");
        for _ in 0..2 {
            limit.count(&piece).expect("short");
        }
        assert_eq!(limit.count(b"a"), Err(TooLong::Stretch));
    }

    #[test]
    fn a_terminal_obeys_no_text_of_others() {
        let text = printable("a\u{1b}[2J\u{7}b\u{202e}c\nçã").to_string();
        assert_eq!(text, "a[2Jbc\nçã");
    }
}
