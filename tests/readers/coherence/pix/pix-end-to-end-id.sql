-- An end-to-end id is E, the payer's ISPB, the minute in UTC, and 11 letters or digits.
SELECT transaction_id, end_to_end_id, ispb, timestamp FROM payments JOIN accounts USING (account_id)
WHERE type = 'PIX' AND (left(end_to_end_id, 21) != 'E' || ispb || strftime(timestamp AT TIME ZONE 'UTC', '%Y%m%d%H%M')
    OR NOT regexp_full_match(substr(end_to_end_id, 22), '[0-9A-Za-z]{11}'))
