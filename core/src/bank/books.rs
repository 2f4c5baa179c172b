//! [`Books`]: what banks record about one customer: accounts, cards, and what counts towards limits.

use alloc::vec::Vec;

use crate::bank::ledger::{Ledger, Spending};
use crate::bank::limits::{Limit, PeriodTotal, Reservation, day_of, month_of, night_of};
use crate::bank::order::Order;
use crate::bank::reserved::Reserved;
use crate::population::people::card::CardSlot;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::schema::categories::{CardType, Instrument, Status};

/// The books of one customer.
#[derive(Debug, Clone)]
pub(crate) struct Books<'a> {
    pub(super) customer: &'a Customer,
    /// By account, the primary one first.
    pub(crate) ledgers: Vec<Ledger>,
    pub(crate) cards: Vec<CardSlot>,
    /// By slot.
    pub(crate) spending: Vec<Spending>,
    /// Everyday Pix sums by night, and by day on an unregistered device.
    pub(super) night: PeriodTotal,
    pub(super) new_device: PeriodTotal,
    pub(super) reserved: Reserved,
}

impl<'a> Books<'a> {
    /// The books at the start of the period.
    pub(crate) fn open(
        customer: &'a Customer,
        ledgers: Vec<Ledger>,
        cards: Vec<CardSlot>,
        reservations: &[Reservation],
    ) -> Self {
        Self {
            customer,
            ledgers,
            spending: alloc::vec![Spending::default(); cards.len()],
            cards,
            night: PeriodTotal::default(),
            new_device: PeriodTotal::default(),
            reserved: Reserved::new(reservations),
        }
    }

    /// Keeps part of a night's limit for a planned transfer.
    pub(crate) fn reserve_night(&mut self, night: i64, amount: i64) {
        self.reserved.add(Limit::NightPix, night, amount);
    }

    /// What can be spent: balance and overdraft, or what remains of the card's limit.
    pub(crate) fn available(&self, order: &Order) -> i64 {
        match order
            .card
            .map(|used| (&self.cards[used.slot], &self.spending[used.slot]))
        {
            Some((slot, spending)) if slot.card_type == CardType::Credit => {
                slot.limit.unwrap_or_default() - spending.month.sum(month_of(order.time))
            }
            _ => self.ledgers[order.ledger].balance + self.ledgers[order.ledger].account.overdraft,
        }
    }

    /// Money from savings, a loan or another bank: a round amount, a little more than needed.
    pub(super) fn top_up(&self, missing: i64, rng: &mut Rng) -> i64 {
        let more = self.customer.income * rng.between(10, 150) / 1000;
        (missing + more + 4_999) / 5_000 * 5_000
    }

    /// Books a payment, if it was approved.
    pub(crate) fn book(&mut self, order: &Order, status: Status) {
        if status != Status::Approved {
            return;
        }
        if let Some(used) = order
            .card
            .filter(|used| self.cards[used.slot].card_type == CardType::Credit)
        {
            self.spending[used.slot].book(order);
            return;
        }
        if let Some(slot) = order.invoice {
            self.spending[usize::from(slot)].invoiced = 0;
        }
        self.ledgers[order.ledger].balance -= order.amount;
        if order.instrument == Instrument::Pix && !order.settled {
            if let Some(night) = night_of(order.time) {
                self.night.add(night, order.amount);
            }
            if order
                .device
                .is_some_and(|device| order.time < device.registered)
            {
                self.new_device.add(day_of(order.time), order.amount);
            }
        }
    }
}
