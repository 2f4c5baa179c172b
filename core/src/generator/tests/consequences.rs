//! What follows reports and the passing of time: cards are replaced, accounts blocked, habits changed.

use super::period::{day, each_row, id, text};
use super::{Generator, Spec, Table, all_integers, spec};
use crate::calendar::{DAY, Date, HOUR};
use crate::plan::CARDS_PER_SLOT;
use crate::schema::{Row, Value};

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// The bank's delays, and how long holders still try to pay.
const CARD_DELAY: i64 = 6 * HOUR;
const ACCOUNT_DELAY: i64 = DAY;
const TRIES: i64 = 3 * DAY;

fn generator(change: impl FnOnce(&mut Spec)) -> Generator {
    let mut spec = Spec {
        fraud_rate: 0.02,
        ..spec(150_000)
    };
    change(&mut spec);
    Generator::new(&spec).expect("a valid spec")
}

pub(super) fn time(row: &Row<'_>, name: &str) -> Option<i64> {
    match row.get(name) {
        Some(Value::Timestamp(time)) => Some(time),
        _ => None,
    }
}

/// A card: its days, when it was blocked, and the card that it replaces.
#[derive(Debug)]
struct Card {
    issued: Date,
    expires: Date,
    blocked: Option<i64>,
    replaces: Option<i64>,
}

fn cards(generator: &Generator) -> BTreeMap<i64, Card> {
    let mut cards = BTreeMap::new();
    each_row(generator, Table::Cards, |row| {
        let card = Card {
            issued: day(row, "issued_on").expect("a date"),
            expires: day(row, "expires_on").expect("a date"),
            blocked: time(row, "blocked_at"),
            replaces: id(row, "replaces_card_id"),
        };
        cards.insert(id(row, "card_id").expect("an id"), card);
    });
    cards
}

/// When accounts were blocked.
fn blocked_accounts(generator: &Generator) -> BTreeMap<i64, i64> {
    let mut blocked = BTreeMap::new();
    each_row(generator, Table::Accounts, |row| {
        if let Some(at) = time(row, "blocked_at") {
            blocked.insert(id(row, "account_id").expect("an id"), at);
        }
    });
    blocked
}

/// A payment.
struct Payment {
    time: i64,
    account: i64,
    card: Option<i64>,
    case: Option<i64>,
    is_approved: bool,
    refusal: Option<String>,
}

fn payments(generator: &Generator) -> Vec<Payment> {
    let mut payments = Vec::new();
    each_row(generator, Table::Transactions, |row| {
        payments.push(Payment {
            time: time(row, "timestamp").expect("a time"),
            account: id(row, "account_id").expect("an id"),
            card: id(row, "card_id"),
            case: id(row, "fraud_case_id"),
            is_approved: text(row, "status") == "APPROVED",
            refusal: match row.get("refusal_reason") {
                Some(Value::Text(reason)) => Some(reason.into()),
                _ => None,
            },
        });
    });
    payments
}

fn is_for(payment: &Payment, reason: &str) -> bool {
    payment.refusal.as_deref() == Some(reason)
}

/// No payment is approved with a card that is not valid, and none refused for it with one that is.
fn check_cards(generator: &Generator) -> BTreeMap<i64, Card> {
    let cards = cards(generator);
    for payment in payments(generator) {
        let Some(card) = payment.card.map(|card| &cards[&card]) else {
            continue;
        };
        let at = Date::of(payment.time);
        assert!(card.issued <= at);
        let is_blocked = card.blocked.is_some_and(|blocked| blocked <= payment.time);
        let has_expired = card.expires < at;
        assert!(!payment.is_approved || !is_blocked && !has_expired);
        assert!(is_blocked || !is_for(&payment, "CARD_BLOCKED"));
        assert!(has_expired || !is_for(&payment, "CARD_EXPIRED"));
    }
    cards
}

#[test]
fn cards_are_used_from_their_issue_until_they_are_replaced() {
    let generator = generator(|_| ());
    let cards = check_cards(&generator);
    let (mut first, mut last) = (BTreeMap::new(), BTreeMap::new());
    for payment in payments(&generator).iter().filter(|row| row.is_approved) {
        if let Some(card) = payment.card {
            first.entry(card).or_insert(payment.time);
            last.insert(card, payment.time);
        }
    }
    let (mut replaced, mut used) = (0, 0);
    for (id, card) in &cards {
        let Some(old) = card.replaces else { continue };
        assert_eq!(old + 1, *id);
        if let (Some(last), Some(first)) = (last.get(&old), first.get(id)) {
            assert!(last < first);
        }
        replaced += 1;
        used += usize::from(first.contains_key(id));
    }
    assert!(
        replaced > 200 && used > replaced / 3,
        "{used} of {replaced}"
    );
}

#[test]
fn no_payment_from_a_blocked_account_is_approved() {
    let generator = generator(|_| ());
    let blocked = blocked_accounts(&generator);
    let (mut refused, mut by_mistake, mut days) = (0, 0, 0);
    for payment in payments(&generator) {
        let after = blocked.get(&payment.account);
        let after = after.map(|blocked| payment.time - blocked);
        let is_refused = is_for(&payment, "ACCOUNT_BLOCKED");
        assert!(!payment.is_approved || after.is_none_or(|after| after < 0));
        by_mistake += usize::from(is_refused && after.is_none_or(|after| after < 0));
        if after.is_some_and(|after| after >= 0) {
            assert!(payment.case.is_none());
            refused += usize::from(is_refused);
            days += usize::from(after > Some(TRIES));
        }
    }
    assert!(blocked.len() > 50 && refused > 50, "{refused}");
    // For longer only what was due anyway: look-alikes, what is left when the holder leaves.
    assert!(days * 2 < refused, "{days} of {refused}");
    assert!(by_mistake < refused, "{by_mistake}");
}

#[test]
fn reported_cards_and_accounts_stop_within_the_banks_delays() {
    let generator = generator(|_| ());
    let (cards, blocked) = (cards(&generator), blocked_accounts(&generator));
    let customers = generator
        .world
        .customers(0..generator.world.plan.customers());
    let period = generator.world.period();
    // The last use of each card in each case, and the last step of any case on an account.
    let (mut used, mut last) = (BTreeMap::new(), BTreeMap::new());
    for payment in payments(&generator) {
        if let Some(case) = payment.case {
            last.insert(payment.account, payment.time);
            if let Some(card) = payment.card {
                used.insert((case, card), payment.time);
            }
        }
    }
    let (mut of_cards, mut of_accounts) = (0, 0);
    each_row(&generator, Table::FraudCases, |row| {
        let Some(reported) = time(row, "reported_at") else {
            return;
        };
        let account = id(row, "account_id").expect("an id");
        let holder = id(row, "customer_id").expect("an id") as usize - 1;
        let end = customers[holder].active(&period).end;
        if text(row, "customer_role") != "VICTIM" {
            let known = reported.max(last[&account]);
            if known + ACCOUNT_DELAY < end {
                assert!(blocked[&account] <= known + ACCOUNT_DELAY);
                of_accounts += 1;
            }
            return;
        }
        let case = id(row, "fraud_case_id").expect("an id");
        for ((_, card), _) in used.range((case, 0)..(case + 1, 0)) {
            if reported + CARD_DELAY < end {
                let card = &cards[card];
                let is_renewed = card.expires.midnight() < reported + 45 * DAY;
                let is_blocked = card.blocked.is_some_and(|at| at <= reported + CARD_DELAY);
                assert!(is_blocked || is_renewed, "{row:?}");
                of_cards += 1;
            }
        }
    });
    assert!(
        of_cards > 100 && of_accounts > 50,
        "{of_cards} {of_accounts}"
    );
}

#[test]
fn expired_cards_are_not_used_in_ten_years() {
    let generator = generator(|spec| {
        spec.days = 3_650;
        spec.customers = Some(300);
    });
    let cards = check_cards(&generator);
    let end = Date(Spec::default().start.0 + 3_650);
    let expired = cards.values().filter(|card| card.expires < end).count();
    assert!(expired > 1_000, "{expired}");
    let refused = payments(&generator);
    let refused = refused.iter().filter(|row| is_for(row, "CARD_EXPIRED"));
    assert!(refused.count() > 3);
}

#[test]
fn cards_replace_each_other_in_a_block_of_ids() {
    let generator = generator(|spec| spec.fraud_rate = 0.2);
    let cards = cards(&generator);
    for (id, card) in &cards {
        let is_first = (id - 1) % CARDS_PER_SLOT as i64 == 0;
        assert_eq!(card.replaces.is_none(), is_first);
        assert!(is_first || cards.contains_key(&(id - 1)));
    }
    let hashes = all_integers(&generator, Table::Cards, "card_number_hash");
    let hashes: alloc::collections::BTreeSet<_> = hashes.into_iter().collect();
    assert_eq!(hashes.len(), cards.len());
}

#[test]
fn the_plan_knows_about_how_many_cards_there_are() {
    for (fraud_rate, days) in [(0.0, 30), (0.001, 365), (0.02, 365), (0.02, 3_650)] {
        let generator = generator(|spec| {
            (spec.fraud_rate, spec.days) = (fraud_rate, days);
        });
        let planned = generator.plan().table_rows(Table::Cards) as f64;
        let made = all_integers(&generator, Table::Cards, "card_id").len() as f64;
        let ratio = made / planned;
        assert!((0.9..1.1).contains(&ratio), "{fraud_rate} {days}: {ratio}");
    }
}

#[test]
fn accounts_are_blocked_soon_after_the_first_report_and_collect_little_afterwards() {
    let generator = generator(|spec| {
        (spec.fraud_rate, spec.transactions) = (0.002, 500_000);
    });
    let blocked = blocked_accounts(&generator);
    let mut first: BTreeMap<i64, i64> = BTreeMap::new();
    each_row(&generator, Table::FraudCases, |row| {
        let Some(reported) = time(row, "reported_at") else {
            return;
        };
        let accounts = [
            (text(row, "customer_role") != "VICTIM").then(|| id(row, "account_id")),
            (text(row, "beneficiary_kind") == "ACCOUNT").then(|| id(row, "beneficiary_id")),
        ];
        for account in accounts.into_iter().flatten().flatten() {
            let report = first.entry(account).or_insert(reported);
            *report = reported.min(*report);
        }
    });
    let waits: Vec<i64> = blocked
        .iter()
        .filter_map(|(account, blocked)| Some(blocked - first.get(account)?))
        .collect();
    let late = waits.iter().filter(|&&wait| wait > 3 * DAY).count();
    assert!(
        waits.len() > 30 && late * 5 < waits.len(),
        "{late} of {}",
        waits.len()
    );
    let (mut before, mut after) = (0, 0);
    each_row(&generator, Table::Transactions, |row| {
        let is_paid = text(row, "status") == "APPROVED"
            && row.get("beneficiary_kind") == Some(Value::Text("ACCOUNT"))
            && id(row, "fraud_case_id").is_some();
        let payee = id(row, "beneficiary_id").filter(|payee| is_paid && first.contains_key(payee));
        if let Some(at) = payee.and_then(|payee| blocked.get(&payee)) {
            match time(row, "timestamp") < Some(*at) {
                true => before += 1,
                false => after += 1,
            }
        }
    });
    assert!(after * 4 < before, "{after}, {before}");
}
