//! [`Subject`]: a truth with scores, to be measured as often as customers are drawn.

use std::collections::{BTreeMap, HashMap};

use super::figures::{At, Figures, Found, Group, MAIN_RATE, RATES};
use super::ranking::Ranking;
use crate::tasks::task::Kind;
use crate::tasks::truth::Truth;

/// Microseconds of an hour.
const HOUR: f64 = 3_600e6;

/// A truth with scores.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    truth: &'a Truth,
    scores: &'a [f64],
    ranking: Ranking,
    /// The customer of each row, numbered from 0.
    customers: Vec<u32>,
    /// How many customers there are.
    count: usize,
    /// The rows of each case, or of each ring, by time.
    cases: Vec<Vec<u32>>,
    /// The groups that have rows, and how many.
    groups: Vec<(u16, usize)>,
}

/// What is alerted at a share of false positives.
#[derive(Debug, Clone, Copy, Default)]
struct Alerted {
    runs: usize,
    frauds: u64,
    legitimate: u64,
    value: f64,
}

impl<'a> Subject<'a> {
    pub(super) fn new(truth: &'a Truth, scores: &'a [f64]) -> Self {
        let mut numbers = HashMap::new();
        let (mut customers, mut counts) = (Vec::new(), BTreeMap::new());
        let mut cases = BTreeMap::<i64, Vec<u32>>::new();
        for (index, row) in truth.rows.iter().enumerate() {
            let next = numbers.len() as u32;
            customers.push(*numbers.entry(row.customer).or_insert(next));
            if let Some(group) = row.group {
                *counts.entry(group).or_insert(0) += 1;
                if let Some(case) = row.case {
                    cases.entry(case).or_default().push(index as u32);
                }
            }
        }
        let mut cases: Vec<_> = cases.into_values().collect();
        for rows in &mut cases {
            rows.sort_by_key(|row| truth.rows[*row as usize].time);
        }
        Self {
            truth,
            scores,
            ranking: Ranking::new(scores),
            customers,
            count: numbers.len(),
            cases,
            groups: counts.into_iter().collect(),
        }
    }

    /// How many customers there are to draw.
    pub(super) fn customers(&self) -> usize {
        self.count
    }

    /// The figures when each customer's rows count so many times.
    pub(super) fn measure(&self, weights: &[u32]) -> Figures<Option<f64>> {
        let sums = self.sums(weights);
        let (frauds, legitimate) = (sums.frauds as f64, sums.legitimate as f64);
        let both = sums.frauds > 0 && sums.legitimate > 0;
        let at = RATES.iter().zip(&sums.at);
        let main = RATES.iter().position(|rate| *rate == MAIN_RATE);
        let main = main.map_or(0, |index| sums.at[index].runs);
        Figures {
            rows: self.scores.len(),
            positives: self.groups.iter().map(|(_, count)| count).sum(),
            customers: self.count,
            average_precision: (sums.frauds > 0).then_some(sums.precision),
            roc_auc: both.then(|| sums.area / frauds / legitimate),
            at_false_positive_rate: at
                .map(|(rate, alerted)| self.at(*rate, *alerted, &sums, weights))
                .collect(),
            found: self.found(main, weights),
            groups: (self.groups.iter().zip(&sums.groups))
                .map(|((group, positives), sums)| Group {
                    name: self.truth.groups[usize::from(*group)],
                    positives: *positives,
                    recall: ratio(sums.alerted as f64, sums.all as f64),
                    average_precision: (sums.all > 0).then_some(sums.precision),
                })
                .collect(),
        }
    }

    fn at(&self, rate: f64, alerted: Alerted, sums: &Sums, weights: &[u32]) -> At<Option<f64>> {
        let alerts = alerted.frauds + alerted.legitimate;
        let cases = match self.truth.kind {
            Kind::Graph => alerted.frauds as f64,
            _ => self.cases_found(alerted.runs, weights).0,
        };
        let last = self.ranking.last_of(alerted.runs);
        At {
            rate,
            threshold: last.map(|row| self.scores[row as usize]),
            alerts,
            recall: ratio(alerted.frauds as f64, sums.frauds as f64),
            value_recall: ratio(alerted.value, sums.value),
            alerts_per_case: ratio(alerts as f64, cases),
        }
    }

    /// How many cases are found, and how many there are. A ring is one, whoever is in it.
    fn cases_found(&self, runs: usize, weights: &[u32]) -> (f64, f64) {
        let (mut found, mut all) = (0.0, 0.0);
        for rows in &self.cases {
            let weight = self.case_weight(rows, weights);
            all += weight;
            if self.first_alert(rows, runs, weights).is_some() {
                found += weight;
            }
        }
        (found, all)
    }

    fn case_weight(&self, rows: &[u32], weights: &[u32]) -> f64 {
        let weights = rows.iter().map(|row| self.weight(*row, weights));
        let weight = weights.max().unwrap_or(0);
        match self.truth.kind {
            Kind::Graph => f64::from(weight.min(1)),
            _ => f64::from(weight),
        }
    }

    /// The first row of a case that is alerted.
    fn first_alert(&self, rows: &[u32], runs: usize, weights: &[u32]) -> Option<u32> {
        let mut rows = rows.iter().copied();
        rows.find(|row| self.weight(*row, weights) > 0 && self.ranking.is_among(*row, runs))
    }

    fn found(&self, runs: usize, weights: &[u32]) -> Found<Option<f64>> {
        let (found, all) = self.cases_found(runs, weights);
        let is_graph = self.truth.kind == Kind::Graph;
        let mut hours = Vec::new();
        for rows in self.cases.iter().filter(|_| !is_graph) {
            if let Some(alert) = self.first_alert(rows, runs, weights) {
                let time = |row: u32| self.truth.rows[row as usize].time;
                let passed = (time(alert) - time(rows[0])) as f64 / HOUR;
                let weight = self.weight(alert, weights) as usize;
                hours.extend(std::iter::repeat_n(passed, weight));
            }
        }
        hours.sort_by(f64::total_cmp);
        Found {
            what: if is_graph { "rings" } else { "cases" },
            count: self.cases.len(),
            share: ratio(found, all),
            hours: quantile(&hours, 0.5),
        }
    }

    fn weight(&self, row: u32, weights: &[u32]) -> u32 {
        weights[self.customers[row as usize] as usize]
    }

    /// What one pass over the ranking adds up.
    fn sums(&self, weights: &[u32]) -> Sums {
        let mut sums = Sums::new(self.groups.len());
        let position: HashMap<_, _> = (self.groups.iter().enumerate())
            .map(|(position, (group, _))| (*group, position))
            .collect();
        for (row, truth) in (0..).zip(&self.truth.rows) {
            let weight = u64::from(self.weight(row, weights));
            match truth.group {
                None => sums.legitimate += weight,
                Some(group) => {
                    sums.frauds += weight;
                    sums.value += weight as f64 * truth.value as f64;
                    sums.groups[position[&group]].all += weight;
                }
            }
        }
        let mut alerted = Alerted::default();
        let mut of_run = vec![0; self.groups.len()];
        for run in self.ranking.runs() {
            let before = alerted;
            for row in run {
                let (truth, weight) = (
                    &self.truth.rows[*row as usize],
                    u64::from(self.weight(*row, weights)),
                );
                match truth.group {
                    None => alerted.legitimate += weight,
                    Some(group) => {
                        alerted.frauds += weight;
                        alerted.value += weight as f64 * truth.value as f64;
                        of_run[position[&group]] += weight;
                    }
                }
            }
            alerted.runs += 1;
            sums.add(before, alerted, &mut of_run);
        }
        sums
    }
}

/// What one pass over the ranking adds up.
#[derive(Debug)]
struct Sums {
    frauds: u64,
    legitimate: u64,
    /// Of all frauds, in centavos.
    value: f64,
    /// Average precision.
    precision: f64,
    /// Pairs of a fraud and a legitimate row that are in order; ties count half.
    area: f64,
    at: [Alerted; RATES.len()],
    groups: Vec<OfGroup>,
}

#[derive(Debug, Clone, Default)]
struct OfGroup {
    all: u64,
    passed: u64,
    /// At the main rate.
    alerted: u64,
    precision: f64,
}

impl Sums {
    fn new(groups: usize) -> Self {
        Self {
            frauds: 0,
            legitimate: 0,
            value: 0.0,
            precision: 0.0,
            area: 0.0,
            at: Default::default(),
            groups: vec![OfGroup::default(); groups],
        }
    }

    /// Adds a run of equal scores, given what is alerted before and after it, and its frauds by group, which are
    /// taken.
    fn add(&mut self, before: Alerted, after: Alerted, of_run: &mut [u64]) {
        let frauds = (after.frauds - before.frauds) as f64;
        let legitimate = (after.legitimate - before.legitimate) as f64;
        self.area += legitimate * (before.frauds as f64 + frauds / 2.0);
        let is_within = |rate: f64| after.legitimate as f64 / self.legitimate as f64 <= rate;
        for (rate, at) in RATES.iter().zip(&mut self.at) {
            // Without legitimate rows there is no rate.
            if is_within(*rate) {
                *at = after;
            }
        }
        if frauds == 0.0 {
            return;
        }
        let alerts = (after.frauds + after.legitimate) as f64;
        self.precision += frauds / self.frauds as f64 * (after.frauds as f64 / alerts);
        let is_alerted = is_within(MAIN_RATE);
        for (group, count) in self.groups.iter_mut().zip(of_run) {
            let count = std::mem::take(count);
            if count > 0 {
                group.passed += count;
                let precision = group.passed as f64 / (group.passed + after.legitimate) as f64;
                group.precision += count as f64 / group.all as f64 * precision;
                group.alerted += if is_alerted { count } else { 0 };
            }
        }
    }
}

fn ratio(part: f64, all: f64) -> Option<f64> {
    (all > 0.0).then(|| part / all)
}

/// A quantile of sorted values, between the two that are nearest.
pub(super) fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let position = share * sorted.len().checked_sub(1)? as f64;
    let (below, above) = (position.floor() as usize, position.ceil() as usize);
    let rest = position - position.floor();
    Some(sorted[below] + (sorted[above] - sorted[below]) * rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::truth::Row;

    /// Twelve payments of four customers; two typologies, three cases.
    fn truth() -> Truth {
        let row = |id, customer, hour: i64, value, group, case| Row {
            id,
            customer,
            time: hour * 3_600_000_000,
            value,
            group,
            case,
        };
        let rows = vec![
            row(1, 10, 0, 500, Some(0), Some(1)),
            row(2, 10, 4, 300, Some(0), Some(1)),
            row(3, 10, 9, 0, None, None),
            row(4, 11, 1, 200, Some(1), Some(2)),
            row(5, 11, 2, 90, None, None),
            row(6, 12, 3, 80, None, None),
            row(7, 12, 4, 70, None, None),
            row(8, 13, 5, 1_000, Some(1), Some(3)),
        ];
        Truth {
            kind: Kind::Row,
            rows,
            groups: vec!["PHISHING", "SIM_SWAP"],
        }
    }

    #[test]
    fn figures_are_those_that_are_counted_by_hand() {
        let truth = truth();
        // In order: 2 | 4, 5 | 1 | 3, 6, 7, 8
        let scores = [3.0, 9.0, 1.0, 5.0, 5.0, 1.0, 1.0, 1.0];
        let figures = Subject::new(&truth, &scores).measure(&[1; 4]);
        assert_eq!(
            (figures.rows, figures.positives, figures.customers),
            (8, 4, 4)
        );
        let precision = 0.25 * (1.0 + 2.0 / 3.0 + 3.0 / 4.0 + 4.0 / 8.0);
        assert_eq!(figures.average_precision, Some(precision));
        // Pairs in order: 4 of row 2; 3 and a half of 4; 3 of 1; half of three of 8.
        assert_eq!(figures.roc_auc, Some((4.0 + 3.5 + 3.0 + 1.5) / 16.0));
        let at = &figures.at_false_positive_rate[2];
        assert_eq!((at.threshold, at.alerts), (Some(9.0), 1));
        assert_eq!(
            (at.recall, at.value_recall),
            (Some(0.25), Some(300.0 / 2_000.0))
        );
        assert_eq!(at.alerts_per_case, Some(1.0));
        let found = &figures.found;
        assert_eq!(
            (found.count, found.share, found.hours),
            (3, Some(1.0 / 3.0), Some(4.0))
        );
        let [phishing, swap] = &figures.groups[..] else {
            panic!("two groups");
        };
        assert_eq!(
            (phishing.name, phishing.positives, phishing.recall),
            ("PHISHING", 2, Some(0.5))
        );
        assert_eq!(phishing.average_precision, Some(0.5 * (1.0 + 2.0 / 3.0)));
        assert_eq!(swap.average_precision, Some(0.5 * (1.0 / 2.0 + 2.0 / 6.0)));
    }

    #[test]
    fn a_customer_drawn_twice_counts_twice() {
        let truth = truth();
        let scores = [3.0, 9.0, 1.0, 5.0, 5.0, 1.0, 1.0, 2.0];
        let subject = Subject::new(&truth, &scores);
        let mut twice = truth.clone();
        let mut doubled = scores.to_vec();
        for (row, score) in truth.rows.iter().zip(scores).take(3) {
            twice.rows.push(Row {
                customer: 99,
                case: row.case.map(|case| case + 50),
                ..*row
            });
            doubled.push(score);
        }
        let (weighted, whole) = (
            subject.measure(&[2, 1, 0, 1]),
            Subject::new(&twice, &doubled),
        );
        // Customers by first row: 10, 11, 12, 13, 99.
        let whole = whole.measure(&[1, 1, 0, 1, 1]);
        assert_eq!(weighted.average_precision, whole.average_precision);
        assert_eq!(weighted.roc_auc, whole.roc_auc);
        assert_eq!(weighted.found.share, whole.found.share);
        assert_eq!(weighted.groups[0].recall, whole.groups[0].recall);
    }

    #[test]
    fn what_cannot_be_measured_is_none() {
        let mut truth = truth();
        truth.rows.retain(|row| row.group.is_none());
        let figures = Subject::new(&truth, &[1.0; 4]).measure(&[1; 3]);
        assert_eq!((figures.average_precision, figures.roc_auc), (None, None));
        assert_eq!((figures.found.share, figures.found.hours), (None, None));
        assert_eq!(figures.at_false_positive_rate[0].threshold, None);
    }

    #[test]
    fn a_ring_is_found_by_any_of_its_accounts() {
        let mut truth = truth();
        truth.kind = Kind::Graph;
        for row in &mut truth.rows {
            row.case = row.group.map(|_| 7);
        }
        let scores = [3.0, 9.0, 1.0, 5.0, 5.0, 1.0, 1.0, 1.0];
        let figures = Subject::new(&truth, &scores).measure(&[1; 4]);
        assert_eq!((figures.found.what, figures.found.count), ("rings", 1));
        assert_eq!(
            (figures.found.share, figures.found.hours),
            (Some(1.0), None)
        );
        assert_eq!(figures.at_false_positive_rate[2].alerts_per_case, Some(1.0));
        let without = Subject::new(&truth, &scores).measure(&[0, 1, 1, 1]);
        assert_eq!(without.found.share, Some(0.0));
    }
}
