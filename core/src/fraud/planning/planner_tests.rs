//! Invariants of the cases of a district.

use alloc::collections::BTreeSet;

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

fn of(kind: &str) -> FraudType {
    FraudType::from_name(kind).expect("a typology")
}

#[test]
fn cases_have_their_typologys_lengths_and_stay_within_the_period() {
    let (world, _, cases) = plan(&Spec::default());
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
            assert!(lasted <= (kind.typology().days + 20) * DAY, "{kind}");
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
    let (_, customers, cases) = plan(&Spec::default());
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
fn money_leaves_the_banks_view_through_cash_betting_and_crypto_exchanges() {
    let (world, _, cases) = plan(&Spec::default());
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
    assert_eq!(ways, BTreeSet::from(["6051", "7995", "cash"]));
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
        ..Spec::default()
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
        assert!((35..65).contains(&half(&Spec::default(), kind)), "{kind}");
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
            ..Spec::default()
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
