-- The three labels are there together or not at all.
SELECT transaction_id, is_fraud, fraud_type, fraud_case_id FROM payments
WHERE is_fraud IS DISTINCT FROM (fraud_type IS NOT NULL) OR is_fraud IS DISTINCT FROM (fraud_case_id IS NOT NULL)
