//! The credits table.

use super::table;
use crate::schema::categories::{CreditKind, PayerKind};
use crate::schema::stores::{Category, Id, Money, Nullable, Timestamp};

table! {
    "One row per amount that comes into an account, as the account's bank sees it."
    Credits of CreditRow {
        credit_id: Id, Id, "Credit; ascending in time within each group of 64 customers, not consecutive.";
        account_id: Id, Id, "Account: accounts.account_id.";
        customer_id: Id, Id, "Holder: customers.customer_id.";
        timestamp: Timestamp, Feature, "When it came in (UTC): before a payment from the account at the same time.";
        kind: Category<CreditKind>, Feature, "What it is for.";
        amount: Money, Feature, "Amount in reais.";
        payer_id: Nullable<Id>, Id, "Payer, see payer_kind; null for the account's bank, and where it is not known.";
        payer_kind: Nullable<Category<PayerKind>>, Feature, "What payer_id refers to: accounts, merchants or, for EXTERNAL, no table; null where it is not known.";
        transaction_id: Nullable<Id>, Id, "Payment that brought it, or that it returns: transactions.transaction_id.";
        balance_after: Money, Feature, "Balance of the account after it, in reais.";
        fraud_case_id: Nullable<Id>, Label, "Fraud case that it belongs to: fraud_cases.fraud_case_id.";
    }
}
