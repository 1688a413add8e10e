/**
 * Two worlds that differ only in what a reader may not see. In `calm` the withheld data would pass through any
 * expression; in `wild` there are other rows, more of them, and values at which casts, divisions and sums fail.
 */
export type World = 'calm' | 'wild';

export const WORLDS: readonly World[] = ['calm', 'wild'];

/** Whose view of `flights` it is; each has a database of its own name. */
export type Reader = 'texas' | 'narrow' | 'masked' | 'careful' | 'empty' | 'open';

export const READERS: readonly Reader[] = ['texas', 'narrow', 'masked', 'careful', 'empty', 'open'];

type Grant = { readonly rows?: string; readonly columns?: readonly string[] };

const OPEN_COLUMNS = ['id', 'origin', 'state', 'delay', 'fare', 'flown', 'codes', 'price'];

/** The filters of each reader on `flights`; `open` reads it whole, and shows that the worlds do differ. */
export const FLIGHT_GRANTS: Readonly<Record<Reader, readonly Grant[]>> = {
  texas: [{ rows: `state = 'TX'`, columns: OPEN_COLUMNS }],
  narrow: [{ columns: ['id', 'state'] }],
  masked: [{ columns: ['id', 'state'] }, { rows: `state = 'TX'`, columns: ['id', 'state', 'delay'] }],
  // Costly to test and over two columns: an engine would meet cheaper conditions of a query first.
  careful: [{ rows: `state LIKE '%T%X%' OR delay = 5` }],
  // None of the rows in either world.
  empty: [{ rows: `state = 'none'`, columns: OPEN_COLUMNS }],
  open: [{}],
};

export const FLIGHT_COLUMNS: Readonly<Record<World, Readonly<Record<string, string>>>> = {
  calm: flightColumns({ pilot: 'string', crew: 'struct<name:string,rank:int>' }),
  wild: flightColumns({ pilot: 'string', crew: 'struct<name:string,rank:int>', bonus: 'double' }),
};

function flightColumns(hidden: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const shown = { id: 'bigint', origin: 'string', state: 'string', delay: 'bigint', fare: 'double' };
  return { ...shown, flown: 'timestamp', codes: 'array<bigint>', price: 'decimal(5,2)', ...hidden };
}

type Flight = readonly [
  id: number,
  origin: string,
  state: string,
  delay: string,
  fare: string,
  flown: string,
];

const TEXAN: readonly Flight[] = [
  [1, 'AUS', 'TX', '5', '99.5', '2026-01-01 08:00:00'],
  [2, 'DFW', 'TX', '9', '120.25', '2026-01-02 09:30:00'],
  [5, 'AUS', 'TX', '-3', '80.0', '2026-02-03 10:00:00'],
  [8, '12', 'TX', 'NULL', 'NULL', '2026-02-04 11:15:00'],
];

const ELSEWHERE: Readonly<Record<World, readonly Flight[]>> = {
  calm: [
    [3, '20', 'NY', '7', '50.0', '2026-01-05 07:00:00'],
    [4, '21', 'CA', '8', '60.0', '2026-01-06 07:00:00'],
  ],
  wild: [
    [3, 'JFK', 'NY', '7777', `'inf'`, '1999-12-31 23:59:59'],
    [4, '', 'CA', '0', '0.0', '2300-01-01 00:00:00'],
    [6, 'x{', 'NV', '9223372036854775807', `'nan'`, '2026-01-07 00:00:00'],
    [2, 'DFW', 'ZZ', `'-9223372036854775808'`, '-1e308', '2026-01-02 09:30:00'],
    [7, '[(', 'OR', 'NULL', '1e308', '2026-01-08 00:00:00'],
  ],
};

/** SQL that yields `flights` as a world has it for a reader: what that reader may see is the same in both. */
export function flightRows(world: World, reader: Reader): string {
  const seesRows = reader === 'narrow' || reader === 'masked';
  const others = seesRows ? ELSEWHERE.calm : ELSEWHERE[world];
  const rows = [...TEXAN, ...others].map((flight, at) => flightRow(world, { flight, reader, at }));
  const bonus = world === 'wild' ? ', 1e308 * id AS bonus' : '';
  return `SELECT *${bonus} FROM (VALUES ${rows.join(', ')})
    t(id, origin, state, delay, fare, flown, codes, price, pilot, crew)`;
}

function flightRow(
  world: World,
  { flight, reader, at }: { readonly flight: Flight; readonly reader: Reader; readonly at: number },
): string {
  const [id, origin, state, delay, fare, flown] = flight;
  const isWild = world === 'wild';
  const hidesCells = isWild && (reader === 'narrow' || reader === 'masked');
  const hidesDelay = hidesCells && !(reader === 'masked' && state === 'TX');
  const pilot = isWild && reader !== 'careful' ? WILD_PILOTS[at % WILD_PILOTS.length] : `'ANNA${at % 2}'`;
  const cells = [
    `${id}::BIGINT`,
    hidesCells ? `'NOWHERE'` : `'${origin}'`,
    `'${state}'`,
    `${hidesDelay ? WILD_DELAYS[at % WILD_DELAYS.length] : delay}::BIGINT`,
    `${hidesCells ? `'nan'` : fare}::DOUBLE`,
    `TIMESTAMP '${hidesCells ? '1999-12-31 23:59:59' : flown}'`,
    `[${hidesCells ? '' : `${id}, ${id * 2}`}]::BIGINT[]`,
    // Wider than the table says: what is withheld in `wild` does not fit.
    `${isWild && state !== 'TX' ? '9999999.99' : '12.50'}::DECIMAL(12,2)`,
    `${pilot ?? 'NULL'}::VARCHAR`,
    `{name: ${pilot ?? 'NULL'}, rank: ${at}}::STRUCT(name VARCHAR, rank INTEGER)`,
  ];
  return `(${cells.join(', ')})`;
}

const WILD_PILOTS = [`'ZELDA'`, 'NULL', `'YORICK'`, `'1'`, `'{"a":'`];

const WILD_DELAYS = ['0', '7777', '9223372036854775807', 'NULL'];

/** A table that nobody but the administrator reads, of another shape in each world. */
export const SECRETS: Readonly<Record<World, { columns: Readonly<Record<string, string>>; rows: string }>> = {
  calm: { columns: { code: 'string' }, rows: `SELECT 'ORDINARY' AS code` },
  wild: {
    columns: { code: 'string', level: 'bigint' },
    rows: `SELECT 'TOPSECRET' || i AS code, i AS level FROM range(9) t(i)`,
  },
};

const TEXT_ROWS: Readonly<Record<World, readonly string[]>> = {
  calm: ['1|TX|5|ok|A', '2|NY|6|fine|B', '3|TX|7|well|C'],
  wild: ['1|TX|5|ok|Z"', '2|NY|six|7777|more|fields|than|columns', '3|TX|7|well|', 'x|CA|', '|||||', '9'],
};

/** Delimited text and JSON lines; `pilot` and the rows outside of Texas are withheld from everybody. */
export const textBody = (world: World): string => TEXT_ROWS[world].map((line) => `${line}\n`).join('');

const CSV_ROWS: Readonly<Record<World, readonly string[]>> = {
  calm: ['"1","TX","ok","A"', '"3","TX","a, b","B"', '"2","NY","fine","C"'],
  wild: [
    '"1","TX","ok","Z\n"',
    '"3","TX","a, b"',
    '"2","NY","fine","C","D"',
    '"x","CA"y"z',
    '"9","NY","never ends',
  ],
};

export const csvBody = (world: World): string => CSV_ROWS[world].map((line) => `${line}\n`).join('');

const JSON_ROWS: Readonly<Record<World, readonly string[]>> = {
  calm: [
    '{"id":1,"state":"TX","delay":5,"pilot":"A"}',
    '{"id":2,"state":"NY","delay":6,"pilot":"B"}',
    '{"id":3,"state":"TX","delay":7,"pilot":"C"}',
  ],
  wild: [
    '{"id":1,"state":"TX","delay":5,"pilot":{"deep":["ZELDA"]}}',
    '{"id":"two","state":"NY","delay":"TOPSECRET","pilot":7777}',
    '{"id":3,"state":"TX","delay":7}',
    '{"id":99999999999999999999,"state":["TX"],"delay":{}}',
  ],
};

export const jsonBody = (world: World): string => JSON_ROWS[world].map((line) => `${line}\n`).join('');
