-- What all rows before a row say about what it shares with other customers. Reads `keyed`: transactions
-- with a `key`, such as the payee, the device or the address. A customer is new to a key with its first row.
WITH used AS (
    SELECT transaction_id, customer_id, epoch_us(timestamp) AS us, amount::DOUBLE AS amount, key,
        (row_number() OVER (PARTITION BY key, customer_id ORDER BY timestamp, transaction_id) = 1)::INT AS is_new
    FROM keyed
)
SELECT transaction_id,
    count(*) OVER before AS payments,
    coalesce(sum(is_new) OVER before, 0) AS customers,
    coalesce(sum(is_new) OVER before, 0) - (1 - is_new) AS other_customers,
    coalesce(sum(is_new) OVER hour, 0) AS new_customers_1h,
    coalesce(sum(is_new) OVER day, 0) AS new_customers_24h,
    coalesce(sum(is_new) OVER week, 0) AS new_customers_7d,
    coalesce(sum(is_new) OVER month, 0) AS new_customers_30d,
    sum(is_new) OVER week / nullif(count(*) OVER week, 0) AS new_share_7d,
    count(*) OVER day AS payments_24h,
    coalesce(sum(amount) OVER day, 0) AS amount_24h,
    amount / avg(amount) OVER before AS amount_to_mean,
    (us - min(us) OVER before) / 86.4e9 AS days_since_first,
    (us - max(us) OVER before) / 6e7 AS minutes_since_last
FROM used
WINDOW
    before AS (PARTITION BY key ORDER BY us RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
    hour AS (PARTITION BY key ORDER BY us RANGE BETWEEN 3600000000 PRECEDING AND 1 PRECEDING),
    day AS (PARTITION BY key ORDER BY us RANGE BETWEEN 86400000000 PRECEDING AND 1 PRECEDING),
    week AS (PARTITION BY key ORDER BY us RANGE BETWEEN 604800000000 PRECEDING AND 1 PRECEDING),
    month AS (PARTITION BY key ORDER BY us RANGE BETWEEN 2592000000000 PRECEDING AND 1 PRECEDING)
