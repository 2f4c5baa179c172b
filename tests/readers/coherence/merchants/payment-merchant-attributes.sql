-- The merchant columns of a payment are those of the merchant.
SELECT transaction_id, p.merchant_name, m.merchant_name, p.mcc_code, m.mcc_code
FROM payments p JOIN merchants m USING (merchant_id)
WHERE (p.merchant_name, p.merchant_category, p.mcc_code, p.mcc_risk_level)
    IS DISTINCT FROM (m.merchant_name, m.merchant_category, m.mcc_code, m.mcc_risk_level)
