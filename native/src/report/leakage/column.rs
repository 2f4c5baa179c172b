//! [`ScannedColumn`]: what a feature reveals about fraud, by itself and as part of a rule.

use super::auc::{Bins, learnt_area, levels, rank_area};
use super::detection::{Axis, Comparison, Flagged, best_of_one};
use super::features::Feature;
use crate::error::Error;
use crate::report::model::ColumnLeakage;
use crate::report::read::{NULL, RowGroup};
use crate::report::rows::Label;

/// Features with more bins are tested on all fraud together, not on each typology.
const MOST_BINS: usize = 5_000;
/// Typologies with fewer frauds among the tested rows get no area.
const FEWEST_FRAUDS: u64 = 20;

/// A feature that was scanned.
pub(super) struct ScannedColumn {
    pub(super) feature: Feature,
    pub(super) leakage: ColumnLeakage,
    /// The best rule on this column alone.
    pub(super) best: Option<Flagged>,
    pub(super) axis: Axis,
    /// The step of each row on the axis.
    pub(super) steps: Vec<u8>,
    /// Texts by their codes.
    texts: Vec<String>,
}

impl ScannedColumn {
    /// Scans a feature in some row groups; `labels` are those of all their rows.
    pub(super) fn scan(
        feature: &Feature,
        row_groups: &[&RowGroup<'_>],
        labels: &[Label],
        typologies: usize,
    ) -> Result<Self, Error> {
        let (keys, texts) = feature.keys(row_groups)?;
        let is_text = feature.is_text();
        let levels = levels(&keys, |row| labels[row].is_fraud());
        let bins = Bins::new(&levels, is_text);
        let rank = if is_text { None } else { rank_area(&levels) };
        let (level, by_typology) = learnt_areas(&keys, labels, &bins, typologies);
        let axis = Axis::new(&levels, is_text);
        Ok(Self {
            feature: *feature,
            leakage: ColumnLeakage {
                column: feature.name.into(),
                auc: rank.unwrap_or(0.5).max(level.unwrap_or(0.5)),
                rank,
                level,
                by_typology,
            },
            best: best_of_one(&levels, is_text),
            steps: keys.iter().map(|key| axis.step(*key)).collect(),
            axis,
            texts,
        })
    }

    /// A comparison of this column in SQL.
    pub(super) fn condition(&self, flagged: &Flagged) -> String {
        let sql = self.feature.sql;
        match (flagged.key, flagged.comparison) {
            (NULL, Comparison::Equal) => format!("{sql} IS NULL"),
            (key, comparison) => {
                let literal = self.feature.literal(key, &self.texts);
                format!("{sql} {} {literal}", comparison.sign())
            }
        }
    }
}

/// The areas of fraud rates that are learnt on half of the customers and tested on the other half: of all
/// fraud, and of each typology.
fn learnt_areas(
    keys: &[i64],
    labels: &[Label],
    bins: &Bins,
    typologies: usize,
) -> (Option<f64>, Vec<Option<f64>>) {
    let by_typology = bins.count() <= MOST_BINS;
    let counted = if by_typology { typologies } else { 0 };
    // By half, bin and kind: no fraud, fraud of each typology, and all fraud.
    let all = counted + 1;
    let mut counts = [
        vec![vec![0_u64; all + 1]; bins.count()],
        vec![vec![0; all + 1]; bins.count()],
    ];
    for (key, label) in keys.iter().zip(labels) {
        let bin = &mut counts[usize::from(label.is_held_out())][bins.bin(*key)];
        if !label.is_fraud() {
            bin[0] += 1;
            continue;
        }
        bin[all] += 1;
        if let Some(typology) = label.typology().filter(|typology| *typology < counted) {
            bin[typology + 1] += 1;
        }
    }
    let halves = |kind: usize| {
        let half = |half: usize| -> Vec<(u64, u64)> {
            let bins = counts[half].iter();
            bins.map(|bin| (bin[kind], bin[0])).collect()
        };
        (half(0), half(1))
    };
    let (learnt, tested) = halves(all);
    let each = (1..=typologies).map(|kind| {
        let (learnt, tested) = halves(if by_typology { kind } else { return None });
        let frauds: u64 = tested.iter().map(|(frauds, _)| frauds).sum();
        if frauds < FEWEST_FRAUDS {
            None
        } else {
            learnt_area(&learnt, &tested)
        }
    });
    (learnt_area(&learnt, &tested), each.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_learnt_by_typology() {
        // Key 0 is all typology 0, key 1 all typology 1, key 2 no fraud, in both halves.
        let (mut keys, mut labels) = (Vec::new(), Vec::new());
        for row in 0..600 {
            keys.push(row % 3);
            let label = match row % 3 {
                2 => Label::legitimate(),
                typology => Label::fraud(Some(typology as usize)),
            };
            labels.push(label.held_out(row >= 300));
        }
        let levels = levels(&keys, |row| labels[row].is_fraud());
        let (all, each) = learnt_areas(&keys, &labels, &Bins::new(&levels, false), 3);
        assert_eq!(all, Some(1.0));
        assert_eq!(each, [Some(1.0), Some(1.0), None]);
    }
}
