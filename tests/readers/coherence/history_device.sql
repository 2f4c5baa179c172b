-- A device is new at the customer's first transaction from it; its age counts from when it was first seen.
WITH used AS (
    SELECT payments.*, first_seen, min(us) OVER (PARTITION BY payments.customer_id, device_id) AS first_us
    FROM payments LEFT JOIN devices USING (device_id)
)
SELECT transaction_id, new_device, device_age_days,
    device_id IS NOT NULL AND us = first_us AS expected_new, (us - epoch_us(first_seen)) // 86400000000 AS expected_age
FROM used
WHERE new_device != expected_new OR device_age_days IS DISTINCT FROM expected_age
