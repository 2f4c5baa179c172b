-- session_id is the first of the customer's consecutive payments from one device, with at most 15 minutes between two.
WITH ordered AS (
    SELECT transaction_id, customer_id, session_id, us,
        device_id IS DISTINCT FROM lag(device_id) OVER customer OR us - lag(us) OVER customer > 900000000 AS opens
    FROM payments WHERE device_id IS NOT NULL
    WINDOW customer AS (PARTITION BY customer_id ORDER BY us)
), expected AS (
    SELECT transaction_id, last_value(CASE WHEN opens THEN transaction_id END IGNORE NULLS)
        OVER (PARTITION BY customer_id ORDER BY us) AS session
    FROM ordered
)
SELECT transaction_id, session_id, session
FROM payments LEFT JOIN expected USING (transaction_id)
WHERE session_id IS DISTINCT FROM session
