-- Mules and launderers, and only they, have a level from 1 to 6 in a ring; victims pay to a mule of level 1.
SELECT 'level' AS what, fraud_case_id, ring_id, ring_level, customer_role FROM fraud_cases
WHERE (ring_level IS NOT NULL) != (customer_role IN ('MULE', 'LAUNDERER')) OR ring_level NOT BETWEEN 1 AND 6
    OR (ring_level IS NOT NULL AND ring_id IS NULL)
UNION ALL
SELECT 'victim', v.fraud_case_id, v.ring_id, NULL, v.beneficiary_role FROM fraud_cases v
WHERE v.ring_id IS NOT NULL AND v.ring_level IS NULL AND v.beneficiary_role = 'MULE' AND NOT EXISTS (
    FROM fraud_cases m WHERE m.ring_id = v.ring_id AND m.ring_level = 1 AND m.account_id = v.beneficiary_id)
