-- Card columns are set for card payments only; security code and 3-D Secure for cards typed in online only; only credit has instalments, 12 at most.
SELECT transaction_id, type, channel, card_entry, installments
FROM payments
WHERE [card_id IS NULL, card_number_hash IS NULL, card_brand IS NULL, card_type IS NULL, installments IS NULL, card_entry IS NULL]
        != list_resize([]::BOOLEAN[], 6, NOT suffix(type, '_CARD'))
    OR (cvv_validated IS NULL) != (card_entry IS DISTINCT FROM 'MANUAL')
    OR (auth_3ds IS NULL) != (card_entry IS DISTINCT FROM 'MANUAL')
    OR (card_entry = 'MANUAL') != (channel = 'ECOMMERCE')
    OR installments NOT BETWEEN 1 AND 12 OR (installments > 1 AND type != 'CREDIT_CARD')
