-- Key and bank of a payment to an account are those of the account.
SELECT transaction_id, type, p.pix_key_type, a.pix_key_type, destination_bank, bank_code
FROM payments p JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = a.account_id
WHERE destination_bank != bank_code
    OR (type = 'PIX' AND (pix_key_destination, p.pix_key_type) IS DISTINCT FROM (pix_key_id, a.pix_key_type))
