-- Every customer has one primary account, the first one; the night limit is the customer's.
SELECT customer_id FROM accounts GROUP BY customer_id
HAVING count(*) FILTER (is_primary) != 1 OR min(opened_on) FILTER (is_primary) != min(opened_on) OR count(DISTINCT night_limit_raised) > 1
