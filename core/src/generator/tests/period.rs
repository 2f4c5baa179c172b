//! What a dataset shows was there at the time, whenever its period starts.

use super::{Generator, Spec, Table, each_unit, spec};
use crate::calendar::{Date, Month};
use crate::catalog::banks::{BANKS, BankKind};
use crate::catalog::devices::{MODELS, OS_VERSIONS, systems_of};
use crate::schema::{Row, Value};

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

const MED: Date = Date::from_civil(2021, 11, 16);

/// Datasets of 400 days from the first day of Pix on, and from later ones.
fn datasets() -> impl Iterator<Item = (Spec, Generator)> {
    let starts = [(2020, 11, 16), (2022, 1, 1), (2025, 1, 1), (2030, 1, 1)];
    starts.into_iter().map(|(year, month, day)| {
        let spec = Spec {
            start: Date::from_civil(year, month, day),
            days: 400,
            fraud_rate: 0.1,
            customers: Some(2_000),
            ..spec(60_000)
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        (spec, generator)
    })
}

pub(super) fn each_row(generator: &Generator, table: Table, mut look: impl FnMut(&Row<'_>)) {
    each_unit(generator, table, |batch| {
        batch.iter().for_each(|row| look(&row))
    });
}

pub(super) fn text<'a>(row: &Row<'a>, name: &str) -> &'a str {
    match row.get(name) {
        Some(Value::Text(text)) => text,
        other => panic!("{name} is {other:?}"),
    }
}

pub(super) fn id(row: &Row<'_>, name: &str) -> Option<i64> {
    match row.get(name) {
        Some(Value::Integer(id)) => Some(id),
        Some(Value::Null) => None,
        other => panic!("{name} is {other:?}"),
    }
}

/// The day of a date or time in Brasília, if there is one.
pub(super) fn day(row: &Row<'_>, name: &str) -> Option<Date> {
    match row.get(name) {
        Some(Value::Date(date)) => Some(date),
        Some(Value::Timestamp(time)) => Some(Date::of(time)),
        Some(Value::Null) => None,
        other => panic!("{name} is {other:?}"),
    }
}

#[test]
fn devices_and_their_systems_were_out_when_they_were_first_seen() {
    for (spec, generator) in datasets() {
        let (mut phones, mut systems) = (0, BTreeSet::new());
        each_row(&generator, Table::Devices, |row| {
            let model = MODELS.iter().find(|model| model.name == text(row, "model"));
            let model = model.expect("a model of the catalogue");
            let seen = Month::of(day(row, "first_seen").expect("a day"));
            assert!(model.released < seen, "{model:?} in {seen:?}");
            assert_eq!(model.kind.as_str(), text(row, "device_type"));
            let (first, last) = systems_of(model);
            let runs = &OS_VERSIONS[first..=last];
            let os = runs
                .iter()
                .find(|os| os.name == text(row, "operating_system"));
            let os = os.expect("a system that the model runs");
            assert!(os.released < seen, "{os:?} in {seen:?}");
            systems.insert(os.name);
            let oldest = spec.start.civil().0 - 5;
            if model.kind.is_phone() && spec.start < Date::from_civil(2030, 1, 1) {
                phones += 1;
                assert!(model.released.year() >= oldest, "{model:?} in {seen:?}");
            }
        });
        assert!(
            phones > 1_000 || spec.start == Date::from_civil(2030, 1, 1),
            "{phones}"
        );
        assert!(systems.len() > 10, "{}: {systems:?}", spec.start);
    }
}

#[test]
fn the_cnpj_of_companies_founded_from_july_2026_on_has_letters() {
    let (mut numeric, mut with_letters) = (0, 0);
    for (start, (_, generator)) in datasets().enumerate() {
        each_row(&generator, Table::Customers, |row| {
            let document = text(row, "document");
            let has_letter = document.bytes().any(|symbol| symbol.is_ascii_uppercase());
            let founded = day(row, "birth_date") >= Some(Date::from_civil(2026, 7, 1));
            let is_company = text(row, "kind") == "COMPANY";
            assert_eq!(has_letter, is_company && founded, "{document}");
            numeric += i32::from(is_company && !has_letter);
            with_letters += i32::from(has_letter);
            assert!(start == 3 || !has_letter, "{document}");
        });
    }
    assert!(
        numeric > 300 && with_letters > 5,
        "{numeric} {with_letters}"
    );
}

#[test]
fn claims_are_med_from_its_first_day_on() {
    let mut remedies: BTreeMap<(i32, String), usize> = BTreeMap::new();
    for (spec, generator) in datasets() {
        each_row(&generator, Table::FraudCases, |row| {
            let remedy = text(row, "remedy");
            let claimed = day(row, "reported_at").or(day(row, "last_event_at"));
            match remedy {
                "MED" => assert!(claimed >= Some(MED)),
                "COMPLAINT" => assert!(claimed < Some(MED) && text(row, "decision") != "ACCEPTED"),
                other => assert!(["CHARGEBACK", "INVESTIGATION"].contains(&other)),
            }
            let year = spec.start.civil().0;
            *remedies.entry((year, remedy.into())).or_default() += 1;
        });
    }
    let count = |year, remedy: &str| remedies.get(&(year, remedy.into())).copied().unwrap_or(0);
    assert!(
        count(2020, "COMPLAINT") > 100 && count(2020, "MED") > 10,
        "{remedies:?}"
    );
    for year in [2022, 2025, 2030] {
        assert_eq!(count(year, "COMPLAINT"), 0);
        assert!(count(year, "MED") > 100, "{remedies:?}");
    }
}

#[test]
fn banks_without_branches_have_one_and_account_numbers_do_not_repeat() {
    for (_, generator) in datasets() {
        let (mut branches, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        each_row(&generator, Table::Accounts, |row| {
            let [bank, branch, number] =
                ["bank_code", "branch", "account_number"].map(|name| text(row, name));
            assert!(numbers.insert(format!("{bank} {branch} {number}")));
            let bank = BANKS.iter().find(|known| known.code == bank);
            if bank.map(|bank| bank.kind) == Some(BankKind::Digital) {
                assert_eq!(branch, "0001");
            } else {
                branches.insert(String::from(branch));
            }
        });
        assert!(branches.len() > 50, "{}", branches.len());
    }
}

#[test]
fn merchants_are_paid_while_they_are_open() {
    for (spec, generator) in datasets() {
        let (mut open, mut changes) = (BTreeMap::new(), [0, 0]);
        let end = Date(spec.start.0 + spec.days as i32);
        each_row(&generator, Table::Merchants, |row| {
            let opened = day(row, "opened_on").expect("a date");
            let closed = day(row, "closed_on");
            assert!(
                opened < end && closed.is_none_or(|closed| (spec.start..end).contains(&closed))
            );
            changes[0] += i32::from(opened >= spec.start);
            changes[1] += i32::from(closed.is_some());
            open.insert(id(row, "merchant_id"), opened..=closed.unwrap_or(end));
        });
        let [opening, closing] = changes;
        assert!(
            (100..200).contains(&opening) && (70..160).contains(&closing),
            "{changes:?}"
        );
        let mut paid = BTreeSet::new();
        each_row(&generator, Table::Transactions, |row| {
            if let Some(merchant) = id(row, "merchant_id") {
                let time = day(row, "timestamp").expect("a time");
                assert!(
                    open[&Some(merchant)].contains(&time),
                    "{merchant} on {time}"
                );
                paid.insert((merchant, id(row, "fraud_case_id")));
            }
        });
        // A case's beneficiary is the merchant that its payments went to.
        each_row(&generator, Table::FraudCases, |row| {
            if text(row, "beneficiary_kind") == "MERCHANT" {
                let merchant = id(row, "beneficiary_id").expect("a beneficiary");
                assert!(paid.contains(&(merchant, id(row, "fraud_case_id"))));
            }
        });
    }
}

#[test]
fn whatsapp_and_betting_follow_the_rules_of_the_day() {
    let since = |year, month, day| Some(Date::from_civil(year, month, day));
    let (mut chats, mut bets) = ([0; 2], [0; 2]);
    for (_, generator) in datasets() {
        each_row(&generator, Table::Transactions, |row| {
            let at = day(row, "timestamp");
            let merchant = id(row, "merchant_id").is_some();
            if text(row, "channel") == "WHATSAPP_PAY" {
                assert!(at >= since(2021, 5, 4), "{row:?}");
                assert!(!merchant || at >= since(2023, 4, 11), "{row:?}");
                chats[usize::from(merchant)] += 1;
            }
            if merchant && text(row, "mcc_code") == "7995" {
                let on_credit = text(row, "type") == "CREDIT_CARD";
                assert!(!on_credit || at < since(2025, 1, 1), "{row:?}");
                bets[usize::from(on_credit)] += 1;
            }
        });
    }
    assert!(
        chats.iter().chain(&bets).all(|&count| count > 50),
        "{chats:?} {bets:?}"
    );
}
