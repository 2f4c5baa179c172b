-- The labels of a fraud are there together or not at all; without noise the bank comes to know what was reported, when it was.
SELECT transaction_id, is_fraud, fraud_type, fraud_case_id, decoy_of, label_known_at, reported_at
FROM payments LEFT JOIN fraud_cases USING (fraud_case_id, fraud_type)
WHERE is_fraud IS DISTINCT FROM (fraud_type IS NOT NULL) OR is_fraud IS DISTINCT FROM (fraud_case_id IS NOT NULL)
    OR (is_fraud AND decoy_of IS NOT NULL) OR label_known_at IS DISTINCT FROM reported_at
