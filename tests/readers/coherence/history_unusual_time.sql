-- An unusual time is one from 0 to 6 h in Brasília.
SELECT transaction_id, local_time, unusual_time FROM payments WHERE unusual_time != (hour(local_time) < 6)
