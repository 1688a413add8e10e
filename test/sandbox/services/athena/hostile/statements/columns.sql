-- Columns that are withheld, in every clause.
-- as texas narrow masked
SELECT pilot FROM flights
SELECT "PILOT" FROM flights
SELECT f.pilot FROM flights AS f
SELECT * FROM flights ORDER BY id
SELECT f.* FROM flights f ORDER BY id
SELECT count(*) FROM flights
-- as texas
SELECT flights.pilot FROM texas.flights
SELECT texas.flights.pilot FROM texas.flights
SELECT awsdatacatalog.texas.flights.pilot FROM flights
SELECT bonus FROM flights
SELECT bonus FROM flights WHERE bonus > 0
SELECT crew FROM flights
SELECT crew.name FROM flights
SELECT f.crew.name FROM flights f
SELECT flights FROM flights
SELECT f FROM flights f
SELECT f IS NULL FROM flights f
SELECT (f).pilot FROM flights f
SELECT (f).* FROM flights f
SELECT count(f) FROM flights f
SELECT count(DISTINCT f) FROM flights f
SELECT array_agg(f) FROM flights f
SELECT row(f.*) FROM flights f
SELECT map(array['a'], array[f]) FROM flights f
SELECT row_to_json(f) FROM flights f
SELECT to_json(f) FROM flights f
SELECT json_format(cast(f AS json)) FROM flights f
SELECT struct_extract(f, 'pilot') FROM flights f
SELECT f['pilot'] FROM flights f
SELECT UNNEST(f) FROM flights f
SELECT CAST(f AS varchar) FROM flights f
SELECT CAST(row(pilot) AS row(x varchar)) FROM flights
SELECT typeof(f) FROM flights f
SELECT typeof(pilot) FROM flights
SELECT typeof(bonus) FROM flights
SELECT count(*) FROM flights WHERE pilot LIKE 'Z%'
SELECT count(pilot) FROM flights
SELECT count(DISTINCT pilot) FROM flights
SELECT id FROM flights ORDER BY pilot
SELECT id FROM flights ORDER BY lower(pilot)
SELECT id FROM flights ORDER BY crew.rank
SELECT DISTINCT id FROM flights ORDER BY pilot
SELECT count(*) FROM flights GROUP BY pilot
SELECT count(*) FROM flights GROUP BY ROLLUP (pilot)
SELECT grouping(pilot) FROM flights GROUP BY GROUPING SETS ((pilot), ())
SELECT count(*) FROM flights HAVING max(pilot) > 'A'
SELECT sum(id) FILTER (WHERE pilot = 'ZELDA') FROM flights
SELECT max_by(pilot, id) FROM flights
SELECT min_by(id, pilot) FROM flights
SELECT listagg(pilot, ',') WITHIN GROUP (ORDER BY id) FROM flights
SELECT listagg(origin, ',') WITHIN GROUP (ORDER BY pilot) FROM flights
SELECT array_agg(id ORDER BY pilot) FROM flights
SELECT row_number() OVER (ORDER BY pilot) FROM flights
SELECT rank() OVER (PARTITION BY pilot ORDER BY id) FROM flights
SELECT lag(pilot) OVER (ORDER BY id) FROM flights
SELECT sum(id) OVER (ORDER BY id RANGE BETWEEN crew.rank PRECEDING AND CURRENT ROW) FROM flights
SELECT sum(id) OVER w FROM flights WINDOW w AS (PARTITION BY pilot)
SELECT CASE WHEN pilot IS NULL THEN 1 END FROM flights
SELECT coalesce(pilot, 'x') FROM flights
SELECT if(pilot = 'ZELDA', 1, 2) FROM flights
SELECT try(pilot) FROM flights
SELECT try_cast(pilot AS bigint) FROM flights
SELECT transform(codes, c -> c + crew.rank) FROM flights
SELECT filter(codes, c -> pilot IS NOT NULL) FROM flights
SELECT any_match(codes, c -> pilot = 'x') FROM flights
SELECT reduce(codes, 0, (s, c) -> s + crew.rank, s -> s) FROM flights
SELECT p FROM flights CROSS JOIN UNNEST(array[pilot]) t(p)
SELECT p FROM flights, UNNEST(array[crew]) t(p)
SELECT x.p FROM flights f, LATERAL (SELECT f.pilot AS p) x
SELECT (SELECT f.pilot) FROM flights f
SELECT id FROM flights f WHERE EXISTS (SELECT 1 WHERE f.pilot = 'ZELDA')
SELECT id FROM flights f WHERE 'ZELDA' IN (SELECT f.pilot)
SELECT id FROM flights WHERE pilot = ANY (VALUES 'ZELDA', 'YORICK')
SELECT id FROM flights WHERE (id, pilot) IN (VALUES (1, 'ZELDA'))
SELECT id FROM flights WHERE pilot IS DISTINCT FROM 'ZELDA'
SELECT * FROM flights JOIN (SELECT 'ZELDA' AS pilot) x USING (pilot)
SELECT * FROM flights a JOIN flights b USING (pilot)
SELECT * FROM flights a NATURAL JOIN (SELECT 'ZELDA' AS pilot, id FROM flights) b ORDER BY id
SELECT * FROM flights a NATURAL JOIN (SELECT 'ZELDA' AS pilot) b ORDER BY id
SELECT id FROM flights a JOIN flights b ON a.pilot = b.pilot
SELECT a.id FROM flights a LEFT JOIN flights b ON a.id = b.id AND b.pilot > '' ORDER BY 1
SELECT x.pilot FROM flights x FULL JOIN flights y ON x.id = y.id
SELECT pilot FROM (SELECT * FROM flights)
SELECT pilot FROM (SELECT * FROM flights) t(pilot, b, c, d, e, f, g) ORDER BY 1
SELECT h FROM (SELECT * FROM flights) t(a, b, c, d, e, f, g, h)
SELECT * FROM flights t(a, b, c, d, e, f, g, h, i)
SELECT t.i FROM flights AS t (a, b, c, d, e, f, g, h, i)
SELECT 'x' AS pilot, pilot FROM flights
SELECT id AS pilot FROM flights ORDER BY pilot
SELECT id AS pilot FROM flights WHERE pilot = 1
SELECT id AS pilot FROM flights GROUP BY pilot
SELECT pilot FROM (SELECT id AS x FROM flights) pilot
SELECT pilot.x FROM (SELECT id AS x FROM flights) pilot ORDER BY 1
SELECT COLUMNS('.*') FROM flights
SELECT COLUMNS(*) FROM flights
SELECT COLUMNS(c -> c LIKE 'p%') FROM flights
SELECT max(COLUMNS(*)) FROM flights
SELECT *COLUMNS(*) FROM flights
SELECT * EXCLUDE (id) FROM flights
SELECT * EXCEPT (id) FROM flights
SELECT * REPLACE (pilot AS id) FROM flights
SELECT * RENAME (pilot AS x) FROM flights
SELECT * LIKE 'p%' FROM flights
SELECT * ILIKE '%' FROM flights
SELECT * SIMILAR TO '.*' FROM flights
SELECT #8 FROM flights
SELECT #5 FROM flights
SELECT id FROM flights ORDER BY 8
SELECT id FROM flights ORDER BY #8
SELECT id FROM flights ORDER BY ALL
SELECT id FROM flights GROUP BY ALL
SELECT id FROM flights GROUP BY 2
SELECT filename FROM flights
SELECT file_row_number, file_index FROM flights
SELECT rowid FROM flights
SELECT rowid, * FROM flights
SELECT "$path" FROM flights
SELECT "$file_size", "$row_id", "$bucket" FROM flights
SELECT id FROM flights QUALIFY row_number() OVER (ORDER BY pilot) = 1
SELECT DISTINCT ON (pilot) id FROM flights
PIVOT flights ON pilot
PIVOT flights ON pilot USING sum(id)
UNPIVOT flights ON pilot, origin INTO NAME n VALUE v
SELECT * FROM flights UNPIVOT (v FOR n IN (pilot, origin))
SELECT * FROM flights PIVOT (count(*) FOR pilot IN ('ZELDA'))
SELECT * FROM (SUMMARIZE flights)
SELECT * FROM (DESCRIBE flights)
SELECT * FROM (SHOW TABLES)
SELECT * FROM flights POSITIONAL JOIN flights
SELECT * FROM flights ASOF JOIN flights b USING (pilot)
SELECT * FROM flights SEMI JOIN flights b USING (pilot)
SELECT * FROM flights ANTI JOIN secrets ON true
SELECT {'a': pilot} FROM flights
SELECT {'a': id}.a FROM flights
SELECT [x for x in [pilot]] FROM flights
SELECT lambda x: pilot FROM flights
SELECT id::varchar, pilot::varchar FROM flights
SELECT pilot[1:2] FROM flights
SELECT pilot.length() FROM flights
SELECT origin.upper() FROM flights
SELECT pilot COLLATE NOCASE FROM flights
SELECT max(pilot) OVER () FROM flights
SELECT approx_distinct(pilot) FROM flights
SELECT approx_percentile(crew.rank, 0.5) FROM flights
SELECT histogram(pilot) FROM flights
SELECT map_agg(id, pilot) FROM flights
SELECT checksum(pilot) FROM flights
SELECT arbitrary(pilot) FROM flights
SELECT sum(length(pilot)) FROM flights
SELECT label, pilot FROM ice
SELECT pilot FROM ice FOR VERSION AS OF 1
-- as masked narrow
SELECT origin FROM flights
SELECT id, delay FROM flights ORDER BY id
SELECT count(*), count(delay), sum(delay), min(delay), max(delay) FROM flights
SELECT id FROM flights WHERE delay IS NULL ORDER BY id
SELECT id FROM flights ORDER BY delay, id
SELECT id FROM flights WHERE 10 / delay > -100 ORDER BY id
SELECT id, delay * 1000000000000000 FROM flights ORDER BY id
SELECT state, sum(delay), count(*) FROM flights GROUP BY state ORDER BY state
SELECT id, sum(delay) OVER (PARTITION BY state ORDER BY id) FROM flights ORDER BY id
SELECT a.id, b.id FROM flights a JOIN flights b ON a.delay = b.delay ORDER BY 1, 2
SELECT id FROM flights WHERE delay NOT IN (SELECT delay FROM flights WHERE delay IS NOT NULL) ORDER BY id
SELECT typeof(delay), typeof(state) FROM flights LIMIT 1
SELECT id FROM flights WHERE coalesce(delay, 1) > 0 ORDER BY id
-- as narrow
SELECT * FROM notes
SELECT pilot, state FROM notes
