//! [`Processor`]: plays a cell's schedule and writes the rows.
//!
//! Every history field and balance is computed from what was written before, so a query over the rows yields
//! the same values.

use alloc::vec::Vec;

use crate::bank::end_to_end::EndToEnd;
use crate::bank::history::FirstPayments;
use crate::bank::ledger::Credit;
use crate::bank::order::Order;
use crate::bank::score::{RiskSignals, score};
use crate::calendar::{DAY, HOUR, MINUTE, SECOND, time_of_day};
use crate::catalog::merchants::{MCCS, Risk};
use crate::catalog::{BankCode, MccCategory, MccCode};
use crate::plan::TransactionIds;
use crate::population::ip::Addresses;
use crate::population::merchants::Merchant;
use crate::population::payee::{Payee, PayeeAccount, Payer};
use crate::population::people::account::{Account, pix_key_token};
use crate::population::people::customer::Customer;
use crate::random::rng::{Keys, Purpose, Rng, mix, scale};
use crate::relations::relation::Transfer;
use crate::schema::categories::{
    BeneficiaryKind, Channel, CreditKind, Currency, Instrument, PixKeyType, Status,
};
use crate::schema::record::{CreditRow, Credits, TransactionRow, Transactions};
use crate::schema::stores::{LocalCategory, Nullable};
use crate::simulation::cell::Cell;
use crate::simulation::credits::{income_of, own_account};
use crate::simulation::customer::state::CustomerState;
use crate::simulation::everyday::{CLOSING, bill_payment, payment};
use crate::simulation::rows::credit_ids::CreditIds;
use crate::simulation::rows::evidence::Evidence;
use crate::simulation::rows::label_noise::LabelNoise;
use crate::simulation::rows::posting::{HistoryFeatures, Posted};
use crate::simulation::schedule::{Event, EventKind, Schedule, ScriptedStep, StepOrigin};

/// The beneficiary, as shown in the row.
struct Beneficiary {
    id: i64,
    kind: BeneficiaryKind,
    account: PayeeAccount,
}

/// Top-ups that are loans, per mille; the others come from the holder's savings or another bank (assumption).
const LOANS: u32 = 250;

/// How long before a payment a top-up for it comes in, if nothing happens in the cell in between (assumption).
const TOP_UP_BEFORE: (i64, i64) = (8 * SECOND, 4 * MINUTE);

/// The random streams of events.
struct Streams {
    everyday: Keys,
    bills: Keys,
    transfers: Keys,
    steps: Keys,
    credits: Keys,
    own_transfers: Keys,
}

impl Streams {
    fn new(seed: u64) -> Self {
        Self {
            everyday: Keys::new(seed, Purpose::Events),
            bills: Keys::new(seed, Purpose::Bills),
            transfers: Keys::new(seed, Purpose::TransferOrders),
            steps: Keys::new(seed, Purpose::Steps),
            credits: Keys::new(seed, Purpose::Credits),
            own_transfers: Keys::new(seed, Purpose::OwnTransfers),
        }
    }

    /// The stream of an income event of a customer.
    fn credit(&self, customer: &Customer, index: u16) -> Rng {
        self.credits
            .stream(customer.number << 16 | u64::from(index))
    }
}

/// What the rows of a cell have named so far: whom each customer paid, and addresses.
#[derive(Debug, Default)]
pub(in crate::simulation) struct Seen {
    first_payments: FirstPayments,
    addresses: Addresses,
}

impl Seen {
    /// Nothing, for a cell with some number of payments.
    pub(super) fn reset(&mut self, rows: usize) {
        self.first_payments.clear();
        self.addresses.reset(rows);
    }

    /// The code of an order's address in a column.
    fn address(&mut self, order: &Order, column: &mut Nullable<LocalCategory>) -> Option<u16> {
        let mut code = |address| self.addresses.code(address, &mut column.values);
        order.address.map(&mut code)
    }
}

/// Turns events into orders, has them authorised and booked, and writes them as rows.
pub(super) struct Processor<'a> {
    cell: &'a Cell<'a>,
    states: Vec<CustomerState<'a>>,
    transfers: &'a [(Payee, Transfer)],
    scripted: &'a [ScriptedStep],
    /// The primary accounts of payees beyond the district.
    accounts: &'a [(u64, Account)],
    seen: &'a mut Seen,
    inflows: &'a [Credit],
    out: &'a mut Transactions,
    credits: &'a mut Credits,
    ids: TransactionIds,
    pub(super) credit_ids: CreditIds,
    /// The time of the last row of the cell: rows are in order of time, and top-ups come in after it.
    pub(super) last_row: i64,
    end_to_end: EndToEnd,
    /// Keys of [`Purpose::Bureau`].
    bureau: Keys,
    streams: Streams,
    noise: LabelNoise,
    evidence: Evidence,
}

impl<'a> Processor<'a> {
    pub(super) fn new(
        cell: &'a Cell<'a>,
        states: Vec<CustomerState<'a>>,
        schedule: &'a Schedule,
        accounts: &'a [(u64, Account)],
        noise: LabelNoise,
        credit_ids: CreditIds,
        (seen, out, credits): (&'a mut Seen, &'a mut Transactions, &'a mut Credits),
    ) -> Self {
        let spec = cell.world.plan.spec();
        Self {
            noise,
            evidence: Evidence::default(),
            cell,
            states,
            transfers: schedule.transfers.in_order(),
            scripted: schedule.scripted.in_order(),
            accounts,
            inflows: schedule.inflows.in_order(),
            seen,
            out,
            credits,
            ids: cell.world.plan.transaction_ids(cell.index),
            credit_ids,
            last_row: cell.world.period().start - 1,
            end_to_end: EndToEnd::new(spec.seed),
            bureau: Keys::new(spec.seed, Purpose::Bureau),
            streams: Streams::new(spec.seed),
        }
    }

    /// Processes the next event.
    pub(super) fn process(&mut self, event: &Event) {
        let slot = event.slot();
        match event.kind {
            EventKind::Inflow(index) => {
                let credit = self.inflows[index as usize];
                let main = || self.states[slot].main_account(event.time);
                let ledger = credit.account.map_or_else(main, usize::from);
                self.receive(slot, ledger, event.time, &credit);
            }
            EventKind::Income(index) => {
                let state = &self.states[slot];
                let income =
                    &self.cell.world.behaviour.incomes.of(state.payday)[usize::from(index)];
                let mut rng = self.streams.credit(state.customer, index);
                let credit = income_of(state, income, &mut rng);
                let ledger = state.main_account(event.time);
                self.receive(slot, ledger, event.time, &credit);
            }
            _ => self.pay(event),
        }
    }

    /// Credits an account of a customer, and writes the row.
    fn receive(&mut self, slot: usize, ledger: usize, time: i64, credit: &Credit) {
        let state = &mut self.states[slot];
        let ledger = &mut state.books.ledgers[ledger];
        ledger.credit(credit.amount);
        let (payer_id, payer_kind) = credit.payer.columns();
        self.credits.push(CreditRow {
            credit_id: self.credit_ids.take(),
            account_id: ledger.account.id,
            customer_id: state.customer.id(),
            timestamp: time,
            kind: credit.kind,
            amount: credit.amount,
            payer_id,
            payer_kind,
            transaction_id: credit.transaction,
            balance_after: ledger.balance,
            fraud_case_id: credit.case,
        });
        self.last_row = time;
    }

    /// Processes a payment event: the order, and the bank's side of it.
    fn pay(&mut self, event: &Event) {
        let slot = event.slot();
        let transaction_id = self.ids.of(event.number());
        let mut order = Order::at(event.time);
        self.order(event, &mut order);
        let order = &order;
        let beneficiary = order
            .payee
            .map(|payee| self.beneficiary(slot, payee, order.merchant));
        let features = self.history_features(slot, order, beneficiary.as_ref());
        let posted = self.post(slot, transaction_id, order, &features);
        self.write(slot, order, beneficiary.as_ref(), &features, &posted);
        self.last_row = order.time;
        self.states[slot].history.push(order.time, order.amount);
        if posted.status == Status::Approved {
            self.pay_out(slot, transaction_id, order);
        }
    }

    /// Credits the payee of an approved payment, if it is an account of this cell.
    fn pay_out(&mut self, slot: usize, transaction_id: i64, order: &Order) {
        // What planned transfers and fraud cases pay to customers is scheduled as inflows, because payees may be
        // in another cell.
        let (to, ledger, kind) = match order.payee {
            Some(Payee::Own(index)) => (Some(slot), usize::from(index), CreditKind::OwnTransfer),
            Some(Payee::Customer(number)) if !order.settled => {
                (self.cell.slot_of(number), 0, CreditKind::Transfer)
            }
            _ => return,
        };
        let payer = Payer::Account(self.states[slot].books.ledgers[order.ledger].account.id);
        let credit = Credit {
            transaction: Some(transaction_id),
            ..Credit::new(kind, order.amount, payer)
        };
        if let Some(to) = to {
            self.receive(to, ledger, order.time + 1, &credit);
        }
    }

    /// Fills in the order of an event.
    fn order(&mut self, event: &Event, order: &mut Order) {
        let world = self.cell.world;
        let state = &mut self.states[event.slot()];
        state.advance_to(event.time);
        match event.kind {
            EventKind::Everyday(instrument, number) | EventKind::FollowUp(instrument, number) => {
                let follow_up = matches!(event.kind, EventKind::FollowUp(..));
                state.rng = self
                    .streams
                    .everyday
                    .stream(payment(state.customer, number));
                state.everyday(world, order, instrument, follow_up);
            }
            EventKind::Bill(index, month) => {
                let index = usize::from(index);
                let entity = bill_payment(state.customer, index, month);
                state.rng = self.streams.bills.stream(entity);
                state.monthly(world, order, index, month);
            }
            EventKind::OwnTransfer(number) => {
                let entity = payment(state.customer, number);
                state.rng = self.streams.own_transfers.stream(entity);
                if state.own_transfer(order).is_none() {
                    state.everyday(world, order, Instrument::Pix, false);
                }
            }
            EventKind::Transfer(index) => {
                let (payee, transfer) = self.transfers[index as usize];
                let entity = self.cell.index << 32 | event.number();
                state.rng = self.streams.transfers.stream(entity);
                state.planned_transfer(order, payee, &transfer);
            }
            EventKind::Closing(account) => {
                let entity = payment(state.customer, CLOSING - u32::from(account));
                state.rng = self.streams.own_transfers.stream(entity);
                if state.empty_account(order, usize::from(account)).is_none() {
                    state.everyday(world, order, Instrument::Pix, false);
                }
            }
            EventKind::Step(index) => {
                let scripted = &self.scripted[index as usize];
                let case = match scripted.origin {
                    StepOrigin::Case(index) => Some(&self.cell.cases.cases[index]),
                    StepOrigin::Decoy(_) => None,
                };
                state.rng = self.streams.steps.stream(scripted.entity);
                state.scripted(world, order, scripted, case);
            }
            EventKind::Income(_) | EventKind::Inflow(_) => unreachable!("not a payment"),
        }
        // Payees are chosen without regard to time: contacts, regular merchants and billers once and for all; but at
        // terminals it was seen to, as the customer has to get there.
        if let (Some(Payee::Customer(number)), false) = (order.payee, order.settled)
            && !world.is_customer(self.cell.district, number, order.time)
        {
            order.payee = Some(world.own_account(number));
        }
        if let (Some(Payee::Customer(number)), false) = (order.payee, order.settled)
            && let Some(slot) = self.cell.slot_of(number)
            && let Some(elsewhere) = self.states[slot].paid_elsewhere(order.time)
        {
            order.payee = Some(elsewhere);
        }
        if let Some(merchant) = &order.merchant
            && order.channel != Channel::Pos
            && let Some(other) =
                (world.merchants).instead_of(merchant, order.instrument, order.time)
        {
            order.pay_instead(other);
        }
        let state = &mut self.states[event.slot()];
        if order.device.is_some() {
            let bits = state.rng.next();
            order.location = order.location.map(|place| place.scattered(bits));
        }
        state.visit(order);
    }

    /// The features from earlier rows; records the beneficiary and the device.
    fn history_features(
        &mut self,
        slot: usize,
        order: &Order,
        beneficiary: Option<&Beneficiary>,
    ) -> HistoryFeatures {
        let (state, first_payments) = (&mut self.states[slot], &mut self.seen.first_payments);
        let mut first = |kind: u64, id: i64| {
            first_payments.first(mix(counterparty_key(slot, kind, id)), order.time)
        };
        let last = state.history.last();
        let recent = state.history.recent(order.time);
        let first_paid = beneficiary.and_then(|to| first(to.kind as u64, to.id));
        HistoryFeatures {
            last,
            recent,
            first_paid,
            new_beneficiary: beneficiary.is_some() && first_paid.is_none(),
            // Mostly it is the same device as the last time.
            new_device: order.device.is_some_and(|device| {
                !state.session.is_on(device.id) && first(3, device.id).is_none()
            }),
            device_days: order
                .device
                .map(|device| ((order.time - device.first_seen) / DAY) as i32),
            distance_km: state.travel(order.location),
        }
    }

    /// Scores, authorises and books an order.
    fn post(
        &mut self,
        slot: usize,
        transaction_id: i64,
        order: &Order,
        features: &HistoryFeatures,
    ) -> Posted {
        let state = &mut self.states[slot];
        let available = state.books.available(order);
        let risk = order
            .merchant
            .map(|merchant| MCCS[usize::from(merchant.mcc)].risk);
        let fraud_score = score(&RiskSignals {
            time: order.time,
            amount: order.amount,
            available,
            new_beneficiary: features.new_beneficiary,
            device_days: features.device_days,
            last_hour: features.recent.counts[0],
            sum_last_day: features.recent.sums[1],
            high_risk_trade: risk == Some(Risk::High),
            unauthenticated: order
                .card
                .is_some_and(|card| card.authenticated == Some(false)),
            distance_km: features.distance_km,
            bureau: scale(self.bureau.of(transaction_id as u64), 25) as i32,
        });
        let decision = state
            .books
            .authorise(order, available, fraud_score, &mut state.rng);
        if decision.top_up > 0 {
            let kind = match state.rng.chance(LOANS) {
                true => (CreditKind::Loan, Payer::Bank),
                false => (CreditKind::OwnTransfer, own_account(state)),
            };
            let credit = Credit::new(kind.0, decision.top_up, kind.1);
            let time = self.time_of_top_up(slot, order);
            self.receive(slot, order.ledger, time, &credit);
        }
        let state = &mut self.states[slot];
        state.books.book(order, decision.status);
        let session_id = order
            .device
            .map(|device| state.session.of(device.id, order.time, transaction_id));
        Posted {
            transaction_id,
            session_id,
            available,
            fraud_score,
            status: decision.status,
            refusal_reason: decision.reason,
        }
    }

    /// When the top-up for a payment comes in: shortly before, but after the row before.
    fn time_of_top_up(&mut self, slot: usize, order: &Order) -> i64 {
        let state = &mut self.states[slot];
        let opened = state.books.ledgers[order.ledger].account.opened.midnight();
        let most = order.time - opened.max(self.last_row + 1);
        let (least, longest) = TOP_UP_BEFORE;
        let share = state.rng.unit();
        let wait = least + ((longest - least) as f64 * share * share) as i64;
        let wait = match wait > most {
            true => (most.max(0) as f64 * share) as i64,
            false => wait,
        };
        order.time - wait
    }

    /// Writes the row.
    fn write(
        &mut self,
        slot: usize,
        order: &Order,
        beneficiary: Option<&Beneficiary>,
        features: &HistoryFeatures,
        posted: &Posted,
    ) {
        let transaction_id = posted.transaction_id;
        let state = &mut self.states[slot];
        let ledger = &mut state.books.ledgers[order.ledger];
        let credits_since_last = core::mem::take(&mut ledger.credits);
        let (balance_after, account_id) = (ledger.balance, ledger.account.id);
        let bank = ledger.account.bank;
        let mcc = order.merchant.map(|merchant| usize::from(merchant.mcc));
        let card = order.card.map(|used| {
            let slot = &state.books.cards[used.slot];
            (slot, &slot.cards[used.card], used)
        });
        let is_pix = order.instrument == Instrument::Pix;
        let to_bank = matches!(
            order.instrument,
            Instrument::Pix | Instrument::Ted | Instrument::Boleto
        );
        let pix_key = beneficiary
            .filter(|_| is_pix)
            .and_then(|to| to.account.pix_key);
        let ip_address = self.seen.address(order, &mut self.out.ip_address);
        let case = order.case.map(|index| &self.cell.cases.cases[index]);
        let of_case = case.map(|case| (case, self.cell.cases.steps(case)));
        let evidence = case.and_then(|case| {
            let payment = (order, features, posted, credits_since_last);
            self.evidence.of(self.cell.world, state, case, payment)
        });
        let label_known_at = self.noise.of_order(order, of_case, transaction_id);
        self.out.push(TransactionRow {
            transaction_id,
            session_id: posted.session_id,
            customer_id: state.customer.id(),
            account_id,
            device_id: order.device.map(|device| device.id),
            timestamp: order.time,
            r#type: order.instrument,
            amount: order.amount,
            currency: Currency::Brl,
            channel: order.channel,
            ip_address,
            geolocation_lat: order.location.map(|location| location.latitude),
            geolocation_lon: order.location.map(|location| location.longitude),
            merchant_id: order.merchant.map(|merchant| merchant.id()),
            merchant_name: order.merchant.map(|merchant| merchant.name),
            merchant_category: mcc.map(|mcc| MccCategory(mcc as u16)),
            mcc_code: mcc.map(|mcc| MccCode(mcc as u16)),
            mcc_risk_level: mcc.map(|mcc| MCCS[mcc].risk.into()),
            card_id: card.map(|(_, card, _)| card.id),
            card_number_hash: card.map(|(_, card, _)| card.number_hash),
            card_brand: card.map(|(slot, ..)| slot.brand),
            card_type: card.map(|(slot, ..)| slot.card_type),
            installments: card.map(|(.., used)| used.installments),
            card_entry: card.map(|(.., used)| used.entry),
            cvv_validated: card.and_then(|(.., used)| used.code),
            auth_3ds: card.and_then(|(.., used)| used.authenticated),
            pix_key_type: pix_key.map(|(kind, _)| kind),
            pix_key_destination: pix_key.map(|(_, token)| token),
            end_to_end_id: is_pix.then(|| self.end_to_end.id(bank, order.time, transaction_id)),
            beneficiary_id: beneficiary.map(|to| to.id),
            beneficiary_kind: beneficiary.map(|to| to.kind),
            destination_bank: beneficiary
                .filter(|_| to_bank)
                .map(|to| BankCode(to.account.bank)),
            distance_from_last_txn_km: features.distance_km,
            time_since_last_txn_min: features
                .last
                .map(|last| ((order.time - last) / MINUTE) as i32),
            transactions_last_1h: features.recent.counts[0],
            transactions_last_24h: features.recent.counts[1],
            transactions_last_7d: features.recent.counts[2],
            accumulated_amount_1h: features.recent.sums[0],
            accumulated_amount_24h: features.recent.sums[1],
            accumulated_amount_7d: features.recent.sums[2],
            unusual_time: time_of_day(order.time) < 6 * HOUR,
            new_beneficiary: features.new_beneficiary,
            beneficiary_age_days: features
                .first_paid
                .map(|first| ((order.time - first) / DAY) as i32),
            new_device: features.new_device,
            device_age_days: features.device_days,
            credits_since_last,
            balance_after,
            status: posted.status,
            refusal_reason: posted.refusal_reason,
            fraud_score: posted.fraud_score,
            is_fraud: case.is_some(),
            fraud_type: case.map(|case| case.kind),
            fraud_case_id: case.map(|case| case.id),
            label_known_at,
            decoy_of: order.decoy,
            evidence,
        });
    }

    fn beneficiary(&self, payer: usize, payee: Payee, merchant: Option<Merchant>) -> Beneficiary {
        let world = self.cell.world;
        match payee {
            Payee::Customer(number) => {
                if let Some(slot) = self.cell.slot_of(number) {
                    return self.account(&self.states[slot].books.ledgers[0].account);
                }
                let position = number.wrapping_sub(self.cell.district[0].number) as usize;
                if let Some(account) = self.cell.relations.accounts.get(position) {
                    return self.account(account);
                }
                let beyond = self.accounts.iter().find(|(payee, _)| *payee == number);
                self.account(&beyond.expect("the account of every payee").1)
            }
            Payee::Own(index) => {
                let ledger = &self.states[payer].books.ledgers[usize::from(index)];
                self.account(&ledger.account)
            }
            Payee::External(number) => Beneficiary {
                id: number as i64 + 1,
                kind: BeneficiaryKind::External,
                account: world.externals.account(number),
            },
            Payee::Merchant(number) => {
                let merchant = merchant.unwrap_or_else(|| world.merchants.merchant(number));
                let token = world.merchants.pix_key_token(number);
                let kind = if token % 3 == 0 {
                    PixKeyType::Cnpj
                } else {
                    PixKeyType::Random
                };
                Beneficiary {
                    id: merchant.id(),
                    kind: BeneficiaryKind::Merchant,
                    account: PayeeAccount {
                        bank: merchant.bank,
                        pix_key: Some((kind, token)),
                    },
                }
            }
        }
    }

    /// An account of the population as a beneficiary.
    fn account(&self, account: &Account) -> Beneficiary {
        let token = |kind| (kind, pix_key_token(self.cell.world.seed(), account.id));
        Beneficiary {
            id: account.id,
            kind: BeneficiaryKind::Account,
            account: PayeeAccount {
                bank: account.bank,
                pix_key: account.pix_key.map(token),
            },
        }
    }
}

/// A distinct key for each beneficiary (by kind and id) and device of a customer; ids are below 2⁵³.
fn counterparty_key(slot: usize, kind: u64, id: i64) -> u64 {
    (slot as u64) << 58 | kind << 56 | id as u64
}
