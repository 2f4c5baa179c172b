-- What each account did over the whole period, and what shares its devices and addresses. Reads the tables of a graph task.
WITH came AS (
    SELECT beneficiary_id AS account_id, timestamp, account_id AS payer, true AS inside, amount::DOUBLE AS amount
    FROM edges WHERE beneficiary_kind = 'ACCOUNT' AND status = 'APPROVED'
    UNION ALL
    SELECT account_id, timestamp, payer_id, false, amount::DOUBLE FROM incoming
), moving AS (
    SELECT account_id, timestamp, amount, 0 AS went FROM came
    UNION ALL
    SELECT account_id, timestamp, 0, amount::DOUBLE FROM edges WHERE status = 'APPROVED'
), passing AS (
    SELECT account_id, sum(least(went, in_24h)) / nullif(sum(amount), 0) AS passed_on_24h, sum(least(went, in_1h)) / nullif(sum(amount), 0) AS passed_on_1h,
        max(in_24h) AS most_in_24h, max(out_24h) AS most_out_24h
    FROM (
        SELECT *, sum(amount) OVER (PARTITION BY account_id ORDER BY timestamp RANGE INTERVAL 1 DAY PRECEDING) AS in_24h,
            sum(amount) OVER (PARTITION BY account_id ORDER BY timestamp RANGE INTERVAL 1 HOUR PRECEDING) AS in_1h,
            sum(went) OVER (PARTITION BY account_id ORDER BY timestamp RANGE INTERVAL 1 DAY PRECEDING) AS out_24h
        FROM moving
    ) GROUP BY ALL
), first_payments AS (
    SELECT account_id, payer, min(timestamp) AS timestamp FROM came GROUP BY ALL
), bursts AS (
    SELECT account_id, max(payers) AS most_payers_7d FROM (
        SELECT account_id, count(*) OVER (PARTITION BY account_id ORDER BY timestamp RANGE INTERVAL 7 DAY PRECEDING) AS payers FROM first_payments
    ) GROUP BY ALL
), received AS (
    SELECT account_id, count(*) AS received, sum(amount) AS amount_received, avg(amount) AS mean_received, stddev(amount) AS spread_received,
        max(amount) AS most_received, count(DISTINCT payer) FILTER (inside) AS payers, count(DISTINCT payer) FILTER (NOT inside) AS outside_payers,
        count(DISTINCT timestamp::DATE) AS days_received, avg((hour(timestamp) BETWEEN 3 AND 9)::INT) AS received_at_night
    FROM came GROUP BY ALL
), sent AS (
    SELECT account_id, count(*) AS sent, sum(amount)::DOUBLE AS amount_sent, avg(amount) AS mean_sent, max(amount)::DOUBLE AS most_sent,
        count(DISTINCT beneficiary_id) FILTER (beneficiary_kind = 'ACCOUNT') AS payees, count(DISTINCT beneficiary_id) FILTER (beneficiary_kind != 'ACCOUNT') AS outside_payees,
        sum(amount) FILTER (beneficiary_kind != 'ACCOUNT')::DOUBLE AS amount_sent_outside, count(DISTINCT timestamp::DATE) AS days_sent,
        avg((status != 'APPROVED')::INT) AS refused, avg((hour(timestamp) BETWEEN 3 AND 9)::INT) AS sent_at_night, avg((type = 'PIX')::INT) AS by_pix,
        avg((channel = 'WEB_BANKING')::INT) AS by_web
    FROM edges GROUP BY ALL
), devices AS (
    SELECT account_id, count(*) AS devices, max(accounts) AS accounts_of_device, min(payments) AS least_of_device
    FROM (SELECT *, count(*) OVER (PARTITION BY device_id) AS accounts FROM account_devices) GROUP BY ALL
), addresses AS (
    SELECT account_id, count(*) AS addresses, max(accounts) AS accounts_of_address, avg(accounts) AS mean_of_address
    FROM (SELECT *, count(*) OVER (PARTITION BY ip_address) AS accounts FROM account_addresses) GROUP BY ALL
)
SELECT nodes.* EXCLUDE (opened_on, birth_date, customer_since), datediff('day', opened_on, last.day) AS days_open, datediff('year', birth_date, last.day) AS age,
    datediff('day', customer_since, last.day) AS days_customer, amount_received / monthly_income AS received_to_income, amount_sent / amount_received AS sent_to_received,
    received.* EXCLUDE (account_id), sent.* EXCLUDE (account_id), passing.* EXCLUDE (account_id), most_payers_7d, devices.* EXCLUDE (account_id),
    addresses.* EXCLUDE (account_id)
FROM nodes CROSS JOIN (SELECT max(timestamp)::DATE AS day FROM edges) AS last
LEFT JOIN received USING (account_id)
LEFT JOIN sent USING (account_id)
LEFT JOIN passing USING (account_id)
LEFT JOIN bursts USING (account_id)
LEFT JOIN devices USING (account_id)
LEFT JOIN addresses USING (account_id)
