//! A simulated rule engine: points for what a bank's rules look at. It sees features only, never labels.

use crate::calendar::{HOUR, time_of_day};

/// What the rules see of a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RiskSignals {
    pub(crate) time: i64,
    /// In centavos.
    pub(crate) amount: i64,
    /// Balance before, in centavos; what is left of the limit, for a credit card.
    pub(crate) available: i64,
    pub(crate) new_beneficiary: bool,
    pub(crate) device_days: Option<i32>,
    pub(crate) last_hour: i32,
    pub(crate) sum_last_day: i64,
    pub(crate) high_risk_trade: bool,
    pub(crate) unauthenticated: bool,
    pub(crate) distance_km: Option<f32>,
    /// What the bank knows beside: a hash that stands for bureau data, 0 to 24 points.
    pub(crate) bureau: i32,
}

/// The score, 0 to 100.
pub(crate) fn score(seen: &RiskSignals) -> i32 {
    let mut points = seen.bureau;
    points += match seen.amount {
        ..20_000 => 0,
        20_000..100_000 => 4,
        100_000..500_000 => 9,
        _ => 13,
    };
    if seen.new_beneficiary {
        points += 8;
    }
    if seen.amount > 5_000 && seen.amount * 10 > seen.available.max(0) * 6 {
        points += 7;
    }
    points += match seen.device_days {
        Some(..2) => 14,
        Some(2..15) => 6,
        _ => 0,
    };
    points += match seen.last_hour {
        0 | 1 => 0,
        2 | 3 => 6,
        _ => 11,
    };
    if seen.sum_last_day > 300_000 {
        points += 6;
    }
    if time_of_day(seen.time) < 6 * HOUR {
        points += 8;
    }
    if seen.high_risk_trade {
        points += 7;
    }
    if seen.unauthenticated {
        points += 6;
    }
    if seen.distance_km.is_some_and(|km| km > 100.0) {
        points += 6;
    }
    points.min(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: RiskSignals = RiskSignals {
        time: 15 * HOUR,
        amount: 5_000,
        available: 1_000_000,
        new_beneficiary: false,
        device_days: Some(300),
        last_hour: 0,
        sum_last_day: 0,
        high_risk_trade: false,
        unauthenticated: false,
        distance_km: Some(0.0),
        bureau: 0,
    };

    #[test]
    fn every_rule_only_adds() {
        assert_eq!(score(&QUIET), 0);
        let louder = [
            RiskSignals {
                amount: 600_000,
                ..QUIET
            },
            RiskSignals {
                new_beneficiary: true,
                ..QUIET
            },
            RiskSignals {
                device_days: Some(0),
                ..QUIET
            },
            RiskSignals {
                last_hour: 5,
                ..QUIET
            },
            RiskSignals {
                time: 5 * HOUR,
                ..QUIET
            },
            RiskSignals {
                distance_km: Some(400.0),
                ..QUIET
            },
        ];
        assert!(louder.iter().all(|seen| score(seen) > 0));
    }
}
