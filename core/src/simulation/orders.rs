//! Everyday orders: who is paid, how much, and with which device or card.

use crate::bank::ledger::Ledger;
use crate::bank::order::{CardUse, DeviceUse, Order};
use crate::behaviour::amounts::{Amounts, agreed, price, risen};
use crate::behaviour::choices::Choices;
use crate::calendar::{Date, HOUR, time_of_day};
use crate::fraud::script::ScriptedCard;
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::published;
use crate::schema::categories::{CardEntry, CardType, Channel, Instrument};
use crate::simulation::customer::bills::{Bill, Price};
use crate::simulation::customer::state::{CustomerState, PreviousPayment};
use crate::world::World;

/// Of those, Pix to the same payee as the last time (a deposit and then the balance, another lesson), per
/// mille (assumption).
const SAME_OCCASIONAL_PAYEE: u32 = 300;
/// Follow-up payments to the same payee as the previous payment, per mille (assumption).
const SAME_PAYEE: u32 = 600;
/// Purchases at merchants that the customer buys from regularly, per mille.
const REGULAR_MERCHANTS: u32 = 480;
/// Contactless share of card payments in person, per mille; most of the rest is chip.
const CONTACTLESS: u32 = published::CONTACTLESS.per_mille();
/// Card-not-present payments with 3-D Secure authentication, and with the right security code, per mille.
const AUTHENTICATED: u32 = 560;
const CORRECT_CODE: u32 = 982;
/// The weight of a bill's own size in its amount.
const BILL_WEIGHT: f64 = 0.78;
/// What is left on the primary account when the rest goes into savings, and when it does: in hundredths of a
/// month's income (assumptions).
const LEAST_KEPT: i64 = 10;
const MOST_KEPT: i64 = 30;
const TOO_MUCH: i64 = 95;
/// Larger amounts between one's own accounts go by TED where banks are open, in centavos (assumption).
const LARGEST_PIX: i64 = 800_000;
/// What is moved at a weekend at most, in centavos, and the looks at the accounts at weekends after which money is
/// moved if there is any to move, per mille (assumptions, which keep to [`published::WEEKEND_PIX_MEAN`]).
const LARGEST_AT_WEEKENDS: i64 = 100_000;
const OWN_TRANSFERS_AT_WEEKENDS: u32 = 450;
/// From these dates people pay each other, and merchants, by WhatsApp (Meta, 2021 and 2023).
const WHATSAPP_TO_PERSONS: Date = Date::from_civil(2021, 5, 4);
const WHATSAPP_TO_MERCHANTS: Date = Date::from_civil(2023, 4, 11);
/// Pix of persons by WhatsApp, among those by app, per mille (assumption).
const WHATSAPP: u32 = 20;
/// Payments by app from another's phone, by customers who borrow one, per mille (assumption).
const BORROWED_PHONE: u32 = 40;
/// Payments by computer while it is new, and those from a device that is used for a short time, a lent phone or another's
/// computer, per mille (assumptions).
const NEW_COMPUTER: u32 = 600;
const LENT_PHONE: u32 = 850;
const OTHERS_COMPUTER: u32 = 600;

impl CustomerState<'_> {
    /// An everyday payment with an instrument, possibly as a follow-up to the previous one.
    pub(crate) fn everyday(
        &mut self,
        world: &World,
        order: &mut Order,
        instrument: Instrument,
        follow_up: bool,
    ) {
        order.instrument = instrument;
        let previous = self
            .previous_payment
            .filter(|previous| follow_up && previous.instrument == instrument)
            .filter(|_| self.rng.chance(SAME_PAYEE));
        order.ledger = self.account_in_use(order.time);
        match instrument {
            Instrument::Pix => self.pix(world, order, previous),
            Instrument::CreditCard => self.purchase(world, order, CardType::Credit, previous),
            Instrument::DebitCard => self.purchase(world, order, CardType::Debit, previous),
            Instrument::PrepaidCard => self.purchase(world, order, CardType::Prepaid, previous),
            Instrument::Boleto | Instrument::AutoDebit => {
                let bill = self.any_bill();
                let chance = world.people.normal().draw(&mut self.rng);
                let size = self.blend((0.0, 0.0), chance);
                let amount = self.amount(world, order, size);
                self.pay_bill(order, &bill, amount);
            }
            Instrument::Ted => {
                let chance = world.people.normal().draw(&mut self.rng);
                let size = self.blend((0.0, 0.0), chance);
                let contact = self.contacts[world
                    .behaviour
                    .choices
                    .rank(self.contacts.len(), &mut self.rng)];
                order.payee = Some(contact.payee);
                order.amount = self.amount(world, order, size);
                self.choose_channel(order, true);
            }
            Instrument::Withdrawal => self.withdraw(world, order),
        }
    }

    /// A payment of a monthly bill, in the month with this number.
    pub(crate) fn monthly(&mut self, world: &World, order: &mut Order, index: usize, month: u16) {
        let bill = self.bills[index];
        order.instrument = bill.instrument;
        order.ledger = self.account_to_pay_from(order.time);
        let amount = match bill.price {
            Price::Fixed { rises_in } => {
                let size = self.blend((BILL_WEIGHT, bill.size), 0.0);
                let amount = self.amount(world, order, size);
                risen(amount, i64::from(month), i64::from(rises_in))
            }
            Price::Varies => {
                let chance = world.people.normal().draw(&mut self.rng);
                let size = self.blend((BILL_WEIGHT, bill.size), chance);
                self.amount(world, order, size)
            }
            Price::Invoice(card) => {
                order.invoice = Some(card);
                self.books.spending[usize::from(card)].invoiced
            }
        };
        if amount == 0 {
            // Nothing was bought on the card.
            order.invoice = None;
            let instrument = order.instrument;
            return self.everyday(world, order, instrument, false);
        }
        self.pay_bill(order, &bill, amount.max(100));
    }

    /// A bill that is not an invoice of a credit card.
    fn any_bill(&mut self) -> Bill {
        let is_invoice = |bill: &Bill| matches!(bill.price, Price::Invoice(_));
        let invoices = self
            .bills
            .iter()
            .take_while(|bill| is_invoice(bill))
            .count();
        *self.rng.choose(&self.bills[invoices..])
    }

    /// A look at the accounts: fills up one of the others from the primary one, or moves what is not needed
    /// into savings at another bank; `None` if there is nothing to do.
    pub(crate) fn own_transfer(&mut self, order: &mut Order) -> Option<()> {
        // Not at night, when amounts are limited; at weekends less often.
        let by_day = (6 * HOUR..20 * HOUR).contains(&time_of_day(order.time));
        let at_weekend = Date::of(order.time).is_weekend();
        if !by_day || at_weekend && !self.rng.chance(OWN_TRANSFERS_AT_WEEKENDS) {
            return None;
        }
        let monthly = self.monthly_income.max(20_000);
        let main = self.main_account(order.time);
        let balance = self.books.ledgers[main].balance;
        let others = self.books.ledgers.iter().enumerate();
        let is_other =
            |(other, ledger): &(usize, &Ledger)| *other != main && ledger.is_usable(order.time);
        let poorest = others
            .filter(is_other)
            .min_by_key(|(_, ledger)| ledger.balance)
            .filter(|(_, ledger)| ledger.balance < monthly / 20);
        let (payee, amount) = match poorest {
            Some((other, _)) if balance > monthly / 2 => (
                Payee::Own(other as u8),
                monthly * self.rng.between(40, 120) / 1_000,
            ),
            _ if balance > monthly * TOO_MUCH / 100 => {
                let kept = monthly * self.rng.between(LEAST_KEPT, MOST_KEPT) / 100;
                (self.own_account, balance - kept)
            }
            _ => return None,
        };
        let amount = match banks_are_open(order.time) {
            true => amount,
            false if at_weekend => amount.min(LARGEST_AT_WEEKENDS),
            false => amount.min(LARGEST_PIX),
        };
        order.ledger = main;
        self.transfer(order, payee, (amount / 1_000 * 1_000).max(1_000));
        Some(())
    }

    /// Moves all that is on an account to the one at another bank; `None` if there is nothing.
    pub(crate) fn empty_account(&mut self, order: &mut Order, ledger: usize) -> Option<()> {
        let balance = self.books.ledgers[ledger].balance;
        order.ledger = ledger;
        (balance > 0).then(|| self.transfer(order, self.own_account, balance))
    }

    /// A transfer to another account of the holder's.
    fn transfer(&mut self, order: &mut Order, payee: Payee, amount: i64) {
        order.instrument = if amount > LARGEST_PIX {
            Instrument::Ted
        } else {
            Instrument::Pix
        };
        (order.payee, order.amount) = (Some(payee), amount);
        self.choose_channel(order, false);
    }

    /// The customer's means, another driver with its weight, and chance, as one standard normal.
    fn blend(&self, other: (f64, f64), chance: f64) -> f64 {
        Choices::blend(self.means, other, chance)
    }

    fn pix(&mut self, world: &World, order: &mut Order, previous: Option<PreviousPayment>) {
        let person = self.customer.is_person();
        let chance = world.people.normal().draw(&mut self.rng);
        let to_person = match previous {
            Some(previous) => previous.merchant.is_none(),
            None => self.rng.chance(self.to_accounts),
        };
        let at_home = to_person
            && previous.is_none()
            && !self.household.is_empty()
            && self.rng.chance(self.to_household);
        let size = if at_home {
            let choices = &world.behaviour.choices;
            let member = self.household[choices.rank(self.household.len(), &mut self.rng)];
            order.payee = Some(member.payee);
            self.blend((0.35, member.size), chance)
        } else if to_person
            && (previous.is_some() || self.rng.chance(self.occasional_payees(order.time)))
        {
            let occasional = self
                .last_occasional_payee
                .filter(|_| self.rng.chance(SAME_OCCASIONAL_PAYEE));
            let payee = previous
                .map(|previous| previous.payee)
                .or(occasional)
                .unwrap_or_else(|| world.externals.payee(order.time, &mut self.rng));
            self.last_occasional_payee = Some(payee);
            order.payee = Some(payee);
            self.blend((0.0, 0.0), chance)
        } else if to_person {
            let contact = self.contacts[world
                .behaviour
                .choices
                .rank(self.contacts.len(), &mut self.rng)];
            order.payee = Some(contact.payee);
            self.blend((0.35, contact.size), chance)
        } else {
            let merchant = self.merchant(world, order, previous);
            order.payee = Some(Payee::Merchant(merchant.number));
            order.merchant = Some(merchant);
            self.blend(
                (
                    0.45,
                    world
                        .behaviour
                        .choices
                        .ticket(order.instrument, merchant.mcc),
                ),
                chance,
            )
        };
        self.previous_payment = order.payee.map(|payee| PreviousPayment {
            instrument: order.instrument,
            payee,
            merchant: order.merchant,
        });
        let size = Amounts::for_day(person, Date::of(order.time), size);
        let amount = self.amount(world, order, size);
        order.amount = if to_person {
            agreed(amount, &mut self.rng)
        } else {
            price(amount, &mut self.rng)
        };
        self.choose_channel(order, true);
    }

    fn purchase(
        &mut self,
        world: &World,
        order: &mut Order,
        card_type: CardType,
        previous: Option<PreviousPayment>,
    ) {
        let merchant = self.merchant(world, order, previous);
        let merchant = self.within_reach(world, order, merchant);
        self.previous_payment = Some(PreviousPayment {
            instrument: order.instrument,
            payee: Payee::Merchant(merchant.number),
            merchant: Some(merchant),
        });
        let ticket_weight = if card_type == CardType::Credit {
            0.55
        } else {
            0.5
        };
        let chance = world.people.normal().draw(&mut self.rng);
        let size = self.blend(
            (
                ticket_weight,
                world
                    .behaviour
                    .choices
                    .ticket(order.instrument, merchant.mcc),
            ),
            chance,
        );
        let amount = self.amount(world, order, size);
        order.amount = price(amount, &mut self.rng);
        self.pay_by_card(order, card_type, merchant, false);
    }

    /// Pays a merchant by card: card-not-present online, which `subscription`s are, otherwise at the terminal.
    fn pay_by_card(
        &mut self,
        order: &mut Order,
        card_type: CardType,
        merchant: Merchant,
        subscription: bool,
    ) {
        let slot = self.slot(card_type, order.time);
        let card_type = self.books.cards[slot].card_type;
        order.instrument = card_type.instrument();
        order.ledger = self.books.cards[slot].account;
        order.payee = Some(Payee::Merchant(merchant.number));
        order.merchant = Some(merchant);
        let installments = self.installments(card_type, order.amount);
        let mut card = self.books.cards[slot].at(order.time);
        let (entry, code, authenticated) = if merchant.online {
            card = self.number_given(slot, subscription, order.time);
            order.channel = Channel::Ecommerce;
            let (connection, _) = self.whereabouts(order.time);
            order.address = Some(self.address(connection, order.time));
            (
                CardEntry::Manual,
                Some(self.rng.chance(CORRECT_CODE)),
                Some(self.rng.chance(AUTHENTICATED)),
            )
        } else {
            order.channel = Channel::Pos;
            order.location = Some(merchant.location);
            let entry = match self.rng.below(1000) as u32 {
                ..CONTACTLESS => CardEntry::Contactless,
                990.. => CardEntry::Magnetic,
                _ => CardEntry::Chip,
            };
            (entry, None, None)
        };
        order.card = Some(CardUse {
            slot,
            card,
            entry,
            installments,
            code,
            authenticated,
        });
    }

    /// A scripted step pays a merchant with a card.
    pub(crate) fn use_card(
        &mut self,
        order: &mut Order,
        merchant: Merchant,
        card: ScriptedCard,
        entry: CardEntry,
    ) {
        let slot = usize::from(card.slot);
        order.ledger = self.books.cards[slot].account;
        order.merchant = Some(merchant);
        order.card = Some(CardUse {
            slot,
            card: self.books.cards[slot].at(order.time),
            entry,
            installments: self.installments(card.card_type, order.amount),
            code: None,
            authenticated: None,
        });
    }

    fn pay_bill(&mut self, order: &mut Order, bill: &Bill, amount: i64) {
        (order.payee, order.merchant) = (Some(bill.payee), bill.merchant);
        order.amount = amount;
        match (order.instrument, order.merchant) {
            (Instrument::CreditCard, Some(merchant)) => {
                self.pay_by_card(order, CardType::Credit, merchant, true);
            }
            (Instrument::AutoDebit, _) => {}
            _ => self.choose_channel(order, true),
        }
    }

    fn withdraw(&mut self, world: &World, order: &mut Order) {
        let chance = world.people.normal().draw(&mut self.rng);
        let size = self.blend((0.0, 0.0), chance);
        let amount = self.amount(world, order, size);
        order.amount = (amount / 1_000).clamp(2, 300) * 1_000;
        self.choose_withdrawal_channel(world, order);
    }

    /// Chooses an ATM or a branch.
    pub(crate) fn choose_withdrawal_channel(&mut self, world: &World, order: &mut Order) {
        let branch = self.rng.chance(120) && branches_are_open(order.time);
        order.channel = if branch {
            Channel::Branch
        } else {
            Channel::Atm
        };
        order.location = Some(self.cash_point(world, order.time));
    }

    /// Pays by app, by computer or, for some customers, at a branch.
    pub(crate) fn choose_channel(&mut self, order: &mut Order, branch: bool) {
        let person = self.customer.is_person();
        let branch = branch
            && order.instrument != Instrument::Pix
            && self.trip().is_none()
            && self.rng.chance(self.branch_share)
            && branches_are_open(order.time);
        if branch {
            order.channel = Channel::Branch;
            order.location = Some(self.usual_locations[2]);
            return;
        }
        let short_term = self.short_term_in_use(order);
        let computer_share = match self.computer_is_new() {
            true => self.computer_share.max(NEW_COMPUTER),
            false => self.computer_share,
        };
        let computer = self.rng.chance(computer_share);
        let web = self
            .computer()
            .map(|device| (Channel::WebBanking, DeviceUse::from(device)));
        let app = self
            .phone()
            .map(|device| (Channel::MobileApp, DeviceUse::from(device)));
        let own = if computer { web.or(app) } else { app.or(web) };
        let Some((channel, device)) = short_term.or(own) else {
            order.channel = Channel::Branch;
            order.location = Some(self.usual_locations[2]);
            return;
        };
        order.device = Some(device);
        if let (Channel::MobileApp, Some(phone)) = (channel, &self.borrowed_phone)
            && short_term.is_none()
            && self.rng.chance(BORROWED_PHONE)
        {
            order.device = Some(DeviceUse::from(phone));
        }
        let since = match order.merchant {
            Some(_) => WHATSAPP_TO_MERCHANTS,
            None => WHATSAPP_TO_PERSONS,
        };
        let chat = channel == Channel::MobileApp
            && order.instrument == Instrument::Pix
            && person
            && order.time >= since.midnight();
        order.channel = if chat && self.rng.chance(WHATSAPP) {
            Channel::WhatsappPay
        } else {
            channel
        };
        let (connection, location) = self.whereabouts(order.time);
        order.location = Some(location);
        order.address = Some(self.address(connection, order.time));
    }

    /// A device that the customer uses for a short time, if it is used for an order. What is settled in advance is not
    /// paid from one that may pay little yet.
    fn short_term_in_use(&mut self, order: &Order) -> Option<(Channel, DeviceUse)> {
        let device = self.short_term_device()?;
        let (channel, share) = match device.is_phone() {
            true => (Channel::MobileApp, LENT_PHONE),
            false => (Channel::WebBanking, OTHERS_COMPUTER),
        };
        let device = DeviceUse::from(device);
        let may_pay = !order.settled || device.registered <= order.time;
        (may_pay && self.rng.chance(share)).then_some((channel, device))
    }

    /// The merchant to buy from: the previous one for a follow-up, a regular one, or another.
    fn merchant(
        &mut self,
        world: &World,
        order: &Order,
        previous: Option<PreviousPayment>,
    ) -> Merchant {
        if let Some(merchant) = previous.and_then(|previous| previous.merchant) {
            return merchant;
        }
        let online = self.rng.chance(self.online_share(order));
        let away = self.away(world, order.time);
        let regular = self.rng.chance(REGULAR_MERCHANTS);
        match (online, away) {
            (true, _) if regular => {
                self.online[world
                    .behaviour
                    .choices
                    .rank(self.online.len(), &mut self.rng)]
            }
            (true, _) => {
                let mcc = world
                    .behaviour
                    .choices
                    .trade(self.customer, true, &mut self.rng);
                world
                    .merchants
                    .online(mcc, self.municipality, &mut self.rng)
            }
            (false, None) if regular => {
                self.merchants[world
                    .behaviour
                    .choices
                    .rank(self.merchants.len(), &mut self.rng)]
            }
            (false, _) => world.local_merchant(
                self.customer,
                away.unwrap_or(self.municipality),
                &mut self.rng,
            ),
        }
    }

    fn amount(&self, world: &World, order: &Order, size: f64) -> i64 {
        let amount = world
            .behaviour
            .amounts
            .at(order.instrument, self.customer.is_person(), size);
        if order.instrument.is_card() {
            (amount * self.card_value / 1_000).max(1)
        } else {
            amount
        }
    }

    /// Number of instalments: likelier for larger amounts, to meet [`published::INSTALMENT_VALUE`].
    fn installments(&mut self, card_type: CardType, amount: i64) -> i32 {
        let split = match amount {
            _ if card_type != CardType::Credit => 0,
            ..8_000 => 0,
            8_000..20_000 => 240,
            20_000..60_000 => 510,
            60_000..150_000 => 680,
            _ => 750,
        };
        if !self.rng.chance(split) {
            return 1;
        }
        // Fitted to `published::UP_TO_SIX_INSTALMENTS`.
        const COUNTS: [(i32, u16); 7] =
            [(2, 18), (3, 22), (4, 9), (5, 7), (6, 8), (10, 23), (12, 13)];
        COUNTS[self.rng.pick(&COUNTS.map(|(_, weight)| weight))].0
    }
}

fn banks_are_open(time: i64) -> bool {
    (8 * HOUR..17 * HOUR).contains(&time_of_day(time)) && Date::of(time).is_business_day()
}

fn branches_are_open(time: i64) -> bool {
    (10 * HOUR..16 * HOUR).contains(&time_of_day(time)) && Date::of(time).is_business_day()
}
