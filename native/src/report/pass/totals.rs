//! [`Totals`]: all that is counted in one pass over the payments of a selection.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use fraudgen_core::FraudType;
use fraudgen_core::calendar::Date;

use super::label_delays::LabelDelays;
use super::lives::Lives;
use super::shape::{Shape, add_each};
use super::stories::Stories;
use super::typologies::describe;
use crate::error::Error;
use crate::report::coherence::{PaymentChecks, Reference, RuleResults, Transfers};
use crate::report::figures::{Figure, Meter};
use crate::report::model::{AMOUNT_CLASSES, Day, InstrumentShape, Month, Shapes, Story, Typology};
use crate::report::population::Population;
use crate::report::read::{Cells, Columns, ShortText};
use crate::report::rows::{
    Credit, CreditRow, Label, Life, LocalTime, Payment, PaymentRow, cell_of, is_payday,
};

/// When the bank came to know a fraud: a column that not all datasets have.
const KNOWN_AT: &str = "label_known_at";
const PIX: ShortText = ShortText::new("PIX");

/// What the pass needs besides the payments.
#[derive(Debug)]
pub(in crate::report) struct PassInput<'a> {
    pub(in crate::report) population: &'a Population,
    pub(in crate::report) reference: Reference,
    pub(in crate::report) typologies: Vec<ShortText>,
    pub(in crate::report) everyday: Vec<Figure<Payment>>,
    pub(in crate::report) frauds: Vec<Figure<Payment>>,
    pub(in crate::report) credits: Vec<Figure<Credit>>,
    /// By topic.
    pub(in crate::report) lives: Vec<(&'static str, Vec<Figure<Life>>)>,
    /// Whether all payments are read.
    pub(in crate::report) is_all: bool,
}

/// The names of all typologies, in the order of the report.
pub(in crate::report) fn typologies() -> Vec<ShortText> {
    FraudType::ALL
        .iter()
        .map(|kind| ShortText::new(kind.name()))
        .collect()
}

impl PassInput<'_> {
    fn label(&self, row: &PaymentRow) -> Label {
        let label = if row.is_fraud {
            let index = |kind| self.typologies.iter().position(|known| *known == kind);
            Label::fraud(row.fraud_type.and_then(index))
        } else {
            Label::legitimate()
        };
        label.held_out(row.customer % 2 == 0)
    }
}

/// All that is counted in one pass over the payments of a selection.
#[derive(Debug)]
pub(in crate::report) struct Totals {
    pub(in crate::report) rows: u64,
    pub(in crate::report) credit_rows: u64,
    pub(in crate::report) everyday: Meter,
    pub(in crate::report) frauds: Meter,
    pub(in crate::report) credits: Meter,
    /// By topic.
    pub(in crate::report) lives: Vec<Meter>,
    pub(in crate::report) coherence: RuleResults,
    transfers: Transfers,
    /// The cells that were read: first cells, and the cells after the last.
    cells: BTreeMap<i64, i64>,
    /// Everyday payments and frauds by instrument.
    shapes: BTreeMap<ShortText, [Shape; 2]>,
    /// Everyday Pix payments by day.
    days: BTreeMap<Date, u64>,
    /// By month (year × 12 + month − 1): all payments, and the frauds of each typology.
    months: BTreeMap<i32, Vec<u64>>,
    /// By typology.
    delays: Vec<LabelDelays>,
    /// Whether these are from the payments' own column, not from their cases.
    pub(in crate::report) has_known_at: bool,
    stories: Stories,
    /// The labels of each row group, by its position in the selection.
    pub(in crate::report) labels: BTreeMap<usize, Vec<Label>>,
}

impl Totals {
    pub(in crate::report) fn new(input: &PassInput<'_>) -> Self {
        Self {
            rows: 0,
            credit_rows: 0,
            everyday: Meter::new(&input.everyday),
            frauds: Meter::new(&input.frauds),
            credits: Meter::new(&input.credits),
            lives: input
                .lives
                .iter()
                .map(|(_, figures)| Meter::new(figures))
                .collect(),
            coherence: RuleResults::default(),
            transfers: Transfers::default(),
            cells: BTreeMap::new(),
            shapes: BTreeMap::new(),
            days: BTreeMap::new(),
            months: BTreeMap::new(),
            delays: vec![LabelDelays::default(); input.typologies.len()],
            has_known_at: false,
            stories: Stories::default(),
            labels: BTreeMap::new(),
        }
    }

    /// Counts the cells at a position of the selection.
    pub(in crate::report) fn of(
        input: &PassInput<'_>,
        index: usize,
        cells: &Cells<'_>,
    ) -> Result<Self, Error> {
        let mut totals = Self::new(input);
        let row_group = &cells.transactions;
        totals.has_known_at = row_group.has(KNOWN_AT);
        let mut names = PaymentRow::COLUMNS.to_vec();
        names.extend(totals.has_known_at.then_some(KNOWN_AT));
        let columns = row_group.read(&names)?;
        totals.rows = columns.rows() as u64;
        let credits = CreditRow::read(cells)?;
        totals.credit_rows = credits.len() as u64;
        let mut lives = Lives::new(input.population, &cells.cells, input.reference.period.0);
        totals.add_credits(input, &credits, &mut lives);
        let labels = totals.count(input, &columns, &credits, &mut lives)?;
        totals.labels.insert(index, labels);
        for (customer, life) in lives.finish() {
            for ((_, figures), meter) in input.lives.iter().zip(&mut totals.lives) {
                meter.add(figures, customer, &life);
            }
        }
        totals.cells.insert(cells.cells.start, cells.cells.end);
        if !input.is_all {
            let accounts = &input.population.accounts;
            totals
                .transfers
                .retain(|account| accounts.get(account).is_some());
        }
        Ok(totals)
    }

    fn add_credits(&mut self, input: &PassInput<'_>, credits: &[CreditRow], lives: &mut Lives<'_>) {
        for row in credits {
            self.credits
                .add(&input.credits, row.customer, &Credit::new(row));
            self.transfers.credit(row, &mut self.coherence);
            lives.add_credit(row);
        }
    }

    fn count(
        &mut self,
        input: &PassInput<'_>,
        columns: &Columns,
        credits: &[CreditRow],
        lives: &mut Lives<'_>,
    ) -> Result<Vec<Label>, Error> {
        let population = input.population;
        let read = PaymentRow::reader(columns)?;
        let known_at = match self.has_known_at {
            true => Some(columns.longs(KNOWN_AT)?),
            false => None,
        };
        let mut checks = PaymentChecks::new(&input.reference, population, credits);
        let mut labels = Vec::with_capacity(columns.rows());
        let mut cases: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for position in 0..columns.rows() {
            let row = read(position);
            checks.check(&row);
            self.transfers.pay(&row, &mut self.coherence);
            let label = input.label(&row);
            labels.push(label);
            self.add(input, label, &row, lives);
            if !row.is_fraud {
                continue;
            }
            let case = row.case.and_then(|case| population.cases.get(case));
            if let Some(kind) = label.typology() {
                let known_at = match &known_at {
                    Some(known_at) => known_at.get(position),
                    None => case.and_then(|case| case.reported),
                };
                self.delays[kind].add(row.time, known_at);
            }
            if let Some(case) = case {
                cases.entry(case.id).or_default().push(position);
            }
        }
        self.coherence.merge(&checks.finish());
        self.stories = Stories::pick(population, columns, &cases)?;
        Ok(labels)
    }

    /// Counts a payment.
    fn add(
        &mut self,
        input: &PassInput<'_>,
        label: Label,
        row: &PaymentRow,
        lives: &mut Lives<'_>,
    ) {
        let payer = input.population.customers.get(row.customer);
        let payment = Payment::new(row, payer, input.reference.customers);
        lives.add_payment(row, &payment);
        let LocalTime { day, .. } = payment.local;
        let shapes = self.shapes.entry(payment.instrument).or_default();
        shapes[usize::from(row.is_fraud)].add(&payment);
        let (year, month, _) = day.civil();
        let none = || vec![0; input.typologies.len() + 1];
        let month = year * 12 + month as i32 - 1;
        let month = self.months.entry(month).or_insert_with(none);
        month[0] += 1;
        if let Some(kind) = label.typology() {
            month[kind + 1] += 1;
        }
        if row.is_fraud {
            self.frauds.add(&input.frauds, row.customer, &payment);
            return;
        }
        if payment.instrument == PIX {
            *self.days.entry(day).or_default() += 1;
        }
        self.everyday.add(&input.everyday, row.customer, &payment);
    }

    /// Adds the totals of other row groups.
    pub(in crate::report) fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.credit_rows += other.credit_rows;
        self.everyday.merge(other.everyday);
        self.frauds.merge(other.frauds);
        self.credits.merge(other.credits);
        for (ours, theirs) in self.lives.iter_mut().zip(other.lives) {
            ours.merge(theirs);
        }
        self.coherence.merge(&other.coherence);
        self.transfers.merge(other.transfers, &mut self.coherence);
        self.cells.extend(other.cells);
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
            let none = || vec![0; counts.len()];
            add_each(self.months.entry(month).or_insert_with(none), &counts);
        }
        for (ours, theirs) in self.delays.iter_mut().zip(&other.delays) {
            ours.merge(theirs);
        }
        self.has_known_at |= other.has_known_at;
        self.stories.merge(other.stories);
        self.labels.extend(other.labels);
    }

    /// Notes the transfers whose other side was read and is not there.
    pub(in crate::report) fn settle_transfers(&mut self, input: &PassInput<'_>) {
        let (cells, accounts) = (&self.cells, &input.population.accounts);
        let was_read = |account| {
            let cell = accounts
                .get(account)
                .map(|account| cell_of(account.customer));
            let last = cell.and_then(|cell| cells.range(..=cell).next_back());
            last.is_some_and(|(_, end)| cell < Some(*end))
        };
        if !input.is_all {
            self.transfers.retain(was_read);
        }
        self.transfers.finish(&mut self.coherence);
    }

    /// The number of payments that are labelled as fraud.
    pub(in crate::report) fn fraud_count(&self) -> u64 {
        let frauds = self.shapes.values().map(|[_, frauds]| frauds.payments);
        frauds.sum()
    }

    /// The column that says when a label became known.
    pub(in crate::report) fn labels_known_by(&self) -> &'static str {
        match self.has_known_at {
            true => KNOWN_AT,
            false => "reported_at",
        }
    }

    /// The payments of each month.
    pub(in crate::report) fn months(&self) -> Vec<Month> {
        let month = |(month, counts): (&i32, &Vec<u64>)| Month {
            month: format!(
                "{:04}-{:02}",
                month.div_euclid(12),
                month.rem_euclid(12) + 1
            ),
            payments: counts[0],
            frauds: counts[1..].to_vec(),
        };
        self.months.iter().map(month).collect()
    }

    /// How the payments are spread over time and amounts.
    pub(in crate::report) fn shapes(&self) -> Shapes {
        let day = |(day, payments): (&Date, &u64)| Day {
            day: day.to_string(),
            payments: *payments,
            is_payday: is_payday(*day),
        };
        Shapes {
            amount_classes: AMOUNT_CLASSES.to_vec(),
            everyday: self.instruments(|[everyday, _]| everyday),
            frauds: self.instruments(|[_, frauds]| frauds),
            days: self.days.iter().map(day).collect(),
        }
    }

    /// The shapes of one kind of payments by instrument, the most frequent one first.
    fn instruments(&self, of: fn(&[Shape; 2]) -> &Shape) -> Vec<InstrumentShape> {
        let all = self.shapes.iter();
        let mut shapes: Vec<_> = all
            .map(|(instrument, shapes)| of(shapes).of_instrument(*instrument))
            .filter(|shape| shape.payments > 0)
            .collect();
        shapes.sort_by_key(|shape| Reverse(shape.payments));
        shapes
    }

    /// The cases and payments of each typology.
    pub(in crate::report) fn typologies(&self, input: &PassInput<'_>) -> Vec<Typology> {
        let cases = input.population.cases.rows();
        let typologies = input.typologies.iter().zip(&self.delays);
        typologies
            .map(|(typology, delays)| describe(*typology, cases, delays))
            .collect()
    }

    /// The stories of the typologies with the most cases.
    pub(in crate::report) fn into_stories(self, typologies: &[Typology]) -> Vec<Story> {
        let mut by_cases: Vec<_> = typologies.iter().collect();
        by_cases.sort_by_key(|typology| Reverse(typology.cases));
        let names: Vec<_> = by_cases
            .into_iter()
            .map(|typology| ShortText::new(&typology.fraud_type))
            .collect();
        self.stories.first(&names)
    }
}
