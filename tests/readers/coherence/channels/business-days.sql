-- TED and boleto are ordered on business days only.
SELECT transaction_id, type, local_time, fraud_type FROM payments
WHERE type IN ('TED', 'BOLETO') AND (isodow(local_time) > 5 OR local_time::DATE IN (FROM bank_holidays))
