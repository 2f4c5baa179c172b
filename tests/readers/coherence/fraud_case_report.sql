-- A report comes after the fraud, its decision after it, the refund last; only what was lost and claimed comes back.
SELECT fraud_case_id, decision, last_event_at, reported_at, decided_at, refunded_at, amount_lost, amount_recovered FROM fraud_cases
WHERE (reported_at IS NULL) != (decision = 'NEVER_REPORTED') OR (decided_at IS NULL) != (decision = 'NEVER_REPORTED')
    OR reported_at <= last_event_at OR decided_at <= reported_at OR refunded_at <= decided_at
    OR amount_recovered NOT BETWEEN 0 AND amount_lost OR (amount_recovered > 0 AND decision != 'ACCEPTED')
    OR (refunded_at IS NULL) != (amount_recovered = 0) OR (remedy = 'INVESTIGATION' AND amount_recovered > 0)
