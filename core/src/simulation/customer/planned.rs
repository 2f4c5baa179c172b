//! [`Planned`]: what a customer's planned transfers add up to.

/// What a customer's planned transfers add up to.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Planned {
    /// How many the customer sends, by Pix and by TED.
    pub(crate) pix: u64,
    pub(crate) ted: u64,
    /// How many the customer receives, but for salaries.
    pub(crate) received: u64,
    /// Received less sent, but for salaries received, in centavos.
    pub(crate) net: i64,
}

impl Planned {
    /// How many the customer sends.
    pub(crate) fn sent(&self) -> u64 {
        self.pix + self.ted
    }
}
