-- The ids of every table but cards and credits are consecutive from 1, those of cards and credits unique; end-to-end ids, Pix keys, card numbers and account numbers are unique.
SELECT 'customers' AS name, count(*), count(DISTINCT customer_id) AS ids, min(customer_id) AS low, max(customer_id) AS high FROM customers HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'accounts', count(*), count(DISTINCT account_id) AS ids, min(account_id) AS low, max(account_id) AS high FROM accounts HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'cards', count(*), count(DISTINCT card_id) AS ids, NULL, NULL FROM cards HAVING count(*) != ids
UNION ALL
SELECT 'devices', count(*), count(DISTINCT device_id) AS ids, min(device_id) AS low, max(device_id) AS high FROM devices HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'merchants', count(*), count(DISTINCT merchant_id) AS ids, min(merchant_id) AS low, max(merchant_id) AS high FROM merchants HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'transactions', count(*), count(DISTINCT transaction_id) AS ids, min(transaction_id) AS low, max(transaction_id) AS high FROM transactions HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'fraud_cases', count(*), count(DISTINCT fraud_case_id) AS ids, min(fraud_case_id) AS low, max(fraud_case_id) AS high FROM fraud_cases HAVING NOT (count(*) = ids AND low = 1 AND high = ids)
UNION ALL
SELECT 'credits', count(*), count(DISTINCT credit_id) AS ids, NULL, NULL FROM credits HAVING count(*) != ids
UNION ALL
SELECT 'end_to_end_id', count(end_to_end_id), count(DISTINCT end_to_end_id) AS ids, NULL, NULL FROM transactions HAVING count(end_to_end_id) != ids
UNION ALL
SELECT 'pix_key_id', count(pix_key_id), count(DISTINCT pix_key_id) AS ids, NULL, NULL FROM accounts HAVING count(pix_key_id) != ids
UNION ALL
SELECT 'card_number_hash', count(*), count(DISTINCT card_number_hash) AS ids, NULL, NULL FROM cards HAVING count(*) != ids
UNION ALL
SELECT 'account_number', count(*), count(DISTINCT (bank_code, branch, account_number)) AS ids, NULL, NULL FROM accounts HAVING count(*) != ids
