-- Statements that are no queries.
ATTACH 'DIR/state.sqlite' AS s
DETACH memory
USE memory.main
COPY (SELECT * FROM flights) TO 'DIR/out.csv'
COPY flights FROM 'FILE'
COPY FROM DATABASE memory TO other
PRAGMA database_list
PRAGMA show_tables
PRAGMA storage_info('athena_table_0_rows')
PRAGMA enable_profiling
SET enable_external_access = true
SET lock_configuration = false
SET SESSION search_path = 'main'
RESET ALL
RESET lock_configuration
INSTALL httpfs
LOAD sqlite
LOAD 'FILE'
EXPORT DATABASE 'DIR/x'
IMPORT DATABASE 'DIR/x'
CALL duckdb_tables()
CALL pragma_version()
CHECKPOINT
FORCE CHECKPOINT
VACUUM ANALYZE
ANALYZE flights
BEGIN TRANSACTION
CREATE TABLE x AS SELECT * FROM 'FILE'
CREATE TABLE stolen WITH (external_location = 's3://data/stolen/') AS SELECT * FROM flights
CREATE TABLE stolen WITH (external_location = 's3://results/wg/ctas/') AS SELECT * FROM flights
CREATE OR REPLACE VIEW flights AS SELECT * FROM secrets
CREATE VIEW v AS SELECT pilot FROM flights
CREATE TEMP VIEW v AS SELECT pilot FROM flights
CREATE MACRO m() AS (SELECT max(code) FROM secrets)
CREATE FUNCTION m() AS TABLE SELECT * FROM secrets
CREATE SEQUENCE s
CREATE SECRET s (TYPE s3, KEY_ID 'a', SECRET 'b')
CREATE TYPE t AS ENUM (SELECT pilot FROM flights)
CREATE INDEX i ON flights (pilot)
INSERT INTO flights VALUES (9, 'x', 'TX', 1)
INSERT INTO flights SELECT * FROM secrets
INSERT OVERWRITE flights SELECT * FROM secrets
MERGE INTO flights USING secrets ON true WHEN MATCHED THEN DELETE
UPDATE flights SET delay = 0 WHERE pilot = 'ZELDA'
DELETE FROM flights WHERE pilot = 'ZELDA'
TRUNCATE TABLE flights
OPTIMIZE flights REWRITE DATA USING BIN_PACK
VACUUM flights
ALTER TABLE flights RENAME COLUMN pilot TO origin
ALTER TABLE flights ADD COLUMNS (pilot string)
ALTER TABLE flights SET LOCATION 's3://data/texas/secrets/'
DROP TABLE flights
DROP DATABASE texas
MSCK REPAIR TABLE flights
COMMENT ON TABLE flights IS 'x'
PREPARE p FROM SELECT pilot FROM flights
PREPARE p AS SELECT * FROM secrets
EXECUTE p
EXECUTE IMMEDIATE 'SELECT * FROM secrets'
EXECUTE IMMEDIATE 'SELECT pilot FROM flights'
DEALLOCATE PREPARE p
DESCRIBE INPUT p
SELECT $1
SELECT ? FROM flights
SELECT $pilot FROM flights
SUMMARIZE flights
SUMMARIZE SELECT * FROM flights
FROM flights
FROM flights SELECT pilot
FROM secrets
TABLE flights
TABLE secrets
VALUES ((SELECT max(code) FROM secrets))
SELECT 1; SELECT * FROM read_parquet('FILE')
SELECT 1; SELECT * FROM secrets
SELECT 1 -- x\n   ; ATTACH 'DIR/state.sqlite' AS s
SELECT 1 /* ; */ ; SELECT pilot FROM flights
EXPLAIN ANALYZE SELECT * FROM flights
EXPLAIN ANALYZE SELECT * FROM secrets
EXPLAIN (TYPE IO, FORMAT JSON) SELECT * FROM flights
EXPLAIN (TYPE DISTRIBUTED) SELECT * FROM secrets
EXPLAIN (TYPE VALIDATE) SELECT pilot FROM flights
EXPLAIN SELECT * FROM secrets
EXPLAIN SELECT pilot FROM flights
EXPLAIN SELECT id FROM flights WHERE state = 'NY'
EXPLAIN SELECT * FROM flights
EXPLAIN SELECT 1 / (SELECT count(*) - count(*) FROM flights)
EXPLAIN EXPLAIN SELECT * FROM secrets
EXPLAIN UNLOAD (SELECT pilot FROM flights) TO 's3://results/wg/u/' WITH (format = 'PARQUET')
SHOW TABLES
SHOW TABLES IN texas
SHOW TABLES IN narrow
SHOW TABLES '*'
SHOW DATABASES
SHOW SCHEMAS LIKE 'n*'
SHOW ALL TABLES
SHOW VIEWS
SHOW CREATE TABLE flights
SHOW CREATE TABLE secrets
SHOW CREATE VIEW flights
SHOW PARTITIONS flights
SHOW TBLPROPERTIES flights
SHOW TBLPROPERTIES ice ('metadata_location')
SHOW STATS FOR flights
SHOW STATS FOR (SELECT * FROM flights)
SHOW FUNCTIONS
SHOW SESSION
SHOW ROLES
SHOW GRANTS ON flights
SHOW COLUMNS IN flights
SHOW COLUMNS FROM flights IN texas
SHOW COLUMNS IN secrets
SHOW COLUMNS IN narrow.flights
DESCRIBE flights
DESCRIBE EXTENDED flights
DESCRIBE FORMATTED flights
DESCRIBE flights pilot
DESCRIBE secrets
DESCRIBE narrow.flights
DESC ice
DESCRIBE SELECT * FROM flights
