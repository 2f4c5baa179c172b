//! [`CreditIds`]: the ids of a cell's credits, which stay the same if cases are left out.

use core::ops::Range;

/// Which ids the next credits of a cell get.
#[derive(Debug)]
pub(super) struct CreditIds {
    next: Range<i64>,
    /// For credits that come up instead of others.
    spare: i64,
}

impl CreditIds {
    /// Consecutive ones from this one on.
    pub(super) fn from(first: i64) -> Self {
        Self {
            next: first..i64::MAX,
            spare: i64::MAX,
        }
    }

    /// Those that are kept for each event, and others from `spare` on.
    pub(super) fn kept(spare: i64) -> Self {
        Self {
            next: spare..spare,
            spare,
        }
    }

    /// Keeps these for the next event.
    pub(super) fn keep(&mut self, ids: Range<i64>) {
        self.next = ids;
    }

    /// The one that the next credit gets, unless it is a spare one.
    pub(super) fn peek(&self) -> i64 {
        self.next.start
    }

    /// The id of a credit.
    pub(super) fn take(&mut self) -> i64 {
        self.next.next().unwrap_or_else(|| {
            self.spare += 1;
            self.spare - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_with_more_credits_than_ids_does_not_move_those_of_the_next() {
        let mut ids = CreditIds::kept(20);
        ids.keep(7..8);
        let first = [ids.take(), ids.take()];
        ids.keep(8..10);
        assert_eq!((first, ids.take(), ids.peek()), ([7, 20], 8, 9));
        ids.keep(10..10);
        assert_eq!(ids.take(), 21);
    }
}
