-- Scheme, type and number of a card payment are those of the card, and the instrument is of this type.
SELECT transaction_id, type, p.card_type, c.card_type, p.card_brand, c.card_brand
FROM payments p JOIN cards c USING (card_id)
WHERE p.card_type != c.card_type OR p.card_brand != c.card_brand OR p.card_number_hash != c.card_number_hash
    OR type != c.card_type || '_CARD'
