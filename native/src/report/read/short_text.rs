//! [`ShortText`]: a short text of a closed set, compared as fast as a number.

/// A few bytes more than the longest category of a dataset.
const LENGTH: usize = 24;

/// A short text, cut after [`LENGTH`] bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::report) struct ShortText([u8; LENGTH]);

impl ShortText {
    pub(in crate::report) const fn new(text: &str) -> Self {
        let (text, mut bytes, mut at) = (text.as_bytes(), [0; LENGTH], 0);
        while at < text.len() && at < LENGTH {
            bytes[at] = text[at];
            at += 1;
        }
        Self(bytes)
    }

    /// The text, without a last letter that was cut in half.
    pub(in crate::report) fn as_str(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(LENGTH);
        let text = &self.0[..end];
        match std::str::from_utf8(text) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default(),
        }
    }
}

impl std::fmt::Debug for ShortText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_str().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_compared_by_its_letters() {
        assert_eq!(ShortText::new("PIX").as_str(), "PIX");
        assert_ne!(ShortText::new("PIX"), ShortText::new("PI"));
        let long = "ABCDEFGHIJKLMNOPQRSTUVWÃO";
        assert_eq!(ShortText::new(long).as_str(), "ABCDEFGHIJKLMNOPQRSTUVW");
    }
}
