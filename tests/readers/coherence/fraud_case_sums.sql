-- A case agrees with its labelled transactions: how many, when, how much, and how much was approved.
WITH labelled AS (
    SELECT fraud_case_id, count(*) AS rows, min(timestamp) AS first, max(timestamp) AS last, sum(amount) AS attempted,
        coalesce(sum(amount) FILTER (status = 'APPROVED'), 0) AS lost
    FROM payments WHERE is_fraud GROUP BY ALL
)
SELECT fraud_case_id, fraud_type, transactions, rows, first_event_at, first, last_event_at, last, amount_attempted, attempted, amount_lost, lost
FROM fraud_cases FULL JOIN labelled USING (fraud_case_id)
WHERE (transactions, first_event_at, last_event_at, amount_attempted, amount_lost) IS DISTINCT FROM (rows, first, last, attempted, lost)
