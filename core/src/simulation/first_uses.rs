//! First payments from new devices: their owners try them, and some pay with them for a short time only.

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR, MINUTE};
use crate::population::people::device::{Device, ShortTerm};
use crate::random::rng::{Keys, Purpose, Rng};
use crate::schema::categories::Instrument;
use crate::simulation::cell::Cell;
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

/// Gives devices that are used for a short time to the others who use them too.
pub(super) fn share_devices(states: &mut [CustomerState<'_>]) {
    let mut shared: Vec<(usize, ShortTerm)> = Vec::new();
    for (slot, state) in states.iter().enumerate() {
        for device in &state.short_term {
            let user = device.user.map(|user| user as usize);
            if let Some(user) = user.filter(|&user| user != slot) {
                shared.push((user, device.clone()));
            }
        }
    }
    for (user, device) in shared {
        if let Some(state) = states.get_mut(user) {
            state.short_term.push(device);
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
