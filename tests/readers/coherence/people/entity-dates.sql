-- customer_since is the day of the customer's first account, after birth; accounts are closed after they are opened and within the period, all of a customer on one day but for a blocked one; customers move within the period while they are customers; devices are seen after it and then registered; cards are issued after their account is opened, and expire later at the end of a month.
SELECT 'customer_since' AS what, customer_id AS id FROM customers JOIN accounts USING (customer_id) GROUP BY customer_id, customer_since HAVING min(opened_on) != customer_since
UNION ALL SELECT 'birth_date', customer_id FROM customers WHERE birth_date >= customer_since
UNION ALL SELECT 'first_seen', device_id FROM devices JOIN customers USING (customer_id) WHERE (first_seen AT TIME ZONE 'America/Sao_Paulo')::DATE < customer_since
UNION ALL SELECT 'registered_at', device_id FROM devices WHERE registered_at < first_seen
UNION ALL SELECT 'issued_on', card_id FROM cards JOIN accounts USING (account_id) WHERE issued_on < opened_on OR expires_on <= issued_on OR expires_on != last_day(expires_on)
UNION ALL SELECT 'closed_on', account_id FROM accounts WHERE closed_on NOT BETWEEN opened_on + 1 AND getvariable('last_day')
UNION ALL SELECT 'closed_on', customer_id FROM accounts GROUP BY customer_id HAVING count(DISTINCT closed_on) > 1 OR count(closed_on) NOT IN (0, count(*) FILTER (NOT is_primary OR blocked_at IS NULL))
UNION ALL SELECT 'moved_on', customer_id FROM customers JOIN accounts USING (customer_id)
WHERE moved_on <= customer_since OR moved_on > least(closed_on, getvariable('last_day')) OR (moved_on IS NULL) != (previous_municipality_code IS NULL) OR previous_municipality_code = municipality_code
