-- Counts and sums of the customer's earlier transactions in the last hour, 24 hours and 7 days.
WITH expected AS (
    SELECT transaction_id,
        count(*) OVER hour - 1 AS count_1h, count(*) OVER day - 1 AS count_24h, count(*) OVER week - 1 AS count_7d,
        sum(amount) OVER hour - amount AS sum_1h, sum(amount) OVER day - amount AS sum_24h, sum(amount) OVER week - amount AS sum_7d
    FROM payments
    WINDOW hour AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 3600000000 PRECEDING AND CURRENT ROW),
        day AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 86400000000 PRECEDING AND CURRENT ROW),
        week AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 604800000000 PRECEDING AND CURRENT ROW)
)
SELECT transaction_id, transactions_last_1h, count_1h, transactions_last_24h, count_24h, transactions_last_7d, count_7d,
    accumulated_amount_1h, sum_1h, accumulated_amount_24h, sum_24h, accumulated_amount_7d, sum_7d
FROM payments JOIN expected USING (transaction_id)
WHERE (transactions_last_1h, transactions_last_24h, transactions_last_7d) IS DISTINCT FROM (count_1h, count_24h, count_7d)
    OR (accumulated_amount_1h, accumulated_amount_24h, accumulated_amount_7d) IS DISTINCT FROM (sum_1h, sum_24h, sum_7d)
