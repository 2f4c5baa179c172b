//! The fraud cases table.

use super::table;
use crate::column::{Category, Count, Id, Money, Nullable, Timestamp};
use crate::fraud::FraudType;
use crate::words::{BeneficiaryKind, BeneficiaryRole, CaseRole, Decision};

table! {
    "One row per fraud case: the ground truth behind the labels."
    FraudCases of FraudCaseRow {
        fraud_case_id: Id, Id, "Case, from 1.";
        fraud_type: Category<FraudType>, Label, "Typology.";
        customer_id: Id, Id, "Whose account the case's transactions are on: customers.customer_id.";
        account_id: Id, Id, "That account: accounts.account_id.";
        customer_role: Category<CaseRole>, Label, "What that customer is: victim, or mule.";
        device_id: Nullable<Id>, Id, "Device of the fraudster, where the case has one: devices.device_id.";
        beneficiary_id: Id, Id, "Main beneficiary, see beneficiary_kind.";
        beneficiary_kind: Category<BeneficiaryKind>, Label, "What the main beneficiary is.";
        beneficiary_role: Category<BeneficiaryRole>, Label, "What the main beneficiary is in the case.";
        transactions: Count, Label, "How many transactions the case has.";
        first_event_at: Timestamp, Label, "First transaction (UTC).";
        last_event_at: Timestamp, Label, "Last transaction (UTC).";
        amount_attempted: Money, Label, "Sum of the case's transactions, in reais.";
        amount_lost: Money, Label, "Sum of those that were approved, in reais.";
        amount_recovered: Money, Label, "What was refunded to the victim, in reais.";
        reported_at: Nullable<Timestamp>, Label, "When the bank was told; null where it never was.";
        decided_at: Nullable<Timestamp>, Label, "When the report was decided.";
        decision: Category<Decision>, Label, "What became of the report.";
    }
}
