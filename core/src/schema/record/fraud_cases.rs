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
        customer_role: Category<CaseRole>, Label, "What that customer is in it.";
        ring_id: Nullable<Id>, Id, "Network of mules or launderers that the account is in, or that the money went to: the case of its first account.";
        ring_level: Nullable<Count>, Label, "The account's level in its ring: 1 for those that collect; null for victims.";
        device_id: Nullable<Id>, Id, "Device of the fraudster, where the case has one: devices.device_id.";
        beneficiary_id: Id, Id, "Main beneficiary, see beneficiary_kind.";
        beneficiary_kind: Category<BeneficiaryKind>, Label, "What the main beneficiary is.";
        beneficiary_role: Category<BeneficiaryRole>, Label, "What the main beneficiary is in the case.";
        transactions: Count, Label, "How many transactions the case has.";
        first_event_at: Timestamp, Label, "First transaction (UTC).";
        last_event_at: Timestamp, Label, "Last transaction (UTC).";
        amount_attempted: Money, Label, "Sum of the case's transactions, in reais.";
        amount_lost: Money, Label, "Sum of those that were approved, in reais.";
        amount_recovered: Money, Label, "What was refunded, in reais.";
        remedy: Category<Remedy>, Label, "How such a fraud is claimed or found out: MED for Pix, chargeback for cards, the bank's investigation.";
        reported_at: Nullable<Timestamp>, Label, "When the bank was told or found out; null where it never was.";
        decided_at: Nullable<Timestamp>, Label, "When the report was decided.";
        decision: Category<Decision>, Label, "What became of the report.";
        refunded_at: Nullable<Timestamp>, Label, "When the refund came; null without one.";
    }
}
