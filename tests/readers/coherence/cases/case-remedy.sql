-- A Pix is claimed by MED from 16 November 2021 on, and by a complaint before; an unreported case is dated by its last payment.
SELECT fraud_case_id, remedy, reported_at, last_event_at FROM fraud_cases
WHERE remedy IN ('MED', 'COMPLAINT')
    AND (remedy = 'MED') != ((coalesce(reported_at, last_event_at) AT TIME ZONE 'America/Sao_Paulo')::DATE >= DATE '2021-11-16')
