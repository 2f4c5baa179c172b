-- Frauds are no decoys; without label noise, a label is known from the time of its case's report.
SELECT transaction_id, is_fraud, decoy_of, label_known_at, reported_at
FROM payments LEFT JOIN fraud_cases USING (fraud_case_id, fraud_type)
WHERE (is_fraud AND decoy_of IS NOT NULL) OR label_known_at IS DISTINCT FROM reported_at
