SELECT cast(sale_id AS bigint) AS sale_id, crop, cast(kilos AS bigint) AS kilos, clerk
FROM raw_sales
