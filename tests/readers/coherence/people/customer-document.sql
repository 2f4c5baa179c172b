-- CPF and CNPJ have valid check digits (mod 11), and a CPF's ninth digit is the fiscal region of the state, for those who moved that of the previous one; the CNPJ of companies founded from July 2026 on, and only theirs, has letters, which count as their ASCII code minus 48.
WITH numbers AS (
    SELECT customer_id, kind, birth_date, document, fiscal_region,
        [ascii(symbol) - 48 FOR symbol IN regexp_extract_all(document, '[0-9A-Z]')] AS digits
    FROM customers JOIN states ON ibge = coalesce(previous_municipality_code, municipality_code) // 100000
), sums AS (
    SELECT *,
        CASE kind
            WHEN 'PERSON' THEN list_dot_product(digits[:9], [10, 9, 8, 7, 6, 5, 4, 3, 2])
            ELSE list_dot_product(digits[:12], [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) END::INT % 11 AS first,
        CASE kind
            WHEN 'PERSON' THEN list_dot_product(digits[:10], [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
            ELSE list_dot_product(digits[:13], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) END::INT % 11 AS second
    FROM numbers
)
SELECT customer_id, kind, document, fiscal_region FROM sums
WHERE digits[-2:] != [CASE WHEN first < 2 THEN 0 ELSE 11 - first END, CASE WHEN second < 2 THEN 0 ELSE 11 - second END]
    OR (kind = 'PERSON' AND (digits[9] != fiscal_region OR NOT regexp_full_match(document, '\d{3}\.\d{3}\.\d{3}-\d{2}')))
    OR (kind = 'COMPANY' AND NOT regexp_full_match(document, '[0-9A-Z]{2}\.[0-9A-Z]{3}\.[0-9A-Z]{3}/0001-\d{2}'))
    OR (kind = 'COMPANY' AND regexp_matches(document, '[A-Z]') != (birth_date >= DATE '2026-07-01'))
    OR len(list_distinct(digits)) = 1
