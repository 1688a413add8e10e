-- The engine's own tables, settings and functions.
SELECT * FROM duckdb_views()
SELECT * FROM duckdb_settings()
SELECT sql FROM duckdb_views
SELECT * FROM duckdb_tables
SELECT * FROM duckdb_tables()
SELECT * FROM duckdb_columns()
SELECT * FROM duckdb_constraints()
SELECT * FROM duckdb_databases()
SELECT * FROM duckdb_dependencies()
SELECT * FROM duckdb_extensions()
SELECT * FROM duckdb_functions()
SELECT * FROM duckdb_indexes()
SELECT * FROM duckdb_keywords()
SELECT * FROM duckdb_logs()
SELECT * FROM duckdb_memory()
SELECT * FROM duckdb_optimizers()
SELECT * FROM duckdb_prepared_statements()
SELECT * FROM duckdb_secrets()
SELECT * FROM duckdb_sequences()
SELECT * FROM duckdb_temporary_files()
SELECT * FROM duckdb_types()
SELECT * FROM duckdb_variables()
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM pg_catalog.pg_class
SELECT * FROM pg_catalog.pg_views
SELECT * FROM pg_tables
SELECT * FROM pg_views
SELECT * FROM information_schema.tables
SELECT * FROM information_schema.columns
SELECT * FROM information_schema.columns WHERE table_name = 'secrets'
SELECT * FROM awsdatacatalog.information_schema.columns
SELECT * FROM system.information_schema.columns
SELECT * FROM system.main.duckdb_tables
SELECT * FROM system.metadata.catalogs
SELECT * FROM system.runtime.queries
SELECT * FROM pragma_table_info('athena_table_0')
SELECT * FROM pragma_show('athena_table_0')
SELECT * FROM pragma_storage_info('athena_table_0_rows')
SELECT * FROM pragma_database_size()
SELECT * FROM pragma_collations()
SELECT * FROM pragma_metadata_info()
SELECT * FROM pragma_last_profiling_output()
SELECT * FROM sql_auto_complete('SELECT * FROM ath')
SELECT * FROM checkpoint()
SELECT * FROM force_checkpoint()
SELECT * FROM storage_info('athena_table_0_rows')
SELECT * FROM athena_table_0
SELECT * FROM athena_table_0_rows
SELECT * FROM "ATHENA_TABLE_0_ROWS"
SELECT * FROM main.athena_table_0
SELECT * FROM memory.main.athena_table_0
SELECT * FROM memory.main.athena_table_0_rows
SELECT * FROM temp.athena_table_0
SELECT * FROM temp.main.flights
SELECT * FROM system.flights
SELECT flights.*, athena_table_0.* FROM flights
SELECT athena_table_0.id FROM flights
SELECT athena_table_0_rows.id FROM flights, athena_table_0_rows
SELECT getenv('HOME')
SELECT current_setting('allowed_paths')
SELECT current_setting('allowed_directories') FROM flights
SELECT getvariable('x')
SELECT current_database(), current_schema(), current_query()
SELECT current_catalog
SELECT current_user, session_user
SELECT version()
SELECT "getenv"('HOME')
SELECT getenv/* hidden */('HOME')
SELECT stats(pilot) FROM flights
SELECT stats(delay) FROM flights
SELECT nextval('x')
SELECT currval('x')
SELECT main.getenv('HOME')
SELECT system.main.getenv('HOME')
SELECT transform(array['HOME'], x -> getenv(x))
SELECT try(getenv('HOME'))
SELECT reduce(array[1], 0, (s, x) -> length(current_setting('allowed_paths')), s -> s)
SELECT txid_current()
SELECT write_log('x')
SELECT hash(pilot) FROM flights
SELECT md5_number(pilot) FROM flights
SELECT error('x')
SELECT error(origin) FROM flights
SELECT in_search_path('memory', 'main')
SELECT pg_typeof(pilot) FROM flights
SELECT alias(pilot) FROM flights
SELECT json_serialize_sql('SELECT 1')
SELECT * FROM json_execute_serialized_sql('{}')
SELECT * FROM duckdb_secrets(redact := false)
SELECT constant_or_null(1, pilot) FROM flights
SELECT vector_type(delay) FROM flights
SELECT get_block_size('memory')
SELECT query('SELECT 1')
