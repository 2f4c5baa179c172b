-- An e-mail address begins with the name, in a domain reserved for examples.
SELECT customer_id, name, email FROM customers
WHERE NOT regexp_full_match(email, '[a-z0-9]+(\.[a-z0-9]+)*@example\.(com|net|org)')
    OR NOT contains(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]', '', 'g'), split_part(email, '.', 1))
