-- Every transaction falls within the period, in Brasília's days.
SELECT transaction_id, local_time FROM payments WHERE local_time::DATE NOT BETWEEN getvariable('first_day') AND getvariable('last_day')
