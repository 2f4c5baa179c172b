-- A merchant is paid from the day it opened to the day it closed, which is not before.
SELECT transaction_id, local_time, opened_on, closed_on FROM payments JOIN merchants USING (merchant_id)
WHERE local_time::DATE < opened_on OR local_time::DATE > closed_on
UNION ALL
SELECT NULL, NULL, opened_on, closed_on FROM merchants
WHERE closed_on NOT BETWEEN greatest(opened_on, getvariable('first_day')) AND getvariable('last_day')
