//! [`Coherence`]: whether the records agree with each other, recomputed from the records themselves.

use std::collections::HashMap;

use fraudgen_core::calendar::{DAY, Date, HOUR, MINUTE};
use serde::Serialize;

use super::population::Population;
use super::rows::local;
use super::word::Word;

/// Declares the rules: each with what it says.
macro_rules! rules {
    ($($rule:ident = $text:literal),* $(,)?) => {
        /// A rule that every record keeps.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Rule { $($rule),* }

        const RULES: &[(Rule, &str)] = &[$((Rule::$rule, $text)),*];
    };
}

rules! {
    Unique = "Every id of customers, accounts, cards, devices and fraud cases is there once",
    Customer = "A payment's customer is in customers",
    Account = "A payment's account is the customer's",
    Card = "A payment's card is of the account",
    Device = "A payment's device is in devices: the customer's, a fraudster's or one that was lent",
    Beneficiary = "A beneficiary is an account or a merchant that there is, and not the payer's account",
    Merchant = "A merchant's columns are there where a merchant is paid, and only there",
    Period = "Payments fall within the period",
    Ascending = "A customer's payments ascend in time",
    AccountOpen = "Nothing happens on an account before it was opened",
    DeviceSeen = "Nothing is ordered from a device before it was first seen",
    UnusualTime = "unusual_time is set from 0 to 6 h in Brasília, and only then",
    TimeSince = "time_since_last_txn_min is the time since the customer's last payment",
    Counts = "transactions_last_1h, _24h and _7d count the customer's payments in these windows",
    Sums = "accumulated_amount_1h, _24h and _7d add them up",
    NewBeneficiary = "new_beneficiary and beneficiary_age_days follow from the payments before",
    NewDevice = "new_device and device_age_days follow from the payments before",
    Balance = "balance_after is the balance before, plus credits, minus what was approved and not on credit",
    Overdraft = "No balance falls below the overdraft limit",
    Labels = "The labels is_fraud, fraud_type and fraud_case_id are there together or not at all",
    Case = "A labelled payment's case is in fraud_cases, of the same customer and typology",
    CaseSums = "A case's count, times and amounts are those of its labelled payments",
    CaseReport = "A case is decided after it was reported, and no more comes back than was lost",
}

/// How often a rule was looked at, and broken.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Checked {
    /// What the rule says.
    pub rule: &'static str,
    /// Records that it was tried on.
    pub checked: u64,
    /// Records that break it.
    pub violations: u64,
    /// The least id of one that does.
    pub example_id: Option<i64>,
}

/// What was found of every rule.
#[derive(Debug, Clone)]
pub(super) struct Coherence(Vec<Checked>);

impl Default for Coherence {
    fn default() -> Self {
        let unchecked = |(_, rule): &(Rule, &'static str)| Checked {
            rule,
            checked: 0,
            violations: 0,
            example_id: None,
        };
        Self(RULES.iter().map(unchecked).collect())
    }
}

impl Coherence {
    /// Notes whether a record keeps a rule.
    pub(super) fn check(&mut self, rule: Rule, holds: bool, id: i64) {
        let found = &mut self.0[rule as usize];
        found.checked += 1;
        if !holds {
            found.broken(1, Some(id));
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.0.iter_mut().zip(&other.0) {
            ours.checked += theirs.checked;
            ours.broken(theirs.violations, theirs.example_id);
        }
    }

    pub(super) fn into_rules(self) -> Vec<Checked> {
        self.0
    }

    /// What can be told of the population alone.
    pub(super) fn of(population: &Population) -> Self {
        let mut found = Self::default();
        let registers = [
            (population.customers.read, population.customers.duplicates),
            (population.accounts.read, population.accounts.duplicates),
            (population.cards.read, population.cards.duplicates),
            (population.devices.read, population.devices.duplicates),
            (population.cases.read, population.cases.duplicates),
        ];
        for (read, (twins, example)) in registers {
            let unique = &mut found.0[Rule::Unique as usize];
            unique.checked += read;
            unique.broken(twins, example);
        }
        for case in population.cases.rows() {
            let in_order = match (case.reported, case.decided) {
                (Some(reported), Some(decided)) => reported < decided,
                (None, decided) => decided.is_none(),
                (Some(_), None) => true,
            };
            let holds = in_order && (0..=case.lost).contains(&case.recovered);
            found.check(Rule::CaseReport, holds, case.id);
        }
        found
    }
}

impl Checked {
    fn broken(&mut self, violations: u64, example: Option<i64>) {
        self.violations += violations;
        self.example_id = match (self.example_id, example) {
            (Some(ours), Some(theirs)) => Some(ours.min(theirs)),
            (ours, theirs) => ours.or(theirs),
        };
    }
}

/// A payment, as far as the rules look at it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    pub(super) id: i64,
    pub(super) customer: i64,
    pub(super) account: i64,
    pub(super) card: Option<i64>,
    pub(super) device: Option<i64>,
    pub(super) merchant: Option<i64>,
    pub(super) merchant_category: Option<Word>,
    pub(super) beneficiary: Option<(Option<Word>, i64)>,
    pub(super) time: i64,
    pub(super) amount: i64,
    /// What left the account.
    pub(super) booked: i64,
    pub(super) is_approved: bool,
    pub(super) unusual_time: bool,
    pub(super) time_since_last: Option<i32>,
    pub(super) counts: [i32; 3],
    pub(super) sums: [i64; 3],
    pub(super) new_beneficiary: bool,
    pub(super) beneficiary_age: Option<i32>,
    pub(super) new_device: bool,
    pub(super) device_age: Option<i32>,
    pub(super) credits: i64,
    pub(super) balance_after: i64,
    pub(super) is_fraud: bool,
    pub(super) fraud_type: Option<Word>,
    pub(super) case: Option<i64>,
}

/// What records are compared with.
#[derive(Debug, Clone)]
pub(super) struct Setting {
    /// First day of the period, and the day after the last.
    pub(super) period: (Date, Date),
    /// How many accounts, devices and merchants there are: their ids run from 1.
    pub(super) accounts: i64,
    pub(super) devices: i64,
    pub(super) merchants: i64,
}

/// Checks the payments of complete customers, in the order in which they happened.
#[derive(Debug)]
pub(super) struct Checker<'a> {
    setting: &'a Setting,
    population: &'a Population,
    found: Coherence,
    histories: HashMap<i64, History>,
    balances: HashMap<i64, i64>,
    /// When a customer first paid a beneficiary, and first used a device.
    paid: HashMap<(i64, Option<Word>, i64), i64>,
    used: HashMap<(i64, i64), i64>,
    cases: HashMap<i64, Labelled>,
}

/// What the labelled payments of a case come to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Labelled {
    count: i32,
    first: i64,
    last: i64,
    attempted: i64,
    approved: i64,
}

/// A customer's payments so far.
#[derive(Debug, Default)]
struct History {
    times: Vec<i64>,
    /// The sum of the amounts before each, and at last of all.
    before: Vec<i64>,
    total: i64,
    /// The first payment in each window.
    tails: [usize; 3],
}

const WINDOWS: [i64; 3] = [HOUR, DAY, 7 * DAY];

impl History {
    /// How many payments, and of how much, there were in each window before a time.
    fn recent(&mut self, time: i64) -> ([i32; 3], [i64; 3]) {
        let (mut counts, mut sums) = ([0; 3], [0; 3]);
        for (window, length) in WINDOWS.into_iter().enumerate() {
            let tail = &mut self.tails[window];
            while self.times.get(*tail).is_some_and(|at| *at < time - length) {
                *tail += 1;
            }
            counts[window] = (self.times.len() - *tail) as i32;
            sums[window] = self.total - self.before.get(*tail).unwrap_or(&self.total);
        }
        (counts, sums)
    }

    fn push(&mut self, time: i64, amount: i64) {
        self.times.push(time);
        self.before.push(self.total);
        self.total += amount;
    }
}

impl<'a> Checker<'a> {
    pub(super) fn new(setting: &'a Setting, population: &'a Population) -> Self {
        Self {
            setting,
            population,
            found: Coherence::default(),
            histories: HashMap::new(),
            balances: HashMap::new(),
            paid: HashMap::new(),
            used: HashMap::new(),
            cases: HashMap::new(),
        }
    }

    /// Checks the next payment.
    pub(super) fn check(&mut self, record: &Record) {
        self.check_keys(record);
        self.check_times(record);
        self.check_history(record);
        self.check_balance(record);
        self.check_labels(record);
    }

    fn check_keys(&mut self, record: &Record) {
        let Record {
            id,
            customer,
            account,
            ..
        } = *record;
        let (population, setting, found) = (self.population, self.setting, &mut self.found);
        found.check(
            Rule::Customer,
            population.customers.get(customer).is_some(),
            id,
        );
        let owner = population
            .accounts
            .get(account)
            .map(|account| account.customer);
        found.check(Rule::Account, owner == Some(customer), id);
        if let Some(card) = record.card {
            let card = population.cards.get(card);
            let holds =
                card.is_some_and(|card| (card.customer, card.account) == (customer, account));
            found.check(Rule::Card, holds, id);
        }
        if let Some(device) = record.device {
            let holds = (1..=setting.devices).contains(&device);
            found.check(Rule::Device, holds, id);
        }
        if let Some((kind, number)) = record.beneficiary {
            let holds = match kind.as_ref().map(Word::as_str) {
                Some("ACCOUNT") => (1..=setting.accounts).contains(&number) && number != account,
                Some("MERCHANT") => (1..=setting.merchants).contains(&number),
                kind => kind.is_some(),
            };
            found.check(Rule::Beneficiary, holds, id);
        }
        const MERCHANT: Word = Word::new("MERCHANT");
        let merchant = record
            .beneficiary
            .filter(|(kind, _)| *kind == Some(MERCHANT));
        let holds = record.merchant == merchant.map(|(_, number)| number)
            && record.merchant_category.is_some() == merchant.is_some();
        found.check(Rule::Merchant, holds, id);
    }

    fn check_times(&mut self, record: &Record) {
        let Record { id, time, .. } = *record;
        let (day, _, hour, _) = local(time);
        let (first, end) = self.setting.period;
        let found = &mut self.found;
        found.check(Rule::Period, first <= day && day < end, id);
        found.check(Rule::UnusualTime, record.unusual_time == (hour < 6), id);
        if let Some(account) = self.population.accounts.get(record.account) {
            found.check(Rule::AccountOpen, account.opened_on <= day.0, id);
        }
        if let Some(device) = record.device.and_then(|id| self.population.devices.get(id)) {
            found.check(Rule::DeviceSeen, device.first_seen <= time, id);
        }
    }

    fn check_history(&mut self, record: &Record) {
        let Record {
            id, customer, time, ..
        } = *record;
        let found = &mut self.found;
        let history = self.histories.entry(customer).or_default();
        let last = history.times.last().copied();
        if let Some(last) = last {
            found.check(Rule::Ascending, last < time, id);
        }
        let minutes = last.map(|last| ((time - last) / MINUTE) as i32);
        found.check(Rule::TimeSince, record.time_since_last == minutes, id);
        let (counts, sums) = history.recent(time);
        found.check(Rule::Counts, record.counts == counts, id);
        found.check(Rule::Sums, record.sums == sums, id);
        history.push(time, record.amount);

        let days_since = |first: i64| ((time - first) / DAY) as i32;
        let first = record
            .beneficiary
            .map(|(kind, number)| *self.paid.entry((customer, kind, number)).or_insert(time));
        let age = first.filter(|first| *first < time).map(days_since);
        let holds =
            record.new_beneficiary == (first == Some(time)) && record.beneficiary_age == age;
        found.check(Rule::NewBeneficiary, holds, id);

        let first = record
            .device
            .map(|device| *self.used.entry((customer, device)).or_insert(time));
        let device = record
            .device
            .map(|device| self.population.devices.get(device));
        let holds = record.new_device == (first == Some(time))
            && match device {
                Some(Some(device)) => record.device_age == Some(days_since(device.first_seen)),
                // Lent by somebody whom the sample does not hold.
                Some(None) => true,
                None => record.device_age.is_none(),
            };
        found.check(Rule::NewDevice, holds, id);
    }

    fn check_balance(&mut self, record: &Record) {
        let Some(account) = self.population.accounts.get(record.account) else {
            return;
        };
        let balance = self
            .balances
            .entry(account.id)
            .or_insert(account.opening_balance);
        let holds = record.balance_after == *balance + record.credits - record.booked;
        // One wrong row is one violation: the next is held against what this one says.
        *balance = record.balance_after;
        self.found.check(Rule::Balance, holds, record.id);
        self.found.check(
            Rule::Overdraft,
            record.balance_after >= -account.overdraft,
            record.id,
        );
    }

    fn check_labels(&mut self, record: &Record) {
        let labels = [record.fraud_type.is_some(), record.case.is_some()];
        let id = record.id;
        self.found
            .check(Rule::Labels, labels == [record.is_fraud; 2], id);
        let Some(number) = record.case else {
            return;
        };
        let case = self.population.cases.get(number);
        let holds = case.is_some_and(|case| {
            (case.customer, Some(case.fraud_type)) == (record.customer, record.fraud_type)
        });
        self.found.check(Rule::Case, holds, id);
        let labelled = self.cases.entry(number).or_insert(Labelled {
            count: 0,
            first: record.time,
            last: record.time,
            attempted: 0,
            approved: 0,
        });
        labelled.count += 1;
        labelled.last = record.time;
        labelled.attempted += record.amount;
        labelled.approved += if record.is_approved { record.amount } else { 0 };
    }

    /// Compares the cases of the customers that were seen with their labelled payments.
    pub(super) fn finish(mut self) -> Coherence {
        for case in self.population.cases.rows() {
            if !self.histories.contains_key(&case.customer) {
                continue;
            }
            let told = Labelled {
                count: case.transactions,
                first: case.first,
                last: case.last,
                attempted: case.attempted,
                approved: case.lost,
            };
            let holds = self.cases.get(&case.id) == Some(&told);
            self.found.check(Rule::CaseSums, holds, case.id);
        }
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::super::population::Register;
    use super::super::rows::{Account, Case, Customer, Device};
    use super::*;

    const ACCOUNT: Option<Word> = Some(Word::new("ACCOUNT"));
    const SCAM: Word = Word::new("FALSA_CENTRAL");
    const WORD: Word = Word::new("");
    /// Noon in Brasília.
    const NOON: i64 = Date::from_civil(2025, 6, 10).midnight() + 12 * HOUR;

    fn population() -> Population {
        let customer = Customer {
            id: 1,
            kind: WORD,
            state: WORD,
            income: 0,
        };
        let account = Account {
            id: 7,
            customer: 1,
            bank: WORD,
            key: None,
            is_primary: true,
            opened_on: Date::from_civil(2025, 1, 1).0,
            opening_balance: 500,
            overdraft: 100,
        };
        let device = Device {
            id: 3,
            customer: 1,
            kind: WORD,
            maker: WORD,
            first_seen: NOON - 2 * DAY,
        };
        let case = Case {
            id: 9,
            fraud_type: SCAM,
            customer: 1,
            customer_role: WORD,
            beneficiary_role: WORD,
            transactions: 1,
            first: NOON + HOUR,
            last: NOON + HOUR,
            attempted: 300,
            lost: 300,
            recovered: 0,
            reported: None,
            decided: None,
            decision: WORD,
        };
        Population {
            customers: Register::new(vec![customer], 1),
            accounts: Register::new(vec![account], 1),
            cards: Register::new(Vec::new(), 0),
            devices: Register::new(vec![device], 1),
            cases: Register::new(vec![case], 1),
        }
    }

    /// Two payments as they should be: a usual one, and an hour later a fraud.
    fn records() -> [Record; 2] {
        let first = Record {
            id: 1,
            customer: 1,
            account: 7,
            card: None,
            device: Some(3),
            merchant: None,
            merchant_category: None,
            beneficiary: Some((ACCOUNT, 8)),
            time: NOON,
            amount: 200,
            booked: 200,
            is_approved: true,
            unusual_time: false,
            time_since_last: None,
            counts: [0; 3],
            sums: [0; 3],
            new_beneficiary: true,
            beneficiary_age: None,
            new_device: true,
            device_age: Some(2),
            credits: 50,
            balance_after: 350,
            is_fraud: false,
            fraud_type: None,
            case: None,
        };
        let second = Record {
            id: 2,
            time: NOON + HOUR,
            amount: 300,
            booked: 300,
            time_since_last: Some(60),
            counts: [1; 3],
            sums: [200; 3],
            new_beneficiary: false,
            beneficiary_age: Some(0),
            new_device: false,
            credits: 0,
            balance_after: 50,
            is_fraud: true,
            fraud_type: Some(SCAM),
            case: Some(9),
            ..first
        };
        [first, second]
    }

    /// The rules that the second payment breaks after a change.
    fn broken(change: impl FnOnce(&mut Record)) -> Vec<&'static str> {
        let (population, mut records) = (population(), records());
        change(&mut records[1]);
        let first = Date::from_civil(2025, 1, 1);
        let setting = Setting {
            period: (first, Date(first.0 + 365)),
            accounts: 20,
            devices: 3,
            merchants: 5,
        };
        let mut checker = Checker::new(&setting, &population);
        records.iter().for_each(|record| checker.check(record));
        let rules = checker.finish().into_rules().into_iter();
        rules
            .filter(|rule| rule.violations > 0)
            .map(|rule| rule.rule)
            .collect()
    }

    #[test]
    fn every_rule_can_be_broken() {
        assert_eq!(broken(|_| ()), [""; 0]);
        type Change = fn(&mut Record);
        let changes: [(Rule, Change); 23] = [
            (Rule::Customer, |record| record.customer = 2),
            (Rule::Account, |record| record.account = 8),
            (Rule::Card, |record| record.card = Some(5)),
            (Rule::Device, |record| record.device = Some(4)),
            (Rule::Beneficiary, |record| {
                record.beneficiary = Some((ACCOUNT, 21))
            }),
            (Rule::Beneficiary, |record| {
                record.beneficiary = Some((ACCOUNT, 7))
            }),
            (Rule::Merchant, |record| record.merchant = Some(1)),
            (Rule::Period, |record| record.time += 365 * DAY),
            (Rule::Ascending, |record| record.time = NOON),
            (Rule::AccountOpen, |record| record.time -= 200 * DAY),
            (Rule::DeviceSeen, |record| record.time -= 3 * DAY),
            (Rule::UnusualTime, |record| record.unusual_time = true),
            (Rule::TimeSince, |record| record.time_since_last = Some(59)),
            (Rule::Counts, |record| record.counts[2] = 2),
            (Rule::Sums, |record| record.sums[0] = 0),
            (Rule::NewBeneficiary, |record| record.beneficiary_age = None),
            (Rule::NewDevice, |record| record.new_device = true),
            (Rule::Balance, |record| record.balance_after += 1),
            (Rule::Overdraft, |record| record.balance_after = -101),
            (Rule::Labels, |record| record.fraud_type = None),
            (Rule::Case, |record| record.case = Some(10)),
            (Rule::CaseSums, |record| record.amount = 301),
            (Rule::CaseSums, |record| record.is_approved = false),
        ];
        for (rule, change) in changes {
            let (_, text) = RULES[rule as usize];
            assert!(
                broken(change).contains(&text),
                "{rule:?}: {:?}",
                broken(change)
            );
        }
    }

    #[test]
    fn what_the_population_tells_alone() {
        let mut population = population();
        let mut case = population.cases.rows()[0].clone();
        (case.reported, case.decided) = (Some(NOON), Some(NOON));
        population.cases = Register::new(vec![case.clone(), case], 2);
        let rules = Coherence::of(&population).into_rules().into_iter();
        let broken: Vec<_> = rules
            .filter(|rule| rule.violations > 0)
            .map(|rule| (rule.rule, rule.example_id))
            .collect();
        assert_eq!(
            broken,
            [
                (RULES[Rule::Unique as usize].1, Some(9)),
                (RULES[Rule::CaseReport as usize].1, Some(9))
            ]
        );
    }

    #[test]
    fn windows_slide() {
        let mut history = History::default();
        for (time, amount) in [(0, 1), (HOUR, 2), (DAY, 4)] {
            history.push(time, amount);
        }
        assert_eq!(history.recent(DAY + HOUR), ([1, 2, 3], [4, 6, 7]));
        assert_eq!(history.recent(8 * DAY + 1), ([0, 0, 0], [0, 0, 0]));
    }
}
