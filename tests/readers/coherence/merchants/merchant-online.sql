-- Online shops are paid by e-commerce, other merchants at a terminal.
SELECT transaction_id, type, channel, is_online, fraud_type FROM payments JOIN merchants USING (merchant_id)
WHERE channel IN ('POS', 'ECOMMERCE') AND is_online != (channel = 'ECOMMERCE')
