//! Each rule is broken once.

use fraudgen_core::calendar::{DAY, Date, HOUR, SECOND};

use super::results::RuleResults;
use super::rules::{RULES, Reference, Rule};
use super::{PaymentChecks, Transfers, check_entities};
use crate::report::population::Population;
use crate::report::read::ShortText;
use crate::report::rows::{
    Account, Card, CreditRow, Customer, Device, EntityIndex, FraudCase, PaymentRow,
};

const ACCOUNT: Option<ShortText> = Some(ShortText::new("ACCOUNT"));
const SCAM: ShortText = ShortText::new("FALSA_CENTRAL");
const ANY: ShortText = ShortText::new("");
const PHONE: ShortText = ShortText::new("SMARTPHONE_ANDROID");
/// Noon in Brasília.
const NOON: i64 = Date::from_civil(2025, 6, 10).midnight() + 12 * HOUR;

fn customer(id: i64) -> Customer {
    Customer {
        id,
        kind: ANY,
        state: ANY,
        income: 0,
        born_on: 0,
        municipality: ANY,
        latitude: 0.0,
        longitude: 0.0,
    }
}

fn account(id: i64, customer: i64) -> Account {
    Account {
        id,
        customer,
        bank: ANY,
        key: None,
        is_primary: true,
        opened_on: Date::from_civil(2025, 1, 1).0,
        opening_balance: 500,
        overdraft: 100,
        blocked: None,
    }
}

fn device(id: i64, customer: i64) -> Device {
    Device {
        id,
        customer,
        kind: PHONE,
        maker: ANY,
        first_seen: NOON - 2 * DAY,
    }
}

/// A card of account 7 that was issued on the day of the payments and expires on the next one.
fn card(id: i64, blocked: Option<i64>) -> Card {
    let today = Date::of(NOON).0;
    Card {
        id,
        account: 7,
        customer: 1,
        kind: ANY,
        brand: ANY,
        issued_on: today,
        expires_on: today + 1,
        replaces: None,
        blocked,
    }
}

/// A case of one payment, an hour after noon.
fn case(id: i64, customer: i64) -> FraudCase {
    FraudCase {
        id,
        fraud_type: SCAM,
        customer,
        account: 7,
        customer_role: ANY,
        device: None,
        beneficiary_role: ANY,
        transactions: 1,
        first: NOON + HOUR,
        last: NOON + HOUR,
        attempted: 300,
        lost: 300,
        recovered: 0,
        remedy: ANY,
        reported: None,
        decided: None,
        decision: ShortText::new("NEVER_REPORTED"),
        refunded: None,
    }
}

/// Customer 1 has account 7, device 3 and case 9; customer 2 is of the same district and lends devices 5 and 6;
/// customer 3000, of another district, has device 8. Card 2 was blocked after card 1 and before the payments.
fn population(change: impl FnOnce(&mut FraudCase)) -> Population {
    let mut case = case(9, 1);
    change(&mut case);
    let devices = vec![device(3, 1), device(5, 2), device(6, 2), device(8, 3000)];
    Population::new(
        EntityIndex::new(vec![customer(1)], 1),
        EntityIndex::new(vec![account(7, 1)], 1),
        EntityIndex::new(vec![card(1, None), card(2, Some(NOON))], 2),
        EntityIndex::new(devices, 4),
        EntityIndex::new(vec![case], 1),
    )
}

/// Credits that keep all rules beside the payments: one before, one with the second and one after it.
fn credits() -> [CreditRow; 3] {
    let first = CreditRow {
        id: 30,
        account: 7,
        customer: 1,
        time: NOON - HOUR,
        kind: ShortText::new("TRANSFER"),
        amount: 50,
        payer: Some(5),
        payer_kind: Some(ShortText::new("EXTERNAL")),
        transaction: None,
        balance_after: 550,
        case: None,
    };
    let second = CreditRow {
        id: 31,
        time: NOON + HOUR,
        kind: ShortText::new("LOAN"),
        payer: None,
        payer_kind: Some(ShortText::new("BANK")),
        balance_after: 400,
        ..first.clone()
    };
    let third = CreditRow {
        id: 32,
        time: NOON + 3 * DAY,
        kind: ShortText::new("MED_RETURN"),
        amount: 20,
        transaction: Some(2),
        balance_after: 120,
        case: Some(9),
        ..second.clone()
    };
    [first, second, third]
}

/// Two payments that keep all rules: an everyday one, and an hour later a fraud.
fn payments() -> [PaymentRow; 2] {
    let first = PaymentRow {
        id: 1,
        customer: 1,
        account: 7,
        card: None,
        device: Some(3),
        merchant: None,
        merchant_category: None,
        beneficiary: Some(8),
        beneficiary_kind: ACCOUNT,
        time: NOON,
        latitude: None,
        longitude: None,
        instrument: ShortText::new("PIX"),
        channel: ANY,
        card_entry: None,
        installments: None,
        amount: 200,
        status: ShortText::new("APPROVED"),
        refusal_reason: None,
        unusual_time: false,
        time_since_last: None,
        count_1h: 0,
        count_24h: 0,
        count_7d: 0,
        sum_1h: 0,
        sum_24h: 0,
        sum_7d: 0,
        new_beneficiary: true,
        beneficiary_age: None,
        new_device: true,
        device_age: Some(2),
        credits: 50,
        balance_after: 350,
        fraud_score: 0,
        is_fraud: false,
        fraud_type: None,
        case: None,
    };
    let second = PaymentRow {
        id: 2,
        time: NOON + HOUR,
        amount: 300,
        time_since_last: Some(60),
        count_1h: 1,
        count_24h: 1,
        count_7d: 1,
        sum_1h: 200,
        sum_24h: 200,
        sum_7d: 200,
        new_beneficiary: false,
        beneficiary_age: Some(0),
        new_device: false,
        credits: 50,
        balance_after: 100,
        is_fraud: true,
        fraud_type: Some(SCAM),
        case: Some(9),
        ..first.clone()
    };
    [first, second]
}

fn reference() -> Reference {
    let first = Date::from_civil(2025, 1, 1);
    Reference {
        period: (first, Date(first.0 + 365)),
        customers: 5000,
        accounts: 20,
        merchants: 5,
    }
}

/// The ids of the rules that payments of a population break.
fn broken(population: &Population, payments: &[PaymentRow]) -> Vec<&'static str> {
    broken_with(population, payments, &credits()[..2])
}

/// The same, with credits.
fn broken_with(
    population: &Population,
    payments: &[PaymentRow],
    credits: &[CreditRow],
) -> Vec<&'static str> {
    let reference = reference();
    let mut checks = PaymentChecks::new(&reference, population, credits);
    payments.iter().for_each(|payment| checks.check(payment));
    let broken = checks.finish().broken();
    broken.into_iter().map(|(id, _)| id).collect()
}

/// The ids of the rules that are broken after a change of the second payment.
fn broken_by(change: impl FnOnce(&mut PaymentRow)) -> Vec<&'static str> {
    let mut payments = payments();
    change(&mut payments[1]);
    broken(&population(|_| ()), &payments)
}

fn id(rule: Rule) -> &'static str {
    RULES[rule as usize].id
}

#[test]
fn every_rule_on_payments_can_be_broken() {
    assert_eq!(broken_by(|_| ()), [""; 0]);
    type Change = fn(&mut PaymentRow);
    let changes: [(Rule, Change); 28] = [
        (Rule::PaymentCustomer, |row| row.customer = 2),
        (Rule::PaymentAccount, |row| row.account = 8),
        (Rule::PaymentCard, |row| row.card = Some(5)),
        (Rule::PaymentDevice, |row| row.device = Some(4)),
        (Rule::PaymentBeneficiary, |row| row.beneficiary = Some(21)),
        (Rule::PaymentBeneficiary, |row| row.beneficiary = Some(7)),
        (Rule::PaymentBeneficiary, |row| row.beneficiary = None),
        (Rule::PaymentBeneficiary, |row| row.beneficiary_kind = None),
        (Rule::PaymentMerchant, |row| row.merchant = Some(1)),
        (Rule::TimeInPeriod, |row| row.time += 365 * DAY),
        (Rule::TimeDistinct, |row| row.time = NOON),
        (Rule::AccountOpen, |row| row.time -= 200 * DAY),
        (Rule::DeviceSeen, |row| row.time -= 3 * DAY),
        (Rule::UnusualTime, |row| row.unusual_time = true),
        (Rule::TimeSinceLast, |row| row.time_since_last = Some(59)),
        (Rule::WindowCounts, |row| row.count_7d = 2),
        (Rule::WindowSums, |row| row.sum_1h = 0),
        (Rule::NewBeneficiary, |row| row.beneficiary_age = None),
        (Rule::NewDevice, |row| row.new_device = true),
        (Rule::BalanceAfter, |row| row.balance_after += 1),
        (Rule::OverdraftLimit, |row| row.balance_after = -101),
        (Rule::CreditsSinceLast, |row| row.credits = 0),
        (Rule::PaymentBooks, |row| row.balance_after = 99),
        (Rule::LabelsTogether, |row| row.fraud_type = None),
        (Rule::LabelCase, |row| row.case = Some(10)),
        (Rule::CaseTotals, |row| row.amount = 301),
        (Rule::CaseTotals, |row| row.status = ANY),
        (Rule::CaseTotals, |row| row.case = None),
    ];
    for (rule, change) in changes {
        let broken = broken_by(change);
        assert!(broken.contains(&id(rule)), "{rule:?}: {broken:?}");
    }
}

#[test]
fn every_rule_on_credits_can_be_broken() {
    type Change = fn(&mut [CreditRow; 3]);
    let refunded: fn(&mut FraudCase) = |case| {
        (case.recovered, case.refunded) = (20, Some(NOON + 3 * DAY));
    };
    let broken_by = |change: Change| {
        let mut credits = credits();
        change(&mut credits);
        broken_with(&population(refunded), &payments(), &credits)
    };
    assert_eq!(broken_by(|_| ()), [""; 0]);
    let changes: [(Rule, Change); 17] = [
        (Rule::CreditsSinceLast, |rows| rows[0].time = NOON + 1),
        (Rule::PaymentBooks, |rows| rows[0].amount = 51),
        (Rule::CreditBooks, |rows| rows[2].balance_after = 121),
        (Rule::CreditBooks, |rows| rows[1].amount = 49),
        (Rule::CreditAccount, |rows| rows[2].customer = 2),
        (Rule::CreditOpen, |rows| rows[0].time -= 400 * DAY),
        (Rule::CreditPayer, |rows| rows[0].payer = None),
        (Rule::CreditPayer, |rows| rows[0].payer_kind = None),
        (Rule::CreditPayer, |rows| rows[1].payer = Some(5)),
        (Rule::CreditPayer, |rows| rows[1].kind = ANY),
        (Rule::CreditPayer, |rows| rows[1].amount = 0),
        (Rule::CreditPayer, |rows| {
            rows[0].kind = ShortText::new("SALES")
        }),
        (Rule::CreditReturn, |rows| rows[2].transaction = Some(1)),
        (Rule::CreditReturn, |rows| rows[2].case = None),
        (Rule::CreditReturn, |rows| rows[2].amount = 19),
        (Rule::CreditReturn, |rows| rows[2].time -= 1),
        (Rule::CreditReturn, |rows| rows[2].time += 2 * SECOND),
    ];
    for (index, (rule, change)) in changes.into_iter().enumerate() {
        let broken = broken_by(change);
        assert!(broken.contains(&id(rule)), "{index} {rule:?}: {broken:?}");
    }
}

#[test]
fn a_transfer_is_sent_and_received_once() {
    let [mut payment, _] = payments();
    let [mut credit, ..] = credits();
    (payment.beneficiary, credit.payer_kind) = (Some(7), ACCOUNT);
    (credit.transaction, credit.payer, credit.amount) = (Some(1), Some(7), payment.amount);
    credit.time = payment.time + SECOND;
    let broken = |change: fn(&mut PaymentRow, &mut CreditRow)| {
        let (mut payment, mut credit) = (payment.clone(), credit.clone());
        change(&mut payment, &mut credit);
        // In two row groups.
        let mut found = RuleResults::default();
        let [mut one, mut other] = [Transfers::default(), Transfers::default()];
        one.pay(&payment, &mut found);
        other.credit(&credit, &mut found);
        one.merge(other, &mut found);
        one.finish(&mut found);
        found.broken()
    };
    let (sent, received) = ((id(Rule::PaymentReceived), 1), (id(Rule::CreditPaid), 30));
    assert_eq!(broken(|_, _| ()), []);
    assert_eq!(broken(|row, _| row.status = ANY), [received]);
    assert_eq!(broken(|row, _| row.beneficiary = Some(8)), [sent, received]);
    assert_eq!(broken(|_, row| row.amount += 1), [sent, received]);
    assert_eq!(broken(|_, row| row.payer = Some(8)), [sent, received]);
    assert_eq!(broken(|_, row| row.time += 1), [sent, received]);
    assert_eq!(broken(|_, row| row.time = 0), [sent, received]);
    assert_eq!(broken(|_, row| row.payer_kind = None), [sent]);
    // Twice, and where one side is not read.
    let mut found = RuleResults::default();
    let mut transfers = Transfers::default();
    transfers.credit(&credit, &mut found);
    transfers.credit(&credit, &mut found);
    assert_eq!(found.broken(), [received]);
    transfers.retain(|account| account != 7);
    let mut found = RuleResults::default();
    transfers.finish(&mut found);
    assert_eq!(found.broken(), []);
}

#[test]
fn a_card_is_used_while_it_is_valid_and_an_account_until_it_is_blocked() {
    let is_valid = |card: i64, change: fn(&mut PaymentRow)| {
        !broken_by(|row| {
            row.card = Some(card);
            change(row);
        })
        .contains(&id(Rule::CardValid))
    };
    assert!(is_valid(1, |_| ()));
    assert!(is_valid(1, |row| row.time += DAY));
    assert!(!is_valid(1, |row| row.time += 2 * DAY));
    assert!(!is_valid(1, |row| row.time -= DAY));
    assert!(!is_valid(2, |_| ()));
    assert!(is_valid(2, |row| row.status = ShortText::new("DECLINED")));

    let blocked_at = |blocked: i64| {
        let mut population = population(|_| ());
        let account = Account {
            blocked: Some(blocked),
            ..account(7, 1)
        };
        population.accounts = EntityIndex::new(vec![account], 1);
        broken(&population, &payments()).contains(&id(Rule::AccountBlocked))
    };
    assert!(blocked_at(NOON + HOUR) && !blocked_at(NOON + HOUR + 1));
}

#[test]
fn a_device_is_ones_own_or_lent_or_that_of_the_case() {
    let may_use = |device: i64, change: fn(&mut FraudCase)| {
        let mut payments = payments();
        payments[1].device = Some(device);
        !broken(&population(change), &payments).contains(&id(Rule::PaymentDevice))
    };
    let used = [3, 5, 6, 8].map(|device| may_use(device, |_| ()));
    assert_eq!(used, [true, true, true, false]);
    // A fraudster's device is used in its cases only: not by the everyday payment before.
    assert!(!may_use(3, |case| case.device = Some(3)));
    let [_, fraud] = payments();
    let population = population(|case| case.device = Some(3));
    assert!(!broken(&population, &[fraud]).contains(&id(Rule::PaymentDevice)));
}

#[test]
fn the_rules_on_other_tables_can_be_broken() {
    type Change = fn(&mut FraudCase);
    let accepted: Change = |case| {
        case.decision = ShortText::new("ACCEPTED");
        (case.reported, case.decided) = (Some(NOON + DAY), Some(NOON + 2 * DAY));
        (case.recovered, case.refunded) = (300, Some(NOON + 3 * DAY));
    };
    let broken = |change: Change| {
        check_entities(&population(|case| {
            accepted(case);
            change(case);
        }))
        .broken()
    };
    assert_eq!(broken(|_| ()), []);
    let changes: [Change; 8] = [
        |case| case.reported = Some(case.last),
        |case| case.decided = case.reported,
        |case| case.refunded = case.decided,
        |case| case.refunded = None,
        |case| case.recovered = 301,
        |case| case.decision = ShortText::new("REJECTED"),
        |case| case.decision = ShortText::new("NEVER_REPORTED"),
        |case| case.remedy = ShortText::new("INVESTIGATION"),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        assert_eq!(
            broken(change),
            [(id(Rule::CaseReport), 9)],
            "change {index}"
        );
    }
    let mut twins = population(|_| ());
    twins.cases = EntityIndex::new(vec![case(9, 1), case(9, 1)], 2);
    assert_eq!(check_entities(&twins).broken(), [(id(Rule::IdsUnique), 9)]);
}
