-- App and chat are used from phones, web banking from other devices, and other channels without a device.
SELECT transaction_id, channel, device_type FROM payments LEFT JOIN devices USING (device_id)
WHERE (device_id IS NULL) != (channel NOT IN ('MOBILE_APP', 'WEB_BANKING', 'WHATSAPP_PAY'))
    OR (channel IN ('MOBILE_APP', 'WHATSAPP_PAY') AND NOT starts_with(device_type, 'SMARTPHONE'))
    OR (channel = 'WEB_BANKING' AND starts_with(device_type, 'SMARTPHONE'))
