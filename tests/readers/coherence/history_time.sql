-- Time since the customer's last transaction, in whole minutes; null for the first.
SELECT transaction_id, time_since_last_txn_min AS found, (us - last_us) // 60000000 AS expected
FROM (SELECT *, lag(us) OVER (PARTITION BY customer_id ORDER BY us) AS last_us FROM payments)
WHERE found IS DISTINCT FROM expected
