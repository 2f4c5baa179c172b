-- customer_since is the day of the customer's first account, after birth; devices are seen after it and then registered; cards are issued after their account is opened, and expire later at the end of a month.
SELECT 'customer_since' AS what, customer_id AS id FROM customers JOIN accounts USING (customer_id) GROUP BY customer_id, customer_since HAVING min(opened_on) != customer_since
UNION ALL SELECT 'birth_date', customer_id FROM customers WHERE birth_date >= customer_since
UNION ALL SELECT 'first_seen', device_id FROM devices JOIN customers USING (customer_id) WHERE (first_seen AT TIME ZONE 'America/Sao_Paulo')::DATE < customer_since
UNION ALL SELECT 'registered_at', device_id FROM devices WHERE registered_at < first_seen
UNION ALL SELECT 'issued_on', card_id FROM cards JOIN accounts USING (account_id) WHERE issued_on < opened_on OR expires_on <= issued_on OR expires_on != last_day(expires_on)
