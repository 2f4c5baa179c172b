-- A credit's payer fits its kind, its amount is positive, its customer holds the account, and the account is open.
SELECT credit_id, c.kind, payer_id, payer_kind, c.transaction_id, amount
FROM credits c LEFT JOIN accounts a USING (account_id) LEFT JOIN customers h ON h.customer_id = c.customer_id
WHERE NOT coalesce(amount > 0 AND a.customer_id = c.customer_id
    AND (timestamp AT TIME ZONE 'America/Sao_Paulo')::DATE BETWEEN opened_on AND coalesce(closed_on, 'infinity')
    AND (payer_id IS NULL) = (payer_kind IS NULL OR payer_kind = 'BANK')
    AND CASE c.kind
        WHEN 'SALARY' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT') AND h.kind = 'PERSON'
        WHEN 'SALES' THEN payer_kind IS NULL AND h.kind = 'COMPANY'
        WHEN 'TRANSFER' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT')
        WHEN 'OWN_TRANSFER' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT')
        WHEN 'LOAN' THEN payer_kind = 'BANK'
        WHEN 'MED_RETURN' THEN payer_kind = 'BANK'
        WHEN 'CHARGEBACK' THEN payer_kind = 'MERCHANT'
    END, false)
