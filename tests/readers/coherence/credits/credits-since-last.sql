-- credits_since_last is the sum of the account's credits since its last payment.
WITH events AS (
    SELECT transaction_id, account_id, timestamp, 1 AS place, NULL AS credit_id, credits_since_last, 0.00 AS received FROM payments
    UNION ALL
    SELECT NULL, account_id, timestamp, 0, credit_id, NULL, amount FROM credits
), running AS (
    SELECT *, sum(received) OVER (PARTITION BY account_id ORDER BY timestamp, place, credit_id) AS total FROM events
), since AS (
    SELECT transaction_id, account_id, credits_since_last,
        total - coalesce(lag(total) OVER (PARTITION BY account_id ORDER BY timestamp), 0) AS received
    FROM running WHERE transaction_id IS NOT NULL
)
FROM since WHERE credits_since_last != received
