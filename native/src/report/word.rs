//! [`Word`]: a short text of a closed set, compared as fast as a number.

/// Bytes of the longest word that a dataset's categories hold, and some to spare.
const LENGTH: usize = 24;

/// A short text, cut after [`LENGTH`] bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word([u8; LENGTH]);

impl Word {
    pub(crate) const fn new(text: &str) -> Self {
        let (text, mut bytes, mut at) = (text.as_bytes(), [0; LENGTH], 0);
        while at < text.len() && at < LENGTH {
            bytes[at] = text[at];
            at += 1;
        }
        Self(bytes)
    }

    /// The text; what a cut left of a last letter is dropped.
    pub(crate) fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(LENGTH);
        let text = &self.0[..end];
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
        }
    }
}

impl std::fmt::Debug for Word {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_their_text() {
        assert_eq!(Word::new("PIX").as_str(), "PIX");
        assert_ne!(Word::new("PIX"), Word::new("PI"));
        let long = "ABCDEFGHIJKLMNOPQRSTUVWÃO";
        assert_eq!(Word::new(long).as_str(), "ABCDEFGHIJKLMNOPQRSTUVW");
    }
}
