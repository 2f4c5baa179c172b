-- Nothing is ordered from a device before it was first seen.
SELECT transaction_id, timestamp, first_seen, fraud_type FROM payments JOIN devices USING (device_id) WHERE timestamp < first_seen
