-- From a device that is not yet registered, a customer sends at most R$200 a Pix and R$1,000 a day (BCB, since November 2024).
SELECT payments.customer_id, device_id, local_time::DATE AS day, max(amount) AS largest, sum(amount) AS sent, bool_or(is_fraud) AS with_fraud
FROM payments JOIN devices USING (device_id)
WHERE type = 'PIX' AND status = 'APPROVED' AND timestamp < registered_at AND local_time >= DATE '2024-11-01'
GROUP BY ALL HAVING largest > 200 OR sent > 1000
