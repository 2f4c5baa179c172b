-- Documents and e-mail addresses are nobody else's.
SELECT document AS value, count(*) FROM customers GROUP BY ALL HAVING count(*) > 1
UNION ALL
SELECT email, count(*) FROM customers GROUP BY ALL HAVING count(*) > 1
