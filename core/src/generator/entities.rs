//! The rows of every table but transactions: customers and what they own, merchants and fraud cases.

use alloc::format;

use crate::bank::order::Outcome;
use crate::catalog::banks::BANKS;
use crate::catalog::devices::MODELS;
use crate::catalog::merchants::MCCS;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::catalog::{
    BankCode, BankName, City, DeviceMaker, DeviceModel, MccCategory, MccCode, OperatingSystem, Uf,
};
use crate::fraud::planning::cases::Cases;
use crate::fraud::script::Step;
use crate::population::payee::Payee;
use crate::population::people::account::{Account, account_id, pix_key_token};
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::population::people::identity::Identity;
use crate::population::people::moving::Move;
use crate::schema::categories::BeneficiaryKind;
use crate::schema::record::{
    AccountRow, Accounts, CardRow, Cards, CustomerRow, Customers, DeviceRow, Devices, FraudCaseRow,
    FraudCases, MerchantRow, Merchants,
};
use crate::world::World;

use alloc::vec::Vec;

pub(crate) fn customers(world: &World, district: &[Customer], out: &mut Customers) {
    for customer in district {
        let identity = Identity::new(world.seed(), customer);
        let town = &MUNICIPALITIES[usize::from(customer.municipality)];
        let code = |moved: Move| MUNICIPALITIES[usize::from(moved.from.municipality)].ibge as i32;
        out.push(CustomerRow {
            customer_id: customer.id(),
            kind: customer.kind,
            name: &identity.name,
            document: &identity.document,
            birth_date: customer.born.0,
            email: &identity.email,
            phone: &identity.phone,
            state: Uf(u16::from(town.state)),
            municipality: City(customer.municipality),
            municipality_code: town.ibge as i32,
            postal_code: &identity.postal_code,
            latitude: customer.home.latitude,
            longitude: customer.home.longitude,
            monthly_income: customer.income,
            behavioral_profile: customer.profile,
            customer_since: customer.since.0,
            moved_on: customer.moved.map(|moved| moved.on.0),
            previous_municipality_code: customer.moved.map(code),
        });
    }
}

pub(crate) fn accounts(world: &World, district: &[Customer], cases: &Cases, out: &mut Accounts) {
    for customer in district {
        let blocked = cases.consequences(customer.number).account_blocked;
        for (index, account) in world.accounts(customer).enumerate() {
            let bank = &BANKS[usize::from(account.bank)];
            let (branch, number) = account.branch_and_number(world.seed());
            out.push(AccountRow {
                account_id: account.id,
                customer_id: customer.id(),
                bank_code: BankCode(account.bank),
                bank_name: BankName(account.bank),
                ispb: &format!("{:08}", bank.ispb),
                branch: &format!("{branch:04}"),
                account_number: &format!("{number}-{}", check_digit(number)),
                account_type: account.account_type,
                opened_on: account.opened.0,
                // A blocked account stays.
                closed_on: (customer.until.map(|until| until.0))
                    .filter(|_| index > 0 || blocked.is_none()),
                is_primary: index == 0,
                opening_balance: account.opening_balance,
                overdraft_limit: account.overdraft,
                pix_key_type: account.pix_key,
                pix_key_id: account
                    .pix_key
                    .map(|_| pix_key_token(world.seed(), account.id)),
                night_limit_raised: account.night_limit_raised,
                blocked_at: blocked.filter(|_| index == 0),
            });
        }
    }
}

/// Modulo 11, as most banks use it, with 0 for 10.
fn check_digit(number: u32) -> u32 {
    let (mut rest, mut weight, mut sum) = (number, 2, 0);
    while rest > 0 {
        sum += rest % 10 * weight;
        weight = if weight == 9 { 2 } else { weight + 1 };
        rest /= 10;
    }
    (11 - sum % 11) % 11 % 10
}

pub(crate) fn cards_of(world: &World, district: &[Customer], cases: &Cases, out: &mut Cards) {
    for customer in district {
        let accounts: Vec<Account> = world.accounts(customer).collect();
        let consequences = cases.consequences(customer.number);
        for slot in world.cards(customer, &accounts, consequences) {
            let mut replaces = None;
            for card in &slot.cards {
                out.push(CardRow {
                    card_id: card.id,
                    account_id: accounts[slot.account].id,
                    customer_id: customer.id(),
                    card_type: slot.card_type,
                    card_brand: slot.brand,
                    bin: card.bin as i32,
                    card_number_hash: card.number_hash,
                    issued_on: card.issued.0,
                    expires_on: card.expires.0,
                    blocked_at: card.blocked,
                    replaces_card_id: replaces.replace(card.id),
                    credit_limit: slot.limit,
                });
            }
        }
    }
}

pub(crate) fn devices(world: &World, district: &[Customer], cases: &Cases, out: &mut Devices) {
    for customer in district {
        let own = world.devices.devices(&world.plan, customer);
        let others = world.devices.short_term(&world.plan, customer);
        for device in own.iter().chain(others.iter().map(|others| &others.device)) {
            out.push(device_row(device, customer.id()));
        }
    }
    for case in &cases.cases {
        if let Some(device) = &case.brought
            && (!case.left_out || cases.use_device(device.id))
        {
            out.push(device_row(device, case.customer as i64 + 1));
        }
    }
}

fn device_row(device: &Device, customer_id: i64) -> DeviceRow<'static> {
    let model = &MODELS[usize::from(device.model)];
    DeviceRow {
        device_id: device.id,
        customer_id,
        device_type: model.kind.into(),
        manufacturer: DeviceMaker(device.model),
        model: DeviceModel(device.model),
        operating_system: OperatingSystem(device.os),
        first_seen: device.first_seen,
        registered_at: device.registered,
        is_rooted: device.rooted,
    }
}

pub(crate) fn merchants(world: &World, numbers: core::ops::Range<u64>, out: &mut Merchants) {
    for number in numbers {
        let merchant = world.merchants.merchant(number);
        let details = world.merchants.details(&merchant);
        let town = &MUNICIPALITIES[usize::from(merchant.municipality)];
        let mcc = u16::from(merchant.mcc);
        out.push(MerchantRow {
            merchant_id: merchant.id(),
            merchant_name: merchant.name,
            mcc_code: MccCode(mcc),
            merchant_category: MccCategory(mcc),
            mcc_risk_level: MCCS[usize::from(mcc)].risk.into(),
            is_online: merchant.online,
            size: details.size,
            state: Uf(u16::from(town.state)),
            municipality: City(merchant.municipality),
            municipality_code: town.ibge as i32,
            latitude: merchant.location.latitude,
            longitude: merchant.location.longitude,
            bank_code: BankCode(merchant.bank),
            opened_on: details.opened.0,
            closed_on: details.closed.map(|date| date.0),
        });
    }
}

pub(crate) fn fraud_cases(district: &[Customer], cases: &Cases, out: &mut FraudCases) {
    for case in cases.that_happen() {
        let steps = cases.steps(case);
        let customer = &district[(case.customer - district[0].number) as usize];
        let typology = case.kind.typology();
        let (beneficiary_id, beneficiary_kind) = match case.beneficiary {
            Payee::Customer(number) => (account_id(number, 0), BeneficiaryKind::Account),
            Payee::Own(_) => unreachable!("no case is paid to the holder"),
            Payee::External(number) => (number as i64 + 1, BeneficiaryKind::External),
            Payee::Merchant(number) => (number as i64 + 1, BeneficiaryKind::Merchant),
        };
        let total = |approved: bool| -> i64 {
            let counted = |step: &&Step| !approved || step.outcome == Outcome::Approved;
            steps.iter().filter(counted).map(|step| step.amount).sum()
        };
        let (attempted, lost) = (total(false), total(true));
        let last = steps.iter().map(|step| step.time).max().unwrap_or_default();
        let after = &case.aftermath;
        out.push(FraudCaseRow {
            fraud_case_id: case.id,
            fraud_type: case.kind,
            customer_id: customer.id(),
            account_id: account_id(case.customer, case.account),
            customer_role: typology.role,
            ring_id: case.ring,
            ring_level: case.level.map(i32::from),
            device_id: case.fraudster_device().map(|device| device.id),
            beneficiary_id,
            beneficiary_kind,
            beneficiary_role: case.beneficiary_role,
            transactions: steps.len() as i32,
            first_event_at: steps.iter().map(|step| step.time).min().unwrap_or_default(),
            last_event_at: last,
            amount_attempted: attempted,
            amount_lost: lost,
            amount_recovered: after.recovered,
            reported_at: after.reported,
            decided_at: after.decided,
            decision: after.decision,
            remedy: after.remedy,
            refunded_at: after.refunded,
        });
    }
}
