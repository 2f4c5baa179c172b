//! [`Order`]: a payment as initiated by the customer, before the bank decides.

use crate::fraud::kinds::FraudType;
use crate::population::coordinates::Coordinates;
use crate::population::ip::Address;
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::population::people::device::Device;
use crate::schema::categories::{CardEntry, Channel, Instrument, RefusalReason};

/// The outcome of a scripted step, fixed when it is planned so that the receiving side knows it too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Outcome {
    /// Approved; savings, a loan or an incoming transfer cover what the balance does not.
    Approved,
    Declined(RefusalReason),
    /// Held back by the bank as a precaution.
    Blocked,
}

/// What a payment needs to know about a device.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DeviceUse {
    pub(crate) id: i64,
    pub(crate) first_seen: i64,
    pub(crate) registered: i64,
}

impl From<&Device> for DeviceUse {
    fn from(device: &Device) -> Self {
        Self {
            id: device.id,
            first_seen: device.first_seen,
            registered: device.registered,
        }
    }
}

/// How a card is used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardUse {
    /// Index among the customer's slots.
    pub(crate) slot: usize,
    /// Index among the cards of the slot.
    pub(crate) card: usize,
    pub(crate) entry: CardEntry,
    pub(crate) installments: i32,
    /// Whether the security code was right, and whether 3-D Secure authenticated the payer; online only.
    pub(crate) code: Option<bool>,
    pub(crate) authenticated: Option<bool>,
}

/// A payment order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) time: i64,
    /// Index of the paying account, among the customer's.
    pub(crate) ledger: usize,
    pub(crate) instrument: Instrument,
    pub(crate) channel: Channel,
    pub(crate) amount: i64,
    pub(crate) device: Option<DeviceUse>,
    pub(crate) location: Option<Coordinates>,
    pub(crate) address: Option<Address>,
    pub(crate) payee: Option<Payee>,
    pub(crate) merchant: Option<Merchant>,
    pub(crate) card: Option<CardUse>,
    /// Fixed in advance, for scripted steps and planned transfers.
    pub(crate) outcome: Option<Outcome>,
    /// Whether someone other than the holder initiates it.
    pub(crate) by_other: bool,
    /// Whether it was checked against the limits when it was planned.
    pub(crate) settled: bool,
    /// Fraud case, as an index into the district's.
    pub(crate) case: Option<usize>,
    /// Typology that it is a look-alike of, if it is one.
    pub(crate) decoy: Option<FraudType>,
    /// When that look-alike is reported by mistake, if it is.
    pub(crate) reported: Option<i64>,
    /// The credit card whose invoice it pays, by index among the customer's slots.
    pub(crate) invoice: Option<u8>,
}

impl Order {
    /// An order at a time, to be filled in: cheaper than copying a complete one.
    pub(crate) fn at(time: i64) -> Self {
        Self {
            time,
            ledger: 0,
            instrument: Instrument::Pix,
            channel: Channel::Scheduled,
            amount: 0,
            device: None,
            location: None,
            address: None,
            payee: None,
            merchant: None,
            card: None,
            outcome: None,
            by_other: false,
            settled: false,
            case: None,
            decoy: None,
            reported: None,
            invoice: None,
        }
    }

    /// Pays another merchant, not at a terminal.
    pub(crate) fn pay_instead(&mut self, merchant: Merchant) {
        self.payee = Some(Payee::Merchant(merchant.number));
        self.merchant = Some(merchant);
    }
}
