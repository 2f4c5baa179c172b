-- A beneficiary of Pix has one key and one bank, and a key one beneficiary; a merchant's bank is its own.
SELECT 'beneficiary' AS what, beneficiary_kind AS kind, beneficiary_id AS id
FROM payments WHERE type = 'PIX'
GROUP BY ALL HAVING count(DISTINCT (pix_key_destination, pix_key_type, destination_bank)) > 1
UNION ALL
SELECT 'key', NULL, pix_key_destination FROM payments WHERE pix_key_destination IS NOT NULL
GROUP BY ALL HAVING count(DISTINCT (beneficiary_kind, beneficiary_id)) > 1
UNION ALL
SELECT 'merchant', NULL, transaction_id FROM payments JOIN merchants USING (merchant_id) WHERE destination_bank != bank_code
