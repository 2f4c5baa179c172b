-- Pix columns are set for Pix only, destination_bank for Pix, TED and boleto only.
SELECT transaction_id, type, pix_key_type, pix_key_destination, end_to_end_id, destination_bank
FROM payments
WHERE (end_to_end_id IS NULL) != (type != 'PIX')
    OR (type != 'PIX' AND (pix_key_type IS NOT NULL OR pix_key_destination IS NOT NULL))
    OR (pix_key_type IS NULL) != (pix_key_destination IS NULL)
    OR (destination_bank IS NULL) != (type NOT IN ('PIX', 'TED', 'BOLETO'))
