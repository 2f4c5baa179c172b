-- An account is paid from the day it was opened to the day it was closed.
SELECT transaction_id, local_time, opened_on, closed_on, fraud_type
FROM payments JOIN accounts ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = accounts.account_id
WHERE local_time::DATE < opened_on OR local_time::DATE > closed_on
