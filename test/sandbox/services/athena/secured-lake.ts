import { TestLake } from './test-lake.ts';

/**
 * `texas` reads the Texan rows without the pilots, `narrow` two columns, `masked` all rows but delays of Texas only;
 * nobody but the administrator reads `secrets`.
 */
export async function securedLake(): Promise<TestLake> {
  const lake = await TestLake.open();
  await lake.prepare();
  await lake.addParquetTable(
    'flights',
    { id: 'bigint', origin: 'string', state: 'string', delay: 'bigint', pilot: 'string' },
    `SELECT * FROM (VALUES (1::BIGINT,'AUS','TX',5::BIGINT,'ZELDA'),(2,'DFW','TX',9,'YORICK'),(3,'JFK','NY',7777,'ZELDA'),
       (4,'SFO','CA',0,'YORICK')) t(id,origin,state,delay,pilot)`,
  );
  await lake.addParquetTable('secrets', { code: 'string' }, `SELECT 'TOPSECRET' AS code`);
  for (const name of ['texas', 'narrow', 'masked', 'careful', 'nobody']) await lake.addReader(name);
  const open = ['id', 'origin', 'state', 'delay'];
  await lake.grantFilter('texas', { table: 'flights', filter: 'texas', rows: `state = 'TX'`, columns: open });
  // Costly to test and over two columns: DuckDB would meet cheaper conditions of a query first.
  await lake.grantFilter('careful', {
    table: 'flights',
    filter: 'careful',
    rows: "state LIKE '%T%X%' OR delay = 5",
  });
  await lake.grantTable('narrow', 'flights', ['id', 'state']);
  await lake.grantFilter('masked', { table: 'flights', filter: 'everywhere', columns: ['id', 'state'] });
  await lake.grantFilter('masked', {
    table: 'flights',
    filter: 'delays',
    rows: `state = 'TX'`,
    columns: ['id', 'state', 'delay'],
  });
  return lake;
}
