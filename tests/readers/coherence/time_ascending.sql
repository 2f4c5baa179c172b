-- Times of a customer ascend strictly with the transaction's number.
SELECT transaction_id, customer_id, timestamp
FROM (SELECT *, lag(us) OVER (PARTITION BY customer_id ORDER BY transaction_id) AS before FROM payments)
WHERE us <= before
