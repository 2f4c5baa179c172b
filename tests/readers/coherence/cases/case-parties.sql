-- The main beneficiary of a case is paid in it, and all payments of a case with a fraudster's device that have a device are from that one.
WITH paid AS (
    SELECT fraud_case_id, beneficiary_kind, beneficiary_id, count(*) FROM payments WHERE is_fraud GROUP BY ALL
)
SELECT 'beneficiary' AS what, fraud_case_id, fraud_type FROM fraud_cases ANTI JOIN paid USING (fraud_case_id, beneficiary_kind, beneficiary_id)
UNION ALL
SELECT 'device', fraud_case_id, fraud_type FROM payments p JOIN fraud_cases c USING (fraud_case_id, fraud_type)
WHERE c.device_id IS NOT NULL AND p.device_id != c.device_id
