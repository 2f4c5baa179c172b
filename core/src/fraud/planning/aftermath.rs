//! [`Aftermath`]: how a case is reported, decided and refunded.

use crate::calendar::{DAY, Date, HOUR};
use crate::fraud::typology::Claim;
use crate::published;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::{Decision, Remedy};

/// From this date banks refund Pix through the special return mechanism, MED (BCB, 2021). A claim made before
/// is a complaint, which no rule obliges a bank to accept.
const MED: Date = Date::from_civil(2021, 11, 16);
/// From this date MED traces the money across accounts, and refunds within 11 days of the claim (BCB, 2026).
const MED_2: Date = Date::from_civil(2026, 2, 2);
/// MED claims that are accepted, per mille.
const MED_ACCEPTED: u32 = published::MED_ACCEPTED.per_mille();
/// Maximum share that an accepted MED claim recovers, per mille: including refused claims, it yields
/// [`published::MED_RECOVERED`].
const MED_RETURNED: i64 = 550;
/// Chargebacks that the issuer accepts, per mille (assumption).
const CHARGEBACK_ACCEPTED: u32 = 850;

/// Report, decision and refund.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Aftermath {
    pub(crate) reported: Option<i64>,
    pub(crate) decided: Option<i64>,
    pub(crate) refunded: Option<i64>,
    pub(crate) remedy: Remedy,
    pub(crate) decision: Decision,
    /// In centavos.
    pub(crate) recovered: i64,
}

impl Aftermath {
    const fn never_reported(remedy: Remedy) -> Self {
        Self {
            reported: None,
            decided: None,
            refunded: None,
            remedy,
            decision: Decision::NeverReported,
            recovered: 0,
        }
    }

    /// The aftermath of a case whose last transaction was at `last` and which lost `lost` centavos.
    pub(super) fn of(claim: &Claim, seed: u64, case: i64, last: i64, lost: i64) -> Self {
        let mut rng = Rng::new(seed, Purpose::Aftermath, case as u64);
        if rng.chance(claim.unreported) {
            return Self::never_reported(remedy_at(claim.remedy, last));
        }
        let chance = rng.unit();
        let (least, tail) = claim.days;
        let shape = match claim.remedy {
            Remedy::Med | Remedy::Complaint => chance * chance * chance * chance,
            Remedy::Chargeback => chance * chance,
            Remedy::Investigation => chance,
        };
        let reported = last + ((least + (tail - least) * shape) * DAY as f64) as i64;
        let remedy = remedy_at(claim.remedy, reported);
        let analysis = match remedy {
            Remedy::Med | Remedy::Complaint => 7 * DAY,
            Remedy::Chargeback | Remedy::Investigation => 30 * DAY,
        };
        let decided = reported + rng.between(8 * HOUR, analysis);
        let (accepted, returned) = match remedy {
            Remedy::Complaint => (0, 0),
            Remedy::Med => (MED_ACCEPTED, rng.between(0, MED_RETURNED)),
            Remedy::Chargeback => (CHARGEBACK_ACCEPTED, 1000),
            Remedy::Investigation => (1000, 0),
        };
        let accepted = (lost > 0 || remedy == Remedy::Investigation) && rng.chance(accepted);
        let recovered = if accepted { lost * returned / 1000 } else { 0 };
        let pause = rng.between(HOUR, 4 * DAY);
        let refunded = match remedy {
            Remedy::Med if Date::of(reported) >= MED_2 => {
                (decided + pause).min(reported + 11 * DAY)
            }
            _ => decided + pause,
        };
        Self {
            reported: Some(reported),
            decided: Some(decided),
            refunded: (recovered > 0).then_some(refunded),
            remedy,
            decision: if accepted {
                Decision::Accepted
            } else {
                Decision::Refused
            },
            recovered,
        }
    }

    /// The aftermath of an account that the money went through: it is detected after the first claim on it.
    pub(super) fn of_account(seed: u64, case: i64, last: i64, first_claim: Option<i64>) -> Self {
        let Some(claim) = first_claim else {
            return Self::never_reported(Remedy::Investigation);
        };
        let mut rng = Rng::new(seed, Purpose::Aftermath, case as u64);
        let reported = claim.max(last) + rng.between(HOUR, 2 * DAY);
        Self {
            reported: Some(reported),
            decided: Some(reported + rng.between(8 * HOUR, 7 * DAY)),
            refunded: None,
            remedy: Remedy::Investigation,
            decision: Decision::Accepted,
            recovered: 0,
        }
    }
}

/// A remedy as it was at a time.
fn remedy_at(remedy: Remedy, time: i64) -> Remedy {
    match remedy {
        Remedy::Med if Date::of(time) < MED => Remedy::Complaint,
        remedy => remedy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_reported_decided_and_refunded_in_order_under_the_rules_in_force() {
        let last = |date: Date| date.midnight() + 12 * HOUR;
        let mut refunds = 0;
        for case in 0..4_000 {
            let before = Aftermath::of(
                &Claim::MED,
                1,
                case,
                last(Date::from_civil(2021, 1, 4)),
                100_000,
            );
            assert_eq!((before.recovered, before.remedy), (0, Remedy::Complaint));
            let after = Aftermath::of(
                &Claim::MED,
                1,
                case,
                last(Date::from_civil(2026, 3, 2)),
                100_000,
            );
            assert_eq!(after.remedy, Remedy::Med);
            if let (Some(reported), Some(decided)) = (after.reported, after.decided) {
                assert!(last(Date::from_civil(2026, 3, 2)) < reported && reported < decided);
                assert!(
                    after
                        .refunded
                        .is_none_or(|at| decided < at && at <= reported + 11 * DAY)
                );
            }
            refunds += i64::from(after.refunded.is_some());
        }
        assert!((900..1_300).contains(&refunds), "{refunds}");
    }

    #[test]
    fn an_account_is_detected_after_the_first_claim() {
        assert_eq!(Aftermath::of_account(1, 1, 5, None).reported, None);
        let found = Aftermath::of_account(1, 1, 5, Some(3 * DAY));
        assert!(found.reported > Some(3 * DAY) && found.decided > found.reported);
    }
}
