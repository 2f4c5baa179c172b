-- A card is replaced once, by the next id, on the day that it is blocked or weeks before it expires, with the same account, type, scheme and limit.
SELECT new.card_id, old.blocked_at, old.expires_on, new.issued_on
FROM cards new LEFT JOIN cards old ON old.card_id = new.replaces_card_id
WHERE new.replaces_card_id IS NOT NULL AND NOT coalesce(
    new.card_id = old.card_id + 1
    AND (new.account_id, new.card_type, new.card_brand, new.customer_id) = (old.account_id, old.card_type, old.card_brand, old.customer_id)
    AND new.credit_limit IS NOT DISTINCT FROM old.credit_limit
    AND CASE WHEN old.blocked_at IS NULL THEN old.expires_on - new.issued_on BETWEEN 20 AND 45
        ELSE (old.blocked_at AT TIME ZONE 'America/Sao_Paulo')::DATE = new.issued_on END, false)
