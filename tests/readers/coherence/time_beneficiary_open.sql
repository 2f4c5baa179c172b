-- Nobody pays into an account before it was opened.
SELECT transaction_id, local_time, opened_on, fraud_type
FROM payments JOIN accounts ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = accounts.account_id
WHERE local_time::DATE < opened_on
