// Queries to start from, by the names of their titles in the texts. They mean the same to DuckDB outside the browser.

export const queries = {
  typologies: `SELECT fraud_type, count(*) AS payments, count(DISTINCT fraud_case_id) AS cases,
  sum(amount) FILTER (status = 'APPROVED') AS approved, round(avg(new_beneficiary::INT), 3) AS to_new_payees
FROM transactions
WHERE is_fraud
GROUP BY fraud_type
ORDER BY payments DESC, fraud_type;`,

  labels: `-- A training set has the labels that the bank knew on a day, not those of today.
SELECT date_trunc('month', timestamp AT TIME ZONE 'UTC') AS month, count(*) AS payments,
  count(*) FILTER (is_fraud) AS frauds,
  count(*) FILTER (label_known_at <= TIMESTAMPTZ '2025-07-01 00:00:00+00') AS known_on_1_july
FROM transactions
WHERE timestamp < TIMESTAMPTZ '2025-07-01 00:00:00+00'
GROUP BY month
ORDER BY month;`,

  mules: `-- What came in from victims, and what the account passed on.
WITH money_in AS (
  SELECT account_id, sum(amount) AS received, count(*) AS credits
  FROM credits WHERE fraud_case_id IS NOT NULL GROUP BY account_id
), money_out AS (
  SELECT account_id, sum(amount) AS passed_on, count(*) AS payments
  FROM transactions WHERE is_fraud AND status = 'APPROVED' GROUP BY account_id
)
SELECT account_id, c.fraud_type, c.ring_id, c.ring_level, received, credits, passed_on, payments,
  round(passed_on / received, 2) AS share
FROM fraud_cases c JOIN money_in USING (account_id) JOIN money_out USING (account_id)
WHERE c.ring_level IS NOT NULL
ORDER BY received DESC, account_id
LIMIT 20;`,

  hours: `SELECT hour(timestamp AT TIME ZONE 'America/Sao_Paulo') AS hour, count(*) AS payments,
  count(*) FILTER (is_fraud) AS frauds, round(100.0 * count(*) FILTER (is_fraud) / count(*), 3) AS percent
FROM transactions
GROUP BY hour
ORDER BY hour;`,

  cases: `SELECT c.fraud_case_id, c.fraud_type, c.customer_role, c.amount_lost, count(*) AS payments,
  count(*) FILTER (t.status <> 'APPROVED') AS refused, max(t.amount) AS largest,
  date_diff('minute', c.first_event_at, c.last_event_at) AS minutes
FROM fraud_cases c JOIN transactions t USING (fraud_case_id)
GROUP BY ALL
ORDER BY c.amount_lost DESC, c.fraud_case_id
LIMIT 50;`,
};
