-- No person has a CNPJ as Pix key, no company a CPF; a key has a type; a bank code has one name and ISPB.
SELECT account_id, kind, pix_key_type FROM accounts JOIN customers USING (customer_id)
WHERE (kind = 'PERSON' AND pix_key_type = 'CNPJ') OR (kind = 'COMPANY' AND pix_key_type = 'CPF')
    OR (pix_key_type IS NULL) != (pix_key_id IS NULL)
UNION ALL
SELECT NULL, bank_code, NULL FROM accounts GROUP BY bank_code HAVING count(DISTINCT (bank_name, ispb)) > 1
