-- A merchant category code has one category and risk level; a merchant's municipality is in its state.
SELECT mcc_code FROM merchants GROUP BY mcc_code
HAVING count(DISTINCT merchant_category) > 1 OR count(DISTINCT mcc_risk_level) > 1
UNION ALL
SELECT municipality FROM merchants JOIN states ON uf = state WHERE municipality_code // 100000 != ibge
