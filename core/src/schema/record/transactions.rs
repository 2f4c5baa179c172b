//! The transactions table.

use super::table;
use crate::catalog::{BankCode, MccCategory, MccCode, MccRisk, MerchantName};
use crate::fraud::kinds::FraudType;
use crate::schema::categories::{
    BeneficiaryKind, CardBrand, CardEntry, CardType, Channel, Currency, Instrument, PixKeyType,
    RefusalReason, Status,
};
use crate::schema::columns::Text;
use crate::schema::stores::{
    Category, Count, Flag, Float, Id, LocalCategory, Money, Nullable, Timestamp,
};

table! {
    "One row per payment initiated by a customer, as the payer's bank sees it."
    Transactions of TransactionRow {
        transaction_id: Id, Id, "Transaction, from 1; consecutive within each group of 64 customers, but in no order of time.";
        session_id: Nullable<Id>, Id, "First transaction of the app or web session, which ends after 15 idle minutes; null outside app and web.";
        customer_id: Id, Id, "Payer: customers.customer_id.";
        account_id: Id, Id, "Payer's account: accounts.account_id.";
        device_id: Nullable<Id>, Id, "Device it was initiated from: devices.device_id; null at terminals and for scheduled payments.";
        timestamp: Timestamp, Feature, "When it was initiated (UTC).";
        r#type: Category<Instrument>, Feature, "Payment instrument.";
        amount: Money, Feature, "Amount in reais.";
        currency: Category<Currency>, Feature, "Currency.";
        channel: Category<Channel>, Feature, "Where it was initiated.";
        ip_address: Nullable<LocalCategory>, Feature, "IP address it was initiated from; null at terminals and for scheduled payments.";
        geolocation_lat: Nullable<Float>, Feature, "Degrees north, of the device or terminal; null for scheduled payments.", repeats;
        geolocation_lon: Nullable<Float>, Feature, "Degrees east, of the device or terminal.", repeats;
        merchant_id: Nullable<Id>, Id, "Merchant: merchants.merchant_id; null if there is none.";
        merchant_name: Nullable<Category<MerchantName>>, Feature, "Trade name of the merchant.";
        merchant_category: Nullable<Category<MccCategory>>, Feature, "Category of the merchant.";
        mcc_code: Nullable<Category<MccCode>>, Feature, "Merchant category code.";
        mcc_risk_level: Nullable<Category<MccRisk>>, Feature, "Risk level of the category.";
        card_id: Nullable<Id>, Id, "Card: cards.card_id; null unless paid by card.";
        card_number_hash: Nullable<Id>, Id, "Hash of the card's number.", repeats;
        card_brand: Nullable<Category<CardBrand>>, Feature, "Scheme of the card.";
        card_type: Nullable<Category<CardType>>, Feature, "Type of the card.";
        installments: Nullable<Count>, Feature, "Instalments of a card payment.";
        card_entry: Nullable<Category<CardEntry>>, Feature, "How the card was read; MANUAL is typed in online.";
        cvv_validated: Nullable<Flag>, Feature, "Whether the security code was right; null unless the card was typed in.";
        auth_3ds: Nullable<Flag>, Feature, "Whether 3-D Secure authenticated the payer; null unless the card was typed in.";
        pix_key_type: Nullable<Category<PixKeyType>>, Feature, "Type of the beneficiary's Pix key.";
        pix_key_destination: Nullable<Id>, Id, "Token of the beneficiary's Pix key: equal keys, equal tokens.", repeats;
        end_to_end_id: Nullable<Text>, Id, "Pix end-to-end id: E, payer's ISPB, minute in UTC, 11 characters.";
        beneficiary_id: Nullable<Id>, Id, "Who is paid, see beneficiary_kind; null for withdrawals.";
        beneficiary_kind: Nullable<Category<BeneficiaryKind>>, Feature, "ACCOUNT: accounts.account_id; MERCHANT: merchants.merchant_id; EXTERNAL: an account outside the population.";
        destination_bank: Nullable<Category<BankCode>>, Feature, "COMPE code of the beneficiary's bank, for Pix, TED and boleto.";
        distance_from_last_txn_km: Nullable<Float>, Feature, "Distance from the customer's last located transaction, in steps of 0.1 km; null for the first.", repeats;
        time_since_last_txn_min: Nullable<Count>, Feature, "Whole minutes since the customer's last transaction; null for the first.";
        transactions_last_1h: Count, Feature, "The customer's earlier transactions in the hour before.";
        transactions_last_24h: Count, Feature, "The customer's earlier transactions in the 24 hours before.";
        transactions_last_7d: Count, Feature, "The customer's earlier transactions in the 7 days before.";
        accumulated_amount_1h: Money, Feature, "Sum of those in the hour before, approved or not.";
        accumulated_amount_24h: Money, Feature, "Sum of those in the 24 hours before, approved or not.";
        accumulated_amount_7d: Money, Feature, "Sum of those in the 7 days before, approved or not.";
        unusual_time: Flag, Feature, "Initiated between 0:00 and 6:00 in Brasília.";
        new_beneficiary: Flag, Feature, "Whether the customer had no earlier transaction to this beneficiary; false for withdrawals.";
        beneficiary_age_days: Nullable<Count>, Feature, "Whole days since the customer's first transaction to this beneficiary; null for a new one.";
        new_device: Flag, Feature, "Whether the customer had no earlier transaction from this device; false without a device.";
        device_age_days: Nullable<Count>, Feature, "Whole days since the device was first seen.";
        credits_since_last: Money, Feature, "Money that came into the account since its last transaction (salary, sales, transfers, loans), in reais; for the first one, since the period began.";
        balance_after: Money, Feature, "Balance of the account after the transaction: balance before, plus credits_since_last, minus the amount if approved and not on credit.";
        status: Category<Status>, Feature, "Outcome of the transaction.";
        refusal_reason: Nullable<Category<RefusalReason>>, Feature, "Why it was declined; null unless DECLINED.";
        fraud_score: Count, Feature, "Score of a simulated rule engine that sees features only, 0 to 100.";
        is_fraud: Flag, Label, "Whether it is part of a fraud.";
        fraud_type: Nullable<Category<FraudType>>, Label, "Typology of the fraud.";
        fraud_case_id: Nullable<Id>, Label, "Fraud case: fraud_cases.fraud_case_id.";
        label_known_at: Nullable<Timestamp>, Label, "When the bank learned that it is fraud (UTC); null if it never did. The label as known at t is label_known_at <= t. For a fraud it is its case's reported_at; with the spec's label_noise, it is null for some cases, or their smaller payments, and false for some look-alikes.";
        decoy_of: Nullable<Category<FraudType>>, Label, "Typology that this legitimate transaction is made to look like.";
        evidence: Nullable<Text>, Label, "Columns in which a fraud shows, separated by commas: where it differs from what the customer usually does, or leads to the fraudster; null if there are none.";
    }
}
