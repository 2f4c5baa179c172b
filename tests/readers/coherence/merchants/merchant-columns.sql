-- All merchant columns are set where the beneficiary is a merchant, and only there; card payments are to merchants.
SELECT transaction_id, type, merchant_id, beneficiary_kind, beneficiary_id
FROM payments
WHERE [merchant_id IS NULL, merchant_name IS NULL, merchant_category IS NULL, mcc_code IS NULL, mcc_risk_level IS NULL]
        != list_resize([]::BOOLEAN[], 5, beneficiary_kind IS DISTINCT FROM 'MERCHANT')
    OR (suffix(type, '_CARD') AND merchant_id IS NULL)
