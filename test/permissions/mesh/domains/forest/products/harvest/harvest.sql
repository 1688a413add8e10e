SELECT crop, cast(kilos AS bigint) AS kilos, cast(price AS decimal(10, 2)) AS price
FROM raw_harvest
