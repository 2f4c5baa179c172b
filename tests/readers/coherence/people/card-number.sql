-- A card's first six digits are in a range of its scheme; credit cards have a limit, and only they.
SELECT card_id, card_brand, bin, card_type, credit_limit FROM cards
WHERE CASE card_brand
        WHEN 'VISA' THEN bin // 100000 != 4
        WHEN 'MASTERCARD' THEN bin // 10000 NOT BETWEEN 51 AND 55
        WHEN 'AMEX' THEN bin // 10000 NOT IN (34, 37)
        WHEN 'HIPERCARD' THEN bin != 606282
        ELSE bin // 100 NOT BETWEEN 6500 AND 6509 END
    OR (credit_limit IS NULL) != (card_type != 'CREDIT')
