//! [`Leakage`]: how well each column alone tells fraud from the rest, and rules on one column or two.

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;

use fraudgen_core::calendar::{MINUTE, SECOND};
use fraudgen_core::schema::{Column, DataType, Role, Table};
use serde::Serialize;

use super::auc::{Steps, learnt_area, levels, rank_area};
use super::payments::{APART, Label, UNKNOWN};
use super::read::{Group, NULL};
use super::rows::local;
use super::rules::{Axis, Comparison, Flagged, Rule, best_of_one, best_of_two};
use crate::encode::time_text;
use crate::error::Error;
use crate::parallel::compat as workers;

/// No column's area may be larger.
pub(super) const LIMIT: f64 = 0.85;
/// Rules on two columns are sought among so many of the strongest.
const PAIRED: usize = 20;
/// Columns of more different values are tried on all fraud, not on each typology.
const MOST_STEPS: usize = 5_000;
/// Typologies with fewer frauds in the half that is tried on have no area of their own.
const FEWEST_FRAUDS: u64 = 20;

/// How much a column tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnLeak {
    /// The column, or what was derived from it.
    pub column: String,
    /// The larger of `rank` and `level`.
    pub auc: f64,
    /// ROC AUC of its order, in the better direction, with null before or after all; none of words.
    pub rank: Option<f64>,
    /// ROC AUC of the rate of fraud of each of its values (numbers in a hundred bins), learnt on half of the
    /// customers and tried on the other half.
    pub level: Option<f64>,
    /// The same as `level` for each typology against all that is no fraud, in the order of
    /// [`Leakage::typologies`]; none where there is too little to tell by.
    pub by_typology: Vec<Option<f64>>,
}

/// How well single columns, and rules on one or two, tell fraud from the rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leakage {
    /// Rows of transactions that it was measured on.
    pub rows: u64,
    /// Frauds among them.
    pub frauds: u64,
    /// What no column should exceed.
    pub limit: f64,
    /// Every feature column, and what was derived from some, the strongest first.
    pub columns: Vec<ColumnLeak>,
    /// The typologies that `by_typology` is about.
    pub typologies: Vec<String>,
    /// The precision that rules must have.
    pub precision: f64,
    /// The best rule on one column; none where none is precise enough.
    pub best_of_one: Option<Rule>,
    /// The best rule on two columns.
    pub best_of_two: Option<Rule>,
}

/// What else a column says: its name, the column, the key that it is turned into, and the same in SQL.
struct Derived(
    &'static str,
    &'static str,
    fn(Option<i64>) -> Option<i64>,
    &'static str,
);

#[rustfmt::skip] // A table.
const DERIVED: [Derived; 10] = [
    Derived("hour of timestamp", "timestamp", |time| Some(local(time?).2.into()), "hour(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("weekday of timestamp", "timestamp", |time| Some(local(time?).1.into()), "isodow(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("day of timestamp", "timestamp", |time| Some(local(time?).0.civil().2.into()), "day(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("second of timestamp", "timestamp", |time| Some(time?.rem_euclid(MINUTE) / SECOND), "second(timestamp)"),
    Derived("microsecond of timestamp", "timestamp", |time| Some(time?.rem_euclid(SECOND)), "epoch_us(timestamp) % 1000000"),
    Derived("centavos of amount", "amount", |amount| Some(amount? % 100), "(amount % 1) * 100"),
    Derived("roundness of amount", "amount", roundness, "(amount % 1 = 0)::INT + (amount % 10 = 0)::INT + (amount % 100 = 0)::INT"),
    Derived("presence of session_id", "session_id", |id| Some(id.is_none().into()), "(session_id IS NULL)::INT"),
    Derived("presence of device_id", "device_id", |id| Some(id.is_none().into()), "(device_id IS NULL)::INT"),
    Derived("presence of merchant_id", "merchant_id", |id| Some(id.is_none().into()), "(merchant_id IS NULL)::INT"),
];

/// How many of R$1, R$10 and R$100 go into an amount without a rest.
fn roundness(centavos: Option<i64>) -> Option<i64> {
    let centavos = centavos?;
    let units = [100, 1_000, 10_000].into_iter();
    Some(units.filter(|unit| centavos % unit == 0).count() as i64)
}

/// A column, or what is derived from one.
#[derive(Debug, Clone, Copy)]
struct Feature {
    name: &'static str,
    column: &'static str,
    data_type: DataType,
    derived: Option<fn(Option<i64>) -> Option<i64>>,
    sql: &'static str,
}

impl Feature {
    fn all(group: &Group<'_>) -> Vec<Self> {
        let columns = Table::Transactions.columns();
        let is_feature = |column: &&Column| column.role == Role::Feature && group.has(column.name);
        let plain = columns.iter().filter(is_feature).map(|column| Self {
            name: column.name,
            column: column.name,
            data_type: column.data_type,
            derived: None,
            sql: column.name,
        });
        let derived = DERIVED.iter().map(|Derived(name, column, of, sql)| Self {
            name,
            column,
            data_type: DataType::Int64,
            derived: Some(*of),
            sql,
        });
        plain.chain(derived).collect()
    }

    fn are_words(&self) -> bool {
        matches!(self.data_type, DataType::Category | DataType::Text)
    }
}

/// A column that was looked through.
struct Seen {
    feature: Feature,
    leak: ColumnLeak,
    best: Option<Flagged>,
    axis: Axis,
    /// The step of each row on the axis.
    steps: Vec<u8>,
    /// Texts by their codes.
    texts: Vec<String>,
}

impl Leakage {
    /// Looks through the columns of some row groups, one after the other on each thread: what is held of a
    /// column is a number a row. `done` is told each time one is through.
    pub(super) fn measure(
        groups: &[(&Group<'_>, &[Label])],
        typologies: Vec<String>,
        threads: usize,
        stop: &AtomicBool,
        mut done: impl FnMut(usize, usize),
    ) -> Result<Self, Error> {
        let labels: Vec<Label> = groups
            .iter()
            .flat_map(|(_, labels)| *labels)
            .copied()
            .collect();
        let features = groups
            .first()
            .map(|(group, _)| Feature::all(group))
            .unwrap_or_default();
        let mut seen: Vec<Seen> = Vec::new();
        workers::run(
            &features,
            threads,
            stop,
            || (),
            |(), feature, reply| {
                reply.send(look_through(feature, groups, &labels, typologies.len()))
            },
            |column| {
                seen.extend(column);
                done(seen.len(), features.len());
                Ok(())
            },
        )?;
        seen.sort_by(|one, other| {
            other
                .leak
                .auc
                .total_cmp(&one.leak.auc)
                .then_with(|| one.feature.name.cmp(other.feature.name))
        });
        let frauds = labels.iter().filter(|label| is_fraud(**label)).count() as u64;
        let best_of_one = seen
            .iter()
            .filter_map(|column| Some((column, column.best?)))
            .reduce(|best, one| {
                if best.1.frauds < one.1.frauds {
                    one
                } else {
                    best
                }
            })
            .map(|(column, flagged)| rule(&[(column, flagged)], frauds));
        Ok(Self {
            rows: labels.len() as u64,
            frauds,
            limit: LIMIT,
            best_of_one,
            best_of_two: pair(&seen, &labels, threads, stop)?.map(|rule_of| rule(&rule_of, frauds)),
            precision: super::rules::PRECISION,
            columns: seen.into_iter().map(|column| column.leak).collect(),
            typologies,
        })
    }
}

fn is_fraud(label: Label) -> bool {
    label & !APART != 0
}

fn look_through(
    feature: &Feature,
    groups: &[(&Group<'_>, &[Label])],
    labels: &[Label],
    typologies: usize,
) -> Result<Seen, Error> {
    let mut codes: HashMap<String, i64> = HashMap::new();
    let mut keys = Vec::with_capacity(labels.len());
    for (group, _) in groups {
        let mut code = |text: &str| match codes.get(text) {
            Some(code) => *code,
            None => {
                let next = codes.len() as i64;
                codes.insert(text.to_owned(), next);
                next
            }
        };
        keys.extend(
            group
                .read(&[feature.column])?
                .keys(feature.column, &mut code)?,
        );
    }
    if let Some(of) = feature.derived {
        for key in &mut keys {
            *key = of(Some(*key).filter(|key| *key != NULL)).unwrap_or(NULL);
        }
    }
    let are_words = feature.are_words();
    let levels = levels(&keys, |row| is_fraud(labels[row]));
    let steps = Steps::new(&levels, are_words);
    let rank = if are_words { None } else { rank_area(&levels) };
    let (level, by_typology) = by_rate(&keys, labels, &steps, typologies);
    let axis = Axis::new(&levels, are_words);
    let mut texts = vec![String::new(); codes.len()];
    for (text, code) in codes {
        texts[code as usize] = text;
    }
    Ok(Seen {
        feature: *feature,
        leak: ColumnLeak {
            column: feature.name.into(),
            auc: rank.unwrap_or(0.5).max(level.unwrap_or(0.5)),
            rank,
            level,
            by_typology,
        },
        best: best_of_one(&levels, are_words),
        steps: keys.iter().map(|key| axis.step(*key)).collect(),
        axis,
        texts,
    })
}

/// The areas of rates that are learnt on half of the customers, of all fraud and of each typology.
fn by_rate(
    keys: &[i64],
    labels: &[Label],
    steps: &Steps,
    typologies: usize,
) -> (Option<f64>, Vec<Option<f64>>) {
    let are_few = steps.count() <= MOST_STEPS;
    let kinds = if are_few { typologies } else { 0 };
    // By half, then by label: others, frauds of each typology, and of all.
    let all = kinds + 1;
    let mut counts = [
        vec![vec![0_u64; all + 1]; steps.count()],
        vec![vec![0; all + 1]; steps.count()],
    ];
    for (key, label) in keys.iter().zip(labels) {
        let step = &mut counts[usize::from(label & APART != 0)][steps.step(*key)];
        match usize::from(label & UNKNOWN) {
            0 => step[0] += 1,
            kind => {
                step[all] += 1;
                if kind <= kinds {
                    step[kind] += 1;
                }
            }
        }
    }
    let of = |kind: usize| {
        let half = |half: usize| {
            counts[half]
                .iter()
                .map(|step| (step[kind], step[0]))
                .collect::<Vec<_>>()
        };
        (half(0), half(1))
    };
    let (learnt, tried) = of(all);
    let each = (1..=typologies).map(|kind| {
        let (learnt, tried) = of(if are_few { kind } else { return None });
        let frauds: u64 = tried.iter().map(|(frauds, _)| frauds).sum();
        if frauds < FEWEST_FRAUDS {
            None
        } else {
            learnt_area(&learnt, &tried)
        }
    });
    (learnt_area(&learnt, &tried), each.collect())
}

/// The best rule on two of the strongest columns.
fn pair<'a>(
    seen: &'a [Seen],
    labels: &[Label],
    threads: usize,
    stop: &AtomicBool,
) -> Result<Option<[(&'a Seen, Flagged); 2]>, Error> {
    let strongest = seen.get(..PAIRED).unwrap_or(seen);
    let pairs: Vec<_> = (0..strongest.len())
        .flat_map(|one| (0..one).map(move |other| (other, one)))
        .collect();
    let frauds: Vec<bool> = labels.iter().map(|label| is_fraud(*label)).collect();
    let mut best: Option<((usize, usize), [Flagged; 2])> = None;
    workers::run(
        &pairs,
        threads,
        stop,
        || (),
        |(), &(one, other), reply| {
            let column = |index: usize| (&strongest[index].axis, strongest[index].steps.as_slice());
            reply.send(Ok((
                (one, other),
                best_of_two([column(one), column(other)], &frauds),
            )));
        },
        |result| {
            if let Some((pair, Some(flagged))) = result {
                // Whichever thread is first: the most frauds, then the strongest columns.
                let rank = |(pair, flagged): &((usize, usize), [Flagged; 2])| {
                    (std::cmp::Reverse(flagged[0].frauds), *pair)
                };
                let found = (pair, flagged);
                if best.as_ref().is_none_or(|best| rank(&found) < rank(best)) {
                    best = Some(found);
                }
            }
            Ok(())
        },
    )?;
    Ok(best.map(|((one, other), [first, second])| {
        [(&strongest[one], first), (&strongest[other], second)]
    }))
}

fn rule(parts: &[(&Seen, Flagged)], all_frauds: u64) -> Rule {
    let (frauds, others) = parts
        .first()
        .map_or((0, 0), |(_, flagged)| (flagged.frauds, flagged.others));
    let condition = |(column, flagged): &(&Seen, Flagged)| {
        let sql = column.feature.sql;
        match (flagged.key, flagged.comparison) {
            (NULL, Comparison::Equal) => format!("{sql} IS NULL"),
            (key, comparison) => format!("{sql} {} {}", comparison.sign(), value(column, key)),
        }
    };
    Rule {
        conditions: parts.iter().map(condition).collect(),
        flagged: frauds + others,
        frauds,
        precision: frauds as f64 / (frauds + others).max(1) as f64,
        recall: frauds as f64 / all_frauds.max(1) as f64,
    }
}

/// A key as SQL has it.
fn value(column: &Seen, key: i64) -> String {
    match column.feature.data_type {
        DataType::Bool => (key != 0).to_string(),
        DataType::Float32 => super::read::number_of(key).to_string(),
        DataType::Money => format!("{:.2}", super::stories::reais(key)),
        DataType::Timestamp => format!("'{}'", time_text(key)),
        DataType::Category | DataType::Text => {
            let text = column.texts.get(key as usize).map_or("", String::as_str);
            format!("'{}'", text.replace('\'', "''"))
        }
        DataType::Int32 | DataType::Int64 | DataType::Date => key.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_derived_from_a_column() {
        let of = |name: &str, key| {
            let derived = DERIVED
                .iter()
                .find(|derived| derived.0 == name)
                .expect("it is there");
            (derived.2)(key)
        };
        assert_eq!(of("roundness of amount", Some(30_000)), Some(3));
        assert_eq!(of("roundness of amount", Some(3_000)), Some(2));
        assert_eq!(of("roundness of amount", Some(350)), Some(0));
        assert_eq!(of("presence of device_id", None), Some(1));
        assert_eq!(of("hour of timestamp", Some(3 * 3_600 * SECOND)), Some(0));
        assert_eq!(of("hour of timestamp", None), None);
    }

    #[test]
    fn rates_are_learnt_by_typology() {
        // Step 0 is all typology 1, step 1 all typology 2, step 2 no fraud, in both halves.
        let (mut keys, mut labels) = (Vec::new(), Vec::new());
        for row in 0..600 {
            keys.push(row % 3);
            let kind = [1, 2, 0][(row % 3) as usize];
            labels.push(if row < 300 { kind } else { kind | APART });
        }
        let levels = levels(&keys, |row| is_fraud(labels[row]));
        let (all, each) = by_rate(&keys, &labels, &Steps::new(&levels, false), 3);
        assert_eq!(all, Some(1.0));
        assert_eq!(each, [Some(1.0), Some(1.0), None]);
    }
}
