-- An account is paid on the day it was opened, or later.
SELECT transaction_id, local_time, opened_on, fraud_type
FROM payments JOIN accounts ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = accounts.account_id
WHERE local_time::DATE < opened_on
