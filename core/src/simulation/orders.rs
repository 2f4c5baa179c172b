//! [`Order`]: a payment as the customer gives it, before the bank decides.

use crate::behaviour::Habits;
use crate::calendar::{Date, HOUR, time_of_day};
use crate::fraud::kinds::FraudType;
use crate::fraud::script::{Outcome, Payee};
use crate::population::coordinates::Place;
use crate::population::merchants::Shop;
use crate::population::people::device::Device;
use crate::schema::categories::{CardEntry, CardType, Channel, Instrument};
use crate::simulation::customer_state::{Bill, Errand, Life, Spot};
use crate::world::World;

/// Pix of persons that go to persons, per mille: 45 % of all Pix against 42.1 % to businesses (BCB, H1 2025).
/// Everyday scenes and rent, of which most go to persons, come on top.
const PERSON_TO_PERSON: u32 = 455;
/// Payments to someone never paid before, per mille.
const STRANGERS: u32 = 410;
/// Of those, payments to the one met last: a deposit before, another class after, per mille (assumption).
const MET_AGAIN: u32 = 300;
/// Payments in a burst that go to the same payee as the one before, per mille (assumption).
const SAME_PAYEE: u32 = 600;
/// Purchases at a shop the customer goes back to, per mille.
const REGULAR_SHOPS: u32 = 480;
/// Contactless among card payments in person, per mille (72.8 %, Q3 2025); the rest is mostly chip.
const CONTACTLESS: u32 = 728;
/// 3-D Secure, and right security codes, among cards typed in, per mille.
const AUTHENTICATED: u32 = 560;
const RIGHT_CODE: u32 = 982;
/// Payments by app from a neighbour's phone, of those who borrow one, per mille (assumption).
const BORROWING: u32 = 120;

/// A device as a payment sees it.
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
    /// Which of the customer's cards.
    pub(crate) card: usize,
    pub(crate) entry: CardEntry,
    pub(crate) installments: i32,
    /// Whether the security code was right, and whether 3-D Secure authenticated: online only.
    pub(crate) code: Option<bool>,
    pub(crate) authenticated: Option<bool>,
}

/// A payment ordered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    pub(crate) time: i64,
    /// Which of the customer's accounts pays.
    pub(crate) ledger: usize,
    pub(crate) instrument: Instrument,
    pub(crate) channel: Channel,
    pub(crate) amount: i64,
    pub(crate) device: Option<DeviceUse>,
    pub(crate) place: Option<Place>,
    /// Code of the IP address.
    pub(crate) address: Option<u16>,
    pub(crate) payee: Option<Payee>,
    pub(crate) shop: Option<Shop>,
    pub(crate) card: Option<CardUse>,
    /// Settled already, for scenes.
    pub(crate) outcome: Option<Outcome>,
    /// Fraud case, among those of the district.
    pub(crate) case: Option<usize>,
    /// Typology that it looks like on purpose.
    pub(crate) decoy: Option<FraudType>,
}

impl Order {
    /// An order at a time, to be filled in where it is: copying it would cost more than to fill it in.
    pub(crate) fn at(time: i64) -> Self {
        Self {
            time,
            ledger: 0,
            instrument: Instrument::Pix,
            channel: Channel::Scheduled,
            amount: 0,
            device: None,
            place: None,
            address: None,
            payee: None,
            shop: None,
            card: None,
            outcome: None,
            case: None,
            decoy: None,
        }
    }
}

impl Life<'_> {
    /// An everyday payment with an instrument, in a burst after another or not.
    pub(crate) fn everyday(
        &mut self,
        world: &World,
        order: &mut Order,
        instrument: Instrument,
        again: bool,
    ) {
        order.instrument = instrument;
        let errand = self
            .errand
            .filter(|errand| again && errand.instrument == instrument)
            .filter(|_| self.stream.chance(SAME_PAYEE));
        order.ledger = self.account_in_use(order.time);
        match instrument {
            Instrument::Pix => self.pix(world, order, errand),
            Instrument::CreditCard => self.purchase(world, order, CardType::Credit, errand),
            Instrument::DebitCard => self.purchase(world, order, CardType::Debit, errand),
            Instrument::PrepaidCard => self.purchase(world, order, CardType::Prepaid, errand),
            Instrument::Boleto | Instrument::AutoDebit => {
                let bill = self.bills[self.stream.below(self.bills.len() as u64) as usize];
                let size = world.people.normal().draw(&mut self.stream);
                self.pay_bill(world, order, &bill, size);
            }
            Instrument::Ted => {
                let size = world.habits.blend(
                    self.customer,
                    order.instrument,
                    0.4,
                    (0.0, 0.0),
                    world.people.normal().draw(&mut self.stream),
                );
                let contact =
                    self.contacts[world.habits.rank(self.contacts.len(), &mut self.stream)];
                order.payee = Some(contact.payee);
                order.amount = self.amount(world, order, size);
                self.go_digital(order, false);
            }
            Instrument::Withdrawal => self.withdraw(world, order),
        }
    }

    /// A payment that comes every month.
    pub(crate) fn monthly(&mut self, world: &World, order: &mut Order, index: usize) {
        let bill = self.bills[index];
        order.instrument = bill.instrument;
        let size = bill.size + 0.06 * world.people.normal().draw(&mut self.stream);
        let invoice = bill.instrument == Instrument::AutoDebit
            && index.is_multiple_of(crate::simulation::customer_state::MOST_BILLS);
        self.pay_bill(world, order, &bill, size);
        if invoice {
            let card = self.first_card(CardType::Credit);
            let spent = core::mem::take(&mut self.spending[card].invoiced);
            order.amount = if spent > 0 { spent } else { order.amount };
        }
    }

    /// The account that pays: mostly the primary one, and none that is not open yet.
    fn account_in_use(&mut self, time: i64) -> usize {
        let another = self.stream.below(self.ledgers.len() as u64) as usize;
        let open = self.ledgers[another].account.opened.midnight() <= time;
        if open && self.stream.chance(350) {
            another
        } else {
            0
        }
    }

    fn pix(&mut self, world: &World, order: &mut Order, errand: Option<Errand>) {
        let person = self.customer.is_person();
        let chance = world.people.normal().draw(&mut self.stream);
        let to_person = match errand {
            Some(errand) => errand.shop.is_none(),
            None => self
                .stream
                .chance(if person { PERSON_TO_PERSON } else { 550 }),
        };
        let size = if to_person && (errand.is_some() || self.stream.chance(STRANGERS)) {
            let met = self.met.filter(|_| self.stream.chance(MET_AGAIN));
            let payee = errand
                .map(|errand| errand.payee)
                .or(met)
                .unwrap_or_else(|| world.stranger(order.time, &mut self.stream));
            self.met = Some(payee);
            order.payee = Some(payee);
            world
                .habits
                .blend(self.customer, order.instrument, 0.25, (0.0, 0.0), chance)
        } else if to_person {
            let contact = self.contacts[world.habits.rank(self.contacts.len(), &mut self.stream)];
            order.payee = Some(contact.payee);
            world.habits.blend(
                self.customer,
                order.instrument,
                0.25,
                (0.35, contact.size),
                chance,
            )
        } else {
            let shop = self.shop(world, order, errand);
            order.payee = Some(Payee::Merchant(shop.number));
            order.shop = Some(shop);
            world.habits.blend(
                self.customer,
                order.instrument,
                0.25,
                (0.45, world.habits.ticket(order.instrument, shop.mcc)),
                chance,
            )
        };
        self.errand = order.payee.map(|payee| Errand {
            instrument: order.instrument,
            payee,
            shop: order.shop,
        });
        let size = Habits::on_day(person, Date::of(order.time), size);
        let amount = self.amount(world, order, size);
        order.amount = if to_person {
            self.round(amount)
        } else {
            self.price(amount)
        };
        self.go_digital(order, false);
    }

    fn purchase(
        &mut self,
        world: &World,
        order: &mut Order,
        card_type: CardType,
        errand: Option<Errand>,
    ) {
        let shop = self.shop(world, order, errand);
        self.errand = Some(Errand {
            instrument: order.instrument,
            payee: Payee::Merchant(shop.number),
            shop: Some(shop),
        });
        let dear = if card_type == CardType::Credit {
            0.55
        } else {
            0.5
        };
        let chance = world.people.normal().draw(&mut self.stream);
        let size = world.habits.blend(
            self.customer,
            order.instrument,
            0.25,
            (dear, world.habits.ticket(order.instrument, shop.mcc)),
            chance,
        );
        let amount = self.amount(world, order, size);
        order.amount = self.price(amount);
        self.pay_by_card(order, card_type, shop);
    }

    /// Pays a shop by card: typed in where the shop is online, at the terminal otherwise.
    fn pay_by_card(&mut self, order: &mut Order, card_type: CardType, shop: Shop) {
        let card = self.card(card_type);
        let opened = self.ledgers[self.cards[card].account].account.opened;
        // A card of an account that is not open yet stays in the drawer.
        let card = if opened.midnight() <= order.time {
            card
        } else {
            self.first_card(card_type)
        };
        order.ledger = self.cards[card].account;
        order.payee = Some(Payee::Merchant(shop.number));
        order.shop = Some(shop);
        let installments = self.installments(card_type, order.amount);
        let (entry, code, authenticated) = if shop.online {
            order.channel = Channel::Ecommerce;
            let (spot, _) = self.whereabouts(order.time);
            order.address = Some(self.address(spot, order.time));
            (
                CardEntry::Manual,
                Some(self.stream.chance(RIGHT_CODE)),
                Some(self.stream.chance(AUTHENTICATED)),
            )
        } else {
            order.channel = Channel::Pos;
            order.place = Some(shop.place);
            let entry = match self.stream.below(1000) as u32 {
                ..CONTACTLESS => CardEntry::Contactless,
                990.. => CardEntry::Magnetic,
                _ => CardEntry::Chip,
            };
            (entry, None, None)
        };
        order.card = Some(CardUse {
            card,
            entry,
            installments,
            code,
            authenticated,
        });
    }

    /// A scene pays a shop with the first card of a type.
    pub(crate) fn use_card(
        &mut self,
        order: &mut Order,
        shop: Shop,
        card_type: CardType,
        entry: CardEntry,
    ) {
        let card = self.first_card(card_type);
        order.ledger = self.cards[card].account;
        order.shop = Some(shop);
        order.card = Some(CardUse {
            card,
            entry,
            installments: self.installments(card_type, order.amount),
            code: None,
            authenticated: None,
        });
    }

    fn pay_bill(&mut self, world: &World, order: &mut Order, bill: &Bill, size: f64) {
        (order.payee, order.shop) = (Some(bill.payee), bill.shop);
        order.amount = self.amount(world, order, size);
        match (order.instrument, order.shop) {
            (Instrument::CreditCard, Some(shop)) => {
                self.pay_by_card(order, CardType::Credit, shop);
            }
            (Instrument::AutoDebit, _) => {}
            _ => self.go_digital(order, false),
        }
    }

    fn withdraw(&mut self, world: &World, order: &mut Order) {
        let size = world.habits.blend(
            self.customer,
            order.instrument,
            0.3,
            (0.0, 0.0),
            world.people.normal().draw(&mut self.stream),
        );
        let amount = self.amount(world, order, size);
        order.amount = (amount / 1_000).clamp(2, 300) * 1_000;
        self.go_to_cash(order);
    }

    /// Goes to a cash machine or a branch near one of the customer's places.
    pub(crate) fn go_to_cash(&mut self, order: &mut Order) {
        let branch = self.stream.chance(120) && branches_are_open(order.time);
        order.channel = if branch {
            Channel::Branch
        } else {
            Channel::Atm
        };
        let place = self.places[1 + self.stream.below(2) as usize];
        order.place = Some(self.trip().map_or(place, |trip| trip.place));
    }

    /// Orders by app, by computer or, for some, at the branch.
    pub(crate) fn go_digital(&mut self, order: &mut Order, not_at_branch: bool) {
        let person = self.customer.is_person();
        let branch = order.instrument != Instrument::Pix
            && !not_at_branch
            && self.stream.chance(self.at_branch)
            && branches_are_open(order.time);
        if branch {
            order.channel = Channel::Branch;
            order.place = Some(self.places[2]);
            return;
        }
        let computer = self.stream.chance(self.by_computer);
        let web = self.computer().map(|device| (Channel::WebBanking, device));
        let app = self.phone().map(|device| (Channel::MobileApp, device));
        let device = if computer { web.or(app) } else { app.or(web) };
        let Some((channel, device)) = device else {
            order.channel = Channel::Branch;
            order.place = Some(self.places[2]);
            return;
        };
        order.device = Some(DeviceUse::from(device));
        if let (Channel::MobileApp, Some(phone)) = (channel, &self.borrowed)
            && self.stream.chance(BORROWING)
        {
            order.device = Some(DeviceUse::from(phone));
        }
        let chat = channel == Channel::MobileApp && order.instrument == Instrument::Pix && person;
        order.channel = if chat && self.stream.chance(20) {
            Channel::WhatsappPay
        } else {
            channel
        };
        let (spot, place) = self.whereabouts(order.time);
        order.place = Some(place);
        order.address = Some(self.address(spot, order.time));
    }

    /// Where the customer is: on a trip, at home, at work or on the move.
    fn whereabouts(&mut self, time: i64) -> (Spot, Place) {
        if let Some(trip) = self.trip() {
            return (Spot::Trip, trip.place);
        }
        let working =
            (8 * HOUR..18 * HOUR).contains(&time_of_day(time)) && !Date::of(time).is_weekend();
        match self.stream.below(100) {
            ..40 => (Spot::Home, self.places[0]),
            40..60 if working => (Spot::Work, self.places[1]),
            40..60 => (Spot::Home, self.places[0]),
            60..82 => (Spot::Network, self.places[2]),
            _ => (Spot::Network, self.places[1]),
        }
    }

    /// A shop to buy from: that of the errand, one the customer goes back to, or another.
    fn shop(&mut self, world: &World, order: &Order, errand: Option<Errand>) -> Shop {
        if let Some(shop) = errand.and_then(|errand| errand.shop) {
            return shop;
        }
        let online = self.stream.chance(Habits::online(order.instrument));
        let away = self.trip().map(|trip| trip.municipality);
        let regular = self.stream.chance(REGULAR_SHOPS);
        match (online, away) {
            (true, _) if regular => {
                self.online[world.habits.rank(self.online.len(), &mut self.stream)]
            }
            (true, _) => {
                let mcc = world.habits.trade(self.customer, true, &mut self.stream);
                world
                    .market
                    .online(mcc, self.customer.municipality, &mut self.stream)
            }
            (false, None) if regular => {
                self.shops[world.habits.rank(self.shops.len(), &mut self.stream)]
            }
            (false, _) => {
                let mcc = world.habits.trade(self.customer, false, &mut self.stream);
                world.market.local(
                    mcc,
                    away.unwrap_or(self.customer.municipality),
                    &mut self.stream,
                )
            }
        }
    }

    fn amount(&self, world: &World, order: &Order, size: f64) -> i64 {
        let amount = world
            .habits
            .amount(order.instrument, self.customer.is_person(), size);
        if order.instrument.is_card() {
            (amount * self.card_value / 1_000).max(1)
        } else {
            amount
        }
    }

    /// People agree on round sums, a little below what they would have paid.
    fn round(&mut self, amount: i64) -> i64 {
        if !self.stream.chance(550) {
            return amount;
        }
        let step = match amount {
            ..2_000 => 100,
            2_000..5_000 => 500,
            5_000..30_000 => 1_000,
            30_000..100_000 => 5_000,
            _ => 10_000,
        };
        (amount / step * step).max(step)
    }

    /// Shops like prices that end in 90 or 99.
    fn price(&mut self, amount: i64) -> i64 {
        match self.stream.below(100) {
            ..22 => amount / 100 * 100 + 90,
            22..32 => amount / 100 * 100 + 99,
            32..42 => (amount + 50) / 100 * 100,
            _ => amount,
        }
        .max(1)
    }

    /// Instalments: 41 % of the value of credit purchases (Abecs 2024), so the dearer the likelier.
    fn installments(&mut self, card_type: CardType, amount: i64) -> i32 {
        let split = match amount {
            _ if card_type != CardType::Credit => 0,
            ..8_000 => 0,
            8_000..20_000 => 240,
            20_000..60_000 => 510,
            60_000..150_000 => 680,
            _ => 750,
        };
        if !self.stream.chance(split) {
            return 1;
        }
        // Of instalment sales 65.3 % are up to six times, 33.3 % seven to twelve (Abecs 2024).
        const TIMES: [(i32, u16); 7] =
            [(2, 18), (3, 22), (4, 9), (5, 7), (6, 8), (10, 23), (12, 13)];
        TIMES[self.stream.pick(&TIMES.map(|(_, weight)| weight))].0
    }
}

fn branches_are_open(time: i64) -> bool {
    (10 * HOUR..16 * HOUR).contains(&time_of_day(time)) && Date::of(time).is_business_day()
}
