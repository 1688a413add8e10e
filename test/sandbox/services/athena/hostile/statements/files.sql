-- Files of this machine and of other tables, by function, name and path.
SELECT * FROM 'FILE'
SELECT * FROM "FILE"
SELECT * FROM main."FILE"
SELECT * FROM "awsdatacatalog"."texas"."FILE"
SELECT * FROM read_parquet('FILE')
SELECT * FROM parquet_scan('FILE')
SELECT * FROM parquet_metadata('FILE')
SELECT * FROM parquet_schema('FILE')
SELECT * FROM parquet_file_metadata('FILE')
SELECT * FROM parquet_kv_metadata('FILE')
SELECT * FROM parquet_bloom_probe('FILE', 'pilot', 'ZELDA')
SELECT * FROM "read_parquet"('FILE')
SELECT * FROM READ_PARQUET('FILE')
SELECT * FROM read_parquet/**/('FILE')
SELECT * FROM read_csv('FILE')
SELECT * FROM read_csv_auto('/etc/passwd')
SELECT * FROM read_text('DIR/state.sqlite')
SELECT * FROM read_blob('DIR/state.sqlite')
SELECT content FROM read_text('/etc/passwd')
SELECT * FROM glob('DIR/**')
SELECT * FROM sniff_csv('/etc/passwd')
SELECT * FROM read_json('DIR/x.json')
SELECT * FROM read_json_objects('DIR/s3/data/texas/logs/0.json')
SELECT * FROM read_ndjson_auto('DIR/s3/data/texas/logs/0.json')
SELECT * FROM sqlite_scan('DIR/state.sqlite', 'record')
SELECT * FROM query('SELECT * FROM ''FILE''')
SELECT * FROM query_table('athena_table_0')
SELECT * FROM flights, read_parquet('FILE')
SELECT * FROM flights CROSS JOIN LATERAL read_parquet('FILE') AS x
SELECT (SELECT max(pilot) FROM read_parquet('FILE'))
SELECT id FROM flights WHERE EXISTS (SELECT 1 FROM parquet_scan('FILE') p WHERE p.pilot = 'ZELDA')
SELECT * FROM TABLE(read_parquet('FILE'))
SELECT * FROM s3.'FILE'
SELECT * FROM 's3://results/theirs/result.csv'
SELECT * FROM read_csv('s3://results/theirs/result.csv')
SELECT * FROM iceberg_scan('DIR/s3/data/texas/ice')
SELECT * FROM delta_scan('DIR/s3/data/texas/ice')
SELECT * FROM arrow_scan(1, 2, 3)
SELECT * FROM pandas_scan(1)
SELECT * FROM repeat_row(1, num_rows := 5)
SELECT * FROM json_each('{}')
SELECT * FROM test_all_types()
SELECT * FROM seq_scan('athena_table_0')
