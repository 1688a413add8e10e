-- Rows that are withheld: counts, samples, order, sets, estimates.
-- as texas careful
SELECT count(*) FROM flights
SELECT count(*), count(delay), count(DISTINCT state), sum(delay), avg(delay), min(delay), max(delay) FROM flights
SELECT * FROM flights
SELECT id FROM flights LIMIT 1
SELECT id FROM flights OFFSET 1
SELECT id FROM flights ORDER BY delay DESC NULLS FIRST
SELECT min(flown), max(flown), min(fare), max(fare) FROM flights
SELECT id FROM flights WHERE delay > -100 LIMIT 2
-- as texas
SELECT id FROM flights OFFSET 3 LIMIT 5
SELECT id FROM flights FETCH FIRST 2 ROWS ONLY
SELECT id FROM flights ORDER BY delay FETCH FIRST 1 ROW WITH TIES
SELECT id FROM flights ORDER BY rand() LIMIT 0
SELECT id FROM flights LIMIT (SELECT count(*) FROM flights)
SELECT id FROM flights LIMIT 50%
SELECT * FROM flights TABLESAMPLE BERNOULLI (100)
SELECT * FROM flights TABLESAMPLE SYSTEM (100)
SELECT * FROM flights USING SAMPLE 10
SELECT count(*) FROM (SELECT DISTINCT state FROM flights)
SELECT DISTINCT state FROM flights
SELECT state, count(*) FROM flights GROUP BY state
SELECT origin, count(*) FROM flights GROUP BY origin
SELECT state, origin, count(*) FROM flights GROUP BY CUBE (state, origin) ORDER BY 1, 2
SELECT state, grouping(state), count(*) FROM flights GROUP BY ROLLUP (state) ORDER BY 2
SELECT id, row_number() OVER () FROM flights
SELECT id, ntile(2) OVER (ORDER BY id), cume_dist() OVER (ORDER BY id), percent_rank() OVER (ORDER BY id) FROM flights
SELECT lead(origin) OVER (ORDER BY id), last_value(origin) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM flights
SELECT first_value(state) OVER (ORDER BY flown) FROM flights
SELECT nth_value(state, 5) OVER (ORDER BY id) FROM flights
SELECT count(*) OVER (), sum(delay) OVER () FROM flights
SELECT approx_distinct(origin), approx_percentile(delay, 0.5), approx_percentile(delay, 1.0) FROM flights
SELECT array_agg(id), array_agg(origin), listagg(origin, ',') WITHIN GROUP (ORDER BY id) FROM flights
SELECT map_agg(id, origin) FROM flights
SELECT histogram(state) FROM flights
SELECT arbitrary(state), any_value(origin), min_by(origin, delay), max_by(origin, delay) FROM flights
SELECT stddev(delay), variance(delay), skewness(delay), corr(id, delay), covar_samp(id, delay), regr_slope(id, delay) FROM flights
SELECT geometric_mean(id), bitwise_and_agg(id), bitwise_or_agg(id), bool_and(delay > 0), every(id > 0) FROM flights
SELECT state FROM flights EXCEPT SELECT 'TX'
SELECT state FROM flights INTERSECT SELECT 'NY'
SELECT 'TX' EXCEPT SELECT state FROM flights
SELECT id FROM flights UNION SELECT 3 ORDER BY 1
SELECT count(*) FROM flights a, flights b
SELECT count(*) FROM flights a FULL JOIN flights b ON a.id = b.id + 1
SELECT v FROM (VALUES 3, 4, 1) t(v) WHERE v NOT IN (SELECT id FROM flights)
SELECT v FROM (VALUES 3, 4, 1) t(v) WHERE v IN (SELECT id FROM flights)
SELECT v FROM (VALUES 3, 4, 1) t(v) LEFT JOIN flights ON v = id WHERE id IS NULL
SELECT v FROM (VALUES 'NY', 'TX') t(v) WHERE EXISTS (SELECT 1 FROM flights WHERE state = v)
SELECT v, (SELECT count(*) FROM flights WHERE state = v) FROM (VALUES 'NY', 'TX') t(v)
SELECT v > ALL (SELECT delay FROM flights WHERE delay IS NOT NULL) FROM (VALUES 9, 10, 7777) t(v)
SELECT v = ANY (SELECT delay FROM flights) FROM (VALUES 9, 10, 7777) t(v)
SELECT id, c FROM flights CROSS JOIN UNNEST(codes) t(c)
SELECT count(*) FROM flights CROSS JOIN UNNEST(codes) t(c)
SELECT id, c, n FROM flights CROSS JOIN UNNEST(codes) WITH ORDINALITY t(c, n)
SELECT (SELECT id FROM flights WHERE state <> 'TX')
SELECT (SELECT max(id) FROM flights WHERE state <> 'TX')
SELECT id FROM flights WHERE state = 'NY' OR origin = 'JFK'
SELECT count(*) FROM flights WHERE state IS NULL
SELECT count(*) FROM flights WHERE NOT state = 'TX'
SELECT max(state), max(origin), max(delay) FROM flights
SELECT * FROM flights WHERE 1 = 0
SELECT * FROM flights WHERE true OR 1 / 0 = 1
WITH RECURSIVE r(n) AS (SELECT min(id) FROM flights UNION ALL SELECT n + 1 FROM r WHERE n < (SELECT max(id) FROM flights)) SELECT n FROM r
SELECT count(*) FROM notes
SELECT * FROM notes
SELECT id, delay, note FROM notes ORDER BY id
SELECT note FROM notes WHERE delay > 0
SELECT count(*), sum(delay) FROM notes WHERE note <> 'more'
SELECT * FROM logs
SELECT count(*) FROM logs
SELECT id, delay FROM logs ORDER BY delay DESC
SELECT pilot FROM logs
SELECT n.id, l.delay FROM notes n JOIN logs l ON n.id = l.id ORDER BY 1
SELECT * FROM ice ORDER BY id
SELECT count(*) FROM ice
SELECT * FROM ice FOR VERSION AS OF 1
SELECT label FROM ice FOR VERSION AS OF 1
SELECT count(*) FROM ice FOR VERSION AS OF 1
SELECT * FROM ice FOR VERSION AS OF 2 ORDER BY id
SELECT label FROM ice FOR TIMESTAMP AS OF TIMESTAMP '2026-01-01 01:30:00 UTC'
SELECT * FROM ice FOR VERSION AS OF 3
SELECT a.label, b.label FROM ice FOR VERSION AS OF 1 a JOIN ice b ON a.id = b.id ORDER BY 1, 2
SELECT * FROM ice FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 01:30:00 UTC'
SELECT * FROM flights FOR VERSION AS OF 1
SELECT * FROM flights AT (VERSION => 1)
SELECT * FROM "flights$partitions"
SELECT * FROM "flights$properties"
SELECT * FROM "ice$files"
SELECT * FROM "ice$snapshots"
SELECT * FROM "ice$manifests"
SELECT * FROM "ice$history"
SELECT * FROM "ice$refs"
SELECT * FROM texas."ice$partitions"
SELECT * FROM bills
SELECT count(*) FROM bills
SELECT id, note FROM bills ORDER BY id DESC
SELECT pilot FROM bills
SELECT price FROM flights ORDER BY id
SELECT count(*) FROM flights WHERE price > 0
SELECT remark, label FROM ice FOR VERSION AS OF 1
SELECT remark FROM ice FOR VERSION AS OF 1
SELECT remark FROM ice ORDER BY id
