-- balance_after is the account's opening_balance plus all credits minus all booked payments so far, for every credit and payment.
WITH events AS (
    SELECT account_id, timestamp, 1 AS place, transaction_id AS id, -booked AS moved, balance_after FROM payments
    UNION ALL
    SELECT account_id, timestamp, 0, credit_id, amount, balance_after FROM credits
)
SELECT account_id, timestamp, place, id, balance_after,
    opening_balance + sum(moved) OVER (PARTITION BY account_id ORDER BY timestamp, place, id) AS expected
FROM events JOIN accounts USING (account_id)
QUALIFY balance_after != expected
