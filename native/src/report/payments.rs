//! [`Tally`]: all that is counted of payments, in one pass over the row groups of a sample.

use std::collections::BTreeMap;

use fraudgen_core::FraudType;
use fraudgen_core::calendar::{DAY, Date};

use super::coherence::{Checker, Coherence, Record, Setting};
use super::figures::is_payday;
use super::measure::{Figure, Meter};
use super::population::Population;
use super::read::{Columns, Group};
use super::rows::{Payment, local};
use super::stories::Stories;
use super::word::Word;
use crate::error::Error;

/// What is read of transactions: all but names, places and addresses.
const COLUMNS: [&str; 34] = [
    "transaction_id",
    "customer_id",
    "account_id",
    "device_id",
    "timestamp",
    "type",
    "amount",
    "channel",
    "merchant_id",
    "merchant_category",
    "card_id",
    "installments",
    "card_entry",
    "beneficiary_id",
    "beneficiary_kind",
    "time_since_last_txn_min",
    "transactions_last_1h",
    "transactions_last_24h",
    "transactions_last_7d",
    "accumulated_amount_1h",
    "accumulated_amount_24h",
    "accumulated_amount_7d",
    "unusual_time",
    "new_beneficiary",
    "beneficiary_age_days",
    "new_device",
    "device_age_days",
    "credits_since_last",
    "balance_after",
    "status",
    "fraud_score",
    "is_fraud",
    "fraud_type",
    "fraud_case_id",
];
/// When the bank came to know of a fraud: a column of later versions of the dataset.
const KNOWN_AT: &str = "label_known_at";
/// Days after a payment by which its label may be known.
pub(super) const HORIZONS: [i64; 4] = [1, 7, 30, 80];
/// Upper ends of the classes of amounts, in reais: a quarter of a decade each.
pub(super) const AMOUNTS: [f64; 24] = [
    1.0, 1.78, 3.16, 5.62, 10.0, 17.8, 31.6, 56.2, 100.0, 178.0, 316.0, 562.0, 1_000.0, 1_780.0,
    3_160.0, 5_620.0, 10_000.0, 17_800.0, 31_600.0, 56_200.0, 100_000.0, 178_000.0, 316_000.0,
    562_000.0,
];

const APPROVED: Word = Word::new("APPROVED");
const CREDIT: Word = Word::new("CREDIT_CARD");
const PIX: Word = Word::new("PIX");
const PERSON: Word = Word::new("PERSON");

/// What a payment is labelled as, in a byte: 0 for no fraud, else one more than the typology's place in the
/// list; the highest bit tells that its customer is one of the half that is kept apart to try on.
pub(super) type Label = u8;
pub(super) const APART: Label = 0x80;
/// A fraud of a typology that is not on the list.
pub(super) const UNKNOWN: Label = 0x7f;

/// The typologies that there are, in order.
pub(super) fn typologies() -> Vec<Word> {
    FraudType::ALL
        .iter()
        .copied()
        .map(|kind| Word::new(kind.name()))
        .collect()
}

/// Everything that payments are compared with.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) population: &'a Population,
    pub(super) setting: Setting,
    pub(super) typologies: Vec<Word>,
    pub(super) everyday: Vec<Figure<Payment>>,
    pub(super) frauds: Vec<Figure<Payment>>,
}

impl Context<'_> {
    /// What a payment is labelled as, whoever's it is.
    fn label(&self, record: &Record) -> Label {
        let place = |kind| self.typologies.iter().position(|known| *known == kind);
        match record.fraud_type.and_then(place) {
            _ if !record.is_fraud => 0,
            Some(place) => place as Label + 1,
            None => UNKNOWN,
        }
    }

    /// The place in the list of a label's typology.
    fn typology(&self, label: Label) -> Option<usize> {
        let place = usize::from(label).checked_sub(1)?;
        (place < self.typologies.len()).then_some(place)
    }
}

/// Payments of a kind: everyday ones, or frauds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) payments: u64,
    /// By hour of the day, and by weekday from Monday, in Brasília.
    pub(super) hours: [u64; 24],
    pub(super) weekdays: [u64; 7],
    /// By class of amount: those of [`AMOUNTS`], and all above.
    pub(super) amounts: [u64; AMOUNTS.len() + 1],
    /// What they come to, in centavos.
    pub(super) total: i64,
}

/// What became known of labels, and when: after [`HORIZONS`], ever, and of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Known {
    pub(super) after: [u64; HORIZONS.len()],
    pub(super) ever: u64,
    pub(super) of: u64,
}

/// All that is counted.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) rows: u64,
    pub(super) everyday: Meter,
    pub(super) frauds: Meter,
    pub(super) coherence: Coherence,
    /// Everyday payments and frauds by instrument.
    pub(super) shapes: BTreeMap<Word, [Shape; 2]>,
    /// Everyday Pix payments by day.
    pub(super) days: BTreeMap<Date, u64>,
    /// Payments by month (year × 12 + month − 1): all, and of each typology.
    pub(super) months: BTreeMap<i32, Vec<u64>>,
    /// By typology.
    pub(super) known: Vec<Known>,
    /// Whether that is from the payments' own column, not from their cases.
    pub(super) is_known_by_payment: bool,
    pub(super) stories: Stories,
    /// The labels of each row group, by its place in the sample.
    pub(super) labels: BTreeMap<usize, Vec<Label>>,
}

impl Tally {
    pub(super) fn new(context: &Context<'_>) -> Self {
        Self {
            rows: 0,
            everyday: Meter::new(&context.everyday),
            frauds: Meter::new(&context.frauds),
            coherence: Coherence::default(),
            shapes: BTreeMap::new(),
            days: BTreeMap::new(),
            months: BTreeMap::new(),
            known: vec![Known::default(); context.typologies.len()],
            is_known_by_payment: false,
            stories: Stories::default(),
            labels: BTreeMap::new(),
        }
    }

    /// Counts a row group, the `index`-th of the sample.
    pub(super) fn of(
        context: &Context<'_>,
        index: usize,
        group: &Group<'_>,
    ) -> Result<Self, Error> {
        let has_known_at = group.has(KNOWN_AT);
        let mut names = COLUMNS.to_vec();
        names.extend(has_known_at.then_some(KNOWN_AT));
        let columns = group.read(&names)?;
        let mut tally = Self::new(context);
        tally.is_known_by_payment = has_known_at;
        tally.rows = columns.rows() as u64;
        let labels = tally.count(context, &columns)?;
        tally.labels.insert(index, labels);
        Ok(tally)
    }

    fn count(&mut self, context: &Context<'_>, columns: &Columns) -> Result<Vec<Label>, Error> {
        let (records, payments) = (records(columns)?, payments(columns, context.population)?);
        let known_at = match self.is_known_by_payment {
            true => Some(columns.longs(KNOWN_AT)?),
            false => None,
        };
        let mut checker = Checker::new(&context.setting, context.population);
        let mut labels = Vec::with_capacity(columns.rows());
        let mut cases: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for row in 0..columns.rows() {
            let record = records(row);
            checker.check(&record);
            let payment = payments(row, &record);
            let label = context.label(&record);
            let is_apart = record.customer % 2 == 0;
            labels.push(if is_apart { label | APART } else { label });
            self.add(context, label, &record, &payment);
            if !record.is_fraud {
                continue;
            }
            let case = record
                .case
                .and_then(|case| context.population.cases.get(case));
            if let Some(kind) = context.typology(label) {
                let known_at = match &known_at {
                    Some(known_at) => known_at.get(row),
                    None => case.and_then(|case| case.reported),
                };
                self.known[kind].add(record.time, known_at);
            }
            if let Some(case) = case {
                cases.entry(case.id).or_default().push(row);
            }
        }
        self.coherence = checker.finish();
        self.stories = Stories::pick(context.population, columns, &cases)?;
        Ok(labels)
    }

    /// Counts a payment.
    fn add(&mut self, context: &Context<'_>, label: Label, record: &Record, payment: &Payment) {
        let shapes = self.shapes.entry(payment.instrument).or_default();
        shapes[usize::from(record.is_fraud)].add(payment);
        let day = Date::of(record.time);
        let (year, month, _) = day.civil();
        let none = || vec![0; context.typologies.len() + 1];
        let month = self
            .months
            .entry(year * 12 + month as i32 - 1)
            .or_insert_with(none);
        month[0] += 1;
        if let Some(kind) = context.typology(label) {
            month[kind + 1] += 1;
        }
        if record.is_fraud {
            return self.frauds.add(&context.frauds, record.customer, payment);
        }
        if payment.instrument == PIX {
            *self.days.entry(day).or_default() += 1;
        }
        self.everyday
            .add(&context.everyday, record.customer, payment);
    }

    /// Adds what was counted of other row groups.
    pub(super) fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.everyday.merge(other.everyday);
        self.frauds.merge(other.frauds);
        self.coherence.merge(&other.coherence);
        for (instrument, shapes) in other.shapes {
            let ours = self.shapes.entry(instrument).or_default();
            for (ours, theirs) in ours.iter_mut().zip(&shapes) {
                ours.merge(theirs);
            }
        }
        for (day, count) in other.days {
            *self.days.entry(day).or_default() += count;
        }
        for (month, counts) in other.months {
            let ours = self
                .months
                .entry(month)
                .or_insert_with(|| vec![0; counts.len()]);
            add_each(ours, &counts);
        }
        for (ours, theirs) in self.known.iter_mut().zip(&other.known) {
            add_each(&mut ours.after, &theirs.after);
            ours.ever += theirs.ever;
            ours.of += theirs.of;
        }
        self.is_known_by_payment |= other.is_known_by_payment;
        self.stories.merge(other.stories);
        self.labels.extend(other.labels);
    }
}

impl Shape {
    fn add(&mut self, payment: &Payment) {
        self.payments += 1;
        self.hours[payment.hour as usize] += 1;
        self.weekdays[payment.weekday as usize - 1] += 1;
        let reais = payment.amount as f64 / 100.0;
        self.amounts[AMOUNTS.partition_point(|end| *end < reais)] += 1;
        self.total += payment.amount;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.payments += other.payments;
        add_each(&mut self.hours, &other.hours);
        add_each(&mut self.weekdays, &other.weekdays);
        add_each(&mut self.amounts, &other.amounts);
        self.total += other.total;
    }
}

impl Known {
    fn add(&mut self, time: i64, known_at: Option<i64>) {
        self.of += 1;
        let Some(known_at) = known_at else {
            return;
        };
        self.ever += 1;
        for (count, days) in self.after.iter_mut().zip(HORIZONS) {
            *count += u64::from(known_at <= time + days * DAY);
        }
    }
}

fn add_each(ours: &mut [u64], theirs: &[u64]) {
    for (ours, theirs) in ours.iter_mut().zip(theirs) {
        *ours += theirs;
    }
}

/// How each row looks to figures.
fn payments<'a>(
    columns: &'a Columns,
    population: &'a Population,
) -> Result<impl Fn(usize, &Record) -> Payment + 'a, Error> {
    let [instruments, channels, entries] = [
        columns.words("type")?,
        columns.words("channel")?,
        columns.words("card_entry")?,
    ];
    let installments = columns.ints("installments")?;
    Ok(move |row, record: &Record| {
        let customer = population.customers.get(record.customer);
        let (day, weekday, hour, minute) = local(record.time);
        Payment {
            instrument: instruments.at(row),
            amount: record.amount,
            channel: channels.at(row),
            entry: entries.get(row),
            installments: installments.get(row).unwrap_or_default(),
            beneficiary: record.beneficiary.and_then(|(kind, _)| kind),
            has_card: record.card.is_some(),
            has_device: record.device.is_some(),
            is_approved: record.is_approved,
            is_person: customer.is_some_and(|customer| customer.kind == PERSON),
            state: customer.map_or(Word::new(""), |customer| customer.state),
            fraud_type: record.fraud_type,
            weekday,
            hour,
            minute,
            is_payday: is_payday(day),
        }
    })
}

/// How each row looks to the rules.
fn records(columns: &Columns) -> Result<impl Fn(usize) -> Record + '_, Error> {
    let long = |name| columns.longs(name);
    let [ids, customers, accounts] = [
        long("transaction_id")?,
        long("customer_id")?,
        long("account_id")?,
    ];
    let [cards, devices, merchants] = [long("card_id")?, long("device_id")?, long("merchant_id")?];
    let [times, amounts, cases] = [long("timestamp")?, long("amount")?, long("fraud_case_id")?];
    let [credits, balances, beneficiaries] = [
        long("credits_since_last")?,
        long("balance_after")?,
        long("beneficiary_id")?,
    ];
    let kinds = columns.words("beneficiary_kind")?;
    let categories = columns.words("merchant_category")?;
    let frauds = columns.words("fraud_type")?;
    let count = |window| columns.ints(window);
    let counts = [
        count("transactions_last_1h")?,
        count("transactions_last_24h")?,
        count("transactions_last_7d")?,
    ];
    let sums = [
        long("accumulated_amount_1h")?,
        long("accumulated_amount_24h")?,
        long("accumulated_amount_7d")?,
    ];
    let [since, beneficiary_ages, device_ages] = [
        count("time_since_last_txn_min")?,
        count("beneficiary_age_days")?,
        count("device_age_days")?,
    ];
    let flag = |name| columns.flags(name);
    let [unusual, new_beneficiary, new_device, is_fraud] = [
        flag("unusual_time")?,
        flag("new_beneficiary")?,
        flag("new_device")?,
        flag("is_fraud")?,
    ];
    let [instruments, statuses] = [columns.words("type")?, columns.words("status")?];
    Ok(move |row| {
        let is_approved = statuses.at(row) == APPROVED;
        let leaves_account = is_approved && instruments.at(row) != CREDIT;
        Record {
            id: ids.at(row),
            customer: customers.at(row),
            account: accounts.at(row),
            card: cards.get(row),
            device: devices.get(row),
            merchant: merchants.get(row),
            merchant_category: categories.get(row),
            beneficiary: beneficiaries
                .get(row)
                .map(|number| (kinds.get(row), number)),
            time: times.at(row),
            amount: amounts.at(row),
            booked: if leaves_account { amounts.at(row) } else { 0 },
            is_approved,
            unusual_time: unusual.at(row),
            time_since_last: since.get(row),
            counts: counts.map(|counts| counts.at(row)),
            sums: sums.map(|sums| sums.at(row)),
            new_beneficiary: new_beneficiary.at(row),
            beneficiary_age: beneficiary_ages.get(row),
            new_device: new_device.at(row),
            device_age: device_ages.get(row),
            credits: credits.at(row),
            balance_after: balances.at(row),
            is_fraud: is_fraud.at(row),
            fraud_type: frauds.get(row),
            case: cases.get(row),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_known_day_by_day() {
        let mut known = Known::default();
        for delay in [Some(DAY), Some(DAY + 1), Some(81 * DAY), None] {
            known.add(1_000, delay.map(|delay| 1_000 + delay));
        }
        assert_eq!(
            known,
            Known {
                after: [1, 2, 2, 2],
                ever: 3,
                of: 4
            }
        );
    }

    #[test]
    fn an_amount_is_in_the_class_that_ends_with_it() {
        let class = |reais: f64| AMOUNTS.partition_point(|end| *end < reais);
        assert_eq!(
            [0.5, 1.0, 1.01, 562_000.0, 1e9].map(class),
            [0, 0, 1, 23, 24]
        );
    }
}
