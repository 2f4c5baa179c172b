//! [`Evidence`]: in which columns a fraudulent payment shows.

use alloc::string::String;

use crate::bank::order::Order;
use crate::behaviour::choices::Choices;
use crate::calendar::{HOUR, time_of_day};
use crate::catalog::merchants::{MCCS, Risk};
use crate::fraud::planning::cases::Case;
use crate::schema::categories::{BeneficiaryRole, Instrument, Status};
use crate::simulation::customer::state::CustomerState;
use crate::simulation::rows::posting::{HistoryFeatures, Posted};
use crate::world::World;

/// The quantile, in standard deviations, above which an amount is unusual for a customer: one in twenty is.
const UNUSUAL_AMOUNT: f64 = 1.645;
/// Kilometres since the last payment that are far, earlier payments in the hour that are many, and days for which a device
/// is new.
const FAR: f32 = 50.0;
const MANY: i32 = 2;
const NEW: i32 = 2;
/// Shares, in per cent: of what is available, that takes most of it; of what came in, that passes it on; of the week's
/// money, that is much for a day.
const MOST: i64 = 80;
const PASSED_ON: i64 = 50;
const MUCH: i64 = 50;

/// The columns of fraudulent payments that differ from what their customers usually do, or that lead to the fraudster.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Of the last payment, separated by commas.
    columns: String,
}

impl Evidence {
    /// The columns in which a payment of a case shows, separated by commas; `None` if there are none. `credits` came into the
    /// account since its last payment, in centavos.
    pub(super) fn of(
        &mut self,
        world: &World,
        state: &CustomerState<'_>,
        case: &Case,
        (order, features, posted, credits): (&Order, &HistoryFeatures, &Posted, i64),
    ) -> Option<&str> {
        let person = state.customer.is_person();
        let usual = |quantile| {
            let quantile = Choices::blend(state.means, (0.0, 0.0), quantile);
            let amounts = &world.behaviour.amounts;
            amounts.at(order.instrument, person, quantile)
        };
        let (median, usual) = (usual(0.0), usual(UNUSUAL_AMOUNT));
        let [_, day, week] = features.recent.sums;
        let debited = order.instrument != Instrument::CreditCard;
        let risk = order
            .merchant
            .map(|merchant| MCCS[usize::from(merchant.mcc)].risk);
        let code = order.card.and_then(|card| card.code);
        let authenticated = order.card.and_then(|card| card.authenticated);
        let collects = !matches!(case.beneficiary_role, BeneficiaryRole::Merchant);
        let of_other = order.by_other && order.device.is_some();
        let empties = debited && order.amount * 100 >= posted.available * MOST;
        let shows = [
            ("device_id", of_other && case.device.is_some()),
            ("amount", order.amount > usual),
            ("ip_address", order.by_other && order.address.is_some()),
            ("mcc_risk_level", risk == Some(Risk::High)),
            ("cvv_validated", code == Some(false)),
            ("auth_3ds", authenticated == Some(false)),
            (
                "beneficiary_id",
                collects && order.payee == Some(case.beneficiary),
            ),
            (
                "distance_from_last_txn_km",
                features.distance_km.is_some_and(|km| km >= FAR),
            ),
            ("transactions_last_1h", features.recent.counts[0] >= MANY),
            (
                "accumulated_amount_24h",
                day > usual && day * 100 >= week * MUCH,
            ),
            ("unusual_time", time_of_day(order.time) < 6 * HOUR),
            ("new_beneficiary", features.new_beneficiary),
            ("new_device", features.new_device),
            (
                "device_age_days",
                features.device_days.is_some_and(|days| days < NEW),
            ),
            (
                "credits_since_last",
                debited && (order.amount..=order.amount * 100 / PASSED_ON).contains(&credits),
            ),
            ("balance_after", empties && order.amount > median),
            ("status", posted.status != Status::Approved),
        ];
        self.columns.clear();
        for (column, _) in shows.into_iter().filter(|(_, shows)| *shows) {
            if !self.columns.is_empty() {
                self.columns.push(',');
            }
            self.columns.push_str(column);
        }
        Some(self.columns.as_str()).filter(|columns| !columns.is_empty())
    }
}
