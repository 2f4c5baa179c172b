-- A beneficiary is new at the customer's first transaction to it, and as old as that one ever after.
WITH paid AS (
    SELECT *, min(us) OVER (PARTITION BY customer_id, beneficiary_kind, beneficiary_id) AS first_us
    FROM payments
)
SELECT transaction_id, type, new_beneficiary, beneficiary_age_days,
    beneficiary_id IS NOT NULL AND us = first_us AS expected_new,
    CASE WHEN beneficiary_id IS NOT NULL AND us > first_us THEN (us - first_us) // 86400000000 END AS expected_age
FROM paid
WHERE new_beneficiary != expected_new OR beneficiary_age_days IS DISTINCT FROM expected_age
