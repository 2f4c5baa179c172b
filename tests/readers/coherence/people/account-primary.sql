-- Every customer has one primary account, opened first; night_limit_raised is the same for all accounts of a customer.
SELECT customer_id FROM accounts GROUP BY customer_id
HAVING count(*) FILTER (is_primary) != 1 OR min(opened_on) FILTER (is_primary) != min(opened_on) OR count(DISTINCT night_limit_raised) > 1
