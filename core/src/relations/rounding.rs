//! [`Rounding`]: whole numbers whose running totals are those of exact shares.

/// Rounds shares one after another.
#[derive(Debug, Default)]
pub(super) struct Rounding(f64);

impl Rounding {
    /// The next share, rounded so that the total is right.
    pub(super) fn next(&mut self, share: f64) -> u32 {
        let before = self.0 as u64;
        self.0 += share;
        (self.0 as u64 - before) as u32
    }
}
