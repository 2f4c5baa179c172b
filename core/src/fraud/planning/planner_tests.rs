//! Invariants of the cases of a district.

use alloc::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::bank::order::Outcome;
use crate::calendar::{Date, HOUR};
use crate::fraud::drift::Drift;
use crate::fraud::planning::cases::Case;
use crate::fraud::script::Payment;
use crate::spec::Spec;

/// The first district of a spec.
fn plan(spec: &Spec) -> (World, Vec<Customer>, Cases) {
    let world = World::new(spec).expect("a valid spec");
    let customers = world.customers(world.plan.district_customers(0));
    let cases = super::plan(&world, 0, &customers, &Relations::plan(&world, &customers));
    (world, customers, cases)
}

/// A dataset with many cases of every typology.
fn much_fraud() -> Spec {
    Spec {
        fraud_rate: 0.02,
        ..Spec::default()
    }
}

fn of(kind: &str) -> FraudType {
    FraudType::from_name(kind).expect("a typology")
}

#[test]
fn cases_have_their_typologys_lengths_and_stay_within_the_period() {
    let (world, _, cases) = plan(&much_fraud());
    for kind in FraudType::ALL.iter().copied() {
        let of_kind: Vec<&Case> = cases
            .cases
            .iter()
            .filter(|case| case.kind == kind)
            .collect();
        assert!(!of_kind.is_empty(), "{kind}");
        for case in of_kind {
            let steps = cases.steps(case);
            assert!(
                kind.typology().lengths.contains(&(steps.len() as u8)),
                "{kind}"
            );
            assert!(steps.is_sorted_by(|a, b| a.time < b.time), "{kind}");
            let period = world.period();
            assert!(
                steps.iter().all(|step| period.contains(&step.time)),
                "{kind}"
            );
            let lasted = steps[steps.len() - 1].time - steps[0].time;
            assert!(lasted <= 100 * DAY, "{kind}");
            assert!(
                steps
                    .iter()
                    .any(|step| step.payment.payee() == Some(case.beneficiary)),
                "{kind}"
            );
        }
    }
}

#[test]
fn mules_collect_from_several_victims_and_pass_the_money_on() {
    let (_, customers, cases) = plan(&much_fraud());
    let account = |case: &Case| Payee::Customer(case.customer);
    let mules: Vec<&Case> = cases
        .cases
        .iter()
        .filter(|case| case.kind == of("CONTA_LARANJA"))
        .collect();
    let victims_of = |mule: &Case| {
        let paid = cases
            .cases
            .iter()
            .filter(|case| case.level.is_none() && case.beneficiary == account(mule));
        paid.map(|case| case.customer)
            .collect::<BTreeSet<u64>>()
            .len()
    };
    let collectors: Vec<usize> = mules
        .iter()
        .filter(|case| case.level == Some(1))
        .map(|case| victims_of(case))
        .collect();
    assert!(collectors.iter().filter(|&&victims| victims >= 3).count() * 3 > collectors.len());
    // Money reaches the last level.
    for level in [2, 3] {
        let paid_by_others = |mule: &&&Case| {
            cases.cases.iter().any(|case| {
                case.ring == mule.ring
                    && case.level.is_some_and(|other| other + 1 == level)
                    && cases
                        .steps(case)
                        .iter()
                        .any(|step| step.payment.payee() == Some(account(mule)))
            })
        };
        let of_level: Vec<&&Case> = mules
            .iter()
            .filter(|case| case.level == Some(level))
            .collect();
        let paid = of_level.iter().filter(|case| paid_by_others(case)).count();
        assert!(
            paid * 10 > of_level.len() * 6,
            "level {level}: {paid} of {}",
            of_level.len()
        );
    }
    assert!(customers.len() > 1_000);
}

#[test]
fn money_leaves_the_banks_view_through_cash_goods_betting_and_crypto_exchanges() {
    let (world, _, cases) = plan(&much_fraud());
    let mut ways = BTreeSet::new();
    for case in cases.cases.iter().filter(|case| case.level.is_some()) {
        for step in cases.steps(case) {
            match step.payment {
                Payment::Withdrawal => ways.insert("cash"),
                Payment::Pix(Payee::Merchant(number)) => ways.insert(
                    crate::catalog::merchants::MCCS
                        [usize::from(world.merchants.merchant(number).mcc)]
                    .code,
                ),
                _ => false,
            };
        }
    }
    for way in ["6051", "7995", "5732", "cash"] {
        assert!(ways.contains(way), "{way} of {ways:?}");
    }
}

#[test]
fn a_drift_shifts_only_the_cases_of_its_typology() {
    let drift = [
        (of("GOLPE_WHATSAPP"), Drift::Appears),
        (of("CARTAO_NAO_PRESENTE"), Drift::Grows),
        (of("TROCA_CARTAO"), Drift::Fades),
        (of("CONTA_LARANJA"), Drift::Appears),
    ];
    let drifting = Spec {
        fraud_drift: drift.into_iter().collect(),
        ..much_fraud()
    };
    let half = |spec: &Spec, kind: &str| {
        let (world, _, cases) = plan(spec);
        let period = world.period();
        let middle = period.start + (period.end - period.start) / 2;
        let starts: Vec<i64> = cases
            .cases
            .iter()
            .filter(|case| case.kind == of(kind))
            .map(|case| cases.steps(case)[0].time)
            .collect();
        100 * starts.iter().filter(|&&time| time >= middle).count() / starts.len()
    };
    for kind in [
        "GOLPE_WHATSAPP",
        "CARTAO_NAO_PRESENTE",
        "TROCA_CARTAO",
        "CONTA_LARANJA",
        "FALSA_VENDA",
    ] {
        assert!((35..65).contains(&half(&much_fraud(), kind)), "{kind}");
    }
    assert_eq!(half(&drifting, "GOLPE_WHATSAPP"), 100);
    assert_eq!(half(&drifting, "CONTA_LARANJA"), 100);
    assert!((65..90).contains(&half(&drifting, "CARTAO_NAO_PRESENTE")));
    assert!((10..35).contains(&half(&drifting, "TROCA_CARTAO")));
    assert!((35..65).contains(&half(&drifting, "FALSA_VENDA")));
}

#[test]
fn before_the_new_device_limits_a_takeover_sends_large_amounts_at_once() {
    let spent = |start: Date| {
        let (_, _, cases) = plan(&Spec {
            start,
            days: 60,
            transactions: 300_000,
            ..much_fraud()
        });
        let first_hours = |case: &Case| {
            let steps = cases.steps(case);
            let early = steps
                .iter()
                .filter(|step| step.time < steps[0].time + 2 * HOUR);
            early
                .filter(|step| step.outcome == Outcome::Approved)
                .map(|step| step.amount)
                .max()
                .unwrap_or_default()
        };
        let takeovers = cases
            .cases
            .iter()
            .filter(|case| case.kind == of("CONTA_TOMADA"));
        takeovers.map(first_hours).max().unwrap_or_default()
    };
    assert!(spent(Date::from_civil(2025, 2, 1)) <= crate::bank::limits::NEW_DEVICE_PIX);
    assert!(spent(Date::from_civil(2024, 2, 1)) > crate::bank::limits::NEW_DEVICE_PIX);
}

/// The holders of each ring's accounts, by ring.
fn rings(cases: &Cases) -> Vec<Vec<u64>> {
    let mut rings: BTreeMap<i64, Vec<u64>> = BTreeMap::new();
    for case in cases.cases.iter().filter(|case| case.level.is_some()) {
        let ring = case.ring.expect("a ring");
        rings.entry(ring).or_default().push(case.customer);
    }
    rings.into_values().collect()
}

#[test]
fn nobody_is_in_a_ring_twice_or_in_two() {
    for fraud_rate in [0.0001, 0.001, 0.02] {
        let (_, _, cases) = plan(&Spec {
            fraud_rate,
            ..Spec::default()
        });
        let accounts: Vec<u64> = rings(&cases).into_iter().flatten().collect();
        let holders: BTreeSet<u64> = accounts.iter().copied().collect();
        assert!(!holders.is_empty(), "{fraud_rate}");
        assert_eq!(holders.len(), accounts.len(), "{fraud_rate}");
    }
}

#[test]
fn where_there_are_more_mules_than_customers_a_ring_still_has_nobody_twice() {
    let crowded = |customers| Spec {
        transactions: customers * 100,
        customers: Some(customers),
        fraud_rate: 0.2,
        fraud_mix: [(of("CONTA_LARANJA"), 1)].into(),
        ..Spec::default()
    };
    let (_, customers, cases) = plan(&crowded(500));
    assert!(cases.cases.len() > 2 * customers.len());
    for ring in rings(&cases) {
        let holders: BTreeSet<u64> = ring.iter().copied().collect();
        assert_eq!(holders.len(), ring.len());
    }
    // Of two customers, each has several accounts of a ring.
    let (_, _, cases) = plan(&crowded(2));
    assert!(rings(&cases).iter().any(|ring| ring.len() > 2));
}

#[test]
fn rings_are_of_about_the_same_size() {
    for fraud_rate in [0.001, 0.002, 0.02] {
        let (_, _, cases) = plan(&Spec {
            fraud_rate,
            fraud_mix: [(of("CONTA_LARANJA"), 1)].into(),
            ..Spec::default()
        });
        let sizes: Vec<usize> = rings(&cases).iter().map(Vec::len).collect();
        let (least, most) = (sizes.iter().min(), sizes.iter().max());
        assert!(most <= Some(&6) && least >= Some(&5), "{sizes:?}");
    }
}

#[test]
fn scams_pay_mules_however_few_cases_there_are() {
    for fraud_rate in [0.001, 0.02] {
        let (_, _, cases) = plan(&Spec {
            fraud_rate,
            transactions: 1_400_000,
            ..Spec::default()
        });
        let collected = |case: &&Case| case.kind.typology().collected;
        let scams: Vec<&Case> = cases.cases.iter().filter(collected).collect();
        let to_mule = |case: &&&Case| case.beneficiary_role == BeneficiaryRole::Mule;
        let share = 100 * scams.iter().filter(to_mule).count() / scams.len();
        assert!((20..36).contains(&share), "{fraud_rate}: {share} %");
    }
}
