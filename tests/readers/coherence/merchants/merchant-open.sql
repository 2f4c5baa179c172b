-- A merchant is paid on the day it was registered, or later.
SELECT transaction_id, local_time, opened_on FROM payments JOIN merchants USING (merchant_id) WHERE local_time::DATE < opened_on
