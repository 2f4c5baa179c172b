-- A terminal stands where the merchant is.
SELECT transaction_id, geolocation_lat, latitude FROM payments JOIN merchants USING (merchant_id)
WHERE channel = 'POS' AND (geolocation_lat != latitude OR geolocation_lon != longitude)
