-- No payment takes the balance below zero further than the overdraft allows.
SELECT transaction_id, type, balance_after, overdraft_limit, is_fraud FROM payments JOIN accounts USING (account_id)
WHERE balance_after < -overdraft_limit
