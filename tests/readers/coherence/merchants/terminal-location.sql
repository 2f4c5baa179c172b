-- A terminal is at the merchant's location.
SELECT transaction_id, geolocation_lat, latitude FROM payments JOIN merchants USING (merchant_id)
WHERE channel = 'POS' AND (geolocation_lat != latitude OR geolocation_lon != longitude)
