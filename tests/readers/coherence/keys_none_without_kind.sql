-- A beneficiary has a kind, and only withdrawals have none; nobody pays into the account that pays.
SELECT transaction_id, type, account_id, beneficiary_id, beneficiary_kind
FROM payments
WHERE (beneficiary_id IS NULL) != (beneficiary_kind IS NULL) OR (beneficiary_id IS NULL) != (type = 'WITHDRAWAL')
    OR (beneficiary_kind = 'ACCOUNT' AND beneficiary_id = account_id)
