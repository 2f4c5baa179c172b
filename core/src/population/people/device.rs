//! [`Device`]: the phones, computers and tablets of customers, and those of fraudsters.

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR};
use crate::catalog::devices::{DeviceKind, MODELS};
use crate::fraud::typology::Intruder;
use crate::plan::{DEVICES, Plan};
use crate::population::people::customer::Customer;
use crate::population::people::device_tables::{DeviceTables, EARLIEST_DAYS};
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::Profile;

/// Rooted or jailbroken devices, per mille (assumption).
const ROOTED: u32 = 30;
/// Customers with two devices whose second replaces the first, per mille.
const REPLACEMENTS: u32 = 480;
/// How old a fraudster's device is when it is first seen, at most, in days (assumption).
const OLDEST: i64 = 1_000;

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

    /// A fraudster's device.
    pub(crate) fn fraudster_device(
        &self,
        intruder: Intruder,
        id: i64,
        first_seen: i64,
        registered: i64,
        rng: &mut Rng,
    ) -> Device {
        // Like other people's, it may have been in use for years.
        let bought = first_seen - rng.between(0, OLDEST * DAY);
        let model = match intruder {
            Intruder::Phone => self.phone(bought, rng),
            Intruder::Computer => self.other(DeviceKind::DesktopWindows, bought, rng),
        };
        self.device(id, model, first_seen, registered, rng)
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
                let first_seen = if last && replaces {
                    // Phones are kept for years: the replacement falls in the last year, or anywhere in a
                    // longer period.
                    let span = (end - start).max(365 * DAY);
                    (end - (span as f64 * age) as i64).clamp(since + 2 * HOUR, end - 1)
                } else {
                    let span = (start - since).clamp(0, i64::from(EARLIEST_DAYS) * DAY);
                    since.max(start - span) + (span as f64 * age) as i64
                };
                let model = if index == phone || last && replaces {
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

/// How long it takes until a device is registered: mostly some hours (assumption).
pub(crate) fn registration(rng: &mut Rng) -> i64 {
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
    const KINDS: [DeviceKind; 4] = [
        DeviceKind::DesktopWindows,
        DeviceKind::DesktopMac,
        DeviceKind::TabletAndroid,
        DeviceKind::TabletIos,
    ];
    KINDS[rng.pick(&weights)]
}
