-- A return or chargeback belongs to an earlier, approved payment of the same customer, in the same fraud case, and is no larger than the case's.
SELECT credit_id, c.kind, c.amount, p.amount, status
FROM credits c LEFT JOIN payments p USING (transaction_id) LEFT JOIN fraud_cases f ON f.fraud_case_id = c.fraud_case_id
WHERE c.kind IN ('MED_RETURN', 'CHARGEBACK')
    AND NOT coalesce(p.customer_id = c.customer_id AND p.timestamp < c.timestamp AND status = 'APPROVED'
        AND p.fraud_case_id = c.fraud_case_id AND c.amount = amount_recovered
            AND epoch_us(c.timestamp) - epoch_us(refunded_at) BETWEEN 0 AND 1000000, false)
