-- What an account of the population pays to another is a credit there, of the same amount, at most a second later; no other credit has such a payer.
WITH sent AS (
    SELECT transaction_id, beneficiary_id, account_id, amount, us FROM payments
    WHERE beneficiary_kind = 'ACCOUNT' AND status = 'APPROVED'
), came AS (
    SELECT transaction_id, account_id AS beneficiary_id, payer_id AS account_id, amount, epoch_us(timestamp) AS came_us FROM credits
    WHERE payer_kind = 'ACCOUNT'
)
FROM sent FULL JOIN came USING (transaction_id, beneficiary_id, account_id, amount)
WHERE us IS NULL OR came_us IS NULL OR came_us - us NOT BETWEEN 0 AND 1000000
