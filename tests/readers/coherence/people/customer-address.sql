-- State, municipality, area code, postal code and location agree with each other.
SELECT customer_id, state, municipality, municipality_code, phone, postal_code FROM customers JOIN states ON uf = state
WHERE municipality_code // 100000 != ibge
    OR NOT regexp_full_match(phone, '\+55 \d\d 9\d{4}-\d{4}') OR NOT list_contains(area_codes, phone[5:6]::INT)
    OR NOT regexp_full_match(postal_code, '\d{5}-\d{3}')
    OR NOT list_bool_or([postal_code[:5]::INT BETWEEN r[1] AND r[2] FOR r IN postal_codes])
UNION ALL
SELECT NULL, NULL, any_value(municipality), municipality_code, NULL, NULL FROM customers GROUP BY municipality_code
HAVING count(DISTINCT municipality) > 1 OR count(DISTINCT phone[5:6]) > 1
    OR max(latitude) - min(latitude) > 1 OR max(longitude) - min(longitude) > 1
