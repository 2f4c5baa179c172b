-- From 2025 on betting is not paid by credit card.
SELECT transaction_id, local_time, type, mcc_code FROM payments
WHERE mcc_code = '7995' AND type = 'CREDIT_CARD' AND local_time::DATE >= DATE '2025-01-01'
