-- Nobody pays a merchant before it was registered.
SELECT transaction_id, local_time, opened_on FROM payments JOIN merchants USING (merchant_id) WHERE local_time::DATE < opened_on
