-- Balance: at opening, plus all credits, minus what was approved and not on credit.
WITH running AS (
    SELECT transaction_id, account_id, balance_after, sum(credits_since_last - booked) OVER (PARTITION BY account_id ORDER BY us) AS change
    FROM payments
)
SELECT transaction_id, balance_after, opening_balance + change AS expected
FROM running JOIN accounts USING (account_id)
WHERE balance_after != expected
