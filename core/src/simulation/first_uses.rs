//! First payments from new devices: their owners try them, and some pay with them for a short time only.

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR, MINUTE};
use crate::plan::CELL_CUSTOMERS;
use crate::population::people::device::{Device, lent};
use crate::random::rng::{Keys, Purpose, Rng};
use crate::schema::categories::Instrument;
use crate::simulation::cell::Cell;
use crate::simulation::customer::contacts::borrowed_phone;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::schedule::{EventKind, Schedule};
use crate::simulation::transfers::OTHERWISE;

/// New devices of customers' own that are tried at once, per mille; those of others are borrowed in order to pay
/// (assumptions).
const TRIED_AT_ONCE: u32 = 700;
const BORROWED_TO_PAY: u32 = 930;
/// Relative numbers of customers who make one, two, three first payments, and so on (assumption).
const PAYMENTS: [u16; 8] = [26, 24, 16, 11, 8, 6, 5, 4];
/// The longest time until a new device is tried, and between two of its first payments (assumptions).
const LATEST: i64 = 10 * HOUR;
const PAUSES: [(i64, i64); 2] = [(MINUTE, 25 * MINUTE), (HOUR, 20 * HOUR)];
/// First payments that come within minutes of the one before, and that pay a boleto where banks are open, per mille
/// (assumptions).
const AT_ONCE: u32 = 800;
const BOLETOS: u32 = 250;
/// The share of a cell's payments that first payments take at most.
const MOST: u64 = 10;

/// Gives a cell's customers the devices that others of the district lend them: phones, and those that both use for a
/// short time.
pub(super) fn share_devices(cell: &Cell<'_>, states: &mut [CustomerState<'_>]) {
    let world = cell.world;
    for state in &mut *states {
        state.borrowed_phone = borrowed_phone(world, cell.district, state.customer);
    }
    let first = cell.district[0].number;
    let cells = cell.district.len().div_ceil(CELL_CUSTOMERS as usize) as u64;
    let of_district =
        (0..cells).flat_map(|index| lent(&world.plan, first / CELL_CUSTOMERS + index));
    for lent in of_district {
        if let Some(slot) = lent.second.and_then(|second| cell.slot_of(second)) {
            let owner = &cell.district[(lent.first - first) as usize];
            let device = world.devices.short_term_device(&world.plan, owner, lent);
            states[slot].short_term.push(device);
        }
    }
}

/// Schedules the first payments from the devices that a cell's customers begin to use.
pub(super) fn schedule_first_uses(
    cell: &Cell<'_>,
    schedule: &mut Schedule,
    states: &mut [CustomerState<'_>],
    rows: u64,
) {
    let period = cell.world.period();
    let keys = Keys::new(cell.world.seed(), Purpose::FirstUses);
    let mut left = rows / MOST;
    for state in states {
        let awake = state.awake(&period);
        let stream = |device: &Device| keys.stream(state.customer.number << 40 ^ device.id as u64);
        let mut times: Vec<(i64, bool)> = Vec::new();
        for device in &state.devices {
            let mut rng = stream(device);
            if device.first_seen >= period.start && rng.chance(TRIED_AT_ONCE) {
                let chance = rng.unit();
                let delay = MINUTE + (LATEST as f64 * chance * chance * chance) as i64;
                let until = device.first_seen + 24 * HOUR;
                first_payments(device.first_seen + delay, until, &mut rng, &mut times);
            }
        }
        for other in &state.short_term {
            let mut rng = stream(&other.device);
            if rng.chance(BORROWED_TO_PAY) {
                first_payments(other.used.start, other.used.end, &mut rng, &mut times);
            }
        }
        for (time, boleto) in times {
            if left == 0 || !awake.contains(&time) {
                continue;
            }
            let instrument = match boleto && Date::of(time).is_business_day() {
                true => Instrument::Boleto,
                false => Instrument::Pix,
            };
            let number = OTHERWISE + schedule.payments as u32;
            let kind = EventKind::Everyday(instrument, number);
            schedule.add(time, state.customer.slot(), kind);
            state.planned.pix += 1;
            left -= 1;
        }
    }
}

/// Some payments from a time on, and whether each pays a boleto.
fn first_payments(first: i64, until: i64, rng: &mut Rng, times: &mut Vec<(i64, bool)>) {
    let mut time = first;
    for _ in 0..=rng.pick(&PAYMENTS) {
        if time >= until {
            break;
        }
        times.push((time, rng.chance(BOLETOS)));
        let (least, most) = PAUSES[usize::from(!rng.chance(AT_ONCE))];
        time += rng.between(least, most);
    }
}
