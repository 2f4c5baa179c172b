//! The cards table.

use super::table;
use crate::schema::categories::{CardBrand, CardType};
use crate::schema::stores::{Category, Count, Date, Id, Money, Nullable};

table! {
    "One row per payment card."
    Cards of CardRow {
        card_id: Id, Id, "Card, from 1.";
        account_id: Id, Id, "Account it belongs to: accounts.account_id.";
        customer_id: Id, Id, "Holder: customers.customer_id.";
        card_type: Category<CardType>, Feature, "Credit, debit or prepaid.";
        card_brand: Category<CardBrand>, Feature, "Scheme.";
        bin: Count, Feature, "First six digits of the number, from a range of the scheme.";
        card_number_hash: Id, Id, "53-bit hash of the Luhn-valid number, which is not stored.";
        issued_on: Date, Feature, "When the card was issued.";
        expires_on: Date, Feature, "When the card expires: the last day of a month.";
        credit_limit: Nullable<Money>, Feature, "Limit of a credit card, in reais.";
    }
}
