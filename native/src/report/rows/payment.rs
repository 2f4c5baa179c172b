//! [`PaymentRow`]: a row of transactions, and [`Payment`]: the same payment as the figures see it.

use super::entities::Customer;
use super::local_time::{LocalTime, is_payday};
use super::place::Place;
use super::row::row;
use crate::report::read::ShortText;

const APPROVED: ShortText = ShortText::new("APPROVED");
const CREDIT_CARD: ShortText = ShortText::new("CREDIT_CARD");
const EXTERNAL: ShortText = ShortText::new("EXTERNAL");
/// Accounts outside the population for each customer; the banks' own follow them.
const EXTERNALS_PER_CUSTOMER: i64 = 12;

row! {
    /// A row of transactions. Amounts are in centavos, times in microseconds UTC.
    PaymentRow {
        id: i64 = longs "transaction_id";
        customer: i64 = longs "customer_id";
        account: i64 = longs "account_id";
        device: Option<i64> = longs "device_id" ? nullable;
        time: i64 = longs "timestamp";
        latitude: Option<f32> = floats "geolocation_lat" ? nullable;
        longitude: Option<f32> = floats "geolocation_lon" ? nullable;
        instrument: ShortText = short_texts "type";
        amount: i64 = longs "amount";
        channel: ShortText = short_texts "channel";
        merchant: Option<i64> = longs "merchant_id" ? nullable;
        merchant_category: Option<ShortText> = short_texts "merchant_category" ? nullable;
        card: Option<i64> = longs "card_id" ? nullable;
        installments: Option<i32> = ints "installments" ? nullable;
        card_entry: Option<ShortText> = short_texts "card_entry" ? nullable;
        beneficiary: Option<i64> = longs "beneficiary_id" ? nullable;
        beneficiary_kind: Option<ShortText> = short_texts "beneficiary_kind" ? nullable;
        time_since_last: Option<i32> = ints "time_since_last_txn_min" ? nullable;
        count_1h: i32 = ints "transactions_last_1h";
        count_24h: i32 = ints "transactions_last_24h";
        count_7d: i32 = ints "transactions_last_7d";
        sum_1h: i64 = longs "accumulated_amount_1h";
        sum_24h: i64 = longs "accumulated_amount_24h";
        sum_7d: i64 = longs "accumulated_amount_7d";
        unusual_time: bool = flags "unusual_time";
        new_beneficiary: bool = flags "new_beneficiary";
        beneficiary_age: Option<i32> = ints "beneficiary_age_days" ? nullable;
        new_device: bool = flags "new_device";
        device_age: Option<i32> = ints "device_age_days" ? nullable;
        credits: i64 = longs "credits_since_last";
        balance_after: i64 = longs "balance_after";
        status: ShortText = short_texts "status";
        refusal_reason: Option<ShortText> = short_texts "refusal_reason" ? nullable;
        fraud_score: i32 = ints "fraud_score";
        is_fraud: bool = flags "is_fraud";
        fraud_type: Option<ShortText> = short_texts "fraud_type" ? nullable;
        case: Option<i64> = longs "fraud_case_id" ? nullable;
    }
}

impl PaymentRow {
    /// Whether it pays an invoice of a credit card, in a dataset of so many customers.
    fn is_invoice(&self, customers: i64) -> bool {
        let externals = EXTERNALS_PER_CUSTOMER * customers;
        self.beneficiary.is_some_and(|id| id > externals)
            && self.beneficiary_kind == Some(EXTERNAL)
            && self.is_approved()
    }

    /// Where its device or terminal was.
    pub(in crate::report) fn place(&self) -> Option<Place> {
        Some(Place::new(self.latitude?, self.longitude?))
    }

    pub(in crate::report) fn is_approved(&self) -> bool {
        self.status == APPROVED
    }

    /// How much left the account.
    pub(in crate::report) fn booked(&self) -> i64 {
        match self.is_approved() && self.instrument != CREDIT_CARD {
            true => self.amount,
            false => 0,
        }
    }
}

/// A payment as the figures see it, with its customer's attributes and its local time.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Payment {
    pub(in crate::report) instrument: ShortText,
    /// In centavos.
    pub(in crate::report) amount: i64,
    pub(in crate::report) channel: ShortText,
    pub(in crate::report) card_entry: Option<ShortText>,
    pub(in crate::report) installments: i32,
    pub(in crate::report) beneficiary_kind: Option<ShortText>,
    pub(in crate::report) merchant_category: Option<ShortText>,
    pub(in crate::report) is_invoice: bool,
    pub(in crate::report) has_card: bool,
    pub(in crate::report) has_device: bool,
    pub(in crate::report) is_approved: bool,
    /// Whether the customer is a person, not a company.
    pub(in crate::report) is_person: bool,
    /// The customer's monthly income, in centavos.
    pub(in crate::report) income: i64,
    /// The customer's state.
    pub(in crate::report) state: ShortText,
    pub(in crate::report) fraud_type: Option<ShortText>,
    pub(in crate::report) local: LocalTime,
    pub(in crate::report) is_payday: bool,
}

impl Payment {
    /// A payment of a customer, in a dataset of so many.
    pub(in crate::report) fn new(
        row: &PaymentRow,
        customer: Option<&Customer>,
        customers: i64,
    ) -> Self {
        let local = LocalTime::of(row.time);
        Self {
            instrument: row.instrument,
            amount: row.amount,
            channel: row.channel,
            card_entry: row.card_entry,
            installments: row.installments.unwrap_or_default(),
            beneficiary_kind: row.beneficiary_kind,
            merchant_category: row.merchant_category,
            is_invoice: row.is_invoice(customers),
            has_card: row.card.is_some(),
            has_device: row.device.is_some(),
            is_approved: row.is_approved(),
            is_person: customer.is_some_and(Customer::is_person),
            income: customer.map_or(0, |customer| customer.income),
            state: customer.map_or(ShortText::new(""), |customer| customer.state),
            fraud_type: row.fraud_type,
            local,
            is_payday: is_payday(local.day),
        }
    }
}
