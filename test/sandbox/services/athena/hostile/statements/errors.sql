-- Errors that would tell about withheld rows: conditions that fail on them and on nothing else.
-- as texas careful
SELECT id FROM flights WHERE 1 / (delay - 7777) > -5
SELECT id FROM flights WHERE 10 / (delay + 3) > -100 OR delay = -3
SELECT id FROM flights WHERE 10 / (id - 4) > -100 ORDER BY id
SELECT id FROM flights WHERE 10 % (id - 3) > -100 ORDER BY id
SELECT id FROM flights WHERE delay * 1000000000000000 > 0 ORDER BY id
SELECT id FROM flights WHERE delay + 9223372036854775000 > 0 ORDER BY id
SELECT id FROM flights WHERE -delay < 100 ORDER BY id
SELECT id FROM flights WHERE abs(delay) < 100 ORDER BY id
SELECT id FROM flights WHERE cast(delay AS integer) < 100 ORDER BY id
SELECT id FROM flights WHERE cast(delay AS tinyint) > -100 ORDER BY id
SELECT id FROM flights WHERE cast(fare AS bigint) > 0 ORDER BY id
SELECT id FROM flights WHERE cast(fare AS decimal(10,2)) > 0 ORDER BY id
SELECT sum(delay), sum(fare), avg(fare) FROM flights
-- as texas careful empty
SELECT 10 / (id - 4) FROM flights
SELECT 10 / (id - 4) FROM flights WHERE delay < 100 ORDER BY 1
SELECT 10 / (id - 3) FROM flights WHERE NOT delay IN (5, 9) AND origin LIKE '%' AND fare BETWEEN 0 AND 1000 ORDER BY 1
SELECT max(delay), sum(delay), min(fare) FROM flights WHERE flown > TIMESTAMP '2026-01-01 00:00:00'
SELECT count(*) FROM flights WHERE flown > TIMESTAMP 'x'
SELECT count(*) FROM flights WHERE flown > TIMESTAMP '2026-02-30 00:00:00'
SELECT count(*) FROM flights WHERE flown > DATE '2026-02-30'
SELECT count(*) FROM flights WHERE delay > 99999999999999999999
SELECT count(*) FROM flights WHERE price > 12.5
SELECT count(*) FROM flights WHERE origin LIKE 'a' ESCAPE 'bb'
SELECT count(*) FROM flights WHERE delay = true
SELECT count(*) FROM flights WHERE origin = null
SELECT count(*) FROM flights WHERE 1 / 0 = 1
SELECT 1 / 0 FROM flights
SELECT cast('x' AS bigint) FROM flights
SELECT (SELECT 1 / 0) FROM flights
SELECT count(*) FILTER (WHERE 10 / (id - 4) > 0) FROM flights WHERE delay < 100
SELECT 10 / (id - 4) AS delay FROM flights WHERE delay > 0 ORDER BY 1
SELECT 10 / (id - 4) AS x FROM flights WHERE x > 0 ORDER BY 1
SELECT id FROM flights WHERE delay < 100 GROUP BY id, 10 / (id - 4) ORDER BY 1
SELECT id FROM flights WHERE delay < 100 ORDER BY 10 / (id - 4), id LIMIT 1
SELECT DISTINCT 10 / (id - 4) FROM flights WHERE state = 'TX' ORDER BY 1
SELECT sum(10 / (id - 4)) OVER (ORDER BY id) FROM flights WHERE delay < 100 ORDER BY 1
-- as texas
SELECT id FROM flights WHERE cast(CASE WHEN state = 'NY' THEN origin ELSE '1' END AS integer) = 1 ORDER BY id
SELECT cast(origin AS integer) FROM flights WHERE state = 'NY'
SELECT id FROM flights WHERE cast(CASE WHEN origin = 'JFK' THEN 'x' ELSE '1' END AS bigint) = 1 ORDER BY id
SELECT id FROM flights WHERE date_parse(CASE WHEN origin = 'JFK' THEN 'x' ELSE '2026' END, '%Y') IS NOT NULL ORDER BY id
SELECT date_parse(origin, '%Y') FROM flights WHERE state <> 'TX'
SELECT id FROM flights WHERE json_extract_scalar(CASE WHEN origin = 'x{' THEN origin ELSE '{}' END, '$.a') IS NULL ORDER BY id
SELECT id FROM flights WHERE json_parse(CASE WHEN origin = 'x{' THEN origin ELSE '{}' END) IS NOT NULL ORDER BY id
SELECT id FROM flights WHERE regexp_like('a', CASE WHEN origin = '[(' THEN origin ELSE 'a' END) ORDER BY id
SELECT id FROM flights WHERE regexp_like('a', origin) ORDER BY id
SELECT id FROM flights WHERE from_hex(CASE WHEN origin = 'JFK' THEN 'zz' ELSE 'ff' END) IS NOT NULL ORDER BY id
SELECT id FROM flights WHERE from_base64(CASE WHEN origin = 'JFK' THEN '!' ELSE 'YQ==' END) IS NOT NULL ORDER BY id
SELECT id FROM flights WHERE chr(CASE WHEN origin = 'JFK' THEN -1 ELSE 65 END) = 'A' ORDER BY id
SELECT id FROM flights WHERE sqrt(CASE WHEN origin = 'JFK' THEN -1 ELSE 4 END) = 2 ORDER BY id
SELECT id FROM flights WHERE ln(CASE WHEN origin = 'JFK' THEN 0 ELSE 1 END) = 0 ORDER BY id
SELECT id FROM flights WHERE log10(delay + 4) < 9 ORDER BY id
SELECT id FROM flights WHERE power(delay, 300) >= 0 ORDER BY id
SELECT id FROM flights WHERE exp(delay) >= 0 ORDER BY id
SELECT id FROM flights WHERE cardinality(repeat('x', cast(CASE WHEN delay > 100 THEN 100000 ELSE 1 END AS bigint))) = 1 ORDER BY id
SELECT id FROM flights WHERE cardinality(sequence(1, CASE WHEN delay > 100 THEN delay ELSE 1 END)) = 1 ORDER BY id
SELECT id FROM flights WHERE lpad('x', delay, 'y') <> '' ORDER BY id
SELECT id FROM flights WHERE split_part(origin, '', 1) <> 'q' ORDER BY id
SELECT id FROM flights WHERE width_bucket(fare, 0, 100, 5) > -1 ORDER BY id
SELECT id FROM flights WHERE date_add('day', delay, flown) > TIMESTAMP '2000-01-01 00:00:00' ORDER BY id
SELECT id FROM flights WHERE flown + interval '1' year > TIMESTAMP '2000-01-01 00:00:00' ORDER BY id
SELECT id FROM flights WHERE from_unixtime(delay) > TIMESTAMP '1960-01-01 00:00:00 UTC' ORDER BY id
SELECT id FROM flights WHERE date_trunc(CASE WHEN origin = 'JFK' THEN 'bogus' ELSE 'day' END, flown) IS NOT NULL ORDER BY id
SELECT id FROM flights WHERE date_diff(CASE WHEN origin = 'JFK' THEN 'bogus' ELSE 'day' END, flown, flown) = 0 ORDER BY id
SELECT id FROM flights WHERE codes[CASE WHEN origin = 'JFK' THEN 0 ELSE 1 END] > 0 ORDER BY id
SELECT id FROM flights WHERE element_at(map(array[1, CASE WHEN origin = 'JFK' THEN 1 ELSE 2 END], array[1, 2]), 1) = 1 ORDER BY id
SELECT id FROM flights WHERE (SELECT v FROM (VALUES 1, 2) t(v) WHERE origin = 'JFK') IS NULL ORDER BY id
SELECT id FROM flights WHERE (SELECT v FROM (VALUES 'JFK', 'JFK', 'AUS') t(v) WHERE v = origin) IS NULL ORDER BY id
SELECT id FROM flights WHERE origin = 5
SELECT id FROM flights WHERE origin > 5
SELECT id FROM flights WHERE origin IN (1, 2)
SELECT id FROM flights WHERE flown > origin
SELECT id FROM flights WHERE delay = '7777'
SELECT id FROM flights WHERE delay = 'x'
SELECT id FROM flights WHERE flown = '2026-01-05'
SELECT id FROM flights WHERE flown > 'x'
SELECT id FROM flights WHERE state = 'NY' AND 1 / 0 = 1
SELECT id FROM flights WHERE state = 'NY' AND cast('x' AS integer) = 1
SELECT id FROM flights WHERE state <> 'TX' AND cast(origin AS integer) > 0
SELECT a.id FROM flights a JOIN flights b ON a.id = b.id AND 10 / (b.id - 4) > -100 ORDER BY 1
SELECT a.id FROM flights a JOIN flights b ON cast(a.origin AS bigint) = b.id
SELECT a.id FROM flights a LEFT JOIN flights b ON a.id = b.id AND 1 / (b.delay - 7777) < 5 ORDER BY 1
SELECT a.id FROM flights a JOIN (SELECT id, delay + 9223372036854770000 AS big FROM flights) b ON a.id = b.id WHERE b.big > 0 ORDER BY 1
SELECT v FROM (VALUES 1, 2) t(v) JOIN flights ON v = 10 / (id - 4) ORDER BY 1
SELECT id FROM flights GROUP BY id HAVING max(10 / (id - 4)) > -100 ORDER BY 1
SELECT state, sum(10 / (id - 4)) FROM flights GROUP BY state
SELECT 10 / (id - 3), count(*) FROM flights GROUP BY 1 ORDER BY 1
SELECT id FROM flights ORDER BY 10 / (id - 3), id
SELECT sum(delay) FILTER (WHERE 10 / (id - 4) > -100) FROM flights
SELECT count(*) FROM flights WHERE CASE WHEN delay > 100 THEN 1 / (delay - delay) ELSE 1 END = 1
SELECT count(*) FROM flights WHERE coalesce(nullif(delay, 7777), 1 / (id - 3)) IS NOT NULL
SELECT count(*) FROM flights WHERE try(1 / (delay - 7777)) IS NULL
SELECT count(*) FROM flights WHERE if(state = 'NY', 1 / 0, 1) = 1
SELECT id FROM (SELECT id, 10 / (id - 4) AS x FROM flights) WHERE x > -100 ORDER BY id
SELECT id FROM (SELECT id, cast(origin AS bigint) AS x FROM flights WHERE origin NOT IN ('AUS', 'DFW')) WHERE x > 0 ORDER BY id
WITH f AS (SELECT * FROM flights WHERE 10 / (id - 4) > -100) SELECT count(*) FROM f
SELECT id FROM flights WHERE id IN (SELECT 10 / (id - 4) FROM flights) ORDER BY id
SELECT max(10 / (id - 4)) OVER () FROM flights LIMIT 1
SELECT * FROM (SELECT id, rank() OVER (ORDER BY 10 / (id - 4)) r FROM flights) WHERE r < 3 ORDER BY id
SELECT id FROM flights UNION ALL SELECT 10 / (id - 4) FROM flights
SELECT id FROM flights WHERE 10 / (id - 4) > -100 UNION SELECT 1
SELECT transform(codes, c -> 10 / (c - 4)) FROM flights WHERE id = 1
SELECT id FROM flights CROSS JOIN UNNEST(codes) t(c) WHERE 10 / (c - 3) > -100 ORDER BY id
SELECT id FROM notes WHERE 10 / (delay - 6) > -100 ORDER BY id
SELECT id FROM notes WHERE cast(note AS varchar) <> 'x' AND 10 / (id - 2) > -100 ORDER BY id
SELECT id FROM logs WHERE 10 / (delay - 6) > -100 ORDER BY id
SELECT id + 9223372036854775000 FROM logs ORDER BY 1
SELECT id FROM ice WHERE 10 / (id - 2) > -100 ORDER BY id
SELECT id FROM ice WHERE cast(CASE WHEN id = 7 THEN 'x' ELSE '1' END AS integer) = 1 ORDER BY id
SELECT id FROM ice FOR VERSION AS OF 1 WHERE 10 / (id - 8) > -100 ORDER BY id
-- Errors of the statement itself, whose words come from the engine.
SELECT id FROM flights WHERE id = 'a' || 1
SELECT id + origin FROM flights
SELECT substr(origin, 'a') FROM flights
SELECT length(id) FROM flights
SELECT year(origin) FROM flights
SELECT sum(origin) FROM flights
SELECT nope FROM flights
SELECT nope.id FROM flights
SELECT f.nope FROM flights f
SELECT id FROM flights f, flights g
SELECT id, count(*) FROM flights
SELECT count(*) FROM flights WHERE count(*) > 1
SELECT (SELECT id, origin FROM flights)
SELECT (SELECT id FROM flights)
SELECT id FROM flights UNION SELECT id, origin FROM flights
SELECT cast('ZELDA' AS bigint)
SELECT cast(origin AS bigint) FROM flights
SELECT cast(origin AS date) FROM flights
SELECT json_parse(origin) FROM flights
SELECT date_parse(origin, '%Y-%m-%d') FROM flights
SELECT nopefunction(id) FROM flights
SELECT map(array[1, 1], array[1, 2])
SELECT codes['a'] FROM flights
SELECT repeat('x', 2000000000)
SELECT id FROM flights LIMIT -1
SELECT id FROM flights LIMIT origin
SELECT sum(id) OVER (ROWS BETWEEN delay PRECEDING AND CURRENT ROW) FROM flights
SELECT sum(id) OVER (ROWS BETWEEN -1 PRECEDING AND CURRENT ROW) FROM flights
SELECT ntile(0) OVER (ORDER BY id) FROM flights
SELECT nth_value(id, 0) OVER (ORDER BY id) FROM flights
SELECT lag(id, delay) OVER (ORDER BY id) FROM flights
SELECT approx_percentile(delay, 2.0) FROM flights
SELECT approx_percentile(delay, fare) FROM flights
SELECT listagg(origin, origin) WITHIN GROUP (ORDER BY id) FROM flights
SELECT format('%d', origin) FROM flights
SELECT printf('%n', id) FROM flights
-- What the engine knows of files besides their rows: the least and the greatest value, the number of rows and of NULLs.
-- as texas masked
SELECT id FROM flights WHERE 1 / (delay - 5) > 0 AND delay > 100
SELECT id FROM flights WHERE delay > 100 AND 1 / (delay - 5) > 0
SELECT id FROM flights WHERE 1 / (delay - 5) > 0 AND delay < -100
SELECT id FROM flights WHERE 1 / (delay - 5) > 0 AND delay IS NULL
SELECT id FROM flights WHERE 1 / (delay - 5) > 0 AND id > 5 AND state > 'TX'
SELECT count(*) FROM flights WHERE delay > 100 OR 1 / (delay - 5) > 0
SELECT CASE WHEN delay > 100 THEN 1 ELSE 1 / (delay - 5) END FROM flights
SELECT CASE WHEN delay <= 9 THEN 1 ELSE 1 / 0 END FROM flights
SELECT a.id FROM flights a JOIN flights b ON a.delay = b.delay AND b.delay > 100 WHERE 1 / (a.delay - 5) > 0
SELECT a.id FROM flights a JOIN (SELECT id, delay FROM flights WHERE delay > 100) b ON a.id = b.id WHERE 1 / (a.id - 1) > 0
SELECT id FROM flights WHERE id IN (SELECT id FROM flights WHERE delay > 100) AND 1 / (id - 1) > 0
SELECT 1 / (id - 1) FROM flights WHERE EXISTS (SELECT 1 FROM flights WHERE delay > 100)
SELECT delay * 1000000000 FROM flights ORDER BY 1
SELECT sum(delay * 1000000000000000) FROM flights
SELECT id FROM flights WHERE 1 / (id - 1) > 0 AND id = 3
SELECT id FROM flights WHERE 1 / (id - 1) > 0 AND id IN (3, 4)
SELECT state FROM flights WHERE 1 / (id - 1) > 0 AND state = 'NV'
SELECT id FROM flights LIMIT 0
SELECT 1 / (id - 1) FROM flights LIMIT 0
SELECT 1 / (id - 5) FROM flights ORDER BY id LIMIT 1
