SELECT crop, cast(sum(kilos) AS bigint) AS kilos
FROM shop.sales
GROUP BY crop
