-- What went into and out of an account before a row, as far as payments within the population show it. Each
-- row has the side of its payer, and that of its payee if this is an account of the population.
WITH booked AS (
    SELECT transaction_id, epoch_us(timestamp) AS us, account_id, beneficiary_id, beneficiary_kind, amount::DOUBLE AS amount,
        CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN amount ELSE 0 END::DOUBLE AS moved
    FROM transactions
), sides AS (
    SELECT transaction_id, us, 'payer' AS side, account_id, amount, 0::DOUBLE AS came, moved AS went FROM booked
    UNION ALL
    SELECT transaction_id, us, 'payee', beneficiary_id, amount, moved, 0 FROM booked WHERE beneficiary_kind = 'ACCOUNT'
)
SELECT transaction_id, side,
    coalesce(sum(came) OVER hour, 0) AS in_1h,
    coalesce(sum(went) OVER hour, 0) AS out_1h,
    coalesce(sum(came) OVER day, 0) AS in_24h,
    coalesce(sum(went) OVER day, 0) AS out_24h,
    coalesce(sum(came) OVER week, 0) AS in_7d,
    coalesce(sum(went) OVER week, 0) AS out_7d,
    count(*) FILTER (came > 0) OVER day AS received_24h,
    (us - max(us) FILTER (came > 0) OVER week) / 6e7 AS minutes_since_in,
    (us - max(us) FILTER (went > 0) OVER week) / 6e7 AS minutes_since_out,
    sum(went) OVER day / nullif(sum(came) OVER day, 0) AS passed_on_24h,
    amount / nullif(sum(came) OVER day, 0) AS amount_to_in_24h
FROM sides
WINDOW
    hour AS (PARTITION BY account_id ORDER BY us RANGE BETWEEN 3600000000 PRECEDING AND 1 PRECEDING),
    day AS (PARTITION BY account_id ORDER BY us RANGE BETWEEN 86400000000 PRECEDING AND 1 PRECEDING),
    week AS (PARTITION BY account_id ORDER BY us RANGE BETWEEN 604800000000 PRECEDING AND 1 PRECEDING)
