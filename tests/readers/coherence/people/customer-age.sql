-- Persons are adults, and of their profile's age; all companies are business owners.
SELECT customer_id, kind, birth_date, behavioral_profile FROM customers
WHERE kind = 'PERSON' AND date_diff('year', birth_date, getvariable('first_day')) NOT BETWEEN 17 AND 100
    OR (behavioral_profile = 'traditional_senior' AND date_diff('year', birth_date, getvariable('first_day')) < 55)
    OR (behavioral_profile = 'young_digital' AND date_diff('year', birth_date, getvariable('first_day')) > 31)
    OR (kind = 'COMPANY' AND behavioral_profile != 'business_owner')
