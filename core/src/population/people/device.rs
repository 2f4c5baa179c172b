//! [`Device`]: the phones, computers and tablets of customers, and those of fraudsters.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR, MINUTE};
use crate::catalog::devices::{DeviceKind, MODELS};
use crate::plan::{CELL_CUSTOMERS, DEVICES, Plan};
use crate::population::people::customer::Customer;
use crate::population::people::device_tables::{DeviceTables, EARLIEST_DAYS};
use crate::random::rng::{Keys, Purpose, Rng};
use crate::schema::categories::Profile;

/// Rooted or jailbroken devices, per mille (assumption).
const ROOTED: u32 = 30;
/// Customers with two devices whose second replaces the first, per mille.
const REPLACEMENTS: u32 = 480;
/// How old a device that is not the customer's own is when it is first seen, at most, in days (assumption).
const OLDEST: i64 = 1_000;
/// Computers and tablets that are bought in the last year, or anywhere in a longer period, per mille; and third
/// devices that replace a computer instead of a phone (assumptions).
const NEW_COMPUTERS: u32 = 350;
const COMPUTERS_REPLACED: u32 = 250;
/// How long before its first payment a device is enrolled that is not the customer's own: from minutes to weeks, any
/// order of magnitude as often as any other. Fraudsters wait until the limits of new devices no longer apply, others
/// until they need it (assumption).
const ENROLLED_BEFORE: (i64, i64) = (2 * MINUTE, 45 * DAY);
/// Devices used for a short time that are phones, lent during a repair, rather than the computer of a relative, a hotel
/// or an office, per mille; and those that another customer of the district uses too (assumptions).
const LENT_PHONES: u32 = 480;
const SHARED: u32 = 400;
/// For how long phones are lent, and others used (assumptions).
const LENT: (i64, i64) = (4 * HOUR, 15 * DAY);
const USED: (i64, i64) = (30 * MINUTE, 8 * DAY);

/// The kinds of devices besides phones.
const KINDS: [DeviceKind; 4] = [
    DeviceKind::DesktopWindows,
    DeviceKind::DesktopMac,
    DeviceKind::TabletAndroid,
    DeviceKind::TabletIos,
];

/// A device that a customer uses for a short time.
#[derive(Debug, Clone)]
pub(crate) struct ShortTerm {
    pub(crate) device: Device,
    /// From the first payment on.
    pub(crate) used: Range<i64>,
}

/// A device.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    /// Index in [`MODELS`].
    pub(crate) model: u16,
    /// Index in [`crate::catalog::devices::OS_VERSIONS`]: the system when it was first seen.
    pub(crate) os: u16,
    pub(crate) first_seen: i64,
    pub(crate) registered: i64,
    pub(crate) rooted: bool,
}

impl Device {
    pub(crate) fn kind(&self) -> DeviceKind {
        MODELS[usize::from(self.model)].kind
    }

    /// Whether it is a phone.
    pub(crate) fn is_phone(&self) -> bool {
        self.kind().is_phone()
    }
}

impl DeviceTables {
    /// A device of a model, with a system that it runs when it is first seen.
    fn device(
        &self,
        id: i64,
        model: u16,
        first_seen: i64,
        registered: i64,
        rng: &mut Rng,
    ) -> Device {
        Device {
            id,
            model,
            os: self.system(model, first_seen, rng),
            first_seen,
            registered,
            rooted: rng.chance(ROOTED),
        }
    }

    /// A device that is not the customer's own, with which the customer's accounts are first used at a time: a
    /// fraudster's or one that is lent.
    pub(crate) fn foreign_device(
        &self,
        kind: Option<DeviceKind>,
        id: i64,
        customer: &Customer,
        first_use: i64,
        rng: &mut Rng,
    ) -> Device {
        let first_seen = enrolled(customer, first_use, rng);
        let registered = first_seen + registration(rng);
        // It may have been in use elsewhere for years.
        let bought = first_seen - rng.between(0, OLDEST * DAY);
        let model = match kind {
            Some(kind) => self.other(kind, bought, rng),
            None => self.phone(bought, rng),
        };
        self.device(id, model, first_seen, registered, rng)
    }

    /// The devices that a customer is the first to use for a short time.
    pub(crate) fn short_term(&self, plan: &Plan, customer: &Customer) -> Vec<ShortTerm> {
        let lent = lent(plan, customer.number / CELL_CUSTOMERS);
        let own = lent.filter(|lent| lent.first == customer.number);
        own.map(|lent| self.short_term_device(plan, customer, lent))
            .collect()
    }

    /// One of these.
    pub(crate) fn short_term_device(
        &self,
        plan: &Plan,
        customer: &Customer,
        lent: Lent,
    ) -> ShortTerm {
        let spec = plan.spec();
        let id = plan.short_term_device(customer.number / CELL_CUSTOMERS, lent.number);
        let rng = &mut lent.rng.clone();
        let period = spec.start.midnight()..Date(spec.start.0 + spec.days as i32).midnight();
        let awake = customer.awake(&period);
        let day = Date::of(rng.between(awake.start, awake.end - 1)).midnight();
        // Seldom at night.
        let hours = if rng.chance(120) { 0..24 } else { 7..23 };
        let time = day + rng.between(hours.start * HOUR, hours.end * HOUR - 1);
        let first_use = time.clamp(awake.start, awake.end - 1);
        let (kind, (least, most)) = match rng.chance(LENT_PHONES) {
            true => (None, LENT),
            false => (Some(KINDS[rng.pick(&[86, 5, 6, 3])]), USED),
        };
        let duration = rng.log_between(least, most);
        ShortTerm {
            device: self.foreign_device(kind, id, customer, first_use, rng),
            used: first_use..first_use + duration,
        }
    }

    /// A customer's devices: a person's phone first, then a computer, tablet or new phone; for a company, the
    /// computer first.
    pub(crate) fn devices(&self, plan: &Plan, customer: &Customer) -> Vec<Device> {
        let spec = plan.spec();
        let mut rng = Rng::new(spec.seed, Purpose::Devices, customer.number);
        let first = plan.first_device(customer.number) as i64;
        let count = DEVICES.count(customer.number);
        let replaces = match count {
            1 => false,
            2 => customer.is_person() && rng.chance(REPLACEMENTS),
            _ => true,
        };
        let replaced = match count {
            3.. if customer.is_person() && rng.chance(COMPUTERS_REPLACED) => Replaced::Computer,
            _ => Replaced::Phone,
        };
        // Index of the device that is always a phone.
        let phone = if customer.is_person() { 0 } else { 1 };
        let since = customer.since.midnight();
        let start = spec.start.midnight();
        let end = Date(spec.start.0 + spec.days as i32).midnight();
        // Who leaves gets no new one afterwards.
        let end = customer.active(&(start..end)).end;
        (0..count)
            .map(|index| {
                let last = index == count - 1;
                let registered_after = registration(&mut rng);
                let age = rng.unit();
                let is_phone = index == phone || last && replaces && replaced == Replaced::Phone;
                let in_period =
                    last && replaces || !is_phone && index > 0 && rng.chance(NEW_COMPUTERS);
                let first_seen = if in_period {
                    // Phones are kept for years: the replacement falls in the last year, or anywhere in a
                    // longer period.
                    let span = (end - start).max(365 * DAY);
                    (end - (span as f64 * age) as i64).clamp(since + 2 * HOUR, end - 1)
                } else {
                    let span = (start - since).clamp(0, i64::from(EARLIEST_DAYS) * DAY);
                    since.max(start - span) + (span as f64 * age) as i64
                };
                let model = if is_phone {
                    self.phone(first_seen, &mut rng)
                } else {
                    let kind = second_kind(customer.profile, &mut rng);
                    self.other(kind, first_seen, &mut rng)
                };
                let id = first + index as i64;
                self.device(
                    id,
                    model,
                    first_seen,
                    first_seen + registered_after,
                    &mut rng,
                )
            })
            .collect()
    }
}

/// Who uses a device for a short time.
#[derive(Debug)]
pub(crate) struct Lent {
    /// Its number among all such devices.
    number: u64,
    /// The customer on whose accounts it is first seen, and another of the district who uses it too.
    pub(crate) first: u64,
    pub(crate) second: Option<u64>,
    rng: Rng,
}

/// The devices that the customers of a cell use for a short time.
pub(crate) fn lent(plan: &Plan, cell: u64) -> impl Iterator<Item = Lent> {
    let keys = Keys::new(plan.spec().seed, Purpose::ShortTermDevices);
    let any = |customers: &Range<u64>, rng: &mut Rng| {
        customers.start + rng.below(customers.end - customers.start)
    };
    let customers = plan.cell_customers(cell);
    let district = plan.district_customers(plan.district_of(cell));
    plan.short_term_devices(cell).map(move |number| {
        let mut rng = keys.stream(number);
        let first = any(&customers, &mut rng);
        let second = rng.chance(SHARED).then(|| any(&district, &mut rng));
        Lent {
            number,
            first,
            second: second.filter(|&second| second != first),
            rng,
        }
    })
}

/// What a customer's last device replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replaced {
    Phone,
    Computer,
}

/// When a device is first seen with which a customer's accounts are first used at a time.
fn enrolled(customer: &Customer, first_use: i64, rng: &mut Rng) -> i64 {
    let (least, most) = ENROLLED_BEFORE;
    let first_seen = first_use - rng.log_between(least, most);
    let since = customer.since.midnight() + HOUR / 2;
    let share = rng.unit();
    match first_seen < since {
        true => since.min(first_use) + ((first_use - since).max(0) as f64 * share) as i64,
        false => first_seen,
    }
}

/// How long it takes until a device is registered: mostly some hours (assumption).
fn registration(rng: &mut Rng) -> i64 {
    let chance = rng.unit();
    HOUR + (47.0 * HOUR as f64 * chance * chance * chance) as i64
}

/// The kind of device that a customer has besides a phone.
fn second_kind(profile: Profile, rng: &mut Rng) -> DeviceKind {
    let weights: [u16; 4] = match profile {
        Profile::YoungDigital | Profile::SubscriptionHeavy => [60, 15, 15, 10],
        Profile::HighSpender => [50, 35, 3, 12],
        _ => [82, 8, 6, 4],
    };
    KINDS[rng.pick(&weights)]
}
