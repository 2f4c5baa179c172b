//! A simulated rule engine: points for what a bank's rules consider. It sees features only, never labels.

use crate::calendar::{HOUR, time_of_day};

/// The features of a transaction that the rules see.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RiskSignals {
    pub(crate) time: i64,
    /// In centavos.
    pub(crate) amount: i64,
    /// Balance before the payment or, for a credit card, the remaining limit, in centavos.
    pub(crate) available: i64,
    pub(crate) new_beneficiary: bool,
    pub(crate) device_days: Option<i32>,
    pub(crate) last_hour: i32,
    pub(crate) sum_last_day: i64,
    pub(crate) high_risk_trade: bool,
    pub(crate) unauthenticated: bool,
    pub(crate) distance_km: Option<f32>,
    /// What else the bank knows: a hash in place of credit bureau data, 0 to 24 points.
    pub(crate) bureau: i32,
}

/// The score, 0 to 100.
pub(crate) fn score(signals: &RiskSignals) -> i32 {
    let mut points = signals.bureau;
    points += match signals.amount {
        ..20_000 => 0,
        20_000..100_000 => 4,
        100_000..500_000 => 9,
        _ => 13,
    };
    if signals.new_beneficiary {
        points += 8;
    }
    if signals.amount > 5_000 && signals.amount * 10 > signals.available.max(0) * 6 {
        points += 7;
    }
    points += match signals.device_days {
        Some(..2) => 14,
        Some(2..15) => 6,
        _ => 0,
    };
    points += match signals.last_hour {
        0 | 1 => 0,
        2 | 3 => 6,
        _ => 11,
    };
    if signals.sum_last_day > 300_000 {
        points += 6;
    }
    if time_of_day(signals.time) < 6 * HOUR {
        points += 8;
    }
    if signals.high_risk_trade {
        points += 7;
    }
    if signals.unauthenticated {
        points += 6;
    }
    if signals.distance_km.is_some_and(|km| km > 100.0) {
        points += 6;
    }
    points.min(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOW_RISK: RiskSignals = RiskSignals {
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
    fn every_rule_adds_points() {
        assert_eq!(score(&LOW_RISK), 0);
        let riskier = [
            RiskSignals {
                amount: 600_000,
                ..LOW_RISK
            },
            RiskSignals {
                new_beneficiary: true,
                ..LOW_RISK
            },
            RiskSignals {
                device_days: Some(0),
                ..LOW_RISK
            },
            RiskSignals {
                last_hour: 5,
                ..LOW_RISK
            },
            RiskSignals {
                time: 5 * HOUR,
                ..LOW_RISK
            },
            RiskSignals {
                distance_km: Some(400.0),
                ..LOW_RISK
            },
        ];
        assert!(riskier.iter().all(|signals| score(signals) > 0));
    }
}
