//! Portable sampling: tables are built once with basic arithmetic and `libm`, then looked up with integers.

use core::hint::select_unpredictable;

use alloc::vec;
use alloc::vec::Vec;

use crate::random::rng::Rng;

/// Draws an index by weight in O(1) (Walker's alias method with integer thresholds).
#[derive(Debug, Clone)]
pub(crate) struct Alias {
    /// Per column: the threshold below which its own index is drawn, in units of 2⁻³², and the alias.
    columns: Vec<(u32, u32)>,
}

impl Alias {
    /// Builds the table; at least one weight must be positive.
    pub(crate) fn new(weights: &[u64]) -> Self {
        let total: u128 = weights.iter().map(|&w| u128::from(w)).sum();
        let n = weights.len() as u128;
        // Scale the shares so that the average weight is 2³².
        let mut shares: Vec<u64> = weights
            .iter()
            .map(|&w| (((u128::from(w) * n) << 32) / total.max(1)) as u64)
            .collect();
        let heaviest = (0..weights.len())
            .max_by_key(|&i| weights[i])
            .unwrap_or_default() as u32;
        // Columns left over by rounding draw their own index, unless its weight is zero.
        let mut columns: Vec<(u32, u32)> = (0..)
            .zip(weights)
            .map(|(i, &w)| if w == 0 { (0, heaviest) } else { (u32::MAX, i) })
            .collect();
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for (index, &share) in shares.iter().enumerate() {
            if share < 1 << 32 {
                small.push(index)
            } else {
                large.push(index)
            }
        }
        while let (Some(&low), Some(&high)) = (small.last(), large.last()) {
            small.pop();
            columns[low] = (shares[low] as u32, high as u32);
            shares[high] -= (1 << 32) - shares[low];
            if shares[high] < 1 << 32 {
                large.pop();
                small.push(high);
            }
        }
        Self { columns }
    }

    /// The index for 64 random bits.
    pub(crate) fn at(&self, bits: u64) -> usize {
        let position = (bits >> 32) * self.columns.len() as u64;
        let (threshold, other) = self.columns[(position >> 32) as usize];
        // The low half decides within the column; selected without a branch, which would be mispredicted.
        let own = ((bits as u32) < threshold) | (threshold == u32::MAX);
        select_unpredictable(own, (position >> 32) as usize, other as usize)
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> usize {
        self.at(rng.next())
    }
}

/// Points of a quantile table per unit of z.
const STEPS: f64 = 64.0;
/// Tables span z from −SPAN to SPAN.
const SPAN: f64 = 4.5;
const POINTS: usize = (2.0 * SPAN * STEPS) as usize + 1;

/// A distribution, tabulated by standard normal quantile and interpolated between points.
///
/// Taking z rather than a probability lets callers blend the drivers of an amount (income, merchant, chance)
/// as normals and still keep the published marginal distribution exactly.
#[derive(Debug, Clone)]
pub(crate) struct Quantiles(Vec<f64>);

impl Quantiles {
    fn tabulate(value: impl Fn(f64) -> f64) -> Self {
        Self(
            (0..POINTS)
                .map(|i| value(i as f64 / STEPS - SPAN))
                .collect(),
        )
    }

    /// A log-normal with this median and σ, in the unit of the median.
    pub(crate) fn log_normal(median: f64, sigma: f64) -> Self {
        Self::tabulate(|z| median * libm::exp(sigma * z))
    }

    /// A log-normal with this mean and σ.
    pub(crate) fn log_normal_mean(mean: f64, sigma: f64) -> Self {
        Self::log_normal(mean * libm::exp(-sigma * sigma / 2.0), sigma)
    }

    /// A mixture of log-normals given as (weight, median, σ); the weights add up to 1.
    pub(crate) fn log_normal_mixture(parts: &[(f64, f64, f64)]) -> Self {
        let below = |ln_x: f64| -> f64 {
            parts
                .iter()
                .map(|&(weight, median, sigma)| {
                    weight * normal_cdf((ln_x - libm::log(median)) / sigma)
                })
                .sum()
        };
        Self::tabulate(|z| {
            let target = normal_cdf(z);
            let (mut low, mut high) = (-10.0, 30.0);
            for _ in 0..60 {
                let middle = (low + high) / 2.0;
                if below(middle) < target {
                    low = middle
                } else {
                    high = middle
                }
            }
            libm::exp(low)
        })
    }

    /// The value at `z`.
    pub(crate) fn at(&self, z: f64) -> f64 {
        let position = (z.clamp(-SPAN, SPAN) + SPAN) * STEPS;
        let index = (position as usize).min(POINTS - 2);
        let (low, high) = (self.0[index], self.0[index + 1]);
        low + (high - low) * (position - index as f64)
    }
}

/// Standard normal deviates from a table.
#[derive(Debug, Clone)]
pub(crate) struct Normal(Vec<f32>);

impl Normal {
    const BITS: u32 = 12;

    pub(crate) fn new() -> Self {
        let cells = 1usize << Self::BITS;
        let mut points = vec![0.0; cells + 1];
        for (i, point) in points.iter_mut().enumerate() {
            // The end points are the means of their tails.
            let p = (i as f64 / cells as f64).clamp(0.18 / cells as f64, 1.0 - 0.18 / cells as f64);
            *point = normal_quantile(p) as f32;
        }
        Self(points)
    }

    /// The deviate for 64 random bits.
    pub(crate) fn at(&self, bits: u64) -> f64 {
        let cell = (bits >> (64 - Self::BITS)) as usize;
        let (low, high) = (f64::from(self.0[cell]), f64::from(self.0[cell + 1]));
        low + (high - low) * crate::random::rng::unit(bits << Self::BITS)
    }

    pub(crate) fn draw(&self, rng: &mut Rng) -> f64 {
        self.at(rng.next())
    }
}

/// The standard normal cumulative distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * core::f64::consts::FRAC_1_SQRT_2)
}

fn normal_quantile(p: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if normal_cdf(middle) < p {
            low = middle
        } else {
            high = middle
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::{PERSONS_PIX_BELOW_100, PERSONS_PIX_BELOW_200, PERSONS_PIX_P99};
    use crate::random::rng::Purpose;

    #[test]
    fn alias_follows_the_weights() {
        let alias = Alias::new(&[1, 0, 2, 5]);
        let mut rng = Rng::new(1, Purpose::Events, 0);
        let mut counts = [0u32; 4];
        for _ in 0..80_000 {
            counts[alias.draw(&mut rng)] += 1;
        }
        for (count, expected) in counts.into_iter().zip([10_000.0, 0.0, 20_000.0, 50_000.0]) {
            assert!((f64::from(count) - expected).abs() < 450.0, "{counts:?}");
        }
    }

    #[test]
    fn a_single_positive_weight_is_always_drawn() {
        assert_eq!(Alias::new(&[0, 7]).at(u64::MAX), 1);
        assert_eq!(Alias::new(&[0, 7]).at(0), 1);
    }

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let (normal, mut rng) = (Normal::new(), Rng::new(3, Purpose::Events, 0));
        let draws: Vec<f64> = (0..200_000).map(|_| normal.draw(&mut rng)).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|z| z * z).sum::<f64>() / draws.len() as f64;
        assert!(
            mean.abs() < 0.01 && (variance - 1.0).abs() < 0.015,
            "{mean} {variance}"
        );
    }

    /// Pix paid by persons.
    #[test]
    fn a_mixture_has_the_published_quantiles() {
        let pix = Quantiles::log_normal_mixture(&[(0.969, 73.5, 0.577), (0.031, 1849.0, 1.48)]);
        let below = [
            (PERSONS_PIX_BELOW_100, 100.0),
            (PERSONS_PIX_BELOW_200, 200.0),
        ]
        .map(|(share, value)| (share.value / 100.0, value));
        for (p, value) in below.into_iter().chain([(0.99, PERSONS_PIX_P99.value)]) {
            let at = pix.at(normal_quantile(p));
            assert!((at / value - 1.0).abs() < 0.03, "{p}: {at}");
        }
    }
}
