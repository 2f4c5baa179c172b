-- Type, manufacturer, model and operating system of a device agree with each other.
SELECT device_id, device_type, manufacturer, model, operating_system FROM devices
WHERE NOT starts_with(operating_system, CASE device_type
        WHEN 'SMARTPHONE_ANDROID' THEN 'Android' WHEN 'TABLET_ANDROID' THEN 'Android'
        WHEN 'SMARTPHONE_IOS' THEN 'iOS' WHEN 'TABLET_IOS' THEN 'iPadOS'
        WHEN 'DESKTOP_WINDOWS' THEN 'Windows' WHEN 'DESKTOP_MAC' THEN 'macOS' END)
    OR (manufacturer = 'Apple') != (device_type IN ('SMARTPHONE_IOS', 'TABLET_IOS', 'DESKTOP_MAC'))
UNION ALL
SELECT NULL, NULL, NULL, model, NULL FROM devices GROUP BY model HAVING count(DISTINCT (manufacturer, device_type)) > 1
