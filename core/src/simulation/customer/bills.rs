//! [`Bill`]: what a customer pays every month.

use alloc::vec::Vec;

use crate::catalog::merchants::MCCS;
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::population::people::account::Account;
use crate::population::people::card::CardSlot;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::schema::categories::{CardType, Instrument};
use crate::simulation::customer::contacts::Contact;
use crate::world::World;

/// Number of bills of each instrument.
const BILLS_PER_INSTRUMENT: usize = 3;
/// How invoices of credit cards are paid (assumption).
const INVOICES: [Instrument; 2] = [Instrument::AutoDebit, Instrument::Boleto];

/// A payment due every month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bill {
    pub(crate) instrument: Instrument,
    pub(crate) payee: Payee,
    /// The payee, if it is a merchant.
    pub(crate) merchant: Option<Merchant>,
    /// Standard normal quantile of its amount.
    pub(crate) size: f64,
    pub(crate) price: Price,
    /// Whether the customer pays it each month.
    pub(crate) scheduled: bool,
    /// Day of month.
    pub(crate) due: u32,
}

/// What a bill amounts to each month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Price {
    /// The same, as of rents and subscriptions, but for a rise in one month of the year, by its number in the
    /// period.
    Fixed { rises_in: u16 },
    /// About the same, as of electricity and water.
    Varies,
    /// What was bought on a credit card, by index among the customer's slots.
    Invoice(u8),
}

/// The invoices of credit cards, and bills of each instrument that can pay them; as many are scheduled as fit
/// among the customer's payments.
pub(super) fn bills(
    world: &World,
    customer: &Customer,
    accounts: &[Account],
    cards: &[CardSlot],
    contacts: &[Contact],
    rng: &mut Rng,
) -> Vec<Bill> {
    let billers: Vec<usize> = MCCS
        .iter()
        .enumerate()
        .filter(|(_, mcc)| mcc.billing)
        .map(|(index, _)| index)
        .collect();
    // Who moves keeps the bills.
    let municipality = customer.home_at(world.period().start).municipality;
    let credit = |(_, card): &(usize, &CardSlot)| card.card_type == CardType::Credit;
    let mut bills: Vec<Bill> = cards
        .iter()
        .enumerate()
        .filter(credit)
        .map(|(index, card)| Bill {
            instrument: *rng.choose(&INVOICES),
            payee: world.externals.of_bank(accounts[card.account].bank),
            merchant: None,
            size: 0.0,
            price: Price::Invoice(index as u8),
            scheduled: false,
            due: rng.between(1, 28) as u32,
        })
        .collect();
    for instrument in [
        Instrument::Boleto,
        Instrument::AutoDebit,
        Instrument::CreditCard,
        Instrument::Pix,
    ] {
        for index in 0..BILLS_PER_INSTRUMENT {
            let mcc = *rng.choose(&billers);
            // Only online merchants keep a card on file.
            let online = rng.chance(500) || instrument == Instrument::CreditCard;
            let merchant = match online {
                true => world.merchants.online(mcc, municipality, rng),
                false => world.merchants.local(mcc, municipality, rng),
            };
            let external_payee = Payee::External(rng.below(world.externals.count));
            let (payee, merchant) = match (instrument, index) {
                // The landlord first.
                (Instrument::Boleto, 0) => (external_payee, None),
                (Instrument::Pix, ..2) => (contacts[index % contacts.len()].payee, None),
                _ => (Payee::Merchant(merchant.number), Some(merchant)),
            };
            // Rents, subscriptions and instalments are fixed; metered services vary.
            let fixed = merchant.is_none() || online || rng.chance(300);
            let rises_in = rng.below(12) as u16;
            bills.push(Bill {
                instrument,
                payee,
                merchant,
                size: world.people.normal().draw(rng),
                price: match fixed {
                    true => Price::Fixed { rises_in },
                    false => Price::Varies,
                },
                scheduled: false,
                due: rng.between(1, 28) as u32,
            });
        }
    }
    bills
}
