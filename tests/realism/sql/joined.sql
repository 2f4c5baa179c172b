-- Transactions with what they refer to: t is the row; c, a, k, d its customer, account, card and device;
-- m, pa, pc the merchant, the account and the customer that are paid.
FROM transactions t
JOIN customers c ON c.customer_id = t.customer_id
JOIN accounts a ON a.account_id = t.account_id
LEFT JOIN cards k ON k.card_id = t.card_id
LEFT JOIN devices d ON d.device_id = t.device_id
LEFT JOIN merchants m ON m.merchant_id = t.merchant_id
LEFT JOIN accounts pa ON t.beneficiary_kind = 'ACCOUNT' AND pa.account_id = t.beneficiary_id
LEFT JOIN customers pc ON pc.customer_id = pa.customer_id
