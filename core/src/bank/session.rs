//! [`Session`]: the app or web session that a payment belongs to.

use crate::calendar::MINUTE;

/// A session ends after an idle time longer than this.
const PAUSE: i64 = 15 * MINUTE;

/// A customer's latest session.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Session {
    /// Its first transaction, which is its id.
    id: i64,
    device: i64,
    last: i64,
}

impl Session {
    /// Whether the latest transaction was on a device.
    pub(crate) fn is_on(&self, device: i64) -> bool {
        self.device == device
    }

    /// The session of a transaction on a device: the current one, or a new one after a pause or on another
    /// device.
    pub(crate) fn of(&mut self, device: i64, time: i64, transaction: i64) -> i64 {
        if self.device != device || time - self.last > PAUSE {
            self.id = transaction;
            self.device = device;
        }
        self.last = time;
        self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_a_pause_or_on_another_device() {
        let mut session = Session::default();
        assert_eq!(session.of(7, PAUSE, 1), 1);
        assert_eq!(session.of(7, 2 * PAUSE, 2), 1);
        assert_eq!(session.of(7, 3 * PAUSE + 1, 3), 3);
        assert_eq!(session.of(8, 3 * PAUSE + 2, 4), 4);
    }
}
