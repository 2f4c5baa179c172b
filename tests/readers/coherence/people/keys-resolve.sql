-- Every key is in the table that it refers to, and belongs to the same customer there (for transactions, the report's rules say so).
SELECT 'accounts.customer_id' AS key, account_id AS id FROM accounts ANTI JOIN customers USING (customer_id)
UNION ALL SELECT 'cards.account_id', card_id FROM cards ANTI JOIN accounts USING (account_id, customer_id)
UNION ALL SELECT 'devices.customer_id', device_id FROM devices ANTI JOIN customers USING (customer_id)
UNION ALL SELECT 'fraud_cases.account_id', fraud_case_id FROM fraud_cases ANTI JOIN accounts USING (account_id, customer_id)
UNION ALL SELECT 'fraud_cases.device_id', fraud_case_id FROM fraud_cases ANTI JOIN devices USING (device_id) WHERE device_id IS NOT NULL
UNION ALL SELECT 'transactions.session_id', a.transaction_id FROM payments a ANTI JOIN payments b ON a.session_id = b.transaction_id AND a.customer_id = b.customer_id WHERE a.session_id IS NOT NULL
UNION ALL SELECT 'transactions.beneficiary_id', transaction_id FROM payments ANTI JOIN accounts ON beneficiary_id = accounts.account_id WHERE beneficiary_kind = 'ACCOUNT'
UNION ALL SELECT 'transactions.beneficiary_id', transaction_id FROM payments ANTI JOIN merchants ON beneficiary_id = merchants.merchant_id WHERE beneficiary_kind = 'MERCHANT'
UNION ALL SELECT 'fraud_cases.ring_id', fraud_case_id FROM fraud_cases ANTI JOIN (SELECT fraud_case_id AS ring_id FROM fraud_cases WHERE ring_level IS NOT NULL) USING (ring_id) WHERE ring_id IS NOT NULL
UNION ALL SELECT 'fraud_cases.beneficiary_id', fraud_case_id FROM fraud_cases ANTI JOIN accounts ON beneficiary_id = accounts.account_id WHERE beneficiary_kind = 'ACCOUNT'
UNION ALL SELECT 'fraud_cases.beneficiary_id', fraud_case_id FROM fraud_cases ANTI JOIN merchants ON beneficiary_id = merchants.merchant_id WHERE beneficiary_kind = 'MERCHANT'
