-- Branches are used from 10 to 16 h on business days only.
SELECT transaction_id, type, local_time, fraud_type FROM payments
WHERE channel = 'BRANCH'
    AND (isodow(local_time) > 5 OR local_time::DATE IN (FROM bank_holidays) OR hour(local_time) NOT BETWEEN 10 AND 15)
