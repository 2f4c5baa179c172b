//! The fraud cases table.

use super::table;
use crate::fraud::kinds::FraudType;
use crate::schema::categories::{BeneficiaryKind, BeneficiaryRole, CaseRole, Decision, Remedy};
use crate::schema::stores::{Category, Count, Id, Money, Nullable, Timestamp};

table! {
    "One row per fraud case: the ground truth behind the labels."
    FraudCases of FraudCaseRow {
        fraud_case_id: Id, Id, "Case, from 1.";
        fraud_type: Category<FraudType>, Label, "Typology.";
        customer_id: Id, Id, "Whose account the case's transactions are on: customers.customer_id.";
        account_id: Id, Id, "That account: accounts.account_id.";
        customer_role: Category<CaseRole>, Label, "Role of that customer in the case.";
        ring_id: Nullable<Id>, Id, "Network of mules or launderers that the account belongs to, or that received the money: the case of its first account, even if that is left out.";
        ring_level: Nullable<Count>, Label, "The account's level in its ring: 1 for those that collect; null for victims.";
        device_id: Nullable<Id>, Id, "Device of the fraudster, if the case has one: devices.device_id.";
        beneficiary_id: Id, Id, "Main beneficiary, see beneficiary_kind.";
        beneficiary_kind: Category<BeneficiaryKind>, Label, "What the main beneficiary is.";
        beneficiary_role: Category<BeneficiaryRole>, Label, "Role of the main beneficiary in the case.";
        transactions: Count, Label, "Number of transactions of the case.";
        first_event_at: Timestamp, Label, "First transaction (UTC).";
        last_event_at: Timestamp, Label, "Last transaction (UTC).";
        amount_attempted: Money, Label, "Sum of the case's transactions, in reais.";
        amount_lost: Money, Label, "Sum of those that were approved, in reais.";
        amount_recovered: Money, Label, "Amount refunded, in reais.";
        remedy: Category<Remedy>, Label, "How such a fraud is claimed or detected: MED for Pix (before 2021-11-16, when MED began, a complaint to the bank), chargeback for cards, investigation by the bank.";
        reported_at: Nullable<Timestamp>, Label, "When the fraud was reported or detected; null if it never was. Label noise is not in it, nor in what follows it: decision, refund, blocks.";
        decided_at: Nullable<Timestamp>, Label, "When the report was decided.";
        decision: Category<Decision>, Label, "Outcome of the report.";
        refunded_at: Nullable<Timestamp>, Label, "When the refund was paid; null without one.";
    }
}
