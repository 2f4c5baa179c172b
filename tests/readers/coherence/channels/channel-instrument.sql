-- Each instrument is used in its own channels only.
SELECT DISTINCT type, channel FROM payments
WHERE channel NOT IN (FROM unnest(CASE
    WHEN suffix(type, '_CARD') THEN ['POS', 'ECOMMERCE']
    WHEN type = 'WITHDRAWAL' THEN ['ATM', 'BRANCH']
    WHEN type = 'AUTO_DEBIT' THEN ['SCHEDULED']
    WHEN type = 'PIX' THEN ['MOBILE_APP', 'WEB_BANKING', 'WHATSAPP_PAY', 'BRANCH']
    ELSE ['MOBILE_APP', 'WEB_BANKING', 'BRANCH'] END))
