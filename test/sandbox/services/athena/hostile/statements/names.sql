-- Names that look like others.
WITH duckdb_views AS (SELECT 1 AS x) SELECT * FROM (SELECT * FROM duckdb_views) a, duckdb_tables
WITH a AS (SELECT * FROM duckdb_views), duckdb_views AS (SELECT 1 AS x) SELECT * FROM a
WITH secrets AS (SELECT * FROM secrets) SELECT * FROM secrets
WITH RECURSIVE secrets AS (SELECT * FROM secrets) SELECT * FROM secrets
WITH RECURSIVE secrets(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM secrets WHERE n < 3) SELECT n FROM secrets
WITH RECURSIVE r(n) AS (SELECT code FROM secrets UNION ALL SELECT n FROM r WHERE false) SELECT * FROM r
WITH RECURSIVE r(n) AS (SELECT 'x' UNION ALL SELECT code FROM secrets, r WHERE n = 'x') SELECT * FROM r
WITH flights AS (SELECT * FROM flights) SELECT pilot FROM flights
WITH flights AS (SELECT * FROM flights) SELECT * FROM flights ORDER BY id
WITH flights AS (SELECT 'ZELDA' AS pilot) SELECT pilot FROM flights
WITH flights AS (SELECT 'ZELDA' AS pilot) SELECT pilot FROM texas.flights
WITH flights AS (SELECT 1 AS one) SELECT * FROM texas.flights ORDER BY id
WITH "FLIGHTS" AS (SELECT 1 AS one) SELECT * FROM flights
WITH x AS (SELECT 1 AS y) SELECT * FROM (WITH x AS (SELECT * FROM secrets) SELECT * FROM x)
WITH x AS MATERIALIZED (SELECT * FROM secrets) SELECT 1
WITH x AS (SELECT * FROM secrets) SELECT 1
WITH x AS (SELECT pilot FROM flights) SELECT 1
WITH athena_table_0 AS (SELECT 1 AS id) SELECT * FROM flights, athena_table_0
WITH athena_table_0 AS (SELECT 1 AS id) SELECT * FROM flights ORDER BY 1
WITH athena_table_0_rows AS (SELECT 1 AS id) SELECT * FROM athena_table_0_rows
SELECT * FROM (WITH s AS (SELECT 1 AS x) SELECT * FROM s) q, secrets AS s
SELECT * FROM flights f WHERE f.id IN (SELECT length(code) FROM secrets)
SELECT * FROM "OPS"."SECRETS"
SELECT * FROM texas."secrets"
SELECT * FROM "TEXAS"."SECRETS"
SELECT * FROM awsdatacatalog.texas.secrets
SELECT * FROM AwsDataCatalog.narrow.flights
SELECT * FROM narrow.flights
SELECT * FROM open.flights
SELECT * FROM "open"."flights"
SELECT * FROM "open.flights"
SELECT * FROM "texas.secrets"
SELECT * FROM "..".flights
SELECT * FROM "texas/../open".flights
SELECT * FROM "texas"."flights/../secrets"
SELECT * FROM "texas"."flights|"
SELECT * FROM "texas%".flights
SELECT * FROM hive.texas.secrets
SELECT * FROM s3tablescatalog.texas.secrets
SELECT * FROM ".".".".secrets
SELECT * FROM flights NATURAL JOIN secrets
SELECT * FROM flights, secrets
SELECT f.* FROM flights f LEFT JOIN secrets s ON false
SELECT f.id FROM flights f, LATERAL (SELECT code FROM secrets) s
SELECT * FROM flіghts
SELECT pіlot FROM flights
SELECT ＰＩＬＯＴ FROM flights
SELECT PİLOT FROM flights
SELECT pılot FROM flights
SELECT U&"\0070ilot" FROM flights
SELECT U&'\0070' FROM flights
SELECT "pi" "lot" FROM flights
SELECT `pilot` FROM flights
SELECT [pilot] FROM flights
SELECT $x$abc$x$, pilot FROM flights
SELECT '\', pilot FROM flights --'
SELECT E'\x70ilot', pilot FROM flights
SELECT/**/pilot/**/FROM/**/flights
SELECT -- id\n pilot FROM flights
SELECT /* /* */ pilot FROM flights
SELECT /*+ hint */ pilot FROM flights
SELECT 'it''s', pilot FROM flights
SELECT "id""", pilot FROM flights
SELECT pilot FROM flights
SELECT pi​lot FROM flights
SELECT 1 AS "athena_native_any_value", pilot FROM flights
SELECT "athena_to_bigint"('x') FROM flights
SELECT athena_native_bool_and(true)
SELECT _athena_anonymous FROM flights
