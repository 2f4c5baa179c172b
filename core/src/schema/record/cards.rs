//! The cards table.

use super::table;
use crate::schema::categories::{CardBrand, CardType};
use crate::schema::stores::{Category, Count, Date, Id, Money, Nullable, Timestamp};

table! {
    "One row per payment card that was valid in the period: an account's card of one type is followed by those that replace it."
    Cards of CardRow {
        card_id: Id, Id, "Card; consecutive among the cards that replace each other, with gaps in between.";
        account_id: Id, Id, "Account it belongs to: accounts.account_id.";
        customer_id: Id, Id, "Holder: customers.customer_id.";
        card_type: Category<CardType>, Feature, "Credit, debit or prepaid.";
        card_brand: Category<CardBrand>, Feature, "Scheme.";
        bin: Count, Feature, "First six digits of the number, from a range of the scheme.";
        card_number_hash: Id, Id, "53-bit hash of the Luhn-valid number, which is not stored.";
        issued_on: Date, Feature, "When the card was issued: from then on it is used in place of the one that it replaces.";
        expires_on: Date, Feature, "When the card expires: the last day of a month.";
        blocked_at: Nullable<Timestamp>, Label, "When the bank blocked it (UTC), within the period: as lost, stolen or damaged, after a fraud on it was reported, or with its account; no payment is approved from then on.";
        replaces_card_id: Nullable<Id>, Id, "The card that it replaces: cards.card_id; null for the first one.";
        credit_limit: Nullable<Money>, Feature, "Limit of a credit card, in reais.";
    }
}
