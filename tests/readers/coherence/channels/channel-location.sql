-- A location in Brazil is known for all but scheduled and online payments, an IP address where a device or browser is used.
SELECT transaction_id, type, channel, geolocation_lat, ip_address FROM payments
WHERE (geolocation_lat IS NULL) != (channel IN ('SCHEDULED', 'ECOMMERCE'))
    OR (geolocation_lon IS NULL) != (geolocation_lat IS NULL)
    OR (ip_address IS NULL) != (channel NOT IN ('MOBILE_APP', 'WEB_BANKING', 'WHATSAPP_PAY', 'ECOMMERCE'))
    OR geolocation_lat NOT BETWEEN -34 AND 6 OR geolocation_lon NOT BETWEEN -74 AND -28
