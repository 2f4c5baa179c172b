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
    use crate::calendar::BRASILIA_TO_UTC;

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
    fn every_rule_adds_its_points() {
        type Change = fn(&mut RiskSignals);
        let cases: [(i32, &str, Change); 20] = [
            (0, "an amount below R$200", |s| s.amount = 19_999),
            (4, "an amount from R$200", |s| s.amount = 20_000),
            (9, "an amount from R$1,000", |s| s.amount = 100_000),
            (13, "an amount from R$5,000", |s| s.amount = 500_000),
            (8, "a new beneficiary", |s| s.new_beneficiary = true),
            (7, "more than 60 % of what is available", |s| {
                (s.amount, s.available) = (6_000, 9_999);
            }),
            (0, "60 % of it", |s| {
                (s.amount, s.available) = (6_000, 10_000);
            }),
            (14, "a device of a day", |s| s.device_days = Some(1)),
            (6, "a device of two weeks", |s| s.device_days = Some(14)),
            (0, "no device", |s| s.device_days = None),
            (6, "two payments in an hour", |s| s.last_hour = 2),
            (11, "four payments in an hour", |s| s.last_hour = 4),
            (6, "more than R$3,000 in a day", |s| {
                s.sum_last_day = 300_001
            }),
            (8, "before six o'clock", |s| {
                s.time = BRASILIA_TO_UTC + 6 * HOUR - 1
            }),
            (0, "at six o'clock", |s| s.time = BRASILIA_TO_UTC + 6 * HOUR),
            (7, "a trade of high risk", |s| s.high_risk_trade = true),
            (6, "no authentication", |s| s.unauthenticated = true),
            (6, "more than 100 km away", |s| s.distance_km = Some(100.5)),
            (0, "nowhere known", |s| s.distance_km = None),
            (24, "what else the bank knows", |s| s.bureau = 24),
        ];
        assert_eq!(score(&LOW_RISK), 0);
        for (points, case, change) in cases {
            let mut signals = LOW_RISK;
            change(&mut signals);
            assert_eq!(score(&signals), points, "{case}");
        }
    }

    #[test]
    fn points_add_up_to_100_at_most() {
        let risk = RiskSignals {
            new_beneficiary: true,
            unauthenticated: true,
            ..LOW_RISK
        };
        assert_eq!(score(&risk), 14);
        let all = RiskSignals {
            time: 5 * HOUR,
            amount: 600_000,
            available: 0,
            new_beneficiary: true,
            device_days: Some(0),
            last_hour: 5,
            sum_last_day: 600_000,
            high_risk_trade: true,
            unauthenticated: true,
            distance_km: Some(400.0),
            bureau: 24,
        };
        assert_eq!(score(&all), 100);
    }
}
