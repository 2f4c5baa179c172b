//! [`Device`]: the phones, computers and tablets of customers, and those of fraudsters.

use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR, MINUTE};
use crate::catalog::devices::{DeviceKind, MODELS, OS_VERSIONS};
use crate::fraud::typology::Intruder;
use crate::plan::{DEVICES, Plan};
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::Profile;

/// Rooted or jailbroken devices, per mille (assumption).
const ROOTED: u32 = 30;
/// Customers with two devices whose second replaces the first, per mille.
const REPLACEMENTS: u32 = 480;

/// A device.
#[derive(Debug, Clone)]
pub(crate) struct Device {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    /// Index in [`MODELS`].
    pub(crate) model: u16,
    /// Index in [`OS_VERSIONS`].
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
        matches!(
            self.kind(),
            DeviceKind::SmartphoneAndroid | DeviceKind::SmartphoneIos
        )
    }
}

/// Tables to draw devices from.
#[derive(Debug)]
pub(crate) struct DeviceTables {
    /// Phones of both kinds, by market share.
    phones: Alias,
    /// The models of each kind: the index of the first, and the weights.
    kinds: [(u16, Alias); DeviceKind::ALL.len()],
}

impl DeviceTables {
    pub(crate) fn new() -> Self {
        let weights = |accept: &dyn Fn(DeviceKind) -> bool| -> Vec<u64> {
            MODELS
                .iter()
                .map(|m| {
                    if accept(m.kind) {
                        u64::from(m.weight)
                    } else {
                        0
                    }
                })
                .collect()
        };
        let phones = weights(&|kind| {
            matches!(
                kind,
                DeviceKind::SmartphoneAndroid | DeviceKind::SmartphoneIos
            )
        });
        let kinds = DeviceKind::ALL.map(|kind| {
            let first = MODELS
                .iter()
                .position(|m| m.kind == kind)
                .unwrap_or_default();
            let members = weights(&|other| other == kind);
            (first as u16, Alias::new(&members[first..]))
        });
        Self {
            phones: Alias::new(&phones),
            kinds,
        }
    }

    fn model(&self, kind: DeviceKind, rng: &mut Rng) -> u16 {
        let (first, weights) = &self.kinds[kind as usize];
        first + weights.draw(rng) as u16
    }

    fn device(
        &self,
        id: i64,
        model: u16,
        first_seen: i64,
        registered: i64,
        rng: &mut Rng,
    ) -> Device {
        let runs = |os: &&(usize, _)| MODELS[usize::from(model)].runs(os.1);
        let versions: Vec<_> = OS_VERSIONS.iter().enumerate().collect();
        let total: u64 = versions
            .iter()
            .filter(runs)
            .map(|(_, os)| u64::from(os.weight))
            .sum();
        let mut left = rng.below(total.max(1));
        let mut os = 0;
        for (index, version) in versions.iter().filter(runs) {
            os = *index as u16;
            if left < u64::from(version.weight) {
                break;
            }
            left -= u64::from(version.weight);
        }
        Device {
            id,
            model,
            os,
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
        let model = match intruder {
            Intruder::Phone => self.phones.draw(rng) as u16,
            Intruder::Computer => self.model(DeviceKind::DesktopWindows, rng),
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
        (0..count)
            .map(|index| {
                let last = index == count - 1;
                let model = if index == phone || last && replaces {
                    self.phones.draw(&mut rng) as u16
                } else {
                    self.model(second_kind(customer.profile, &mut rng), &mut rng)
                };
                let hours = rng.between(1, 48);
                let age = rng.unit();
                let first_seen = if last && replaces {
                    // Phones are kept for years: the replacement falls in the last year, or anywhere in a
                    // longer period.
                    let span = (end - start).max(365 * DAY);
                    (end - (span as f64 * age) as i64).clamp(since + 2 * HOUR, end - 1)
                } else {
                    let span = (start - since).clamp(0, 900 * DAY);
                    since.max(start - span) + (span as f64 * age) as i64 / MINUTE * MINUTE
                };
                let id = first + index as i64;
                self.device(id, model, first_seen, first_seen + hours * HOUR, &mut rng)
            })
            .collect()
    }
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
