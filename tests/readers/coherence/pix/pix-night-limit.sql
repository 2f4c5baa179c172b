-- A person sends at most R$1,000 by Pix from 20 to 6 h, unless the limit was raised (BCB, since 2021).
SELECT account_id, (local_time - INTERVAL 6 HOUR)::DATE AS night, sum(amount) AS sent, bool_or(is_fraud) AS with_fraud, count(*) AS payments
FROM payments JOIN accounts USING (account_id, customer_id) JOIN customers USING (customer_id)
WHERE type = 'PIX' AND status = 'APPROVED' AND kind = 'PERSON' AND NOT night_limit_raised
    AND hour(local_time) NOT BETWEEN 6 AND 19
GROUP BY ALL HAVING sent > 1000
