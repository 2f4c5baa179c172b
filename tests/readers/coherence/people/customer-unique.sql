-- No two customers have the same document or e-mail address.
SELECT document AS value, count(*) FROM customers GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT email, count(*) FROM customers GROUP BY ALL HAVING count(*) > 1
