//! The accounts table.

use super::table;
use crate::catalog::{BankCode, BankName};
use crate::schema::categories::{AccountType, PixKeyType};
use crate::schema::columns::Text;
use crate::schema::stores::{Category, Date, Flag, Id, Money, Nullable, Timestamp};

table! {
    "One row per account at a bank."
    Accounts of AccountRow {
        account_id: Id, Id, "Account, from 1.";
        customer_id: Id, Id, "Holder: customers.customer_id.";
        bank_code: Category<BankCode>, Feature, "COMPE code of the bank.";
        bank_name: Category<BankName>, Feature, "Name of the bank.";
        ispb: Text, Feature, "Eight-digit ISPB of the bank.";
        branch: Text, Feature, "Branch; 0001 at banks without branches.";
        account_number: Text, Id, "Account number with its check digit; unique among the accounts of a branch.";
        account_type: Category<AccountType>, Feature, "Type of account.";
        opened_on: Date, Feature, "When the account was opened; no transactions before.";
        closed_on: Nullable<Date>, Feature, "The last day of the account, if its holder left within the period: what was on it goes to another bank then. A blocked account stays.";
        is_primary: Flag, Feature, "Whether the holder's income arrives here, until it is blocked.";
        opening_balance: Money, Feature, "Balance when the period starts, in reais.";
        overdraft_limit: Money, Feature, "How far below zero the balance may go, in reais.";
        pix_key_type: Nullable<Category<PixKeyType>>, Feature, "Type of the account's Pix key; null if it has none.";
        pix_key_id: Nullable<Id>, Id, "Token of the Pix key, as in transactions.pix_key_destination.";
        night_limit_raised: Flag, Feature, "Whether the holder raised the night limit of R$1,000 for Pix.";
        blocked_at: Nullable<Timestamp>, Label, "When the bank blocked it for good (UTC), within the period, because a fraud by its holder was reported; no payment from it is approved from then on.";
    }
}
