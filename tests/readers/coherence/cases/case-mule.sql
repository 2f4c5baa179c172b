-- A mule passes on what it received: the account was credited within three hours before the case's first payment.
WITH received AS (
    SELECT transaction_id, sum(credits_since_last) OVER (
        PARTITION BY account_id ORDER BY us RANGE BETWEEN 10800000000 PRECEDING AND CURRENT ROW) AS received
    FROM payments
)
SELECT fraud_case_id, timestamp, received, amount
FROM payments JOIN fraud_cases USING (fraud_case_id) JOIN received USING (transaction_id)
WHERE customer_role = 'MULE' AND timestamp = first_event_at AND received = 0
