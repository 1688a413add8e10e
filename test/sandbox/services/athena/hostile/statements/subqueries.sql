-- Withheld tables in every place where a query may stand.
SELECT CASE WHEN false THEN (SELECT code FROM secrets) END
SELECT coalesce(1, (SELECT length(code) FROM secrets))
SELECT try((SELECT code FROM secrets))
SELECT id FROM flights ORDER BY (SELECT code FROM secrets)
SELECT id FROM flights LIMIT (SELECT length(code) FROM secrets)
SELECT id FROM flights OFFSET (SELECT length(code) FROM secrets)
SELECT count(*) FROM flights GROUP BY (SELECT code FROM secrets)
SELECT count(*) FROM flights HAVING (SELECT true FROM secrets)
SELECT sum(id) FILTER (WHERE id IN (SELECT length(code) FROM secrets)) FROM flights
SELECT sum(id) OVER w FROM flights WINDOW w AS (PARTITION BY (SELECT code FROM secrets))
SELECT transform(array[1], x -> (SELECT code FROM secrets))
SELECT * FROM flights JOIN flights b ON (SELECT true FROM secrets)
SELECT * FROM UNNEST((SELECT array[code] FROM secrets)) t
SELECT EXISTS (SELECT 1 FROM secrets)
SELECT 1 WHERE EXISTS (SELECT * FROM secrets)
SELECT 1 WHERE 0 < ALL (SELECT length(code) FROM secrets)
SELECT 1 UNION SELECT length(code) FROM secrets
SELECT 1 EXCEPT SELECT length(code) FROM secrets
(SELECT 1) INTERSECT (SELECT length(code) FROM secrets)
SELECT * FROM (VALUES ((SELECT code FROM secrets))) t
SELECT row((SELECT code FROM secrets))
SELECT array[(SELECT code FROM secrets)]
SELECT map(array['a'], array[(SELECT code FROM secrets)])
SELECT cast((SELECT code FROM secrets) AS bigint)
SELECT extract(year FROM (SELECT code FROM secrets))
SELECT 'a' LIKE (SELECT code FROM secrets)
SELECT 1 BETWEEN 0 AND (SELECT level FROM secrets)
SELECT level FROM secrets
SELECT code FROM secrets
SELECT count(*) FROM secrets
SELECT count(*) FROM secrets WHERE false
SELECT * FROM secrets LIMIT 0
SELECT 1 FROM secrets
SELECT array_agg(id ORDER BY (SELECT code FROM secrets)) FROM flights
SELECT lag(id, 1, (SELECT length(code) FROM secrets)) OVER (ORDER BY id) FROM flights
SELECT interval '1' day * (SELECT level FROM secrets)
SELECT (SELECT (SELECT (SELECT code FROM secrets)))
