-- credits_since_last is at least what customers of the population sent to the account since its last payment.
WITH events AS (
    SELECT transaction_id, account_id, us, credits_since_last, 0.00 AS received FROM payments
    UNION ALL
    SELECT NULL, beneficiary_id, us, NULL, amount FROM payments WHERE beneficiary_kind = 'ACCOUNT' AND status = 'APPROVED'
), running AS (
    SELECT *, sum(received) OVER (PARTITION BY account_id ORDER BY us) AS total FROM events
), since AS (
    SELECT transaction_id, account_id, credits_since_last,
        total - coalesce(lag(total) OVER (PARTITION BY account_id ORDER BY us), 0) AS received
    FROM running WHERE transaction_id IS NOT NULL
)
FROM since WHERE credits_since_last < received
