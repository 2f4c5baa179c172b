-- A card is used from its issue to its expiry.
SELECT transaction_id, local_time, issued_on, expires_on FROM payments JOIN cards USING (card_id)
WHERE local_time::DATE NOT BETWEEN issued_on AND expires_on
