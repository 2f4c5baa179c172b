-- Declined payments, and only they, have a refusal reason, which their instrument and card can have.
SELECT transaction_id, type, card_entry, cvv_validated, status, refusal_reason, is_fraud FROM payments LEFT JOIN cards USING (card_id)
WHERE (refusal_reason IS NULL) != (status != 'DECLINED')
    OR (refusal_reason = 'CARD_BLOCKED' AND NOT coalesce(timestamp >= blocked_at, false))
    OR (refusal_reason = 'CARD_EXPIRED' AND NOT coalesce(local_time::DATE > expires_on, false))
    OR (refusal_reason = 'CVV_ERROR') IS DISTINCT FROM (status = 'DECLINED' AND cvv_validated IS NOT DISTINCT FROM false)
        AND refusal_reason = 'CVV_ERROR'
    OR (refusal_reason = 'INVALID_PIN' AND card_entry IS DISTINCT FROM 'CHIP' AND type != 'WITHDRAWAL')
    OR (refusal_reason = 'INSUFFICIENT_BALANCE' AND type = 'CREDIT_CARD')
    OR (status = 'APPROVED' AND cvv_validated = false)
