-- Type, manufacturer, model and operating system of a device agree with each other; iPads ran iOS until 2019.
SELECT device_id, device_type, manufacturer, model, operating_system FROM devices
WHERE NOT regexp_full_match(operating_system, CASE device_type
        WHEN 'SMARTPHONE_ANDROID' THEN 'Android \d+' WHEN 'TABLET_ANDROID' THEN 'Android \d+'
        WHEN 'SMARTPHONE_IOS' THEN 'iOS \d+' WHEN 'TABLET_IOS' THEN 'i(Pad)?OS \d+'
        WHEN 'DESKTOP_WINDOWS' THEN 'Windows 1[01] \w+' WHEN 'DESKTOP_MAC' THEN 'macOS [\w ]+' END)
    OR (manufacturer = 'Apple') != (device_type IN ('SMARTPHONE_IOS', 'TABLET_IOS', 'DESKTOP_MAC'))
UNION ALL
SELECT NULL, NULL, NULL, model, NULL FROM devices GROUP BY model HAVING count(DISTINCT (manufacturer, device_type)) > 1
