//! [`Teller`]: plays a cell's drafts in order of time and writes the rows.
//!
//! Every history field and balance comes from what was written before, so a query over the rows finds
//! the same values.

use crate::bank::end_to_end::EndToEnd;
use crate::bank::history::FirstPayments;
use crate::bank::limits::{
    Limit, NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE, NIGHT_PIX, day_of, month_of, night_of,
};
use crate::bank::score::{Seen, score};
use crate::calendar::{DAY, Date, HOUR, MINUTE, time_of_day};
use crate::catalog::merchants::{MCCS, Risk};
use crate::catalog::{BankCode, MccCategory, MccCode};
use crate::fraud::kinds::FraudType;
use crate::fraud::planning::aftermath::label_known;
use crate::fraud::script::{Hand, Outcome, Payee, Payment, Step};
use crate::population::coordinates::Place;
use crate::population::merchants::Shop;
use crate::population::people::account::pix_key_token;
use crate::random::rng::{Keys, Purpose, mix, scale};
use crate::schema::categories::{
    BeneficiaryKind, CardEntry, CardType, Channel, Currency, Instrument, PixKeyType, RefusalReason,
    Status,
};
use crate::schema::record::{TransactionRow, Transactions};
use crate::simulation::cell::Cell;
use crate::simulation::customer_state::{Life, Spot};
use crate::simulation::orders::{DeviceUse, Order};
use crate::world::Payable;

use alloc::vec::Vec;

/// A session ends after this pause.
const SESSION_PAUSE: i64 = 15 * MINUTE;

/// What happens at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed {
    /// An everyday payment.
    Everyday(Instrument),
    /// One that follows another within minutes, often to the same payee.
    Again(Instrument),
    /// A monthly payment, among the customer's bills.
    Bill(u8),
    /// A step of a scene, among those played in the cell.
    Step(u32),
    /// Money that comes in, among the inflows of the cell: no row.
    Inflow(u32),
}

/// Something to happen to a customer at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Draft {
    time: i64,
    /// Order among all of the cell, so that equal times do not depend on the sort.
    number: u32,
    slot: u8,
    pub(crate) deed: Deed,
}

impl Draft {
    pub(crate) fn new(time: i64, slot: usize, number: usize, deed: Deed) -> Self {
        Self {
            time,
            number: number as u32,
            slot: slot as u8,
            deed,
        }
    }

    /// By time, which is after 1970, then number: one integer, so that comparing takes no branch.
    pub(crate) fn order(&self) -> u128 {
        u128::from(self.time as u64) << 32 | u128::from(self.number)
    }

    /// Whether its time was settled when its case was planned.
    fn is_fixed(&self, played: &[Played]) -> bool {
        matches!(self.deed, Deed::Step(index) if matches!(played[index as usize].source, Source::Case(_)))
    }

    pub(crate) fn slot(&self) -> usize {
        usize::from(self.slot)
    }
}

/// Keeps the times of drafts, which ascend, apart: those of cases stay, all others make room.
pub(crate) fn keep_apart(drafts: &mut [Draft], played: &[Played]) {
    for index in 1..drafts.len() {
        let (before, time) = (drafts[index - 1].time, drafts[index].time);
        if time > before {
            continue;
        }
        if !drafts[index].is_fixed(played) {
            drafts[index].time = before + 1;
            continue;
        }
        let mut place = index;
        while place > 0 && drafts[place - 1].time >= time {
            drafts.swap(place - 1, place);
            place -= 1;
        }
        for later in place + 1..=index {
            drafts[later].time = drafts[later].time.max(drafts[later - 1].time + 1);
        }
    }
}

/// What a step of a scene is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// A case, among those of the district.
    Case(usize),
    /// Everyday life that looks like a typology.
    Decoy(FraudType),
}

/// A step of a scene in this cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Played {
    pub(crate) step: Step,
    pub(crate) source: Source,
    /// Code of the fraudster's IP address.
    pub(crate) address: Option<u16>,
}

/// Who is paid, as the row shows it.
struct Beneficiary {
    id: i64,
    kind: BeneficiaryKind,
    payable: Payable,
}

/// Plays drafts and writes rows.
pub(crate) struct Teller<'a> {
    cell: &'a Cell<'a>,
    lives: Vec<Life<'a>>,
    played: &'a [Played],
    first: &'a mut FirstPayments,
    out: &'a mut Transactions,
    /// Rows of the dataset so far.
    written: i64,
    end_to_end: EndToEnd,
    /// Keys of [`Purpose::Bureau`].
    bureau: Keys,
    /// Shares of reports lost, and of other transactions reported by mistake.
    label_noise: (f64, f64),
}

impl<'a> Teller<'a> {
    pub(crate) fn new(
        cell: &'a Cell<'a>,
        lives: Vec<Life<'a>>,
        played: &'a [Played],
        first: &'a mut FirstPayments,
        out: &'a mut Transactions,
        written: i64,
    ) -> Self {
        let spec = cell.world.plan.spec();
        Self {
            label_noise: (spec.label_noise, spec.label_noise * spec.fraud_rate),
            cell,
            lives,
            played,
            first,
            out,
            written,
            end_to_end: EndToEnd::new(),
            bureau: Keys::new(spec.seed, Purpose::Bureau),
        }
    }

    /// Money comes onto a customer's primary account.
    pub(crate) fn receive(&mut self, slot: usize, amount: i64) {
        self.lives[slot].ledgers[0].credit(amount);
    }

    /// Plays a draft that is a payment.
    pub(crate) fn act(&mut self, draft: &Draft) {
        let (world, slot, time) = (self.cell.world, draft.slot(), draft.time);
        let life = &mut self.lives[slot];
        life.pass_to(time);
        let mut order = Order::at(time);
        match draft.deed {
            Deed::Everyday(instrument) => life.everyday(world, &mut order, instrument, false),
            Deed::Again(instrument) => life.everyday(world, &mut order, instrument, true),
            Deed::Bill(index) => life.monthly(world, &mut order, usize::from(index)),
            Deed::Step(index) => self.step(slot, &mut order, &self.played[index as usize]),
            Deed::Inflow(_) => return,
        }
        self.pay(slot, &order);
    }

    /// A step of a scene as an order.
    fn step(&mut self, slot: usize, order: &mut Order, played: &Played) {
        let time = order.time;
        let life = &mut self.lives[slot];
        let Step {
            payment,
            amount,
            outcome,
            hand,
            place,
            credit,
            ..
        } = played.step;
        if credit > 0 {
            life.ledgers[0].credit(credit);
        }
        let instrument = match payment {
            Payment::Pix(_) => Instrument::Pix,
            Payment::Ted(_) => Instrument::Ted,
            Payment::Boleto(_) => Instrument::Boleto,
            Payment::Online(..) | Payment::Terminal(_, CardType::Credit, _) => {
                Instrument::CreditCard
            }
            Payment::Terminal(_, CardType::Debit, _) => Instrument::DebitCard,
            Payment::Terminal(_, CardType::Prepaid, _) => Instrument::PrepaidCard,
            Payment::Withdrawal => Instrument::Withdrawal,
        };
        (order.instrument, order.amount) = (instrument, amount);
        order.outcome = Some(outcome);
        order.payee = payment.payee();
        let case = match played.source {
            Source::Case(index) => {
                order.case = Some(index);
                Some(&self.cell.cases.cases[index])
            }
            Source::Decoy(kind) => {
                order.decoy = Some(kind);
                None
            }
        };
        match payment {
            Payment::Pix(payee) | Payment::Ted(payee) | Payment::Boleto(payee) => {
                if let Payee::Merchant(number) = payee {
                    order.shop = Some(self.cell.world.market.shop(number));
                }
                let by_app = hand != Hand::Holder;
                life.go_digital(order, by_app);
                let device = case.and_then(|case| case.device.as_ref());
                if let Some(device) = device.filter(|_| hand == Hand::Intruder) {
                    order.channel = if device.is_phone() {
                        Channel::MobileApp
                    } else {
                        Channel::WebBanking
                    };
                    order.device = Some(DeviceUse::from(device));
                }
                if by_app && order.device.is_some() {
                    order.address =
                        Some(played.address.unwrap_or(life.address(Spot::Network, time)));
                    order.place = place.or(order.place);
                }
            }
            Payment::Online(shop, authenticated) => {
                let wrong_code = outcome == Outcome::Declined(RefusalReason::CvvError);
                order.channel = Channel::Ecommerce;
                order.address = played.address.filter(|_| hand != Hand::Holder).or_else(|| {
                    let roams = amount % 3 == 0;
                    let spot = if roams { Spot::Network } else { Spot::Home };
                    Some(life.address(spot, time))
                });
                life.use_card(order, shop, CardType::Credit, CardEntry::Manual);
                if let Some(card) = &mut order.card {
                    card.code = Some(!wrong_code);
                    card.authenticated = Some(authenticated);
                }
            }
            Payment::Terminal(shop, card_type, entry) => {
                order.channel = Channel::Pos;
                order.place = Some(shop.place);
                life.use_card(order, shop, card_type, entry);
            }
            Payment::Withdrawal => {
                life.go_to_cash(order);
                if place.is_some() {
                    order.channel = Channel::Atm;
                    order.place = place;
                }
            }
        }
    }

    /// The bank's side of an order: history, score, decision, booking and the row.
    fn pay(&mut self, slot: usize, order: &Order) {
        let world = self.cell.world;
        self.written += 1;
        let transaction_id = self.written;
        let beneficiary = order.payee.map(|payee| self.beneficiary(payee, order.shop));
        let life = &mut self.lives[slot];
        let customer = life.customer;
        life.settle_incomes(world.habits.incomes(life.payday), order.time);

        let last = life.history.last();
        let recent = life.history.recent(order.time);
        let first_paid = beneficiary.as_ref().and_then(|to| {
            self.first
                .first(mix(place_key(slot, to.kind as u64, to.id)), order.time)
        });
        let new_beneficiary = beneficiary.is_some() && first_paid.is_none();
        let new_device = order.device.is_some_and(|device| {
            self.first
                .first(mix(place_key(slot, 3, device.id)), order.time)
                .is_none()
        });
        let distance = life.travel(order.place);
        let device_days = order
            .device
            .map(|device| ((order.time - device.first_seen) / DAY) as i32);
        let available = life.available(order);
        let mcc = order.shop.map(|shop| usize::from(shop.mcc));
        let fraud_score = score(&Seen {
            time: order.time,
            amount: order.amount,
            available,
            new_beneficiary,
            device_days,
            last_hour: recent.counts[0],
            sum_last_day: recent.sums[1],
            high_risk_trade: mcc.is_some_and(|mcc| MCCS[mcc].risk == Risk::High),
            unauthenticated: order
                .card
                .is_some_and(|card| card.authenticated == Some(false)),
            distance_km: distance,
            bureau: scale(self.bureau.of(transaction_id as u64), 25) as i32,
        });
        let (status, refusal_reason) = life.decide(order, available, fraud_score);
        life.book(order, status);
        let session_id = life.session(order, transaction_id);
        let life = &mut self.lives[slot];
        let ledger = &mut life.ledgers[order.ledger];
        let credits_since_last = core::mem::take(&mut ledger.credits);
        let (balance_after, bank) = (ledger.balance, ledger.account.bank);
        let account_id = ledger.account.id;
        let card = order.card.map(|used| (&life.cards[used.card], used));
        let is_pix = order.instrument == Instrument::Pix;
        let to_bank = matches!(
            order.instrument,
            Instrument::Pix | Instrument::Ted | Instrument::Boleto
        );
        let pix_key = beneficiary
            .as_ref()
            .filter(|_| is_pix)
            .and_then(|to| to.payable.pix_key);
        let case = order.case.map(|index| &self.cell.cases.cases[index]);
        let label_known_at = label_known(
            world.seed(),
            transaction_id,
            order.time,
            case.map(|case| case.aftermath.reported),
            self.label_noise,
        );
        self.out.push(TransactionRow {
            transaction_id,
            session_id,
            customer_id: customer.id(),
            account_id,
            device_id: order.device.map(|device| device.id),
            timestamp: order.time,
            r#type: order.instrument,
            amount: order.amount,
            currency: Currency::Brl,
            channel: order.channel,
            ip_address: order.address,
            geolocation_lat: order.place.map(|place| place.latitude),
            geolocation_lon: order.place.map(|place| place.longitude),
            merchant_id: order.shop.map(|shop| shop.id()),
            merchant_name: order.shop.map(|shop| shop.name),
            merchant_category: mcc.map(|mcc| MccCategory(mcc as u16)),
            mcc_code: mcc.map(|mcc| MccCode(mcc as u16)),
            mcc_risk_level: mcc.map(|mcc| MCCS[mcc].risk.into()),
            card_id: card.map(|(card, _)| card.id),
            card_number_hash: card.map(|(card, _)| card.number_hash),
            card_brand: card.map(|(card, _)| card.brand),
            card_type: card.map(|(card, _)| card.card_type),
            installments: card.map(|(_, used)| used.installments),
            card_entry: card.map(|(_, used)| used.entry),
            cvv_validated: card.and_then(|(_, used)| used.code),
            auth_3ds: card.and_then(|(_, used)| used.authenticated),
            pix_key_type: pix_key.map(|(kind, _)| kind),
            pix_key_destination: pix_key.map(|(_, token)| token),
            end_to_end_id: is_pix.then(|| self.end_to_end.id(bank, order.time, transaction_id)),
            beneficiary_id: beneficiary.as_ref().map(|to| to.id),
            beneficiary_kind: beneficiary.as_ref().map(|to| to.kind),
            destination_bank: beneficiary
                .as_ref()
                .filter(|_| to_bank)
                .map(|to| BankCode(to.payable.bank)),
            distance_from_last_txn_km: distance,
            time_since_last_txn_min: last.map(|last| ((order.time - last) / MINUTE) as i32),
            transactions_last_1h: recent.counts[0],
            transactions_last_24h: recent.counts[1],
            transactions_last_7d: recent.counts[2],
            accumulated_amount_1h: recent.sums[0],
            accumulated_amount_24h: recent.sums[1],
            accumulated_amount_7d: recent.sums[2],
            unusual_time: time_of_day(order.time) < 6 * HOUR,
            new_beneficiary,
            beneficiary_age_days: first_paid.map(|first| ((order.time - first) / DAY) as i32),
            new_device,
            device_age_days: device_days,
            credits_since_last,
            balance_after,
            status,
            refusal_reason,
            fraud_score,
            is_fraud: case.is_some(),
            fraud_type: case.map(|case| case.kind),
            fraud_case_id: case.map(|case| case.id),
            label_known_at,
            decoy_of: order.decoy,
        });
        life.history.push(order.time, order.amount);
        // Scenes settle what others receive by themselves, because those may live in another cell.
        if let (Some(Payee::Customer(number)), Status::Approved, None) =
            (order.payee, status, order.case)
            && let Some(to) = self.cell.slot_of(number)
        {
            self.lives[to].ledgers[0].credit(order.amount);
        }
    }

    fn beneficiary(&self, payee: Payee, shop: Option<Shop>) -> Beneficiary {
        let world = self.cell.world;
        match payee {
            Payee::Customer(number) => {
                let account = match self.cell.slot_of(number) {
                    Some(slot) => self.lives[slot].ledgers[0].account.clone(),
                    None => {
                        let place = (number - self.cell.district[0].number) as usize;
                        world.primary_account(&self.cell.district[place])
                    }
                };
                let pix_key = account
                    .pix_key
                    .map(|kind| (kind, pix_key_token(world.seed(), account.id)));
                Beneficiary {
                    id: account.id,
                    kind: BeneficiaryKind::Account,
                    payable: Payable {
                        bank: account.bank,
                        pix_key,
                    },
                }
            }
            Payee::External(number) => Beneficiary {
                id: number as i64 + 1,
                kind: BeneficiaryKind::External,
                payable: world.external(number),
            },
            Payee::Merchant(number) => {
                let shop = shop.unwrap_or_else(|| world.market.shop(number));
                let token = world.market.pix_key_token(number);
                let kind = if token % 3 == 0 {
                    PixKeyType::Cnpj
                } else {
                    PixKeyType::Random
                };
                Beneficiary {
                    id: shop.id(),
                    kind: BeneficiaryKind::Merchant,
                    payable: Payable {
                        bank: shop.bank,
                        pix_key: Some((kind, token)),
                    },
                }
            }
        }
    }
}

/// A number for a slot, a kind of thing and its id (below 2⁵³), all different.
fn place_key(slot: usize, kind: u64, id: i64) -> u64 {
    (slot as u64) << 58 | kind << 56 | id as u64
}

impl Life<'_> {
    /// Books the incomes that came until now.
    fn settle_incomes(&mut self, incomes: &[crate::behaviour::Income], time: i64) {
        while let Some(income) = incomes
            .get(self.incomes)
            .filter(|income| income.time <= time)
        {
            self.incomes += 1;
            let monthly = self.customer.income;
            let balance = self.ledgers[0].balance;
            // Who has much already sends most of it to savings at once.
            let kept = if balance > 2 * monthly { 200 } else { 1000 };
            let noise = if self.customer.is_person() {
                1000
            } else {
                self.stream.between(300, 1700)
            };
            let amount = (i128::from(monthly) * i128::from(income.per_mille * kept * noise)
                / 1_000_000_000) as i64;
            self.ledgers[0].credit(amount);
        }
    }

    /// What can be spent: balance and overdraft, or what is left of the card's limit.
    fn available(&self, order: &Order) -> i64 {
        match order
            .card
            .map(|used| (&self.cards[used.card], &self.spending[used.card]))
        {
            Some((card, spending)) if card.card_type == CardType::Credit => {
                card.limit.unwrap_or_default() - spending.month.sum(month_of(order.time))
            }
            _ => self.ledgers[order.ledger].balance + self.ledgers[order.ledger].account.overdraft,
        }
    }

    /// What becomes of an order. What the balance lacks comes from savings or a transfer, or it is declined.
    fn decide(
        &mut self,
        order: &Order,
        available: i64,
        score: i32,
    ) -> (Status, Option<RefusalReason>) {
        use RefusalReason::*;
        let declined = |reason| (Status::Declined, Some(reason));
        let roll = self.stream.below(10_000) as u32;
        let missing = order.amount - available;
        let on_credit = order.instrument == Instrument::CreditCard;
        match order.outcome {
            Some(Outcome::Declined(reason)) => return declined(reason),
            Some(Outcome::Blocked) => return (Status::Blocked, None),
            // Cases were held against the limits when they were planned.
            Some(Outcome::Approved) if order.case.is_none() && self.over_limit(order) => {
                return declined(LimitExceeded);
            }
            Some(Outcome::Approved) => {
                if missing > 0 && !on_credit {
                    self.top_up(order.ledger, missing);
                }
                return (Status::Approved, None);
            }
            None => {}
        }
        match score {
            60.. if roll < 900 => return declined(FraudSuspect),
            60.. if roll < 1_300 => return (Status::Blocked, None),
            45..60 if roll < 200 => return declined(FraudSuspect),
            45..60 if roll < 260 => return (Status::Blocked, None),
            _ if roll < 8 => return declined(FraudSuspect),
            _ if roll < 12 => return declined(AccountBlocked),
            _ => {}
        }
        if let Some(used) = order.card {
            match (used.entry, used.code) {
                (_, Some(false)) => return declined(CvvError),
                (CardEntry::Chip, _) if (9_900..).contains(&roll) => return declined(InvalidPin),
                (CardEntry::Manual, _) if (9_975..).contains(&roll) => {
                    return declined(CardExpired);
                }
                _ if (9_992..).contains(&roll) => return declined(CardBlocked),
                _ => {}
            }
        }
        if self.over_limit(order) {
            return declined(LimitExceeded);
        }
        if missing > 0 && !on_credit {
            if self.stream.chance(150) {
                return declined(InsufficientBalance);
            }
            self.top_up(order.ledger, missing);
        }
        match order.instrument {
            Instrument::Boleto | Instrument::Ted if (9_850..9_900).contains(&roll) => {
                (Status::Pending, None)
            }
            Instrument::CreditCard if (9_850..9_880).contains(&roll) => (Status::Pending, None),
            _ => (Status::Approved, None),
        }
    }

    /// Whether an everyday payment passes what the card, the night or a new device allows.
    fn over_limit(&self, order: &Order) -> bool {
        let over =
            |limit, span, sum: i64, most| sum + self.reserved(limit, span) + order.amount > most;
        if let (Instrument::CreditCard, Some(used)) = (order.instrument, order.card) {
            let month = month_of(order.time);
            let limit = self.cards[used.card].limit.unwrap_or_default();
            return over(
                Limit::Credit,
                month,
                self.spending[used.card].everyday.sum(month),
                limit,
            );
        }
        if order.instrument != Instrument::Pix {
            return false;
        }
        let night = night_of(order.time).is_some_and(|night| {
            self.customer.is_person()
                && !self.ledgers[order.ledger].account.night_limit_raised
                && over(Limit::NightPix, night, self.night.sum(night), NIGHT_PIX)
        });
        let device = order.device.is_some_and(|device| {
            let day = day_of(order.time);
            order.time < device.registered
                && Date::of(order.time) >= NEW_DEVICE_RULE
                && (order.amount > NEW_DEVICE_PIX
                    || over(
                        Limit::NewDevice,
                        day,
                        self.new_device.sum(day),
                        NEW_DEVICE_DAY,
                    ))
        });
        night || device
    }

    /// What fraud cases spend of a limit in that span.
    fn reserved(&self, limit: Limit, span: i64) -> i64 {
        self.reserved
            .iter()
            .find(|reserved| (reserved.limit, reserved.span) == (limit, span))
            .map_or(0, |reserved| reserved.sum)
    }

    /// Money comes from savings, a loan or another bank, in round sums and a little more than needed.
    fn top_up(&mut self, ledger: usize, missing: i64) {
        let more = self.customer.income * self.stream.between(10, 150) / 1000;
        self.ledgers[ledger].credit((missing + more + 4_999) / 5_000 * 5_000);
    }

    /// Books an approved payment.
    fn book(&mut self, order: &Order, status: Status) {
        if status != Status::Approved {
            return;
        }
        if let Some(used) = order
            .card
            .filter(|used| self.cards[used.card].card_type == CardType::Credit)
        {
            let spending = &mut self.spending[used.card];
            let month = month_of(order.time);
            spending.month.add(month, order.amount);
            spending.invoiced += order.amount;
            if order.case.is_none() {
                spending.everyday.add(month, order.amount);
            }
            return;
        }
        self.ledgers[order.ledger].balance -= order.amount;
        if order.instrument == Instrument::Pix && order.case.is_none() {
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

    /// Goes to a place, and tells how far that is from the last one.
    fn travel(&mut self, place: Option<Place>) -> Option<f32> {
        let here = place?;
        let last = self.last_place;
        if let Some((there, _)) = last
            && here == there
        {
            return Some(0.0);
        }
        let here = (here, here.cosine());
        self.last_place = Some(here);
        last.map(|there| Place::distance_km(here, there))
    }

    /// The app or web session that an order belongs to.
    fn session(&mut self, order: &Order, transaction_id: i64) -> Option<i64> {
        let device = order.device?.id;
        let session = &mut self.session;
        if session.device != device || order.time - session.last > SESSION_PAUSE {
            session.id = transaction_id;
            session.device = device;
        }
        session.last = order.time;
        Some(session.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn times_of_cases_stay_and_others_make_room() {
        let step = Step {
            time: 0,
            payment: Payment::Withdrawal,
            amount: 1,
            outcome: Outcome::Approved,
            hand: Hand::Holder,
            place: None,
            credit: 0,
        };
        let sources = [Source::Case(0), Source::Decoy(FraudType::default())];
        let played = sources.map(|source| Played {
            step,
            source,
            address: None,
        });
        let at = |time, number, deed| Draft::new(time, 0, number, deed);
        let everyday = Deed::Everyday(Instrument::Pix);
        let mut drafts = vec![
            at(5, 1, everyday),
            at(5, 2, Deed::Step(1)),
            at(5, 3, everyday),
            at(6, 0, Deed::Step(0)),
            at(7, 4, everyday),
        ];
        keep_apart(&mut drafts, &played);
        let found: Vec<(i64, u32)> = drafts
            .iter()
            .map(|draft| (draft.time, draft.number))
            .collect();
        assert_eq!(found, [(5, 1), (6, 0), (7, 2), (8, 3), (9, 4)]);
    }
}
