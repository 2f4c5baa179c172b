-- Amounts, incomes and limits are positive, scores are from 0 to 100, and withdrawals are multiples of R$10.
SELECT 'amount' AS what, transaction_id AS id FROM payments WHERE amount <= 0 OR credits_since_last < 0 OR currency != 'BRL'
UNION ALL SELECT 'cash', transaction_id FROM payments WHERE type = 'WITHDRAWAL' AND amount % 10 != 0
UNION ALL SELECT 'income', customer_id FROM customers WHERE monthly_income <= 0
UNION ALL SELECT 'overdraft', account_id FROM accounts WHERE overdraft_limit < 0 OR opening_balance < 0
UNION ALL SELECT 'limit', card_id FROM cards WHERE credit_limit <= 0
UNION ALL SELECT 'score', transaction_id FROM payments WHERE fraud_score NOT BETWEEN 0 AND 100
