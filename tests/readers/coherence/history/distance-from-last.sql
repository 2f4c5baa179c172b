-- distance_from_last_txn_km is the distance from the customer's last payment with a location, d² = Δφ² + Δλ²·cos φ₁·cos φ₂, in steps of 0.1 km.
WITH located AS (
    SELECT transaction_id, distance_from_last_txn_km AS found, geolocation_lat::DOUBLE AS lat, geolocation_lon::DOUBLE AS lon,
        last_value(geolocation_lat IGNORE NULLS) OVER before::DOUBLE AS last_lat,
        last_value(geolocation_lon IGNORE NULLS) OVER before::DOUBLE AS last_lon
    FROM payments
    WINDOW before AS (PARTITION BY customer_id ORDER BY us ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), measured AS (
    SELECT *, 111.195 * sqrt((lat - last_lat) * (lat - last_lat)
        + (lon - last_lon) * (lon - last_lon) * cos(radians(lat)) * cos(radians(last_lat))) AS km
    FROM located
)
SELECT transaction_id, found, (floor(km * 10 + 0.5)::FLOAT / 10::FLOAT)::FLOAT AS expected
FROM measured
WHERE found IS DISTINCT FROM expected
