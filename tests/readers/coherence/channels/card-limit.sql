-- The approved payments of an account's credit cards, which replace each other, in a month do not exceed their limit.
SELECT cards.account_id, date_trunc('month', local_time) AS month, sum(amount) AS spent, any_value(credit_limit) AS most,
    sum(amount) FILTER (is_fraud) AS fraud
FROM payments JOIN cards USING (card_id)
WHERE type = 'CREDIT_CARD' AND status = 'APPROVED'
GROUP BY ALL HAVING spent > most
